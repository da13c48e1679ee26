#!/usr/bin/env python3
"""Checks an evidence file of bidroom; written from docs/process-log.md alone, whose sections it names, and docs/draw.md.

    verify.py FILE [--key FINGERPRINT] [--checkpoint FILE]... [--recordings DIR]

Needs Python 3.9 and the openssl command (3.0), nothing else. Prints the state of each part, and "  TREE SEQ KIND PART: why"
for each fault. It does not re-run the procedure, the conflicts and the scores. Exit code 1: something is broken."""
import argparse, base64, hashlib, hmac, json, os, re, subprocess, sys, tempfile, zipfile
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../experts/draw/testdata"))
sys.dont_write_bytecode = True
import clarified, dismissed, drawverify, eligible, integrity, invited, leads, methods, outside, placed, reading, rounds, rules, services, settled, ties, unattended
from drawverify import H, ishex

STATES = ["checked", "not_contained", "outside", "erased", "broken"]  # by weight
NEEDED = ["manifest.json", "log.jsonl", "leaves.txt", "checkpoint.txt", "centre.txt", "centre.jsonl", "openings.jsonl"]
OTHERS = re.compile(r"draws/[A-Za-z0-9-]{1,64}/((pool|persons|candidates|companies|others|services)\.jsonl|record-[0-9])|files/[0-9a-f]{64}\.pdf")
WRONG = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, StopIteration, OSError, zipfile.BadZipFile)
said = {part: ["checked"] for part in ("log", "checkpoints", "keys", "draw", "signatures", "report", "recordings")}
faults, notes = [], []
def fault(part, why, e={}):
    said[part].append("broken")
    faults.append("  %s %s %s %s: %s" % (e.get("tree", "-"), e.get("seq", "-"), e.get("kind", "-"), part, why))
def need(truth, why):
    if not truth: raise ValueError(why)
def sha(data): return hashlib.sha256(data).hexdigest()
def b64(text): return base64.b64decode(text, validate=True)
def decimal(s): return need(re.fullmatch("0|[1-9][0-9]{0,18}", s), "not a number") or int(s)

# Sections 1 and 2: canonical JSON and entries.
def pairs(members): return need(len(dict(members)) == len(members), "a name stands twice") or dict(members)
def number(text): raise ValueError("the number " + text)
def canonical(v, depth=0):
    need(depth <= 32 and not (isinstance(v, str) and "\ufffd" in v), "nested too deep, or U+FFFD")
    if isinstance(v, list): return "[" + ",".join(canonical(x, depth + 1) for x in v) + "]"
    if not isinstance(v, dict): return json.encoder.encode_basestring(v) if isinstance(v, str) else json.dumps(v)
    members = sorted(v.items(), key=lambda m: m[0].encode("utf-16-be"))
    return "{" + ",".join(canonical(k) + ":" + canonical(x, depth + 1) for k, x in members) + "}"
def parse(data):
    v = json.loads(data.decode(), object_pairs_hook=pairs, parse_int=number, parse_float=number, parse_constant=number)
    return need(canonical(v).encode() == data, "not canonical") or v
def entry(data, tree):
    e = parse(data)
    need(sorted(e) == ["actor", "at", "body", "kind", "role", "seq", "tree", "v"] and len(data) <= 15 << 20 and {k for k in e if not isinstance(e[k], str)} == {"body"} and isinstance(e["body"], dict), "not an entry")
    values = 1 + sum(map(re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data).count, (b",", b"[", b"{")))
    need(e["v"] == "1" and e["tree"] == tree and values <= 1 << 19, "another version or tree, or too many values")
    return e, decimal(e["seq"]), decimal(e["at"])

# Section 3: the tree.
def leaf(data): return hashlib.sha256(b"\0" + data).digest()
def node(l, r): return hashlib.sha256(b"\1" + l + r).digest()
def root(leaves):
    if len(leaves) < 2: return leaves[0] if leaves else hashlib.sha256().digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:k]), root(leaves[k:]))
def included(top, seq, size, proof):
    need(seq < size, "beyond the tree")
    at, last = seq, size - 1
    for p in proof:
        need(last, "the proof is too long")
        top = node(p, top) if at & 1 or at == last else node(top, p)
        while at == last and at and not at & 1: at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return need(not last, "the proof is too short") or top

