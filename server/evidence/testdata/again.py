"""Runs verify.py for each line of standard input, a JSON list of its arguments, and answers each by one line, a JSON list
of its exit code, output and faults. Every run is a process of its own, forked where all is read and nothing is checked
yet; what openssl has said of the same bytes it is not asked again."""
import ast, gc, hashlib, io, json, os, subprocess, sys, tempfile, traceback

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "verify.py")
with open(path, "rb") as f: program = ast.parse(f.read(), path)
first = [isinstance(line, (ast.Import, ast.ImportFrom)) for line in program.body]
imports = ast.Module(program.body[:len(first) - first[::-1].index(True)], [])
exec(compile(imports, path, "exec"), {"__name__": "imports", "__file__": path})
program = compile(program, path, "exec")

known, heard, ask = {}, [], subprocess.run
def remembered(command, cwd, capture_output):
    said = hashlib.sha256(json.dumps(command).encode())
    for name in sorted(os.listdir(cwd)):
        with open(os.path.join(cwd, name), "rb") as f: said.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(f.read()).digest())
    key = said.hexdigest()
    if key not in known:
        known[key] = ask(command, cwd=cwd, capture_output=capture_output).returncode
        heard.append([key, known[key]])
    return subprocess.CompletedProcess(command, known[key])

def run(args):
    sys.argv, sys.stdout, sys.stderr, subprocess.run, code = [path, *args], io.StringIO(), io.StringIO(), remembered, 0
    try: exec(program, {"__name__": "__main__", "__file__": path})
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if not isinstance(end.code, (int, type(None))): print(end.code, file=sys.stderr)
    except BaseException: code = traceback.print_exc() or 1
    return code, sys.stdout.getvalue(), sys.stderr.getvalue()

gc.freeze()
if os.path.isdir("/dev/shm"): tempfile.tempdir = "/dev/shm" # a signature is three small files and a folder
for line in sys.stdin:
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            with os.fdopen(into, "w") as f: json.dump([run(json.loads(line)), heard], f)
        finally: os._exit(0)
    os.close(into)
    with os.fdopen(out) as f: answer, more = json.load(f)
    os.waitpid(child, 0)
    known.update(more)
    print(json.dumps(answer), flush=True)
