#!/usr/bin/env python3
"""Cases and keys of the self-test of the risk process: organisations with several hundred risks that were scored by three editions of criteria, and what
follows for each: levels and sides of the line from a full table of all cells, the day of the next assessment by walking through the calendar, the steps of each
stage by going through what there is, what other criteria would move, and the agreement of two assessors by the definition of weighted kappa in fractions.

Shares no code with the product. Run it from the root of the repository."""

import calendar
import datetime as dt
import json
import math
import pathlib
import random
import statistics
from fractions import Fraction

OUT = pathlib.Path("selftest/3.1")
DAY = dt.date(2026, 6, 15)
LATER = DAY + dt.timedelta(days=120)
LEVELS = ["low", "medium", "high", "critical"]
TYPES = ["organisation", "individuals", "groups", "society", "environment"]
STAGES = ["inception", "design_and_development", "verification_and_validation", "deployment", "operation_and_monitoring",
          "continuous_validation", "re_evaluation", "retirement"]
STATES = {"development": 2, "verification": 3, "deployment": 4, "operation": 5}
BEFORE = {"verification": STAGES[:2], "deployment": STAGES[:3], "operation": STAGES[:5]}
STEPS = ["identify", "analyse", "evaluate", "treat", "monitor", "communicate"]
DEPTH = {None: STEPS, "T1": STEPS, "T2": STEPS, "T3": STEPS[:4], "T4": STEPS[:3]}
GATE = STEPS[:4]
NAMES = ["rare", "unlikely", "possible", "likely", "almost certain"]


# --- criteria: every cell written out ---

