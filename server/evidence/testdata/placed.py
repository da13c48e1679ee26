"""The places of a meeting that are drawn: docs/process-log.md, section 8. Part of verify.py."""

def need(truth, why):
    if not truth: raise ValueError(why)

class Placed:
    def __init__(self): self.plan, self.room, self.order, self.out, self.begun = {}, None, [], 0, True
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind == "lot.plan_set":
            need(self.begun or not self.order or a.get("draw_room") == "true", "the room is drawn")
            self.plan = a
        drawn = self.plan.get("draw_room") == "true"
        if kind == "meeting.scheduled":
            if self.begun: self.order, self.out = [], 0
            need(drawn != bool(a.get("room")), "a room that is to be drawn, or none")
            self.begun, self.room = False, a.get("room") or self.now()
        if kind in ("meeting.opened", "meeting.voided"):
            need(kind == "meeting.voided" or self.room and (self.order or not drawn), "the room is not drawn")
            self.begun = True
        if kind == "rooms.drawn":
            need(drawn and not self.begun and not self.order, "no room to draw")
            self.order, self.out = a["order"], 0
            self.room = self.now()
        if kind == "room.replaced":
            need(e["role"] == "supervisor" and a["reason"] and not self.begun and a["room"] == self.now() and self.out + 1 < len(self.order), "not the room that was drawn, or none is left")
            self.out += 1
            self.room = self.now()
    def now(self): return self.order[self.out].split(" ")[0] if self.order else None
