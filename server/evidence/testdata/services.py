"""The limits of service of a plan and whom they keep out of a pool; written from docs/draw.md, section 12, for verify.py."""
import datetime, os, zoneinfo
from drawverify import H

LIMITS = ("month", "interval", "entity")

def need(truth, why):
    if not truth: raise ValueError(why)

def limit_lines(limits):
    """Returns the limits of a plan as the hash of a pool reads them."""
    bound = ["limit %s %s" % (k, limits[k]) for k in ("employer", "region") if k in limits]
    bound += ["limit outside %s %s" % (limits["home"], limits["outside"])] if "outside" in limits else []
    return bound + ["limit %s %s" % (k, limits[k]) for k in LIMITS if k in limits]

FORMS = "股份有限责任公司 有限责任公司 股份有限公司 有限公司 股份公司 公司 特殊普通合伙 普通合伙 有限合伙 COMPANYLIMITED COLTD LIMITED LTD INC".split()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../experts/conflict/simplified.txt"), encoding="utf-8") as table:
    SIMPLE = dict(pair for line in table if line[0] != "#" for pair in line.split())

def normalised(name):
    """Returns a name without what people write in different ways, and without its legal form."""
    name = [chr(ord(c) - 0xfee0) if "\uff01" <= c <= "\uff5e" else SIMPLE.get(c, c) for c in name]
    name = "".join(c if "\u4e00" <= c <= "\u9fa5" else c.upper() for c in name if c.isalpha() or c.isdecimal())
    while form := next((form for form in FORMS if name.endswith(form) and name != form), ""): name = name[:-len(form)]
    return name

def same(service, entity):
    """Says whether a service was for a procuring entity."""
    if service["entity_code"] and entity.get("credit_code"): return service["entity_code"] == entity["credit_code"]
    return service["entity"] == normalised(entity["name"])

def kept_out(limits, rows, meeting, entity):
    """Returns the experts whom each limit that is set keeps out; rows are services, oldest first."""
    of = {}
    for row in rows: of.setdefault(row["expert"], []).append((datetime.date.fromisoformat(row["on"]), row))
    out = {}
    for expert, past in of.items():
        if "month" in limits and sum((on.year, on.month) == (meeting.year, meeting.month) for on, _ in past) >= int(limits["month"]):
            out.setdefault("month", set()).add(expert)
        if "interval" in limits and min(abs((on - meeting).days) for on, _ in past) < int(limits["interval"]):
            out.setdefault("interval", set()).add(expert)
        if limits.get("entity") == "true" and same(past[-1][1], entity): out.setdefault("entity", set()).add(expert)
    return out

def check(e, a, lot, plan, openings, jsonl):
    """Checks what the entry of a pool says of services; jsonl reads a member of the file."""
    limits = a.get("limits", {})
    pool, candidates, rows = (jsonl("draws/%s/%s.jsonl" % (a["draw"], name)) for name in ("pool", "candidates", "services"))
    need(("services" in a) == any(k in limits for k in LIMITS) and ("services" in a or not rows), "services are stated, or not")
    if a.get("services") not in openings or not candidates: return
    lines = [" ".join(r[k] for k in ("expert", "on", "lot", "entity_code", "entity")) for r in rows]
    need(openings[a["services"]]["value"] == H("bidroom/services/1", a["draw"], *lines), "other services")
    need([r["on"] for r in rows] == sorted(r["on"] for r in rows), "the order of the services")
    if "meeting_on" in plan: meeting = datetime.date.fromisoformat(plan["meeting_on"])
    else: meeting = datetime.datetime.fromtimestamp(int(e["at"]) / 1000, zoneinfo.ZoneInfo(lot["time_zone"])).date()
    out, counts = kept_out(limits, rows, meeting, lot["procuring_entity"]), {x["ground"]: x["count"] for x in a["excluded"]}
    need(not any(o["expert"] in who for o in pool for who in out.values()), "somebody in the pool whom a limit of service keeps out")
    ids = {c["id"] for c in candidates}
    need(all(counts.get(k, "0") == str(len(out.get(k, set()) & ids)) for k in LIMITS), "how many a limit of service keeps out")