# Sections 4 and 7: signatures.
def verified(key, text, signature, *options):
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("key", key), ("text", text), ("sig", signature)):
            with open(os.path.join(d, name), "wb") as f: f.write(data)
        return not subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", *options,
                                   "-in", "text", "-sigfile", "sig"], cwd=d, capture_output=True).returncode
def checkpoint(note):
    text, _, lines = note.decode().rpartition("\n\n")
    name, key_hash, key = manifest["log_key"].split("+", 2)
    need(b64(key)[:1] == b"\1" and sha(name.encode() + b"\n" + b64(key))[:8] == key_hash, "not a verifier key")
    signatures = [line.split(" ") for line in lines.splitlines()]
    own = [b64(s)[4:] for dash, who, s in signatures if dash == "\u2014" and who == name and b64(s)[:4].hex() == key_hash]
    spki = bytes.fromhex("302a300506032b6570032100") + b64(key)[1:]
    need(own and all(verified(spki, text.encode() + b"\n", s) for s in own), "a note that the log's key has not signed")
    origin, size, top = text.split("\n")
    need(name == "bidroom/" + manifest["centre"] and origin.rpartition("/")[0] == name, "a note of another centre")
    return origin.rpartition("/")[2], decimal(size), b64(top)
def signed(key, text, signature):
    need(ishex(signature, 64) and ishex(key, 65), "malformed")
    der = b""
    for half in (signature[:64], signature[64:]):
        n = bytes.fromhex(half).lstrip(b"\0") or b"\0"
        der += bytes([2, len(n) + (n[0] >> 7)]) + b"\0" * (n[0] >> 7) + n
    spki = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200" + key)
    need(verified(spki, text.encode(), bytes([0x30, len(der)]) + der, "-digest", "sha256"), "the signature is wrong")

