"""What the bids have in common, and what the members say of it: docs/process-log.md, section 19. Part of verify.py."""
import json
from fractions import Fraction
from rules import need

MOST = 200
TEXTS = (("origin", lambda f: [f.get("origin")]), ("created", lambda f: [f.get("created")]), ("modified", lambda f: [f.get("modified")]),
         ("author", lambda f: [f.get("author")]), ("title", lambda f: [f.get("title")]), ("file", lambda f: [f["file"]]),
         ("software", lambda f: [f["creator"] + " / " + f["producer"]] if f.get("creator") and f.get("producer") else []))

def shared(facts, values):
    """The bids that have a value, by the value, where two or more do."""
    of = {}
    for f in facts:
        for value in set(values(f)) - {None, ""}: of.setdefault(value, []).append(f["bid"])
    return {value: tuple(sorted(bids)) for value, bids in of.items() if len(bids) > 1}

def runs(steps, step):
    """The longest runs of three prices or more that are a step apart, each by its first and last."""
    i = 0
    while i + 1 < len(steps):
        j = i + 1
        while j + 1 < len(steps) and step(steps[j], steps[j + 1]) == step(steps[i], steps[i + 1]): j += 1
        if j - i >= 2: yield steps[i:j + 1]
        i = j

def of_prices(prices):
    steps = sorted(set(prices.values()))
    return (sum(list(prices.values()).count(price) > 1 for price in steps) + len(list(runs(steps, lambda a, b: b - a))) + len(list(runs(steps, Fraction))) if steps else 0)

def count(facts, prices):
    """How many leads there are."""
    n = of_prices(prices) + sum(len(shared(facts, values)) for _, values in TEXTS)
    return n + sum(len(set(shared(facts, lambda f: f.get(part, [])).values())) for part in ("pages", "images"))

class Leads:
    def __init__(self): self.files, self.found = {}, None
    def facts(self, lot, text, bids):
        lines = text.split("\n")
        need(lines[:2] == ["bidroom/leads/1", lot] and not lines[-1], "other facts")
        facts = [json.loads(line) for line in lines[2:-1]]
        need([f["bid"] for f in facts] == sorted(bids), "not of every bid that was opened")
        need(all(f["file"] == self.files[f["bid"]] for f in facts), "of another file")
        return facts
    def step(self, e, openings, asked):
        """Holds an entry; asked knows the prices, the seats and the stage."""
        kind, a = e["kind"], e["body"]
        if kind == "bid.received": self.files[a["bid"]] = a["file_hash"]
        elif kind == "leads.found":
            prices = asked.opened.prices()
            n, more = int(a["leads"]), int(a["more"])
            need(e["role"] == "system" and asked.stage in ("examining", "evaluating", "pricing") and not self.found, "by a person, in another stage, or twice")
            need(0 <= n <= MOST and more >= 0 and (not more or n == MOST) and (more or n >= of_prices(prices)), "fewer than the prices make")
            if a["rests_on"] in openings: need(openings[a["rests_on"]]["domain"] == "leads.facts" and count(self.facts(e["tree"], openings[a["rests_on"]]["value"], asked.opened.records), prices) == n + more, "not the leads that follow")
            self.found = a
        elif kind == "lead.judged":
            need(asked.stage in ("examining", "evaluating", "pricing") and self.found and 1 <= int(a["lead"]) <= int(self.found["leads"]), "of no lead")
            need(e["actor"] == "seat:" + a["seat"] and 1 <= int(a["seat"]) <= asked.seats and a["taken_up"] in ("true", "false") and a["reason"].strip() and len(a["reason"]) <= 500, "by another seat, or without a reason")
