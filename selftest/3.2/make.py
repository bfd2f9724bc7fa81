"""Writes six AI systems with one planted hazard each, a clean one, and the answers: `faulty/` and `clean/` beside this file.

Only the standard library is used, and nothing is shared with the product. Shares and intervals are counted anew (Wilson's closed form); what a
column tells of a label is summed over all tables with the same margins (hypergeometric law, exact whole numbers). For outputs like none
before the key is what was planted: at least the planted ones lie beyond, and all of them are told. Run: python3 make.py
"""

import json
import math
import os
import random
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 300
LIMITS = {"feedback_share": 0.2, "selection_effect": 0.5, "label_leakage": 0.8, "proxy_strength": 0.3,
          "perturbation_flip_rate": 0.1, "over_reliance": 0.3, "new_output_share": 0.15}
HAZARDS = {"feedback_share": "feedback_loop", "selection_effect": "feedback_loop", "label_leakage": "label_leakage",
           "proxy_strength": "proxy", "perturbation_flip_rate": "fragile", "over_reliance": "over_reliance",
           "new_output_share": "new_outputs"}
PLANTED = ["feedback_loop", "proxy", "label_leakage", "fragile", "over_reliance", "new_outputs"]
Z = 1.959963984540054


def wilson(k, n):
    share, square = k / n, Z * Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return [0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half]


def newcombe(a, n, b, m):
    (la, ha), (lb, hb), d = wilson(a, n), wilson(b, m), a / n - b / m
    return [d - math.hypot(a / n - la, hb - b / m), d + math.hypot(ha - a / n, b / m - lb)]


def strength(labels, values):
    """Mutual information over entropy, both less the mean over all orders of the values."""
    n = len(labels)
    of_a, of_x, cells = Counter(labels), Counter(values), Counter(zip(labels, values))
    told = sum(k / n * math.log(k * n / (of_a[a] * of_x[x])) for (a, x), k in cells.items())
    entropy = -sum(k / n * math.log(k / n) for k in of_a.values())
    chance = 0.0
    for a in of_a.values():
        for x in of_x.values():
            for k in range(max(1, a + x - n), min(a, x) + 1):
                mass = math.comb(a, k) * math.comb(n - a, x - k) / math.comb(n, x)
                chance += mass * k / n * math.log(k * n / (a * x))
    return max(0.0, (told - chance) / (entropy - chance))