# Section 8: the draw.
class Draw:
    at = {"committed": "pooled committing", "public_share": "committing", "revealed": "revealing", "filled": "seeded", "attempted": "filled void"}
    to = {"committed": "committing", "public_share": "revealing", "filled": "filled", "voided": "void"}
    mixed = []
    def __init__(self, a, pool):
        self.a, self.id, self.stage, self.shares, self.held, self.ever, self.took, self.open = a, a["draw"], "pooled", [], {}, [], [], []
        if "options" in a:
            self.behind, self.hash = drawverify.options(self.id, a["purpose"], a["options"])
            self.labels = list(self.behind)
            return need(self.hash == a["options_hash"], "the options")
        self.items, self.hash = [(i["label"], i["item"]) for i in a["items"] or []], a["pool_hash"]
        self.labels, self.behind = [label for label, _ in self.items], {o["label"]: o for o in pool}
        need(all(ishex(x, 32) for i in self.items for x in i) and self.labels == sorted(set(self.labels)), "the items")
        limits, lines = a.get("limits", {}), ["rules " + a["rules"]]
        for seat in a["seats"]:
            lines.append(" ".join(("seat", seat["no"], ",".join(seat["specialties"]), seat.get("region", ""))))
            if seat.get("fallback"): lines[-1] += " fallback " + ",".join(seat["fallback"])
        lines += services.limit_lines(limits) + (["beacon %s %s" % (a["beacon"]["chain"], a["beacon"]["round"])] if "beacon" in a else [])
        self.plan = drawverify.Filling(len(a["seats"]), limits, self.behind)
        lines += ["exclusion %s %s" % (x["ground"], x["count"]) for x in a["excluded"] or []] + [" ".join(i) for i in self.items]
        need(a["pool_hash"] == H("bidroom/pool/1", self.id, *lines), "pool_hash")
        need(all(map(self.of, pool)), "what stands behind the pool")
    def of(self, o): return drawverify.genuine(self.id, o, self.items)
    def seated(self, a): return self.stage == "filled" and self.held[a["seat"]] == [a["label"], "accepted"] and a["label"] in self.open
    def act(self, e, kind, a):
        need(kind == "voided" or self.stage in self.at.get(kind, "filled").split(), "not at " + self.stage)
        holder = self.held.get(a.get("seat"))
        if kind in ("voided", "opened_together", "rechecked", "unattended", "unattended_ended"): need(kind[0] in "ru" or self.stage not in ("void", "ordered", "taken") and a["reason"], "over, or no reason")
        elif kind == "attempted":
            need((a["seat"], a["label"]) in self.took and a["channel"] and holder != [a["label"], ""], "not whom the seat was offered to")
            need(a["outcome"] in ("delivered", "again", "refused", "busy", "no_answer", "no_key", "called"), "the outcome")
        elif kind == "committed":
            if not self.shares: need(a["party"] == "server" and e["role"] == "system", "the server commits first")
            else: need(a["party"] == e["actor"] and a["device"] and all(s[k] != a[k] for s in self.shares for k in ("party", "device")), "party, device")
            self.shares.append({"role": e["role"], **a})
        elif kind == "public_share":
            self.public, dice = a["value"], re.fullmatch("[1-6]+", a["value"])
            need(len({s["role"] for s in self.shares[1:]}) > 1 and (e["role"] not in ("staff", "system") or self.public == a.get("beacon")), "the parties")
            need(("beacon" in a) == ("beacon" in self.a) and re.fullmatch("([0-9a-f]{2})*", a.get("beacon", "")), "the beacon")
            if "beacon" in a: self.mixed = [" ".join((self.a["beacon"]["chain"], self.a["beacon"]["round"], a["beacon"]))]
            need(25 <= len(self.public) <= 200 if dice else re.fullmatch("[0-9a-f]{16,200}", self.public), "its form")
        elif kind == "revealed": self.reveal(e, a, a["party"] == "server", next(s for s in self.shares if s["party"] == a["party"]))
        elif kind == "filled": self.fill(a["fillings"], self.a["seats"])
        elif kind == "replaced":
            need(outside.why(a, self.held.pop(a["filling"]["seat"])), "no reason, or nothing that decided it")
            self.fill([a["filling"]], [s for s in self.a["seats"] if s["no"] == a["filling"]["seat"]])
        else:
            before = {"invited": ("", "invited", "accepted"), "answered": ("accepted" if a.get("answer") == "absent" else "invited",)}.get(kind, (holder[1],))
            heard = not a.get("channel") or e["role"] == "system" and a.get("answer") in ("accepted", "declined")
            need(holder[0] == a["label"] and holder[1] in before and (kind != "answered" or (a["label"] not in self.open or a["answer"] == "absent") and heard), "not the holder of the seat, or not heard")
            if kind == "unsealed": self.open.append(need(a["label"] not in self.open, "unsealed twice") or a["label"])
            else: holder[1] = a["answer"] if kind == "answered" else holder[1] or "invited"
        self.stage = self.to.get(kind, self.stage)
    def reveal(self, e, a, server, share):
        need((e["role"] == "system" if server else e["actor"] == a["party"]) and "nonce" not in share, "the party")
        need(server or "nonce" in self.shares[0], "the server reveals first")
        need(ishex(a["nonce"], 32) and H("bidroom/commit/1", self.id, a["party"], a["nonce"], a["entered_hash"]) == share["commitment"], "not as committed")
        share.update(a)
        if all("nonce" in s for s in self.shares):
            shares = [" ".join((s["party"], s["nonce"], s["entered_hash"])) for s in self.shares]
            seed = bytes.fromhex(H("bidroom/seed/1", self.hash, *shares, self.public, *self.mixed))
            self.order, self.stage = sorted(self.labels, key=lambda label: hmac.digest(seed, label.encode(), "sha256")), "ordered" if "options" in self.a else "seeded"
    def fill(self, fillings, seats):
        need([f["seat"] for f in fillings] == [s["no"] for s in seats], "the seats")
        for n, f in enumerate(fillings):
            free, skips = [label for label in self.order if label not in self.ever], f["skips"] or []
            lower = free[:free.index(f["label"])]
            need([s["label"] for s in skips] == lower, "the skips of seat " + f["seat"])
            if len(self.behind) == len(self.labels):
                taken = self.plan.take(seats[n:], free, [held for held, _ in self.held.values()])
                need(taken == (f["label"], [(x["label"], x["reason"], x["for"]) for x in skips]), "not who takes seat " + f["seat"])
            self.held[f["seat"]] = [self.ever.append(f["label"]) or self.took.append((f["seat"], f["label"])) or f["label"], ""]

