"""Privacy: persons as they are and in bands, every class counted by brute force."""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from keys import Side, broken, found

random.seed(48)
ORIGIN = "make.py groups rows by brute force"
QUASI, SECRET = ["zip", "age"], "illness"


def persons(rows):
    return [{
        "zip": random.choice(["10115", "10117", "10119", "20095"]),
        "age": random.randint(20, 59),
        "illness": random.choices(["flu", "cold", "asthma"], [5, 3, 2])[0],
    } for _ in range(rows)]


def in_bands(rows):
    return [{**row, "zip": row["zip"][:2] + "xxx", "age": f"{row['age'] // 20 * 20} and more"} for row in rows]


def numbers(rows):
    classes = {}
    for row in rows:
        classes.setdefault(tuple(row[name] for name in QUASI), []).append(row[SECRET])
    sizes = [len(it) for it in classes.values()]
    return {
        "k_anonymity": min(sizes),
        "distinct_l_diversity": min(len(set(it)) for it in classes.values()),
        "rows_below_k": sum(size for size in sizes if size < 5) / len(rows),
        "prosecutor_risk": 1 / min(sizes),
        "average_prosecutor_risk": len(sizes) / len(rows),
        "rows_at_risk": sum(size for size in sizes if 1 / size > 0.2) / len(rows),
    }


def people(rows):
    """Rows of numbers, of which no two are the same."""
    return [{"height": round(random.gauss(170, 10), 3), "weight": round(random.gauss(70, 12), 3)} for _ in range(rows)]


def copied(rows, training):
    """The share of rows that stand in the training data, value for value."""
    known = {tuple(row.values()) for row in training}
    return sum(tuple(row.values()) in known for row in rows) / len(rows)


# Synthetic data of which one row in a hundred, or one in ten, is a training row.
training, held_out, synthetic = people(1000), people(1000), people(2000)
one_percent = synthetic[20:] + random.sample(training, 20)
ten_percent = synthetic[200:] + random.sample(training, 200)

names = {"quasi": QUASI, "sensitive": [SECRET]}
many, few = persons(600), persons(40)
telling = [{**row, SECRET: "flu"} if row["zip"].startswith("10") else row for row in in_bands(many)]
for folder, cases in [
    ("faulty", [("persons.csv", many), ("few.csv", few), ("telling.csv", telling)]),
    ("clean", [("bands.csv", in_bands(many)), ("others.csv", in_bands(persons(900)))]),
]:
    side = Side(__file__, folder, ORIGIN)
    side.table("training.csv", training)
    side.table("held-out.csv", held_out)
    beside = {"training": "training.csv", "held_out": "held-out.csv"}
    for name, rows in [("one.csv", one_percent), ("ten.csv", ten_percent)] if folder == "faulty" else [("none.csv", synthetic)]:
        side.table(name, rows)
        share = copied(rows, training)
        side.case(name, "privacy", "copies.toml", beside, number=[found("copied_share", share)],
                  broken=[broken("copied_share", share)] if share > 0.005 else [])
    for name, rows in cases:
        side.table(name, rows)
        all_numbers = numbers(rows)
        of = lambda metric: SECRET if metric == "distinct_l_diversity" else ""
        wanted = {"k_anonymity": 5, "distinct_l_diversity": 2}
        side.case(
            name, "privacy", "privacy-release", columns=names,
            broken=[broken(metric, all_numbers[metric], of(metric)) for metric, least in wanted.items() if all_numbers[metric] < least],
            number=[found(metric, value, of(metric)) for metric, value in all_numbers.items()],
        )
    side.write()
