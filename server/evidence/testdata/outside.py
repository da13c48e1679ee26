"""A panel that a library drew elsewhere: docs/draw.md, section 11. Part of verify.py; it needs the standard library only."""
import hashlib, json, re

def need(truth, why):
    if not truth: raise ValueError(why)
def sha(data): return hashlib.sha256(data).hexdigest()
def lives(region, there):
    while len(there) > 2 and there.endswith("00"): there = there[:-2]
    return region != "" and region.startswith(there)
def ishex(s): return re.fullmatch("[0-9a-f]{64}", s)
def why(a, held):  # held: a label and what it answered
    so = {"absent": held[1] == "absent" or left.get(held[0]) == "absent", "recused": left.get(held[0]) == "recused", "conflict": held[0], "supplemented": held[1] == "open"}
    return so.get(a["reason"], a["reason"] in ("declined", "unanswered") and held[1] == a["reason"]) and (ishex(a["conflict"]) if a["reason"] == "conflict" else not a.get("conflict"))
left = {}  # how the experts left the panel at a meeting, by label
def label(o): return sha("".join(x + "\n" for x in ("bidroom/datum/1", "draw.person", o["salt"], sha(o["value"].encode()))).encode())

class Panel:
    def __init__(self, e, a, persons, archive):
        self.id, self.stage, self.a, self.archive, self.open, self.lists, self.recused = a["draw"], "filled", a, archive, [], 0, []
        self.persons = {o["label"]: json.loads(o["value"]) for o in persons}
        need(all(label(o) == o["label"] for o in persons), "who stands behind a label")
        need([t["seat"] for t in a["taken"]] == [s["no"] for s in a["seats"]], "the seats")
        self.seats = {s["no"]: s for s in a["seats"]}
        self.held = {t["seat"]: [t["label"], "outside"] for t in a["taken"]}
        self.gone, self.subs = [t["label"] for t in a["taken"]], []
        need(all(map(ishex, self.gone)) and len(set(self.gone)) == len(self.gone), "the labels")
        self.add(e, a)
        if persons:
            need(set(self.gone) | {s["label"] for s in self.subs} <= set(self.persons), "somebody is missing")
            self.distinct(self.gone + [s["label"] for s in self.subs])
            need(self.deviations() == [(d["seat"], d["kind"]) for d in a["deviations"]], "the deviations")

    def distinct(self, labels): need(len({self.persons[x]["identity"] for x in labels}) == len(labels), "a person twice")
    def add(self, e, a):
        need(all(a[k] for k in ("library", "record_no", "body", "person")) and 0 < int(a["drawn_ms"]) <= int(e["at"]), "who drew, and when")
        need(ishex(a["file"]) and ishex(a["record"]) and int(a["record_size"]) > 0, "the hashes")
        for s in a["substitutes"]:
            known = self.gone + [x["label"] for x in self.subs]
            need(ishex(s["label"]) and s["label"] not in known and (s["for"] == "0" or s["for"] in self.seats), "a substitute")
            self.subs.append(s)
        if self.persons and self.lists: self.distinct([s["label"] for s in a["substitutes"]])
        name = "draws/%s/record-%d" % (self.id, self.lists)
        if name in self.archive.namelist():
            record = self.archive.read(name)
            need((sha(record), str(len(record))) == (a["record"], a["record_size"]), "another record")
        self.lists += 1

    def has(self, person, codes):
        held = self.persons[person]["specialties"]
        return any(c in held or len(c) % 2 and any(h.startswith(c) for h in held) for c in codes or [])
    def fits(self, seat, person, anywhere=False):
        return (anywhere or not seat.get("region") or lives(self.persons[person]["region"], seat["region"])) and (
            self.has(person, seat["specialties"]) or self.has(person, seat.get("fallback")))

    def deviations(self):
        found, employers, regions, at_home, limits = [], {}, {}, 0, self.a.get("limits", {})
        for no, seat in self.seats.items():
            who = self.held[no][0]
            p = self.persons[who]
            works = p["employer_code"] or p["employer"]
            employers[works], regions[p["region"]] = employers.get(works, 0) + 1, regions.get(p["region"], 0) + 1
            home = "outside" in limits and (p["region"] == "" or lives(p["region"], limits["home"]))
            at_home += home
            crowded = regions[p["region"]] > int(limits.get("region", len(self.seats))) or home and at_home > len(self.seats) - int(limits["outside"])
            for kind, is_so in (("specialty", not self.fits(seat, who, True)), ("region", bool(seat.get("region")) and not lives(p["region"], seat["region"])),
                                ("employer", employers[works] > int(limits.get("employer", 1))), ("region_limit", crowded)):
                if is_so: found.append((no, kind))
        return found

    def next(self, no):  # who takes a seat, and who is passed over; None without what stands behind the labels
        skips, barred = [], [self.persons[x]["identity"] for x in [h[0] for h in self.held.values()] + self.recused if x]
        for s in self.free():
            if (s["for"] == no or s["for"] == "0" and self.fits(self.seats[no], s["label"])) and self.persons[s["label"]]["identity"] not in barred: return s["label"], skips
            skips.append(s["label"])
        return None, skips

    def free(self): return [s for s in self.subs if s["label"] not in self.gone]
    def owed(self, s, no): return s["for"] == no and self.lists == 1  # what everybody can see: one list names nobody twice

    def leave(self, no, a): self.recused += [self.held[no][0]] if a["reason"] == "recused" else []
    def unnamed(self):
        records = {n for n in self.archive.namelist() if n.startswith("draws/%s/record-" % self.id)}
        return records - {"draws/%s/record-%d" % (self.id, n) for n in range(self.lists)} or set(self.persons) - set(self.gone) - {s["label"] for s in self.subs}
    def of(self, person): return person in self.persons.values() or not self.persons
    def seated(self, a): return self.stage == "filled" and self.held[a["seat"]] == [a["label"], "outside"] and a["label"] in self.open

    def act(self, e, kind, a):
        need(self.stage == "filled", "not at " + self.stage)
        no = a["filling"]["seat"] if kind == "replaced" else a.get("seat")
        if kind == "voided":
            need(a["reason"] and not self.open, "no reason, or somebody is there")
            self.stage = "void"
        elif kind == "supplemented":
            need(a["reason"] and e["role"] == "supervisor" and a["substitutes"] and self.lists <= 4, "no reason, nobody's second word, nobody, or too many lists")
            self.add(e, a)
        elif kind == "answered":
            need(self.held[no] == [a["label"], "outside"] and a["label"] not in self.open, "not the holder of the seat")
            need(a["answer"] in ("declined", "unanswered", "absent") and (a["answer"] == "unanswered" or a["reason"]), "the answer")
            self.held[no][1] = a["answer"]
        elif kind == "unsealed":
            need(self.held[no][0] == a["label"] == a["expert"] and a["label"] not in self.open, "not the holder of the seat")
            self.open.append(a["label"])
        elif kind == "vacated":
            need(self.held[no][0] and why(a, self.held[no]) and not (self.next(no)[0] if self.persons else any(self.owed(s, no) for s in self.free())), "somebody is left")
            self.leave(no, a)
            self.held[no] = ["", "open"]
        elif kind == "replaced":
            f = a["filling"]
            free, order = self.free(), [s["label"] for s in self.free()]
            skips = [(s["label"], s["reason"], s["for"]) for s in f["skips"] or []]
            lower, taker = order[:order.index(f["label"])], free[order.index(f["label"])]
            need(taker["for"] in ("0", no) and not (not self.persons and any(self.owed(s, no) for s in free[:len(lower)])), "not whom the library meant")
            need(why(a, self.held[no]) and skips == [(s, "unfit", "0") for s in lower], "the skips")
            need(not self.persons or self.next(no) == (f["label"], lower), "not who takes seat " + no)
            self.leave(no, a)
            self.gone.append(f["label"])
            self.held[no] = [f["label"], "outside"]
        else:
            need(kind in ("rechecked", "opened_together") and (kind == "rechecked" or a["reason"]), "not of a panel drawn elsewhere")
