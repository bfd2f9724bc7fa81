#!/usr/bin/env python3
"""Writes the cases of who answers for what: an organisation of 120 people with planted faults, its clean twin, and their keys.

The keys are found here by brute force: every duty of every AI system against every assignment, reporting lines by following them
step by step, everything recomputed from scratch for somebody who goes. It shares no code with the product; both read the
same two files of data, the duty catalogue and the responsibility table. Run it in the root of the repository.
"""
import copy
import json
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DUTIES = tomllib.loads((ROOT / "data/library/duties.toml").read_text())
TABLE = tomllib.loads((ROOT / "data/tables/responsibility.toml").read_text())
DAY = "2026-05-04"


class World:
    """Records by number, in the order in which they are entered."""

    def __init__(self):
        self.records, self.count = {}, {}

    def add(self, prefix, kind, state, **fields):
        self.count[prefix] = self.count.get(prefix, 0) + 1
        number = f"{prefix}-{self.count[prefix]:04}"
        self.records[number] = {"kind": kind, "state": state, "fields": {k: v for k, v in fields.items() if v is not None}}
        return number

    def of(self, kind):
        return {k: v for k, v in self.records.items() if v["kind"] == kind}


def people(world):
    """A head, eight lines below, and teams; numbers follow the order of entering."""
    units = {"Group": world.add("ORG", "organization_unit", "active", title="Group")}
    for name in ["Retail", "Corporate", "Technology", "Data", "Risk", "Legal", "Audit", "Finance"]:
        units[name] = world.add("ORG", "organization_unit", "active", title=name, parent=units["Group"])
    named = {}

    def person(name, unit, manager):
        email = name.lower().replace(" ", ".") + "@case.example"
        named[name] = world.add("PER", "person", "active", title=name, email=email, unit=units[unit], manager=manager, **{"from": "2020-01-01"})
        return named[name]

    head = person("Head", "Group", None)
    sizes = {"Retail": 26, "Corporate": 26, "Technology": 24, "Data": 10, "Risk": 11, "Legal": 9, "Audit": 5, "Finance": 8}
    for unit, size in sizes.items():
        lead = person(f"{unit} lead", unit, head)
        managers = [person(f"{unit} manager {n}", unit, lead) for n in (1, 2)]
        for n in range(size - 3):
            person(f"{unit} {n + 1}", unit, managers[n % 2])
    assert world.count["PER"] == 120, world.count
    return units, named


def roles(world):
    keys = {
        "executive": "executive", "governance_lead": "compliance", "system_owner": "executive", "engineer": "technical",
        "data_steward": "data", "validator": "risk", "risk_officer": "risk", "legal": "legal", "internal_auditor": "audit",
        "procurement": "procurement", "overseer": "operations",
    }
    numbers = {}
    for key, family in keys.items():
        apart = [numbers["validator"]] if key == "overseer" else None
        numbers[key] = world.add("ROL", "role", "active", title=key.replace("_", " ").capitalize(), key=key, family=family, incompatible_with=apart)
    return numbers


def clean():
    world = World()
    units, named = people(world)
    role = roles(world)
    tiers = ["tier 1", "tier 2", "tier 3", "tier 4"]
    systems = []
    for n in range(24):
        unit = "Retail" if n < 12 else "Corporate"
        owner = named[f"{unit} {n % 12 + 1}"]
        systems.append(world.add("SYS", "ai_system", "operation", title=f"System {n + 1}", unit=units[unit], owner=owner))
    for n, system in enumerate(systems):
        if n % 6 != 5:
            world.add("CLS", "classification", "confirmed", title=f"Tier of {system}", subject=system, scheme="own_tier",
                      outcome=tiers[n % 4], reasons="as found", classified_on="2026-01-10")
    given = {}

    def assign(key, who, covers=None, state="accepted", start="2025-01-01", end=None, basis="appointment", behalf=None):
        # What is passed on says when it ends.
        end = end or ("2026-12-31" if basis == "delegation" else None)
        number = world.add("ASG", "role_assignment", state, title=f"{who}: {key}", person=named[who], role=role[key], covers=covers,
                           basis=basis, on_behalf_of=behalf, **{"from": start, "until": end})
        given.setdefault((key, who), number)
        return number

    assign("executive", "Head")
    assign("governance_lead", "Legal lead")
    assign("governance_lead", "Legal 1", units["Retail"])
    assign("governance_lead", "Legal 2", units["Corporate"])
    assign("risk_officer", "Risk lead")
    assign("risk_officer", "Risk 1", units["Retail"])
    assign("risk_officer", "Risk 2", units["Corporate"])
    assign("validator", "Risk 3")
    assign("legal", "Legal manager 2")
    assign("internal_auditor", "Audit lead")
    assign("procurement", "Finance 1")
    for n, unit in enumerate(["Retail", "Corporate"]):
        assign("data_steward", f"Data {n + 1}", units[unit])
        for k in range(3):
            assign("engineer", f"Technology {n * 3 + k + 1}", units[unit])
    # What looks like a fault and is none.
    assign("overseer", "Retail 20", systems[0], end="2025-12-31")
    assign("overseer", "Retail 21", systems[0], start="2026-01-01")
    assign("overseer", "Retail 22", systems[1], state="proposed", start="2026-06-01")
    assign("overseer", "Retail 23", systems[2], state="ended", end="2025-06-30")
    assign("governance_lead", "Legal 3", basis="deputising", behalf=given[("governance_lead", "Legal lead")])
    assign("validator", "Risk 4", basis="delegation", behalf=given[("validator", "Risk 3")])
    fields(world, named["Finance 5"])["absences"] = [{"from": "2026-05-01", "until": "2026-05-20"}]
    fields(world, named["Risk 2"])["absences"] = [{"from": "2026-05-01", "until": "2026-05-20", "deputy": named["Risk 1"]}]
    return world, units, named, role, systems, assign, given


