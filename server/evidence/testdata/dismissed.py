"""What takes two people: false matches that were dismissed (docs/process-log.md, section 10), the list of bidders once a pool was computed. Part of verify.py; it needs the standard library only."""
import hashlib

def need(truth, why):
    if not truth: raise ValueError(why)
def sha(data): return hashlib.sha256(data).hexdigest()

class Dismissed:
    def __init__(self): self.said, self.formed, self.stands, self.waiting = [], [], None, {}  # entries of the centre's tree on matches, and of the lot that conflicts were decided for
    def centre(self, e): self.said += [e] if e["kind"] in ("match.proposed", "match.confirmed") else []
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind in ("draw.pooled", "draw.imported"): self.formed, self.stands = self.formed + [e], a["draw"]
        if kind == "draw.voided" and a["draw"] == self.stands: self.stands = None
        if kind in ("bidder.added", "bidder.removed"): need(not self.stands, "the list of bidders changed by one person alone")
        if kind == "bidder.proposed": self.waiting[need(a["change"] not in self.waiting and a["reason"], "no reason, or twice") or a["change"]] = e["actor"]
        if kind == "bidder.withdrawn": need(self.waiting.pop(a["change"]) == e["actor"], "withdrawn by somebody else")
        if kind in ("bidder.confirmed", "bidder.declined"): need(self.waiting.pop(a["change"]) != e["actor"] and e["role"] in ("staff", "supervisor", "agent") and (kind[7] == "c" or a["reason"]), "no second person")
        if kind == "bids.opened": need(not self.waiting, "the list of bidders still waits for a second person")

    def holds(self, d, at, canonical):
        statement = canonical({k: d[k] for k in ("expert", "match", "reason")}).encode()
        datum = sha("".join(x + "\n" for x in ("bidroom/datum/1", "register.match", d["salt"], sha(statement))).encode())
        before = [e for e in self.said if int(e["at"]) <= at]
        def places(kind, role, actor, **more):
            want = {"match": datum, "subject": d["expert"], **more}
            return [n for n, e in enumerate(before) if (e["kind"], e["role"], e["actor"]) == (kind, role, actor) and "back" not in e["body"] and want.items() <= e["body"].items()]
        proposed, confirmed = places("match.proposed", "staff", d["proposed"]), places("match.confirmed", "supervisor", d["decided"], proposed_by=d["proposed"])
        back = any(e["kind"] == "match.confirmed" and e["body"].get("back") == datum and int(e["at"]) < at for e in self.said)
        return d["reason"] and d["on"] and d["proposed"] != d["decided"] and proposed and confirmed and proposed[-1] < confirmed[-1] and not back

    def check(self, jsonl, canonical):
        for e in self.formed:
            a = e["body"]
            candidates = jsonl("draws/%s/candidates.jsonl" % a["draw"])
            every = [(c["id"], d) for c in candidates for d in c.get("dismissals", [])]
            for who, d in every: need(self.holds(d, int(e["at"]), canonical), "a match of %s that no two people dismissed before entry %s" % (d["expert"], e["seq"]))
            if candidates and e["kind"] == "draw.pooled":
                need(all(d["expert"] == who for who, d in every), "a dismissal of another expert")
                need(int(a.get("dismissed", "0")) <= len(every), "fewer dismissals than entry %s counts" % e["seq"])
