#!/usr/bin/env python3
"""Checks the record of a draw of bidroom; written from docs/draw.md alone, whose sections it names.

    drawverify.py RECORD      prints what it finds as JSON; exit code 1: something is broken
    drawverify.py -           reads records from the standard input, one a line, and prints a line for each

Needs Python 3.9, nothing else. It looks for panels by plain search, so it is for pools of hundreds, not of a hundred thousand.
"""
import hashlib, hmac, json, re, sys

def H(*lines): return hashlib.sha256("".join(x + "\n" for x in lines).encode()).hexdigest()
def ishex(s, n): return re.fullmatch("[0-9a-f]{%d}" % (2 * n), s)

# Section 2: the pool.
def item(o):
    special, work = ([w + x for x in o[k] or []] for w, k in (("specialty ", "specialties"), ("employer ", "employers")))
    return H("bidroom/pool-item/1", o["label"], o["salt"], *special, "region " + o["region"], *work)
def genuine(draw, o, items):
    return H("bidroom/label/1", draw, o["salt"], o["expert"]) == o["label"] and (o["label"], item(o)) in items
def read_seat(text):
    words = text.split(" ")
    return {"no": words[0], "specialties": words[1].split(","), "region": words[2], "fallback": words[4].split(",") if len(words) > 3 else []}
def read_limits(lines):
    limits = {}
    for *name, n in (line.split(" ") for line in lines):
        limits[name[0]] = n
        if name[0] == "outside": limits["home"] = name[1]
    return limits

# Section 4: who takes a seat.
def lives(region, there):
    while len(there) > 2 and there.endswith("00"): there = there[:-2]
    return region != "" and region.startswith(there)
class Filling:
    """The seats of a plan; behind tells what stands behind a label."""
    def __init__(self, size, limits, behind):
        self.size, self.behind = size, behind
        self.employer, self.region = int(limits.get("employer", 1)), int(limits.get("region", size))
        self.home, self.at_home = limits.get("home"), size - int(limits.get("outside", 0))
    def fits(self, label, seat, *kinds):
        o = self.behind[label]
        held = set(o["specialties"] or [])
        return any(held & set(seat.get(k) or []) for k in kinds or ("specialties", "fallback")) and (not seat.get("region") or lives(o["region"], seat["region"]))
    def uses(self, label):
        o = self.behind[label]
        return [("employer", e) for e in o["employers"] or []] + [("region", o["region"]), ("label", label)] + [("home", "")] * self.is_home(o["region"])
    def is_home(self, region): return self.home is not None and (region == "" or lives(region, self.home))
    def over(self, used):
        """Returns the first kind of limit that is exceeded."""
        most = {"employer": self.employer, "region": self.region, "home": self.at_home, "label": 1}
        for kind, limit in most.items():
            if any(unit[0] == kind and used.count(unit) > limit for unit in used): return "region" if kind == "home" else kind
    def fillable(self, seats, free, used):
        if not seats: return True
        able = [[x for x in free if self.fits(x, s) and not self.over(used + self.uses(x))] for s in seats]
        n = min(range(len(seats)), key=lambda i: len(able[i]))
        tried = set()  # experts who differ in nothing that counts are tried once
        for x in able[n]:
            o = self.behind[x]
            same = (tuple(sorted(o["employers"] or [])), o["region"], tuple(sorted(o["specialties"] or [])))
            if same in tried: continue
            tried.add(same)
            if self.fillable(seats[:n] + seats[n + 1:], [y for y in free if y != x], used + self.uses(x)): return True
        return False
    def why(self, label, seats, free, sitting, itself):
        """Says why a free label cannot take the first of the open seats: a reason and a seat; no reason if it can."""
        if not self.fits(label, seats[0]): return "unfit", "0"
        if itself and not self.fits(label, seats[0], "specialties"): return "fallback", "0"
        used = [u for x in sitting for u in self.uses(x)] + self.uses(label)
        if self.over(used): return self.over(used), "0"
        others = [x for x in free if x != label]
        if self.fillable(seats[1:], others, used): return "", "0"
        return next(("needed", seats[n]["no"]) for n in range(1, len(seats)) if not self.fillable(seats[1:n + 1], others, used))
    def take(self, seats, free, sitting):
        """Fills the first of the open seats: the label, and the skips with their reasons; None if nobody can take it."""
        for itself in (True, False):
            skips = []
            for label in free:
                why = self.why(label, seats, free, sitting, itself)
                if not why[0]: return label, skips
                skips.append((label, *why))

