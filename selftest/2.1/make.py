"""A review board with planted faults in what it decided, and its twin without them.

What each meeting lacks is written into the key as it is planted; nothing is shared with the product.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import PERSON, Case, written

ORIGIN = "make.py plants one fault in each meeting and writes it into the key as it does so"
SEATS = [("chair", "leila"), ("data", "wren"), ("tech", "olu"), ("build", "jun")]


# What an assessment of impacts must hold before somebody may approve it.
IMPACTS = {
    "purpose": "planted", "conclusion": "may be used", "affected": [{"group": "staff", "vulnerable": False, "people": 10}],
    "impacts": [{"group": "staff", "level": "individual", "direction": "harm", "effect": "a wrong sort", "arises_from": "failure",
                 "theme": "access", "severity": 1, "likelihood": 1, "people": 10, "reversible": "fully", "duration": "hours"}],
}


class Board(Case):
    """An organisation with a review board of four seats, of which three must take part."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN, below="")
        self.setup.append(PERSON.format("idris", "executive"))
        self.console("member", "role", title="Member of the review board", key="board_member")
        seats = []
        for seat, who in SEATS:
            self.seat(f"sits-{seat}", who)
            row = {"seat": seat, "holder": f"@sits-{seat}", "independent": seat in ("chair", "data"), "required": seat == "chair"}
            seats.append({**row, "term_until": {"days": -100}} if seat == "data" and name == "faulty" else row)
        if name == "faulty":
            # The seat was filled again after its term; who sat there before has none any more.
            self.seat("sits-data-again", "rosa")
            seats.append({"seat": "data", "holder": "@sits-data-again", "independent": True, "term_from": {"days": -99}})
        self.record("board", "governance_body", "maren", -400, [("charter", "idris", -399, "")], title="AI review board", key="review_board",
                    seats=seats, quorum=3, majority="simple", majority_of="present", interests="stand_aside",
                    independent_least=1, chartered_on={"days": -399}, cadence="P1M")

    def console(self, ref, kind, **fields):
        """A record that is entered at the console."""
        lines = ["", "[[record]]", f'ref = "{ref}"', f'kind = "{kind}"', "at = -450", "[record.fields]"]
        lines += [f"{key} = {written(it)}" for key, it in fields.items()]
        self.setup.append("\n".join(lines) + "\n")

    def seat(self, ref, who):
        self.record(ref, "role_assignment", "maren", -449, [("accept", "idris", -448, "")], title=f"{who} sits", person=f"@{who}",
                    role="@member", basis="seat", **{"from": {"days": -448}})

    def release(self, ref, owner="rosa"):
        self.record(f"system-{ref}", "ai_system", "rosa", -300, title=ref, owner="@rosa")
        self.record(f"impact-{ref}", "impact_assessment", "rosa", -290, [("submit", "rosa", -289, ""), ("approve", "leila", -288, "")],
                    title=f"impacts of {ref}", systems=[f"@system-{ref}"], owner="@rosa", **IMPACTS)
        self.record(ref, "release", "rosa", -200, [("submit", "rosa", -199, "")], title=ref, system=f"@system-{ref}", owner=f"@{owner}",
                    bundle=[{"part": "all"}], tests="done")

    def decided(self, ref, present, day=-30, votes=None, interests=(), outcome="yes", about=None, asked="approve"):
        """A meeting about a release and the decision that was taken there."""
        about = about or ref
        votes = votes or {who: "for" for who in present}
        more = {"interests": [{"person": f"@{who}", "interest": what, "stood_aside": aside} for who, what, aside in interests]} if interests else {}
        self.record(f"meets-{ref}", "meeting", "maren", day, [("hold", "maren", day, ""), ("minute", "idris", day + 1, "")],
                    title=f"about {ref}", body="@board", held_on={"days": day}, agenda=[{"item": f"@{about}", "asked": asked}],
                    present=[{"person": f"@{who}"} for who in present], minutes="agreed",
                    votes=[{"item": f"@{about}", "person": f"@{who}", "vote": vote} for who, vote in votes.items()], **more)
        self.record(f"says-{ref}", "decision", "maren", day + 1, title=f"{ref} may be used", subject=f"@{ref}", form="approve",
                    outcome=outcome, reasons="seen", body="@board", meeting=f"@meets-{ref}", decided_on={"days": day})