# Sections 6 to 9, over the entries of the lot.
meeting = report = born = plan = profile = None
keys, draws, recordings, seated, missing, files, openings, present, erased, leaves, asked, tied, night, beacons, where, two, sits, calls, whole, after, alike, read = {}, [], {}, [], [], {}, {}, set(), set(), [], clarified.Clarified(), ties.Ties(), unattended.Unattended(), rounds.Rounds(), placed.Placed(), dismissed.Dismissed(), {}, invited.Invited(), integrity.Integrity(), settled.Settled(), leads.Leads(), reading.Reading()
def strings(v): return {v} if isinstance(v, str) else set().union(*map(strings, v.values() if isinstance(v, dict) else v or []))
def places(of): return of.get("limits"), [[s.get(k) for k in ("no", "specialties", "region", "fallback")] for s in of["seats"] if s.get("representative") != "true"]
def step(e, kind, a):
    global meeting, report, born, plan, keys, profile
    if kind == "lot.created": born, profile = a, rules.read(a); notes.append(rules.known(profile))
    if kind in ("lot.plan_set", "lot.method_set"): plan = a if kind == "lot.plan_set" else methods.check(a, born) or plan
    if kind in ("meeting.scheduled", "meeting.voided"): meeting, keys = a.get("meeting", meeting), {}
    if kind in ("member.recused", "member.left"): outside.left[sits[a["seat"]]] = "recused" if keys.pop(a["seat"]) and kind == "member.recused" else "absent"
    if kind == "report.issued": report = a["file_hash"]
    if kind in ("report.issued", "meeting.sealed"): files["files/%s.pdf" % a["file_hash"]] = (e, a["file_size"])
    if kind in ("member.checked_in", "member.moved"):
        keys[a["seat"]], sits[a["seat"]] = a["key"], a.get("label", kind == "member.moved" and sits.get(a["seat"]))
        seated.append((e, a["kiosk"], where.of(a["seat"])))
        if "label" in a and (not any(d.seated(a) for d in draws) or a["label"] in outside.left): fault("draw", "who checks in was not drawn, or has left", e)
    if "signature" in a:
        content = {"report.signed": report, "sheet.submitted": a.get("marks"), "clarification.requested": a.get("questions")}.get(kind) or sha(a.get("statement", a.get("reasons")).encode())
        need(e["actor"] == "seat:" + a["seat"], "for another seat")
        signed(keys[a["seat"]], "\n".join(("bidroom/signature/1", kind, lot, meeting, a["seat"], content, "")), a["signature"])
        said["signatures"].append("checked")
    for d, typed in ((d, openings[d["digest"]]["value"].split("\n")) for d in a.get("drafts", []) if d["digest"] in openings):
        need(typed[:4] == ["bidroom/draft/1", lot, meeting, d["seat"]] and not typed[-1] and len(typed) == 5 + decimal(d["marks"]), "another draft")
    if kind == "datum.erased": erased.add(need(a["datum"] in present and a["datum"] not in openings, "it never stood there, or is open") or a["datum"])
    if kind in ("draw.pooled", "draw.options", "draw.imported"):
        before = [d for d in draws if all(d.a.get(k) == a.get(k) for k in ("purpose", "drawn_for"))]
        need(all(d.stage in ("void", "taken") for d in before) and a.get("former", "") == "".join(d.id for d in before[-1:] if d.stage == "void") and (not a.get("former") or a["reason"] and e["role"] == "supervisor"), "the former draw, or no supervisor's reason")
        need("options" in a or a["rules"] == born["profile_hash"] and places(plan) == places(a), "the plan or the rules")
        if kind == "draw.imported": draws.append(outside.Panel(e, a, jsonl("draws/%s/persons.jsonl" % a["draw"]), archive))
        else: draws.append(Draw(a, jsonl("draws/%s/pool.jsonl" % a["draw"])))
        if kind == "draw.pooled": services.check(e, a, born, plan, openings, jsonl), eligible.check(e, a, born, profile, jsonl)
    elif kind.startswith("draw."): d = next(d for d in draws if d.id == a["draw"]); need(kind != "draw.voided" or not keys.keys() & d.held.keys(), "a member sits whom it drew") or need(a.get("answer") != "absent" or a["seat"] not in keys, "absent, and sits") or d.act(e, kind[5:], a)
    if kind == "draw.unsealed" and a["expert"] in openings: need(next(d for d in draws if d.id == a["draw"]).of(json.loads(openings[a["expert"]]["value"])), "another expert")
    if kind in ("coefficient.drawn", "rooms.drawn", "seats.drawn", "tie.drawn"):
        d, what = next(d for d in draws if d.id == a["draw"]), a.get("order") or [a["coefficient"] + " " + a["drawn"]]
        need(d.stage == "ordered" and (d.a["purpose"], d.a["drawn_for"]) == (kind[:-6], a.get("coefficient", a.get("room", meeting))), "drawn for something else")
        d.stage = need([d.behind[x] for x in d.order][:len(what) if "coefficient" in a else None] == what, "not what was drawn") or "taken"
    for k, part in (("drawing", "signatures"), ("expert", "draw")):
        if k in a and manifest["scope"] == "full" and a[k] not in openings: missing.append((part, a[k]))
    if kind == "recording.started":
        recordings[need(a["recording"] not in recordings, "twice") or a["recording"]] = [a["file"], [], 0, 0, "0" * 64, None]
    elif kind in ("recording.segment", "recording.ended"): record(e, a, recordings[a["recording"]])
