#!/usr/bin/env python3
"""Writes the cases of the pack for those who direct, of management reviews and of documents: an organisation with planted faults, its twin
without, and the keys.

Each record is made with what must be counted of it written beside it, so the key never asks the product. Shares have the score interval of
Wilson (1927), numbers of events the exact interval of Garwood (1936), both from their definitions: the normal quantile of the standard
library, and halvings of the Poisson sum. It shares no code with the product. Run it in the root of the repository.
"""
import datetime
import hashlib
import json
import math
import pathlib
import statistics

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAY = datetime.date(2026, 7, 15)
FROM, UNTIL = datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)
REQUIRED = ["earlier_actions", "issues", "party_needs", "nonconformities", "measurements", "audits", "improvement"]
# Likelihood 1 to 5 by consequence 1 to 5.
MATRIX = ["lllmh", "llmmh", "lmmhc", "lmhhc", "mmhcc"]


def wilson(k, n):
    z = statistics.NormalDist().inv_cdf(0.975)
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)


def at_most(k, mean):
    """P(X <= k) of a Poisson law."""
    return math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1)) if mean > 0 else 1.0


def halve(holds):
    low, high = 0.0, 1000.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def garwood(k):
    low = 0.0 if k == 0 else halve(lambda mean: 1 - at_most(k - 1, mean) >= 0.025)
    return low, halve(lambda mean: at_most(k, mean) <= 0.025)