def clean():
    case = Board("clean")
    for ref, present, interests in [
        ("whole", ["leila", "wren", "olu", "jun"], ()),
        ("three", ["leila", "olu", "jun"], ()),
        ("aside", ["leila", "wren", "olu", "jun"], [("olu", "worked on it", True)]),
    ]:
        case.release(ref)
        votes = {who: "for" for who in present if not any(it[0] == who for it in interests)}
        case.decided(ref, present, votes=votes, interests=interests)
        case.follows(f"says-{ref}", "valid", "true")
        case.follows(f"meets-{ref}", "quorum", "1 of 1 items")
    case.follows("board", "valid_today", "true")
    case.attempt("a release that the board approved is approved", "olu", "three", "approve")
    case.write()


def faulty():
    case = Board("faulty")
    everybody = ["leila", "olu", "jun"]
    case.release("quorum")
    case.decided("quorum", everybody, votes={"leila": "for", "olu": "for"}, interests=[("jun", "built it", True)])
    case.follows("says-quorum", "valid", "false", "2 of 4 seats took part after 1 stood aside, and 3 must")
    case.follows("meets-quorum", "quorum", "0 of 1 items", "2 of 4 seats")
    case.attempt("a release is approved on a decision without a quorum", "olu", "quorum", "approve", "decision_is_valid", ["2 of 4 seats"])
    case.release("term")
    case.decided("term", everybody + ["wren"])
    case.follows("says-term", "valid", "false", "the term of", "as `data` ended on")
    case.system("light", "T4")
    case.record("mandate", "release", "rosa", -200, [("submit", "rosa", -199, "")], title="mandate", system="@light", owner="@rosa",
                bundle=[{"part": "all"}], tests="done")
    case.decided("mandate", everybody)
    case.follows("says-mandate", "valid", "false", "approve at T4 is not within its mandate")
    case.release("interest", owner="olu")
    case.decided("interest", everybody)
    case.follows("says-interest", "valid", "false", "made or owns", "did not declare it")
    case.release("declared")
    case.decided("declared", everybody, interests=[("olu", "a share in the supplier", False)])
    case.follows("says-declared", "valid", "false", "did not stand aside")
    case.release("chair")
    case.decided("chair", ["olu", "jun", "rosa"])
    case.follows("says-chair", "valid", "false", "`chair` took no part, and must")
    case.release("lost")
    case.decided("lost", everybody, votes={"leila": "against", "olu": "against", "jun": "for"})
    case.follows("says-lost", "valid", "false", "1 of 3 were for it, which is no majority")
    case.release("stranger")
    case.decided("stranger", everybody + ["maren"])
    case.follows("says-stranger", "valid", "false", "has no seat in")
    case.release("agenda")
    case.release("other")
    case.decided("agenda", everybody, about="other")
    case.follows("says-agenda", "valid", "false", "is not on the agenda")
    case.release("undecided")
    case.attempt("a release is approved about which the board has not decided", "olu", "undecided", "approve", "decision_is_valid", ["has not yet"])
    case.attempt("minutes that were agreed are changed", "maren", "meets-lost", "edit", "minuted_is_fixed", ["minutes of this meeting are agreed"], {"minutes": "all were for it"})
    case.attempt("what a body decided is written otherwise", "maren", "says-lost", "edit", "decided_by_a_body_is_fixed", ["revoke it"], {"outcome": "no"})
    case.write()


clean()
faulty()
