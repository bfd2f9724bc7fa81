"""Tiers of AI systems with planted faults, and their twin without them.

The tier of each system is counted here from the written rules alone: knock-outs first, then points. Nothing is shared with the
product; the numbers of the rules are written down once more.
"""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case, written

ORIGIN = "make.py counts knock-outs and points of each system anew, and plants each fault where it says so"
WORDS = {
    "reversibility": ["trivial", "easy", "with_effort", "irreversible"],
    "autonomy": ["no_decisions", "direct_human_oversight", "fail_safe_without_human_intervention", "fully_automated"],
    "decision_effect": ["no_decision", "advice", "triage", "decision"],
    "data_sensitivity": ["none", "business", "personal", "special"],
    "exposure": ["own_staff", "partners", "customers", "public"],
}
AREAS = ["none", "none", "none", "employment", "education", "biometrics"]


def tier(facts):
    """The tier by the written rules."""
    if facts["prohibited_practice"] != "none":
        return "T0"
    listed = facts["law_area"] != "none"
    if listed and (facts["profiling"] or facts["law_exception"] == "none"):
        return "T1"
    if facts["safety_component"]:
        return "T1"
    points = sum(facts["people"] >= most for most in (100, 1000, 10000, 100000))
    points += 2 if facts["vulnerable"] else 0
    points += {"trivial": 0, "easy": 1, "with_effort": 2, "irreversible": 4}[facts["reversibility"]]
    points += sum(WORDS[it].index(facts[it]) for it in ("autonomy", "decision_effect", "data_sensitivity", "exposure"))
    return "T1" if points >= 16 else "T2" if points >= 9 else "T3" if points >= 5 else "T4"


def drawn(dice):
    """A system by chance, from a seed."""
    facts = {name: dice.choice(words) for name, words in WORDS.items()}
    facts["law_area"] = dice.choice(AREAS)
    facts["law_exception"] = dice.choice(["none", "narrow_procedure"])
    facts["profiling"] = dice.random() < 0.3
    facts["safety_component"] = dice.random() < 0.1
    facts["prohibited_practice"] = "social_scoring" if dice.random() < 0.05 else "none"
    facts["people"] = dice.choice([0, 99, 100, 5000, 10000, 250000])
    facts["vulnerable"] = dice.random() < 0.3
    return facts


def asked(facts, without=()):
    """The rows of the facts of a classification."""
    names = {"people": "people_affected"}
    text = lambda it: str(it).lower() if isinstance(it, bool) else str(it)
    return [{"fact": names.get(name, name), "value": text(value)} for name, value in sorted(facts.items()) if name not in without]


