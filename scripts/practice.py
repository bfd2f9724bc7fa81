#!/usr/bin/env python3
"""Writes the cases of capability 8.3: event logs with planted deviations, and an organisation with statements of policies that records keep or break.

Nothing in the keys is what was planted: each log is counted again by a replayer that lists every allowed path and knows no steps, each statement by
comparing the rows that were written, and each conflict by trying every combination of values. What was planted must come out, or the script
stops. It shares no code with the product. Run it in the root of the repository.
"""
import csv
import datetime as dt
import itertools
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "8.3"
DAY = dt.date(2026, 10, 1)
START = dt.datetime(2026, 1, 5, 8)
ORIGIN = "recounted by scripts/practice.py: logs by listing every allowed path, statements and conflicts from the rows and values alone"

# --- the log ---

LOOPS = 3
STRICT, LOOSE = 24, 72


def allowed():
    """Every allowed path: submit, assess, review; any number of reworks, each reviewed again; approve by somebody else, deploy, close."""
    for count in range(LOOPS + 1):
        yield ("submit", "assess", "review") + ("rework", "review") * count + ("approve", "deploy", "close")


def model(hours):
    return f"""start = ["submit"]
end = ["close"]

[[activity]]
name = "submit"
then = ["assess"]

[[activity]]
name = "assess"
then = ["review"]

[[activity]]
name = "review"
then = ["rework", "approve"]

[[activity]]
name = "rework"
then = ["review"]

[[activity]]
name = "approve"
then = ["deploy"]

[[activity]]
name = "deploy"
then = ["close"]

[[activity]]
name = "close"

[[rule]]
sort = "followed_within"
first = "approve"
second = "deploy"
within = "PT{hours}H"

[[rule]]
sort = "other_person"
first = "assess"
second = "approve"
"""


def cases(draw, planted):
    """Cases as lists of (activity, time, person)."""
    made = []
    for number in range(1000):
        at = START + dt.timedelta(minutes=draw.randrange(200 * 24 * 60))
        path = list(draw.choices(list(allowed())[:3], weights=[80, 15, 5])[0])
        fault = planted.get(number)
        if fault in ("skipped_step", "wrong_order"):
            path = list(next(allowed()))
        if fault == "skipped_step":
            path.remove(draw.choice(["assess", "review"]))
        if fault == "wrong_order":
            path[1], path[2] = path[2], path[1]
        if fault == "shortcut":
            path = ["submit", "assess", "approve", "deploy", "close"]
        assessor = draw.choice(["ana", "bea", "cid"])
        events = []
        for step in path:
            hours = draw.randrange(1, 20)
            if step == "deploy" and fault is None and draw.random() < .1:
                hours = draw.randrange(STRICT + 2, LOOSE - 2) if planted.get("slow") else hours
            if step == "deploy" and fault == "too_late":
                hours = LOOSE + draw.randrange(1, 100)
            at += dt.timedelta(hours=hours, minutes=draw.randrange(1, 59))
            who = assessor if step == "assess" else draw.choice(["dan", "eva", "fay"])
            if step == "approve" and fault == "same_person":
                who = assessor
            events.append((step, at, who))
        made.append((f"case-{number:04}", events))
    return made


def replay(events, hours):
    """Sorts of deviation of a case, from the list of allowed paths and from pairs of events."""
    steps, sorts = tuple(it[0] for it in events), set()
    paths = list(allowed())
    if steps not in paths:
        def within(path):
            rest = iter(path)
            return all(it in rest for it in steps)
        if any(sorted(steps) == sorted(it) for it in paths):
            sorts.add("wrong_order")
        elif any(within(it) for it in paths):
            sorts.add("skipped_step")
        else:
            sorts.add("other")
    for place, (step, at, _) in enumerate(events):
        if step == "approve":
            later = [it[1] for it in events[place + 1:] if it[0] == "deploy"]
            if not later or min(later) - at > dt.timedelta(hours=hours):
                sorts.add("too_late")
    assessed = {it[2] for it in events if it[0] == "assess"}
    if any(it[0] == "approve" and it[2] in assessed for it in events):
        sorts.add("same_person")
    return sorted(sorts)


def log_key(made, hours):
    told = {name: replay(events, hours) for name, events in made}
    told = {name: it for name, it in told.items() if it}
    counts = {}
    for it in told.values():
        for sort in it:
            counts[sort] = counts.get(sort, 0) + 1
    return {"conforming": len(made) - len(told), "cases": len(made), "sorts": counts, "deviating": told}


def steps_of(made):
    """Cases in which a step directly follows another, and is in no allowed path."""
    known = {pair for path in allowed() for pair in zip(path, path[1:])}
    found = {}
    for _, events in made:
        names = [it[0] for it in events]
        for pair in set(zip(names, names[1:])) - known:
            found[pair] = found.get(pair, 0) + 1
    return found


