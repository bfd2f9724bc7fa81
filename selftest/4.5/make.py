"""Retention: an organisation with planted faults, and its twin without them.

Days are counted here from the day of loading by adding and subtracting, so that each boundary lies exactly on that day.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

ORIGIN = "make.py plants each record so many days before today and counts by subtraction when its time is over"


class Kept(Case):
    """A case whose folders lie beside the script."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN, below="")

    def rule(self, ref, at=-400, **fields):
        """A rule that the steward wrote and the governance lead put in force."""
        moves = [("submit", "wren", at + 1, ""), ("approve", "maren", at + 2, ""), ("put_in_force", "wren", at + 3, "")]
        self.record(ref, "retention_rule", "wren", at, moves, title=ref, owner="@wren", why="planted", basis="legal", **fields)

    def bytes(self, ref, dataset, made, at=-200, **fields):
        """A version of data that is kept here, made so many days ago."""
        name = f"{ref}.csv"
        self.file(name, f"reading,label\n{ref},{made}\n")
        self.record(ref, "dataset_version", "jun", at, title=ref, dataset=f"@{dataset}", file={"file": name},
                    file_digest={"digest": name}, produced_on={"days": made}, **fields)


def said(case, ref, dataset, made, rules, hold=None):
    """What must follow: `rules` are (name, least, most) in days; the hold stands above all."""
    case.bytes(ref, dataset, made)
    may = max((made + least for _, least, _ in rules if least is not None), default=None)
    must = min((made + most for _, _, most in rules if most is not None), default=None)
    if hold:
        return case.follows(ref, "retention", "held", f"@{hold}")
    if not rules:
        return case.follows(ref, "retention", "no_rule")
    if may is not None and must is not None and may > must:
        names = [name for name, least, most in rules if may in (made + (least or 10**9),) or must in (made + (most or 10**9),)]
        return case.follows(ref, "retention", "conflict", *[f"@{name}" for name in names])
    if may is not None and may > 0:
        return case.follows(ref, "retention", "kept")
    due = must <= 0 if must is not None else True
    case.follows(ref, "retention", "due" if due else "may_go")


def days(count):
    return f"P{count}D"


faulty = Kept("faulty")
faulty.system("shop", "tier 1", countries=[{"country": "DE"}])
faulty.dataset("orders", "CC-BY-4.0")
faulty.record("people", "dataset", "wren", -470, title="people", owner="@wren", licence="CC-BY-4.0", content=["personal"], systems=["@shop"])
# One schedule by a class of data and a country; what is made exactly so many days ago is due today, one day later it is not.
faulty.rule("personal", form="schedule", content=["personal"], jurisdictions="DE", counted_from="made", least=days(90), most=days(120))
PERSONAL = [("personal", 90, 120)]
for made in (-89, -90, -91, -119, -120, -121, -400):
    said(faulty, f"people{made}", "people", made, PERSONAL)
# A hold over one of them.
faulty.bytes("people-case", "people", -150)
faulty.rule("case", at=-190, form="hold", holds=["@people-case"])
faulty.follows("people-case", "retention", "held", "@case", "@personal")
# Rules that contradict each other, found over the rules and over a record.
faulty.rule("tax", form="schedule", of=["document"], counted_from="made", least=days(3650))
faulty.rule("thrift", form="schedule", of=["document"], counted_from="made", most=days(730))
faulty.follows("tax", "conflicts", "conflict", "@tax", "@thrift")
faulty.follows("thrift", "conflicts", "conflict", "@tax", "@thrift")
# Two classes of one dataset, each named by one rule: no pair of rules clashes, the record does.
faulty.record("both", "dataset", "wren", -470, title="both", owner="@wren", licence="CC-BY-4.0", content=["proprietary", "regulated"])
faulty.rule("secret", form="schedule", content=["proprietary"], counted_from="made", most=days(30))
faulty.rule("watched", form="schedule", content=["regulated"], counted_from="made", least=days(60))
said(faulty, "both-1", "both", -50, [("secret", None, 30), ("watched", 60, None)])
# A run that was carried out, with a model that was made with what went.
faulty.bytes("people-old", "people", -500)
faulty.model("guess", ["people-old"], "shop")
faulty.record("run", "disposition", "wren", -20, [("approve", "maren", -19, "")], title="run", rule="@personal", items=["@people-old", "@people-case"],
              method="delete", owner="@wren")
