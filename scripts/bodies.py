"""Meetings of a governance body with the grounds for which their decisions do not count.

Writes `crates/governance/tests/it/files/bodies.json`: a body, twenty meetings drawn at random of which six are spoiled, each in
another way, and one meeting for each further ground. The key is worked out here from the rules of the guide, by code that shares
nothing with the program. Run it without arguments from the root of the repository.
"""

import json
import math
import random
from datetime import date, timedelta
from pathlib import Path

OUT = Path(__file__).parent.parent / "crates/governance/tests/it/files/bodies.json"

PEOPLE = {
    "chair": None, "risk": None, "legal": None, "tech_old": None, "tech": None, "business": None,
    "left": "2025-06-30", "stranger": None, "owner": None,
}
# seat, holder, independent, required, first and last day of the term
SEATS = [
    ["chair", "chair", False, True, None, None],
    ["risk", "risk", True, False, None, None],
    ["legal", "legal", True, False, None, None],
    ["tech", "tech_old", False, False, None, "2025-09-30"],
    ["tech", "tech", False, False, "2025-10-01", None],
    ["business", "business", False, False, None, None],
    ["data", "left", False, False, None, None],
]
CHARTER = {"quorum": 3, "majority": "simple", "majority_of": "present", "independent_least": 1, "from": "2025-01-01"}
WITHIN = {"T0", "T1", "T2"}


def runs(seat, day):
    return (seat[4] is None or seat[4] <= day) and (seat[5] is None or day <= seat[5])


def seat_of(person, day):
    """The seat of a person on a day, or why there is none."""
    own = [seat for seat in SEATS if seat[1] == person]
    if not own:
        return None, "no_seat"
    for seat in own:
        if runs(seat, day):
            gone = PEOPLE[person] is not None and PEOPLE[person] < day
            return (None, "holder_gone") if gone else (seat, None)
    return None, "term_ended"


def grounds(it):
    """Names of all grounds for which the decision of a meeting does not count."""
    if it["state"] not in ("held", "minuted"):
        return {"no_meeting"}
    if it["day"] < CHARTER["from"]:
        return {"no_charter"}
    if it["decided_on"] != it["day"]:
        return {"other_body"}
    found = {"not_agreed"} if it["state"] == "held" else set()
    if not it["on_agenda"]:
        found.add("not_on_agenda")
    if it["tier"] not in WITHIN:
        found.add("outside_mandate")
    aside = {line["person"] for line in it["interests"] if line["stood_aside"]}
    declared = {line["person"] for line in it["interests"] if line["interest"]}
    there = {}
    for person in sorted(set(it["present"])):
        seat, _ = seat_of(person, it["day"])
        if seat and person not in aside:
            there.setdefault(seat[0], (person, seat))
    if len(there) < CHARTER["quorum"]:
        found.add("no_quorum")
    independent = sum(1 for _, seat in there.values() if seat[2])
    if independent < CHARTER["independent_least"] or any(seat[3] and seat[0] not in there for seat in SEATS):
        found.add("seat_missing")
    for person in {vote["person"] for vote in it["votes"]}:
        seat, why = seat_of(person, it["day"])
        if not seat:
            found.add(why)
        if person not in it["present"]:
            found.add("no_seat")
    people = [vote["person"] for vote in it["votes"]]
    if len(set(people)) < len(people):
        found.add("twice")
    if any(it["present"].count(person) > 1 for person, _ in there.values()):
        found.add("twice")
    if any(person == it["owner"] and person not in declared for person, _ in there.values()):
        found.add("interest_not_declared")
    if any(person in declared for person, _ in there.values()) or any(vote["person"] in aside for vote in it["votes"]):
        found.add("interest_took_part")
    cast = {}
    for vote in it["votes"]:
        cast.setdefault(vote["person"], vote["vote"])
    agreed = sum(1 for person, _ in there.values() if cast.get(person) == "for")
    carried = agreed >= math.floor(len(there) / 2) + 1
    if (it["outcome"] == "yes") != carried:
        found.add("no_majority")
    if it["changed"]:
        found.add("subject_changed")
    return found