# Section 8: whatever else is drawn.
def options(draw, purpose, stated):
    """Returns the options by their labels, and their hash; no hash if they are not two or more, sorted by bytes, none twice."""
    good = len(stated) > 1 and stated == sorted(set(stated)) and all(x and min(x) >= " " for x in stated)
    return {H("bidroom/option/1", draw, x): x for x in stated}, good and H("bidroom/options/1", draw, purpose, *stated)

# Section 3: what the hash of a beacon's chain stands for.
def chain_hash(text):
    if not re.fullmatch("[a-z0-9-]{1,64} ([0-9a-f]{2}){1,200} [1-9][0-9]{0,8} [1-9][0-9]{0,14} ([0-9a-f]{2}){1,64} [A-Za-z0-9_-]{0,64}", text): return ""
    _, key, period, genesis, seed, name = text.split(" ")
    bound = int(period).to_bytes(4, "big") + int(genesis).to_bytes(8, "big") + bytes.fromhex(key + seed)
    return hashlib.sha256(bound + (b"" if name == "default" else name.encode())).hexdigest()

# Section 6: what to check.
def check(r):
    found, parts = {"draw": r["draw"]}, []
    def say(part, where, state):
        parts.append({"part": part, "state": "broken", "where": where} if where else {"part": part, "state": state})
    items, seats = [tuple(x.partition(" ")[::2]) for x in r["items"]], [read_seat(s) for s in r["seats"]]
    labels = [label for label, _ in items]

    where = next(("items.%d" % i for i, (a, b) in enumerate(items) if not ishex(a, 32) or not ishex(b, 32) or i and labels[i - 1] >= a), "")
    withheld = any(x.endswith(" <5") for x in r["excluded"])
    if not withheld:
        lines = [w + x for w, k in (("seat ", "seats"), ("limit ", "limits")) for x in r[k]] + (["beacon " + r["beacon"]] if "beacon" in r else [])
        found["pool_hash"] = H("bidroom/pool/1", r["draw"], "rules " + r["rules"], *lines, *("exclusion " + x for x in r["excluded"]), *r["items"])
        where = where or ("pool_hash" if found["pool_hash"] != r["pool_hash"] else "")
    say("pool", where, "not_contained" if withheld else "checked")

    commitments, where, parties = [c.split(" ") for c in r["commitments"]], "", {}
    for i, c in enumerate(commitments):
        if len(c) != 3 or not ishex(c[2], 32) or (c[0] == "server") != (i == 0) or i == 0 and c[1] != "system" or c[0] in parties:
            where = "commitments.%d" % i
            break
        parties[c[0]] = i
    last = -1
    for i, s in enumerate(x.split(" ") for x in r["shares"]):
        if where: break
        good = len(s) == 3 and ishex(s[1], 32) and ishex(s[2], 32) and parties.get(s[0], -1) > last
        if not good or H("bidroom/commit/1", r["draw"], *s) != commitments[parties[s[0]]][2]: where = "shares.%d" % i
        last = parties.get(s[0], last)
    public = r.get("public", "")
    if not where and (public or r["shares"]):
        dice = re.fullmatch("[1-6]+", public)
        if len({c[1] for c in commitments[1:]}) < 2: where = "commitments"
        elif not (25 <= len(public) <= 200 if dice else re.fullmatch("[0-9a-f]{16,200}", public)): where = "public"
        elif r.get("public_role", "") in ("", "staff", "system")[:3 if "beacon" not in r or public != r.get("signature") else 1]: where = "public_role"
    complete = commitments and len(r["shares"]) == len(commitments)
    say("shares", where, "checked" if complete else "not_contained")

    seed, signature = "", r.get("signature", "")
    if complete and public:
        seed = found["seed"] = H("bidroom/seed/1", r["pool_hash"], *r["shares"], public, *([r["beacon"] + " " + signature] if "beacon" in r else []))
    say("seed", "seed" if r.get("seed", "") != seed else "", "checked" if seed else "not_contained")
    if "beacon" in r:
        other = r.get("beacon_chain") and chain_hash(r["beacon_chain"]) != r["beacon"].split(" ")[0]
        say("beacon", "beacon_chain" if other else "signature" if bool(signature) != bool(public) else "", "not_contained")

    where, behind = "", {}
    for i, o in enumerate(r["opened"]):
        if o["label"] in behind or not genuine(r["draw"], o, items):
            where = "opened.%d" % i
            break
        behind[o["label"]] = o
    drawn = [f["label"] for f in r["fillings"]]
    where = where or next(("unsealed.%d" % i for i, x in enumerate(r["unsealed"]) if x not in drawn), "")
    say("opened", where, "checked" if r["opened"] else "not_contained")
    if where: behind = {}

    order = tickets = None
    if not r.get("seed"): say("order", "tickets.0" if r["tickets"] else "", "not_contained")
    elif not ishex(r["seed"], 32): say("order", "seed", "")
    elif len(set(labels)) < len(labels): say("order", "items", "")
    else:
        tickets = sorted((hmac.digest(bytes.fromhex(r["seed"]), x.encode(), "sha256").hex(), x) for x in labels)
        order, lines = [x for _, x in tickets], [" ".join(t) for t in tickets]
        found["order"] = H(*lines)
        least = max((i + 1 for i, x in enumerate(order) if x in drawn), default=0)
        where = next(("tickets.%d" % i for i, t in enumerate(r["tickets"]) if i >= len(lines) or t != lines[i]), "")
        say("order", where or ("tickets" if len(r["tickets"]) < least else ""), "checked")

    if not drawn: say("seats", "", "not_contained")
    elif order is None: say("seats", "fillings.0", "")
    else:
        exact = len(behind) == len(labels)
        where = replay(r["fillings"], seats, order, Filling(len(seats), read_limits(r["limits"]), behind) if exact else None)
        say("seats", where, "checked" if exact else "not_contained")
    return {"draw": found.pop("draw"), "parts": parts, **found}

