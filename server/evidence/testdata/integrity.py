"""What must hold of a tally before a report is signed: docs/process-log.md, section 17. Part of verify.py."""
import hashlib, json
from fractions import Fraction

def need(truth, why):
    if not truth: raise ValueError(why)

def leaves(items):
    """Yields the criteria of a tree."""
    for i in items:
        if "items" in i: yield from leaves(i["items"])
        else: yield i

def codes(lot, meeting, opening, after, bids):
    """Reads which code stands for which bid: those that are evaluated, in ascending order of SHA-256(salt, bid), numbered on."""
    order = sorted(bids, key=lambda bid: hashlib.sha256((opening["salt"] + bid).encode()).hexdigest())
    given = {str(after + i + 1).zfill(max(2, len(str(after + len(order))))): bid for i, bid in enumerate(order)}
    text = "".join("%s\n" % line for line in ["bidroom/codes/1", lot, meeting] + ["%s %s" % one for one in given.items()])
    need(opening["value"] == text, "codes: not by the rule, or not of the bids that are evaluated")
    return given

def points(group):
    """Adds up a group; its own points stand for it where it holds nothing to mark, as the price does."""
    items = [points(i) if "items" in i else Fraction(i["max"]) for i in group["items"] if "items" in i or i.get("kind", "points") == "points"]
    total = sum(items) if any(c.get("kind", "points") == "points" for c in leaves(group["items"])) else Fraction(group.get("points", "0"))
    need(Fraction(group.get("points", total)) == total, "weights: the points of %s do not add up" % group["id"])
    return total

