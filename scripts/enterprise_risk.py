#!/usr/bin/env python3
"""Writes the cases of capability 2.4: an organisation beside the register of its enterprise, its clean twin, files of the register, and the keys.

Translations follow from the ranges by their definition (every pair of levels is held against each other); verdicts are those that were
planted; costs are sums over sets, by enumeration. It shares no code with the product. Run it in the root of the repository.
"""
import csv
import io
import itertools
import json
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "selftest" / "2.4"
DAY = "2027-02-01"
END = float("inf")
REGISTER = "enterprise"
FIRST, SECOND = "ISO/IEC 42001", "ISO/IEC 27001"

LIBRARY = tomllib.loads((ROOT / "data/library/enterprise.toml").read_text())
MATRIX = tomllib.loads((ROOT / "data/scales/risk.toml").read_text())
OWN = dict(LIBRARY["own"], cells=MATRIX["cells"], levels=["low", "medium", "high", "critical"])


# --- scales ---

def meets(one, other):
    return one["from"] < other.get("below", END) and other["from"] < one.get("below", END)


def above(scales, cell):
    rank = scales["levels"].index
    return rank(scales["cells"][cell[0]][cell[1]]) > rank(scales["appetite"])


def translated(one, other, cell):
    place = []
    for axis, at in zip(("likelihood", "impact"), cell):
        band = one[axis][at]
        place.append(max(n for n, it in enumerate(other[axis]) if meets(band, it)))
    return tuple(place)


def scales():
    rows = []
    for register in LIBRARY["register"]:
        for way, one, other in (("there", OWN, register), ("back", register, OWN)):
            for cell in itertools.product(range(len(one["likelihood"])), range(len(one["impact"]))):
                to = translated(one, other, cell)
                rows.append({"register": register["name"], "way": way, "from": list(cell), "to": list(to),
                             "crosses": above(one, cell) != above(other, to)})
    return rows


# --- records ---

def entry(name, kind, state, fields):
    return {"id": name, "kind": kind, "state": state, "fields": fields}


def people():
    return [entry(f"person-{name}", "person", "active", {"title": name.title(), "email": f"{name}@bank.example"}) for name in ("ana", "ben")]


def systems():
    return [entry(f"system-{n}", "ai_system", "operation", {"title": f"System {n}"}) for n in (1, 2)]


TESTS = ["inspection", "reperformance", "observation", "inquiry", "analysis"]


def own_control(n):
    fields = {
        "title": f"Own control number {n}", "statement": f"Somebody does the thing of number {n} and keeps proof of it.",
        "objective_key": f"objective_{n:02}", "population_key": f"population_{n % 7}", "test_method": TESTS[n % 5], "frequency": "monthly",
    }
    if n % 6:
        fields["hours_a_year"] = 10 + n
    frameworks = [FIRST] * (n <= 20) + [SECOND] * (15 <= n <= 34)
    if frameworks:
        fields["meets"] = [{"framework": it} for it in frameworks]
    return entry(f"own-{n:02}", "control", "operating", fields)


def own_controls():
    rows = [own_control(n) for n in range(1, 39)]
    # The same keys, and scopes that have nothing in common: not the same population.
    for n, system in ((39, "system-1"), (40, "system-2")):
        row = own_control(39)
        row["id"], row["fields"]["title"] = f"own-{n}", f"Own control number {n}"
        row["fields"]["applies_to"] = [system]
        rows.append(row)
    return rows


WORDINGS = ["Access reviewers look at {n} again", "Line two samples item {n}", "The desk keeps watch over matter {n}", "Periodic check no. {n} of the department"]
HEAD = ["Control ID", "Control", "Description", "Objective", "Population", "Test", "Frequency", "Hours a year", "Owner", "Status"]


def there_controls(duplicates):
    """90 controls of the register; the first `duplicates` are the same as own ones, worded otherwise."""
    rows, pairs = [], []
    for n in range(1, 91):
        objective, population, test = f"enterprise_{n:02}", f"group_{n % 9}", TESTS[n % 5]
        twin = own_control(n)["fields"] if n <= 28 else None
        if twin and n <= 12:
            if n <= duplicates:
                objective, population, test = twin["objective_key"].title(), twin["population_key"], twin["test_method"].title()
                pairs.append({"own": f"own-{n:02}", "key": f"EC-{n:03}"})
        elif twin and n <= 22:
            objective, population, test = twin["objective_key"], twin["population_key"], TESTS[(n + 1) % 5]
        elif twin:
            objective, population, test = twin["objective_key"], "another_population", twin["test_method"]
        if n in (50, 60, 70):
            population = ""
        words = WORDINGS[n % 4].format(n=n)
        rows.append([f"EC-{n:03}", words, f"{words}, by rule {n * 7}.", objective, population, test, "quarterly", 5 + n % 4, "ana@bank.example", "open"])
    return rows, pairs


