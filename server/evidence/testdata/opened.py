"""What was read out when the bids and their second envelopes were opened, and its corrections: docs/process-log.md, sections 6 and 20. Part of verify.py; it needs the standard library only."""
import json, re, unicodedata

def need(truth, why):
    if not truth: raise ValueError(why)

class Opened:
    def __init__(self): self.bids, self.records, self.by, self.closed, self.goes, self.two, self.envelopes, self.priced_by, self.fresh, self.drawn = {}, {}, None, False, {}, False, set(), set(), False, False
    def prices(self): return {bid: int(r["price_fen"]) for bid, r in self.records.items() if int(r["price_fen"]) > 0 or not self.two}
    def read_out(self, r, priced):
        need(int(r["price_fen"]) > 0 if priced else r["price_fen"] == "0" and "values" not in r, "a price that is none, or that is sealed")
        return {k: v for k, v in r.items() if k != "reason"}
    def imported(self, s, e):
        texts = [s.get(k, "") for k in ("platform", "record_no")]
        need(set(s) <= {"file", "platform", "record_no", "opened_ms"} and re.fullmatch("[0-9a-f]{64}", s["file"]), "imported from what")
        need(all(len(text) <= 100 and not any(unicodedata.category(c) == "Cc" for c in text) for text in texts), "a text of no one line")
        need("opened_ms" not in s or re.fullmatch("[1-9][0-9]*", s["opened_ms"]) and int(s["opened_ms"]) <= int(e["at"]), "opened after its record was entered")
    def step(self, e):
        kind, a = e["kind"], e["body"]
        if kind == "lot.method_set": self.two = json.loads(a["source"]).get("envelopes") == "two"
        if kind == "bid.received": self.bids[a["bidder"]] = a["bid"]
        elif kind == "bid.price_received": self.envelopes.add(need(self.two and self.by is None and a["bid"] in self.bids.values(), "a second envelope that nothing asks for") or a["bid"])
        elif kind == "bidder.proposed": self.goes[a["change"]] = a.get("removed")
        elif kind in ("bidder.removed", "bidder.confirmed"): self.bids.pop(a["bidder"] if kind == "bidder.removed" else self.goes[a["change"]], None)
        elif kind == "bids.opened":
            lost = a.get("unopened", [])
            need(self.by is None and a["records"] and len(self.bids) >= 3, "opened twice, or too few")
            need(sorted(r["bid"] for r in a["records"] + lost) == sorted(self.bids.values()), "not one record of every bid")
            need(all(u["fault"] in ("bidder", "other") and u["reason"].strip() for u in lost), "whose fault, and why")
            if "source" in a: self.imported(a["source"], e)
            need(not self.two or {r["bid"] for r in a["records"]} <= self.envelopes, "a bid without its second envelope")
            self.records, self.by = {r["bid"]: self.read_out(r, not self.two) for r in a["records"]}, e["actor"]
        elif kind == "opening.corrected":
            need(a["bid"] in self.records and not self.drawn and (not self.closed or self.fresh), "no record, or it was examined, or a coefficient was drawn")
            need(e["actor"] not in (self.priced_by if self.fresh else {self.by}) and a["reason"].strip(), "by whoever entered it, or without a reason")
            was, now = self.records[a["bid"]], self.read_out(a, a["bid"] in self.prices())
            need(was != now and (not self.fresh or all(was.get(k) == now.get(k) for k in was.keys() | now.keys() if k not in ("price_fen", "values"))), "nothing was corrected, or more than a price")
            self.records[a["bid"]] = now
        elif kind == "prices.opened":
            if "source" in a: self.imported(a["source"], e)
            for r in a["records"]: self.records[r["bid"]] = self.read_out({**self.records[r["bid"]], **r}, True)
            self.priced_by.add(e["actor"])
        elif kind == "meeting.advanced" and a["to"] == "examining": self.closed = True
        elif kind == "coefficient.drawn": self.drawn = True