def fields(world, number):
    return world.records[number]["fields"]


def faulty():
    """The same organisation with its planted faults, each by the name of the check that must find it."""
    world, units, named, role, systems, assign, given = clean()
    sys = lambda n: systems[n - 1]
    own = lambda n: fields(world, sys(n))["owner"]
    planted = []
    assign("system_owner", "Retail 20", sys(3)); planted.append("several_accountable")
    world.records[role["procurement"]]["state"] = "retired"; planted.append("orphan_duty")
    del fields(world, sys(7))["owner"]; planted += ["no_accountable", "nobody_responsible"]
    assign("risk_officer", "Legal 1", sys(5)); planted.append("challenges_own")
    fields(world, named["Legal 5"])["manager"] = named["Legal 1"]
    assign("risk_officer", "Legal 5", sys(9)); planted.append("one_reporting_line")
    assign("risk_officer", "Legal 4", sys(11)); planted.append("common_manager")
    del fields(world, named["Risk 5"])["manager"]
    assign("validator", "Risk 5", sys(2)); planted.append("line_unknown")
    assign("validator", "Technology 20", sys(13)); planted.append("self_review")
    world.records[own(15)]["state"] = "left"; fields(world, own(15))["until"] = "2026-03-31"; planted.append("held_by_leaver")
    world.records[own(17)]["state"] = "expected"; fields(world, own(17))["from"] = "2026-09-01"; planted.append("not_yet_here")
    fields(world, own(19))["absences"] = [{"from": "2026-04-20"}]; planted.append("absent_without_deputy")
    fields(world, named["Legal manager 2"])["absences"] = [{"from": "2026-04-01", "deputy": named["Legal 6"]}]
    fields(world, named["Legal 6"])["absences"] = [{"from": "2026-05-04", "until": "2026-05-04"}]; planted.append("deputy_absent")
    fields(world, named["Audit lead"])["absences"] = [{"from": "2026-04-01", "deputy": named["Technology 9"]}]
    planted.append("deputy_not_qualified")
    fields(world, own(22))["absences"] = [{"from": "2026-04-30", "deputy": own(23)}]
    fields(world, own(23))["absences"] = [{"from": "2026-05-01", "deputy": own(22)}]; planted.append("circular_deputising")
    first = assign("governance_lead", "Legal 3", units["Corporate"], basis="delegation", behalf=given[("governance_lead", "Legal 2")])
    assign("governance_lead", "Legal 2", units["Corporate"], basis="delegation", behalf=first); planted.append("circular_delegation")
    assign("overseer", "Retail 18", sys(4), end="2026-02-28"); planted.append("expired")
    assign("overseer", "Retail 19", sys(6), state="proposed", start="2026-04-01"); planted.append("not_accepted")
    assign("overseer", "Risk 3", sys(8)); planted.append("incompatible_roles")
    fields(world, named["Finance 4"])["manager"] = named["Finance 5"]
    fields(world, named["Finance 5"])["manager"] = named["Finance 4"]; planted.append("manager_cycle")
    return world, named, systems, planted


# --- brute force over what was written, with nothing remembered between questions

def held(it):
    f = it["fields"]
    return it["state"] == "accepted" and f.get("from", "") <= DAY and (f.get("until") or "9") >= DAY


def passed(it):
    return "on_behalf_of" in it["fields"]


def tier_of(world, system):
    for it in world.of("classification").values():
        if it["fields"]["subject"] == system:
            word = it["fields"]["outcome"]
            return next(tier for tier, words in DUTIES["tiers"].items() if word in words)
    return "unknown"


def row_of(group, tier):
    for row in TABLE["row"]:
        asks = row["when"]
        ok = all(f'"{value}"' in asks[name] or asks[name] == value for name, value in [("duty", group), ("tier", tier)] if name in asks)
        if ok:
            return row["then"]
    raise SystemExit(f"no row for {group} {tier}")