def at(register, key, said, held, says=None):
    text = lambda it: "; ".join(f"{k}: {v}" for k, v in sorted(it.items()))
    row = {"register": register, "key": key}
    for name, value in (("said", said), ("held", held), ("says", says or said)):
        if value:
            row[name] = text(value)
    return [row]


def risk(name, cell, category="technology", owner="ana", **more):
    fields = {"title": f"Risk of {name}", "direction": "threat", "likelihood": cell[0], "consequence": cell[1], "enterprise_category": category, "owner": f"person-{owner}"}
    fields.update(more)
    return entry(f"risk-{name}", "risk", "identified", fields)


def base(likelihood, impact, numbers, category="technology", owner="ana", state=("open", "identified")):
    said = {"likelihood": likelihood, "impact": impact, "category": category, "owner": f"{owner}@bank.example", "state": state[0]}
    held = {"likelihood": numbers[0], "impact": numbers[1], "category": category, "owner": f"{owner}@bank.example", "state": state[1]}
    return said, held


RISK_HEAD = ["Risk ID", "AIMS number", "Risk", "Likelihood", "Impact", "Rating", "Category", "Owner", "Status"]


def line(key, title, likelihood, impact, rating, category="technology", owner="ana", state="open", number=""):
    return [key, number, title, likelihood, impact, rating, category, f"{owner}@bank.example", state]


def faulty_risks():
    """Risks, rows of the register, and what was planted: attribute and verdict by risk, with what stands after the import."""
    agreed = base("possible", "moderate", (2, 3))
    rows = [
        risk("agreed", (2, 3), external_ids=at(REGISTER, "R-1", *agreed)),
        risk("theirs", (2, 3), external_ids=at(REGISTER, "R-2", *agreed)),
        risk("ours", (2, 2), external_ids=at(REGISTER, "R-3", *agreed)),
        risk("both", (1, 2), external_ids=at(REGISTER, "R-4", *base("possible", "low", (2, 2)))),
        risk("never", (3, 3), external_ids=[{"register": REGISTER, "key": "R-5"}]),
        risk("crossing", (1, 4), external_ids=at(REGISTER, "R-6", *base("remote", "high", (1, 4)))),
        risk("owner", (2, 3), external_ids=at(REGISTER, "R-7", *agreed)),
        risk("state", (2, 3), external_ids=at(REGISTER, "R-8", *agreed)),
        risk("level", (2, 3), external_ids=at(REGISTER, "R-9", *agreed)),
        risk("new here", (2, 3)),
        risk("numbered", (2, 3)),
    ]
    number = f"RSK-{len(rows):04}"
    there = [
        line("R-1", "Agreed", "possible", "moderate", "tolerable"),
        line("R-2", "Theirs", "remote", "moderate", "acceptable"),
        line("R-3", "Ours", "possible", "moderate", "tolerable"),
        line("R-4", "Both", "probable", "low", "acceptable"),
        line("R-5", "Never", "remote", "moderate", "acceptable"),
        line("R-6", "Crossing", "possible", "high", "tolerable"),
        line("R-7", "Owner", "possible", "moderate", "tolerable", owner="ben"),
        line("R-8", "State", "possible", "moderate", "tolerable", state="closed"),
        line("R-9", "Level", "possible", "moderate", "serious"),
        line("R-11", "Only there", "probable", "high", "serious"),
        line("R-12", "Numbered", "possible", "moderate", "tolerable", number=number),
    ]
    planted = [
        {"record": "risk-theirs", "attribute": "likelihood", "verdict": "theirs_changed"},
        {"record": "risk-ours", "attribute": "impact", "verdict": "ours_changed"},
        {"record": "risk-both", "attribute": "likelihood", "verdict": "both_changed"},
        {"record": "risk-never", "attribute": "likelihood", "verdict": "never_agreed"},
        {"record": "risk-crossing", "attribute": "likelihood", "verdict": "crosses"},
        {"record": "risk-owner", "attribute": "owner", "verdict": "theirs_changed"},
        {"record": "risk-state", "attribute": "state", "verdict": "theirs_changed"},
        {"record": "risk-level", "attribute": "level", "verdict": "does_not_follow"},
        {"record": "risk-new here", "attribute": "", "verdict": "missing_there"},
        {"record": "R-11", "attribute": "", "verdict": "missing_here"},
    ]
    after = [
        {"record": "risk-theirs", "likelihood": 1, "consequence": 3},
        {"record": "risk-ours", "likelihood": 2, "consequence": 2},
        {"record": "risk-both", "likelihood": 1, "consequence": 2},
        {"record": "risk-never", "likelihood": 3, "consequence": 3},
        {"record": "risk-crossing", "likelihood": 1, "consequence": 4},
    ]
    return rows, there, planted, after