def sound(draw, number):
    """A meeting with which nothing is wrong."""
    day = (date(2025, 1, 20) + timedelta(days=19 * number)).isoformat()
    tech = "tech_old" if day <= "2025-09-30" else "tech"
    others = [person for person in ["legal", tech, "business"] if draw.random() < 0.7]
    present = ["chair", "risk"] + (others or ["legal"])
    interests = []
    if len(present) > 3 and draw.random() < 0.4:
        interests = [{"person": present[-1], "interest": "works for the supplier", "stood_aside": True}]
    voting = [person for person in present if person not in {line["person"] for line in interests}]
    outcome = "yes" if draw.random() < 0.75 else "no"
    against = draw.randrange(0, (len(voting) + 1) // 2) if outcome == "yes" else len(voting) - draw.randrange(0, len(voting) // 2 + 1)
    votes = [{"person": person, "vote": "against" if place < against else "for"} for place, person in enumerate(voting)]
    return {
        "day": day, "decided_on": day, "state": "minuted", "present": present, "interests": interests, "votes": votes,
        "outcome": outcome, "tier": draw.choice(["T1", "T2"]), "owner": "owner", "on_agenda": True, "changed": False,
    }


def yes(it, people):
    it.update(present=list(people), interests=[], outcome="yes")
    it["votes"] = [{"person": person, "vote": "for"} for person in people]


def lost_quorum(it):
    yes(it, ["chair", "risk", "business"])
    it["interests"] = [{"person": "business", "interest": "sells it", "stood_aside": True}]
    it["votes"] = [vote for vote in it["votes"] if vote["person"] != "business"]


def ended_term(it):
    it.update(day="2025-11-03", decided_on="2025-11-03")
    yes(it, ["chair", "risk", "legal", "tech_old"])


def other_tier(it):
    it["tier"] = "T4"


def undeclared(it):
    it.update(day="2025-12-01", decided_on="2025-12-01", owner="tech")
    yes(it, ["chair", "risk", "legal", "tech"])


def not_independent(it):
    it.update(day="2026-01-12", decided_on="2026-01-12")
    yes(it, ["chair", "tech", "business"])


def changed(it):
    it["changed"] = True


SPOILED = {1: lost_quorum, 4: ended_term, 7: other_tier, 11: undeclared, 14: not_independent, 18: changed}


def more(base):
    """One meeting for each ground that the twenty do not show, and two in which two meet."""
    def made(change, **fields):
        it = json.loads(json.dumps(base))
        it.update(fields)
        change(it)
        return it

    nothing = lambda it: None
    return [
        made(nothing, state="planned"),
        made(nothing, state="held"),
        made(nothing, decided_on="2025-02-02"),
        made(nothing, on_agenda=False),
        made(lambda it: it["present"].remove("chair")),
        made(lambda it: (it["present"].append("stranger"), it["votes"].append({"person": "stranger", "vote": "for"}))),
        made(lambda it: (it.update(day="2025-08-01", decided_on="2025-08-01"), it["present"].append("left"), it["votes"].append({"person": "left", "vote": "for"}))),
        made(lambda it: it["votes"].append({"person": "risk", "vote": "for"})),
        made(lambda it: it["present"].append("risk")),
        made(lambda it: it.update(interests=[{"person": "risk", "interest": "a friend", "stood_aside": False}])),
        made(lambda it: it.update(votes=[{"person": person, "vote": "against"} for person in it["present"]])),
        made(lambda it: it.update(tier="T3", interests=[{"person": "legal", "interest": "a share", "stood_aside": True}])),
    ]


def main():
    draw = random.Random(42001)
    meetings = [sound(draw, number) for number in range(20)]
    for number, spoil in SPOILED.items():
        spoil(meetings[number])
    base = sound(draw, 0)
    base["day"] = base["decided_on"] = "2025-03-03"
    yes(base, ["chair", "risk", "legal"])
    further = more(base)
    for it in meetings + further:
        it["grounds"] = sorted(grounds(it))
    invalid = [number for number, it in enumerate(meetings) if it["grounds"]]
    assert invalid == sorted(SPOILED), (invalid, [it["grounds"] for it in meetings])
    assert len({tuple(meetings[number]["grounds"]) for number in invalid}) == 6
    whole = {"people": PEOPLE, "seats": SEATS, "charter": CHARTER, "meetings": meetings, "further": further}
    OUT.write_text(json.dumps(whole, indent=1) + "\n")
    print([(number, meetings[number]["grounds"]) for number in invalid], [it["grounds"] for it in further])


main()
