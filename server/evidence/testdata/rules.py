"""The rule profile of a lot, as its first entry states it: docs/process-log.md, section 11. Part of verify.py."""
import hashlib, json, os, re

PROFILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../evaluation/rule/profiles")

def need(truth, why):
    if not truth: raise ValueError(why)

def canonical(v): return json.dumps(v, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

def names(v):
    """Refuses what two readers could take for different things."""
    if isinstance(v, dict): need(all(re.fullmatch("[a-z][a-z_]*|R[0-9]{2}|zh-CN", name) for name in v), "a name")
    else: need(isinstance(v, (list, str, bool)) or isinstance(v, int) and 0 <= v < 10 ** 15, "a value")
    for one in v.values() if isinstance(v, dict) else v if isinstance(v, list) else (): names(one)

def over(below, said):
    """Puts what is said over what stands below it: objects member by member, everything else whole."""
    return {**below, **{k: over(below[k], v) if isinstance(v, dict) and isinstance(below.get(k), dict) else v for k, v in said.items()}}

def built_in(id):
    """Returns the profile of this source tree, or nothing."""
    path = os.path.join(PROFILES, id + ".json")
    if not os.path.exists(path): return {}
    with open(path, "rb") as f: said = json.load(f)
    return over(built_in(said["base"]), said) if said.get("base") else said

def read(lot):
    """Returns the profile of a lot, from its text."""
    text = lot["profile_text"]
    need(hashlib.sha256(text.encode()).hexdigest() == lot["profile_hash"], "the rules are not those of the hash")
    profile = json.loads(text)
    names(profile)
    need(canonical(profile) == text and profile["id"] == lot["profile"], "not the text of these rules")
    return profile

def known(profile):
    """Says whether the profile is one that this source tree has."""
    same = re.fullmatch("[a-z0-9-]+", profile["id"]) and built_in(profile["id"]) == profile
    return "  rules %s: %s" % (profile["id"], "built in, unchanged" if same else "not built in")
