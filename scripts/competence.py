#!/usr/bin/env python3
"""Writes the case of capability 8.7: an organisation with competences, roles that ask for them by level and tier, people with proofs of every sort,
and a clean twin in which everybody has what they need.

The key is counted here from the rows, by brute force: for each day of three years each proof is asked whether it counts, and what a person is told
follows from that list of days, never from a formula for the next change. It shares no code with the product. Run it in the root of the repository.
"""
import datetime as dt
import json
import math
import pathlib
import random
import statistics

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "8.7"
DAY = dt.date(2026, 10, 1)
SOON = 60
LEVELS = ["aware", "able_with_help", "able", "able_to_teach"]
MEANS = ["education", "training", "experience", "examination", "observation"]
ORIGIN = "counted by scripts/competence.py, day by day and proof by proof, by the definitions of the guide"


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


def plus_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    last = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return dt.date(year, month, min(day.day, last))


COMPETENCES = {
    "oversee": {"title": "Overseeing a credit decision", "means": ["training", "examination", "observation"], "months": 12},
    "read": {"title": "Reading a fairness report", "means": ["education", "examination", "experience"], "months": 24},
    "stop": {"title": "Stopping a system", "means": ["observation", "training"], "months": 6},
    "law": {"title": "Knowing the duties of those who use AI", "means": [], "months": None},
}
# Role, and what it asks for: competence, level, tiers.
ROLES = {
    "watcher": ("overseer", [("oversee", "able", ["T1"]), ("stop", "able_with_help", []), ("law", "aware", [])]),
    "tester": ("validator", [("read", "able_to_teach", []), ("law", None, [])]),
    "keeper": ("data_steward", []),
}
# AI system: unit and tier; none where nobody classified it.
SYSTEMS = {"credit": ("lending", "T1"), "chat": ("service", "T3"), "sort": ("service", None)}
UNITS = {"bank": None, "lending": "bank", "service": "bank"}
CONFIRMED = "2026-01-10"


def organisation():
    rows = [entry(f"unit-{it}", "organization_unit", "active", title=it.title(), form="team", parent=of and f"unit-{of}") for it, of in UNITS.items()]
    for name, it in COMPETENCES.items():
        rows.append(entry(
            f"competence-{name}", "competence", "current", title=it["title"], means=it["means"] or None,
            levels=[{"level": level, "means": f"Is {level.replace('_', ' ')}."} for level in LEVELS],
            validity=it["months"] and f"P{it['months']}M"))
    for name, (key, asks) in ROLES.items():
        asked = [{key: value for key, value in (("competence", f"competence-{of}"), ("level", level), ("tiers", tiers or None)) if value} for of, level, tiers in asks]
        rows.append(entry(f"role-{name}", "role", "active", title=name.title(), key=f"own_{key}", family="operations", competences=asked or None))
    for name, (unit, tier) in SYSTEMS.items():
        rows.append(entry(f"system-{name}", "ai_system", "operation", title=name.title(), unit=f"unit-{unit}"))
        if tier:
            rows.append(entry(
                f"class-{name}", "classification", "confirmed", title=f"Tier of {name}", subject=f"system-{name}", scheme="own_tier",
                outcome=f"tier {tier[1]}", reasons="as found", classified_on=CONFIRMED))
    return rows


def draw_proof(draw, number, person, name):
    """A proof of a competence with at most a few faults, drawn each by itself."""
    of = COMPETENCES[name]
    fact = {
        "name": f"proof-{number}", "person": person, "competence": name, "level": draw.choice(LEVELS[1:] + LEVELS[2:]),
        "by": draw.choice(MEANS if draw.random() < .15 else of["means"] or MEANS),
        "state": draw.choices(["evidenced", "claimed", "revoked"], [85, 10, 5])[0],
        "obtained": DAY - dt.timedelta(days=draw.choice([draw.randrange(10, 200), draw.randrange(10, 500), draw.randrange(-40, 800)])),
        "until": None, "effect": None, "judged": None, "shown": draw.random() < .92, "rejected": draw.random() < .06,
    }
    if draw.random() < .2:
        fact["until"] = fact["obtained"] + dt.timedelta(days=draw.randrange(20, 900))
    if fact["by"] == "training" and draw.random() < .8:
        fact["effect"] = "effective" if draw.random() < .85 else "not_effective"
        fact["judged"] = min(fact["obtained"] + dt.timedelta(days=draw.randrange(10, 120)), DAY + dt.timedelta(days=20))
    return fact


