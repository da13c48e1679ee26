"""The round of a beacon that a draw names: docs/process-log.md, section 8, and docs/draw.md, section 3. Part of verify.py, which checks no signatures of rounds."""
from drawverify import chain_hash

class Rounds:
    def __init__(self): self.due = {}
    def step(self, e):
        kind, a, at = e["kind"], e["body"], int(e["at"])
        if kind == "draw.pooled" and "info" in a.get("beacon", {}):
            named = a["beacon"]
            i = named["info"]
            line = " ".join((i["scheme"], i["key"], i["period"], i["genesis"], i["seed"], i.get("id", "")))
            if chain_hash(line) != named["chain"]: raise ValueError("another chain")
            self.due[a["draw"]] = 1000 * (int(i["genesis"]) + (int(named["round"]) - 1) * int(i["period"]))
            if self.due[a["draw"]] <= at: raise ValueError("a round that was there")
        if kind == "draw.committed" and at >= self.due.get(a["draw"], at + 1): raise ValueError("committed once the round was there")
        if kind == "draw.public_share" and at < self.due.get(a["draw"], 0): raise ValueError("before the round was there")
        return ["not_contained"] if kind == "draw.public_share" and a.get("beacon") == a["value"] else []  # all that is public rests on it
