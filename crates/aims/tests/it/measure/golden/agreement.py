"""Labels that three people gave to the same rows, and how far they agree by scikit-learn and krippendorff.

Run with `pip install scikit-learn krippendorff`; writes `labels.csv` and `agreement.json` beside itself.
"""

import csv
import json
import os
import random

import krippendorff
from sklearn.metrics import cohen_kappa_score

HERE = os.path.dirname(os.path.abspath(__file__))
LABELS, RATERS = ["late", "lost", "on time"], ["ann", "bea", "cay"]

random.seed(7)
rows = []
for at in range(300):
    truth = random.choice(LABELS)
    slip = lambda share: random.choice(LABELS) if random.random() < share else truth
    rows.append({"parcel": at + 1, "ann": slip(0.1), "bea": slip(0.2), "cay": slip(0.3) if random.random() < 0.9 else ""})
with open(os.path.join(HERE, "labels.csv"), "w", newline="") as file:
    writer = csv.DictWriter(file, ["parcel", *RATERS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)

keys = {}
for one, other in [("ann", "bea"), ("ann", "cay"), ("bea", "cay")]:
    both = [row for row in rows if row[one] and row[other]]
    keys[f"{one} and {other}"] = cohen_kappa_score([row[one] for row in both], [row[other] for row in both])
codes = [[LABELS.index(row[rater]) if row[rater] else float("nan") for row in rows] for rater in RATERS]
keys["alpha"] = krippendorff.alpha(codes, level_of_measurement="nominal")
with open(os.path.join(HERE, "agreement.json"), "w") as file:
    file.write(json.dumps(keys, indent=1) + "\n")
