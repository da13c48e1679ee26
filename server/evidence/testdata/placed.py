"""The places of a meeting that are drawn: docs/process-log.md, section 8. Part of verify.py."""

def need(truth, why):
    if not truth: raise ValueError(why)
def ids(options): return [option.split(" ")[0] for option in options]

class Placed:
    def __init__(self): self.plan, self.room, self.order, self.out, self.begun, self.work, self.at, self.used = {}, None, [], 0, True, {}, {}, []
    def says(self, what): return self.plan.get(what) == "true"
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind == "lot.plan_set":
            need(self.begun or (not self.order or a.get("draw_room") == "true") and (not self.work or a.get("draw_seats") == "true"), "places are drawn")
            self.plan = a
        if kind == "meeting.scheduled":
            if self.begun: self.order, self.out, self.work, self.at = [], 0, {}, {}
            need(self.says("draw_room") != bool(a.get("room")), "a room that is to be drawn, or none")
            self.begun, self.room = False, a.get("room") or self.now()
            self.seats = [seat["no"] for seat in self.plan["seats"]]
            if self.room in self.work and len(self.work[self.room][2]) != len(self.seats): self.work[self.room][1:] = self.seats[:], self.seats
        if kind in ("meeting.opened", "meeting.voided"):
            need(kind == "meeting.voided" or self.room and (self.order or not self.says("draw_room")) and (self.room in self.work or not self.says("draw_seats")), "places are not drawn")
            self.begun = True
        if kind == "rooms.drawn":
            need(self.says("draw_room") and not self.begun and not self.order, "no room to draw")
            self.order, self.out = ids(a["order"]), 0
            self.room = self.now()
        if kind == "room.replaced":
            need(e["role"] == "supervisor" and a["reason"] and not self.begun and a["room"] == self.now() and self.out + 1 < len(self.order), "not the room that was drawn, or none is left")
            self.out += 1
            self.room = self.now()
        if kind == "seats.drawn":
            need(self.says("draw_seats") and not self.begun and a["room"] == self.room and a["room"] not in self.work and len(a["order"]) >= len(self.seats), "no workplaces to draw")
            need(self.order or not self.says("draw_room"), "the room is not drawn")
            self.work[a["room"]] = [ids(a["order"]), self.seats[:], self.seats]
            self.used += [(e, kiosk, a["room"]) for kiosk in ids(a["order"])]
        if kind == "workplace.failed":
            need(a["reason"] and a["kiosk"] == self.own(a["seat"]), "not the seat's workplace")
            self.work[self.room][1].append(a["seat"])
        if kind == "member.moved" and self.at.get(a["seat"]) == self.own(a["seat"]) != None: self.work[self.room][1].append(a["seat"])
        if kind in ("member.checked_in", "member.moved"):
            need(self.fits(a["seat"], a["kiosk"]), "not the seat's workplace")
            self.at[a["seat"]] = a["kiosk"]
        if kind == "member.directed": need(not self.fits(a["seat"], a["kiosk"]), "the seat's own workplace")
        if kind in ("member.left", "member.recused"): self.at.pop(a["seat"], None)
    def now(self): return self.order[self.out] if self.order else None
    def own(self, seat):  # None: there is no order; "": none is left for the seat
        if self.room not in self.work: return None
        order, given, _ = self.work[self.room]
        return (order + [""] * len(given))[max(i for i, one in enumerate(given) if one == seat)]
    def fits(self, seat, kiosk):
        own = self.own(seat)
        return own is None or own == kiosk or own == "" and kiosk not in self.work[self.room][0]
