"""Writes risks with treatment plans, one side with planted faults and one without, and the answers: `faulty/` and `clean/` beside this file.

Only the standard library is used, and nothing is shared with the product. Verdicts and gaps are labelled by hand. What is left of risks is looked up
in the matrix as it is written here; costs are counted in exact fractions; the loss that a treatment saves is the closed form of a Poisson number of
events of one size. Hours are counted day by day. Run: python3 make.py
"""

import json
import os
from datetime import date
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-06-15"

LEVELS = ["low", "medium", "high", "critical"]
LIKELIHOOD = ["rare", "unlikely", "possible", "likely", "almost certain"]
MATRIX = [
    "low low medium medium high", "low medium medium high high", "medium medium high high critical",
    "medium high high critical critical", "high high critical critical critical",
]
# The gravest level that is acceptable, and that is tolerable.
LINE = ("low", "medium")
YEARS = 3


def level(likelihood, consequence):
    return MATRIX[likelihood - 1].split()[consequence - 1]


def side_of(name):
    at = LEVELS.index(name)
    return "acceptable" if at <= LEVELS.index(LINE[0]) else "tolerable" if at <= LEVELS.index(LINE[1]) else "above"


def left(likelihood, consequence, rows):
    """Scores after rows (part, to): the mildest of each part counts."""
    for part, to in rows:
        if part == "likelihood":
            likelihood = min(likelihood, to)
        else:
            consequence = min(consequence, to)
    return likelihood, consequence


class Side:
    def __init__(self):
        self.records, self.gaps = [], []
        self.key = {"origin": "computed anew by selftest/3.5/make.py: matrix looked up, exact fractions, closed form of a loss; verdicts and gaps by hand", "day": DAY}

    def add(self, name, kind, state, **fields):
        fields = {"title": f"{kind} {name}", **fields}
        self.records.append({"id": name, "kind": kind, "state": state, "fields": fields})

    def gap(self, sort, *records):
        self.gaps.append(" ".join([sort, *sorted(records)]))

    def write(self, side):
        self.key["gaps"] = sorted(self.gaps)
        os.makedirs(os.path.join(HERE, side), exist_ok=True)
        for name, what in (("organisation", self.records), ("key", self.key)):
            with open(os.path.join(HERE, side, f"{name}.json"), "w") as out:
                json.dump(what, out, indent=1, ensure_ascii=False)
                out.write("\n")


def around(it):
    types = ["individuals", "organisation"]
    it.add("RC", "risk_criteria", "in_force", scale_version="1", **{"from": "2026-01-15"},
           matrix=[{"likelihood": name, "levels": ", ".join(row.split())} for name, row in zip(LIKELIHOOD, MATRIX)],
           likelihood=[{"level": name} for name in LIKELIHOOD],
           consequences=[{"type": of, "level": f"{of} {at}"} for of in types for at in range(1, 6)],
           line=[{"type": of, "acceptable": LINE[0], "tolerable": LINE[1]} for of in types],
           appetites=[{"type": "organisation", "unit": "EUR", "loss": 400000, "probability": 0.1}],
           intervals=[{"every": "P1Y"}])
    for person in ("P1", "P2", "P3"):
        it.add(person, "person", "active")
    it.add("R1", "role", "active", key="treater")
    it.add("X1", "role_assignment", "accepted", person="P1", role="R1", **{"from": "2026-01-01"})
    it.add("X2", "role_assignment", "accepted", person="P2", role="R1", **{"from": "2026-01-01"})
    it.add("R2", "role", "active", key="executive")
    it.add("X3", "role_assignment", "accepted", person="P3", role="R2", **{"from": "2026-01-01"})
    it.add("S1", "ai_system", "operation", purpose="Sorts letters.")
    # Two people with 400 hours a year each, nothing else planned.
    it.add("RP", "resource_plan", "in_force", capacity=[{"role": "R1", "people": 2, "hours": 400}], **{"from": "2026-01-01", "until": "2026-12-31"})


def risk(it, name, likelihood, consequence, of="individuals", **fields):
    it.add(name, "risk", "in_treatment", systems=["S1"], direction="threat", consequence_types=[of], likelihood=likelihood,
           by_type=[{"type": of, "current": consequence}], criteria="RC", owner="P1", assessed_on="2026-06-01", **fields)


def success(says, of, passing, holds="all", kind="measurement", **rest):
    row = {"says": says, "kind": kind, "holds": holds, "filter": passing, **rest}
    if of:
        row["of"] = of
    return [row]


def measured(it, name, family, verdict, on):
    it.add(name, "measurement", "recorded", of="S1", family=family, verdict=verdict, measured_on=on, data_digest="sha256:00", engine="hand",
           plan_digest="sha256:01", seed="1", values=[{"metric": "m", "value": 1}])


