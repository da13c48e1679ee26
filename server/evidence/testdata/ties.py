"""The order of tied bids: docs/process-log.md, section 8. Part of verify.py."""

class Ties:
    def __init__(self): self.meeting, self.tied, self.orders = None, None, []
    def to_draw(self):  # of the groups that no order holds whole, with whom an order holds together with one of them
        new = [b for g in self.tied["groups"] if not any(set(g["bids"]) <= set(o) for o in self.orders) for b in g["bids"]]
        return sorted(set(new).union(*(o for o in self.orders if set(o) & set(new))))
    def drawn(self, order):
        for o in [o for o in self.orders if set(o) & set(order)]:  # their places are theirs as they stood
            self.orders.remove(o)
            stood = iter(o)
            order = [next(stood) if b in o else b for b in order]
        self.orders.append(order)
    def step(self, kind, a):
        if kind == "meeting.scheduled": self.__init__() or setattr(self, "meeting", a["meeting"])
        elif kind == "meeting.tied":
            all_ = [b for g in a["groups"] for b in g["bids"]]
            self.tied = None if self.tied or len(set(all_)) != len(all_) or any(len(g["bids"]) < 2 for g in a["groups"]) else a
            if not self.tied or not self.to_draw(): raise ValueError("not tied, or drawn before")
        elif kind in ("meeting.returned", "member.recused", "member.left"): self.tied = None
        elif kind == "draw.options" and a["purpose"] == "tie":
            if not self.tied or (a["drawn_for"], a["options"]) != (self.meeting, self.to_draw()): raise ValueError("not the bids that are to be drawn")
        elif kind == "tie.drawn":
            if sorted(a["order"]) != self.to_draw(): raise ValueError("not the bids that were to be drawn")
            self.tied = self.drawn(a["order"])
        elif kind == "meeting.tallied" and a.get("tie_order", []) not in ([], [b for o in self.orders for b in o]): raise ValueError("another order of the tied")
