#!/usr/bin/env python3
"""Writes the cases of capabilities 8.4 and 8.5: findings with their age, limits, priority, repeats and clusters; nonconformities with what they lack,
where else the same is, and how the effect of each corrective action stands; each with a clean twin.

Everything in the keys is counted here by its definition, from the rows alone: repeats by comparing what was planted, never words; effects by
counting incidents; intervals from closed forms (none or all of n). It shares no code with the product. Run it in the root of the repository.
"""
import datetime as dt
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest"
DAY = dt.date(2026, 10, 1)
WEIGHT = {"major_nonconformity": 9, "minor_nonconformity": 4, "observation": 2, "opportunity_for_improvement": 1, "conformity": 0}
ANSWER = {"major_nonconformity": 14, "minor_nonconformity": 30, "observation": 60, "opportunity_for_improvement": 60, "conformity": 60}
CLOSE = {"major_nonconformity": 90, "minor_nonconformity": 180, "observation": 365, "opportunity_for_improvement": 365, "conformity": 365}
BUCKETS, DOUBLES, OTHERWISE = [30, 60, 90, 180], 90, 2
ORIGIN = "counted by scripts/correcting.py from the rows, by the definitions of the guide"


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


def write(capability, side, rows, key):
    folder = OUT / capability / side
    folder.mkdir(parents=True, exist_ok=True)
    for name, it in (("organisation.json", rows), ("key.json", key)):
        (folder / name).write_text(json.dumps(it, indent=1, ensure_ascii=False) + "\n")


# --- findings ---

CRITERIA = ["6.1.2", "6.1.3", "7.2", "8.1", "9.1", "A.6.2.4", "A.7.4"]
CAUSES = ["process", "competence", "supplier", "data", "technology", "people"]
WORDS = ["Not done as written", "Step left out", "Nobody could show it", "Record missing", "Late, and without a reason"]


