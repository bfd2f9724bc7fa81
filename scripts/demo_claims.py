"""Writes the claims of the demonstration: a made-up extract, what was made from it, and a later one.

Only the standard library is used: `python3 scripts/demo_claims.py`. The organisation is fictional and so are its applicants;
what the program says of the files it measures itself.
"""

import csv
import os
import random

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "demo", "files")
BANDS = [("18-29", 0.22), ("30-44", 0.31), ("45-64", 0.29), ("65+", 0.18)]
FIELDS = ["claim", "income", "rent", "household", "age_band", "channel", "decided_on", "granted"]


def claims(first, count, online, month):
    """Claims of one extract; those who came to the counter are older."""
    rows = []
    for at in range(count):
        band = random.choices([it[0] for it in BANDS], [it[1] for it in BANDS])[0]
        channel = "online" if random.random() < (online - 0.25 if band == "65+" else online) else "counter"
        income, household = round(random.lognormvariate(7.3, 0.35), 2), random.choices([1, 2, 3, 4, 5], [40, 26, 16, 12, 6])[0]
        rent = round(min(2600, random.gauss(780 + 110 * household, 140)), 2)
        granted = int(rent * 2.1 + household * 120 + random.gauss(0, 180) > income)
        day = f"2025-{random.randint(month, month + 5):02}-{random.randint(1, 28):02}"
        rows.append(dict(zip(FIELDS, [first + at, income, rent, household, band, channel, day, granted])))
    return rows


def write(name, rows, fields=FIELDS):
    with open(os.path.join(FOLDER, name), "w", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


random.seed(2025)
raw = claims(10001, 600, 0.62, 1)
for row in random.sample(raw, 24):
    row["income"] = ""
twice = [dict(row) for row in random.sample(raw, 18)]
extract = raw + twice
random.shuffle(extract)
write("claims-extract.csv", extract)

seen, clean = set(), []
for row in extract:
    if row["claim"] not in seen and row["income"] != "":
        seen.add(row["claim"])
        clean.append(row)
write("claims-clean.csv", clean)

later = claims(20001, 640, 0.70, 6)
for row in random.sample(later, 3):
    row["rent"] = ""
write("claims-later.csv", later)

population = [{"column": "age_band", "category": band, "share": share} for band, share in [("18-29", 0.20), ("30-44", 0.29), ("45-64", 0.30), ("65+", 0.21)]]
write("applicants-by-age.csv", population, ["column", "category", "share"])

# What the university gets: the same claims without their numbers and days, coarser in three ways; and counts with noise.
SHARED = ["income", "rent", "household", "age_band", "channel", "granted"]
HALVES = {"18-29": "{18-29, 30-44}", "30-44": "{18-29, 30-44}", "45-64": "{45-64, 65+}", "65+": "{45-64, 65+}"}
size = lambda it: "1" if it["household"] == 1 else "[2, 5]"


def shared(name, change):
    write(name, [{key: value for key, value in {**row, **change(row)}.items() if key in SHARED} for row in clean], SHARED)


shared("claims-bands.csv", lambda it: {"household": size(it), "age_band": HALVES[it["age_band"]]})
step = lambda it: f"[{int(float(it['income'])) // 500 * 500}, {int(float(it['income'])) // 500 * 500 + 499.99}]"
shared("claims-coarse.csv", lambda it: {"household": size(it), "age_band": HALVES[it["age_band"]], "channel": "*", "income": step(it)})
shared("claims-no-rent.csv", lambda it: {"household": size(it), "age_band": HALVES[it["age_band"]], "rent": ""})

geometric = lambda: int(random.expovariate(0.5))
cells = sorted({(row["age_band"], row["channel"]) for row in clean})
counted = [{"age_band": band, "channel": way, "claims": sum((row["age_band"], row["channel"]) == (band, way) for row in clean) + geometric() - geometric()} for band, way in cells]
write("claims-counts.csv", counted, ["age_band", "channel", "claims"])
