"""Contamination: rows of the test split that also stand in the training split; and labels that people agree upon, or do not."""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from keys import Side, broken, found

random.seed(41)
ORIGIN = "make.py plants 37 rows and counts them; shares are 37 / rows"
PLANTED, TEST = 37, 500


def rows(first, step, count):
    """Rows that no other has: the reading grows from row to row."""
    return [{
        "reading": round(1000 + first + step * at + random.random() / 4, 3),
        "area": random.choice(["north", "south", "east"]),
        "day": f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        "label": random.randint(0, 1),
    } for at in range(count)]


train, test = rows(0, 1, 1500), rows(0.5, 3, TEST)
copied = random.sample(train, PLANTED)
mixed = test[PLANTED:] + copied
random.shuffle(mixed)
relabelled = test[PLANTED:] + [{**row, "label": 1 - row["label"]} for row in copied]
turned = [dict(reversed(list(row.items()))) for row in mixed]
share = PLANTED / TEST
names = {"label": "label"}

labels = ["cat", "dog", "fox"]


def annotated(slips):
    """Labels of three people: the first is right, the others slip on a share of rows; the third leaves some out."""
    rows = []
    for at in range(400):
        truth = random.choice(labels)
        slip = lambda: random.choice(labels) if random.random() < slips else truth
        rows.append({"ann": truth, "bea": slip(), "cay": None if random.random() < 0.1 else slip()})
    return rows


def kappa(rows, one, other):
    """Cohen's kappa from its definition: agreement seen, less agreement by chance."""
    both = [(row[one], row[other]) for row in rows if row[one] and row[other]]
    seen = sum(a == b for a, b in both) / len(both)
    chance = sum(sum(a == it for a, _ in both) * sum(b == it for _, b in both) for it in labels) / len(both) ** 2
    return (seen - chance) / (1 - chance)


def alpha(rows):
    """Krippendorff's alpha by going through every pair of labels: those of one row, and those of all rows."""
    units = [[row[it] for it in ("ann", "bea", "cay") if row[it]] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    pairs = lambda them: sum(a != b for i, a in enumerate(them) for j, b in enumerate(them) if i != j)
    everything = [it for unit in units for it in unit]
    seen = sum(pairs(unit) / (len(unit) - 1) for unit in units) / len(everything)
    return 1 - seen / (pairs(everything) / (len(everything) * (len(everything) - 1)))


def agreement(side, name, rows):
    side.table(name, rows)
    numbers = [found("cohen_kappa", kappa(rows, *it), " and ".join(it)) for it in [("ann", "bea"), ("ann", "cay"), ("bea", "cay")]]
    fails = min(it["value"] for it in numbers) < 0.8
    bad = [broken("krippendorff_alpha", alpha(rows))] if alpha(rows) < 0.8 else []
    assert bool(bad) == fails
    side.case(name, "agreement", "agreement.toml", None, {"rater": ["ann", "bea", "cay"]}, broken=bad,
              number=numbers + [found("krippendorff_alpha", alpha(rows))])


faulty = Side(__file__, "faulty", ORIGIN)
faulty.table("train.csv", train)
for name, data in [("test.csv", mixed), ("relabelled.csv", relabelled), ("turned.csv", turned)]:
    faulty.table(name, data)
    faulty.case(name, "quality", "plan.toml", {"reference": "train.csv"}, names,
                broken=[broken("leakage_share", share)], number=[found("leakage_share", share)],
                said=[{"name": "leakage", "says": "stand in the reference"}])
agreement(faulty, "labels.csv", annotated(0.5))
faulty.write()

clean = Side(__file__, "clean", ORIGIN)
clean.table("train.csv", train)
clean.table("test.csv", test)
near = [{**row, "reading": round(row["reading"] + 0.3, 3)} for row in copied] + test[PLANTED:]
clean.table("near.csv", near)
for name in ["test.csv", "near.csv"]:
    clean.case(name, "quality", "plan.toml", {"reference": "train.csv"}, names, number=[found("leakage_share", 0)])
agreement(clean, "labels.csv", annotated(0.02))
clean.write()