class Tiered(Case):
    """A case whose folders lie beside the script."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN, below="")
        self.dice = random.Random(18)

    def scored(self, ref, facts):
        """An AI system whose record knows its facts."""
        known = {name: value for name, value in facts.items() if name not in ("people", "vulnerable")}
        people = [{"group": "all", "count": facts["people"], "vulnerable": facts["vulnerable"]}]
        self.record(ref, "ai_system", "rosa", -200, title=ref, owner="@rosa", people_affected=people, **known)

    def classed(self, ref, facts, outcome, confirm=True, without=(), **more):
        moves = [("confirm", "leila", -100, "")] if confirm else []
        self.record(f"class-{ref}", "classification", "rosa", -150, moves, title=ref, subject=f"@{ref}", scheme="own_tier",
                    outcome=outcome, reasons="counted", classified_on={"days": -150}, facts=asked(facts, without), **more)

    def overridden(self, ref, to, expires, revoked=False):
        """A system with an override that a decision allows, and the tier that follows while it counts."""
        facts = dict(STRICT)
        self.scored(ref, facts)
        more = dict(override_outcome=to, override_reason="a pilot", override_expires={"days": expires})
        self.classed(ref, facts, tier(facts), confirm=False, **more)
        self.record(f"allow-{ref}", "decision", "maren", -60, [("revoke", "maren", -20, "changed")] if revoked else [], title="allow",
                    subject=f"@class-{ref}", subject_version=1, form="override", outcome="yes", reasons="seen",
                    deciders=["@maren"], decided_on={"days": -60})
        name = f'\n[[record.move]]\nby = "rosa"\nat = -50\nset = {{ override_decision = "@allow-{ref}" }}\n'
        name += '[[record.move]]\nname = "confirm"\nby = "leila"\nat = -40\n'
        for at, text in enumerate(self.setup):
            if f'ref = "class-{ref}"\n' in text:
                self.setup[at] = text + name


STRICT = {
    "reversibility": "with_effort", "autonomy": "fully_automated", "decision_effect": "decision", "data_sensitivity": "personal",
    "exposure": "customers", "law_area": "none", "law_exception": "none", "profiling": False, "safety_component": False,
    "prohibited_practice": "none", "people": 250000, "vulnerable": False,
}
assert tier(STRICT) == "T1"

TABLE = """table = "points"
policy = "first"
[[input]]
name = "exposure"
[[output]]
name = "points"
type = "number"
[[row]]
id = "staff"
when.exposure = '"own_staff"'
then.points = 0
"""
LAST = """[[row]]
id = "others"
then.points = 9
"""


SHADOWED = """[[row]]
id = "again"
when.exposure = '"public"'
then.points = 5
"""


def table(case, ref, rules):
    text = rules.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    case.record(ref, "decision_table", "maren", -90, [("submit", "maren", -89, "")], title=ref, purpose="threshold",
                owner="@maren", rules=text)


def counted(case):
    """Systems by chance; each has the tier that is counted here."""
    for number in range(20):
        facts = drawn(case.dice)
        ref = f"system-{number}"
        case.scored(ref, facts)
        case.classed(ref, facts, tier(facts))
        case.follows(ref, "tier", tier(facts))
        case.follows(f"class-{ref}", "verdict", tier(facts))


def clean():
    case = Tiered("clean")
    counted(case)
    case.overridden("pilot", "T2", 60)
    case.follows("pilot", "tier", "T2", "a pilot")
    table(case, "whole", TABLE + LAST)
    case.follows("whole", "verified", "clean")
    case.attempt("a clean table is approved", "leila", "whole", "approve")
    case.write()


def faulty():
    case = Tiered("faulty")
    counted(case)
    case.overridden("lapsed", "T2", -10)
    case.follows("lapsed", "tier", "T1", "points")
    case.overridden("revoked", "T2", 60, revoked=True)
    case.follows("revoked", "tier", "T1", "does not hold", "@allow-revoked")
    case.scored("open", STRICT)
    case.classed("open", STRICT, "T1", confirm=False, without=("autonomy", "people"))
    case.follows("class-open", "verdict", "undecided", "autonomy", "people affected")
    case.follows("class-open", "undecided", "autonomy, people_affected")
    case.scored("milder", STRICT)
    case.classed("milder", STRICT, "T3", confirm=False)
    case.attempt("an outcome milder than the verdict is confirmed", "leila", "class-milder", "confirm", "outcome_follows", ["T1", "T3"])
    bare = dict(override_outcome="T4", override_reason="cheaper", override_expires={"days": 30})
    for ref, more, says in [
        ("undecreed", bare, "no decision allows it"),
        ("endless", {**bare, "override_expires": None}, "no last day"),
        ("groundless", {**bare, "override_reason": None}, "no reason"),
    ]:
        case.scored(ref, STRICT)
        case.classed(ref, STRICT, "T1", confirm=False, **{name: it for name, it in more.items() if it})
        case.attempt(f"an override is confirmed: {says}", "leila", f"class-{ref}", "confirm", "override_is_allowed", [says])
    case.scored("moved", {**STRICT, "exposure": "public", "prohibited_practice": "social_scoring"})
    case.classed("moved", STRICT, "T1")
    case.follows("class-moved", "facts_moved", "prohibited_practice, exposure", "the verdict would be T0")
    table(case, "gap", TABLE)
    case.follows("gap", "verified", "faults", "gap", "exposure = partners")
    case.attempt("a table with a gap is approved", "leila", "gap", "approve", "table_is_clean", ["exposure = partners"])
    table(case, "shadow", TABLE + LAST + SHADOWED)
    case.follows("shadow", "verified", "faults", "shadowed")
    case.write()


clean()
faulty()
