#!/usr/bin/env python3
"""Cases and keys of the self-test of losses in numbers: an organisation with criteria, indicators with measurements, incidents and risks, and what follows for each:
events a year and cost in closed form (Wald's identities for a Poisson number of lognormal, uniform and fixed costs), the rate after incidents by the gamma law, the
level of likelihood and of consequence by comparing with each end of the scale, and what is refused or cannot be assessed.

Shares no code with the product. Run it from the root of the repository."""

import datetime as dt
import json
import math
import pathlib
import statistics

OUT = pathlib.Path("selftest/3.3")
DAY = dt.date(2026, 6, 15)
LEVELS = [("seldom", 0.1), ("now and then", 1.0), ("often", 4.0), ("all the time", None)]
GRAVE = [("mild", 5_000.0), ("serious", 50_000.0), ("grave", None)]
MATRIX = [["low", "low", "medium"], ["low", "medium", "high"], ["medium", "high", "critical"], ["medium", "high", "critical"]]
CURVE = [(0.6, 6.0), (0.8, 2.0), (0.9, 0.5), (1.0, 0.05)]
Z90 = statistics.NormalDist().inv_cdf(0.9)


def place(levels, value):
    for at, (_, most) in enumerate(levels, 1):
        if most is None or value <= most:
            return at


def curve(value):
    value = min(max(value, CURVE[0][0]), CURVE[-1][0])
    for (x0, y0), (x1, y1) in zip(CURVE, CURVE[1:]):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)


def rows(**values):
    return [{"parameter": name, "value": value} for name, value in values.items()]


def lognormal(median, p90):
    sigma = math.log(p90 / median) / Z90
    mean = median * math.exp(sigma**2 / 2)
    return mean, median**2 * math.exp(2 * sigma**2), rows(median=median, p90=p90)


def criteria(state):
    return {"id": "RCR-1", "kind": "risk_criteria", "state": state, "fields": {
        "title": "Criteria", "scale_version": "1",
        "likelihood": [{"level": name, **({"up_to": most} if most else {})} for name, most in LEVELS],
        "consequences": [{"type": "organisation", "level": name, **({"up_to": most} if most else {})} for name, most in GRAVE],
        "matrix": [{"likelihood": name, "levels": ", ".join(row)} for (name, _), row in zip(LEVELS, MATRIX)],
        "line": [{"type": "organisation", "acceptable": "low", "tolerable": "medium"}],
        "intervals": [{"every": "P1Y"}], "triggers": ["incident"], "from": "2026-01-01",
        "appetites": [{"type": "organisation", "unit": "EUR", "loss": 5_000_000.0, "probability": 0.05},
                      {"type": "organisation", "unit": "EUR", "loss": 1_000.0, "probability": 0.05}]}}


def measured(name, plan, value, low, high, n, on):
    return {"id": name, "kind": "measurement", "state": "recorded", "fields": {
        "title": f"Ratio {value}", "plan": plan, "measured_on": on.isoformat(), "verdict": "not_judged",
        "values": [{"metric": "demographic_parity_ratio", "value": value, "low": low, "high": high, "n": n}]}}


def indicator(number):
    return {"id": f"IND-{number}", "kind": "indicator", "state": "draft", "fields": {
        "title": f"Ratio {number}", "plan": f"MPL-{number}", "metric": "demographic_parity_ratio", "period": "P3M"}}


def plan(number):
    return {"id": f"MPL-{number}", "kind": "measurement_plan", "state": "draft", "fields": {"title": f"Plan {number}"}}


def risk(number, **fields):
    return {"id": f"RSK-{number}", "kind": "risk", "state": "identified", "fields": {
        "title": f"Risk {number}", "direction": "threat", "consequence_types": ["organisation"], "loss_type": "organisation", **fields}}


def bound(number, to):
    return risk(number, indicator=to, curve="linear", curve_points=[{"at": x, "frequency": y} for x, y in CURVE],
                severity_law="lognormal", severity_parameters=lognormal(4_000.0, 12_000.0)[2])


