#!/usr/bin/env python3
"""Makes the cases of 1.3: twelve goals of the enterprise and eighteen objectives, with three orphans and two clashes of signs two hops deep, and a
clean twin; and their keys.

Answers come from trying every path and from sums written out here; no code is shared with the product. Needs Python 3.11 and nothing else.
"""

import json
import pathlib

HERE = pathlib.Path(__file__).parent
DAY = "2026-03-02"

GOALS = [f"G{it}" for it in range(1, 13)]
OBJECTIVES = [f"O{it}" for it in range(1, 19)]

# From, to, sign, weight. O1 to O12 serve a goal each by way of nothing; O13 to O18 act upon other objectives.
CLEAN = [(f"O{it}", f"G{it}", 1, 1 + it % 3) for it in range(1, 13)] + [
    ("O13", "O1", 1, 2),
    ("O14", "O2", 1, 1),
    ("O15", "O3", 1, 1),
    ("O16", "O4", 1, 3),
    ("O17", "O5", 1, 1),
    ("O18", "O6", 1, 1),
    ("O13", "O7", -1, 1),
    ("O14", "O8", 1, 1),
    ("O15", "G9", 1, 4),
]

# Where pulls meet two hops deep: O13 lifts G1 by way of O1, and O16 presses it down by way of a hindered O10; likewise for G2.
FAULTY = [it for it in CLEAN if it[0] not in ("O17", "O18")] + [
    ("O16", "O10", 1, 1),
    ("O10", "G1", -1, 1),
    ("O15", "O11", 1, 1),
    ("O11", "G2", -1, 2),
]
FAULTY = [it for it in FAULTY if it[0] != "O12"] + [("O17", "G12", 1, 1)]
# O12 and O18 serve nothing any more, and neither does O9, whose goal O15 serves.
FAULTY = [it for it in FAULTY if it[:2] != ("O9", "G9")]

INDICATORS = {
    "answers": {"direction": "higher", "baseline": 0.61, "target": 0.95, "tolerance": 0,
                "measured": [["2026-01-31", 0.7, 0.66, 0.74, 500], ["2026-02-28", 0.78, 0.75, 0.81, 700]]},
    "latency": {"direction": "lower", "baseline": 40, "target": 10, "tolerance": 1, "measured": [["2026-02-10", 20, None, None, 90]]},
    "apis": {"direction": "higher", "baseline": None, "target": 0.75, "tolerance": 0,
             "counts": {"kind": "component", "within": "", "filter": "form:api"}},
    "silent": {"direction": "higher", "baseline": 0, "target": 1, "tolerance": 0, "measured": []},
}
COMPONENTS = ["api", "api", "api", "tool", "tool", "hosting", "prompt", "prompt"]
MEASURED_BY = {
    "O1": [["answers", None, 1]], "O2": [["latency", None, 1]], "O3": [["apis", None, 1], ["answers", 0.7, 3]],
    "O4": [["silent", None, 1], ["latency", 15, 1]], "O5": [["silent", None, 2]], "O7": [["apis", 0.5, 1]],
    "O13": [["answers", None, 1]], "O17": [["latency", None, 1]],
}


def paths(edges, to):
    """Every path to a node that comes twice through none: the nodes from its start, and its sign."""
    found, waiting = [], [([to], 1)]
    while waiting:
        way, sign = waiting.pop()
        for source, target, own, _ in edges:
            if target == way[0] and source not in way:
                longer = ([source] + way, sign * own)
                found.append(longer)
                waiting.append(longer)
    return found


def clashes(edges):
    moved, found = {it[1] for it in edges}, set()
    for to in GOALS + OBJECTIVES:
        all_paths = paths(edges, to)
        for up, up_sign in all_paths:
            for down, down_sign in all_paths:
                if up_sign != 1 or down_sign != -1:
                    continue
                shared, same = set(up) & set(down), up[0] == down[0]
                if shared == ({to, up[0]} if same else {to}) and (same or not {up[0], down[0]} & moved):
                    found.add((to, tuple(sorted({up[0], down[0]}))))
    return sorted(found)


