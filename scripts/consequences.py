#!/usr/bin/env python3
"""Writes the case of breaches: facts with their measures by rules written down here once more, repeats inside and outside of the window, breaches
that a program must see, things that must be refused, and thirty decided cases of three departments of which one is lenient; its twin without; the keys.

It shares no code with the product. Run it in the root of the repository.
"""
import datetime
import itertools
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TODAY = datetime.date(2027, 1, 4)
WEIGHTS = {"reported_by_themselves": -2, "harm_prevented": -1, "rule_unclear": -1, "new_in_the_role": -1, "helped_to_clear_it_up": -1,
           "concealed": 2, "for_own_gain": 2, "people_harmed": 2, "leads_others": 1, "warned_before": 1}
MEASURES = ["none", "coaching", "notice", "access_suspension", "deployment_freeze", "disciplinary_referral", "vendor_penalty"]
WINDOW = {"falsified_evidence": 24, "duty_of_supplier": 24}
LIMIT = {"ungated_release": 12, "access_outside_grant": 12, "invalid_decision": 12, "falsified_evidence": 36, "duty_of_supplier": 24}
LEVEL = 0.95
LEAST = 6


def day(it):
    return it.isoformat()


def months_before(it, months):
    """The same day so many months before; the last day of the month where there is no such day."""
    months_all = it.year * 12 + it.month - 1 - months
    year, month = divmod(months_all, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(it.day, last))


def measure(whom, form, severity, repeat, factors):
    """What follows, as a person would explain it."""
    weight = sum(WEIGHTS[it] for it in factors)
    grave = severity in ("high", "critical")
    if whom == "person":
        if severity == "critical" and weight > -2:
            return "disciplinary_referral"
        if repeat >= 2 or (grave and repeat == 1):
            return "disciplinary_referral"
        if form == "falsified_evidence" and severity != "low":
            return "disciplinary_referral"
        if severity == "high" and weight >= 2:
            return "disciplinary_referral"
        if grave or (severity == "medium" and (repeat >= 1 or weight >= 2)):
            return "access_suspension"
        return "coaching"
    harsh = "deployment_freeze" if whom == "unit" else "vendor_penalty"
    if grave or repeat >= 2 or (severity == "medium" and (repeat == 1 or (whom == "unit" and form == "ungated_release"))):
        return harsh
    return "coaching" if whom == "unit" else "notice"


class World:
    def __init__(self):
        self.rows, self.breaches, self.proposals, self.repeats = [], [], {}, {}
        for unit in ("north", "south", "east"):
            self.add("organization_unit", "active", unit)
        self.add("document", "in_force", "rule-book", form="policy")
        self.add("evidence", "accepted", "proof", shows="it", form="document", collected_on="2026-12-01")
        for role in ("executive", "governance_lead"):
            self.add("role", "active", f"role-{role}", key=role)
            self.person(f"a-{role}")
            self.add("role_assignment", "accepted", f"seat-{role}", person=f"a-{role}", role=f"role-{role}", **{"from": "2020-01-01"})
        self.add("external_party", "approved", "the-supplier")

    def add(self, kind, state, name, **fields):
        self.rows.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"The {name}", **fields}})
        return name

    def person(self, name):
        return self.add("person", "active", name)

    def breach(self, name, who, whom, form, severity, on, state="alleged", factors=(), unit=None, **more):
        """A breach; what is proposed and how many came before are worked out here."""
        before = [it for it in self.breaches if it["who"] == who and it["form"] == form and it["state"] != "alleged"
                  and months_before(on, WINDOW.get(form, 12)) < it["on"] < on]
        fields = dict(form=form, severity=severity, who=[who], facts=["proof"], rule="rule-book", committed_on=day(on), detected_on=day(on), factors=list(factors), **more)
        if unit:
            fields["unit"] = unit
        self.add("breach", state, name, **fields)
        self.breaches.append({"name": name, "who": who, "form": form, "on": on, "state": state})
        self.proposals[name] = measure(whom, form, severity, len(before), factors)
        self.repeats[name] = len(before)
        return name