def good_proof(draw, number, person, name):
    """A proof that counts at the highest level, and longer than what is looked ahead."""
    by = COMPETENCES[name]["means"][0] if COMPETENCES[name]["means"] else "education"
    obtained = DAY - dt.timedelta(days=draw.randrange(3, 60))
    judged = obtained + dt.timedelta(days=2) if by == "training" else None
    return {
        "name": f"proof-{number}", "person": person, "competence": name, "level": LEVELS[-1], "by": by, "state": "evidenced", "obtained": obtained,
        "until": None, "effect": judged and "effective", "judged": judged, "shown": True, "rejected": False,
    }


def rows_of(fact):
    evidence = f"evidence-{fact['name']}"
    rows = []
    if fact["shown"]:
        rows.append(entry(evidence, "evidence", "rejected" if fact["rejected"] else "accepted", title=f"Paper of {fact['name']}", form="record",
                          shows="that it was passed", collected_on=str(fact["obtained"])))
    rows.append(entry(
        fact["name"], "competence_record", fact["state"], title=f"Seen in {fact['name']}", person=fact["person"], competence=f"competence-{fact['competence']}",
        level=fact["level"], by=fact["by"], obtained=str(fact["obtained"]), evidence=[evidence] if fact["shown"] else None,
        valid_until=fact["until"] and str(fact["until"]), effect=fact["effect"], effect_judged_on=fact["judged"] and str(fact["judged"]),
        effect_how="Looked at the work." if fact["effect"] else None))
    return rows


# --- by definition ---

def counts(fact, level, on):
    """Every reason why a proof does not count on a day."""
    of = COMPETENCES[fact["competence"]]
    ends = [it for it in (fact["until"], of["months"] and plus_months(fact["obtained"], of["months"])) if it]
    reasons = {
        "revoked": fact["state"] == "revoked",
        "other_means": bool(of["means"]) and fact["by"] not in of["means"],
        "not_yet": fact["obtained"] > on,
        "no_effect": fact["by"] == "training" and fact["effect"] == "not_effective" and fact["judged"] <= on,
        "too_low": LEVELS.index(fact["level"]) < level,
        "expired": any(it < on for it in ends),
        "claimed_only": fact["state"] != "evidenced" or not fact["shown"] or fact["rejected"],
        "not_judged": fact["by"] == "training" and not (fact["judged"] and fact["judged"] <= on),
    }
    return [name for name, it in reasons.items() if it]


def stands(facts, level, on):
    """How somebody with these proofs of one competence stands, and since or until when."""
    if any(not counts(it, level, on) for it in facts):
        # The last day on which one of the proofs that count today still counts, looked for day by day.
        good = [it for it in facts if not counts(it, level, on)]
        lasts = []
        for it in good:
            day = on
            while day < on + dt.timedelta(days=3 * 366) and not counts(it, level, day + dt.timedelta(days=1)):
                day += dt.timedelta(days=1)
            lasts.append(day)
        last = max(lasts)
        open_end = last >= on + dt.timedelta(days=3 * 366)
        return ("met" if open_end or (last - on).days > SOON else "expiring"), None if open_end else last
    rank = ["not_judged", "claimed_only", "expired", "too_low"]
    gravest = {"revoked": "missing", "other_means": "missing", "not_yet": "missing", "no_effect": "missing"}
    order = ["revoked", "other_means", "not_yet", "no_effect", "too_low", "expired", "claimed_only", "not_judged"]
    near = []
    for it in facts:
        first = next(name for name in order if name in counts(it, level, on))
        near.append(gravest.get(first, first))
    near.sort(key=lambda it: rank.index(it) if it in rank else len(rank))
    return (near[0] if near else "missing"), None


