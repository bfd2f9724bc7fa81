#!/usr/bin/env python3
"""Writes the cases of ladders of escalation: an organisation with planted faults, its sound twin, and their keys; and the same with ladders that go
to governance bodies.

Faults are found by asking every case one by one, the longest times by trying every quarter of an hour of a year. It shares no code with the
product; both read the same two files of data, the table of ladders and the working calendars. Run it in the root of the
repository.
"""
import datetime
import itertools
import json
import pathlib
import re
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT = (ROOT / "data/tables/escalation.toml").read_text()
CALENDARS = {it["name"]: it for it in tomllib.loads((ROOT / "data/library/calendars.toml").read_text())["calendar"]}
DAY = datetime.date(2026, 5, 4)
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
STOPS = {"drift", "fairness_breach", "unintended_consequence", "silence", "access"}
PEOPLE = {"ethical_concern", "dispute"}
ROLES = ["system_owner", "overseer", "risk_officer", "governance_lead", "legal", "internal_auditor", "executive", "data_steward"]
MAY_STOP = {"system_owner", "overseer", "executive"}


def fits(cell, value):
    if cell is None:
        return True
    if isinstance(cell, int):
        return value == cell
    if cell.startswith(">="):
        return value >= int(cell[2:])
    return value in re.findall(r'"([^"]+)"', cell)


def ladder(table, trigger, severity, tier):
    """Steps until nobody, each with its row."""
    steps = []
    for number in range(1, 10):
        case = {"trigger": trigger, "severity": severity, "tier": tier, "step": number}
        rows = [row for row in table["row"] if all(fits(row.get("when", {}).get(k), v) for k, v in case.items())]
        assert len(rows) == 1, (case, rows)
        then = rows[0]["then"]
        if then["to"] == "nobody":
            return steps
        steps.append({"number": number, "row": rows[0]["id"], **then})
    raise AssertionError("a ladder without end")


class House:
    """People, roles and systems by number, in the order in which they are entered."""

    def __init__(self, managers=(), absent=(), without=(), twice=()):
        self.rows, self.holder, self.manager, self.absent, self.bodies = [], {}, {}, set(), {}
        for n, key in enumerate(ROLES, 1):
            self.add(f"ROL-{n:04}", "role", "active", title=key, key=key, may_stop_a_system=key in MAY_STOP)
        for n, key in enumerate(ROLES, 1):
            person = f"PER-{n:04}"
            fields = {"title": f"Holder of {key}"}
            if key in absent:
                fields["absences"] = [{"from": "2026-05-01", "until": "2026-05-20"}]
                self.absent.add(person)
            self.add(person, "person", "active", **fields)
        for n, key in enumerate(ROLES, 1):
            if key in without:
                continue
            who = twice and key in twice and ROLES.index(twice[0]) + 1 or n
            self.holder[key] = f"PER-{who:04}"
            self.add(f"ASG-{key}", "role_assignment", "accepted", title=key, person=self.holder[key], role=f"ROL-{n:04}", **{"from": "2020-01-01"})
        for below, above in managers:
            person, manager = (f"PER-{ROLES.index(it) + 1:04}" for it in (below, above))
            self.manager[person] = manager
            next(it for it in self.rows if it["id"] == person)["fields"]["manager"] = manager
        self.tiers = ["organisation"]
        for n, tier in enumerate(["T1", "T3"], 1):
            system = f"SYS-{n:04}"
            self.add(system, "ai_system", "operation", title=f"System {n}")
            self.add(f"CLS-{n}", "classification", "confirmed", title=f"class {n}", subject=system, scheme="own_tier", outcome=tier)
            self.tiers.append(tier)

    def add(self, number, kind, state, **fields):
        self.rows.append({"id": number, "kind": kind, "state": state, "fields": fields})

    def members(self, count, away=()):
        """People who hold no role of the ladders and sit in bodies."""
        self.add("ROL-0009", "role", "active", title="member", key="member")
        for n in range(len(ROLES) + 1, len(ROLES) + 1 + count):
            person, fields = f"PER-{n:04}", {}
            if n in away:
                fields["absences"] = [{"from": "2026-05-01", "until": "2026-05-20"}]
                self.absent.add(person)
            self.add(person, "person", "active", title=f"Member {n}", **fields)
            self.add(f"ASG-{n}", "role_assignment", "accepted", title="sits", person=person, role="ROL-0009", basis="seat", **{"from": "2020-01-01"})

    def body(self, key, seats, quorum, state="chartered", required=(), receives=()):
        """A body: its seats are roles of the ladders, numbers of members, or nothing."""
        number, rows, held = f"BOD-{len(self.bodies) + 1:04}", [], []
        for n, seat in enumerate(seats):
            row = {"seat": f"seat {n}", "required": n in required, "receives": n in receives}
            if seat is not None:
                row["holder"] = f"ASG-{seat}"
                held.append((n, self.holder.get(seat) or f"PER-{seat:04}"))
            rows.append(row)
        self.add(number, "governance_body", state, title=f"The {key}", key=key, seats=rows, quorum=quorum, majority="simple", majority_of="present",
                 interests="stand_aside", chartered_on="2020-01-01")
        self.bodies[key] = {"number": number, "held": held, "seats": seats, "quorum": quorum, "state": state, "required": required, "receives": receives}

    def holders(self, to):
        """Everybody whom a step names, and why there is nobody."""
        if not to.startswith("body:"):
            person = self.holder.get(to)
            return ([person], None) if person else ([], to)
        body = self.bodies.get(to[5:])
        if body is None:
            return [], f"no governance body with the key `{to[5:]}`"
        if body["state"] != "chartered":
            return [], f"{body['number']} is {body['state']}"
        people = [who for _, who in body["held"]]
        return people, None if people else f"no seat of {body['number']} is filled"

    def told(self, to):
        """Who of them is here; of a body those who receive, else the others."""
        people, _ = self.holders(to)
        here = [it for it in people if it not in self.absent]
        if to.startswith("body:") and people and self.bodies[to[5:]]["receives"]:
            body = self.bodies[to[5:]]
            first = [who for n, who in body["held"] if n in body["receives"] and who in here]
            return first or here
        return here

    def left(self, to, accused):
        """Whether somebody is left when somebody is accused: nobody below them, and of a body as many as must take part."""
        people, _ = self.holders(to)
        others = [it for it in people if accused not in self.above(it)]
        if not to.startswith("body:") or not people or len(others) == len(people):
            return bool(others)
        body = self.bodies[to[5:]]
        must = [who for n, who in body["held"] if n in body["required"]]
        return len(others) >= body["quorum"] and all(it in others for it in must) and bool(others)

    def stops(self, to):
        if not to.startswith("body:"):
            return to in MAY_STOP
        body = self.bodies.get(to[5:])
        return body is not None and all(it in MAY_STOP for it in body["seats"])

    def above(self, person):
        found = []
        while person and person not in found:
            found.append(person)
            person = self.manager.get(person)
        return found


