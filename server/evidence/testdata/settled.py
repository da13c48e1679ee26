"""What follows a meeting that is over, the fees and the award: docs/process-log.md, section 18. Part of verify.py."""
import datetime, hashlib, json, re

def need(truth, why):
    if not truth: raise ValueError(why)

def said(reason): return isinstance(reason, str) and reason.strip() and len(reason) <= 500 and not any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in reason)

def day(text):
    need(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text), "no day")
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days

class Settled:
    def __init__(self): self.over, self.sat, self.meeting, self.table, self.lot, self.sealed, self.tally, self.until, self.awarded = False, {}, None, None, None, None, None, None, None
    def step(self, e, profile):
        kind, a, at = e["kind"], e["body"], int(e["at"])
        if kind == "lot.created": self.lot = a
        elif kind == "meeting.scheduled": self.meeting, self.over, self.sealed, self.tally, self.until, self.awarded = a["meeting"], False, None, None, None, None
        elif kind in ("meeting.sealed", "meeting.voided"): self.over, self.sealed = True, at if kind == "meeting.sealed" else None
        elif kind == "meeting.tallied": self.tally = a
        elif kind in ("candidates.published", "award.decided"): self.award(e, a, profile, at)
        elif kind == "member.checked_in" and "label" in a: self.sat[self.meeting, a["seat"], a["label"]] = at
        elif kind == "fee.table_chosen": self.choose(e, a, profile)
        elif kind == "fee.work_stated":
            need(self.over and e["role"] == "staff" and self.table, "the meeting is not over, nobody of the staff, or no table")
            need((a["meeting"], a["seat"], a["label"]) in self.sat and said(a["reason"]), "nobody sat there, or no reason")
            start, end, days = int(a["from_ms"]), int(a["to_ms"]), int(a["days"])
            need(0 < start <= end <= at and 1 <= days - (end - start) // 86400000 <= 2 and a["holiday"] in ("true", "false"), "its time")
            need(a.get("part_as", "") in ["", *self.table["part_choices"]] and 0 <= int(a.get("agreed_fen", "0")) <= 10000000, "a part or a sum that cannot be")
    def choose(self, e, a, profile):
        table = json.loads(a["table_text"])
        need(self.over and e["role"] == "staff", "the meeting is not over, or nobody of the staff")
        need(hashlib.sha256(a["table_text"].encode()).hexdigest() == a["table_hash"] and table["id"] == a["table"], "another fee table")
        plain = table["regime"] == profile["regime"] and "" < table["effective_from"] <= self.lot["started_on"]
        need(plain or said(a.get("reason")), "no reason for a table of other rules")
        self.table = table
    def award(self, e, a, profile, at):
        rules, notice, days = profile.get("award", {}), profile.get("publication", {}).get("candidates", {}), profile.get("publication", {}).get("candidates", {}).get("days", 0)
        need(self.sealed and e["role"] in ("staff", "agent") and rules.get("clause") and self.tally["candidates"], "not sealed, nobody who may, or nothing to award")
        first, again = (self.sealed - 43200000) // 86400000, self.until if e["kind"] == "candidates.published" else self.awarded
        need(not again or said(a.get("reason")), "entered again without a reason")
        if e["kind"] == "candidates.published":
            need(days and first <= day(a["published_on"]) and days <= day(a["published_until"]) - day(a["published_on"]) <= 60 and said(a["medium"]) and said(a["objections_to"]), "not as long as the rules ask, or not where")
            need(not self.awarded or day(a["published_until"]) < day(self.awarded), "published until after the award")
            self.until = a["published_until"]
            return
        need(first <= day(a["decided_on"]) <= (at + 50400000) // 86400000, "the day of the award")
        if days: need(self.until and day(a["decided_on"]) > day(self.until) and a.get("objections") in ("none", "answered"), "awarded before the candidates were published, or while an objection is open")
        else: need("objections" not in a, "objections to nothing")
        rank = {line["bid"]: int(line["rank"]) for line in self.tally["ranking"]}
        need(a["bid"] in self.tally["candidates"], "no candidate")
        before, passed = [b for b in self.tally["candidates"] if rank[b] < rank[a["bid"]]], a.get("passed") or []
        need([one["bid"] for one in passed] == before, "not in the order of the candidates")
        need(all(one["ground"] in [g["code"] for g in rules["passed"]] and said(one["reason"]) for one in passed), "a reason that the rules do not know")
        self.awarded = a["decided_on"]
