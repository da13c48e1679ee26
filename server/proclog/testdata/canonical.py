"""Prints canonical JSON as Python's own json module gives it: member names
sorted by UTF-16 code units, no spaces, nothing escaped that need not be."""
import json, sys

def order(value):
    if isinstance(value, dict):
        return {k: order(value[k]) for k in sorted(value, key=lambda k: k.encode("utf-16-be"))}
    return [order(v) for v in value] if isinstance(value, list) else value

for line in sys.stdin:
    print(json.dumps(order(json.loads(line)), ensure_ascii=False, separators=(",", ":")))
