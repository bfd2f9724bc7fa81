"""Writes acceptances of risks, one side with planted faults and one without, and the answers: `faulty/` and `clean/` beside this file.

Only the standard library is used, and nothing is shared with the product. How each acceptance stands and what is missing is labelled by hand. Levels are
looked up in the matrix as it is written here; points, limits, parts of one risk and renewals in a row are counted anew; the rung of authority follows
from rules that are written out below. Run: python3 make.py
"""

import json
import os
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-06-15"

LEVELS = ["low", "medium", "high", "critical"]
LIKELIHOOD = ["rare", "unlikely", "possible", "likely", "almost certain"]
MATRIX = [
    "low low medium medium high", "low medium medium high high", "medium medium high high critical",
    "medium high high critical critical", "high high critical critical critical",
]
# The gravest level that is acceptable, and that is tolerable, by type.
LINE = {"organisation": ("low", "high"), "individuals": ("low", "medium")}
POINTS = {"low": 1, "medium": 3, "high": 9, "critical": 27}
LIMITS = {"owner": 36, "unit": 72, "system": 18}
SCORES = {"low": (1, 1), "medium": (2, 3), "high": (3, 4), "critical": (4, 4)}
RUNGS = ["first", "second", "third"]


def level(likelihood, consequence):
    return MATRIX[likelihood - 1].split()[consequence - 1]


def side_of(name, of):
    at, (acceptable, tolerable) = LEVELS.index(name), LINE[of]
    return "acceptable" if at <= LEVELS.index(acceptable) else "tolerable" if at <= LEVELS.index(tolerable) else "above"


def rung(name, side, renewals, beyond):
    """Above the line and critical goes to the top; otherwise one rung by the level, one more each for three renewals and for a limit."""
    if side == "above" or name == "critical":
        return "third"
    steps = (1 if name == "high" else 0) + (1 if renewals >= 3 else 0) + (1 if beyond else 0)
    return RUNGS[min(steps, 2)]


class Side:
    def __init__(self):
        self.records, self.gaps, self.risks, self.kept = [], [], {}, []
        self.key = {
            "origin": "computed anew by selftest/3.6/make.py: matrix looked up, points and renewals counted, ladder written out; standings and gaps by hand",
            "day": DAY, "standing": {}, "since": {}, "ends": {}, "asked": {}, "renewals": {}, "together": {}, "unaccepted": {}, "grants": {},
        }

    def add(self, name, kind, state, **fields):
        self.records.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"{kind} {name}", **fields}})

    def gap(self, sort, *records):
        self.gaps.append(" ".join([sort, *sorted(records)]))

    def risk(self, name, grade, of="organisation", systems=("S1",), owner="P1", **fields):
        often, much = SCORES[grade]
        assert level(often, much) == grade
        self.risks[name] = dict(level=grade, side=side_of(grade, of), systems=list(systems), owner=owner, unit=fields.get("unit"))
        fields.setdefault("source", f"Source of {name}.")
        fields.setdefault("event", f"Event of {name}.")
        self.add(name, "risk", "in_treatment", systems=list(systems), direction="threat", consequence_types=[of], likelihood=often,
                 by_type=[{"type": of, "current": much}], criteria="RC", owner=owner, assessed_on="2026-06-01", **fields)

    def accept(self, name, risk, grade, state="granted", stands="in_effect", begin="2026-05-01", end="2026-08-31", owner="P1", rung="first", counts=None, **fields):
        self.key["standing"][name] = stands
        if state != "requested" and rung:
            fields.update(granted_on=begin, rung=rung)
        if owner:
            fields["owner"] = owner
        self.add(name, "risk_acceptance", state, risk=risk, level=grade, why="It is watched.", **{"from": begin, "expires": end}, **fields)
        counts = state == "granted" and stands != "expired" if counts is None else counts
        of = self.risks[risk]
        worst = max(grade, of["level"], key=LEVELS.index)
        self.kept.append(dict(name=name, risk=risk, points=POINTS[worst], counts=counts, owner=of["owner"], unit=fields.get("unit") or of["unit"],
                              systems=of["systems"]))

    def sums(self):
        found = {}
        for it in self.kept:
            if it["counts"]:
                for axis, names in (("owner", [it["owner"]]), ("unit", [it["unit"]]), ("system", it["systems"])):
                    for name in filter(None, names):
                        best = found.setdefault(f"{axis} {name}", {})
                        best[it["risk"]] = max(best.get(it["risk"], 0), it["points"])
        return {name: sum(all.values()) for name, all in found.items()}

    def beyond(self, name):
        one, sums = next(it for it in self.kept if it["name"] == name), self.sums()
        names = [("owner", one["owner"]), ("unit", one["unit"])] + [("system", it) for it in one["systems"]]
        return any(sums.get(f"{axis} {of}", 0) + one["points"] > LIMITS[axis] for axis, of in names if of)

    def write(self, side):
        self.key["sums"], self.key["gaps"] = self.sums(), sorted(self.gaps)
        for name, points in self.key["sums"].items():
            assert points <= LIMITS[name.split()[0]], name
        os.makedirs(os.path.join(HERE, side), exist_ok=True)
        for name, what in (("organisation", self.records), ("key", self.key)):
            with open(os.path.join(HERE, side, f"{name}.json"), "w") as out:
                json.dump(what, out, indent=1, ensure_ascii=False)
                out.write("\n")


