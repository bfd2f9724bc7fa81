"""Contamination: rows of the test split that also stand in the training split."""

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

faulty = Side(__file__, "faulty", ORIGIN)
faulty.table("train.csv", train)
for name, data in [("test.csv", mixed), ("relabelled.csv", relabelled), ("turned.csv", turned)]:
    faulty.table(name, data)
    faulty.case(name, "quality", "plan.toml", {"reference": "train.csv"}, names,
                broken=[broken("leakage_share", share)], number=[found("leakage_share", share)],
                said=[{"name": "leakage", "says": "stand in the reference"}])
faulty.write()

clean = Side(__file__, "clean", ORIGIN)
clean.table("train.csv", train)
clean.table("test.csv", test)
near = [{**row, "reading": round(row["reading"] + 0.3, 3)} for row in copied] + test[PLANTED:]
clean.table("near.csv", near)
for name in ["test.csv", "near.csv"]:
    clean.case(name, "quality", "plan.toml", {"reference": "train.csv"}, names, number=[found("leakage_share", 0)])
clean.write()