def value(name):
    it = INDICATORS[name]
    if "counts" in it:
        return COMPONENTS.count("api") / len(COMPONENTS)
    return max(it["measured"])[1] if it["measured"] else None


def reached(name, target):
    it, now = INDICATORS[name], value(name)
    if now is None:
        return None
    target, base, slack = target if target is not None else it["target"], it["baseline"], it["tolerance"]
    if it["direction"] == "higher":
        if now >= target - slack:
            return 1.0
        share = now / target if base is None else (now - base) / (target - base)
    else:
        if now <= target + slack:
            return 1.0
        share = target / now if base is None else (base - now) / (base - target)
    return min(1.0, max(0.0, share))


def attained(edges, measured_by):
    """For each the share and the part of which it is known."""
    known = {}

    def of(name):
        if name in known:
            return known[name]
        if name in measured_by:
            parts = [(weight, reached(indicator, target)) for indicator, target, weight in measured_by[name]]
            parts = [(weight, share, 0.0 if share is None else 1.0) for weight, share in parts]
        else:
            parts = [(weight, *of(source)) for source, target, sign, weight in edges if target == name and sign > 0]
        whole = sum(it[0] for it in parts)
        sure = sum(weight * part for weight, share, part in parts if share is not None)
        total = sum(weight * part * share for weight, share, part in parts if share is not None)
        known[name] = (total / sure if sure else None, sure / whole if whole else 0.0)
        return known[name]

    return {name: list(of(name)) for name in GOALS + OBJECTIVES}


def reaching(edges, goal):
    return {way[0] for way, _ in paths(edges, goal)}


def write(side, edges):
    folder = HERE / side
    folder.mkdir(exist_ok=True)
    case = {
        "day": DAY,
        "components": COMPONENTS,
        "indicators": INDICATORS,
        "objectives": [{"name": name, "goal": name in GOALS,
                        "effects": [[to, "supports" if sign > 0 else "hinders", weight] for source, to, sign, weight in edges if source == name],
                        "measured_by": MEASURED_BY.get(name, [])} for name in GOALS + OBJECTIVES],
    }
    serving = {name for goal in GOALS for name in reaching(edges, goal)}
    flips = []
    for source, to in [("O13", "O1"), ("O15", "O3"), ("O14", "O8"), ("O15", "G9")]:
        turned = [(a, b, -sign if (a, b) == (source, to) else sign, weight) for a, b, sign, weight in edges]
        if any(it[:2] == (source, to) for it in edges):
            flips.append({"from": source, "to": to, "clashes": clashes(turned)})
    moved = {**MEASURED_BY, "O1": [["answers", 0.8, 1]]}
    key = {
        "origin": "every path tried and every sum written out by selftest/1.3/make.py",
        "orphans": [it for it in OBJECTIVES if it not in serving],
        "uncovered": [it for it in GOALS if not reaching(edges, it) & set(OBJECTIVES)],
        "clashes": clashes(edges),
        "attained": attained(edges, MEASURED_BY),
        "flips": flips,
        "retarget": {"objective": "O1", "indicator": "answers", "target": 0.8, "attained": attained(edges, moved)},
    }
    (folder / "map.json").write_text(json.dumps(case, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
    print(side, key["orphans"], key["uncovered"], key["clashes"], [len(it["clashes"]) for it in flips])
    return key


def main():
    clean, faulty = write("clean", CLEAN), write("faulty", FAULTY)
    assert (clean["orphans"], clean["uncovered"], clean["clashes"]) == ([], [], [])
    assert len(faulty["orphans"]) == 3 and len(faulty["clashes"]) == 2, faulty["clashes"]


if __name__ == "__main__":
    main()