def fresh(family):
    return dict(fresh_for="P90D", dated="measured_on", of=f"of:SYS-1 family:{family}", passing="verdict:pass")


def task(it, name, owner, due, hours, state="open", after=(), **fields):
    fields = {"form": "task", "due": due, "effort": hours, **fields}
    if owner:
        fields["owner"] = owner
    if after:
        fields["after"] = list(after)
    if state == "done":
        fields["result"] = "Done."
    it.add(name, "action", state, **fields)


def euro(amount, currency="EUR"):
    return {"amount": str(amount), "currency": currency}


def make(faulty):
    it = Side()
    around(it)
    verdicts, residual, costs, worth, hours, progress = {}, {}, {}, {}, {}, {}
    for name in ("C1", "C3"):
        it.add(name, "control", "operating", statement="Works.", owner="P1", reference="A.6.2.4" if name == "C1" else "A.6.2.6")
    it.add("C2", "control", "retired" if faulty else "operating", statement="Works.", owner="P1", reference="A.9.2")
    # Scores now.
    scores = {"K1": (4, 4, "individuals"), "K2": (3, 4, "organisation"), "K4": (4, 3, "individuals"), "K5": (2, 2, "individuals")}
    for name, (often, much, of) in scores.items():
        extra = {"likelihood_after": 2} if name == "K5" else {}
        if name == "K5":
            risk_by = {"type": of, "current": much, "residual": 1 if faulty else 2}
            it.add(name, "risk", "in_treatment", systems=["S1"], direction="threat", consequence_types=[of], likelihood=often, by_type=[risk_by],
                   criteria="RC", owner="P1", assessed_on="2026-06-01", **extra)
        else:
            risk(it, name, often, much, of)
    # A loss in numbers: two events a year of 50,000 each.
    risk(it, "K3", 3, 3, "organisation", loss_type="organisation", frequency_law="poisson", frequency_parameters=[{"parameter": "mean", "value": 2}],
         severity_law="point", severity_parameters=[{"parameter": "amount", "value": 50000}])
    if faulty:
        # Nobody said by which criteria it was scored.
        it.add("K6", "risk", "in_treatment", systems=["S1"], direction="threat", consequence_types=["individuals"], likelihood=3, consequence=3, owner="P1", assessed_on="2026-06-01")
    common = dict(owner="P1", details="As planned.", option="change_likelihood")

    # T1: in place, its day has come; its tasks are done, and only what was measured says whether it worked.
    task(it, "A1", "P1", "2026-04-20", 10, "done")
    measured(it, "M1", "fairness", "pass", "2026-05-20")
    measured(it, "M2", "fairness", "fail" if faulty else "pass", "2026-06-01")
    it.add("T1", "treatment", "implemented", treats=["K1"], controls=["C1"], tasks=["A1"], due="2026-05-01", in_place_on="2026-04-28",
           effect=success("fairness holds", **fresh("fairness")), cost=euro(9000), cost_a_year=euro(1000),
           changes=[{"risk": "K1", "part": "likelihood", "to": 2, "control": "C1"}], **common)
    verdicts["T1"] = "not_shown" if faulty else "shown"
    if faulty:
        it.gap("not_shown", "T1")

    # T2: what was measured is old; the newest of the other side is fresh.
    task(it, "A2", "P1", "2026-04-20", 5, "done")
    measured(it, "M3", "drift", "pass", "2025-12-01" if faulty else "2026-05-15")
    it.add("T2", "treatment", "implemented", treats=["K1"], controls=["C2"], tasks=["A2"], due="2026-05-01", in_place_on="2026-04-28",
           effect=success("drift is held", **fresh("drift")), cost=euro(3000),
           changes=[{"risk": "K1", "part": "consequence", "type": "individuals", "to": 2, "control": "C2"}], **common)
    verdicts["T2"] = "not_assessable" if faulty else "shown"
    if faulty:
        it.gap("cannot_be_judged", "T2")
        it.gap("row_does_not_count", "K1", "T2")

    # T3: not in place when its day came.
    task(it, "A3", "P3", "2026-06-01" if faulty else "2026-07-31", 8)
    it.add("T3", "treatment", "implementing", treats=["K2"], controls=["C3"], tasks=["A3"], due="2026-06-01" if faulty else "2026-08-01",
           effect=success("nobody is hurt", of="systems:SYS-1", passing="severity:severe", holds="none", kind="incident"), cost=euro(600),
           changes=[{"risk": "K2", "part": "consequence", "to": 1, "control": "C3"}], **common)
    verdicts["T3"] = "late" if faulty else "running"
    # Nobody planned hours for P3.
    it.gap("hours_not_told", "P3", "T3")
    hours["T3"] = {"P3": "not_assessable"}
    if faulty:
        it.gap("late", "T3")
        it.gap("task_late", "A3", "T3")

    # T4: a predicate that nothing could contradict, and the same with what it is held against.
    it.add("I1", "incident", "closed", systems=["S1"], severity="minor", detected_on="2026-05-10", happened_on="2026-05-10")
    task(it, "A4", "P1", "2026-04-20", 5, "done")
    row = success("no grave incident", of=None if faulty else "systems:SYS-1", passing="severity:severe,major systems:SYS-1", holds="none", kind="incident")
    it.add("T4", "treatment", "implemented", treats=["K4"], controls=["C1"], tasks=["A4"], due="2026-05-01", in_place_on="2026-04-28", effect=row,
           cost=euro(3000), changes=[{"risk": "K4", "part": "likelihood", "to": 2, "control": "C1"}], **common)
    verdicts["T4"] = "not_assessable" if faulty else "shown"
    if faulty:
        it.gap("cannot_be_judged", "T4")

    # T5: tasks of which one is due before the one for which it waits, and more hours than there are.
    first = "2026-08-10" if faulty else "2026-07-10"
    task(it, "A5", "P2", first, 60 if faulty else 10)
    task(it, "A6", "P2", "2026-08-01", 60 if faulty else 10, after=["A5"])
    due = "2026-07-31" if faulty else "2026-08-31"
    it.add("T5", "treatment", "approved", treats=["K3"], controls=["C3"], tasks=["A5", "A6"], due=due,
           effect=success("fewer losses", of="systems:SYS-1", passing="severity:severe", holds="none", kind="incident"),
           cost=euro(30000), cost_a_year=euro(5000),
           changes=[{"risk": "K3", "part": "likelihood", "to": 2, "factor": 0.4, "control": "C3"}], **common)
    verdicts["T5"] = "running"
    tasks = [(first, 60 if faulty else 10), ("2026-08-01", 60 if faulty else 10)]
    need, fits = 0, True
    for by, takes in sorted(tasks):
        need += takes
        days = (date.fromisoformat(by) - date.fromisoformat(DAY)).days + 1
        fits = fits and need <= F(400 * days, 365)
    hours["T5"] = {"P2": "fits" if fits else "too_much"}
    if faulty:
        # Both tasks are due after the plan, and A6 before the one for which it waits.
        it.gap("out_of_order", "A5")
        it.gap("out_of_order", "A6")
        it.gap("out_of_order", "A5", "A6")
        it.gap("too_much", "P2", "T5")

    # T6: amounts of unlike currencies; nobody answers for it, and nobody does its task.
    task(it, "A7", None if faulty else "P1", "2026-09-01", 4, cost=euro(200, "USD" if faulty else "EUR"))
    it.add("T6", "treatment", "proposed", treats=["K2"], controls=["C1"], tasks=["A7"], due="2026-09-30", cost=euro(700),
           effect=success("nobody is hurt", of="systems:SYS-1", passing="severity:severe", holds="none", kind="incident"),
           changes=[{"risk": "K2", "part": "likelihood", "to": 1, "control": "C1"}],
           **{name: value for name, value in common.items() if name != "owner" or not faulty})
    verdicts["T6"] = "running"
    if faulty:
        it.gap("no_owner", "T6")
        it.gap("task_without_owner", "A7", "T6")
        it.gap("cost_not_told", "T6")
    else:
        hours["T6"] = {"P1": "fits"}

    # T7: closed by what was shown; an incident since then opens it again.
    if faulty:
        it.add("I2", "incident", "closed", systems=["S1"], severity="moderate", detected_on="2026-06-10", happened_on="2026-06-10", people_affected=3)
    task(it, "A8", "P1", "2026-03-01", 5, "done")
    it.add("T7", "treatment", "closed", treats=["K5"], controls=["C1"], tasks=["A8"], due="2026-04-01", in_place_on="2026-03-10", shown_on="2026-04-02",
           shown=[{"says": "nobody is hurt", "counted": 0, "out_of": 1}], result="Nobody was hurt.",
           effect=success("nobody is hurt", of="systems:SYS-1", passing="people_affected>0", holds="none", kind="incident"),
           cost=euro(100), changes=[{"risk": "K5", "part": "likelihood", "to": 1, "control": "C1"}], **common)
    verdicts["T7"] = "reopened" if faulty else "closed"
    if faulty:
        it.gap("reopened", "T7")
        # The risk says that less is left than no treatment that is not over leaves.
        it.gap("left_otherwise", "K5")
        it.add("T8", "treatment", "proposed", treats=["K6"], due="2027-08-01", **common)
        verdicts["T8"] = "running"
        it.gap("cannot_be_judged", "T8")
        it.gap("no_task", "T8")
        it.gap("cost_not_told", "T8")
        it.gap("no_criteria", "K6", "T8")
        it.gap("no_effect_on_risk", "K6", "T8")
        # The risk is assessed again a year after 1 June 2026.
        it.gap("after_the_risk", "K6", "T8")

    # What everything that is planned leaves: rows of a control that is gone do not count, and what is over does not either.
    rows = {"K1": [("likelihood", 2)] + ([] if faulty else [("consequence", 2)]), "K2": [("consequence", 1), ("likelihood", 1)], "K3": [("likelihood", 2)],
            "K4": [("likelihood", 2)], "K5": []}
    scores["K3"] = (3, 3, "organisation")
    for name, changed in rows.items():
        often, much, of = scores[name]
        now, then = level(often, much), level(*left(often, much, changed))
        residual[name] = {"type": of, "before": now, "after": then, "verdict": side_of(then), "levels": LEVELS.index(now) - LEVELS.index(then)}
        if side_of(then) == "above" and any(name in row["fields"].get("treats", []) and row["state"] != "closed" for row in it.records if row["kind"] == "treatment"):
            it.gap("still_above", name)
    # Without C1 nothing lowers how often K1, K2 and K4 happen.
    without = {"K1": [] if faulty else [("consequence", 2)], "K2": [("consequence", 1)], "K4": []}
    # Where T1 was closed and opened again, it counts for nothing, and so its row is not told either.
    it.key["removed"] = {"control": "C1", "told": ["K1", "K2", "K4"] if faulty else ["K2", "K4"], "after": {name: level(*left(*scores[name][:2], changed)) for name, changed in without.items()}}

    # Costs of a year in exact fractions.
    priced = {"T1": (9000, 1000), "T2": (3000, 0), "T3": (600, 0), "T4": (3000, 0), "T5": (30000, 5000), "T7": (100, 0)}
    if not faulty:
        priced["T6"] = (900, 0)
    costs = {name: float(F(once, YEARS) + yearly) for name, (once, yearly) in priced.items()}
    alone = {"T1": ("K1", [("likelihood", 2)]), "T2": ("K1", [] if faulty else [("consequence", 2)]), "T3": ("K2", [("consequence", 1)]),
             "T4": ("K4", [("likelihood", 2)])}
    for name, (of, changed) in alone.items():
        often, much, _ = scores[of]
        fall = LEVELS.index(level(often, much)) - LEVELS.index(level(*left(often, much, changed)))
        worth[name] = {of: costs[name] / fall if fall > 0 else None}
    it.key["loss"] = {"treatment": "T5", "risk": "K3", "reduction": 2 * 50000 * (1 - 0.4), "yearly": costs["T5"]}
    progress = {"T1": [1, 1, 0], "T3": [1, 0, 1 if faulty else 0], "T5": [2, 0, 0]}
    # Only what is in place, whose day has come and of which records say so is closed.
    it.key["closes"] = {name: verdicts[name] == "shown" for name in ("T1", "T2", "T4")}
    # The statement holds C1 and C3 as necessary; on one side it still says that C2 carries something out.
    entries = [{"control": "ISO/IEC 42001:A.6.2.4", "necessary": "yes", "because": ["K1"], "realised_by": ["C1"]},
               {"control": "ISO/IEC 42001:A.9.2", "necessary": "yes", "because": ["K1"], "realised_by": ["C2"]},
               {"control": "ISO/IEC 42001:A.6.2.6", "necessary": "no" if faulty else "yes", "why": "Not needed.", "because": [] if faulty else ["K2"],
                "realised_by": [] if faulty else ["C3"]}]
    it.add("SA", "statement_of_applicability", "in_force", framework="ISO/IEC 42001", entries=entries, owner="P1", scope="Everything.")
    it.key["held"] = {"C1": "necessary", "C2": "necessary", "C3": "left_out" if faulty else "necessary"}
    if faulty:
        # C3 is named by treatments and left out: of the control, and of the treatments that were approved and bring it.
        it.gap("statement_lags", "C3", "SA")
        it.gap("statement_lags", "T3", "T5")
        # C2 is retired, and the statement says that it carries A.9.2 out.
        it.gap("statement_lags", "C2")
    it.key.update(verdicts=verdicts, residual=residual, costs=costs, worth=worth, hours=hours, progress=progress)
    it.write("faulty" if faulty else "clean")


make(True)
make(False)