def replay(fillings, seats, order, plan):
    """Returns the first filling that is not as it should be, or ""."""
    held, ever = {}, []
    def wrong(f, open):
        free = [x for x in order if x not in ever]
        if plan:
            taken = plan.take(open, free, list(held.values()))
            stated = f["label"], [(x.split(" ") + ["0"])[:3] for x in f["skips"]]
            if not taken or (taken[0], [list(s) for s in taken[1]]) != stated: return True
        elif f["label"] not in free or [x.split(" ")[0] for x in f["skips"]] != free[:free.index(f["label"])]: return True
    if plan:  # a plan that cannot be filled has no first filling
        trial, free = [], list(order)
        for n in range(len(seats)):
            taken = plan.take(seats[n:], free, trial)
            if not taken: return "fillings.0"
            trial.append(taken[0])
            free.remove(taken[0])
    for n, seat in enumerate(seats):
        if n >= len(fillings) or fillings[n]["seat"] != seat["no"] or wrong(fillings[n], seats[n:]): return "fillings.%d" % n
        held[seat["no"]] = fillings[n]["label"]
        ever.append(fillings[n]["label"])
    for n, f in enumerate(fillings[len(seats):], len(seats)):
        if f["seat"] not in held: return "fillings.%d" % n
        del held[f["seat"]]
        if wrong(f, [s for s in seats if s["no"] == f["seat"]]): return "fillings.%d" % n
        held[f["seat"]] = f["label"]
        ever.append(f["label"])
    return next(("fillings.%d" % n for n, f in enumerate(fillings) if bool(f.get("reason")) != (n >= len(seats))), "")

def main(name):
    if name == "-":
        for line in sys.stdin: print(json.dumps(check(json.loads(line)), separators=(",", ":")), flush=True)
        return 0
    with open(name, encoding="utf-8") as file: found = check(json.load(file))
    print(json.dumps(found, indent=1))
    return int(any(p["state"] == "broken" for p in found["parts"]))

if __name__ == "__main__": sys.exit(main(sys.argv[1]))