def faults(house, table):
    """Every fault of every case, as a check with the words that its sentence must hold."""
    found = set()
    for trigger, severity, tier in itertools.product(values(table, "trigger"), values(table, "severity"), house.tiers):
        steps = ladder(table, trigger, severity, tier)
        for step in steps:
            people, why = house.holders(step["to"])
            if step["to"] == "line_manager":
                if trigger in PEOPLE:
                    found.add(("own_line", step["row"]))
            elif not people:
                found.add(("no_holder", why))
            elif not house.told(step["to"]):
                found.add(("nobody_here", people[0]))
            body = house.bodies.get(step["to"][5:]) if people and step["to"].startswith("body:") else None
            if body and (len(people) < body["quorum"] or any(n in body["required"] and it is None for n, it in enumerate(body["seats"]))):
                found.add(("cannot_decide", body["number"]))
        told = [house.told(step["to"]) if step["to"] != "line_manager" else [] for step in steps]
        for (before, one), (after, other) in zip(zip(steps, told), list(zip(steps, told))[1:]):
            if len(one) == 1 and one == other:
                found.add(("loop", one[0], before["to"], after["to"]))
        if trigger in STOPS and not any(house.stops(step["to"]) and house.holders(step["to"])[0] for step in steps):
            found.add(("below_stop", trigger, severity))
        if trigger in PEOPLE:
            named = [step["to"] for step in steps if step["to"] != "line_manager"]
            for accused in {who for to in named for who in house.holders(to)[0]}:
                if not any(house.left(to, accused) for to in named):
                    found.add(("accused_end", accused))
    return sorted(found)


def values(table, name):
    return next(it["values"] for it in table["input"] if it["name"] == name)


def hours(calendar):
    begin, end = (int(calendar[key][:2]) for key in ("from", "until"))
    return begin, end if end > begin else 24