def units_up(world, unit):
    path = []
    while unit:
        path.append(unit)
        unit = fields(world, unit).get("parent")
    return path


def who(world, key, system):
    """People who hold a role for a system, or for the organisation: the nearest scope in which anybody does."""
    active = {n for n, it in world.of("role").items() if it["fields"]["key"] == key and it["state"] == "active"}
    scopes = [None]
    if system:
        scopes = [system] + units_up(world, fields(world, system)["unit"]) + [None]
    for scope in scopes:
        found = set()
        for number, it in world.of("role_assignment").items():
            if held(it) and not passed(it) and it["fields"]["role"] in active and it["fields"].get("covers") == scope:
                found.add(it["fields"]["person"])
        if scope == system and system and key == "system_owner" and "owner" in fields(world, system):
            found.add(fields(world, system)["owner"])
        if found:
            return sorted(found)
    return []


def cells(world):
    for group in DUTIES["group"]:
        targets = [None] if group["about"] == "organisation" else list(world.of("ai_system"))
        for system in targets:
            tier = tier_of(world, system) if system else "organisation"
            then = row_of(group["name"], tier)
            keys = {it["fields"]["key"] for it in world.of("role").values() if it["state"] == "active"}
            cell = {"group": group["name"], "system": system, "challenged": tier in group["challenge"], "orphan": then["accountable"] not in keys}
            cell["roles"] = {"accountable": [then["accountable"]], "responsible": then["responsible"],
                             "challenger": [] if then["challenger"] == "nobody" else [then["challenger"]]}
            for part, roles_ in cell["roles"].items():
                cell[part] = [] if cell["orphan"] else sorted({p for key in roles_ for p in who(world, key, system)})
            yield cell


def line(world, person):
    path = []
    while person and person not in path:
        path.append(person)
        person = fields(world, person).get("manager")
    return path


def relation(world, one, other):
    if one == other:
        return "same", None
    mine, theirs = line(world, one), line(world, other)
    meets = [it for it in mine if it in theirs]
    if not meets:
        return "unknown", None
    top = len(line(world, meets[0])) - 1 <= DUTIES["independence"]["common_manager_at_most"]
    if meets[0] in (one, other):
        return ("apart" if top else "line"), meets[0]
    return ("apart" if top else "under"), meets[0]


def away(world, person):
    for it in fields(world, person).get("absences", []):
        if it["from"] <= DAY <= (it.get("until") or "9"):
            return it
    return None


def findings(world):
    found = {}

    def tell(check, people_, duty=None):
        found.setdefault((check, tuple(sorted(set(people_)))), set()).update([duty] if duty else [])

    by_person = {}
    for cell in cells(world):
        duty = (cell["group"], cell["system"])
        if cell["orphan"]:
            tell("orphan_duty", [], duty)
            continue
        for part in ("accountable", "responsible", "challenger"):
            for person in cell[part]:
                by_person.setdefault(person, set()).add(duty)
        if not cell["accountable"]:
            tell("no_accountable", [], duty)
        if len(cell["accountable"]) > 1:
            tell("several_accountable", cell["accountable"], duty)
        if not cell["responsible"]:
            tell("nobody_responsible", [], duty)
        if not cell["challenged"]:
            continue
        if not cell["challenger"]:
            tell("no_challenger", [], duty)
        ways = {c: [(a, *relation(world, a, c)) for a in cell["accountable"]] for c in cell["challenger"]}
        if not any(all(it[1] == "apart" for it in all_) for all_ in ways.values()):
            for challenger, all_ in ways.items():
                for person, how, manager in all_:
                    if how == "same":
                        tell("challenges_own", [person], duty)
                    if how == "unknown":
                        tell("line_unknown", [person, challenger], duty)
                    if how == "line":
                        tell("one_reporting_line", [person, challenger], duty)
                    if how == "under":
                        tell("common_manager", [person, challenger, manager], duty)
        workers = [p for p in cell["responsible"] if p not in cell["accountable"]]
        if len(cell["challenger"]) == 1 and workers:
            challenger = cell["challenger"][0]
            ways = [relation(world, p, challenger) for p in workers]
            if challenger in workers:
                tell("self_review", [challenger], duty)
            elif all(how in ("line", "under") for how, _ in ways):
                tell("self_review", workers + [challenger, ways[0][1]], duty)
    present(world, by_person, tell)
    assignments(world, by_person, tell)
    return found


