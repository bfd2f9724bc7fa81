"""Units whose head changes after, and before, a measure against them is decided; the key says as it is planted whether the measure may be set.

Only the standard library is used, and nothing is shared with the product.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import PERSON, Case

ORIGIN = "make_standing.py writes down who heads each unit on the day of the decision and of the hearing"
DECIDED, HEARD = -90, -95


class Units(Case):
    """Units that are held to have let something go live, and one executive who decides about all of them."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN)
        self.setup += [PERSON.format("idris", "executive"), PERSON.format("nadia", "executive"), PERSON.format("omar", "legal")]
        self.record("log", "evidence", "leila", -120, [("accept", "maren", -119, "")], title="log", shows="it went live", form="document",
                    collected_on={"days": -120})
        self.record("rules", "document", "maren", -400, title="rules")

    def unit(self, ref, heads, heard_by="leila"):
        """A unit with its heads, each from a day on, and a breach that was heard and decided."""
        (first, _), *later = heads
        moves = [("", "maren", day, "", {"head": f"@{who}"}) for who, day in later]
        self.record(ref, "organization_unit", "maren", -440, moves, title=ref, parent="@whole", head=f"@{first}")
        self.record(f"breach-{ref}", "breach", "leila", -110, [("confirm", "omar", HEARD, "", heard(heard_by))], title=ref,
                    form="ungated_release", severity="high", who=[f"@{ref}"], facts=["@log"], rule="@rules",
                    committed_on={"days": -112}, detected_on={"days": -111})
        self.record(f"decision-{ref}", "decision", "idris", DECIDED, title=ref, subject=f"@breach-{ref}", subject_version=2, form="sanction",
                    outcome="yes", reasons="heard", deciders=["@idris"], decided_on={"days": DECIDED})

    def asks(self, what, ref, refused=None, says=()):
        fields = {"measure": "deployment_freeze", "measure_decision": f"@decision-{ref}"}
        self.attempt(what, "leila", f"breach-{ref}", "set_measure", refused, says, fields)


def heard(by):
    return {"hearing": "held", "heard_on": {"days": HEARD}, "heard_by": f"@{by}", "statement": "it was late"}


def clean():
    case = Units("clean")
    case.unit("after", [("nadia", -440), ("idris", DECIDED + 1)])
    case.asks("a measure is set although who decided heads the unit since", "after")
    case.unit("away", [("idris", -440), ("nadia", DECIDED - 3)])
    case.asks("a measure is set by a decision of somebody who headed the unit until days before", "away")
    case.unit("listener", [("nadia", -440), ("jun", HEARD + 1)], heard_by="jun")
    case.asks("whoever heard the unit heads it since", "listener")
    case.write()


def faulty():
    case = Units("faulty")
    case.unit("before", [("nadia", -440), ("idris", DECIDED - 1)])
    case.asks("a measure is decided by who heads the unit since the day before", "before", "decided_by_the_entitled", ["headed on", "whom it is held against"])
    case.unit("left", [("idris", -440), ("nadia", DECIDED + 1)])
    case.asks("a measure was decided by who headed the unit then and does not today", "left", "decided_by_the_entitled", ["headed on"])
    case.unit("same", [("nadia", -440), ("idris", DECIDED)])
    case.asks("a measure is decided on the day on which who decides comes to head the unit", "same", "decided_by_the_entitled", ["headed on"])
    case.unit("ears", [("jun", -440), ("nadia", HEARD + 1)], heard_by="jun")
    case.asks("whoever headed the unit then heard it", "ears", "heard_first", ["heard themself"])
    case.unit("always", [("idris", -440)])
    case.asks("a measure is decided by who heads the unit all the time", "always", "decided_by_the_entitled", ["headed on"])
    case.write()


clean()
faulty()
