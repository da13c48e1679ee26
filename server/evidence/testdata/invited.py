"""Who is tried when, and how long an answer is waited for: docs/process-log.md, section 8. Part of verify.py."""
import datetime, zoneinfo

def need(truth, why):
    if not truth: raise ValueError(why)

def clock(text, day, zone):
    """Returns a time of a day, such as 08:00, in UTC milliseconds."""
    hour, minute = map(int, text.split(":"))
    return int(datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).timestamp() * 1000)

def hours(ms, rules, zone):
    """Returns from when to when machines may ring on the day of an instant, and the day."""
    day = datetime.datetime.fromtimestamp(ms // 1000, zone).date()
    return clock(rules["from"], day, zone), clock(rules["until"], day, zone), day

def loud(ms, rules, zone):
    if not rules["until"]: return True
    start, end, _ = hours(ms, rules, zone)
    return start <= ms < end

def waited(since, until, rules, zone, enough):
    """Returns how much of the time between two instants lies in these hours, in milliseconds, up to enough."""
    if not rules["until"]: return until - since
    passed, (start, end, day) = 0, hours(since, rules, zone)
    while start < until and passed < enough:
        passed += max(0, min(end, until) - max(start, since))
        day += datetime.timedelta(days=1)
        start, end = clock(rules["from"], day, zone), clock(rules["until"], day, zone)
    return passed

class Invited:
    def __init__(self): self.of = {}  # of a draw and a seat: what the last attempt came to, and from when on the answer is awaited
    def step(self, e, draws, lot, profile):
        kind, a, now = e["kind"], e["body"], int(e["at"])
        if kind not in ("draw.invited", "draw.attempted", "draw.answered", "draw.replaced", "draw.unattended"): return
        d, rules, zone = next(d for d in draws if d.id == a["draw"]), profile["invitation"], zoneinfo.ZoneInfo(lot["time_zone"])
        seat = a["draw"], a.get("seat")
        if kind == "draw.replaced": self.of[a["draw"], a["filling"]["seat"]] = "", 0
        elif kind == "draw.invited": self.of[seat] = "", now
        elif kind == "draw.unattended": need(int(a["answer_minutes"]) == rules["answer_minutes"], "not the time to answer of the rules")
        elif kind == "draw.attempted":
            began = int(a["began_ms"])
            need(0 <= began <= now, "when it began")
            need(a["channel"] == "manual" or loud(began, rules, zone), "in the quiet hours")
            if d.held[a["seat"]][0] == a["label"]:
                reached = a["outcome"] in ("delivered", "called")
                self.of[seat] = a["outcome"], now if reached else self.of[seat][1]
        elif a["answer"] == "unanswered" and "library" not in d.a:
            outcome, since = self.of.get(seat, ("", 0))
            need(outcome, "nothing has tried to reach who is said not to answer")
            enough = rules["answer_minutes"] * 60000
            need(outcome in ("refused", "called") or waited(since, now, rules, zone, enough) >= enough, "given up before the time to answer was over")