class World:
    def __init__(self, faulty):
        self.faulty, self.rows, self.part, self.whole = faulty, [], {}, {}
        self.exposed, self.faults, self.asks, self.open, self.reviews = 0, [], [], [], []
        self.people()

    def add(self, name, kind, state, **fields):
        self.rows.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"The {name}", **fields}})
        return name

    def count(self, key, name, counts):
        """A record of the whole of a figure, which counts or does not."""
        self.whole.setdefault(key, []).append(name)
        if counts:
            self.part.setdefault(key, []).append(name)

    def people(self):
        self.add("unit-a", "organization_unit", "active")
        self.add("unit-b", "organization_unit", "active", parent="unit-a")
        self.add("top role", "role", "active", key="executive", family="executive")
        self.add("work role", "role", "active", key="engineer", family="technical")
        for n in range(8):
            self.add(f"person-{n}", "person", "left" if n == 7 else "active", unit="unit-a" if n < 4 else "unit-b")
        self.add("seat-top", "role_assignment", "accepted", person="person-0", role="top role", **{"from": "2026-01-01"})
        self.add("seat-work", "role_assignment", "accepted", person="person-1", role="work role", **{"from": "2026-01-01"})

    def systems(self):
        for n, state in enumerate(["operation"] * 12 + ["development"] * 4 + ["retired"] * 3 + ["refused"]):
            name, lost = f"system-{n}", self.faulty and n % 5 == 0
            owner = {} if lost else {"owner": "person-1"}
            self.add(name, "ai_system", state, unit="unit-a", **owner)
            if state not in ("retired", "refused"):
                self.count("systems_by_tier.unclassified", name, True)
                self.count("systems_without_owner", name, lost)
                self.exposed += state == "operation"

    def criteria(self):
        """Criteria in force: the same matrix for two types, of which one tolerates less."""
        words = {"l": "low", "m": "medium", "h": "high", "c": "critical"}
        names = ["rare", "unlikely", "possible", "likely", "certain"]
        self.add("criteria", "risk_criteria", "in_force", scale_version="1", likelihood=[{"level": it} for it in names],
                 consequences=[{"type": of, "level": f"{of} {n}"} for of in ("organisation", "individuals") for n in range(1, 6)],
                 matrix=[{"likelihood": it, "levels": ", ".join(words[cell] for cell in MATRIX[n])} for n, it in enumerate(names)],
                 line=[{"type": of, "acceptable": "low", "tolerable": most} for of, most in (("organisation", "medium"), ("individuals", "low"))],
                 intervals=[{"every": "P1Y"}], triggers=["incident"])

    def risks(self):
        self.criteria()
        beyond = {"organisation": "hc", "individuals": "mhc"}
        for n in range(25):
            likelihood, consequence = n % 5 + 1, n // 5 + 1
            closed, hoped = n in (24, 3), n == 13
            late = self.faulty and n % 4 == 1
            # Of three risks one says nothing of who bears it, one is the organisation's, one touches individuals too; one of these lacks a score.
            places = [{}, {"organisation": consequence}, {"organisation": consequence, "individuals": consequence % 5 + 1}][n % 3]
            if n == 20:
                places = {"organisation": 1, "individuals": None}
            by_type = [{"type": of, "current": place} if place else {"type": of} for of, place in places.items()]
            more = {"criteria": "criteria", "by_type": by_type} if places else {}
            name = self.add(f"risk-{n}", "risk", "closed" if closed else "monitored", likelihood=likelihood, consequence=consequence,
                            direction="opportunity" if hoped else "threat", next_assessment="2026-07-14" if late else "2026-07-15", **more)
            if closed:
                continue
            self.count("late_assessments", name, late)
            if hoped:
                continue
            self.count("grave_risks", name, MATRIX[likelihood - 1][consequence - 1] in "hc")
            above = [of for of, place in places.items() if place and MATRIX[likelihood - 1][place - 1] in beyond[of]]
            for of, place in places.items():
                if place:
                    self.count(f"above_line.{of}", name, of in above)
            untold = not above and (not places or None in places.values())
            self.count("appetite_not_told", name, untold)
            if not untold:
                self.count("beyond_appetite", name, bool(above))
        for n in range(6):
            ended = self.faulty and n < 2
            name = self.add(f"acceptance-{n}", "risk_acceptance", "granted", risk=f"risk-{n}", expires="2026-07-01" if ended else "2027-01-01")
            self.count("ended_acceptances", name, ended)

    def incidents(self):
        days = ["2026-03-31", "2026-04-01", "2026-05-10", "2026-06-30", "2026-07-01"]
        grades = ["near_miss", "minor", "moderate", "major", "severe"]
        for n in range(15):
            dismissed, closed = n % 7 == 6, n % 3 == 0
            day, grade = days[n % 5], grades[(n * 2) % 5]
            name = self.add(f"incident-{n}", "incident", "no_incident" if dismissed else "closed" if closed else "confirmed",
                            detected_on=day, severity=grade, systems=["system-0"])
            if dismissed:
                continue
            self.count("open_incidents", name, not closed)
            if FROM.isoformat() <= day <= UNTIL.isoformat():
                self.part.setdefault("incident_rate", []).append(name)
                self.count("grave_incidents", name, grade in ("major", "severe"))

    def work(self):
        for n in range(9):
            late, done = self.faulty and n in (1, 4), n > 6
            nobody = self.faulty and n == 2
            owner = {} if nobody else {"owner": "person-1"}
            name = self.add(f"action-{n}", "action", "done" if done else "open", due="2026-07-14" if late else "2026-07-15", **owner)
            if not done:
                self.count("late_actions", name, late)
                self.count("actions_without_owner", name, nobody)
            name = self.add(f"escalation-{n}", "escalation", "resolved" if done else "raised", answer_by="2026-06-01" if late else "2026-08-01")
            if not done:
                self.count("late_escalations", name, late)
            due = f"2026-07-{(10 if late else 20) + n:02}"
            state = "decided" if done else ["submitted", "in_review", "returned"][n % 3]
            name = self.add(f"request-{n}", "review_request", state, due=due, subject="system-1")
            if not done:
                self.count("late_decisions", name, late and due < DAY.isoformat())
            if state == "in_review":
                self.ask(name, due, ["waits"], "review board")
        for n in range(7):
            late = self.faulty and n == 2
            self.count("stale_evidence", self.add(f"evidence-{n}", "evidence", "accepted", valid_until="2026-07-14" if late else "2026-07-15"), late)
        for n in range(4):
            open_ = self.faulty and n < 2
            self.count("undecided_obligations", self.add(f"duty-{n}", "obligation", "identified" if open_ else "applicable"), open_)
            self.count("open_nonconformities", self.add(f"gap-{n}", "nonconformity", "opened" if open_ else "closed"), open_)

    def ask(self, name, due, sorts, body):
        self.asks.append((due, len(self.asks), name))
        self.open.append({"record": name, "due": due, "sorts": sorts, "body": body})

    def bodies(self):
        """A review board that decides about pleas: what it left open is planted in the faulty house, and decided in the other."""
        seats = []
        for n in (1, 2, 3):
            holder = self.add(f"seat-board-{n}", "role_assignment", "accepted", person=f"person-{n}", role="work role", basis="seat", **{"from": "2026-01-01"})
            seats.append({"seat": f"seat {n}", "holder": holder})
        self.add("review board", "governance_body", "chartered", key="review_board", seats=seats, quorum=2, majority="simple", majority_of="present",
                 interests="stand_aside", chartered_on="2026-01-01", cadence="P1M")
        pleas = [self.add(f"plea-{n}", "review_request", "in_review", due="2026-07-28") for n in range(6)]
        for name in pleas:
            self.count("late_decisions", name, False)
        people = [f"person-{n}" for n in (1, 2, 3)]

        def meeting(name, state, on, items, aside=(), deferred=()):
            more = {}
            if state == "minuted":
                more["present"] = [{"person": it} for it in people]
                more["votes"] = [{"item": item, "person": it, "vote": "abstained" if item in deferred else "for"} for item in items for it in people if it not in aside]
                more["interests"] = [{"person": it, "interest": "asked for it", "stood_aside": True} for it in aside]
            self.add(name, "meeting", state, body="review board", held_on=on, agenda=[{"item": it, "asked": "resolve"} for it in items], **more)

        def decision(about, name, on, outcome):
            # What was decided about, as the program keeps it: SHA-256 of its fields in the order of their names.
            said = {"due": "2026-07-28", "title": f"The {about}"}
            text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.add(f"decision about {about}", "decision", "taken", subject=about, form="resolve", outcome=outcome, body="review board", meeting=name,
                     decided_on=on, tier="organisation", change_class="none", digest="sha256:" + hashlib.sha256(text.encode()).hexdigest())

        meeting("meeting to come", "planned", "2026-07-20", pleas[:1])
        self.ask(pleas[0], "2026-07-20", ["agenda", "waits"], "review board")
        if not self.faulty:
            meeting("meeting held", "minuted", "2026-07-10", pleas[1:])
            for name in pleas[1:]:
                decision(name, "meeting held", "2026-07-10", "yes")
                self.ask(name, "2026-07-28", ["waits"], None)
            return
        meeting("meeting held", "minuted", "2026-07-10", pleas[1:4], deferred=pleas[2:3])
        decision(pleas[2], "meeting held", "2026-07-10", "put_off")
        decision(pleas[3], "meeting held", "2026-07-10", "yes")
        meeting("meeting thin", "minuted", "2026-07-08", pleas[4:5], aside=people[1:])
        decision(pleas[4], "meeting thin", "2026-07-08", "yes")
        meeting("meeting cancelled", "cancelled", "2026-07-09", pleas[5:])
        for name, sort in zip(pleas[1:], ["undecided", "put_off", None, "void", "cancelled"]):
            planted = (["waits"], None, "2026-07-28") if sort is None else ([sort, "waits"], "review board", "2026-07-20")
            self.ask(name, planted[2], planted[0], planted[1])

    def policies(self):
        """Policies with their decisions; each planted fault stands in a line of its own."""
        def policy(name, fault="", **fields):
            author, decider = "person-2", "person-2" if fault == "own_approval" else "person-0"
            late = fault == "review_overdue"
            self.add(name, "document", "in_force", form="policy", authors=[author], review_by="2026-07-01" if late else "2027-07-01", **fields)
            self.count("documents_due", name, late)
            if fault != "not_approved":
                self.add(f"approval of {name}", "decision", "taken", subject=name, outcome="yes", deciders=[decider], decided_on="2026-01-05")
            if fault in ("not_approved", "own_approval", "review_overdue"):
                self.faults.append((fault, name))
        policy("sound policy", goes_to=["unit-a"], acknowledge_within="P14D")
        for fault in ("not_approved", "own_approval", "review_overdue") if self.faulty else ():
            policy(f"policy {fault}", fault)
        former = "in_force" if self.faulty else "superseded"
        self.add("first edition", "document", former, form="procedure", review_by="2027-07-01")
        self.add("second edition", "document", "in_force", form="procedure", review_by="2027-07-01", supersedes="first edition")
        for name in ("first edition", "second edition"):
            if name == "second edition" or self.faulty:
                self.count("documents_due", name, False)
        if self.faulty:
            self.faults.append(("two_in_force", "second edition"))
        self.add("statement of the sound", "policy_statement", "active", document="sound policy", anchor="S-1", text="We say why.", answers=["fits_purpose"])
        self.add("old paper", "document", "withdrawn", form="policy")
        self.add("statement of the old", "policy_statement", "active" if self.faulty else "retired", document="old paper", anchor="S-1", text="Gone.")
        if self.faulty:
            self.faults.append(("orphaned_statement", "statement of the old"))
        # Eight were asked: one has left, and in the faulty house one is late.
        for n in range(8):
            late = self.faulty and n == 5
            state = "asked" if late or n in (6, 7) else "given"
            name = self.add(f"reading-{n}", "acknowledgement", state, person=f"person-{n}", of="sound policy", owner=f"person-{n}",
                            due="2026-07-14" if late or n == 7 else "2026-07-15")
            self.count("late_acknowledgements", name, state == "asked" and (late or n == 7))
            if late:
                self.faults.append(("not_acknowledged", name))
        given, asked = 6 - self.faulty, 7
        self.acknowledged = {"document": "sound policy", "given": given, "asked": asked, "low": wilson(given, asked)[0], "high": wilson(given, asked)[1]}

    def reviewed(self):
        """A review with every required input, and in the faulty house one that lacks two."""
        def review(name, lacks, state, held):
            said = [it for it in REQUIRED if it not in lacks]
            inputs = [{"input": it, "summary": f"what {it} showed"} for it in said] + [{"input": it} for it in lacks[:1]]
            self.add(name, "management_review", state, held_on=held, chair="person-0", present=["person-1"], inputs=inputs,
                     **{"from": "2025-07-01", "until": "2026-06-30"})
            self.reviews.append({"review": name, "missing": lacks})
        review("whole review", [], "results_approved", "2026-07-10")
        if self.faulty:
            review("thin review", ["audits", "improvement"], "prepared", "2026-07-20")

    def key(self):
        figures = []
        for key in sorted(self.whole):
            k, n = len(self.part.get(key, [])), len(self.whole[key])
            low, high = wilson(k, n)
            figures.append({"key": key, "count": k, "n": n, "value": k / n, "low": low, "high": high, "records": sorted(self.part.get(key, []))})
        years = self.exposed * ((UNTIL - FROM).days + 1) / 365.25
        seen = self.part["incident_rate"]
        low, high = garwood(len(seen))
        figures.append({"key": "incident_rate", "count": len(seen), "n": self.exposed, "value": len(seen) / years, "low": low / years, "high": high / years, "records": sorted(seen)})
        return {
            "origin": "scripts/board.py: counted where each record is made, Wilson 1927 and Garwood 1936 from their definitions",
            "day": DAY.isoformat(), "from": FROM.isoformat(), "until": UNTIL.isoformat(),
            "figures": figures,
            "asks": [name for _, _, name in sorted(self.asks)],
            "open": self.open,
            "faults": [{"check": check, "record": name} for check, name in self.faults],
            "acknowledged": self.acknowledged,
            "reviews": self.reviews,
        }


def main():
    for side in ("faulty", "clean"):
        world = World(side == "faulty")
        for part in (world.systems, world.risks, world.incidents, world.work, world.bodies, world.policies, world.reviewed):
            part()
        folder = ROOT / "selftest" / "2.3" / side
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (("organisation.json", world.rows), ("key.json", world.key())):
            (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