def present(world, by_person, tell):
    holders_ = dict(by_person)
    for it in world.of("role_assignment").values():
        if held(it) and not passed(it):
            holders_.setdefault(it["fields"]["person"], set())
    for person, duties in holders_.items():
        it, f = world.records[person], fields(world, person)
        say = lambda check, people_: [tell(check, people_, d) for d in duties] or tell(check, people_)
        gone = f["until"] < DAY if "until" in f else it["state"] == "left"
        coming = it["state"] == "expected" or f.get("from", "") > DAY
        if gone:
            say("held_by_leaver", [person])
        elif coming:
            say("not_yet_here", [person])
        elif away(world, person):
            deputy = away(world, person).get("deputy")
            path, at = [person], deputy
            while at and at not in path and away(world, at):
                path.append(at)
                at = away(world, at).get("deputy")
            if not deputy:
                say("absent_without_deputy", [person])
            elif at in path:
                say("circular_deputising", path[path.index(at):])
            elif len(path) > 1:
                say("deputy_absent", [person, deputy])
            else:
                wanted = [a["fields"]["role"] for a in world.of("role_assignment").values() if held(a) and not passed(a) and a["fields"]["person"] == person]
                families = {fields(world, a["fields"]["role"])["family"] for a in world.of("role_assignment").values() if held(a) and a["fields"]["person"] == deputy}
                if any(fields(world, r)["family"] not in families for r in wanted):
                    say("deputy_not_qualified", [person, deputy])


def assignments(world, by_person, tell):
    all_ = world.of("role_assignment")
    for number, it in all_.items():
        f = it["fields"]
        if held(it) and passed(it):
            chain, at = [], it
            while "on_behalf_of" in at["fields"]:
                at = all_[at["fields"]["on_behalf_of"]]
                chain.append(at["fields"]["person"])
            if chain[0] == f["person"]:
                tell("self_delegation", [f["person"]])
            elif f["person"] in chain:
                tell("circular_delegation", chain[: chain.index(f["person"]) + 1])
        if it["state"] == "accepted" and (f.get("until") or "9") < DAY:
            if not any(held(o) and o["fields"]["role"] == f["role"] and o["fields"].get("covers") == f.get("covers") for o in all_.values()):
                tell("expired", [f["person"]])
        if it["state"] == "proposed" and f["from"] <= DAY <= (f.get("until") or "9"):
            tell("not_accepted", [f["person"]])
        for other in all_.values():
            if held(it) and held(other) and other["fields"]["person"] == f["person"]:
                if other["fields"]["role"] in fields(world, f["role"]).get("incompatible_with", []):
                    tell("incompatible_roles", [f["person"]])
    for person in world.of("person"):
        seen, at = [], person
        while at and at not in seen:
            seen.append(at)
            at = fields(world, at).get("manager")
        if at == person:
            tell("manager_cycle", seen)


def falls(world, person):
    """What nobody does any more when somebody is gone, by taking the person out and asking everything again."""
    after = copy.deepcopy(world)
    for it in after.of("role_assignment").values():
        if it["fields"]["person"] == person:
            it["state"] = "ended"
    for it in after.of("ai_system").values():
        if it["fields"].get("owner") == person:
            del it["fields"]["owner"]
    gone = []
    for was, is_ in zip(cells(world), cells(after)):
        for part in ("accountable", "responsible", "challenger"):
            asked = part != "challenger" or was["challenged"]
            if asked and person in was[part] and not is_[part]:
                gone.append({"group": was["group"], "system": was["system"], "part": part})
    return gone


def write(side, world, planted, leaving):
    folder = ROOT / "selftest/1.2" / side
    folder.mkdir(parents=True, exist_ok=True)
    records = [{"id": number, **it} for number, it in world.records.items()]
    (folder / "organisation.json").write_text(json.dumps(records, indent=1) + "\n")
    told = [{"check": check, "people": list(people_), "duties": [{"group": g, "system": s} for g, s in sorted(duties, key=lambda d: (d[0], d[1] or ""))]}
            for (check, people_), duties in sorted(findings(world).items())]
    names = {it["check"] for it in told}
    assert names >= set(planted), set(planted) - names
    key = {"origin": "scripts/responsibility.py: brute force over every duty, assignment and reporting line", "day": DAY,
           "planted": planted, "findings": told,
           "leaving": [{"person": p, "falls": falls(world, p), "stands_in": d} for p, d in leaving]}
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
    print(side, len(records), "records,", len(planted), "planted,", len(told), "findings,", [len(it["falls"]) for it in key["leaving"]], "fall")
    return told


def main():
    world, _, named, _, systems, _, _ = clean()
    # Who stands in, where an assignment says so: written down by hand.
    leaving = [(named["Legal lead"], named["Legal 3"]), (named["Risk 3"], None), (named["Retail 1"], None), (named["Data 1"], None), (named["Legal 1"], None)]
    assert write("clean", world, [], leaving) == [], "the clean twin has findings"
    world, named, systems, planted = faulty()
    assert len(planted) >= 14
    write("faulty", world, planted, [])


if __name__ == "__main__":
    main()
