#!/usr/bin/env python3
"""Writes the cases of capability 1.7: a framework, an organisation whose evidence was laid out so that the step of every requirement and column is
known beforehand, sheets of two assessors, and the key: steps, weighted gaps, kappa, effort, what is claimed above evidence.

Steps follow from how evidence was laid out. Kappa is counted with fractions from its definition, and its interval by Wilson, from the delta method with
derivatives taken numerically, so that no formula of the product is used. Run it in the root of the repository.
"""
import datetime as dt
import json
import math
import pathlib
import random
from fractions import Fraction

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "1.7"
DAY = dt.date(2027, 3, 31)
STEPS = "NPLF"
MISSING = {"N": Fraction(1), "P": Fraction(67, 100), "L": Fraction(33, 100), "F": Fraction(0)}
# What evidence is laid out for, and the step that it shows.
SHOWS = {"not_started": "N", "designed": "P", "stale": "P", "designed_not_operating": "L", "operating": "F"}
ORDER = ["not_started", "designed", "stale", "designed_not_operating", "operating"]
NODES = [{"id": f"{1 + n // 4}.{1 + n % 4}", "modality": "should" if n % 5 == 4 else "shall", "about": "system" if n >= 12 else "organisation",
          "needs": [f"{1 + (n - 1) // 4}.{1 + (n - 1) % 4}"] if n % 4 else []} for n in range(20)]
WEIGHT = {"shall": Fraction(1), "should": Fraction(1, 2)}
SYSTEMS = {"claims": "north", "letters": "north", "parking": "south"}


def framework():
    text = """schema = "aims.library/v1"
urn = "urn:aims:framework:cases-of-gaps"
prefix = "CASES"
title = "Cases"
version = "1.0.0"
publisher = "aims"
jurisdictions = ["INT"]
rights = { text = "own-words", licence = "Apache-2.0", source_licence = "none", notice = "made for tests", redistributable = true }
provenance = { authors = ["aims"], sources = [] }
edition = { name = "1", published = "2026", status = "current" }
part = [{ name = "controls", label = "Controls", normative = true, binding = true }]
"""
    for clause in range(1, 6):
        text += f"""
[[node]]
id = "{clause}"
part = "controls"
level = "group"
title = "Clause {clause}"
"""
    for it in NODES:
        needs = f"needs = {json.dumps(it['needs'])}\n" if it["needs"] else ""
        text += f"""
[[node]]
id = "{it['id']}"
parent = "{it['id'].split('.')[0]}"
part = "controls"
level = "control"
title = "Requirement {it['id']}"
intent = "Somebody does the thing of number {it['id']} and keeps proof."
modality = "{it['modality']}"
assessable = true
applies = {{ about = "{it['about']}" }}
{needs}"""
    return text


def ago(days):
    return str(DAY - dt.timedelta(days=days))


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {name: it for name, it in fields.items() if it not in (None, [], "")}}


def laid_out(number, status, system, owner):
    """Records by which a requirement stands so."""
    meets = [{"framework": "CASES", "reference": number}]
    about = [system] if system else None
    name = f"{number}-{system or 'all'}"
    proof = lambda tag, taken, **more: entry(f"proof-{name}-{tag}", "evidence", "accepted", title=f"Proof {name} {tag}", shows="It was done.",
                                             form="record", collected_on=ago(taken), meets=meets, about=about, owner=owner, **more)
    if status == "designed":
        return [entry(f"control-{name}", "control", "designed", title=f"Control {name}", statement="It is laid down how.", meets=meets,
                      applies_to=about, owner=owner)]
    return {"not_started": [], "stale": [proof("old", 200, valid_until=ago(5))], "designed_not_operating": [proof("once", 10)],
            "operating": [proof("first", 60), proof("last", 4)]}[status]


def kappa(table, weight):
    """By its definition: the weighted agreement seen, above that of chance."""
    size, total = len(table), sum(map(sum, table))
    rows = [sum(row) / total for row in table]
    columns = [sum(row[j] for row in table) / total for j in range(size)]
    far = weight(0, size - 1)
    agree = lambda i, j: 1 - weight(i, j) / far
    seen = sum(agree(i, j) * table[i][j] / total for i in range(size) for j in range(size))
    chance = sum(agree(i, j) * rows[i] * columns[j] for i in range(size) for j in range(size))
    return None if chance == 1 else (seen - chance) / (1 - chance)


