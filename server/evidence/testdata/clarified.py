"""What bidders were asked in writing and what came of it: docs/process-log.md, section 16. Part of verify.py."""
import json, re
import opened
from integrity import leaves
from rules import need

MOST_MINUTES = 3 * 24 * 60

class Clarified:
    """The findings, questions, answers and rejections of the present meeting."""
    def __init__(self): self.late, self.of_price, self.counted, self.read, self.moment, self.bids, self.prices, self.seats, self.stage, self.opened, self.items, self.offers, self.final, self.closed, self.offered, self.withdrawn = set(), set(), False, set(), {}, set(), {}, 0, "", opened.Opened(), None, 0, set(), False, {}, set(); self.begin()
    def begin(self): self.findings, self.rejected, self.asked, self.late, self.counted = {}, {bid: ([], 0) for bid in self.withdrawn}, [], set(), False
    def due(self):
        """The bids of which an offer is due: those that all members have found, that pass and of which no final offer was opened."""
        need(sum(bid in self.prices for _, bid, _ in self.findings) == self.seats * self.items * len(self.prices), "before the panel has found all")
        return {bid for bid in self.prices if not self.failed(bid)} - self.final
    def offer(self, a):
        """Takes a round of offers: one offer or withdrawal of every bid that owes one."""
        lost, due = a.get("withdrawn", []), self.due() if self.items is not None and self.stage == "examining" else set()
        need(due and int(a["round"]) == self.offers + 1 and a["final"] in (("true",) if self.closed else ("true", "false")), "a round that is not due")
        need(sorted(o["bid"] for o in a["offers"] + lost) == sorted(due), "not one offer of each bid")
        need(all(re.fullmatch("[1-9][0-9]*", o["price_fen"]) for o in a["offers"]) and all(w["reason"].strip() for w in lost), "no price, or no reason")
        self.offers, self.offered = self.offers + 1, {**self.offered, **{o["bid"]: int(o["price_fen"]) for o in a["offers"]}}
        self.closed |= a["final"] == "true"
        if a["final"] == "true": self.final |= {o["bid"] for o in a["offers"]}
        self.withdrawn |= {w["bid"] for w in lost}
        self.rejected.update({w["bid"]: ([], 0) for w in lost})
    def failed(self, bid):
        """The items that more than half of the seats found that the bid does not pass."""
        votes = {}
        for (_, of, item), passes in self.findings.items():
            if of == bid and not passes: votes[item] = votes.get(item, 0) + 1
        return sorted(item for item, n in votes.items() if 2 * n > self.seats)
    def low(self, bid): return next((one for one in self.asked if one["asks"] == "low_bid" and one["bid"] == bid), None)
    def unjustified(self, bid):
        """The number of the inquiry whose answer more than half of the seats do not accept, or 0."""
        one = self.low(bid)
        return int(one["clarification"]) if one and len(one["judged"]) == self.seats and 2 * list(one["judged"].values()).count(False) > self.seats else 0
    def corrections(self, bid): return [one for one in self.asked if one["asks"] == "correction" and one["bid"] == bid]
    def unconfirmed(self, bid):
        """The number of the last correction that all have judged and more than half found right, if the bidder has not confirmed it, or 0."""
        right = [one for one in self.corrections(bid) if len(one["judged"]) == self.seats and 2 * list(one["judged"].values()).count(True) > self.seats]
        return int(right[-1]["clarification"]) if right and not right[-1]["confirmed"] else 0
    def fails(self, bid): return self.failed(bid), self.unjustified(bid) or self.unconfirmed(bid)
    def corrects(self, a, profile):
        """Refuses steps that are not by the rules of the profile in their order, and a second correction of one price."""
        rule, price = profile.get("correction", {}), self.prices[a["bid"]]
        rules = rule.get("rules", [])
        need(all(len(one["judged"]) == self.seats for one in self.corrections(a["bid"])), "one is not judged yet")
        places = [rules.index(step["rule"]) if step["rule"] in rules else -1 for step in a.get("corrections", [])]
        need(0 < len(places) < 11 and min(places) >= 0 and (places == sorted(places) or not rule["ordered"]), "the steps of a correction")
        for step in a["corrections"]:
            need(re.fullmatch("[1-9][0-9]*", step["price_fen"]) and (int(step["price_fen"]) == price or step["rule"] not in ("opening_table", "decimal")), "the price of a step")
            price = int(step["price_fen"])
    def owed(self):
        """Refuses a rejection that does not follow from the majority, and one that follows and was not decided."""
        for bid in self.bids: need(self.fails(bid) == self.rejected.get(bid, ([], 0)), "not what the majority found of " + bid)
    def lapse(self, bid):
        if (self.stage == "examining" or self.stage == "pricing" and bid in self.late) and bid not in self.withdrawn and bid in self.rejected and self.rejected[bid] != self.fails(bid): self.late.discard(bid), self.rejected.pop(bid)
    def below(self, bid, born, profile):
        """Whether the price is below a line: strictly, in whole numbers."""
        rule, raised = profile.get("low_bid", {}), born.get("low_bid", {})
        if born["started_on"] < rule.get("from", ""): return False
        line = {k: int(raised.get(k, 0)) or rule.get(k, 0) for k in ("mean_percent", "second_percent", "ceiling_percent")}
        need(all(int(raised.get(k, 0)) in (0, *range(rule.get(k, 0) or 1000, rule.get("most_percent", 0) + 1)) for k in line), "a line that may not be raised so")
        own, passed = 100 * self.prices[bid], sorted(price for of, price in self.prices.items() if not self.failed(of))
        return (own * len(passed) < line["mean_percent"] * sum(passed) or own == 100 * passed[0] and len(passed) > 1 and own < line["second_percent"] * passed[1]
                or own < line["ceiling_percent"] * (int(born["ceiling_fen"]) or int(born["budget_fen"])))
    def inquired(self, born, profile): need(all(self.failed(bid) or self.low(bid) or not self.below(bid, born, profile) for bid in self.prices), "a low price that nobody inquired into")
    def sealed(self): return self.bids - self.rejected.keys() - self.prices.keys()
    def price(self, a):
        """Takes an opening of second envelopes: one price, or why there is none, of every bid that passes and has none yet."""
        lost = a.get("unopened", [])
        due = self.bids - self.rejected.keys() - self.read
        need(self.stage == "pricing" and due and sorted(r["bid"] for r in a["records"] + lost) == sorted(due), "not one price of each bid that is due")
        need(all(u["fault"] in ("bidder", "other") and u["reason"].strip() for u in lost), "whose fault, and why")
        self.read |= {r["bid"] for r in a["records"]}
        self.withdrawn |= {u["bid"] for u in lost}
        self.late |= {u["bid"] for u in lost}
        self.rejected.update({u["bid"]: ([], 0) for u in lost})
    def judged(self, which): need(all(len(one["judged"]) == self.seats for one in self.asked if one["asks"] in which and one["bid"] in self.bids and not self.failed(one["bid"]) and not (one["asks"] == "correction" and one["bid"] in self.rejected)), "an answer that not every seat has judged")
    def step(self, e, plan, born, profile, openings, chair):
        kind, a, at = e["kind"], e["body"], int(e["at"])
        self.opened.fresh = self.stage == "pricing" and bool(self.read) and not self.counted and not self.late - self.withdrawn and not any(item in self.of_price for _, _, item in self.findings) and all(one["asks"] == "clarification" for one in self.asked)
        self.opened.step(e)
        self.prices = {bid: self.offered.get(bid, price) for bid, price in self.opened.prices().items() if bid not in self.withdrawn}
        self.bids = self.opened.records.keys() - self.withdrawn
        if kind == "lot.method_set":
            method = json.loads(a["source"])
            self.of_price = {c["id"] for g in method["criteria"] if g.get("envelope") == "second" for c in leaves(g["items"])}
            self.moment = {q["id"]: q.get("moment", "opening") for q in method.get("drawn", [])}
            self.items = sum(c.get("kind") == "pass" for c in leaves(method["criteria"])) if method.get("offers") == "rounds" else None
        if kind == "bids.coded": need(self.stage == "evaluating" and e["role"] == "system", "codes given by hand, or in another stage")
        if kind in ("coefficient.drawn", "meeting.tied") and self.stage == "pricing": self.counted |= kind == "meeting.tied" or self.moment.get(a["coefficient"]) == "tally"
        if kind == "sheet.returned": need(self.stage == "evaluating", "given back once it was locked")
        if kind == "offers.opened": self.offer(a)
        elif kind == "prices.opened": self.price(a)
        elif kind == "meeting.scheduled": self.begin(); self.seats, self.stage = len(plan["seats"]), ""
        elif kind == "meeting.returned":
            self.stage = a["to"]
            if self.stage in ("declaring", "electing", "examining"): self.rejected = {bid: ([], 0) for bid in self.withdrawn}
            self.counted = False
            if self.opened.two and self.stage != "pricing":
                self.findings = {k: passes for k, passes in self.findings.items() if k[2] not in self.of_price}
                for one in self.asked: one["asks"] == "clarification" or one["judged"].clear()
                for bid in self.late - self.withdrawn: del self.rejected[bid]
                self.late = set()
            if self.stage in ("declaring", "electing"): self.findings = {}; [one["judged"].clear() for one in self.asked]
        elif kind in ("member.recused", "member.left"):
            self.findings = {k: passes for k, passes in self.findings.items() if k[0] != a["seat"]}
            for one in self.asked: one["judged"].pop(a["seat"], None)
        elif kind == "finding.made":
            need(a["bid"] not in self.withdrawn, "of a bid that was withdrawn")
            priced, new = a["item"] in self.of_price, (a["seat"], a["bid"], a["item"]) not in self.findings
            need(self.stage == "pricing" and a["bid"] in self.prices if priced else self.stage != "pricing" or new, "of a price that is sealed, or once the marks are locked")
            need(not priced or not self.counted or new, "once something was drawn that decides with it")
            self.findings[a["seat"], a["bid"], a["item"]] = a["pass"] == "true"; self.lapse(a["bid"])
        elif kind == "rejection.decided":
            need(a["bid"] not in self.withdrawn, "of a bid that was withdrawn")
            need(self.stage != "pricing" or not self.counted and not self.sealed() and a["bid"] in self.prices, "while prices are sealed, or once something was drawn")
            if self.stage == "pricing": self.late.add(a["bid"])
            rests = self.fails(a["bid"])
            need(any(rests) and rests == (a["items"] or [], int(a.get("clarification", 0))), "not what the majority found")
            need(rests[0] or a["ground"] == profile["low_bid" if self.unjustified(a["bid"]) else "correction"]["ground"], "not the ground of what the bid fails by")
            self.rejected[a["bid"]] = rests
        elif kind == "clarification.requested":
            low = a["asks"] == "low_bid"
            need(a["seat"] == chair and self.stage in ("examining", "evaluating", "pricing"), "not asked by the chair, or in another stage")
            least = max(1, profile.get("low_bid", {}).get("least_minutes", 1)) if low else 1
            need(e["actor"] == "seat:" + a["seat"] and int(a["clarification"]) == len(self.asked) + 1 and a["bid"] in self.bids, "its number, seat or bid")
            need(a["asks"] == "clarification" or a["bid"] in self.prices, "while the price is sealed")
            if a["asks"] == "correction": self.corrects(a, profile)
            else: need("corrections" not in a, "steps of no correction")
            need(a["asks"] == "clarification" or self.stage in ("examining", "pricing"), "in another stage")
            need(a["asks"] == "clarification" or self.items is None or not self.due(), "before the price is known")
            need(a["asks"] in ("clarification", "low_bid", "correction") and not (low and (self.low(a["bid"]) or self.stage not in ("examining", "pricing"))) and a["bid"] not in self.rejected, "it cannot be asked")
            need(least <= int(a["minutes"]) <= MOST_MINUTES, "the time to answer")
            self.asked.append({**a, "due": at + 60000 * int(a["minutes"]), "reply": None, "confirmed": False, "judged": {}})
            if a["questions"] in openings:
                lines = openings[a["questions"]]["value"].split("\n")
                steps = [step["rule"] + " " + step["price_fen"] for step in a.get("corrections", [])]
                questions = lines[7 + len(steps):-1]
                need(lines[0] == "bidroom/clarification/1" and lines[3:7] == [a["clarification"], a["asks"], a["bid"], a["minutes"]] and lines[7:7 + len(steps)] == steps and 0 < len(questions) < 21 and all(questions) and not lines[-1], "other questions")
        elif kind.startswith("clarification."):
            need(1 <= int(a["clarification"]) <= len(self.asked), "which was not asked")
            need(self.stage in (("declaring", "electing", "examining", "evaluating", "pricing", "suspended") if kind == "clarification.replied" else ("examining", "evaluating", "pricing")), "in another stage")
            one = self.asked[int(a["clarification"]) - 1]
            if kind == "clarification.replied":
                need(("file_hash" in a) == ("file_size" in a) and re.fullmatch("[0-9a-f]{64}", a.get("file_hash", "0" * 64)) and re.fullmatch("[1-9][0-9]*", a.get("file_size", "1")), "its file")
                need(a.get("confirms", "true") == "true" and ("confirms" not in a or one["asks"] == "correction"), "a confirmation of nothing")
                one["confirmed"] = "confirms" in a
                corrects = one["asks"] == "correction"
                need("file_hash" in a or not corrects, "an answer that is not signed")
                one["reply"] = need((not one["reply"] or corrects and not one["judged"]) and at <= one["due"], "a second answer, or late") or a["reply"]
            else:
                need(a["accepted"] in ("true", "false") and e["actor"] == "seat:" + a["seat"] and 1 <= int(a["seat"]) <= self.seats, "the judgement")
                need(one["reply"] or at > one["due"] and (a["accepted"] == "false" or one["asks"] == "correction"), "judged before its time, or nothing accepted")
                need(a["accepted"] == "true" or a["reason"], "no reason")
                one["judged"][a["seat"]] = a["accepted"] == "true"
                self.lapse(one["bid"])
        elif kind == "meeting.advanced":
            if a["to"] == "pricing": need(self.opened.two and self.stage == "evaluating", "no second envelope")
            if a["to"] == "evaluating":
                self.owed(), self.judged(["low_bid", "correction"]), need(self.items is None or not self.due(), "a final offer that nobody opened")
                self.inquired(born, profile)
            self.stage = a["to"]
        elif kind == "meeting.suspended": self.held, self.stage = self.stage, "suspended"
        elif kind == "meeting.resumed": self.stage = self.held
        elif kind == "meeting.tallied":
            if self.opened.two: need(self.stage == "pricing" and not self.sealed(), "prices that nobody read out"), self.inquired(born, profile)
            self.stage = self.owed() or self.judged(["low_bid", "clarification", "correction"]) or "tallied"
