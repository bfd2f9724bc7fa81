#!/usr/bin/env python3
"""Writes the cases of resource plans: an organisation with sound plans, its faulty twin, and their keys.

Hours are sums by hand; waits are those of a queue with several equal servers, one exponential law and priorities, by the definition
with powers and factorials (Erlang 1917; Kella and Yechiali 1985). It shares no code with the product. Run it in the root of the
repository.
"""
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAY = "2027-01-04"
DAYS = 365.2425
TIERS = {"T1": 3, "T2": 10, "T3": 6, "T4": 40}


def world():
    """Roles and AI systems with a tier that was stated and confirmed, in the order of entering."""
    rows, roles = [], {}
    for key in ["reviewer", "legal_reader", "tester", "clerk"]:
        roles[key] = f"role-{key}"
        rows.append({"id": roles[key], "kind": "role", "state": "active", "fields": {"title": key.replace("_", " ").capitalize(), "key": key}})
    for tier, count in TIERS.items():
        for n in range(count):
            name = f"{tier}-system-{n + 1}"
            rows.append({"id": name, "kind": "ai_system", "state": "operation", "fields": {"title": name.replace("-", " ")}})
            fields = {"title": f"{name}: own tier", "subject": name, "scheme": "own_tier", "outcome": tier}
            rows.append({"id": f"class-{name}", "kind": "classification", "state": "confirmed", "fields": fields})
    return rows, roles


def money(amount, currency="EUR"):
    return {"amount": str(amount), "currency": currency}


def people(role, count, hours=1600, rate=90, currency="EUR"):
    row = {"role": role, "people": count}
    if hours is not None:
        row["hours"] = hours
    if rate is not None:
        row["rate"] = money(rate, currency)
    return row


def work(activity, tier, role, hours, times, priority=0):
    return {"activity": activity, "tier": tier, "role": role, "hours": hours, "times": times, "priority": priority}


def plan(name, capacity, work, planned=(), budget=(), period=("2027-01-01", "2027-12-31")):
    fields = {"title": name, "from": period[0], "until": period[1], "capacity": capacity, "work": work}
    if planned:
        fields["planned"] = list(planned)
    if budget:
        fields["budget"] = list(budget)
    return {"id": f"plan: {name}", "kind": "resource_plan", "state": "draft", "fields": fields}


def erlang_c(servers, load):
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def waits(servers, each, lines):
    """Mean days before each line of work begins, by priority; None where the queue grows without end.

    Lines are (systems, hours, times, priority), all with the same hours, as the closed form asks.
    """
    assert len({line[1] for line in lines}) == 1
    mean = lines[0][1] / (each / DAYS)
    rate = lambda line: line[0] * line[2] / DAYS
    load = sum(rate(line) * mean for line in lines)
    if load >= servers:
        return [None for _ in lines]
    base = erlang_c(servers, load) * mean / servers
    found = []
    for line in lines:
        before = sum(rate(it) * mean for it in lines if it[3] < line[3]) / servers
        within = sum(rate(it) * mean for it in lines if it[3] <= line[3]) / servers
        found.append(base / ((1 - before) * (1 - within)))
    return found


def systems(tier, planned=(), plus=None, delay=0):
    """Systems of the inventory, those that are planned by the days that are left, and those that a scenario adds."""
    count = float(TIERS[tier])
    for row in planned:
        if row["tier"] == tier:
            month, day = int(row["from"][5:7]), int(row["from"][8:])
            gone = sum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][: month - 1]) + day - 1 + delay
            count += row["count"] * max(0, min(365, 365 - gone)) / 365
    return count + (plus or {}).get(tier, 0)


