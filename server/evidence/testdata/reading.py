"""How long each member had each file open: docs/process-log.md, section 6. Part of verify.py; it needs the standard library only."""
import re

def need(truth, why):
    if not truth: raise ValueError(why)

class Reading:
    def __init__(self): self.meeting, self.came, self.bids = None, {}, set()
    def step(self, e, lot, openings, given):
        kind, a = e["kind"], e["body"]
        if kind == "meeting.scheduled": self.meeting, self.came = a["meeting"], {}
        elif kind == "bid.received": self.bids.add(a["bid"])
        elif kind == "member.checked_in": self.came[a["seat"]] = int(e["at"])
        elif kind == "files.read":
            seats = [int(r["seat"]) for r in a["read"]]
            need(e["role"] == "system" and a["stage"] in ("examining", "evaluating", "pricing") and seats == sorted(set(seats)), "by a person, of which stage, or whose")
            for r in a["read"]:
                here = int(e["at"]) - self.came[r["seat"]]
                if r["times"] in openings: self.text(openings[r["times"]], ["bidroom/reading/1", lot, self.meeting, r["seat"], a["stage"]], here, given)
    def text(self, opening, head, here, given):
        *lines, end = opening["value"].split("\n")
        need(opening["domain"] == "reading" and lines[:5] == head and not end, "another reading")
        times = [line.split(" ") for line in lines[5:]]
        files = [file for file, _ in times]
        need(files == sorted(set(files)) and all(file in self.bids or re.fullmatch("[0-9]{2,}", file) and 0 < int(file) <= given for file in files), "which files")
        need(all(re.fullmatch("0|[1-9][0-9]{0,9}", ms) and int(ms) <= here for _, ms in times), "longer than the member was there")
