"""Writes an organisation around a model that several AI systems share, one side with events and one where the same records are no events, and the answers:
`faulty/` and `clean/` beside this file.

Only the standard library is used, and nothing is shared with the product. Who is reached is found by trying every path of the drawing below; days are
counted by the calendar; what incidents teach is the closed form of a gamma law, whose quantiles are found by halving sums of Poisson terms.
Run: python3 make.py
"""

import json
import os
from datetime import date, timedelta
from math import exp, factorial

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = date(2026, 6, 15)
ASSESSED = date(2026, 2, 1)
LEAD = timedelta(days=90)
INTERVAL = date(2027, 2, 1)  # a year after the assessment
# Levels of likelihood with the events a year up to which each holds.
BANDS = [("Rare", 0.2), ("Unlikely", 1.0), ("Possible", 4.0), ("Likely", None)]
# What hangs on what: an arrow from a record to one that hangs on it.
ARROWS = [
    ("M0", "S0"), ("M0", "S1"), ("M0", "S2"), ("M0", "K0"), ("K0", "S3"), ("K0", "K1"), ("K1", "S4"),
    ("V0", "M0"), ("V0", "K2"), ("K2", "S5"), ("V0", "M1"), ("M1", "S9"), ("N0", "M0"),
    ("U1", "S7"), ("U0", "U1"), ("P1", "S0"), ("P1", "S7"), ("L0", "S5"), ("L1", "S6"), ("G0", "R8"),
] + [(f"S{n}", f"R{n}") for n in range(10)]


def reached(start):
    """Every risk to which some path leads."""
    found, paths = set(), [[start]]
    while paths:
        path = paths.pop()
        if path[-1].startswith("R"):
            found.add(path[-1])
        paths += [path + [to] for at, to in ARROWS if at == path[-1] and to not in path]
    return found


def erlang(shape, x):
    """The chance that a gamma law of whole shape lies below x, in units of its exposure."""
    return 1 - exp(-x) * sum(x**i / factorial(i) for i in range(shape))


def quantile(shape, p):
    low, high = 0.0, 1000.0
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if erlang(shape, middle) < p else (low, middle)
    return low


def level(rate):
    return next(at + 1 for at, it in enumerate(BANDS) if it[1] is None or rate <= it[1])


def learned(assessed, k):
    ends = [0.0] + [it[1] for it in BANDS]
    mean = (ends[assessed - 1] + ends[assessed]) / 2
    alpha, beta, years = 1, 1 / mean, (DAY - ASSESSED).days / 365.25
    rate = (alpha + k) / (beta + years)
    low, high = (quantile(alpha + k, p) / (beta + years) for p in (0.025, 0.975))
    return {"k": k, "months": 12 * years, "events": rate, "low": low, "high": high, "from": assessed, "to": level(rate)}


def record(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {"title": f"{kind} {name}", **fields}}