def above(unit):
    found = []
    while unit:
        found.append(unit)
        unit = UNITS[unit]
    return found


def asked(holding):
    """Of each competence the highest level that is asked of a holder, with the gravest tier for which."""
    found = {}
    for role, covers in holding:
        reach = [name for name, (unit, _) in SYSTEMS.items() if covers is None or covers == f"system-{name}" or covers in [f"unit-{it}" for it in above(unit)]]
        for name, level, tiers in ROLES[role][1]:
            by = [it for it in reach if SYSTEMS[it][1] is None or SYSTEMS[it][1] in tiers]
            if tiers and not by:
                continue
            rank = LEVELS.index(level) if level else 0
            known = [SYSTEMS[it][1] for it in by if tiers and SYSTEMS[it][1]]
            old = found.get(name, (0, None))
            found[name] = (max(old[0], rank), min([it for it in [old[1], *known] if it], default=None))
    return found


def side(name, seed):
    draw, faulty = random.Random(seed), name == "faulty"
    rows, people, facts = organisation(), {}, []
    for person in range(24):
        who = f"person-{person}"
        rows.append(entry(who, "person", "active", title=f"Person {person}", engagement="employee", unit=f"unit-{draw.choice(['lending', 'service'])}"))
        covers = [None, "system-credit", "system-chat", "unit-lending", "unit-service"]
        people[who] = [(draw.choice(list(ROLES)), draw.choice(covers)) for _ in range(draw.choice([1, 1, 2]))]
        wanted = list(asked(people[who]))
        if faulty:
            names = [draw.choice(wanted if wanted and draw.random() < .85 else list(COMPETENCES)) for _ in range(draw.randrange(0, 8))]
        else:
            names = wanted
        for of in names:
            facts.append((draw_proof if faulty else good_proof)(draw, len(facts), who, of))
    for fact in facts:
        rows += rows_of(fact)
    ended = []
    for who, holding in people.items():
        for at, (role, covers) in enumerate(holding):
            ended.append(entry(f"assignment-{who}-{at}", "role_assignment", "accepted", title=f"{who} as {role}", person=who, role=f"role-{role}",
                               covers=covers, basis="appointment", **{"from": "2026-01-01"}))
    key = {"origin": ORIGIN, "day": str(DAY), "cells": {}, "plan": [], "proofs": {}, "before": {}, "later": {}, "eased": {}, "ends": {}}
    for who, holding in people.items():
        for of, (level, tier) in asked(holding).items():
            own = [it for it in facts if it["person"] == who and it["competence"] == of]
            status, until = stands(own, level, DAY)
            cell = {"level": level, "status": status, "tier": tier}
            if until:
                cell["until"] = str(until)
            key["cells"][f"{who} {of}"] = cell
            key["later"][f"{who} {of}"] = stands(own, level, DAY + dt.timedelta(days=90))[0]
            # What the same proofs come to where the roles ask for the lowest level.
            key["eased"][f"{who} {of}"] = stands(own, 0, DAY)[0]
            if status == "expiring":
                key["ends"][f"{who} {of}"] = [str(until), stands(own, level, until + dt.timedelta(days=1))[0]]
            if status != "met":
                key["plan"].append([str(until if status == "expiring" else DAY), tier or "~", who, of])
    key["plan"] = sorted(key["plan"], key=lambda it: (it[0], it[1]))
    key["plan"] = [" ".join(it) for it in key["plan"]]
    for fact in facts:
        key["proofs"][fact["name"]] = counts(fact, 0, DAY)
    # What each person would lack in each role over each thing, and whether the program lets it be so.
    for who in people:
        own = [it for it in facts if it["person"] == who]
        for role in ROLES:
            for covers in [None, "system-credit", "system-chat"]:
                wanted = asked([(role, covers)])
                lacks = [of for of, (level, _) in wanted.items() if stands([it for it in own if it["competence"] == of], level, DAY)[0] not in ("met", "expiring")]
                key["before"][f"{who} {role} {covers or '-'}"] = sorted(lacks)
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    # Assignments come before the roles ask for anything, as they do where demands are stated later.
    roles = [it for it in rows if it["kind"] == "role"]
    asks = [{"id": it["id"], "competences": it["fields"].pop("competences")} for it in roles if "competences" in it["fields"]]
    for file, it in (("organisation.json", rows + ended), ("asks.json", asks), ("key.json", key)):
        (folder / file).write_text(json.dumps(it, indent=1, ensure_ascii=False) + "\n")
    statuses = [it["status"] for it in key["cells"].values()]
    print(name, len(statuses), {it: statuses.count(it) for it in sorted(set(statuses))})