def write_log(folder, name, draw, made):
    rows = [(case, step, at.isoformat(sep=" "), who) for case, events in made for step, at, who in events]
    draw.shuffle(rows)
    with open(folder / name, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case", "activity", "time", "resource"])
        writer.writerows(rows)


# --- the organisation ---

SEVERITIES = ["near_miss", "minor", "moderate", "major", "severe"]
SOURCES = ["monitoring", "user", "audit"]
STATES = ["reported", "confirmed", "resolved"]


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


def statement(name, number, title, **fields):
    return entry(f"of-{name}", "policy_statement", "active", title=title, document="the-policy", anchor=f"S-{number}", text=f"{title}.", **fields)


def organisation(side, draw):
    faulty = side == "faulty"
    rows = [entry(f"person-{number}", "person", "active", title=f"Person {number}") for number in range(4)]
    rows.append(entry("the-policy", "document", "draft", title="Incident policy", form="policy"))
    rows += [entry(f"system-{number}", "ai_system", "operation", title=f"System {number}") for number in range(3)]
    incidents = []
    for number in range(60):
        happened = DAY - dt.timedelta(days=draw.randrange(30, 200))
        late = faulty and number % 12 == 5
        incidents.append({
            "name": f"incident-{number}", "severity": SEVERITIES[number % 5], "by": SOURCES[number % 3],
            "state": "reported" if faulty and number in (4, 19, 34) else "resolved", "happened": happened,
            "detected": happened + dt.timedelta(days=draw.randrange(8, 30) if late else draw.randrange(0, 7)), "system": f"system-{number % 3}",
            "ended": None if faulty and number in (9, 14, 24) else str(DAY - dt.timedelta(days=1)),
        })
    for it in incidents:
        rows.append(entry(it["name"], "incident", it["state"], title=it["name"].replace("-", " "), facts="It happened.", severity=it["severity"], detected_by=it["by"],
                          happened_on=str(it["happened"]), detected_on=str(it["detected"]), systems=[it["system"]], ended_on=it["ended"], owner="person-0"))
    papers = []
    for number in range(8):
        until = DAY + dt.timedelta(days=100 + number)
        acknowledged = [until - dt.timedelta(days=draw.randrange(1, 50)) for _ in range(3)]
        if faulty and number in (2, 5):
            acknowledged[1] = until + dt.timedelta(days=9)
        papers.append({"name": f"paper-{number}", "until": until, "acknowledged": acknowledged})
    for it in papers:
        rows.append(entry(it["name"], "document", "draft", title=it["name"].replace("-", " "), form="procedure", review_by=str(it["until"])))
        for place, due in enumerate(it["acknowledged"]):
            rows.append(entry(f"{it['name']}-{place}", "acknowledgement", "asked", title=f"{it['name']} {place}", person=f"person-{place}", of=it["name"], due=str(due)))
    excepted = [{"about": "incident-9", "reason": "It is with the court.", "until": str(DAY + dt.timedelta(days=30))},
                {"about": "incident-14", "reason": "It was with the court.", "until": str(DAY - dt.timedelta(days=1))}] if faulty else None
    rows += [
        statement("severe", 1, "Severe incidents are looked into", records="incident", population="severity:severe", holds="-state:reported"),
        statement("seen", 2, "Incidents are seen within a week", records="incident",
                  compares=[{"left": "detected_on", "is": "within", "right": "happened_on", "within": "P7D"}]),
        statement("ended", 3, "Grave incidents have ended", records="incident", population="severity:major,severe", holds="has:ended_on", exceptions=excepted),
        statement("asked", 4, "Documents are acknowledged before they are reviewed", records="document", population="form:procedure",
                  compares=[{"left": "acknowledged_in.due", "is": "at_latest", "right": "review_by", "of": "every"}]),
        statement("none", 5, "Nobody is harmed", records="incident", population="severity:severe people_affected>1000", holds="has:ended_on"),
        statement("care", 6, "We act with care" if faulty else "Minor incidents are seen", **({} if faulty else {"records": "incident", "population": "severity:minor", "holds": "has:detected_on"})),
        statement("fresh", 7, "What audits find stays open until they look again", records="incident", population="detected_by:audit severity:severe",
                  holds="state:reported" if faulty else "state:reported,resolved"),
        statement("paths", 8, "Changes are deployed as approved", model=model(LOOSE)),
    ]
    attested = [("said-0", "person-0", "incident-4"), ("said-1", "person-0", "incident-29")]
    rows += [entry(name, "acknowledgement", "given", title=name.replace("-", " "), person=person, of="of-severe", attests=about, given_on=str(DAY), due=str(DAY)) for name, person, about in attested]
    return rows, incidents, papers, attested


def told(kept, broken, excepted=()):
    return {"kept": kept, "broken": sorted(broken), "excepted": sorted(excepted)}


def statements_key(side, incidents, papers):
    severe = [it for it in incidents if it["severity"] == "severe"]
    grave = [it for it in incidents if it["severity"] in ("major", "severe")]
    late = [it["name"] for it in incidents if not 0 <= (it["detected"] - it["happened"]).days <= 7]
    open_ = [it["name"] for it in severe if it["state"] == "reported"]
    out = ["incident-9"] if side == "faulty" else []
    unknown = [it["name"] for it in grave if it["ended"] is None and it["name"] not in out]
    over = [it["name"] for it in papers if any(due > it["until"] for due in it["acknowledged"])]
    of_audit = [it for it in severe if it["by"] == "audit"]
    fresh = [it["name"] for it in of_audit if it["state"] not in (("reported",) if side == "faulty" else ("reported", "resolved"))]
    key = {
        "severe": told(len(severe) - len(open_), open_),
        "seen": told(len(incidents) - len(late), late),
        "ended": told(len(grave) - len(out) - len(unknown), unknown, out),
        "asked": told(len(papers) - len(over), over),
        "fresh": told(len(of_audit) - len(fresh), fresh),
    }
    if side == "clean":
        key["care"] = told(sum(it["severity"] == "minor" for it in incidents), [])
    return key


def verdicts(side, key):
    found = {name: "broken" if it["broken"] else "kept" for name, it in key.items()}
    found.update({"none": "not_assessable", "paths": "not_assessable"})
    if side == "faulty":
        found["care"] = "unverifiable"
    return found


def clashes(side):
    """Statements of which no state keeps both, though each alone could be kept, for some severity and source."""
    rules = {
        "severe": (lambda severity, by: severity == "severe", lambda state: state != "reported"),
        "fresh": (lambda severity, by: severity == "severe" and by == "audit",
                  (lambda state: state == "reported") if side == "faulty" else (lambda state: state in ("reported", "resolved"))),
    }
    states = ["reported", "confirmed", "no_incident", "contained", "resolved", "reviewed"]
    found = []
    for (one, first), (other, second) in itertools.combinations(sorted(rules.items()), 2):
        for severity, by in itertools.product(SEVERITIES, SOURCES):
            if first[0](severity, by) and second[0](severity, by):
                sets = [{it for it in states if rule[1](it)} for rule in (first, second)]
                if all(sets) and not sets[0] & sets[1]:
                    found.append(sorted([one, other]))
                    break
    return found


def named(key):
    """Statements by the names of their records."""
    return {f"of-{name}": it for name, it in key.items()}


def main():
    for side in ("faulty", "clean"):
        draw = random.Random(83)
        folder = OUT / side
        folder.mkdir(parents=True, exist_ok=True)
        sorts = ["skipped_step"] * 6 + ["wrong_order"] * 6 + ["too_late"] * 6 + ["same_person"] * 5
        planted = dict(zip(draw.sample(range(1000), 23), sorts)) if side == "faulty" else {}
        made = cases(draw, dict(planted, slow=side == "faulty"))
        found, strict = log_key(made, LOOSE), log_key(made, STRICT)
        write_log(folder, "log.csv", draw, made)
        usual = dict.fromkeys(draw.sample(range(1000), 120), "shortcut") if side == "faulty" else {}
        other = cases(draw, usual)
        write_log(folder, "practice.csv", draw, other)
        (folder / "model.toml").write_text(model(LOOSE))
        (folder / "stricter.toml").write_text(model(STRICT))
        want = {f"case-{number:04}": it for number, it in planted.items()}
        assert set(found["deviating"]) == set(want) and all([want[it]] == of for it, of in found["deviating"].items()), "what was planted is not what is counted"
        rows, incidents, papers, attested = organisation(side, draw)
        key = statements_key(side, incidents, papers)
        broken = set(key["severe"]["broken"])
        answers = {
            "origin": ORIGIN, "day": str(DAY), "log": found, "stricter": strict,
            "without_policy": sorted([list(pair), count] for pair, count in steps_of(other).items()),
            "statements": named(key), "verdicts": named(verdicts(side, key)),
            "contradicted": sorted(name for name, _, about in attested if about in broken),
            "clashes": [[f"of-{it}" for it in pair] for pair in clashes(side)],
        }
        (folder / "organisation.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
        (folder / "key.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
        print(side, found["conforming"], found["sorts"], strict["conforming"], answers["without_policy"], {it: len(of["broken"]) for it, of in key.items()}, answers["contradicted"], answers["clashes"])


main()