def binned(values, bins=20):
    """Words as they are; more than `bins` numbers in bins by how many are smaller."""
    if isinstance(values[0], str) or len(set(values)) <= bins:
        return values
    ordered = sorted(values)
    smaller = {value: ordered.index(value) for value in set(values)}
    return [min(smaller[it] * bins // len(values), bins - 1) for it in values]


def write(folder, name, rows):
    with open(os.path.join(folder, name), "w") as file:
        file.write(",".join(rows[0]) + "\n")
        for row in rows:
            file.write(",".join(str(it) for it in row.values()) + "\n")


def applicants(chance, hazard):
    rows = []
    for at in range(ROWS):
        sex = chance.choice(["f", "m"])
        income, age = round(chance.gauss(3000, 800), 2), chance.randint(18, 80)
        label = int(chance.gauss(0, 900) > income - 2800)
        district = chance.choice(["north", "east", "south", "west"])
        if hazard == "proxy" and chance.random() < 0.92:
            district = {"f": "north", "m": "south"}[sex]
        calls = chance.randint(0, 9) if hazard != "label_leakage" else label * 5 + chance.randint(0, 3)
        rows.append({"income": income, "age": age, "district": district, "calls": calls, "sex": sex, "defaulted": label})
    return rows


def people(chance, count):
    return [{"income": round(chance.gauss(3000, 800), 2), "age": chance.randint(18, 80), "debt": round(chance.gauss(900, 300), 2)}
            for _ in range(count)]


def system(folder, hazard, seed):
    """Writes every file of one system; the answers by metric and column."""
    chance, answers = random.Random(seed), {}
    os.makedirs(folder, exist_ok=True)

    rows = applicants(chance, hazard)
    write(folder, "applicants.csv", rows)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for name in columns:
        if name != "defaulted":
            answers[f"label_leakage of {name}"] = {"value": strength(columns["defaulted"], binned(columns[name]))}
        if name not in ("defaulted", "sex"):
            answers[f"proxy_strength of sex by {name}"] = {"value": strength(columns["sex"], binned(columns[name]))}

    decided = people(chance, ROWS)
    for row in decided:
        row["accepted"] = int(row["income"] - row["debt"] > 2000)
    write(folder, "decided.csv", decided)
    bare = [{key: row[key] for key in ("income", "age", "debt")} for row in decided]
    later = people(chance, ROWS)
    if hazard == "feedback_loop":
        later = [row for row, it in zip(bare, decided) if it["accepted"]] + people(chance, 60)
    for row in later:
        row["paid"] = chance.randint(0, 1)
    write(folder, "later.csv", later)
    key = lambda row: (row["income"], row["age"], row["debt"])
    accepted = {key(row) for row in decided if row["accepted"]}
    learned = {key(row) for row in later}
    back = sum(key(row) in accepted for row in later)
    answers["feedback_share"] = {"value": back / len(later), "interval": wilson(back, len(later)), "n": len(later)}
    sides = [[row for row in decided if row["accepted"] == it] for it in (1, 0)]
    again = [sum(key(row) in learned for row in side) for side in sides]
    value = again[0] / len(sides[0]) - again[1] / len(sides[1])
    interval = newcombe(again[0], len(sides[0]), again[1], len(sides[1]))
    answers["selection_effect"] = {"value": value, "interval": interval, "n": ROWS}

    before = people(chance, ROWS)
    flipped = 0
    after = [{name: round(row[name] * (1 + chance.choice([-0.01, 0.01])), 4) for name in row} for row in before]
    for row, moved in zip(before, after):
        row["class"] = chance.choice(["a", "b", "c"])
        flips = chance.random() < (0.3 if hazard == "fragile" else 0.01)
        moved["class"] = chance.choice([it for it in "abc" if it != row["class"]]) if flips else row["class"]
        flipped += flips
    write(folder, "before.csv", before)
    write(folder, "after.csv", after)
    answers["perturbation_flip_rate"] = {"value": flipped / ROWS, "interval": wilson(flipped, ROWS), "n": ROWS}

    overseen, wrong, followed = [], 0, 0
    for _ in range(ROWS):
        right = chance.choice(["yes", "no"])
        seeded = chance.random() < 0.25
        advice = {"yes": "no", "no": "yes"}[right] if seeded else right
        follows = chance.random() < ((0.7 if hazard == "over_reliance" else 0.06) if seeded else 0.95)
        done = advice if follows else {"yes": "no", "no": "yes"}[advice]
        wrong, followed = wrong + seeded, followed + (seeded and follows)
        overseen.append({"advice": advice, "right": right, "decision": done})
    write(folder, "overseen.csv", overseen)
    answers["over_reliance of decision"] = {"value": followed / wrong, "interval": wilson(followed, wrong), "n": wrong}

    output = lambda centre: {name: round(chance.gauss(at, 1), 4) for name, at in zip("xyz", centre)}
    clusters = [(0, 0, 0), (6, 0, 3)]
    write(folder, "earlier.csv", [output(chance.choice(clusters)) for _ in range(2 * ROWS)])
    new = 75 if hazard == "new_outputs" else 0
    write(folder, "outputs.csv",
          [output(chance.choice(clusters)) for _ in range(ROWS - new)] + [output((-15, 20, -10)) for _ in range(new)])
    answers["new_output_share"] = {"at_least": new / ROWS, "n": ROWS}
    return answers


def organisation(names):
    """Systems that learn, decide and are overseen, so that each of the hazards is suggested of each."""
    fields = {"techniques": ["classical_machine_learning"], "generative": False, "agentic": True, "autonomy": "direct_human_oversight",
              "decision_effect": "triage", "data_sensitivity": "personal", "profiling": True, "origin": "in_house"}
    systems = [{"id": name, "kind": "ai_system", "state": "discovered", "fields": {"title": f"System {name}", **fields}} for name in names]
    # The first system has a model that was trained on data that were derived from others; only a loop holds outputs of its own.
    loop = {"outputs_of": ["SYS-1"]} if names["SYS-1"] else {}
    made = [("DST-1", "dataset", "registered", {}),
            ("DSV-1", "dataset_version", "registered", {"dataset": "DST-1", **loop}),
            ("DSV-2", "dataset_version", "registered", {"dataset": "DST-1", "derived_from": ["DSV-1"]}),
            ("MDL-1", "model", "active", {"systems": ["SYS-1"]}),
            ("MDV-1", "model_version", "registered", {"model": "MDL-1", "data": [{"dataset_version": "DSV-2", "used_for": "train"}]})]
    lineage = [{"id": number, "kind": kind, "state": state, "fields": {"title": number + " of the loop", **fields}}
               for number, kind, state, fields in made]
    return systems + lineage


def side(name, systems):
    folder = os.path.join(HERE, name)
    key = {"origin": "selftest/3.2/make.py: counts and Wilson's closed form, hypergeometric sums, and what was planted",
           "day": "2026-06-15", "systems": {}}
    for at, (system_id, hazard) in enumerate(systems.items()):
        answers = system(os.path.join(folder, system_id), hazard, 320 + at)
        key["systems"][system_id] = {"measured": [hazard] if hazard else [], "answers": answers}
    key["returns"] = {"SYS-1": str(bool(systems["SYS-1"])).lower()}
    for file, what in (("key.json", key), ("organisation.json", organisation(systems))):
        with open(os.path.join(folder, file), "w") as out:
            json.dump(what, out, indent=1)
            out.write("\n")


side("faulty", {f"SYS-{at + 1}": hazard for at, hazard in enumerate(PLANTED)})
side("clean", {"SYS-1": None})
