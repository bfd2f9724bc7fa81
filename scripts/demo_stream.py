"""Writes the stream that the demonstration watches: a baseline of decided claims and the claims of four months.

Only the standard library is used: `python3 scripts/demo_stream.py`. The organisation is fictional and so are its applicants. In the
last month a new form asks for the income of a year where the old one asked for that of a month; what the program says of it,
it measures itself.
"""

import csv
import math
import os
import random

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "demo", "files")
FIELDS = ["income", "rent", "household", "channel", "score", "granted"]


def claims(count, yearly=False):
    """Claims of a month, with a score that says how likely each is to be granted, and what came of it."""
    rows = []
    for _ in range(count):
        income, household = random.lognormvariate(7.3, 0.35), random.choices([1, 2, 3, 4, 5], [40, 26, 16, 12, 6])[0]
        rent = min(2600, random.gauss(780 + 110 * household, 140))
        need = (rent * 2.1 + household * 120 - income) / 420
        score = 1 / (1 + math.exp(-need))
        granted = int(random.random() < score)
        channel = "online" if random.random() < 0.66 else "counter"
        rows.append([round(income * (12 if yearly else 1), 2), round(rent, 2), household, channel, round(score, 4), granted])
    return rows


def write(name, rows):
    with open(os.path.join(FOLDER, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(rows)


random.seed(2026)
write("stream-baseline.csv", claims(1200))
for month in range(1, 5):
    write(f"stream-{month}.csv", claims(300, yearly=month == 4))