def findings(side, draw):
    """Rows of findings; on the faulty side some say again, in other words, what was found before."""
    rows = [entry(f"unit-{number}", "organization_unit", "active", title=f"Unit {number}", form="team") for number in range(3)]
    rows += [entry(f"system-{number}", "ai_system", "operation", title=f"System {number}") for number in range(4)]
    facts = []
    for number in range(30):
        grade = draw.choice([it for it in WEIGHT if it != "conformity"]) if number else "conformity"
        state = draw.choice(["issued", "answered", "answered", "issued", "verified", "closed"])
        fact = {
            "name": f"finding-{number}", "grade": grade, "state": state, "issued": DAY - dt.timedelta(days=draw.randrange(0, 500)),
            # On the clean side nothing is found twice: each has a requirement or a cause of its own.
            "criterion": CRITERIA[number % len(CRITERIA)], "cause": CAUSES[(number // len(CRITERIA)) % len(CAUSES)] if draw.random() < .9 else None,
            "about": f"system-{draw.randrange(4)}", "unit": draw.choice(["unit-0", "unit-1", "unit-2", None]),
            "answer_by": None,
        }
        if side == "clean" and fact["cause"] is None:
            fact["cause"] = CAUSES[(number // len(CRITERIA)) % len(CAUSES)]
        if draw.random() < .3:
            fact["answer_by"] = fact["issued"] + dt.timedelta(days=draw.randrange(5, 90))
        facts.append(fact)
    if side == "faulty":
        for number in range(8):
            before = facts[number * 3 + 1]
            again = dict(before, name=f"again-{number}", state="issued", issued=min(DAY, before["issued"] + dt.timedelta(days=draw.randrange(1, 200))))
            # Once another cause at the same place, which is another thing; once so long after that it is out of the window.
            if number == 3:
                again["cause"] = next(it for it in CAUSES if it != before["cause"] and all(of["cause"] != it or of["criterion"] != before["criterion"] for of in facts))
            if number == 5:
                before["issued"] = DAY - dt.timedelta(days=3 * 365 + 40)
                again["issued"] = DAY - dt.timedelta(days=20)
            facts.append(again)
    for number, fact in enumerate(facts):
        rows.append(entry(
            fact["name"], "finding", fact["state"], title=f"{WORDS[number % len(WORDS)]} ({number})", criterion=f"ISO/IEC 42001:{fact['criterion']}",
            grade=fact["grade"], condition="Seen in the audit.", about=[fact["about"]], unit=fact["unit"], cause_class=fact["cause"],
            issued_on=str(fact["issued"]), answer_by=fact["answer_by"] and str(fact["answer_by"]), answer="We shall." if fact["state"] != "issued" else None))
    return rows, facts


def years(day, count):
    return day.replace(year=day.year - count) if (day.month, day.day) != (2, 29) else day.replace(year=day.year - count, day=28)


def repeats(facts, place):
    """Those before it in the window of three years with the same requirement, and the same cause, or the same place and no different causes."""
    own = facts[place]
    if own["grade"] == "conformity":
        return []
    found = []
    for other_place, other in enumerate(facts):
        earlier = (other["issued"], other_place) < (own["issued"], place) and other["issued"] >= years(own["issued"], 3)
        if other_place == place or not earlier or other["grade"] == "conformity" or other["criterion"] != own["criterion"]:
            continue
        both = own["cause"] is not None and other["cause"] is not None
        if (both and own["cause"] == other["cause"]) or (not both and own["about"] == other["about"]):
            found.append(other["name"])
    return sorted(found)


def findings_key(facts):
    told, units = {}, {}
    ages = [0] * (len(BUCKETS) + 1)
    for place, fact in enumerate(facts):
        is_open = fact["state"] in ("issued", "answered")
        before = repeats(facts, place)
        answer_by = fact["answer_by"] or fact["issued"] + dt.timedelta(days=ANSWER[fact["grade"]])
        close_by = fact["issued"] + dt.timedelta(days=CLOSE[fact["grade"]])
        late = None
        if is_open and fact["state"] == "issued" and answer_by < DAY:
            late = "answer"
        elif is_open and close_by < DAY:
            late = "settling"
        age = (DAY - fact["issued"]).days
        priority = WEIGHT[fact["grade"]] * OTHERWISE * (1 + age / DOUBLES) * (1 + len(before)) if is_open else None
        told[fact["name"]] = {"age": age if is_open else None, "late": late, "priority": priority, "repeats": before}
        if is_open:
            ages[next((at for at, end in enumerate(BUCKETS) if age <= end), len(BUCKETS))] += 1
            units.setdefault(fact["unit"] or "", []).append((age, late is not None, priority))
    burdens = {}
    for unit, all_ in units.items():
        sorted_ages = sorted(it[0] for it in all_)
        middle = len(sorted_ages) // 2
        median = sorted_ages[middle] if len(sorted_ages) % 2 else (sorted_ages[middle - 1] + sorted_ages[middle]) / 2
        burdens[unit] = {"open": len(all_), "late": sum(it[1] for it in all_), "median_age": median, "weight": sum(it[2] for it in all_)}
    clusters = {}
    for fact in facts:
        if fact["cause"] and fact["grade"] != "conformity":
            clusters.setdefault(fact["cause"], []).append(fact["name"])
    clusters = {cause: sorted(all_) for cause, all_ in clusters.items() if len(all_) >= 2}
    to_verify = sum(it["state"] == "answered" for it in facts)
    return {"origin": ORIGIN, "day": str(DAY), "findings": told, "ages": ages, "burdens": burdens, "clusters": clusters, "to_verify": to_verify}


# --- corrective action ---

def shares(count, n, level=.95):
    """Ends of the exact interval where they have a closed form: none or all of n."""
    tail = (1 - level) / 2
    if count == 0:
        return [0.0, 1 - tail ** (1 / n)]
    if count == n:
        return [tail ** (1 / n), 1.0]
    return None


INCIDENTS = [("major", "audit"), ("minor", "audit"), ("minor", "user"), ("near_miss", "user"), ("moderate", "monitoring"), ("minor", "monitoring"),
             ("minor", "audit")]


def incidents():
    return [entry(f"incident-{number}", "incident", "reported", title=f"Incident {number}", facts="It happened.", severity=severity, detected_by=by)
            for number, (severity, by) in enumerate(INCIDENTS)]


def predicate(says, wanted, holds, of="", looks_at="all_records"):
    return {"says": says, "kind": "incident", "filter": wanted, "holds": holds, **({"of": of} if of else {}), "looks_at": looks_at}


def fits(incident, wanted):
    known = dict(zip(("severity", "detected_by"), incident))
    return all(known[part.split(":")[0]] == part.split(":")[1] for part in wanted.split())


def effect(rows, done, watched, state):
    """How the effect stands: what is there against it speaks at once, everything else when the time of watching is over."""
    if state == "implementing":
        return "not_carried_out", []
    watching = DAY < done + dt.timedelta(days=watched)
    looked, failing, hard, unknown = [], False, False, False
    for row in rows:
        # Everything is entered on one day, after any of these was carried out.
        of = [it for it in INCIDENTS if fits(it, row.get("of", ""))]
        count = sum(fits(it, row["filter"]) for it in of)
        share = shares(count, len(of)) if (row.get("of") or row["holds"] == "all") and of else None
        if (row.get("of") or row["holds"] == "all") and not of:
            so, unknown = None, True
        else:
            so = {"none": count == 0, "all": count == len(of), "some": count > 0}[row["holds"]]
        failing |= so is False
        hard |= so is False and row["holds"] != "some"
        looked.append({"counted": count, "share": share, "holds": so})
    word = "fails" if hard else "watching" if watching else "fails" if failing else "not_assessable" if unknown or not rows else "holds"
    return word, looked


ACTIONS = [
    ("nothing-left", [predicate("No severe incident.", "severity:severe", "none")], dt.date(2026, 5, 1), 90, "implemented"),
    ("of-audits", [predicate("No audit finds a severe one.", "severity:severe", "none", "detected_by:audit")], dt.date(2026, 5, 1), 90, "implemented"),
    ("still-there", [predicate("No major incident.", "severity:major", "none")], dt.date(2026, 5, 1), 90, "implemented"),
    ("at-once", [predicate("No major incident.", "severity:major", "none")], dt.date(2026, 9, 20), 90, "implemented"),
    ("wait", [predicate("No severe incident.", "severity:severe", "none")], dt.date(2026, 9, 20), 90, "implemented"),
    ("wait-for-some", [predicate("Users report severe ones.", "severity:severe", "some")], dt.date(2026, 9, 20), 90, "implemented"),
    ("never-came", [predicate("Users report severe ones.", "severity:severe", "some")], dt.date(2026, 5, 1), 90, "implemented"),
    ("all-of", [predicate("All by users are mild.", "severity:minor", "all", "detected_by:user")], dt.date(2026, 5, 1), 90, "implemented"),
    ("nothing-happened", [predicate("No severe one by authorities.", "severity:severe", "none", "detected_by:authority")], dt.date(2026, 5, 1), 90, "implemented"),
    ("two", [predicate("No severe incident.", "severity:severe", "none"), predicate("Some are seen by monitors.", "detected_by:monitoring", "some")],
     dt.date(2026, 5, 1), 90, "implemented"),
    ("nothing-named", [], dt.date(2026, 5, 1), 90, "implemented"),
    ("not-yet", [predicate("No severe incident.", "severity:severe", "none")], None, 90, "implementing"),
    ("every-minor", [predicate("All near misses come from users.", "severity:near_miss", "all", "severity:near_miss")], dt.date(2026, 5, 1), 90, "implemented"),
]
GAP = "ISO/IEC 27001:A.8.28"
SHARED = "component-shared"


def correcting(side):
    """A gap planted in one AI system and there in three more, a cause that reaches another one, and what each nonconformity lacks."""
    faulty = side == "faulty"
    rows = incidents() + [entry("doer", "person", "active", title="Doer", engagement="employee")]
    systems = [f"system-{number}" for number in range(8)]
    rows += [entry(it, "ai_system", "operation", title=it.title()) for it in systems]
    # Systems 0 to 3 have nothing to show on the faulty side.
    shown = systems[4:] if faulty else systems
    for number, it in enumerate(shown):
        for part, day in enumerate(("2026-07-20", "2026-09-20")):
            framework, reference = GAP.split(":")
            rows.append(entry(f"proof-{number}-{part}", "evidence", "accepted", title=f"Proof {number}", shows="it was done", form="record",
                              collected_on=day, about=[it], meets=[{"framework": framework, "reference": reference}]))
    rows.append(entry(SHARED, "component", "in_use", title="Shared part", systems=["system-0", "system-6"], form="model_service"))
    like = {"system-1", "system-2", "system-3"} if faulty else set()
    full = dict(nature="Not checked before release.", consequences="None followed.", cause="Nobody was asked.", extent="Looked at all systems.",
                correction=[{"what": "Checked.", "who": "doer", "when": "2026-06-01"}], nothing_to_change="The process stands.",
                requirement=GAP)
    answered = [{"where": it, "result": "the_same", "how": "Looked at its records."} for it in sorted(like)]
    planted = entry("planted", "nonconformity", "verifying", title="Not checked", about=["system-0"], **full)
    rows.append(planted)
    rows.append(entry("answered", "nonconformity", "verifying", title="Not checked, again", about=["system-0"], **full, like_cases=answered or None))
    rows.append(entry("by-cause", "nonconformity", "verifying", title="Bad part", about=["system-0"], **dict(full, requirement="ISO/IEC 42001:6.1.2"),
                      cause_records=[SHARED]))
    bare = {} if faulty else full
    rows.append(entry("bare", "nonconformity", "verifying", title="Bare", about=["system-0"], **dict(bare, requirement="ISO/IEC 42001:9.3.1")))
    for name, effects, done, watched, state in ACTIONS:
        rows.append(entry(name, "corrective_action", state, title=f"Action {name}", nonconformity="bare", what="Do it.", watched_for=f"P{watched}D",
                          implemented_on=done and str(done), effect=effects or None))
    cases = ["planted", "answered", "by-cause"]
    for name in cases + ([] if faulty else ["bare"]):
        rows.append(entry(f"done-{name}", "corrective_action", "verified", title=f"Done {name}", nonconformity=name, what="Done.", watched_for="P90D",
                          implemented_on="2026-05-01", effect=[predicate("No severe incident.", "severity:severe", "none")], judgement="worked"))
    open_actions = len(ACTIONS)
    lacks = {
        "planted": len(like), "answered": 0, "by-cause": 1,
        # On the faulty side: nature, cause, extent, correction and what follows are missing; on both: every action is still to be judged.
        "bare": (5 if faulty else 0) + open_actions,
    }
    places = {"planted": sorted(like), "answered": sorted(like), "by-cause": ["system-6"], "bare": []}
    effects = {}
    for name, rows_, done, watched, state in ACTIONS:
        word, looked = effect(rows_, done, watched, state)
        effects[name] = {"effect": word, "looked": looked}
    return rows, {"origin": ORIGIN, "day": str(DAY), "lacks": lacks, "like": places, "effects": effects}


if __name__ == "__main__":
    for number, side in enumerate(("faulty", "clean")):
        rows, facts = findings(side, random.Random(850 + number))
        write("8.5", side, rows, findings_key(facts))
        write("8.4", side, *correcting(side))