def record(e, a, r):  # r: file, segments, end in bytes, end in time, chain, entry of the end
    if "bytes" in a: return need(decimal(a["bytes"]) == r[2] and not r[5], "its length") or r.__setitem__(5, e)
    offset, length, start, end = (decimal(a[k]) for k in ("offset", "length", "start_ms", "end_ms"))
    need(not r[5] and a["n"] == str(len(r[1])) and offset == r[2] and length > 0 and r[3] <= start <= end <= start + 11000, "its order")
    need(a["chain"] == H("bidroom/segment/1", *(a[k] for k in "recording n offset length start_ms end_ms hash".split()), r[4]), "its chain")
    r[1].append((e, offset, length, a["hash"]))
    r[2:5] = offset + length, end, a["chain"]

# Section 10: the file.
def rows(name):
    data = archive.read(name) if name in names else b""
    return need(data[-1:] in (b"", b"\n"), name + " has no end") or data.split(b"\n")[:-1]
def jsonl(name): return [parse(row) for row in rows(name)]
def log():
    kept, before, seqs = rows("leaves.txt"), 0, {}
    for o in jsonl("openings.jsonl"):
        datum = H("bidroom/datum/1", o["domain"], o["salt"], sha(o["value"].encode()))
        openings[datum] = o
        seqs.setdefault(o["seq"], set()).add(datum)
    for n, data in enumerate(rows("log.jsonl")):
        e, seq, at = entry(data, lot)
        need(seq == n and at >= before, "the sequence number or time of entry %d" % n)
        leaves.append(leaf(data))
        before, said_here = at, strings(e["body"])
        if kept[n:n + 1] != [base64.b64encode(leaves[n])]: fault("log", "another leaf hash", e)
        if not seqs.pop(e["seq"], set()) <= said_here: fault("log", "an opening of nothing", e)
        if e["kind"] != "datum.erased": present.update(said_here)
        try: where.step(e), step(e, e["kind"], e["body"]), asked.step(e, plan, born, profile, openings, whole.chair), alike.step(e, openings, asked), tied.step(e["kind"], e["body"]), two.step(e), night.step(e, draws), calls.step(e, draws, born, profile), after.step(e, profile), read.step(e, lot, openings, whole.given), said["draw"].extend(beacons.step(e)), [fault("report", why, e) for why in whole.step(e, openings, asked.rejected, asked.late)]
        except WRONG as why: fault({"draw": "draw", "coefficient": "draw", "tie": "draw", "rooms": "draw", "seats": "draw", "room": "log", "bidder": "log", "bids": "log", "workplace": "log", "meeting": "log", "recording": "recordings", "datum": "log", "lot": "log", "drafts": "log", "files": "log", "clarification": "log", "rejection": "log", "fee": "log", "candidates": "log", "award": "log", "leads": "log", "lead": "log", "bid": "log", "prices": "log"}.get(e["kind"].split(".")[0], "signatures"), why, e)
    need(len(kept) == len(leaves) and not seqs, "leaves or openings of no entry")

