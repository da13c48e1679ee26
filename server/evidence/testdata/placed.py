"""The places of a meeting that are drawn: docs/process-log.md, section 8. Part of verify.py."""

def need(truth, why):
    if not truth: raise ValueError(why)
def ids(options): return [option.split(" ")[0] for option in options]

class Placed:
    def __init__(self): self.plan, self.room, self.remote, self.seats, self.order, self.out, self.begun, self.work, self.at, self.used = {}, None, None, {}, [], 0, True, {}, {}, []
    def says(self, what): return self.plan.get(what) == "true"
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind == "lot.plan_set":
            need(self.begun or (not self.order or a.get("draw_room") == "true") and (not self.work or a.get("draw_seats") == "true"), "places are drawn")
            away = [s for s in a["seats"] if s.get("remote") == "true"]
            need(all(s["representative"] == "false" and s.get("region") for s in away) and len(away) < len(a["seats"]), "a remote seat without a region, or no other")
            need(not away or a.get("draw_room") != "true", "a room that is drawn, with remote seats")
            self.plan = a
        if kind == "meeting.scheduled":
            if self.begun: self.order, self.out, self.work, self.at = [], 0, {}, {}
            need(self.says("draw_room") != bool(a.get("room")), "a room that is to be drawn, or none")
            self.begun, self.room, self.remote, self.seats = False, a.get("room") or self.now(), a.get("remote"), self.kinds()
            need(any(away for away, _ in self.seats.values()) == bool(self.remote) and (not self.remote or self.remote != self.room), "a remote room without remote seats, none with them, or the main one")
            for room, work in self.work.items():
                here = self.within(room)
                if here and here != work[2]: work[1:] = here[:], here
        if kind in ("meeting.opened", "meeting.voided"):
            need(kind == "meeting.voided" or self.room and (self.order or not self.says("draw_room")) and ({self.room, self.remote or self.room} <= self.work.keys() or not self.says("draw_seats")), "places are not drawn")
            need(kind == "meeting.voided" or self.seats == self.kinds(), "scheduled for other seats")
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
            need(self.says("draw_seats") and not self.begun and self.within(a["room"]) and a["room"] not in self.work and len(a["order"]) >= len(self.within(a["room"])), "no workplaces to draw")
            need(self.order or not self.says("draw_room"), "the room is not drawn")
            self.work[a["room"]] = [ids(a["order"]), self.within(a["room"]), self.within(a["room"])]
            self.used += [(e, kiosk, a["room"]) for kiosk in ids(a["order"])]
        if kind == "workplace.failed":
            need(a["reason"] and a["kiosk"] == self.own(a["seat"]), "not the seat's workplace")
            self.work[self.of(a["seat"])][1].append(a["seat"])
        if kind == "member.moved" and self.at.get(a["seat"]) == self.own(a["seat"]) != None: self.work[self.of(a["seat"])][1].append(a["seat"])
        if kind in ("member.checked_in", "member.moved"):
            need(self.fits(a["seat"], a["kiosk"]), "not the seat's workplace")
            self.at[a["seat"]] = a["kiosk"]
        if kind == "member.directed":
            own = self.of(a["seat"])
            need(self.remote and a["room"] == own if a.get("room") else not self.fits(a["seat"], a["kiosk"]), "the seat's own workplace, or not its room")
            self.used.append((e, a["kiosk"], {self.room: self.remote, self.remote: self.room}[own] if a.get("room") else own))
        if kind in ("member.left", "member.recused"): self.at.pop(a["seat"], None)
    def now(self): return self.order[self.out] if self.order else None
    def kinds(self): return {s["no"]: (s.get("remote") == "true", s["representative"]) for s in self.plan["seats"]}
    def of(self, seat): return self.remote if self.seats[seat][0] else self.room
    def within(self, room): return [seat for seat in self.seats if room and self.of(seat) == room]
    def own(self, seat):  # None: there is no order; "": none is left for the seat
        if self.of(seat) not in self.work: return None
        order, given, _ = self.work[self.of(seat)]
        return (order + [""] * len(given))[max(i for i, one in enumerate(given) if one == seat)]
    def fits(self, seat, kiosk):
        own = self.own(seat)
        return own is None or own == kiosk or own == "" and kiosk not in self.work[self.of(seat)][0]