def around(it):
    it.add("RC", "risk_criteria", "in_force", scale_version="1", **{"from": "2026-01-15"},
           matrix=[{"likelihood": name, "levels": ", ".join(row.split())} for name, row in zip(LIKELIHOOD, MATRIX)],
           likelihood=[{"level": name} for name in LIKELIHOOD],
           consequences=[{"type": of, "level": f"{of} {at}"} for of in LINE for at in range(1, 6)],
           line=[{"type": of, "acceptable": low, "tolerable": high} for of, (low, high) in LINE.items()],
           intervals=[{"every": "P1Y"}])
    it.add("U0", "organization_unit", "active", time_zone="Europe/Berlin")
    it.add("U1", "organization_unit", "active", parent="U0")
    for person in ("P1", "P2", "P3", "P4"):
        it.add(person, "person", "active")
    for role, key, person in (("R1", "executive", "P3"), ("R2", "risk_officer", "P4")):
        it.add(role, "role", "active", key=key)
        it.add(f"X{role}", "role_assignment", "accepted", person=person, role=role, **{"from": "2026-01-01"})
    for system in ("S1", "S2", "S3", "S4", "S5"):
        it.add(system, "ai_system", "verification", purpose="Sorts letters.", owner="P1")


def measured(it, name, family, verdict, on):
    it.add(name, "measurement", "recorded", of="S1", family=family, verdict=verdict, measured_on=on, data_digest="sha256:00", engine="hand",
           plan_digest="sha256:01", seed="1", values=[{"metric": "m", "value": 1}])


def condition(says, family):
    return [{"condition": says, "kind": "measurement", "filter": "verdict:pass", "holds": "all", "of": f"of:SYS-1 family:{family}", "fresh_for": "P30D",
             "dated": "measured_on"}]


def row_of(request, earlier):
    """How many earlier grants of one risk lie before a request without a break of more than 90 days; each is (begin, end)."""
    count, here = 0, date.fromisoformat(request)
    for begin, end in sorted(earlier, reverse=True):
        if here > date.fromisoformat(end) + timedelta(days=90):
            break
        count, here = count + 1, date.fromisoformat(begin)
    return count