def checkpoints():
    need(checkpoint(archive.read("checkpoint.txt")) == (lot, len(leaves), root(leaves)), "checkpoint.txt is not of these entries")
    tree, size, top = checkpoint(archive.read("centre.txt"))
    last, held, trusted, named = -1, lot == "centre", {}, set()
    for row in jsonl("centre.jsonl"):
        data = canonical(row["entry"]).encode()
        e, seq, at = entry(data, "centre")
        a, kind, last, prior, _ = e["body"], e["kind"], seq, last, two.centre(e); named.update({a["printed"]} if kind == "centre.set" and lot != "centre" and a["centre"] == born["centre"] else ())
        if seq <= prior or included(leaf(data), seq, size, map(b64, row["proof"])) != top: fault("checkpoints", "not in the centre's tree", e)
        if kind == "centre.created" and a["log_key"].split("+")[2] != manifest["log_key"].split("+")[2]: fault("keys", "another log_key", e)
        if kind in ("kiosk.paired", "kiosk.revoked"): trusted.setdefault(a["kiosk"], []).append((at, kind == "kiosk.paired", a.get("room")))
        if kind == "centre.checkpointed" and a["tree"] == lot:
            held = held or int(a["size"]) == len(leaves)
            if int(a["size"]) > len(leaves) or root(leaves[:int(a["size"])]) != b64(a["root"]): fault("checkpoints", "another root", e)
    need(held and tree == "centre", "the centre's tree does not hold this checkpoint"), need(not named or born["centre_name"] in named, "the lot's papers bear a name that its centre never had")
    for e, kiosk, room in seated + where.used if trusted else []:
        spans = trusted.get(kiosk, []) + [(1 << 63, False, None)]
        if not any(paired and at <= int(e["at"]) <= until and of == room for (at, paired, of), (until, _, _) in zip(spans, spans[1:])): fault("keys", "a kiosk not trusted, or of another room", e)
    for path in options.checkpoint:
        with open(path, "rb") as f: kept, size_, top_ = checkpoint(f.read())
        need(kept in (lot, "centre") and (kept != "centre" or size_ != size or top_ == top), path + " contradicts")
        if kept == lot: need(size_ <= len(leaves) and root(leaves[:size_]) == top_, path + " contradicts the entries")
def attached():
    need(all(name in files for name in names if name.startswith("files/")), "a file that no entry names")
    for name, (e, size) in files.items():
        if name not in names: said["report"].append("not_contained")
        elif (sha(archive.read(name)), str(archive.getinfo(name).file_size)) != (name[6:-4], size): fault("report", "another file", e)
def media():
    for path, segments, length, _, _, ended in recordings.values():
        path = os.path.join(options.recordings or "", *(part for part in path.split("/") if part != ".."))
        if options.recordings and os.path.exists(path):
            with open(path, "rb") as f:
                for e, offset, n, hash_ in segments:
                    if f.seek(offset) != offset or sha(f.read(n)) != hash_: fault("recordings", "other bytes", e)
                if ended and f.seek(0, 2) > length: fault("recordings", "longer than it was", ended)
        else: said["recordings"].append("not_contained")

parser = argparse.ArgumentParser()
for name, more in (("file", {}), ("--key", {}), ("--recordings", {}), ("--checkpoint", {"action": "append", "default": []})): parser.add_argument(name, **more)
options = parser.parse_args()
try:
    archive = zipfile.ZipFile(options.file)
    names = archive.namelist()
    need(all(i.compress_type == 0 and (i.filename in NEEDED or OTHERS.fullmatch(i.filename)) for i in archive.infolist()), "a member that may not be")
    need(len(set(names)) == len(names) and set(NEEDED) <= set(names), "a member twice, or missing")
    lot = (manifest := jsonl("manifest.json")[0])["lot"]
    need((manifest["format"], manifest["v"]) == ("bidroom/evidence", "1"), "the manifest")
except WRONG as why: sys.exit("not an evidence file: %s" % why)
for part, check in (("log", log), ("checkpoints", checkpoints), ("draw", lambda: two.check(jsonl, canonical)), ("report", attached), ("recordings", media)):
    try: check()
    except WRONG as why: fault(part, why)
fingerprint = sha(b64(manifest["log_key"].split("+")[2])[1:])
if not options.key: said["keys"].append("not_contained")
elif re.sub("[ :-]", "", options.key.lower()) != fingerprint: fault("keys", "the fingerprint is " + fingerprint)
if any(d.stage == "ordered" or isinstance(d, outside.Panel) and d.unnamed() for d in draws): fault("draw", "what was drawn was not taken, or what nobody stated")
said["draw"] += ["outside" for d in draws if isinstance(d, outside.Panel) and d.stage != "void"]
for part, datum in missing: said[part].append("erased" if datum in erased else "not_contained")
for part, there in (("draw", draws), ("report", files), ("signatures", said["signatures"][1:]), ("recordings", recordings)): said[part] += [] if there else ["not_contained"]
for part in said: print(part, max(said[part], key=STATES.index))
print("\n".join(notes + faults + (["broken"] if faults else ["sound" if options.key or options.checkpoint else "consistent with itself only"])))
sys.exit(1 if faults else 0)
