"""What the tender documents give the method of a lot: docs/process-log.md, section 11, and docs/methods.md. Part of verify.py; it needs the standard library only."""
import hashlib, json, re
from fractions import Fraction

OF_LOT = ("ceiling_fen", "budget_fen")

def need(truth, why):
    if not truth: raise ValueError(why)

def number(text):
    need(len(text) <= 32 and re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text), text + " is no decimal")
    return Fraction(text)

def check(a, lot):
    """Refuses a method that is not the file of its hash, and params that it does not take or that it lacks."""
    need(hashlib.sha256(a["source"].encode()).hexdigest() == a["hash"], "the method is not that of the hash")
    method, stated = json.loads(a["source"]), a.get("params", {})
    need(method["id"] == a["id"], "a method of another name")
    asked = {q["id"] + ("_fen" if q.get("unit") == "money" else ""): q for q in method.get("params", [])}
    for key in stated:
        need(key not in OF_LOT, key + " is the lot's own")
        need(key in asked, "the method asks for no " + key)
    told = {**stated, **{key: lot[key] for key in OF_LOT if lot[key] != "0"}}
    for key, q in asked.items():
        if key not in told:
            need(q.get("default"), key + " is not given")
            continue
        n, fen = number(told[key]), 100 if q.get("unit") == "money" else 1
        need(fen == 1 or n.denominator == 1, key + " is no whole number of fen")
        need("one_of" not in q or n in [Fraction(one) * fen for one in q["one_of"]], key + " is none of those it may be")
        need(("min" not in q or n >= Fraction(q["min"]) * fen) and ("max" not in q or n <= Fraction(q["max"]) * fen), key + " is out of its range")
