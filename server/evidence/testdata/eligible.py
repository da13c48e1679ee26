"""Who may be drawn at all, R10 to R12 and R26 to R32 of docs/conflicts.md; for verify.py. It needs the standard library only."""
import datetime, zoneinfo

GROUNDS = ("R10", "R11", "R12", "R26", "R27", "R28", "R29", "R30", "R31", "R32")

def need(truth, why):
    if not truth: raise ValueError(why)

def back(day, years):
    """Returns the same day some years before; 29 February becomes 28 February where there is none."""
    try: return day.replace(year=day.year - years)
    except ValueError: return day.replace(year=day.year - years, day=28)

def meets(first, last, since, today): return (not last or last >= since) and (not first or first <= today)

def unqualified(e, id, g, today):
    """Says whether it is known that an expert is qualified in no way, or is too old."""
    if id == "R32": return "born" in e and e["born"] <= back(today, g["below_age"]).isoformat()
    def fails(way):
        other = lambda asked, known: asked and known and known not in asked
        late = way.get("years") and e.get("field_since", "") > back(today, way["years"]).isoformat()
        return other(way.get("titles"), e.get("title_level")) or other(way.get("educations"), e.get("education")) or late
    return all(fails(way) for way in g["ways"])

def kept_out(e, id, g, started, today):
    """Says whether a ground keeps an expert out; days are texts, which sort as they should."""
    since = "" if g.get("ever") else back(datetime.date.fromisoformat(started), g["years"]).isoformat() if g.get("years") else today
    if id == "R26":
        libraries = e.get("libraries", [])
        will_do = any(m["kind"] in g["kinds"] and meets(m["from"], m["to"], today, today) for m in libraries)
        return not will_do and (bool(libraries) or e.get("listed") == "none")
    if id in ("R31", "R32"): return unqualified(e, id, g, datetime.date.fromisoformat(today)) and not (g.get("relaxed") and id in e.get("relaxed", []))
    own = [p for p in e["penalties"] or [] if p["kind"] in g["kinds"]]
    if id == "R10" and e["status"] == "punished" and not own: return True
    if id == "R11" and (e["status"] in ("removed", "applied", "under_review") or e["status"] == "suspended" and not (e["until"] and e["until"] < today)): return True
    lasts = ("banned", "dishonest")
    return any(meets(p["from"], p["to"] or ("" if p["kind"] in lasts else p["from"]), since, today) for p in own)

def check(e, a, lot, rules, jsonl):
    """Checks how many the entry of a pool says that each of these grounds keeps out, and that none of them is in the pool."""
    pool, candidates = (jsonl("draws/%s/%s.jsonl" % (a["draw"], name)) for name in ("pool", "candidates"))
    if not candidates: return
    of = rules["recusal"]["grounds"]
    today = datetime.datetime.fromtimestamp(int(e["at"]) / 1000, zoneinfo.ZoneInfo(lot["time_zone"])).date().isoformat()
    counts = {x["ground"]: x["count"] for x in a["excluded"]}
    for id in GROUNDS:
        g = of.get(id, {})
        counts_here = g.get("action") and g.get("from", "") <= lot["started_on"] and lot["started_on"] <= g.get("to", "9999")
        out = {c["id"] for c in candidates if counts_here and kept_out(c, id, g, lot["started_on"], today)}
        need(counts.get(id, "0") == str(len(out)), "how many %s keeps out" % id)
        need(not any(o["expert"] in out for o in pool), "somebody in the pool whom %s keeps out" % id)