def organisation(faulty):
    likelihood = [{"level": name, **({"up_to": it} if it else {})} for name, it in BANDS]
    rows = [{"likelihood": name, "levels": "low, medium" if at < 2 else "medium, high"} for at, (name, _) in enumerate(BANDS)]
    all_ = [
        record("C0", "risk_criteria", "in_force", scale_version="1", likelihood=likelihood, matrix=rows, **{"from": "2026-01-01"},
               consequences=[{"type": "individuals", "level": it} for it in ("Slight", "Grave")],
               line=[{"type": "individuals", "acceptable": "low", "tolerable": "medium"}],
               intervals=[{"every": "P1Y"}], triggers=["incident", "significant_change", "impact_assessment"]),
        record("U0", "organization_unit", "active"), record("U1", "organization_unit", "active", parent="U0"),
        record("P0", "person", "active"), record("P1", "person", "active"),
        record("V0", "external_party", "approved", parts_played=["supplier"]),
    ]
    for n in range(10):
        more = {"unit": "U1"} if n == 7 else {}
        all_.append(record(f"S{n}", "ai_system", "operation", owner="P1" if n in (0, 7) else "P0", **more))
    all_ += [
        record("M0", "model", "active", systems=["S0", "S1", "S2"], made_by="V0"), record("M1", "model", "active", systems=["S9"], made_by="V0"),
        record("N0", "model_version", "registered", model="M0"),
        record("K0", "component", "in_use", systems=["S3"], model="M0", form="model_service"),
        record("K1", "component", "in_use", systems=["S4"], depends_on=["K0"], form="api"),
        record("K2", "component", "in_use", systems=["S5"], supplied_by="V0", form="model_service"),
        record("G0", "control", "operating"),
    ]
    for n in range(10):
        more = {"held_by": ["G0"]} if n == 8 else {}
        all_.append(record(f"R{n}", "risk", "evaluated", direction="threat", systems=[f"S{n}"], owner="P1" if n == 0 else "P0", criteria="C0",
                           likelihood=2 if n == 9 else 1, by_type=[{"type": "individuals", "current": 2}], assessed_on=str(ASSESSED), **more))
    # What is an event on one side, and none on the other.
    def either(yes, no):
        return yes if faulty else no
    all_ += [
        record("I0", "incident", either("confirmed", "no_incident"), arose_in=["M0"], detected_on="2026-03-10"),
        record("I1", "incident", either("confirmed", "no_incident"), risks=["R0"], detected_on="2026-04-01"),
        record("I2", "incident", either("closed", "no_incident"), risks=["R0"], detected_on="2026-05-01"),
        record("I3", "incident", "confirmed", arose_in=["M0"], detected_on="2026-01-10"),
        record("X0", "communication", "sent", direction="inward", speaks_of=["M1"], sent_on="2026-04-20", **({"from_party": "V0"} if faulty else {})),
        record("D0", "measurement", "recorded", of="N0", family="fairness", verdict=either("fail", "pass"), measured_on="2026-05-20"),
        record("F0", "finding", either("issued", "drafted"), criterion_records=["G0"], grade="minor_nonconformity", issued_on="2026-04-02"),
        record("F1", "finding", "issued", about=["U0"], grade=either("major_nonconformity", "observation"), issued_on="2026-05-03"),
        record("L0", "obligation", "applicable", source="law", direction="ours", covers=["S5"], **{"from": "2026-12-02"}),
        record("L1", "obligation", either("applicable", "not_applicable"), source="law", direction="ours", covers=["S6"], **{"from": "2026-11-02"}),
    ]
    return all_


# Events by side: record, what it is about, its day, its name, and a day before which risks are assessed.
def events(faulty):
    law = lambda name, on: (name, name, DAY, "obligation", date.fromisoformat(on) - LEAD)
    if not faulty:
        return [law("L0", "2026-12-02")]
    return [
        ("I0", "M0", date(2026, 3, 10), "incident", None), ("I1", "R0", date(2026, 4, 1), "incident", None),
        ("I2", "R0", date(2026, 5, 1), "incident", None), ("X0", "M1", date(2026, 4, 20), "notice_from_outside", None),
        ("D0", "N0", date(2026, 5, 20), "breach_of_a_monitor", None), ("F0", "G0", date(2026, 4, 2), "finding", None),
        ("F1", "U0", date(2026, 5, 3), "finding", None), law("L0", "2026-12-02"), law("L1", "2026-11-02"),
    ]


def waits(all_):
    found = {}
    for n in range(10):
        own = [it for it in all_ if f"R{n}" in reached(it[1])]
        due = [(max(it[2], it[4]) if it[4] else it[2], it[3]) for it in own] + [(INTERVAL, "interval")]
        on, reason = min(due, key=lambda it: it[0])
        found[f"R{n}"] = {"events": sorted(it[0] for it in own), "on": str(on), "reason": reason, "now": on <= DAY}
    return found


def laws(days):
    """The risks of both laws in the order of the days by which they are assessed."""
    by = {"R5": days["L0"], "R6": days["L1"]}
    return [[risk, str(max(DAY, date.fromisoformat(on) - LEAD))] for risk, on in sorted(by.items(), key=lambda it: it[1])]


def side(name):
    faulty = name == "faulty"
    key = {
        "origin": "every path of a drawing tried; calendar; closed form of the gamma-Poisson law with its quantiles by halving sums of Poisson terms",
        "day": str(DAY), "waits": waits(events(faulty)),
        "shared": sorted(reached("M0")) if faulty else [],
        "learned": learned(1, 2) if faulty else None,
        # A law that comes earlier, and the order of the risks that hang on laws before and after.
        "earlier": "2026-10-02", "order": laws({"L0": "2026-12-02", "L1": "2026-11-02"}) if faulty else None,
        "order_after": laws({"L0": "2026-10-02", "L1": "2026-11-02"}) if faulty else None,
        "law_alone_after": str(date(2026, 10, 2) - LEAD),
    }
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    for file, it in (("organisation.json", organisation(faulty)), ("key.json", key)):
        with open(os.path.join(HERE, name, file), "w") as to:
            json.dump(it, to, indent=1)
            to.write("\n")


if __name__ == "__main__":
    side("faulty")
    side("clean")