# --- questions of a quiz ---

LEVEL = .95


def tail(k, n, p):
    """P(X >= k) by adding every term."""
    return sum(math.comb(n, it) * p ** it * (1 - p) ** (n - it) for it in range(k, n + 1))


def exact(k, n):
    """Both ends of the exact interval, by halving."""
    def solve(f, wanted):
        low, high = 0., 1.
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if f(middle) < wanted else (low, middle)
        return (low + high) / 2
    half = (1 - LEVEL) / 2
    return 0. if k == 0 else solve(lambda p: tail(k, n, p), half), 1. if k == n else solve(lambda p: tail(k + 1, n, p), 1 - half)


def discrimination(attempts, item):
    """Mean of the others' score of those who are right against those who are wrong, by the form of the point-biserial correlation."""
    rest = [sum(it) - it[item] for it in attempts]
    right, wrong = [of for of, it in zip(rest, attempts) if it[item]], [of for of, it in zip(rest, attempts) if not it[item]]
    spread = statistics.pstdev(rest)
    if not right or not wrong or not spread:
        return None, None
    share = len(right) / len(rest)
    r = (statistics.fmean(right) - statistics.fmean(wrong)) / spread * math.sqrt(share * (1 - share))
    half = statistics.NormalDist().inv_cdf(.5 + LEVEL / 2) / math.sqrt(len(rest) - 3)
    z = .5 * math.log((1 + r) / (1 - r))
    back = lambda it: (math.exp(2 * it) - 1) / (math.exp(2 * it) + 1)
    return r, [back(z - half), back(z + half)]


def quiz(name, seed, n, least):
    """Attempts at six questions; on the faulty side one is passed by everybody, one by nobody, one has the wrong answer as right."""
    draw, attempts = random.Random(seed), []
    for _ in range(n):
        knows = draw.random()
        got = [int(draw.random() < .15 + .7 * knows) for _ in range(6)]
        if name != "clean":
            got[0], got[1], got[2] = 1, 0, int(draw.random() < .9 - .8 * knows)
        attempts.append(got)
    key = []
    for item in range(6):
        right = sum(it[item] for it in attempts)
        r, within = discrimination(attempts, item)
        flag = "not_assessable" if n < least else "everyone_passes" if right == n else "nobody_passes" if right == 0 else "negative" if within and within[1] < 0 else None
        key.append({"right": right, "share": exact(right, n), "discrimination": r, "within": within, "flag": flag})
    print(name, n, [it["flag"] for it in key])
    return {"name": name, "least": least, "attempts": attempts, "items": key}


side("faulty", 4)
side("clean", 78)
cases = [quiz("faulty", 5, 60, 30), quiz("clean", 6, 60, 30), quiz("few", 7, 12, 30)]
(OUT / "quizzes.json").write_text(json.dumps(cases) + "\n")