def ladder(world):
    """The same facts in two departments; and every mix of facts once, each for somebody of their own."""
    number = itertools.count()
    for unit in ("north", "south"):
        who = world.person(f"same in {unit}")
        world.breach(f"same facts in {unit}", who, "person", "rule_disregarded", "medium", datetime.date(2026, 11, 2), factors=["concealed"], unit=unit)
    forms = ["ungated_release", "falsified_evidence", "late_notice"]
    mixes = [[], ["reported_by_themselves"], ["people_harmed"], ["leads_others"], ["concealed", "rule_unclear"]]
    for form, severity, factors in itertools.product(forms, ["low", "medium", "high", "critical"], mixes):
        n = next(number)
        world.breach(f"case {n}", world.person(f"somebody {n}"), "person", form, severity, datetime.date(2026, 11, 3), factors=factors)
    for severity in ["low", "medium", "high"]:
        world.breach(f"of the supplier, {severity}", "the-supplier", "supplier", {"low": "late_notice", "medium": "duty_of_supplier", "high": "other"}[severity], severity, datetime.date(2026, 11, 3))
        world.breach(f"of a unit, {severity}", "east", "unit", {"low": "other", "medium": "ungated_release", "high": "late_notice"}[severity], severity, datetime.date(2026, 11, 3))


def repeats(world):
    """Three within twelve months, and three of which the first lies outside."""
    for name, days in (("within", [300, 150, 10]), ("outside", [400, 150, 10]), ("on the edge", [375, 150, 10])):
        who = world.person(f"repeats {name}")
        for at, before in enumerate(days):
            state = "alleged" if at == 2 else "closed"
            world.breach(f"{name} {at}", who, "person", "late_notice", "low", TODAY - datetime.timedelta(days=before), state=state)


def detected(world, faulty):
    """What a program must see: in the twin, what looks alike and is none."""
    seen = []
    world.add("ai_system", "operation", "the-system", unit="north", owner=world.person("owner-of-it"))
    world.add("release", "in_service" if faulty else "withdrawn", "the-release", system="the-system", in_service_on="2026-12-20")
    world.add("risk", "identified", "the-risk", systems=["the-system"], likelihood=2, consequence=2)
    world.add("risk_acceptance", "granted", "the-acceptance", risk="the-risk", why="small", **{"from": "2026-01-01", "expires": "2026-12-31" if faulty else "2027-12-31"})
    if faulty:
        seen += [["ungated_release", "the-release"], ["expired_acceptance", "the-acceptance"]]
    return seen


def binomial(k, n):
    mass = [math.comb(n, i) / 2**n for i in range(n + 1)]
    return min(1.0, sum(it for it in mass if it <= mass[k] * (1 + 1e-9)))


def fisher(a, b, c, d):
    """Two-sided exact test of a two by two table."""
    n, row, column = a + b + c + d, a + b, a + c
    def mass(k):
        return math.comb(column, k) * math.comb(n - column, row - k) / math.comb(n, row)
    low, high = max(0, row + column - n), min(row, column)
    return min(1.0, sum(mass(k) for k in range(low, high + 1) if mass(k) <= mass(a) * (1 + 1e-9)))


def holm(values):
    order, running, out = sorted(range(len(values)), key=lambda i: values[i]), 0.0, [0.0] * len(values)
    for rank, i in enumerate(order):
        running = max(running, min(1.0, values[i] * (len(values) - rank)))
        out[i] = running
    return out


