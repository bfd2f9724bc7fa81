#!/usr/bin/env python3
"""Writes the cases of review by lanes: twelve months of requests with planted faults, their twin without, and the keys.

The rules of the lanes are written down here once more, in words of this script; figures are medians, shares and, for the deep lane, the queue of
one kind of work (Erlang 1917), by their definitions. It shares no code with the product. Run it in the root of the repository.
"""
import datetime
import json
import math
import pathlib
import random
import statistics

ROOT = pathlib.Path(__file__).resolve().parent.parent
TODAY = datetime.date(2027, 1, 4)
JUDGED = {"tier", "acceptance", "re_assessment", "exception", "access_review", "retrospective", "other"}
LOOKS_BACK = 90
DAYS = {"fast": 1, "standard": 10, "deep": 30, "prohibited": 5}


def lane(tier, request, unpassed, repeated, careful=False):
    """The lane by the rules; the careful ones look at every release and change of tier T3."""
    if tier == "T0":
        return "prohibited"
    if tier in ("T1", "unknown"):
        return "deep"
    if tier in ("T2", "none") or (careful and tier == "T3"):
        return "standard"
    if request in JUDGED or (tier == "T3" and request in ("new_system", "purchase")):
        return "standard"
    return "standard" if repeated >= 4 or unpassed > 0 else "fast"


def day(it):
    return it.isoformat()


class World:
    def __init__(self):
        self.rows = [
            {"id": "unit", "kind": "organization_unit", "state": "active", "fields": {"title": "Retail"}},
            {"id": "role-lead", "kind": "role", "state": "active", "fields": {"title": "Lead", "key": "governance_lead"}},
            {"id": "role-validator", "kind": "role", "state": "active", "fields": {"title": "Validator", "key": "validator"}},
        ]
        for n in range(3):
            self.add("person", "active", f"person-{n}", title=f"Person {n}")
            self.add("role_assignment", "accepted", f"seat-{n}", title=f"seat {n}", person=f"person-{n}", role="role-validator" if n else "role-lead", **{"from": "2026-01-01"})

    def add(self, kind, state, name, **fields):
        self.rows.append({"id": name, "kind": kind, "state": state, "fields": fields})
        return name

    def owner(self, name):
        return self.add("person", "active", f"owner of {name}", title=f"Owner of {name}")

    def system(self, name, tier, owner=None, without=(), people=10, sound=True):
        """A system with everything that the checks ask for, except what it is without."""
        facts = dict(law_area="none", law_exception="none", profiling=False, prohibited_practice="none", safety_component=False,
                     reversibility="with_effort", autonomy="direct_human_oversight", decision_effect="triage",
                     data_sensitivity="business", exposure="partners",
                     people_affected=[{"group": "customers", "count": people, "vulnerable": False}])
        self.add("ai_system", "operation", name, title=f"The {name}", unit="unit", owner=owner or self.owner(name), **facts)
        if "classification" not in without:
            self.add("classification", "confirmed", f"class of {name}", title=f"The {name}", subject=name, scheme="own_tier", outcome=tier)
        if "impact" not in without:
            self.add("impact_assessment", "in_force", f"impact of {name}", title=f"The {name}", systems=[name], review_by="2030-01-01")
        if "risks" not in without:
            self.add("risk", "identified", f"risk of {name}", title=f"The {name}", systems=[name], likelihood=1, consequence=1)
        return name

    def past(self, name, system, tier, request, unpassed, repeated, submitted, took, days, returned):
        self.add("review_request", "decided", name, title=f"The {name}", subject=system, form=request, asked="may it?", lane=took,
                 path=[{"tier": tier, "request": request, "unpassed": unpassed, "repeated": repeated, "lane": took, "row": took}],
                 submitted_on=day(submitted), answered_on=day(submitted + datetime.timedelta(days=days)), times_returned=returned)


def history(world, dice, systems):
    """A year of answered requests, each with what was known then."""
    past = []
    for n in range(180):
        name, tier = dice.choice(systems)
        request = dice.choice(["new_system", "release", "release", "change", "change", "change", "exception", "acceptance"])
        unpassed, repeated = dice.choice([0, 0, 0, 1, 3]), dice.choice([1, 1, 2, 5])
        took = lane(tier, request, unpassed, repeated)
        submitted = TODAY - datetime.timedelta(days=dice.randrange(40, 360))
        days = min(39, max(0, round(dice.lognormvariate(math.log(DAYS[took]), 0.6))))
        returned = int(took != "fast" and dice.random() < 0.3)
        world.past(f"past-{n}", name, tier, request, unpassed, repeated, submitted, took, days, returned)
        past.append((f"past-{n}", name, tier, request, unpassed, repeated, submitted, took, days, returned))
    return past