class Integrity:
    def __init__(self): self.plan, self.method, self.bids, self.line, self.experts, self.chair, self.most, self.given, self.late = [], None, set(), {}, set(), None, 0, 0, set()
    def begin(self, meeting):
        self.meeting, self.tally, self.chair, self.coded, self.codes, self.heard, self.hearing, self.given = meeting, None, None, None, {}, set(), None, 0
        self.gone, self.declared, self.seats, self.sheets, self.votes, self.why = set(), set(), {}, {}, {}, {}
    def sits(self, no): need(no in self.seats, "nobody sits on seat " + no)
    def majority(self, count): return 2 * count > len(self.plan)
    def vacate(self, a):
        no = a["seat"]
        self.gone.add(self.seats.pop(no)), self.declared.discard(no), self.sheets.pop(no, None)
        self.votes = {k: v for k, v in self.votes.items() if no not in (k, v)}
        self.tally = None
        if self.chair == no: self.chair, self.votes = None, {}
    def back(self, to):
        if self.tally and to != "pricing": self.coded, self.codes = None, {}
        self.tally = None
        if to in ("declaring", "electing", "examining"): self.sheets, self.coded, self.codes, self.heard = {}, None, {}, set()
        if to in ("declaring", "electing"): self.votes, self.chair = {}, None
    def vote(self, a):
        self.sits(a["seat"]), self.sits(a["for"])
        need(a["seat"] in self.declared and a["seat"] not in self.votes and not self.chair, "a vote that does not count")
        self.votes[a["seat"]] = a["for"]
        if len(self.votes) < len(self.plan): return
        self.chair = next((no for no in self.votes.values() if self.majority(sum(v == no for v in self.votes.values()))), None)
        if not self.chair: self.votes = {}
    def weigh(self, method):
        self.method, total = method, sum(points(g) for g in method["criteria"])
        need(Fraction(method.get("points", total)) == total, "weights: the points of the method do not add up")
        need(not self.most or int(method["ranking"].get("candidates", "3")) <= self.most, "candidates: more than the rules allow")
    def step(self, e, openings, rejected, late):
        """Returns what does not hold at an entry; rejected are the bids that were, which section 16 holds to the majority, late those that were marked before."""
        self.rejected, self.late = set(rejected), set(late)
        try: self.take(e, e["kind"], e["body"], openings)
        except ValueError as why: return [why]
        return []
    def take(self, e, kind, a, openings):
        if kind == "lot.plan_set": self.plan, self.experts = [s["no"] for s in a["seats"]], {s["no"] for s in a["seats"] if s.get("representative") != "true"}
        elif kind == "lot.created": rules = json.loads(a["profile_text"]); self.line, self.most = rules.get("extreme", {}), rules.get("candidates", {}).get("most", 0)
        elif kind == "lot.method_set": self.weigh(json.loads(a["source"]))
        elif kind == "bids.opened": self.bids = {r["bid"] for r in a["records"]}
        elif kind == "meeting.scheduled": self.begin(a["meeting"])
        elif kind == "meeting.returned": self.back(a["to"])
        elif kind == "member.checked_in": self.seats[a["seat"]] = a["name"]
        elif kind == "member.declared": self.sits(a["seat"]), self.declared.add(a["seat"])
        elif kind in ("member.recused", "member.left"): self.vacate(a)
        elif kind == "chair.voted": self.vote(a)
        elif kind in ("finding.made", "clarification.judged", "lead.judged"): self.sits(a["seat"])
        elif kind == "rejection.decided": need(e["actor"] == "seat:%s" % self.chair, "not decided by the chair")
        elif kind == "hearing.began": need(not self.hearing and a["group"] in self.hears() and a["bid"] in self.bids - self.rejected, "heard by what nothing asks for"); self.hearing = (a["group"], a["bid"])
        elif kind == "hearing.ended": need(self.hearing == (a["group"], a["bid"]), "no such hearing lasts"); self.heard.add(self.hearing); self.hearing = None
        elif kind == "bids.coded": self.code(a["codes"], e["tree"], openings)
        elif kind == "sheet.submitted": self.sits(a["seat"]), need(self.coded or not self.blind(), "marked before the bids had codes"), need(not self.hearing and {(g, b) for g in self.hears() for b in self.bids - self.rejected} <= self.heard, "marked before all were heard"), self.sheets.update({a["seat"]: a["marks"]}), self.why.pop(a["seat"], None)
        elif kind == "extremes.explained": self.sits(a["seat"]), need(self.line.get("points") and e["actor"] == "seat:" + a["seat"] and set(self.sheets) == set(self.plan), "a reason that nobody asks for"), self.why.update({a["seat"]: a["reasons_given"]})
        elif kind == "sheet.returned": self.sheets.pop(a["seat"], None), self.why.pop(a["seat"], None)
        elif kind == "meeting.tallied": self.tally = a; self.extremes(e["tree"], openings)
        elif kind in ("report.issued", "report.signed", "meeting.sealed"): need(self.tally, "no tally"), self.panel(), self.ranks(), self.candidates(), self.marks(e["tree"], openings), self.extremes(e["tree"], openings)
    def panel(self):
        need(set(self.plan) == set(self.seats) == self.declared and not self.gone & set(self.seats.values()), "composition: a seat is empty, or who sits has not declared or has left")
        need(self.chair in self.seats, "composition: no chair")
    def ranks(self):
        rows = self.tally["ranking"]
        need(sorted(r["bid"] for r in rows) == sorted(self.bids), "ranks: not every bid once")
        ranked = [(int(r["rank"]), Fraction(r["total"]), r) for r in rows if r["rank"] != "0"]
        need(all(r["total"] == "" for r in rows if r["rank"] == "0") and not {r["bid"] for _, _, r in ranked} & self.rejected, "ranks: a total or a rank of who has none")
        sign = -1 if self.method["ranking"].get("order", "desc") == "desc" else 1
        for rank, total, row in ranked:
            before = [x for x in ranked if (sign * x[1], x[0]) < (sign * total, rank)]
            need(rank == len(before) + 1 and row["tied"] == ("true" if sum(x[:2] == (rank, total) for x in ranked) > 1 else "false"), "ranks: %s is not what follows from the totals" % row["bid"])
    def candidates(self):
        ranked = sorted((r for r in self.tally["ranking"] if r["rank"] != "0"), key=lambda r: int(r["rank"]))
        most = int(self.method["ranking"].get("candidates", "3"))
        due = [r["bid"] for r in ranked if sum(int(x["rank"]) <= int(r["rank"]) for x in ranked) <= most]
        need((self.tally["candidates"] or []) == due, "candidates: not the best ranks")
    def blind(self):
        """Lists the criteria that are marked under a code."""
        return {c["id"] for g in (self.method or {}).get("criteria", []) if g.get("blind") for c in leaves(g["items"])}
    def hears(self): return {g["id"] for g in (self.method or {}).get("criteria", []) if "hearing" in g}
    def code(self, datum, lot, openings):
        need(self.blind() and not self.coded, "codes that nothing asks for")
        self.coded = datum
        if datum in openings: self.codes = codes(lot, self.meeting, openings[datum], self.given, self.bids - self.rejected)
        self.given += len(self.bids - self.rejected)
    def called(self, bid, id):
        """Returns what a sheet calls a bid by for a criterion."""
        return next((code for code, of in self.codes.items() if of == bid), None) if id in self.blind() else bid
    def marks(self, lot, openings):
        sheets = [openings.get(self.sheets.get(no)) for no in self.plan]
        if None in sheets: return
        asked = {c["id"]: c for c in leaves(self.method["criteria"]) if c.get("kind", "points") == "points"}
        first = {}
        for no, sheet in zip(self.plan, sheets):
            head, rows = sheet["value"].split("\n")[:4], [row.split(" ") for row in sheet["value"].split("\n")[4:-1]]
            need(head == ["bidroom/sheet/1", lot, self.meeting, no], "missing: another sheet")
            need(sorted((b, c) for b, c, _ in rows if self.codes.get(b, b) not in self.late) == sorted((self.called(b, c) or "", c) for b in self.bids - self.rejected for c in asked), "missing: not every mark once")
            for bid, id, value in rows:
                c, mark = asked[id], Fraction(value)
                least = Fraction(c.get("min", "0"))
                need(least <= mark <= Fraction(c["max"]) and ((mark - least) / Fraction(c.get("step", "0.01"))).denominator == 1, "range: %s %s %s" % (bid, id, value))
                need(not c.get("objective") or first.setdefault((bid, id), mark) == mark, "objective: %s %s" % (bid, id))
    def extremes(self, lot, openings):
        """Every mark that is further from the mean than both lines has a reason; what is not opened is not looked at."""
        sheets = {no: openings.get(self.sheets.get(no)) for no in self.plan}
        if not self.line.get("points") or None in sheets.values(): return
        judged = {c["id"] for c in leaves(self.method["criteria"]) if c.get("kind", "points") == "points" and not c.get("objective")}
        counts = self.experts if self.method.get("members", {}).get("whose") == "experts" else set(self.plan)
        given = {}
        for no in counts:
            for bid, id, value in (row.split(" ") for row in sheets[no]["value"].split("\n")[4:-1]):
                if id in judged: given.setdefault((bid, id), {})[no] = Fraction(value)
        for (bid, id), marks in given.items():
            mean = sum(marks.values()) / len(marks)
            for no, mark in marks.items():
                if len(marks) < 3 or abs(mark - mean) <= max(Fraction(self.line["points"]), abs(mean) * int(self.line.get("percent", 0)) / 100): continue
                said = openings.get(self.why.get(no))
                lines = said["value"].split("\n") if said else []
                need(lines[:5] == ["bidroom/extremes/1", lot, self.meeting, no, self.sheets[no]] and any(l.startswith("%s %s " % (bid, id)) and l.split(" ", 2)[2].strip() for l in lines[5:]), "extremes: no reason for %s %s" % (bid, id))