def make(side):
    faulty = side == "faulty"
    recent = DAY - dt.timedelta(days=20)
    entries = [criteria("draft" if faulty else "in_force")]
    entries += [plan(at) for at in (1, 2, 3, 4)] + [indicator(at) for at in (1, 2, 3, 4)]
    entries += [measured("MSR-1", "MPL-1", 0.92, 0.88, 0.96, 2_000, recent),
                measured("MSR-2", "MPL-2", 0.775, 0.646, 0.930, 100, recent),
                measured("MSR-3", "MPL-3", 0.775, 0.732, 0.821, 1_000, recent)]
    if faulty:
        # The fourth was measured too long ago.
        entries.append(measured("MSR-4", "MPL-4", 0.9, 0.85, 0.95, 1_000, DAY - dt.timedelta(days=300)))
    else:
        entries.append(measured("MSR-4", "MPL-4", 0.9, 0.85, 0.95, 1_000, recent))
    start = DAY - dt.timedelta(days=731)
    entries += [
        risk(1, frequency_law="poisson", frequency_parameters=rows(mean=2.5), severity_law="lognormal",
             severity_parameters=lognormal(10_000.0, 30_000.0)[2], uncertain=[{"part": "severity", "low": 0.6, "high": 1.6}]),
        risk(2, frequency_law="poisson", frequency_parameters=rows(mean=0.5), exposure=3.0, severity_law="uniform",
             severity_parameters=rows(least=1_000.0, most=3_000.0), loss_deductible=500.0),
        bound(3, "IND-1"), bound(4, "IND-2"), bound(5, "IND-3"), bound(6, "IND-4"),
        risk(7, prior="equivalent", prior_parameters=rows(events=2.0, exposure=4.0), counted_from=start.isoformat(),
             severity_law="point", severity_parameters=rows(amount=60_000.0)),
        risk(8, frequency_law="poisson", frequency_parameters=rows(mean=1.2)),
        risk(9, struck_by=[{"risk": "RSK-8", "probability": 0.5}], severity_law="point", severity_parameters=rows(amount=2_000.0)),
        risk(10, struck_by=[{"risk": "RSK-8", "probability": 0.25}], frequency_law="poisson", frequency_parameters=rows(mean=0.1),
             severity_law="point", severity_parameters=rows(amount=8_000.0)),
    ]
    days = [DAY - dt.timedelta(days=at) for at in (30, 200, 500)]
    entries += [{"id": f"INC-{at}", "kind": "incident", "state": "confirmed", "fields": {
        "title": f"Incident {at}", "risks": ["RSK-7"], "happened_on": on.isoformat()}} for at, on in enumerate(days, 1)]
    # Neither of these counts: one lies before the first day, the other names another risk.
    entries += [{"id": "INC-8", "kind": "incident", "state": "confirmed", "fields": {
        "title": "Earlier", "risks": ["RSK-7"], "happened_on": (start - dt.timedelta(days=9)).isoformat()}},
        {"id": "INC-9", "kind": "incident", "state": "confirmed", "fields": {
            "title": "Another", "risks": ["RSK-1"], "happened_on": recent.isoformat()}}]

    mean1, square1, _ = lognormal(10_000.0, 30_000.0)
    mean3, _, _ = lognormal(4_000.0, 12_000.0)
    rate = (2.0 + 3) / (4.0 + 731 / 365.25)
    uniform = (2_000.0 - 500.0)
    exact = {
        "RSK-1": (2.5, mean1), "RSK-2": (1.5, uniform), "RSK-3": (curve(0.92), mean3), "RSK-4": (curve(0.775), mean3),
        "RSK-5": (curve(0.775), mean3), "RSK-6": (curve(0.9), mean3), "RSK-7": (rate, 60_000.0), "RSK-9": (0.6, 2_000.0),
        "RSK-10": (0.4, 8_000.0)}
    missing = {}
    if faulty:
        exact.pop("RSK-6")
        missing["RSK-6"] = "older than its period"
    key = {
        "origin": "closed form by scripts/loss_numbers.py: Wald's identities, the gamma law, linear interpolation",
        "day": DAY.isoformat(),
        "exact": {name: {"events": events, "cost": cost, "expected": events * cost} for name, (events, cost) in exact.items()},
        "deviation": {"RSK-1": math.sqrt(2.5 * square1)},
        "places": {name: [place(LEVELS, events), place(GRAVE, cost)] for name, (events, cost) in exact.items()} if not faulty else {},
        "levels": {name: MATRIX[place(LEVELS, events) - 1][place(GRAVE, cost) - 1] for name, (events, cost) in exact.items()}
        if not faulty else {},
        "not_assessable": missing,
        "intervals": {"RSK-4": sorted([curve(0.646), curve(0.930)]), "RSK-5": sorted([curve(0.732), curve(0.821)])},
        "appetites": {} if faulty else {"5000000": "holds", "1000": "broken"},
        "falls": {"risk": "RSK-3", "from": place(LEVELS, curve(0.92)), "to": place(LEVELS, curve(0.76)), "events": curve(0.76),
                  "plan": "MPL-1", "measurement": measured("", "", 0.76, 0.73, 0.79, 2_000, DAY)["fields"]},
        "refused": [
            ["RSK-1", {"frequency_parameters": rows(mean=-1.0)}, "frequency_parameters", "must be a number of 0 or more"],
            ["RSK-1", {"severity_parameters": rows(median=10.0)}, "severity_parameters", ""],
            ["RSK-1", {"indicator": "IND-1"}, "indicator", "keep one of them"],
            ["RSK-3", {"curve_points": [{"at": 0.9, "frequency": 1.0}, {"at": 0.6, "frequency": 2.0}]}, "curve_points", "above the one before"],
            ["RSK-7", {"prior_parameters": rows(events=2.0)}, "prior_parameters", "missing field `exposure`"],
            ["RSK-8", {"struck_by": [{"risk": "RSK-10", "probability": 0.5}]}, "struck_by", "goes round in a circle"],
            ["RSK-10", {"struck_by": [{"risk": "RSK-8", "probability": 1.5}]}, "struck_by", "a probability from 0 to 1"],
            ["RSK-2", {"loss_layers": [{"retention": 0.0, "share": 0.7}, {"retention": 100.0, "share": 0.7}]}, "loss_layers", "more than the whole"],
            ["RCR-1", {"appetites": [{"type": "organisation", "unit": "EUR", "loss": 5.0, "probability": 1.0}]}, "appetites", "above 0 and below 1"],
        ] if faulty else [],
    }
    folder = OUT / side
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (("organisation.json", entries), ("key.json", key)):
        (folder / name).write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    for side in ("faulty", "clean"):
        make(side)