def rows(shift, columns):
    """A row a likelihood, a level a column; harm never lowers it."""
    return [[LEVELS[max(0, min(3, (row + column + shift) // 2 - 1))] for column in range(1, columns + 1)] for row in range(1, 6)]


class Criteria:
    def __init__(self, name, version, state, start, columns, types, shifts, line, translations):
        self.name, self.version, self.state, self.start, self.translations = name, version, state, start, translations
        self.types, self.line, self.shifts, self.columns = types, line, shifts, columns
        self.cells = {}
        for of in types:
            table = rows(shifts.get(of, shifts[None]), columns)
            for row in range(5):
                for column in range(columns):
                    self.cells[of, row + 1, column + 1] = table[row][column]

    def record(self):
        matrix = []
        for of, shift in self.shifts.items():
            for row, cells in enumerate(rows(shift, self.columns)):
                matrix.append({"likelihood": NAMES[row], "levels": ", ".join(cells)} | ({"type": of} if of else {}))
        fields = {
            "title": "Criteria " + self.name, "scale_version": self.version, "matrix": matrix,
            "likelihood": [{"level": it} for it in NAMES],
            "consequences": [{"type": of, "level": f"{of} {it}"} for of in self.types for it in range(1, self.columns + 1)],
            "line": [{"type": of} | it for of, it in self.line.items()],
            "intervals": [{"every": "P1Y"}, {"tier": "T1", "every": "P5M"}, {"tier": "T2", "level": "high", "every": "P6M"}, {"level": "critical", "every": "P3M"}],
            "triggers": ["significant_change", "incident", "criteria_changed", "impact_assessment"],
            "translations": self.translations,
        }
        if self.start:
            fields["from"] = str(self.start)
        return {"id": self.name, "kind": "risk_criteria", "state": self.state, "fields": fields}


def across(axis, of, pairs):
    return [{"version": "2025", "axis": axis, "from": a, "to": b} | ({"type": of} if of else {}) for a, b in pairs]


LINE = {"acceptable": "low", "tolerable": "high", "pursue": "high"}
OLD = Criteria("C25", "2025", "superseded", dt.date(2025, 1, 1), 4, TYPES, {None: 0}, {it: LINE for it in TYPES}, [])
NOW = Criteria("C26", "2026", "in_force", dt.date(2026, 1, 15), 5, TYPES[:4], {None: 0, "individuals": 1},
               {"organisation": {"acceptable": "medium", "tolerable": "high", "pursue": "medium"}, "individuals": {"acceptable": "low", "tolerable": "medium"},
                "groups": LINE, "society": {"acceptable": "low", "tolerable": "low", "pursue": "critical"}},
               across("likelihood", None, [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]) + across("consequence", None, [(1, 1), (2, 2), (3, 4)])
               + across("consequence", "individuals", [(1, 1), (2, 3), (3, 4), (4, 5)]))
DRAFT = Criteria("C27", "2026", "draft", None, 5, TYPES[:4], {None: 1, "society": 0},
                 {"organisation": {"acceptable": "medium", "tolerable": "high", "pursue": "high"}, "individuals": {"acceptable": "low", "tolerable": "high", "pursue": "high"},
                  "groups": {"acceptable": "low", "tolerable": "medium", "pursue": "high"}, "society": {"acceptable": "low", "tolerable": "medium", "pursue": "high"}},
                 NOW.translations)
ALL = {it.name: it for it in (OLD, NOW, DRAFT)}


def translated(to, version, of, place):
    if version == to.version:
        return place
    own = [it for it in to.translations if it["version"] == version and it["axis"] == ("consequence" if of else "likelihood")]
    special = [it for it in own if it.get("type") == of] if of else []
    pool = special or [it for it in own if "type" not in it]
    return next((it["to"] for it in pool if it["from"] == place), None)


PREFIX = {"inherent": ("inherent_likelihood", "inherent_consequence"), "current": ("likelihood", "consequence"), "residual": ("likelihood_after", None)}


def judge(risk, of, basis, by):
    """Level and verdict; nothing and `not_assessable` where it cannot be told."""
    none = (None, "not_assessable")
    likelihood = risk.get(PREFIX[basis][0])
    typed = [it for it in risk.get("by_type", []) if it["type"] == of]
    if "by_type" in risk:
        consequence = typed[0].get(basis) if typed else None
    else:
        consequence = risk.get(PREFIX[basis][1]) if len(risk.get("consequence_types", [])) == 1 and PREFIX[basis][1] else None
    if not likelihood or not consequence or "criteria" not in risk:
        return none
    version = ALL[risk["criteria"]].version
    likelihood, consequence = translated(by, version, None, likelihood), translated(by, version, of, consequence)
    level = by.cells.get((of, likelihood, consequence))
    if level is None:
        return none
    line, rank = by.line[of], LEVELS.index(level)
    if risk.get("direction") == "opportunity":
        if "pursue" not in line:
            return none
        return level, "pursue" if rank in range(LEVELS.index(line["pursue"]), 4) else "not_pursued"
    if rank in range(LEVELS.index(line["acceptable"]) + 1):
        return level, "acceptable"
    return level, "tolerable" if rank in range(LEVELS.index(line["tolerable"]) + 1) else "above"


def touched(risk):
    return sorted(set(risk.get("consequence_types", [])) | {it["type"] for it in risk.get("by_type", [])})


# --- the calendar, day by day ---

def months(day, count):
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


SPANS = {"P1Y": 12, "P5M": 5, "P6M": 6, "P3M": 3}
ORDER = ["never_assessed", "incident", "significant_change", "impact_assessment", "criteria_changed", "interval", "set"]


def due(risk, org, today):
    if "assessed_on" not in risk:
        return [str(today), "never_assessed"]
    assessed = dt.date.fromisoformat(risk["assessed_on"])
    tiers = [org.tiers[it] for it in risk.get("systems", [])]
    levels = {judge(risk, of, "current", NOW)[0] for of in touched(risk)}
    fits = []
    for it in NOW.record()["fields"]["intervals"]:
        if ("tier" not in it or None in tiers or it["tier"] in tiers) and ("level" not in it or it["level"] in levels):
            fits.append(months(assessed, SPANS[it["every"]]))
    events = [(it[1], it[2]) for it in org.events if set(it[3]) & set(risk.get("systems", [])) and assessed < it[1] <= today]
    since = max(NOW.start, assessed) if risk.get("criteria") != "C26" else None
    for step in range(-400, 1500):
        day = assessed + dt.timedelta(days=step)
        found = [what for on, what in events if on == day]
        found += ["criteria_changed"] if since == day else []
        found += ["interval"] if day in fits else []
        found += ["set"] if risk.get("next_assessment") == str(day) else []
        if found:
            return [str(day), min(found, key=ORDER.index)]
    raise SystemExit("no day")


# --- organisations ---

class Org:
    def __init__(self, seed):
        self.draw, self.entries, self.tiers, self.states, self.risks, self.events = random.Random(seed), [], {}, {}, {}, []
        self.runs, self.impacts, self.treated, self.gained, self.kept = [], {}, set(), set(), set()

    def add(self, name, kind, state, fields):
        self.entries.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"{kind} {name}"} | fields})

    def system(self, name, tier, state):
        self.tiers[name], self.states[name] = tier, state
        self.add(name, "ai_system", state, {"owner": "P1", "unit": "U1", "purpose": "Sorts letters.", "in_service_on": "2026-01-01"})
        if tier:
            self.add("K" + name, "classification", "confirmed", {"subject": name, "scheme": "own_tier", "outcome": "tier " + tier[1:],
                                                                 "reasons": "as found", "classified_on": "2026-01-10"})
        # Steps of the risk process alone hold it back: a release of it was approved.
        self.add("L" + name, "release", "approved", {"system": name, "tests": "read by hand", "bundle": [{"part": "all"}], "owner": "P1"})

    def risk(self, name, state, fields):
        self.risks[name] = fields
        self.add(name, "risk", state, fields)
        fields["state"] = state
        self.entries[-1]["fields"] = {key: it for key, it in self.entries[-1]["fields"].items() if key != "state"}

    def treat(self, name, risk, state, gain):
        self.add(name, "treatment", state, {"treats": [risk], "option": "take_or_raise_for_gain" if gain else "change_likelihood", "owner": "P1"})
        if state in ("approved", "implementing", "implemented"):
            self.treated.add(risk)
            if gain:
                self.gained.add(risk)

    def accept(self, name, risk, state, start, end):
        self.add(name, "risk_acceptance", state, {"risk": risk, "level": "critical", "why": "it is borne", "from": str(start), "expires": str(end)})
        if state == "granted" and start <= DAY <= end:
            self.kept.add(risk)

    def assessment(self, name, state, covers, stages, considered, told, day):
        fields = {"covers": covers, "stages": [it for it in STAGES if it in stages], "reason": "planned", "criteria": "C26", "assessors": ["P1"],
                  "impact_assessments": considered, "conclusion": "Done.", "assessed_on": str(day)}
        if told:
            fields["told"] = [{"who": "the board", "on": str(day)}]
        self.add(name, "risk_assessment", state, fields)
        if state in ("concluded", "approved"):
            self.runs.append((name, covers, set(stages), set(considered), told, day))

    def impact(self, name, systems, state, day):
        self.add(name, "impact_assessment", state, {"systems": systems, "purpose": "Sorts letters.", "assessed_on": str(day), "reason": "planned"})
        if state in ("approved", "in_force"):
            self.impacts[name] = systems
            self.events.append((name, day, "impact_assessment", systems))

    def incident(self, name, systems, state, day):
        self.add(name, "incident", state, {"systems": systems, "detected_on": str(day), "severity": "minor"})
        if state not in ("reported", "no_incident"):
            self.events.append((name, day, "incident", systems))

    def change(self, name, system, grade, found, state, day):
        self.add(name, "change", state, {"about": [system], "class": grade, "planned_or_found": "found" if found else "planned", "when": {"from": str(day)}})
        if grade != "minor" and (state != "refused" if found else state in ("approved", "implemented", "reviewed")):
            self.events.append((name, day, "significant_change", [system]))


def begin(seed):
    org = Org(seed)
    org.add("U1", "organization_unit", "active", {})
    for it in ("P1", "P2", "P3"):
        org.add(it, "person", "active", {"email": it.lower() + "@example.org"})
    for it in ALL.values():
        org.entries.append(it.record())
    return org


def faulty():
    org = begin(31)
    draw = org.draw
    for at in range(12):
        org.system(f"S{at + 1}", draw.choice([None, "T1", "T2", "T3", "T4"]), draw.choice(list(STATES)))
    systems = list(org.tiers)
    day = lambda low, high: DAY - dt.timedelta(days=draw.randrange(low, high))
    for at in range(14):
        org.impact(f"I{at + 1}", draw.sample(systems, draw.choice([1, 1, 2])), draw.choice(["draft", "approved", "in_force"]), day(-5, 300))
    for at in range(300):
        fields = {"direction": "opportunity" if draw.random() < .2 else "threat"}
        for part in ("source", "event", "effect", "affected"):
            if draw.random() < .93:
                fields[part] = f"the {part}"
        if draw.random() < .95:
            fields["systems"] = sorted(draw.sample(systems, draw.choice([1, 1, 1, 2])))
        if draw.random() < .92:
            fields["stage"] = draw.choice(STAGES[:6])
        by = draw.choice([OLD, NOW, NOW, NOW])
        mode = draw.random()
        if mode < .75:
            fields["criteria"] = by.name
            kinds = draw.sample(by.types, draw.choice([1, 2, 3]))
            fields["by_type"] = []
            for of in kinds:
                row = {"type": of, "current": draw.randint(1, by.columns)}
                if draw.random() < .9:
                    row["inherent"] = draw.randint(row["current"], by.columns)
                if draw.random() < .5:
                    row["residual"] = draw.randint(1, row["current"])
                if draw.random() < .04:
                    del row["current"]
                fields["by_type"].append(row)
            if draw.random() < .2:
                fields["consequence_types"] = sorted(draw.sample(by.types, 2), key=TYPES.index)
        elif mode < .95:
            fields["consequence_types"] = sorted(draw.sample(TYPES[:4], draw.choice([1, 1, 2])), key=TYPES.index)
            fields["consequence"], fields["inherent_consequence"] = draw.randint(1, 4), draw.randint(1, 4)
            if draw.random() < .8:
                fields["criteria"] = by.name
        if draw.random() < .95:
            fields["likelihood"] = draw.randint(1, 5)
        if draw.random() < .8:
            fields["inherent_likelihood"] = draw.randint(1, 5)
        if draw.random() < .5:
            fields["likelihood_after"] = draw.randint(1, 5)
        if draw.random() < .9:
            fields["owner"] = "P1"
        if draw.random() < .93:
            fields["assessed_on"] = str(day(0, 420))
        if draw.random() < .3:
            fields["next_assessment"] = str(day(-200, 30))
        state = draw.choice(["identified", "analysed", "evaluated", "in_treatment", "monitored", "monitored", "closed"])
        org.risk(f"R{at + 1}", state, fields)
    open_ = [it for it in org.risks if org.risks[it]["state"] != "closed"]
    for at, risk in enumerate(draw.sample(open_, 130)):
        org.treat(f"X{at + 1}", risk, draw.choice(["proposed", "approved", "implementing", "implemented", "closed"]), draw.random() < .35)
    for at, risk in enumerate(draw.sample(open_, 50)):
        org.accept(f"A{at + 1}", risk, draw.choice(["requested", "granted", "granted", "suspended"]), day(20, 60), day(-60, 15))
    for at in range(10):
        org.incident(f"N{at + 1}", draw.sample(systems, 1), draw.choice(["reported", "confirmed", "closed"]), day(0, 200))
    for at in range(10):
        org.change(f"G{at + 1}", draw.choice(systems), draw.choice(["minor", "significant", "alters_intended_use"]), draw.random() < .4,
                   draw.choice(["proposed", "approved", "implemented"]), day(0, 200))
    for at in range(22):
        covers = sorted(draw.sample(systems, draw.choice([1, 1, 2])))
        near = [it for it, of in org.impacts.items() if set(of) & set(covers)]
        org.assessment(f"Z{at + 1}", draw.choice(["planned", "in_progress", "concluded", "approved", "concluded"]), covers, draw.sample(STAGES[:6], 4),
                       draw.sample(near, min(len(near), draw.choice([0, 1, 2]))), draw.random() < .6, day(1, 200))
    return org


def clean():
    org = begin(13)
    draw = org.draw
    fresh = DAY - dt.timedelta(days=5)
    tiers, states = [None, "T1", "T2", "T3", "T4", "T1"], ["development", "verification", "deployment", "development", "deployment", "operation"]
    for at in range(6):
        org.system(f"S{at + 1}", tiers[at], states[at])
    for at, system in enumerate(list(org.tiers)):
        org.impact(f"I{at + 1}", [system], "in_force", fresh - dt.timedelta(days=3))
    number = 0
    for system in org.tiers:
        for stage in STAGES[:5]:
            for _ in range(2):
                number += 1
                kinds = draw.sample(TYPES[:4], 2)
                fields = {"direction": "threat", "source": "the source", "event": "the event", "effect": "the effect", "affected": "applicants", "systems": [system],
                          "stage": stage, "criteria": "C26", "owner": "P1", "assessed_on": str(fresh), "likelihood": draw.randint(1, 5),
                          "inherent_likelihood": 5, "likelihood_after": 1,
                          "by_type": [{"type": of, "inherent": 5, "current": draw.randint(1, 5), "residual": 1} for of in kinds]}
                org.risk(f"R{number}", draw.choice(["evaluated", "in_treatment", "monitored"]), fields)
                sides = {judge(fields, of, "current", NOW)[1] for of in kinds}
                if sides - {"acceptable"}:
                    if draw.random() < .7:
                        org.treat(f"X{number}", f"R{number}", "approved", False)
                    else:
                        org.accept(f"A{number}", f"R{number}", "granted", fresh, DAY + dt.timedelta(days=60))
    for at, system in enumerate(list(org.tiers)):
        org.assessment(f"Z{at + 1}", "approved", [system], STAGES, [f"I{at + 1}"], True, fresh)
    return org


# --- what follows ---

def lacks(org, system, stage, today):
    """By step, the risks that lack it; a blank name stands for the stage itself."""
    own = {it: of for it, of in org.risks.items() if of["state"] != "closed" and system in of.get("systems", []) and of.get("stage") == stage}
    looked = [it for it in org.runs if system in it[1] and stage in it[2]]
    found = {it: set() for it in STEPS}
    if not looked:
        found["identify"].add("")
        found["communicate"].add("")
    elif not max(looked, key=lambda it: (it[5], int(it[0][1:])))[4]:
        found["communicate"].add("")
    for name, risk in own.items():
        of = touched(risk)
        sides = [judge(risk, it, "current", NOW)[1] for it in of]
        if not all(it in risk for it in ("source", "event", "effect", "affected")):
            found["identify"].add(name)
        typed = {it["type"] for it in risk.get("by_type", []) if "current" in it}
        if "by_type" not in risk and len(of) == 1 and "consequence" in risk:
            typed = set(of)
        if "likelihood" not in risk or not of or set(of) - typed:
            found["analyse"].add(name)
        if not of or "not_assessable" in sides or risk["state"] in ("identified", "analysed"):
            found["evaluate"].add(name)
        if "pursue" in sides:
            lacking = name not in org.gained
        elif {"above", "tolerable"} & set(sides):
            lacking = name not in org.treated | org.kept
        else:
            lacking = not of or "not_assessable" in sides
        if lacking:
            found["treat"].add(name)
        if "owner" not in risk or due(risk, org, today)[0] <= str(today):
            found["monitor"].add(name)
    return found


def gaps(org):
    found = []
    for name, systems in org.impacts.items():
        for of in systems:
            if not any(of in it[1] and name in it[3] for it in org.runs):
                found.append(["impact_not_considered", name, of])
    for run in org.runs:
        for of in run[1]:
            if not any(of in org.impacts.get(it, []) for it in run[3]):
                found.append(["assessed_without_impact", run[0], of])
    for name, risk in org.risks.items():
        if risk["state"] != "closed" and "stage" not in risk and risk.get("systems"):
            found.append(["no_stage", name])
    return sorted(found)


RANK = ["not_assessable", "acceptable", "tolerable", "above", "not_pursued", "pursue"]


def moved(org):
    found = []
    for name, risk in org.risks.items():
        for of in touched(risk) if risk["state"] != "closed" else []:
            was, becomes = (judge(risk, of, "current", it)[1] for it in (NOW, DRAFT))
            if was == becomes:
                continue
            way = "told" if was == RANK[0] else "untold" if becomes == RANK[0] else "graver" if RANK.index(becomes) > RANK.index(was) else "milder"
            found.append([name, of, way, (was == "above") is not (becomes == "above")])
    return sorted(found)


def kappa(pairs, classes):
    """Weighted kappa from disagreements in fractions, and its interval by Wilson from the asymptotic variance, summed cell by cell."""
    n = len(pairs)
    p = lambda i, j: Fraction(sum(it == (i, j) for it in pairs), n)
    one, other = [[Fraction(sum(it[side] == k for it in pairs), n) for k in range(1, classes + 1)] for side in (0, 1)]
    span = range(1, classes + 1)
    seen = sum(abs(i - j) * p(i, j) for i in span for j in span)
    chance = sum(abs(i - j) * one[i - 1] * other[j - 1] for i in span for j in span)
    value = 1 - seen / chance
    w = lambda i, j: 1 - Fraction(abs(i - j), classes - 1)
    row = lambda i: sum(w(i, j) * other[j - 1] for j in span)
    column = lambda j: sum(w(i, j) * one[i - 1] for i in span)
    expected = 1 - chance / (classes - 1)
    square = sum(p(i, j) * (w(i, j) - (row(i) + column(j)) * (1 - value)) ** 2 for i in span for j in span)
    variance = (square - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
    # That variance is the one of an agreement among so many pairs; the ends lie where their own error reaches what was seen.
    agreed = float(1 - seen / (classes - 1))
    worth = agreed * (1 - agreed) / float(variance * (1 - expected) ** 2)
    square = statistics.NormalDist().inv_cdf(.975) ** 2 / worth
    a, b, c = 1 + square, -(2 * agreed + square), agreed * agreed
    root = math.sqrt(b * b - 4 * a * c)
    ends = (((-b + sign * root) / (2 * a) - float(expected)) / (1 - float(expected)) for sign in (-1, 1))
    low, high = ends
    return [float(value), max(-1., low), min(1., high)]


def two(org, name, count, agree, draw):
    """An assessment with two assessors who score the same risks, each alone; the key of how far they agree."""
    risks = [it for it, of in org.risks.items() if of.get("criteria") == "C26"][:count]
    org.add(name, "risk_assessment", "in_progress", {"covers": ["S1"], "stages": STAGES[:2], "reason": "planned", "criteria": "C26", "assessors": ["P2", "P3"], "risks": risks})
    said = {"P2": {}, "P3": {}}
    for risk in risks:
        for of, most in [(None, 5), ("groups", 5)]:
            first = draw.randint(1, most)
            second = first if draw.random() < agree else max(1, min(most, first + draw.choice([-2, -1, 1])))
            said["P2"][risk, of], said["P3"][risk, of] = first, second
    for at, (who, scores) in enumerate(said.items()):
        org.add(f"{name}H{at}", "score_sheet", "handed_in", {"assessment": name, "owner": who, "scores": [
            {"risk": risk, "level": it} | ({"type": of} if of else {}) for (risk, of), it in scores.items()]})
    pairs = {"likelihood": [], "consequence": [], "level": []}
    for risk in risks:
        a, b = ((said[who][risk, None], said[who][risk, "groups"]) for who in ("P2", "P3"))
        pairs["likelihood"].append((a[0], b[0]))
        pairs["consequence"].append((a[1], b[1]))
        pairs["level"].append(tuple(LEVELS.index(NOW.cells["groups", *it]) + 1 for it in (a, b)))
    told = {}
    for what, all_ in pairs.items():
        told[what] = {"shared": len(all_), "same": sum(a == b for a, b in all_), "kappa": kappa(all_, 4 if what == "level" else 5) if len(all_) >= 10 else None}
    differ = sorted([risk, of or ""] for risk in risks for of in (None, "groups") if said["P2"][risk, of] != said["P3"][risk, of])
    return {"assessment": name, "pairs": told, "differ": differ}


def beside(risk):
    """On which side of the line a threat lies: above it for some type, else not to be told where some type cannot be."""
    verdicts = [judge(risk, of, "current", NOW)[1] for of in touched(risk)]
    if "above" in verdicts:
        return "above"
    return "cannot_be_told" if not verdicts or "not_assessable" in verdicts else "within"


def write(side, org):
    draw = random.Random(77)
    agreements = [two(org, "Y1", 40, .6 if side == "faulty" else .9, draw), two(org, "Y2", 6, .5, draw)]
    live = {it: of for it, of in org.risks.items() if of["state"] != "closed"}
    judged = {f"{name} {basis} {of}": [it or "" for it in judge(risk, of, basis, NOW)]
              for name, risk in live.items() for of in touched(risk) for basis in PREFIX}
    steps, before = {}, {}
    for system, state in org.states.items():
        asked = DEPTH[org.tiers[system]]
        every = {stage: lacks(org, system, stage, DAY) for stage in STAGES}
        steps |= {f"{system} {stage} {step}": sorted(every[stage][step]) for stage in STAGES[:STATES[state]] for step in asked if every[stage][step]}
        before |= {f"{system} {to}": sum(len(every[stage][step]) > 0 for stage in stages for step in asked if step in GATE) for to, stages in BEFORE.items()}
    key = {
        "origin": "scripts/risk_method.py: every cell of each matrix written out, the calendar walked day by day, steps gone through risk by risk; weighted kappa from its definition in fractions",
        "day": str(DAY), "later": str(LATER), "judged": judged, "steps": steps, "before": before, "gaps": gaps(org), "moved": moved(org), "agreements": agreements,
        "beside": {it: beside(of) for it, of in live.items() if of.get("direction") != "opportunity"},
        "due": {it: due(of, org, DAY) for it, of in live.items()}, "due_later": {it: due(of, org, LATER) for it, of in live.items()},
    }
    folder = OUT / side
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(org.entries, separators=(",", ":")) + "\n")
    (folder / "key.json").write_text(json.dumps(key, separators=(",", ":")) + "\n")
    blocked = sum(it > 0 for it in before.values())
    print(side, len(live), "risks", len(judged), "judged", len(steps), "steps lacking", blocked, "of", len(before), "gates shut", len(key["gaps"]), "gaps", len(key["moved"]), "moved")
    for it in agreements:
        print("  ", {what: of["kappa"] and [round(x, 3) for x in of["kappa"]] for what, of in it["pairs"].items()}, len(it["differ"]))


write("faulty", faulty())
write("clean", clean())