faulty.setup[-1] += '[[record.move]]\nname = "perform"\nby = "wren"\nat = -18\nset = { done_by = "@wren" }\n'
faulty.follows("people-old", "retention", "gone")
faulty.follows("run", "proof", "gone", "none of 1 digests")
faulty.follows("run", "destroyed", "1", "1 stayed")
faulty.follows("guess-1", "data_standing", "destroyed", "@people-old", "@run")
faulty.follows("guess", "data_standing", "destroyed", "@run")
faulty.attempt("a record under a hold loses values", "operator", "people-case", "erase", "holds_stop_erasure", ["case"], {"file": True})
faulty.attempt("what goes is changed after it was agreed to", "wren", "run", "edit", "planned_is_agreed", [], {"items": ["@people-case"]})
faulty.attempt("who carried it out is the witness", "wren", "run", "certify", "another_witness", [], {"witness": "@wren"})
faulty.write()

clean = Kept("clean")
clean.system("shop", "tier 1", countries=[{"country": "FR"}])
clean.record("people", "dataset", "wren", -470, title="people", owner="@wren", licence="CC-BY-4.0", content=["personal"], systems=["@shop"])
clean.dataset("orders", "CC-BY-4.0")
# The same rule for another country and another class does not speak of these.
clean.rule("personal", form="schedule", content=["personal"], jurisdictions="DE", counted_from="made", least=days(90), most=days(120))
said(clean, "people-1", "people", -400, [])
said(clean, "orders-1", "orders", -400, [])
# Two rules that can both be kept.
clean.rule("tax", form="schedule", of=["document"], counted_from="made", least=days(365))
clean.rule("thrift", form="schedule", of=["document"], counted_from="made", most=days(366))
clean.follows("tax", "conflicts", "none")
clean.follows("thrift", "conflicts", "none")
# Another day from which they count cannot be compared without a record.
clean.rule("later", form="schedule", of=["evidence"], counted_from="out_of_use", least=days(3650))
clean.rule("sooner", form="schedule", of=["evidence"], counted_from="made", most=days(30))
clean.follows("later", "conflicts", "none")
# A model whose data went, and a decision that lets it stay.
clean.rule("mine", form="schedule", content=["none_of_these"], systems=["@shop"], counted_from="entered", least=days(100))
clean.record("logs", "dataset", "wren", -470, title="logs", owner="@wren", licence="CC-BY-4.0", content=["none_of_these"], systems=["@shop"])
clean.bytes("logs-1", "logs", -300)
clean.model("guess", ["logs-1"], "shop")
clean.record("run", "disposition", "wren", -20, [("approve", "maren", -19, "")], title="run", rule="@mine", items=["@logs-1"], method="delete",
             owner="@wren")
clean.setup[-1] += '[[record.move]]\nname = "perform"\nby = "wren"\nat = -18\nset = { done_by = "@wren" }\n'
clean.record("stays", "decision", "maren", -17, title="stays", subject="@guess-1", form="approve", outcome="yes", reasons="planted",
             decided_on={"days": -17})
clean.follows("logs-1", "retention", "gone")
clean.follows("guess-1", "data_standing", "newest")
clean.follows("run", "proof", "gone")
clean.attempt("a record without a hold loses values", "operator", "people-1", "erase", None, (), {"file": True})
clean.attempt("another person is the witness", "wren", "run", "certify", None, (), {"witness": "@maren"})
clean.write()
