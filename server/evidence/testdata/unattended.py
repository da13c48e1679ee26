"""What the server does by itself while nobody attends: docs/process-log.md, section 8. Part of verify.py."""

def need(truth, why):
    if not truth: raise ValueError(why)

class Unattended:
    def __init__(self): self.orders, self.last, self.since, self.refused = {}, {}, {}, {}  # what stands by draw; the last outcome by seat, and when; in a row by draw
    def step(self, e, draws):
        kind, a, system = e["kind"], e["body"], e["role"] == "system"
        if not kind.startswith("draw.") or kind == "draw.imported": return
        d, seat = next(d for d in draws if d.id == a["draw"]), (a["draw"], a.get("seat"))
        on = self.orders.get(d.id)
        begun = on and int(on["from_ms"]) <= int(e["at"])
        if kind == "draw.voided": self.orders.pop(d.id, None)
        elif kind == "draw.replaced": self.last[d.id, a["filling"]["seat"]] = ""
        elif kind == "draw.invited":
            need(not system or begun and a["channel"] == on["channel"], "invited by itself")
            self.last[seat], self.since[seat] = "", int(e["at"])
        elif kind == "draw.attempted":
            if a["outcome"] not in ("refused", "again"): self.refused[d.id] = 0
            if d.held[a["seat"]][0] != a["label"]: return
            if a["outcome"] == "refused" and self.last.get(seat, "") in ("", "again"): self.refused[d.id] = self.refused.get(d.id, 0) + 1
            self.last[seat], self.since[seat] = a["outcome"], int(e["at"])
        elif kind == "draw.answered" and system and not a.get("channel"):
            need(begun and a["answer"] == "unanswered" and self.last.get(seat) in ("delivered", "refused", "called"), "given up by itself")
            need(self.last[seat] == "refused" or 0 < int(on["answer_minutes"]) * 60000 <= int(e["at"]) - self.since[seat], "given up too early")
        elif kind == "draw.unattended":
            start, door, until = (int(a[k]) for k in ("from_ms", "check_in_ms", "until_ms"))
            need(e["role"] == "staff" and not on and a["channel"] not in ("", "manual"), "who may, or by what")
            need(0 <= start < until and door < until > int(e["at"]) and int(a["hours"]) > 0 <= int(a["answer_minutes"]) <= 10080, "when")
            self.orders[d.id], self.refused[d.id] = a, 0
        elif kind == "draw.unattended_ended": self.end(e, d, a)
    def end(self, e, d, a):
        why, people = a["why"], e["role"] in ("staff", "supervisor")
        need(self.orders.pop(d.id, None) and (why == "withdrawn") == people and (people or e["role"] == "system"), "not unattended, or not for them to end")
        need(why != "withdrawn" or a["reason"], "no reason")
        need(why in ("withdrawn", "over", "full", "channel", "unset", "exhausted") and (why == "exhausted") == (a["seat"] != "0"), "why")
        need(why != "full" or all(answer == "accepted" for _, answer in d.held.values()), "not full")
        need(why != "channel" or self.refused[d.id] > 2, "the channel takes something")
        if why == "exhausted": need(d.held[a["seat"]][1] != "accepted" and self.nobody(d, a["seat"]), "somebody is left")
    def nobody(self, d, no):
        if len(d.behind) < len(d.labels): return True  # a public file does not tell
        seats, free = [s for s in d.a["seats"] if s["no"] == no], [x for x in d.order if x not in d.ever]
        return not d.plan.take(seats, free, [held for seat, (held, _) in d.held.items() if seat != no])
