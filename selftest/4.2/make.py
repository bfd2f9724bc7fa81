"""Quality: a clean file of orders, and the same with a recipe of faults."""

import datetime
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from keys import Side, broken, found

random.seed(42)
ORIGIN = "make.py plants a recipe of faults and counts them"
ROWS = 1000
NULLS, TWICE, OUTSIDE, GRAMS, SHIFTED = 30, 40, 12, 25, 18
FIRST = datetime.date(2026, 1, 1)


def order(number):
    placed = FIRST + datetime.timedelta(days=random.randint(0, 300))
    return {
        "id": number,
        "amount": round(random.uniform(10, 500), 2),
        "weight": round(random.uniform(10, 20), 2),
        "placed": placed.isoformat(),
        "shipped": (placed + datetime.timedelta(days=random.randint(0, 9))).isoformat(),
        "status": random.choice(["open", "sent", "paid"]),
    }


orders = [order(number) for number in range(1, ROWS + 1)]
others = [order(number) for number in range(5001, 5501)]

# Each fault falls on rows of its own; rows that come twice take the place of the last ones.
bad = [dict(row) for row in orders[:ROWS - TWICE]]
places = iter(random.sample(range(ROWS - TWICE), NULLS + OUTSIDE + GRAMS + SHIFTED + TWICE))
take = lambda count: [bad[next(places)] for _ in range(count)]
for row in take(NULLS):
    row["amount"] = None
for at, row in enumerate(take(OUTSIDE)):
    row["amount"] = [-5.0, 9.99, 500.01, 900.0][at % 4]
for row in take(GRAMS):
    row["weight"] = round(row["weight"] * 1000)
for row in take(SHIFTED):
    row["shipped"] = (datetime.date.fromisoformat(row["placed"]) - datetime.timedelta(days=1)).isoformat()
bad += [dict(row) for row in take(TWICE)]

numbers = [
    found("value_completeness", 1 - NULLS / (ROWS * len(orders[0]))),
    found("record_completeness", 1 - NULLS / ROWS),
    found("duplicate_share", TWICE / ROWS),
    found("conflicting_label_share", 0, "status"),
    found("leakage_share", 0),
]
names, reference = {"label": "status"}, {"reference": "others.csv"}
jump = [{"name": "unit_jump", "of": "weight", "says": "1000"}]

faulty = Side(__file__, "faulty", ORIGIN)
faulty.table("others.csv", others)
faulty.table("orders.csv", bad)
faulty.case("orders.csv", "quality", "plan.toml", reference, names, number=numbers, said=jump, broken=[
    broken("amount is there", 1 - NULLS / ROWS, "amount"),
    broken("amount is possible", 1 - OUTSIDE / (ROWS - NULLS), "amount"),
    broken("weight is in kilograms", 1 - GRAMS / ROWS, "weight"),
    broken("shipped after it was placed", 1 - SHIFTED / ROWS, "shipped, placed"),
    broken("an order comes once", 1 - 2 * TWICE / ROWS, "id"),
    broken("duplicate_share", TWICE / ROWS),
])
faulty.case("orders.csv", "quality", "quality-high", reference, names, said=jump,
            broken=[broken("duplicate_share", TWICE / ROWS)])
# A batch that fails its quality has no drift, and the same batch in order has none either, but says so.
faulty.table("before.csv", orders)
columns = list(orders[0])
numbers = [name for name in columns if name != "status"]
unsaid = [{"rule": "missing_rate_difference", "of": name, "verdict": "not assessable"} for name in columns]
unsaid += [{"rule": "kolmogorov_smirnov", "of": name, "verdict": "not assessable"} for name in numbers]
unsaid += [{"rule": "cramer_v", "of": "status", "verdict": "not assessable"}]
unsaid += [{"rule": "joint_drift", "of": "", "verdict": "not assessable"}]
faulty.case("orders.csv", "drift", "drift", {"reference": "before.csv"}, broken=unsaid, quality="quality-high",
            said=[])
faulty.write()

clean = Side(__file__, "clean", ORIGIN)
clean.table("others.csv", others)
clean.table("orders.csv", orders)
perfect = [found("value_completeness", 1), found("record_completeness", 1), found("duplicate_share", 0)]
clean.case("orders.csv", "quality", "plan.toml", reference, names, number=perfect)
clean.case("orders.csv", "quality", "quality-high", reference, names)
# What fails for a system of high risk passes for one of low risk.
clean.case("../faulty/orders.csv", "quality", "quality-low", reference, names, said=jump)
clean.case("orders.csv", "drift", "drift", {"reference": "../faulty/before.csv"}, quality="quality-high")
clean.write()