def make(faulty):
    it = Side()
    around(it)
    lapsed = []

    # A1: a condition over what was measured of drift; one measurement did not pass.
    measured(it, "M1", "drift", "pass", "2026-06-01")
    measured(it, "M2", "drift", "fail" if faulty else "pass", "2026-06-10")
    it.risk("K1", "medium")
    it.accept("A1", "K1", "medium", stands="suspended" if faulty else "in_effect", conditions=condition("drift is held", "drift"))
    if faulty:
        # The measurement was entered into this store on the day of the test.
        it.key["since"]["A1"] = DAY
        lapsed.append(("K1", "A1", "suspended"))

    # A2: ends at its minute, in the time zone of a unit above its own: at noon UTC it is 14:00 there.
    it.risk("K2", "medium", unit="U1")
    it.accept("A2", "K2", "medium", stands="expired" if faulty else "in_effect", end=DAY, ends_at="14:00" if faulty else "14:01", zone="Europe/Berlin", unit="U1")
    it.key["ends"]["A2"] = f"{DAY}T12:00:00Z" if faulty else f"{DAY}T12:01:00Z"
    if faulty:
        lapsed.append(("K2", "A2", "expired"))

    # A3: what was measured is too old for its condition.
    measured(it, "M3", "privacy", "pass", "2026-01-10" if faulty else "2026-06-02")
    it.risk("K3", "medium")
    it.accept("A3", "K3", "medium", stands="not_assessable" if faulty else "in_effect", conditions=condition("privacy is held", "privacy"))
    if faulty:
        lapsed.append(("K3", "A3", "not_assessable"))

    # A4: the risk is graver than what was accepted.
    it.risk("K4", "high" if faulty else "medium", systems=("S2",))
    it.accept("A4", "K4", "medium", stands="outgrown" if faulty else "in_effect")
    if faulty:
        lapsed.append(("K4", "A4", "outgrown"))
        it.gap("asks_more_now", "A4")

    # A5: asked for again after earlier grants, of which none says that it renews another; on the other side there was a longer break.
    it.risk("K5", "medium", systems=("S3",))
    earlier = [("2025-01-01" if faulty else "2024-08-01", "2025-03-31" if faulty else "2024-12-31"), ("2025-04-15", "2025-08-31"), ("2025-10-01", "2026-05-31")]
    for at, (begin, end) in enumerate(earlier):
        it.accept(f"A5{at}", "K5", "medium", state="ended", stands="revoked", begin=begin, end=end, counts=False)
    it.accept("A5", "K5", "medium", state="requested", stands="never_granted", begin=DAY, end="2026-11-30")
    again = row_of(DAY, earlier)
    it.key["renewals"]["A5"] = again

    # A6: one risk in four parts, each of them medium; the last part is asked for. On the other side the risks have nothing in common.
    for at in range(1, 5):
        source = ["The model of the vendor drifts.", "the model of the vendor: drifts", "The Model of the Vendor Drifts!", "The model of the vendor drifts"][at - 1]
        it.risk(f"K6{at}", "medium", systems=("S4",), source=source if faulty else f"Source {at}.")
    for at in range(1, 4):
        it.accept(f"A6{at}", f"K6{at}", "medium")
        if faulty:
            it.gap("asks_more_now", f"A6{at}")
    it.accept("A64", "K64", "medium", state="requested", stands="never_granted", begin=DAY, end="2026-11-30")
    whole = 4 * POINTS["medium"]
    together = max((name for name in LEVELS if POINTS[name] <= whole), key=LEVELS.index) if faulty else "medium"
    if faulty:
        it.key["together"] = {f"A6{at}": together for at in range(1, 5)}

    # A7: what its owner bears comes above a limit with it.
    for at in range(1, 5 if faulty else 4):
        it.risk(f"K7{at}", "high", systems=(), owner="P2")
        it.accept(f"A7{at}", f"K7{at}", "high", owner="P2", rung="second")
    it.risk("K7", "medium", systems=("S5",), owner="P2")
    it.accept("A7", "K7", "medium", state="requested", stands="never_granted", begin=DAY, end="2026-11-30", owner="P2")

    # A8: a review was not held on its day.
    review = {"due": "2026-06-01"} if faulty else {"due": "2026-06-01", "held": "2026-05-30", "result": "Kept as it is."}
    it.risk("K8", "low", systems=())
    it.accept("A8", "K8", "low", reviews=[review, {"due": "2026-07-15"}])
    if faulty:
        it.gap("review_overdue", "A8")

    # A9: above the line for people.
    it.risk("K9", "high" if faulty else "medium", of="individuals", systems=("S5",))
    it.accept("A9", "K9", "high" if faulty else "medium", state="requested", stands="never_granted", begin=DAY, end="2026-11-30")

    # B1: granted where nothing shows by whom; words that no record tells; nobody answers for it.
    it.risk("L1", "low", systems=())
    rest = dict(owner=None, rung=None, conditions=[{"condition": "the vendor stays honest"}]) if faulty else {}
    it.accept("B1", "L1", "low", **rest)
    if faulty:
        for sort in ("granted_elsewhere", "no_condition_in_records", "no_owner"):
            it.gap(sort, "B1")

    # B2: expired, and another acceptance of the same risk counts.
    it.risk("L2", "low", systems=())
    it.accept("B2", "L2", "low", begin="2026-01-01", end="2026-05-31", stands="expired", counts=False)
    it.accept("B3", "L2", "low", begin="2026-06-01", end="2026-08-31", renews="B2")
    it.key["renewals"]["B3"] = row_of("2026-06-01", [("2026-01-01", "2026-05-31")])
    # B4: begins tomorrow.
    it.risk("L4", "low", systems=())
    it.accept("B4", "L4", "low", begin="2026-06-16", stands="not_yet")

    for risk, name, sort in lapsed:
        it.gap(sort, name, risk)
        it.key["unaccepted"][risk] = name
    asked = {
        "A5": rung("medium", it.risks["K5"]["side"], again, it.beyond("A5")),
        "A64": rung(together, it.risks["K64"]["side"], 0, it.beyond("A64")),
        "A7": rung("medium", it.risks["K7"]["side"], 0, it.beyond("A7")),
        "A9": rung(it.risks["K9"]["level"], it.risks["K9"]["side"], 0, it.beyond("A9")),
    }
    it.key["asked"] = asked
    # Those who look after risks may grant on the first rung alone; somebody who directs may on each.
    it.key["grants"] = {name: {"P4": of == "first", "P3": True} for name, of in asked.items()}
    it.key["exceptions"] = sorted(name for name, of in asked.items() if of == "third")
    # Each risk that is not accepted any more is told once, and each review that was not held.
    it.key["alerts"] = len(lapsed) + (1 if faulty else 0)
    it.key["held_back"] = {"S1": sorted(risk for risk, name, _ in lapsed if risk in ("K1", "K2", "K3"))}
    it.write("faulty" if faulty else "clean")


if __name__ == "__main__":
    make(True)
    make(False)