def deep_days(arrivals_a_year, people, hours=24.0, hours_a_day=2.0, days_a_year=220):
    """Days until an answer in a queue of one kind of work."""
    rate, served = arrivals_a_year / (days_a_year * hours_a_day), 1 / hours
    load = rate / served
    if load >= people:
        return None
    none = sum(load**k / math.factorial(k) for k in range(people))
    last = load**people / math.factorial(people) * people / (people - load)
    wait = last / (none + last) / (people * served - rate)
    return (wait + hours) / hours_a_day * 365 / days_a_year


def figures(past):
    told = {}
    for name in DAYS:
        own = [it for it in past if it[7] == name]
        if own:
            days = [it[8] for it in own]
            told[name] = {
                "answered": len(own), "median": statistics.median(days), "in_time": sum(it <= DAYS[name] for it in days),
                "first_pass": sum(it[9] == 0 for it in own),
            }
    return told


def case(faulty):
    dice, world = random.Random(26), World()
    systems = [(world.system(f"system-{n}", tier), tier) for n, tier in enumerate(["T4"] * 6 + ["T3"] * 6 + ["T2"] * 4 + ["T1"] * 2)]
    past = history(world, dice, systems)
    # Incidents: each soon after some answers, and long after others.
    incidents = [(systems[k][0], TODAY - datetime.timedelta(days=age)) for k, age in ((0, 30), (3, 200), (7, 100), (8, 300))]
    if faulty:
        for n, (system, on) in enumerate(incidents):
            world.add("incident", "closed", f"incident-{n}", title=f"Incident {n}", systems=[system], happened_on=day(on))
    troubled = incidents if faulty else []

    def missed(careful):
        def wrong(it):
            answered = it[6] + datetime.timedelta(days=it[8])
            return any(s == it[1] and answered < on <= answered + datetime.timedelta(days=LOOKS_BACK) for s, on in troubled)
        return sorted(it[0] for it in past if lane(*it[2:6], careful) == "fast" and wrong(it))

    moved = sorted(it[0] for it in past if lane(*it[2:6]) != lane(*it[2:6], True))
    open_ = []

    def ask(name, subject, request, wanted, settles):
        world.add("review_request", "submitted", name, title=f"The {name}", subject=subject, form=request, asked="may it?", owner="person-0")
        open_.append({"request": name, "lane": wanted, "settles": settles})

    sound = world.system("sound", "T4")
    ask("sound change", sound, "change", "fast", True)
    ask("graver", world.system("graver", "T1"), "change", "deep", False)
    ask("judged", world.system("judged", "T4"), "exception", "standard", False)
    parts = [world.system(f"part-{n}", "T3", owner="person-2" if faulty else None, people=900) for n in range(3)]
    for n, part in enumerate(parts):
        ask(f"part {n}", part, "release", "standard" if faulty else "fast", not faulty)
    # In the group of the parts, and graver than all of them together: the group makes it no milder.
    grave = world.system("grave part", "T1" if faulty else "T4", owner="person-2" if faulty else None)
    ask("grave part", grave, "change", "deep" if faulty else "fast", not faulty)
    for check in ("impact", "risks", "classification"):
        without = (check,) if faulty else ()
        wanted = "deep" if faulty and check == "classification" else "standard" if faulty else "fast"
        ask(f"lacks {check}", world.system(f"without {check}", "T4", without=without), "change", wanted, not faulty)
    banned = world.system("banned", "T0" if faulty else "T4")
    ask("banned", banned, "change", "prohibited" if faulty else "fast", not faulty)
    # Answered in the fast lane as T4, and settled as T2 since: looked at too little.
    late = world.system("regraded", "T2" if faulty else "T4")
    world.past("regraded answer", late, "T4", "change", 0, 1, TODAY - datetime.timedelta(days=20), "fast", 1, 0)
    past.append(("regraded answer", late, "T4", "change", 0, 1, TODAY - datetime.timedelta(days=20), "fast", 1, 0))
    rules = (ROOT / "data/tables/review_path.toml").read_text()
    careful = rules.replace("""id = "standard_tier"\nwhen.tier = '"T2"'""", """id = "standard_tier"\nwhen.tier = '"T2","T3"'""")
    assert careful != rules
    world.add("decision_table", "draft", "careful", title="Careful", purpose="review_path", rules=careful)
    deep = [it for it in past if it[7] == "deep"]
    oldest = max((TODAY - it[6]).days for it in past) + 1
    a_year = (len(deep) + sum(it["lane"] == "deep" for it in open_)) * 365 / min(oldest, 365)
    key = {
        "origin": "scripts/reviews.py: the rules in words of its own, medians and shares by their definitions, Erlang's C for one kind of work",
        "day": day(TODAY), "open": open_, "lanes": figures(past), "deep_days": deep_days(a_year, 2),
        "under": ["regraded answer"] if faulty else [], "moved": moved, "missed": [missed(False), missed(True)],
    }
    return world.rows, key


for side in ("faulty", "clean"):
    folder = ROOT / "selftest/2.6" / side
    folder.mkdir(parents=True, exist_ok=True)
    rows, key = case(side == "faulty")
    (folder / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