def departments(world, faulty):
    """Thirty decided cases, ten a department, decided again without names; in one department what was set is milder each time but one."""
    cases = {}
    for unit in ("north", "south", "east"):
        for n in range(10):
            name = f"{unit} decided {n}"
            severity = "high" if n % 2 else "medium"
            factors = ["people_harmed"] if severity == "medium" else []
            world.breach(name, world.person(f"decided in {unit} {n}"), "person", "rule_disregarded", severity, datetime.date(2026, 9, 1 + n), state="closed", factors=factors, unit=unit)
            proposed = world.proposals[name]
            lenient = faulty and unit == "south" and n != 4
            given = "coaching" if lenient else proposed
            again = proposed
            # Elsewhere those who decide again differ once each way, as people do.
            if (unit, n) in (("north", 1), ("east", 2)):
                again = "coaching"
            if (unit, n) in (("north", 3), ("east", 6)):
                again = "disciplinary_referral"
            fields = world.rows[-1]["fields"]
            fields["measure"] = given
            fields["blind"] = [{"by": "a-executive", "on": "2026-12-01", "measure": again}]
            rank = MEASURES.index
            cases.setdefault(unit, []).append((rank(given) - rank(proposed), rank(given) - rank(again)))
    told, tables, blinds = {}, [], []
    for unit, all_ in cases.items():
        others = [it for other, more in cases.items() if other != unit for it in more]
        mild, mild_others = sum(it[0] < 0 for it in all_), sum(it[0] < 0 for it in others)
        tables.append(fisher(mild, len(all_) - mild, mild_others, len(others) - mild_others))
        down, up = sum(it[1] < 0 for it in all_), sum(it[1] > 0 for it in all_)
        blinds.append(binomial(down, down + up) if down + up else 1.0)
        mean = sum(it[1] for it in all_) / len(all_)
        told[unit] = {"n": len(all_), "milder": mild, "milder_than_blind": down, "stricter_than_blind": up,
                      "variance": sum((it[1] - mean) ** 2 for it in all_) / (len(all_) - 1)}
    for unit, table, blind in zip(cases, holm(tables), holm(blinds)):
        mild = told[unit]["milder"] / told[unit]["n"] > sum(it["milder"] for u, it in told.items() if u != unit) / 20
        told[unit] |= {"p": table, "p_blind": blind, "lenient": table < 1 - LEVEL and mild,
                       "lenient_blind": blind < 1 - LEVEL and told[unit]["milder_than_blind"] > told[unit]["stricter_than_blind"]}
    return told


def moves(world, faulty):
    """Measures that must not be set, and one that must: the breach, the decision, and what is refused."""
    asked = []

    def decided(name, breach, by, on="2026-12-20", **fields):
        return world.add("decision", "taken", name, subject=breach, subject_version=1, form="sanction", outcome="yes", reasons="as heard", deciders=[by], decided_on=on, **fields)

    heard = dict(hearing="held", heard_on="2026-12-15", heard_by="a-governance_lead", statement="it was late")

    def ask(name, wanted, by="a-executive", on="2026-12-20", when=datetime.date(2026, 12, 1), hearing=True, **more):
        who = more.pop("who", None) or world.person(f"held in {name}")
        world.breach(name, who, "person", "rule_disregarded", "high", when, state="confirmed", **(heard if hearing else {}), **more)
        decided(f"decision in {name}", name, by if by != "self" else who, on)
        asked.append({"breach": name, "decision": f"decision in {name}", "measure": "access_suspension", "refused": wanted})

    ask("in order", None)
    if faulty:
        world.person("a-bystander")
        ask("unheard", "no measure is set yet", hearing=False)
        ask("decided before", "before they were heard", on="2026-12-10")
        ask("decided by a bystander", "held the role", by="a-bystander")
        ask("decided by themselves", "held to have done it", by="self")
        ask("too late", "it is too late", when=datetime.date(2026, 5, 1))
        reporter = world.person("the-reporter")
        world.add("escalation", "resolved", "the-report", severity="high", reason="seen", raised_by_person=reporter)
        ask("for a report", "nobody answers for having reported", who=reporter)
        asked[-1]["link"] = "the-report"
    return asked


def case(faulty):
    world = World()
    ladder(world)
    repeats(world)
    seen = detected(world, faulty)
    told = departments(world, faulty)
    asked = moves(world, faulty)
    key = {
        "origin": "scripts/consequences.py, whose rules, exact tests and dates are its own",
        "day": day(TODAY),
        "proposals": world.proposals, "repeats": world.repeats, "detected": seen, "units": told, "moves": asked,
    }
    folder = ROOT / "selftest" / "2.8" / ("faulty" if faulty else "clean")
    folder.mkdir(parents=True, exist_ok=True)
    for name, what in (("organisation", world.rows), ("key", key)):
        (folder / f"{name}.json").write_text(json.dumps(what, indent=1) + "\n")


for side in (True, False):
    case(side)
