#!/usr/bin/env python3
"""Writes the case of a bought CV screening on a cloud language model, used by HR and tuned by IT: seven planted holes, its twin without, the keys.

The keys are found by going through the rows one by one, by the rules of this script; it shares no code with the product. Run it in the root of the
repository.
"""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAY, LATER = "2027-01-04", "2027-07-01"
PARTS = {"accountable": "accountable", "operates": "operated_by", "supplies": "supplied_by", "changes": "changes_made_by", "answers_incidents": "incidents_by"}
ASKS = {"change_notice": {"notice"}, "incident_notice": {"incident_notice"}, "assurance": {"audit_right", "assurance"}, "logs": {"log_access"}, "exit": {"exit"}}
CAUSES = ["model_service", "prompt", "data_feed", "human_step"]
ANSWERS = ["liability", "quality", "audit_right"]
OUTSIDE = {"vendor", "cloud", "newcomer"}
UNITS = {"hr", "it"}


class World:
    def __init__(self):
        self.rows = []

    def add(self, kind, state, name, **fields):
        self.rows.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"The {name}", **fields}})

    def of(self, kind):
        return [it for it in self.rows if it["kind"] == kind]

    def one(self, name):
        return next(it for it in self.rows if it["id"] == name)


def people(world, faulty):
    for unit in sorted(UNITS):
        world.add("organization_unit", "active", unit)
    held = {"system_owner": ["head-hr"], "engineer": ["lead-it"], "overseer": ["recruiter", "stand-in"] if faulty else ["recruiter"]}
    for role, who in held.items():
        world.add("role", "active", f"role-{role}", key=role)
        for person in who:
            world.add("person", "active", person)
            world.add("role_assignment", "accepted", f"seat-{person}", person=person, role=f"role-{role}", **{"from": "2026-01-01"})


def inside(world, faulty):
    world.add("ai_system", "operation", "screening", unit="hr")
    world.add("ai_system", "operation", "other-system", unit="it")
    world.add("classification", "confirmed", "class", subject="screening", scheme="own_tier", outcome="T1")

    def part(name, form, hands=(), **parts):
        if hands:
            parts["hands_over"] = [{"to": to, "what": what} for to, what in hands]
        world.add("component", "in_use", name, form=form, systems=["screening"], **parts)

    part("inbox", "data_feed", [("ranking", "applications with their attachments")], accountable="role-system_owner", operated_by="hr", changes_made_by="hr", incidents_by="hr")
    part("ranking", "model_service", [("shortlist", "a rank and reasons")] + ([] if faulty else [("language", "texts without names")]),
         accountable="role-system_owner", operated_by="vendor", supplied_by="vendor", changes_made_by="vendor", incidents_by="vendor", depends_on=["language"])
    part("language", "hosting", accountable="vendor", operated_by="cloud", supplied_by="cloud", changes_made_by="cloud", incidents_by="cloud")
    part("instructions", "prompt", [("ranking", "what counts as suitable")], accountable="role-engineer", operated_by="it", incidents_by="it", **({} if faulty else {"changes_made_by": "role-engineer"}))
    part("shortlist", "interface", [("review", "the best ten")], accountable="role-system_owner", operated_by="hr", supplied_by="vendor", changes_made_by="vendor", incidents_by="it")
    part("review", "human_step", accountable="role-overseer", operated_by="hr", changes_made_by="hr", incidents_by="hr")


def outside(world, faulty):
    for party in sorted(OUTSIDE):
        world.add("external_party", "approved", party)
    for party in ("vendor", "cloud"):
        world.add("contract", "in_force", f"contract-{party}", party=party, form="other", systems=["screening"], **{"from": "2026-01-01", "until": "2027-06-30" if party == "vendor" else "2028-12-31"})
    world.add("contract", "in_force", "contract-elsewhere", party="cloud", form="other", systems=["other-system"], **{"from": "2026-01-01", "until": "2028-12-31"})
    for party in ("vendor", "cloud"):
        for topic in ("notice", "incident_notice", "audit_right", "log_access", "exit", "liability", "quality"):
            fields = {"direction": "owed_to_us", "source": "contract", "contract": f"contract-{party}", "topic": topic, "text": "as agreed", "from": "2026-01-01"}
            if (faulty, party, topic) == (True, "vendor", "log_access"):
                continue
            if (faulty, party, topic) == (True, "vendor", "incident_notice"):
                del fields["contract"]
                fields |= {"source": "promise", "duty_holder": "vendor"}
            if (faulty, party, topic) == (True, "cloud", "exit"):
                fields["until"] = "2026-11-30"
            if (faulty, party, topic) == (True, "cloud", "audit_right"):
                fields["contract"] = "contract-elsewhere"
            if (party, topic) == ("vendor", "liability"):
                fields["harms"] = ["discrimination"]
            world.add("obligation", "applicable", f"{party}-{topic}", **fields)