def after(calendar, moment, left):
    """The moment at which so many seconds of work have passed, day by day."""
    begin, end = hours(calendar)
    day = moment.date()
    while True:
        if WEEK[day.weekday()] in calendar["days"] and day.isoformat() not in calendar["holidays"]:
            midnight = datetime.datetime.combine(day, datetime.time())
            opens, closes = midnight + datetime.timedelta(hours=begin), midnight + datetime.timedelta(hours=end)
            at = max(opens, moment)
            there = (closes - at).total_seconds()
            if there >= left and closes >= at:
                return at + datetime.timedelta(seconds=left)
            left -= max(0, there)
        day += datetime.timedelta(days=1)


def work(step):
    calendar = CALENDARS[step["calendar"]]
    begin, end = hours(calendar)
    days = re.fullmatch(r"P(\d+)D", step["within"])
    return int(days[1]) * (end - begin) * 3600 if days else int(re.fullmatch(r"PT(\d+)H", step["within"])[1]) * 3600


def longest(steps, house):
    """Seconds until somebody who may stop it must have answered: each way over steps that may not, tried from every quarter of an hour."""
    start, most = datetime.datetime.combine(DAY, datetime.time()), 0
    for end in (step for step in steps if house.stops(step["to"])):
        way = [step for step in steps if step["number"] < end["number"] and not house.stops(step["to"])] + [end]
        for quarter in range(366 * 96):
            begin = at = start + datetime.timedelta(minutes=15 * quarter)
            for step in way:
                at = after(CALENDARS[step["calendar"]], at, work(step))
            most = max(most, (at - begin).total_seconds())
    return int(most)


def key(house, table):
    times = []
    for trigger, severity, tier in [("drift", "critical", "T1"), ("drift", "high", "T1"), ("silence", "medium", "T1"), ("access", "low", "T3")]:
        times.append({"trigger": trigger, "severity": severity, "tier": tier, "seconds": longest(ladder(table, trigger, severity, tier), house)})
    return {"origin": "scripts/escalation.py: every case one by one, and every quarter of an hour of a year", "day": DAY.isoformat(),
            "faults": [list(it) for it in faults(house, table)], "longest": times}


def write(side, house, text):
    rows = house.rows
    if text != TEXT:
        fields = {"title": "Ladders of the house", "purpose": "escalation", "rules": text}
        rows = rows + [{"id": "DTB-0001", "kind": "decision_table", "state": "in_force", "fields": fields}]
    folder = ROOT / "selftest/2.5" / side
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key(house, tomllib.loads(text)), indent=1) + "\n")


OWN = TEXT.replace('"executive", "nobody",', '"executive", "line_manager", "nobody",').replace('then.to = "internal_auditor"', 'then.to = "line_manager"', 1)
assert OWN != TEXT
write("clean", House(), TEXT)
write("faulty", House(
    managers=[("legal", "governance_lead"), ("internal_auditor", "governance_lead")], absent=["overseer"], without=["risk_officer"],
    twice=["governance_lead", "executive"]), OWN)


def going_to(**rows):
    """The shipped table in which some rows go to bodies."""
    text = TEXT.replace('"executive", "nobody",', '"executive", ' + "".join(f'"body:{it}", ' for it in sorted(set(rows.values()))) + '"nobody",')
    for row, body in rows.items():
        text, count = re.subn(rf'(id = "{row}"\n(?:when.*\n)*)then.to = "[a-z_]+"', rf'\1then.to = "body:{body}"', text)
        assert count == 1, row
    # A value that no row says any more would be a fault of the table.
    said = set(re.findall(r'then.to = "([^"]+)"', text))
    for role in ROLES:
        text = text if role in said else text.replace(f'"{role}", ', "", 1)
    return text


sound = House(managers=[("legal", "executive")])
sound.members(4)
sound.body("deciders", ["executive", 9, 10], 2, receives=(0,))
sound.body("review_board", [9, 10, 11, 12], 3, receives=(1,))
sound.body("crisis", ["system_owner", "overseer"], 1)
write("bodies/clean", sound, going_to(concern_soon_1="deciders", high_2="review_board", critical_2="crisis"))
planted = House(managers=[("legal", "executive")])
planted.members(4, away=(11, 12))
planted.body("deciders", ["executive", 9, 10], 2, required=(0,), receives=(0,))
planted.body("empty", [None, None], 1)
planted.body("gone", [11, 12], 1)
planted.body("resting", [9, 10], 1, state="suspended")
planted.body("thin", [9, None, None], 2)
write("bodies/faulty", planted, going_to(concern_soon_1="deciders", high_2="empty", critical_2="gone", overdue_1="resting", overdue_2="thin"))
