"""Decision rights with planted faults, and their twin without them: who may not, what is missing, what was passed on too long ago.

What must be refused is written into the key as it is planted, from the rules of the guide; nothing is shared with the product.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case, written

ORIGIN = "make.py plants each fault and writes into the key what must be refused, from the rules of the guide"


class Rights(Case):
    """An organisation in which releases, changes and ends wait for somebody who may decide them."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN, below="")

    def release(self, ref, tier):
        self.system(f"system-{ref}", tier)
        self.record(ref, "release", "jun", -100, [("submit", "jun", -99, "")], title=ref, system=f"@system-{ref}", owner="@jun",
                    bundle=[{"part": "all"}], tests="done")

    def change(self, ref, tier, reach):
        self.system(f"system-{ref}", tier)
        self.record(ref, "change", "jun", -100, [("assess", "jun", -99, "")], title=ref, about=[f"@system-{ref}"], owner="@jun",
                    consequences="looked at", asks_again=["none"], **{"class": reach})

    def ending(self, ref):
        self.record(ref, "ai_system", "rosa", -300, [("wind_down", "rosa", -20, "it is replaced")], title=ref, owner="@rosa",
                    retired_on={"days": -1})


def clean():
    case = Rights("clean")
    case.release("light", "T4")
    case.attempt("a light release is approved by a validator", "olu", "light", "approve")
    case.change("near", "T2", "minor")
    case.attempt("a small change is approved by the owner of the system", "rosa", "near", "approve")
    case.ending("over")
    case.attempt("a system about which nothing is open ends", "maren", "over", "finish")
    case.write()


def faulty():
    case = Rights("faulty")
    case.release("gravest", "T1")
    case.attempt("a release of the gravest tier is approved by a validator", "olu", "gravest", "approve", "has_the_right", ["executive or governance_lead may"])
    case.attempt("it is approved without its evidence", "maren", "gravest", "approve", "has_the_evidence", ["impact assessment", "by a `risk_officer`"])
    case.change("intention", "T4", "alters_intended_use")
    case.attempt("another intended use is approved by the owner of the system", "rosa", "intention", "approve", "has_the_right", ["executive or governance_lead may"])
    case.attempt("it is approved without a new classification", "maren", "intention", "approve", "has_the_evidence", ["a classification of the AI system"])
    case.change("far", "T2", "significant")
    case.attempt("a change of a grave system that reaches far is approved by its owner", "rosa", "far", "approve", "has_the_right", ["validator or executive or governance_lead"])
    case.ending("open")
    case.classified("open", "T4", at=-299)
    case.record("hurt", "incident", "rosa", -30, title="somebody was hurt", systems=["@open"], owner="@rosa")
    case.record("used", "use_case", "rosa", -200, [("approve", "maren", -199, ""), ("begin", "rosa", -198, "")], title="used", system="@open", purpose="to score", owner="@rosa")
    case.attempt("a system ends while an incident and a use are open", "maren", "open", "finish", "has_the_evidence", ["is an incident that is not closed", "is a use of it that has not ended"])
    case.write()


clean()
faulty()