class Judge:
    """What a careful reader of the contracts would say, on a day, with some suppliers replaced."""

    def __init__(self, world, day, instead=None):
        self.world, self.day, self.parts = world, day, {}
        for it in world.of("component"):
            parts = {name: it["fields"].get(field) for name, field in PARTS.items()}
            new = (instead or {}).get(it["id"])
            if new:
                old = parts["supplies"]
                parts = {name: new if who == old else who for name, who in parts.items()} | {"supplies": new}
            self.parts[it["id"]] = parts

    def runs(self, row):
        return row["fields"].get("from", "") <= self.day <= row["fields"].get("until", "9999")

    def bound(self, party):
        return any(it["fields"]["party"] == party and "screening" in it["fields"]["systems"] and self.runs(it) for it in self.world.of("contract"))

    def clauses(self, party, topics):
        found = []
        for it in self.world.of("obligation"):
            contract = it["fields"].get("contract")
            if contract and it["fields"]["topic"] in topics and self.runs(it):
                of = self.world.one(contract)
                if of["fields"]["party"] == party and "screening" in of["fields"]["systems"] and self.runs(of):
                    found.append(it["id"])
        return found

    def holders(self, role):
        return [it["fields"]["person"] for it in self.world.of("role_assignment") if it["fields"]["role"] == role]

    def cell(self, component, part):
        who = self.parts[component][part]
        if who is None:
            return "settled" if part == "supplies" else "nobody"
        if who in OUTSIDE:
            return "settled" if self.bound(who) else "unbound"
        if who in UNITS:
            return "settled"
        return {0: "unfilled", 1: "settled"}.get(len(self.holders(who)), "several")

    def supplier(self, component):
        parts = self.parts[component]
        return next((it for it in (parts["supplies"], parts["operates"]) if it in OUTSIDE), None)

    def places(self):
        """Every cell and every duty: whether it is settled."""
        told = {}
        for component in self.parts:
            for part in PARTS:
                told[component, part] = self.cell(component, part) == "settled"
            if self.supplier(component):
                for ask, topics in ASKS.items():
                    told[component, ask] = bool(self.clauses(self.supplier(component), topics))
        return told

    def outside(self, component):
        parts = self.parts[component]
        first = next((it for it in (parts["operates"], parts["supplies"], parts["accountable"]) if it), None)
        return first if first in OUTSIDE else None

    def silent(self):
        """Hand-offs between different hands, one of them outside, of which nobody says anything."""
        said = {(it["id"], hand["to"]) for it in self.world.of("component") for hand in it["fields"].get("hands_over", [])}
        needed = {(need, it["id"]) for it in self.world.of("component") for need in it["fields"].get("depends_on", [])}
        return {(a, b) for a, b in needed if (a, b) not in said and (b, a) not in said and self.outside(a) != self.outside(b)}

    def findings(self):
        found = set()
        for component in self.parts:
            loose = set()
            for part in PARTS:
                state, answers = self.cell(component, part), part == "accountable"
                if state in ("nobody", "unfilled"):
                    found.add(("no_accountable" if answers else "no_party", component, part))
                elif state == "several":
                    found.add(("several_accountable", component, part))
                elif state == "unbound" and self.parts[component][part] not in loose:
                    loose.add(self.parts[component][part])
                    found.add(("no_contract", component, part))
        found |= {("unbacked_duty", component, ask) for (component, ask), settled in self.places().items() if ask in ASKS and not settled}
        found |= {("undescribed_hand_off", a, b) for a, b in self.silent()}
        return sorted(found)

    def walk(self):
        """Who answers if people are treated unequally: a person, a clause, and components where the way ends nowhere."""
        broken, clause = set(), None
        causes = [it for it in self.world.of("component") if it["fields"]["form"] in CAUSES]
        for it in sorted(causes, key=lambda it: CAUSES.index(it["fields"]["form"])):
            name = it["id"]
            if self.cell(name, "accountable") in ("nobody", "unfilled", "several"):
                broken.add(name)
            who = self.parts[name]["accountable"]
            party = who if who in OUTSIDE else self.supplier(name)
            if party:
                named = [row for row in self.clauses(party, set(ANSWERS)) if "discrimination" in self.world.one(row)["fields"].get("harms", [])]
                by_topic = [row for topic in ANSWERS for row in self.clauses(party, {topic})]
                chosen = (named + by_topic)[:1]
                if not chosen:
                    broken.add(name)
                clause = clause or (chosen or [None])[0]
        return {"person": "head-hr", "clause": clause, "broken": sorted(broken)}


def case(faulty):
    world = World()
    people(world, faulty)
    inside(world, faulty)
    outside(world, faulty)
    now, later, swapped = Judge(world, DAY), Judge(world, LATER), Judge(world, DAY, {"ranking": "newcomer"})
    before, after = now.places(), swapped.places()
    key = {
        "origin": "scripts/allocation.py, which goes through rows and dates by its own rules",
        "day": DAY,
        "planted": ["nobody changes the prompt", "no access to logs of the vendor", "notice of incidents is promised and in no contract", "the exit clause has ended",
                    "the right to audit stands in a contract for another system", "two people answer for the review", "nobody says what the ranking and the language model exchange"] if faulty else [],
        "findings": [list(it) for it in now.findings()],
        "walk": now.walk(),
        "replaced": ["ranking", "newcomer"],
        "reopened": sorted([list(it) for it in before if before[it] and not after[it]]),
        "later": LATER,
        "later_findings": [list(it) for it in later.findings()],
    }
    folder = ROOT / "selftest" / "1.5" / ("faulty" if faulty else "clean")
    folder.mkdir(parents=True, exist_ok=True)
    for name, what in (("organisation", world.rows), ("key", key)):
        (folder / f"{name}.json").write_text(json.dumps(what, indent=1) + "\n")


for side in (True, False):
    case(side)