def told(plan, asked=None):
    """What must follow for a plan and a scenario."""
    asked = asked or {}
    fields, roles, costs = plan["fields"], [], {}
    staff = {row["role"]: (asked.get("people", {}).get(row["role"], row["people"]), row["hours"], row.get("rate")) for row in fields["capacity"]}
    cadence, rates = asked.get("cadence", {}), {}
    counted = lambda tier: systems(tier, fields.get("planned", ()), asked.get("plus"), asked.get("delay", 0))
    for role, (count, each, rate) in staff.items():
        rows = [row for row in fields["work"] if row["role"] == role]
        lines = [(counted(row["tier"]), row["hours"], row["times"] * cadence.get(row["tier"], 1), row["priority"]) for row in rows]
        need = sum(line[0] * line[1] * line[2] for line in lines)
        days = waits(count, each, lines) if lines else []
        waiting = [{"tier": row["tier"], "activity": row["activity"], "days": it} for row, it in zip(rows, days)]
        roles.append({"role": role, "people": count, "need": need, "takes": need / each, "missing": need / each - count,
                      "utilisation": need / each / count, "waits": waiting})
        rates[role] = float(rate["amount"])
    for row in fields["work"]:
        costs[row["tier"]] = costs.get(row["tier"], 0.0) + row["hours"] * row["times"] * cadence.get(row["tier"], 1) * rates[row["role"]]
    words = {"plus": ",".join(f"{k}={v}" for k, v in asked.get("plus", {}).items()),
             "cadence": ",".join(f"{k}={v}" for k, v in cadence.items()),
             "people": ",".join(f"{k.removeprefix('role-')}={v}" for k, v in asked.get("people", {}).items()),
             "delay": str(asked.get("delay", ""))}
    return {"plan": plan["id"], **words, "faults": [], "roles": roles, "costs": costs}


def clean():
    rows, roles = world()
    reviewer, legal, tester, clerk = (roles[key] for key in ["reviewer", "legal_reader", "tester", "clerk"])
    # Nine reviews a month where one reviewer does five: 108 a year, 1600 / 60 hours each.
    month = plan("Nine a month", [people(reviewer, 2)], [work("review", "T3", reviewer, 1600 / 60, 18)])
    year = plan(
        "A year", [people(reviewer, 3), people(legal, 1, 1500, 120), people(clerk, 1, 1600, 40)],
        [work("review", "T1", reviewer, 64, 4, 1), work("review", "T2", reviewer, 64, 2, 2), work("opinion", "T1", legal, 40, 2, 1),
         work("opinion", "T2", legal, 40, 1, 2), work("check", "T4", clerk, 8, 2)],
        [{"tier": "T1", "count": 2, "from": "2027-07-01"}, {"tier": "T2", "count": 4, "from": "2027-10-01"}],
        [{"item": "people", "planned": money(500000), "actual": money(120000)}, {"item": "tools", "planned": money("80000.50"), "actual": money(90000)}])
    shared = plan("Shared", [people(tester, 2)], [work("test", "T1", tester, 40, 4, 1), work("test", "T4", tester, 40, 1, 2)])
    cases = [told(month), told(month, {"people": {reviewer: 3}}), told(year), told(year, {"plus": {"T2": 5}}),
             told(year, {"cadence": {"T4": 0.5}}), told(year, {"delay": 60}), told(year, {"people": {legal: 2}}),
             told(shared), told(shared, {"cadence": {"T4": 0.5}})]
    return rows + [month, year, shared], cases


def faulty():
    rows, roles = world()
    reviewer, legal, tester, clerk = (roles[key] for key in ["reviewer", "legal_reader", "tester", "clerk"])
    one = [work("review", "T2", reviewer, 64, 1)]
    plans = [
        (plan("Turned round", [people(reviewer, 2)], one, period=("2027-12-31", "2027-01-01")), "before it begins"),
        (plan("No hours", [people(reviewer, 2, None)], one), "no hours"),
        (plan("Strange tier", [people(reviewer, 2)], one + [work("review", "T9", reviewer, 8, 1)]), "`T9` is no tier"),
        (plan("Nobody", [people(reviewer, 2)], one + [work("opinion", "T1", legal, 8, 1)]), "no row of capacity"),
        (plan("Two currencies", [people(reviewer, 2), people(tester, 1, 1600, 90, "USD")], one + [work("test", "T1", tester, 8, 1)]), "in EUR and USD"),
    ]
    cases = [{"plan": it["id"], "plus": "", "cadence": "", "people": "", "delay": "", "faults": [says], "roles": [], "costs": {}} for it, says in plans]
    # More work than hours: everything can be told but a wait.
    long = plan("Without end", [people(clerk, 1)], [work("check", "T4", clerk, 50, 1)])
    cases.append(told(long))
    return rows + [it for it, _ in plans] + [long], cases


for side, (rows, cases) in {"clean": clean(), "faulty": faulty()}.items():
    folder = ROOT / "selftest/2.7" / side
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
    key = {"origin": "scripts/resources.py: sums by hand, and queues by the definition of Erlang's C", "day": DAY, "cases": cases}
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
