"""Five hundred random questions "may this person decide this?" with their answers, found by brute force.

Writes `crates/governance/tests/it/files/decision_rights.json`: people with assignments of roles, AI systems and changes, and the
questions. The truth table is written out here once more, case by case, from the guide; nothing is read from the program's table. Run it
without arguments from the root of the repository.
"""

import itertools
import json
import random
from datetime import date, timedelta
from pathlib import Path

OUT = Path(__file__).parent.parent / "crates/governance/tests/it/files/decision_rights.json"
TODAY = date(2026, 3, 2)

ACTIONS = ["approve", "modify", "retrain", "extend_use", "stop", "resume", "decommission", "accept_risk", "approve_plan",
           "override", "except", "resolve", "sanction", "other"]
TIERS = ["unknown", "T1", "T2", "T3", "T4"]
CLASSES = ["none", "minor", "significant", "alters_intended_use"]
ROLES = ["executive", "governance_lead", "validator", "system_owner", "risk_officer", "legal", "engineer"]
# what nobody has settled is held as strictly as what is grave
GRAVE = {"unknown", "T0", "T1", "T2"}
TOP = {"executive", "governance_lead"}
CHECK = TOP | {"validator"}
OWN = CHECK | {"system_owner"}


def truth():
    """Who decides and for how many days that may be passed on, for every case."""
    table = {}
    for action, tier, reach in itertools.product(ACTIONS, TIERS, CLASSES):
        if action == "approve":
            cell = (TOP, 0) if tier == "T1" else (CHECK, 30) if tier in GRAVE else (CHECK, 90)
        elif action in ("modify", "retrain"):
            near = OWN if action == "modify" else CHECK
            if reach == "alters_intended_use":
                cell = (TOP, 0)
            elif reach == "significant":
                cell = (CHECK, 30) if tier in GRAVE else (near, 30)
            else:
                cell = (near, 90)
        elif action == "extend_use":
            cell = (CHECK, 30) if tier in GRAVE else (OWN, 90)
        elif action == "stop":
            cell = (OWN | {"engineer", "risk_officer"}, 365)
        elif action == "resume":
            cell = (TOP, 0) if tier in GRAVE else (TOP | {"system_owner"}, 30)
        elif action == "decommission":
            cell = (TOP, 30) if tier in GRAVE else (TOP | {"system_owner"}, 30)
        elif action in ("accept_risk", "approve_plan"):
            cell = (TOP, 0) if tier == "T1" else (TOP | {"risk_officer"}, 30)
        elif action in ("override", "except"):
            cell = (TOP | {"risk_officer", "legal"}, 0)
        else:
            cell = (TOP | {"legal"}, 0)
        table[action, tier, reach] = cell
    return table


def holds(it):
    begun = it["from"] is None or it["from"] <= TODAY.isoformat()
    return it["state"] == "accepted" and begun and (it["until"] is None or TODAY.isoformat() <= it["until"])


def reaches(it, system):
    return it["covers"] in (None, system["name"], system["unit"], "group")


def limited(it, action, tier):
    """Whether the limits of an assignment leave the action or the tier out."""
    if not it["limits"]:
        return False
    for limit in it["limits"]:
        grave_enough = limit["tier"] is None or (tier in TIERS[1:] and TIERS.index(tier) >= TIERS.index(limit["tier"]))
        if limit["action"] == action and grave_enough:
            return False
    return True


def may(world, table, person, action, system, reach):
    deciders, days = table[action, system["tier"], reach]
    for it in world["assignments"]:
        if it["person"] != person or it["role"] not in deciders or not holds(it) or not reaches(it, system):
            continue
        if limited(it, action, system["tier"]):
            continue
        if it["basis"] != "delegation":
            return True
        source = world["assignments"][it["behalf"]]
        if source["person"] == person or source["basis"] == "delegation" or source["role"] != it["role"]:
            continue
        if not holds(source) or not reaches(source, system) or limited(source, action, system["tier"]):
            continue
        if days > 0 and TODAY <= date.fromisoformat(it["from"]) + timedelta(days=days):
            return True
    return False


def people(draw):
    names = [f"P{number}" for number in range(14)]
    assignments = []

    def day(least, most):
        return (TODAY + timedelta(days=draw.randint(least, most))).isoformat()

    for number in range(34):
        it = {
            "person": draw.choice(names), "role": draw.choice(ROLES), "basis": "appointment", "behalf": None,
            "covers": draw.choice([None, None, "group", "north", "south", "S1", "S4"]),
            "from": day(-300, 10), "until": draw.choice([None, None, day(-20, 60)]),
            "state": draw.choice(["accepted"] * 6 + ["proposed"]), "limits": [],
        }
        if number >= 20:
            source = draw.randrange(0, number)
            it.update(basis="delegation", behalf=source, role=assignments[source]["role"], until=None, state="accepted")
            it["from"] = day(-120, 0)
            it["covers"] = draw.choice([assignments[source]["covers"], None])
            if draw.random() < 0.15:
                it["role"] = draw.choice(ROLES)
        elif draw.random() < 0.25:
            it["limits"] = [{"action": draw.choice(ACTIONS), "tier": draw.choice([None, "T2", "T3"])} for _ in range(4)]
        assignments.append(it)
    return names, assignments


def main():
    draw = random.Random(53)
    names, assignments = people(draw)
    # An assignment that is passed on to the same person is refused when it is entered.
    for it in assignments:
        if it["basis"] == "delegation" and assignments[it["behalf"]]["person"] == it["person"]:
            it["person"] = next(name for name in names if name != it["person"])
    systems = [
        {"name": f"S{number}", "tier": tier, "unit": unit}
        for number, (tier, unit) in enumerate(itertools.product(TIERS, ["north", "south"]))
    ]
    world = {"people": names, "assignments": assignments, "systems": systems}
    table, questions = truth(), []
    while len(questions) < 500:
        system, person = draw.choice(systems), draw.choice(names)
        action, reach = draw.choice(ACTIONS), draw.choice(CLASSES)
        answer = may(world, table, person, action, system, reach)
        # As many that are allowed as that are not.
        if sum(it["may"] == answer for it in questions) < 250:
            questions.append({"person": person, "action": action, "system": system["name"], "class": reach, "may": answer})
    world["questions"] = questions
    OUT.write_text(json.dumps(world, indent=1) + "\n")
    by = sum(it["basis"] == "delegation" for it in assignments)
    print(len(questions), sum(it["may"] for it in questions), by)


main()