def clean_risks():
    rows, there = [], []
    for n, (cell, words, rating) in enumerate([((2, 3), ("possible", "moderate"), "tolerable"), ((1, 5), ("remote", "extreme"), "serious"),
                                               ((5, 4), ("expected", "high"), "intolerable"), ((3, 1), ("probable", "low"), "acceptable")], 1):
        rows.append(risk(f"clean {n}", cell, category="operational", external_ids=at(REGISTER, f"R-{n}", *base(*words, cell, category="operational"))))
        there.append(line(f"R-{n}", f"Clean {n}", *words, rating, category="operational"))
    return rows, there, [], []


# --- sums ---

def closure(mappings):
    """Sets of equal controls, and the pairs of part and whole among them, by going on until nothing changes."""
    names = sorted({it for m in mappings for it in (m["from"], m["to"])})
    group = {name: {name} for name in names}
    for m in mappings:
        if m["relation"] == "equal" and m["state"] == "reviewed":
            both = group[m["from"]] | group[m["to"]]
            for name in both:
                group[name] = both
    part = {(m["from"], m["to"]) for m in mappings if m["relation"] == "subset" and m["state"] == "reviewed"}
    part |= {(m["to"], m["from"]) for m in mappings if m["relation"] == "superset" and m["state"] == "reviewed"}
    return group, part


def sums(own, there, mappings):
    group, part = closure(mappings)
    same = lambda name: frozenset(group.get(name, {name}))
    hours = {it["id"]: it["fields"].get("hours_a_year") for it in own}
    hours.update({row[0]: row[7] for row in there})
    frameworks = {it["id"]: {m["framework"] for m in it["fields"].get("meets", [])} for it in own}
    work = {same(name) for name in hours}

    def wholes(one):
        found, grown = set(), True
        while grown:
            grown = False
            for low, high in part:
                if (same(low) == one or same(low) in found) and same(high) not in found:
                    found.add(same(high))
                    grown = True
        return found

    def cost(one):
        known = [hours[it] for it in one if hours[it] is not None]
        return max(known) if known else None

    named = lambda one, framework: any(framework in frameworks.get(it, set()) for it in one)
    keys = {row[0] for row in there}
    covered = [it["id"] for it in own if same(it["id"]) & keys or any(it & keys for it in wholes(same(it["id"])))]
    first = sum(cost(it) for it in work if named(it, FIRST) and cost(it) is not None)
    alone = sum(cost(it) for it in work if named(it, SECOND) and cost(it) is not None)
    shared = sum(cost(it) for it in work if named(it, SECOND) and cost(it) is not None
                 and (named(it, FIRST) or any(named(w, FIRST) for w in wholes(it))))
    return {
        "own": len(own), "reused": sorted(covered), "hours": sum(hours[it] for it in covered if hours[it] is not None),
        "unknown": sorted(it for it in covered if hours[it] is None),
        "first": first, "alone": alone, "second": alone - shared, "shared": shared,
    }


def relation(one, word, other, state="reviewed"):
    return {"from": one, "relation": word, "to": other, "state": state}


def mappings():
    rows = [relation(f"own-{n:02}", "equal", f"EC-{n:03}") for n in range(1, 8)]
    rows.append(relation("own-08", "subset", "EC-008"))
    rows.append(relation("EC-009", "superset", "own-09"))
    rows.append(relation("own-10", "intersects", "EC-010"))
    rows.append(relation("own-11", "equal", "EC-011", "proposed"))
    rows.append(relation("own-31", "equal", "own-05"))
    rows.append(relation("own-32", "subset", "own-13"))
    return rows


BAD = [RISK_HEAD,
       line("R-90", "Unknown category", "possible", "moderate", "tolerable", category="weather"),
       line("R-91", "Good", "possible", "moderate", "tolerable"),
       line("R-91", "Again", "possible", "moderate", "tolerable"),
       line("", "No key", "possible", "moderate", "tolerable"),
       line("R-92", "Unknown level", "sometimes", "moderate", "tolerable")]


def written(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def side(name, duplicates, risks, related):
    rows, there, planted, after = risks
    own = own_controls()
    controls, pairs = there_controls(duplicates)
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    key = {
        "origin": "ranges held against each other by definition, planted differences, and sums by enumeration (scripts/enterprise_risk.py)",
        "day": DAY, "register": REGISTER, "scales": scales(), "duplicates": pairs, "not_comparable": 3,
        "mappings": related, "sums": dict(sums(own, controls, related), first_framework=FIRST, second_framework=SECOND),
        "planted": planted, "created": sum(it["verdict"] == "missing_here" for it in planted), "after": after, "rejected": [2, 4, 5, 6],
    }
    organisation = people() + systems() + own + rows
    (folder / "organisation.json").write_text(json.dumps(organisation, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
    (folder / "controls.csv").write_text(written([HEAD, *controls]))
    (folder / "risks.csv").write_text(written([RISK_HEAD, *there]))
    (folder / "bad.csv").write_text(written(BAD))


side("faulty", 12, faulty_risks(), mappings())
side("clean", 0, clean_risks(), [])
