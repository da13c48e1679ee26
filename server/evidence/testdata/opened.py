"""What was read out when the bids were opened, and its corrections: docs/process-log.md, section 6. Part of verify.py; it needs the standard library only."""
import re, unicodedata

def need(truth, why):
    if not truth: raise ValueError(why)

class Opened:
    def __init__(self): self.bids, self.records, self.by, self.closed, self.goes = {}, {}, None, False, {}
    def prices(self): return {bid: int(r["price_fen"]) for bid, r in self.records.items()}
    def read_out(self, r):
        need(int(r["price_fen"]) > 0, "a price that is none")
        return {k: v for k, v in r.items() if k != "reason"}
    def imported(self, s, e):
        texts = [s.get(k, "") for k in ("platform", "record_no")]
        need(set(s) <= {"file", "platform", "record_no", "opened_ms"} and re.fullmatch("[0-9a-f]{64}", s["file"]), "imported from what")
        need(all(len(text) <= 100 and not any(unicodedata.category(c) == "Cc" for c in text) for text in texts), "a text of no one line")
        need("opened_ms" not in s or re.fullmatch("[1-9][0-9]*", s["opened_ms"]) and int(s["opened_ms"]) <= int(e["at"]), "opened after its record was entered")
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind == "bid.received": self.bids[a["bidder"]] = a["bid"]
        elif kind == "bidder.proposed": self.goes[a["change"]] = a.get("removed")
        elif kind in ("bidder.removed", "bidder.confirmed"): self.bids.pop(a["bidder"] if kind == "bidder.removed" else self.goes[a["change"]], None)
        elif kind == "bids.opened":
            lost = a.get("unopened", [])
            need(self.by is None and a["records"] and len(self.bids) >= 3, "opened twice, or too few")
            need(sorted(r["bid"] for r in a["records"] + lost) == sorted(self.bids.values()), "not one record of every bid")
            need(all(u["fault"] in ("bidder", "other") and u["reason"].strip() for u in lost), "whose fault, and why")
            if "source" in a: self.imported(a["source"], e)
            self.records, self.by = {r["bid"]: self.read_out(r) for r in a["records"]}, e["actor"]
        elif kind == "opening.corrected":
            need(a["bid"] in self.records and not self.closed, "no record, or it was examined, or a coefficient was drawn")
            need(e["actor"] != self.by and a["reason"].strip(), "by whoever entered it, or without a reason")
            need(self.records[a["bid"]] != self.read_out(a), "nothing was corrected")
            self.records[a["bid"]] = self.read_out(a)
        elif kind == "meeting.advanced" and a["to"] == "examining" or kind == "coefficient.drawn": self.closed = True