def interval(table, level_z=1.959963984540054):
    """The delta method with numerical derivatives of kappa by the shares of cells."""
    size, total = len(table), sum(map(sum, table))
    unlike = lambda i, j: 0 if i == j else 1
    shares = [[cell / total for cell in row] for row in table]
    step, slopes = 1e-6, []
    for i in range(size):
        for j in range(size):
            moved = [list(row) for row in shares]
            moved[i][j] += step
            up = kappa(moved, unlike)
            moved[i][j] -= 2 * step
            slopes.append(((up - kappa(moved, unlike)) / (2 * step), shares[i][j]))
    mean = sum(slope * share for slope, share in slopes)
    variance = sum(share * slope * slope for slope, share in slopes) - mean * mean
    # That variance is the one of an agreement among so many units; all of them where it is none.
    seen = sum(shares[i][i] for i in range(size))
    chance = sum(sum(shares[i]) * sum(row[i] for row in shares) for i in range(size))
    worth = total if variance < 1e-12 else seen * (1 - seen) * total / (variance * (1 - chance) ** 2)
    # Wilson by definition: the agreements from which what was seen lies no farther than the quantile times their own error.
    square = level_z * level_z / worth
    a, b, c = 1 + square, -(2 * seen + square), seen * seen
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    ends = [((-b - root) / (2 * a) - chance) / (1 - chance), ((-b + root) / (2 * a) - chance) / (1 - chance)]
    return [max(ends[0], -1.0), min(ends[1], 1.0)]


def side(name, wrong):
    chance = random.Random(17)
    rows = [entry(it, "person", "active", title=it.title(), email=f"{it}@cases.example") for it in ("ana", "bea", "carl", "dora")]
    rows += [entry(it, "organization_unit", "active", title=it.title(), head="carl" if it == "north" else None) for it in ("north", "south", "empty")]
    rows += [entry(it, "ai_system", "operation", title=it.title(), unit=unit) for it, unit in SYSTEMS.items()]
    status = {}
    for it in NODES:
        for system in SYSTEMS if it["about"] == "system" else [""]:
            status[it["id"], system] = chance.choice(ORDER)
            rows += laid_out(it["id"], status[it["id"], system], system, "dora")
    cells = {}
    for it in NODES:
        if it["about"] == "organisation":
            cells[it["id"], ""] = SHOWS[status[it["id"], ""]]
            continue
        for unit in ("north", "south", "empty"):
            own = [SHOWS[status[it["id"], name]] for name, of in SYSTEMS.items() if of == unit]
            cells[it["id"], unit] = min(own, key=STEPS.index) if own else None
        cells[it["id"], "parking"] = SHOWS[status[it["id"], "parking"]]
    told = [key for key in cells if cells[key]]
    ana, bea = {key: cells[key] for key in told}, {key: cells[key] for key in told}
    above, differ, alone = [], [], []
    if wrong:
        # One assessor claims more than evidence shows, the other less: both are planted, and everything else is confirmed.
        for key in [it for it in told if cells[it] != "F"][::5]:
            ana[key] = STEPS[STEPS.index(cells[key]) + 1]
            above.append(key)
            differ.append(key)
        for key in [it for it in told if cells[it] in "LF" and it not in above][::4]:
            bea[key] = STEPS[STEPS.index(cells[key]) - 1]
            differ.append(key)
        # What nobody but who looks after it rates: dora owns every control and proof, and carl heads a unit.
        shown = [it for it in told if status.get(it, status.get((it[0], "claims"))) != "not_started" and it not in differ and it[1] == ""][:2]
        for key in shown:
            del ana[key], bea[key]
            alone.append([key, "dora"])
        own = next(it for it in told if it[1] == "north" and it not in differ)
        del ana[own], bea[own]
        alone.append([own, "carl"])
    line = lambda key, level: {"requirement": f"CASES:{key[0]}", "subject": key[1] or None,
                               "said": "confirmed" if level == cells[key] else "challenged", "level": level,
                               "reason": None if level == cells[key] else "seen on site"}
    row = lambda key, level: {name: it for name, it in line(key, level).items() if it}
    people = ["ana", "bea"] + (["dora", "carl"] if wrong else [])
    rows.append(entry("the-gap", "assessment", "in_progress", title="Quarter", form="gap", framework="CASES", baseline=str(DAY), scale="nplf",
                      units=["north", "south", "empty"], systems=["parking"], assessors=people, conclusion="Close what is open.",
                      effort=[{"requirement": f"CASES:{it['id']}", "hours": 10 + n} for n, it in enumerate(NODES) if n % 2]))
    for who, sheet in (("ana", ana), ("bea", bea)):
        rows.append(entry(f"sheet-{who}", "rating", "handed_in", title=f"Sheet of {who}", assessment="the-gap", owner=who,
                          rows=[row(key, level) for key, level in sheet.items()]))
    for who in ("dora", "carl"):
        own = [key for key, by in alone if by == who]
        if own:
            rows.append(entry(f"sheet-{who}", "rating", "handed_in", title=f"Sheet of {who}", assessment="the-gap", owner=who,
                              rows=[row(key, cells[key]) for key in own]))
    # What is rated: the lowest claim, and never above evidence.
    rated = {}
    for key in told:
        said = [sheet[key] for sheet in (ana, bea) if key in sheet] or [cells[key]]
        rated[key] = min([min(said, key=STEPS.index), cells[key]], key=STEPS.index)
    weight = {it["id"]: WEIGHT[it["modality"]] for it in NODES}
    share = lambda of: float(sum(weight[key[0]] * MISSING[of[key]] for key in told) / sum(weight[key[0]] for key in told))
    hours = {it["id"]: 10 + n for n, it in enumerate(NODES) if n % 2}
    gaps = [key for key in told if rated[key] != "F"]
    table = [[sum(1 for key in told if key in ana and key in bea and (ana[key], bea[key]) == (one, other)) for other in STEPS] for one in STEPS]
    exact = [[Fraction(it) for it in line] for line in table]
    fell = next(key for key in told if key[1] == "" and cells[key] == "L" and rated[key] == "L" and key in ana)
    text = lambda key: f"CASES:{key[0]} {key[1]}".strip()
    result = {
        "origin": "steps by how evidence was laid out, kappa by its definition in fractions, its interval by numerical derivatives (scripts/gaps.py)",
        "day": str(DAY), "assessment": "the-gap",
        "cells": [{"reference": f"CASES:{key[0]}", "subject": key[1], "evidenced": cells[key] or "", "rated": rated.get(key, "")} for key in cells],
        "by_evidence": share(cells), "by_ratings": share(rated),
        "kappa": float(kappa(exact, lambda i, j: 0 if i == j else 1)), "interval": interval(table),
        "by_steps": float(kappa(exact, lambda i, j: abs(i - j))), "shared": sum(map(sum, table)),
        "hours": float(sum(hours[key[0]] * MISSING[rated[key]] for key in gaps if key[0] in hours)),
        "known": sum(1 for key in gaps if key[0] in hours), "gaps": len(gaps),
        "above": sorted(map(text, above)), "differ": sorted(map(text, differ)), "alone": sorted(text(key) for key, _ in alone),
        "needs": [[f"CASES:{it['id']}", f"CASES:{of}"] for it in NODES for of in it["needs"]],
        "falls": {"requirement": f"CASES:{fell[0]}", "proof": f"proof-{fell[0]}-all-once", "from": "L", "to": "N"},
    }
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(result, indent=1) + "\n")
    return result


def main():
    file = OUT / "config" / "frameworks" / "cases.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(framework())
    for name, wrong in (("faulty", True), ("clean", False)):
        it = side(name, wrong)
        print(name, {key: it[key] for key in ("by_evidence", "by_ratings", "kappa", "interval", "by_steps", "shared", "hours", "known", "gaps")})
        print("  above", it["above"], "differ", len(it["differ"]), "alone", it["alone"])


main()
