#!/usr/bin/env python3
"""Writes the cases of capability 1.1: sixty uses of AI in an organisation with a scope, a side on which records contradict that scope, and its clean
twin; and the key: a verdict for every use, AI system and unit with the rule behind it, what is to be asked where it cannot be told, the
contradictions, and what follows where one unit leaves.

Verdicts are found by the rules of the guide, written down here once more, and by trying every completion of what is not known. Nothing is taken
from the product or its tables. Run it in the root of the repository.
"""
import datetime as dt
import itertools
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "1.1"
DAY = dt.date(2027, 3, 31)
ORIGIN = "found by scripts/scope.py from the rows, by the rules of the guide and by trying every completion of what is not known"
PARTS = ["provider", "producer", "customer", "partner", "subject"]
MEANS = {"provider": "provider", "producer": "producer", "developer": "producer", "deployer": "customer", "user": "customer",
         "customer": "customer", "partner": "partner", "data_supplier": "partner", "importer": "partner", "distributor": "partner"}
HOLDS = ["deployer", "user"]
DOMAIN = {
    "is_ai_system": ["no", "borderline", "yes"], "activity": ["open", "excluded"], "boundary": ["inside", "excluded", "outside"],
    "part": PARTS, "decided_by": ["us", "jointly", "others"], "operated_by": ["us", "jointly", "others"],
    "dependency": ["none", "we_rely_on_it", "it_relies_on_us", "both"],
}
# A unit and the unit above it. The group is above the house, of which the scope names the house alone.
UNITS = {
    "unit-group": None, "unit-house": "unit-group", "unit-retail": "unit-house", "unit-claims": "unit-retail", "unit-credit": "unit-house",
    "unit-desk": "unit-credit", "unit-staff": "unit-house", "unit-recruiting": "unit-staff", "unit-lab": "unit-staff", "unit-site": "unit-house",
    "unit-affiliate": "unit-group", "unit-shop": "unit-affiliate", "unit-old": "unit-house",
}
NODES_OF_SYSTEMS, NODES = 4, 6
MOVING = "unit-credit"


def back(days):
    return (DAY - dt.timedelta(days=days)).isoformat()


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


# ---- the rules of the guide ----

def rule(f):
    """The verdict and the rule behind it, where everything is known."""
    if f["is_ai_system"] == "no":
        return "out", "no_ai"
    who = {f["decided_by"], f["operated_by"]}
    hands = "theirs" if who == {"others"} else "ours" if who == {"us"} else "shared"
    if f["forced"] != "none":
        return ("interface", "forced_theirs") if hands == "theirs" else ("in", f["forced"])
    if f["named"] != "named":
        gone = f["named"] == "excluded" or f["activity"] == "excluded" or f["boundary"] != "inside" or not f["covers"](f["part"])
        if gone and f["dependency"] in ("we_rely_on_it", "both"):
            return "interface", "relied_on"
        if gone and f["dependency"] == "it_relies_on_us":
            return "interface", "relies_on_us"
        if gone:
            return "out", "left_out"
    if hands == "theirs":
        return "interface", "theirs"
    if f["part"] == "subject" and hands == "shared":
        return "interface", "subject"
    return "in", "in"


def tried(f):
    """Every completion of what is not known: one verdict, or that it cannot be told and which facts can matter."""
    lacks = [name for name in DOMAIN if f[name] is None]
    found = {}
    for values in itertools.product(*(DOMAIN[name] for name in lacks)):
        found[values] = rule({**f, **dict(zip(lacks, values))})
    verdicts = {it[0] for it in found.values()}
    if len(verdicts) == 1:
        rules = {it[1] for it in found.values()}
        return verdicts.pop(), (rules.pop() if len(rules) == 1 else ""), []
    matter = set()
    for values, (said, _) in found.items():
        for at, name in enumerate(lacks):
            for other in DOMAIN[name]:
                near = values[:at] + (other,) + values[at + 1:]
                if found[near][0] != said:
                    matter.add(name)
    return "open", "", sorted(matter)


class Case:
    def __init__(self, rows):
        self.rows = {it["id"]: it for it in rows}
        self.all = rows
        self.scope = self.rows["scope"]["fields"]
        self.out = self.scope["exclusions"]

    def kind(self, kind):
        return [it for it in self.all if it["kind"] == kind]

    def above(self, unit):
        while unit:
            yield unit
            unit = UNITS[unit]

    def place(self, unit):
        excluded = [it["what"] for it in self.out if it.get("what")]
        for it in self.above(unit):
            if it in excluded:
                return "excluded", it
            if it in self.scope["units"]:
                return "inside", it
        below = [it for it in self.scope["units"] if it not in excluded and unit in self.above(it)]
        return ("partly", below[0]) if below else ("outside", None)

    def unit(self, row):
        own = row["fields"].get("unit")
        system = self.rows.get(row["fields"].get("system"))
        return own or (system["fields"].get("unit") if system else None)

    def forced(self, row):
        """What was taken on or applies and names the use, its AI system or its unit: each with whether a law stands behind it."""
        names = {row["id"], row["fields"].get("system"), self.unit(row) if row["kind"] == "use_case" else row["fields"].get("unit")} - {None}
        found = []
        for it in self.kind("interested_party_requirement") + self.kind("obligation"):
            of = it["fields"]
            stands = it["state"] in ("adopted", "applicable") and of.get("direction", "ours") == "ours"
            stands = stands and of.get("from", "2000-01-01") <= DAY.isoformat() <= of.get("until", "2999-01-01")
            if stands and names & set(of.get("covers") or []):
                found.append((it["id"], (of.get("nature") or of.get("source")) in ("law", "regulator")))
        return found

    def defined(self, row):
        system = self.rows.get(row["fields"].get("system"))
        for about in [row["id"]] + ([system["id"]] if system else []):
            for it in self.kind("classification"):
                if it["state"] == "confirmed" and it["fields"]["scheme"] == "ai_definition" and it["fields"]["subject"] == about:
                    return it["fields"]["outcome"]
        flag = (system or row)["fields"].get("is_ai")
        return None if flag is None else "yes" if flag else "no"

    def facts(self, row):
        of, system = row["fields"], self.rows.get(row["fields"].get("system"))
        forced = self.forced(row)
        activities = [it["activity"] for it in self.out if it.get("activity")]
        excluded = [it["what"] for it in self.out if it.get("what")]
        function = of.get("function") if row["kind"] == "use_case" else None
        parts = self.scope["parts"]
        f = {
            "is_ai_system": self.defined(row),
            "forced": "law" if any(it[1] for it in forced) else "requirement" if forced else "none",
            "named": "excluded" if row["id"] in excluded or of.get("system") in excluded else "named" if row["id"] in self.scope["use_cases"] else "silent",
            "activity": None if activities and not function else "excluded" if function in activities else "open",
            "covers": lambda part: part in parts,
        }
        if row["kind"] == "use_case":
            ours = {MEANS[it] for it in (system["fields"].get("our_parts") or [])} if system else set()
            f["part"] = of.get("part") or (ours.pop() if len(ours) == 1 else None)
            unit = self.unit(row)
            place = self.place(unit)[0] if unit else "partly"
            f.update({it: of.get(it) for it in ("decided_by", "operated_by", "dependency")})
        else:
            ours = [it for it in MEANS if it in (of.get("our_parts") or [])]
            covered = [MEANS[it] for it in ours if MEANS[it] in parts]
            f["part"] = covered[0] if covered else MEANS[ours[0]] if ours else None
            places = [self.place(it)[0] for it in (of.get("used_by") or []) + ([of["unit"]] if of.get("unit") else [])]
            order = ["inside", "partly", "excluded", "outside"]
            place = min(places, key=order.index) if places else "partly"
            holds = "us" if any(it in HOLDS for it in ours) else None
            f.update({"decided_by": holds, "operated_by": holds, "dependency": "none"})
        f["boundary"] = None if place == "partly" else place
        return f

    def live(self):
        return [it for it in self.kind("use_case") if it["state"] not in ("ended", "refused")]

    def verdicts(self):
        uses = {it["id"]: tried(self.facts(it)) for it in self.live()}
        systems = {}
        for it in self.kind("ai_system"):
            if it["state"] in ("retired", "refused"):
                continue
            own = [uses[use["id"]][0] for use in self.live() if use["fields"].get("system") == it["id"]]
            order = ["in", "open", "interface", "out"]
            systems[it["id"]] = min(own, key=order.index) if own else tried(self.facts(it))[0]
        met = [it.get("with") for it in self.scope["interfaces"]]
        units = {}
        for it in self.kind("organization_unit"):
            if it["state"] == "closed":
                continue
            place = self.place(it["id"])[0]
            said = {"inside": "in", "partly": "partly", "excluded": "out", "outside": "out"}[place]
            units[it["id"]] = "interface" if said == "out" and it["id"] in met else said
        return uses, systems, units

    def since(self, row):
        """The reason that the scope gives where it leaves a use out, by the first of its words that does."""
        f, of = self.facts(row), row["fields"]
        if f["is_ai_system"] == "no":
            return ""
        def reason(test):
            return next((it["reason"] for it in self.out if test(it)), "")
        if f["named"] == "excluded":
            return reason(lambda it: it.get("what") == row["id"]) or reason(lambda it: it.get("what") and it["what"] == of.get("system"))
        if f["activity"] == "excluded":
            return reason(lambda it: it.get("activity") == of["function"])
        if f["boundary"] == "excluded":
            unit = self.place(self.unit(row))[1]
            return reason(lambda it: it.get("what") == unit)
        return ""

    def contradictions(self):
        uses, systems, _ = self.verdicts()
        found = set()
        closed = [it["id"] for it in self.kind("organization_unit") if it["state"] == "closed"]
        found |= {("unit_gone", (it,)) for it in self.scope["units"] if it in closed}
        for row in self.live() + [it for it in self.kind("ai_system") if it["id"] in systems]:
            f = self.facts(row)
            if "excluded" in (f["named"], f["activity"], f["boundary"]):
                found |= {("left_out_against_duty", tuple(sorted((row["id"], duty)))) for duty, _ in self.forced(row)}
        issues = [it for it in self.kind("context_issue") if it["state"] == "determined"]
        adopted = [it for it in self.kind("interested_party_requirement") if it["state"] == "adopted"]
        stands = {it["id"] for it in issues + adopted}
        there = set(uses) | set(systems) | {it["id"] for it in self.kind("organization_unit")} - set(closed)
        for it in self.out:
            if it.get("because") and it["because"] not in stands:
                found.add(("justification_gone", tuple(sorted(filter(None, (it.get("what"), it["because"]))))))
            if it.get("what") and it["what"] not in there:
                found.add(("justification_gone", (it["what"],)))
        found |= {("activity_in_use", (it["id"],)) for it in self.live()
                  if uses[it["id"]][0] == "in" and self.facts(it)["activity"] == "excluded"}
        if not any(it["fields"]["topic"] == "climate" for it in issues):
            found.add(("climate_unanswered", ()))
        relevant = [it for it in issues if it["fields"]["relevant"] == "yes"]
        found |= {("not_considered", (it["id"],)) for it in relevant + adopted if it["id"] not in self.scope["considered"]}
        found |= {("issue_without_risk", (it["id"],)) for it in relevant if not it["fields"].get("leads_to")}
        about = {it.get("about") for it in self.scope["interfaces"]}
        for it in self.live():
            if uses[it["id"]][0] == "interface" and not about & ({it["id"], it["fields"].get("system"), self.unit(it)} - {None}):
                found.add(("interface_missing", (it["id"],)))
        left = [it["id"] for it in self.kind("person") if it["state"] == "left"]
        for it in self.scope["interfaces"]:
            sides = [it.get("about"), it.get("with")]
            if not it.get("owner"):
                found.add(("interface_unowned", tuple(sorted(filter(None, sides)))))
            elif it["owner"] in left:
                found.add(("interface_unowned", tuple(sorted(filter(None, sides + [it["owner"]])))))
        met = about | {it.get("with") for it in self.scope["interfaces"]}
        for name, verdict in systems.items():
            for unit in self.rows[name]["fields"].get("used_by") or []:
                if verdict == "in" and self.place(unit)[0] in ("excluded", "outside") and unit not in met:
                    found.add(("used_from_outside", tuple(sorted((name, unit)))))
        return sorted(found)

    def inventory(self):
        _, systems, _ = self.verdicts()
        rows = [self.rows[it] for it, verdict in systems.items() if verdict != "out"]
        return {"known": len(rows), "registered": sum(it["state"] != "discovered" for it in rows),
                "owned": sum("owner" in it["fields"] for it in rows), "housed": sum("unit" in it["fields"] for it in rows)}

    def moved(self, unit):
        """The same organisation with a unit and all below it out."""
        below = [it for it in UNITS if unit in self.above(it)]
        scope = {**self.scope, "units": [it for it in self.scope["units"] if it not in below],
                 "exclusions": [it for it in self.out if it.get("what") not in below] + [{"what": unit, "reason": "moved"}]}
        return Case([it if it["id"] != "scope" else {**it, "fields": scope} for it in self.all])


# ---- the organisation ----

def framework():
    text = '''schema = "aims.library/v1"
urn = "urn:aims:framework:boundary"
title = "Cases of a boundary"
version = "1.0.0"
rights = { text = "own-words", licence = "Apache-2.0", source_licence = "none", notice = "made for tests", redistributable = true }
provenance = { authors = ["aims"], sources = [] }
prefix = "BOUND"
publisher = "aims"
jurisdictions = ["INT"]
edition = { name = "1", published = "2026", status = "current" }
part = [{ name = "controls", label = "Controls", normative = true, binding = true }]
'''
    for number in range(1, NODES + 1):
        text += f'''
[[node]]
id = "{number}"
part = "controls"
level = "control"
title = "Requirement {number} of BOUND"
intent = "Somebody does the thing of number {number} and keeps proof."
modality = "shall"
assessable = true
applies = {{ about = "{"system" if number <= NODES_OF_SYSTEMS else "organisation"}" }}
question = [{{ ask = "What shows that the thing of number {number} was done?", method = "interview" }}]
'''
    return text


def systems():
    """AI systems: eighteen with uses, of which three are of the unit that moves, and four without."""
    rows = []
    homes = ["unit-retail", "unit-claims", "unit-site", "unit-lab", "unit-recruiting", "unit-shop", None]
    for n in range(15):
        parts = [["deployer"], ["provider", "developer"], ["customer"], ["partner"], None][n % 5]
        rows.append(entry(f"system-{n}", "ai_system", ["operation", "development", "discovered"][n % 3], title=f"System {n}", unit=homes[n % 7],
                          owner="person-here" if n % 4 else None, our_parts=parts, is_ai=None if n % 6 == 5 else n % 8 != 7))
    for n in range(15, 18):
        rows.append(entry(f"system-{n}", "ai_system", "operation", title=f"Credit system {n}", unit="unit-credit" if n < 17 else "unit-desk",
                          owner="person-here", our_parts=["deployer"], is_ai=True))
    rows += [
        entry("system-sums", "ai_system", "operation", title="Sums", unit="unit-retail", is_ai=False),
        entry("system-held", "ai_system", "operation", title="Held", unit="unit-claims", our_parts=["user", "partner"], is_ai=True),
        entry("system-away", "ai_system", "operation", title="Away", unit="unit-shop", our_parts=["deployer"], is_ai=True),
        entry("system-unsaid", "ai_system", "operation", title="Unsaid", unit="unit-retail", is_ai=True),
        entry("system-past", "ai_system", "retired", title="Past", unit="unit-retail", is_ai=True),
    ]
    return rows


def uses(draw):
    """Sixty uses: nine of the unit that moves, the others laid out so that every rule and every sort of what is not known comes up."""
    rows = []
    units = ["unit-retail", "unit-claims", "unit-site", "unit-lab", "unit-recruiting", "unit-affiliate", "unit-shop", "unit-group", None]
    for n in range(51):
        known = draw.random() < 0.72
        pick = lambda of: draw.choice(of) if known or draw.random() < 0.75 else None
        rows.append(entry(
            f"use-{n}", "use_case", draw.choice(["proposed", "approved", "in_use", "suspended"]), title=f"Use {n}", purpose="It helps.",
            owner="person-here", unit=pick(units[:-1]) if draw.random() < 0.9 else None, system=f"system-{draw.randrange(15)}" if draw.random() < 0.8 else None,
            function=pick(["Claims handling", "Pricing", "Customer letters", "Marketing", "Maintenance"]), part=pick(PARTS) if draw.random() < 0.8 else None,
            decided_by=pick(["us", "us", "jointly", "others"]), operated_by=pick(["us", "us", "jointly", "others"]),
            dependency=pick(["none", "none", "we_rely_on_it", "it_relies_on_us", "both"])))
    rows[1]["fields"].update({"unit": "unit-claims", "system": "system-6", "function": "Pricing", "part": "subject", "decided_by": "jointly",
                              "operated_by": "us", "dependency": "none"})
    for n in range(51, 60):
        rows.append(entry(
            f"use-{n}", "use_case", "in_use", title=f"Use {n}", purpose="It helps.", owner="person-here", unit="unit-desk" if n % 2 else "unit-credit",
            system=f"system-{15 + n % 3}", function="Credit scoring", part="customer", decided_by="us", operated_by="us",
            dependency="we_rely_on_it" if n == 53 else "none"))
    rows.append(entry("use-over", "use_case", "ended", title="Over", function="Pricing", unit="unit-retail"))
    return rows


def definitions(draw):
    """Confirmed classifications, of uses and of AI systems."""
    rows = []
    for n, (about, outcome) in enumerate([("use-3", "no"), ("use-7", "borderline"), ("use-12", "yes"), ("use-19", "no"), ("system-5", "yes"),
                                          ("system-11", "borderline"), ("use-30", "yes"), ("use-33", "no")]):
        rows.append(entry(f"class-{n}", "classification", "confirmed", title=f"Definition {n}", subject=about, scheme="ai_definition", outcome=outcome,
                          reasons="it was answered", classified_on=back(20)))
    rows.append(entry("class-open", "classification", "computed", title="Not confirmed", subject="use-4", scheme="ai_definition", outcome="no"))
    return rows


def context(faulty):
    named = lambda name, kind, state, **more: entry(name, kind, state, title=name.replace("-", " "), **more)
    rows = [
        named("party-applicants", "interested_party", "confirmed", group="decision_subjects"),
        named("outside-maker", "external_party", "approved", parts_played=["supplier"]),
        named("risk-law", "risk", "identified"),
        named("issue-law", "context_issue", "determined", origin="external", topic="law", relevant="yes", reason="It binds us.", leads_to=["risk-law"]),
        named("issue-small", "context_issue", "determined" if not faulty else "closed", origin="internal", topic="structure", relevant="no", reason="Small."),
        named("issue-rumour", "context_issue", "raised", origin="external", topic="market", relevant="yes", reason="Heard."),
        named("issue-lost", "context_issue", "determined", origin="external", topic="society", relevant="yes", reason="It matters.",
              leads_to=None if faulty else ["risk-law"]),
    ]
    if not faulty:
        rows.append(named("issue-climate", "context_issue", "determined", origin="external", topic="climate", relevant="no", reason="No effect on aims."))
    return rows


def duties(faulty, base):
    """Requirements and obligations that name uses; on the clean side none that the scope leaves out."""
    case = Case(base)
    def free(names):
        return [it for it in names if faulty or "excluded" not in [case.facts(case.rows[it])[of] for of in ("named", "activity", "boundary")]]
    rows = [
        entry("req-explain", "interested_party_requirement", "adopted", title="Explain", party="party-applicants", nature="expectation", taken_on="yes",
              reason="It is fair.", covers=free([f"use-{it}" for it in (2, 9, 14, 21, 27, 40)])),
        entry("req-law", "interested_party_requirement", "adopted", title="Right to know", party="party-applicants", nature="law", taken_on="yes",
              reason="It is the law.", covers=free([f"use-{it}" for it in (5, 16, 36)])),
        entry("req-declined", "interested_party_requirement", "declined", title="Source code", party="party-applicants", nature="expectation",
              taken_on="no", reason="It is secret.", covers=["use-1", "use-6"]),
        entry("duty-report", "obligation", "applicable", title="Report", direction="ours", source="law", text="We report.",
              covers=free([f"use-{it}" for it in (8, 23, 44)]), **{"from": back(100)}),
        entry("duty-past", "obligation", "applicable", title="Past", direction="ours", source="law", text="We reported.", covers=["use-10"],
              until=back(1), **{"from": back(400)}),
        entry("duty-theirs", "obligation", "applicable", title="Theirs", direction="owed_to_us", source="contract", contract="deal", text="They tell us.",
              covers=["use-11"], **{"from": back(400)}),
    ]
    return rows


def proofs(inside_after, leaving):
    """Evidence for BOUND: of requirement 1 for every AI system that stays, of a control whose proof all lies in the unit that moves, and of one whose
    proof lies in two units."""
    def proof(name, days, **more):
        return entry(name, "evidence", "accepted", title=name.replace("-", " "), shows="It was done.", form="record", collected_on=back(days), **more)
    meets = lambda number: [{"framework": "BOUND", "reference": str(number)}]
    def control(name, number):
        return entry(name, "control", "operating", title=name.replace("-", " "), statement="Somebody does it.", frequency="monthly", meets=meets(number), operating_since=back(200))
    return [
        proof("proof-early", 100, meets=meets(1), about=inside_after), proof("proof-late", 10, meets=meets(1), about=inside_after),
        control("control-alone", 5), control("control-both", 6), control("control-by-system", 6), control("control-bare", 6),
        proof("proof-alone", 12, serves=["control-alone"], unit="unit-desk"),
        proof("proof-here", 12, serves=["control-both"], unit="unit-credit"), proof("proof-there", 12, serves=["control-both"], unit="unit-retail"),
        proof("proof-old", 800, serves=["control-alone"], unit="unit-retail"),
        proof("proof-of-system", 12, serves=["control-by-system"], unit="unit-retail", about=[leaving[0]]),
    ]


def organisation(faulty):
    rows = [entry("person-here", "person", "active", title="Present", engagement="employee"),
            entry("person-gone", "person", "left", title="Departed", engagement="employee")]
    state = lambda it: "closed" if it == "unit-old" else "active"
    form = lambda it: "site" if it == "unit-site" else "legal_entity" if it in ("unit-group", "unit-house", "unit-affiliate") else "function"
    rows += [entry(it, "organization_unit", state(it), title=it.replace("-", " "), form=form(it), parent=above) for it, above in UNITS.items()]
    rows += context(faulty) + systems() + uses(random.Random(11)) + definitions(random.Random(3))
    rows.append(entry("deal", "contract", "draft", title="Deal", party="outside-maker"))
    scope = {
        "title": "Scope of the house", "units": ["unit-house", "unit-lab"] + (["unit-old"] if faulty else []), "parts": ["provider", "producer", "customer", "subject"],
        "activities": [{"activity": it} for it in ("Claims handling", "Pricing", "Customer letters", "Credit scoring")], "use_cases": ["use-17", "use-25"],
        "exclusions": [{"what": "unit-staff", "reason": "no AI decides there", "because": "issue-small"},
                       {"activity": "Marketing", "reason": "done by an agency"}, {"what": "use-20", "reason": "a trial without effect"},
                       {"what": "use-over" if faulty else "system-9", "reason": "ends soon"}],
        "interfaces": [], "considered": ["issue-law", "issue-lost", "req-explain", "req-law"],
        "review_by": back(-200), "owner": "person-here",
    }
    def with_scope():
        return rows + [entry("scope", "aims_scope", "in_force", **scope)]
    if not faulty:
        # Named uses whose activity is left out would contradict the scope.
        plain = Case(with_scope())
        scope["use_cases"] = [it for it in scope["use_cases"] if plain.facts(plain.rows[it])["activity"] != "excluded"]
    rows += duties(faulty, with_scope())
    uses_said, _, _ = Case(with_scope()).verdicts()
    met = [it for it, said in uses_said.items() if said[0] == "interface"]
    described = met[:-2] if faulty else met
    owner = lambda at: ("person-gone" if at == 0 else None if at == 1 else "person-here") if faulty else "person-here"
    scope["interfaces"] = [{"with": "outside-maker", "about": it, "what": "what passes across", **({"owner": owner(at)} if owner(at) else {})}
                           for at, it in enumerate(described)]
    if faulty:
        scope["considered"] = ["issue-law", "req-law"]
    case = Case(with_scope())
    _, before, _ = case.verdicts()
    inside = [it for it, verdict in before.items() if verdict == "in"]
    row = next(it for it in rows if it["id"] == inside[0])
    row["fields"]["used_by"] = ["unit-shop"] if faulty else ["unit-retail"]
    _, after, _ = case.moved(MOVING).verdicts()
    leaving = [it for it in before if before[it] != "out" and after[it] == "out"]
    stay = [it for it in after if after[it] != "out"]
    rows += proofs(stay, leaving)
    because = {"because": []}
    entries = [{"control": f"BOUND:{it}", "necessary": "yes", "why": "it is needed", **because} for it in range(1, NODES + 1)]
    rows.append(entry("soa", "statement_of_applicability", "in_force", title="Statement", framework="BOUND", entries=entries, review_by=back(-200)))
    rows.append(entry("audit", "audit", "planned", title="Audit", type="internal", criteria=[{"criterion": f"BOUND:{it}"} for it in range(1, NODES + 1)],
                      systems=None, **{"from": back(-20)}, until=back(-30)))
    return with_scope(), leaving


def definition(gives, rests_on, infers, adapts, acts_alone):
    """Whether it is an AI system, by the rules of the guide."""
    if gives == "data_as_it_is":
        return "no"
    if rests_on in ("arithmetic", "fixed_rules"):
        return "borderline" if adapts else "no"
    if not infers:
        return "borderline" if rests_on == "learned" else "no"
    if not acts_alone:
        return "borderline"
    return "borderline" if rests_on in ("optimisation", "statistics") and not adapts else "yes"


def answers():
    names = ["gives", "rests_on", "infers", "adapts", "acts_alone"]
    flags = [False, True]
    kinds = ["arithmetic", "fixed_rules", "optimisation", "statistics", "knowledge", "learned"]
    word = lambda it: str(it).lower() if isinstance(it, bool) else it
    return [{"answers": {name: word(it) for name, it in zip(names, values)}, "outcome": definition(*values)}
            for values in itertools.product(["data_as_it_is", "something_new"], kinds, flags, flags, flags)]


def key(rows, leaving):
    case = Case(rows)
    after = case.moved(MOVING)
    (uses_before, systems_before, units), (uses_after, systems_after, _) = case.verdicts(), after.verdicts()
    asked = [it for it, verdict in systems_before.items() if verdict != "out"]
    moved = lambda one, other: {it: [one[it], other[it]] for it in one if one[it] != other[it]}
    told = lambda said: {it: verdict[0] for it, verdict in said.items()}
    uses = {it: {"verdict": said[0], "rule": said[1], "asks": said[2], "since": "" if said[0] == "in" else case.since(case.rows[it])}
            for it, said in uses_before.items()}
    effect = {
        "unit": MOVING, "uses": moved(told(uses_before), told(uses_after)), "systems": moved(systems_before, systems_after),
        "before": case.inventory(), "after": after.inventory(), "leaving": leaving,
        # Requirement 1 is shown for every AI system that stays; of the others nothing is there for AI systems.
        "requirement_1": ["not_started", "operating"], "of_systems": [f"BOUND:{it}" for it in range(1, NODES_OF_SYSTEMS + 1)],
        "lines": NODES_OF_SYSTEMS * len(asked) + NODES - NODES_OF_SYSTEMS, "lines_gone": NODES_OF_SYSTEMS * len(leaving),
        "controls": {"control-alone": ["proof-alone"], "control-by-system": ["proof-of-system"]},
    }
    return {
        "origin": ORIGIN, "day": DAY.isoformat(), "uses": uses, "systems": systems_before, "units": units,
        "contradictions": [[sort, list(records)] for sort, records in case.contradictions()], "effect": effect, "definitions": answers(),
    }


def main():
    sorts, clean = set(), None
    (OUT / "config" / "frameworks").mkdir(parents=True, exist_ok=True)
    (OUT / "config" / "frameworks" / "boundary.toml").write_text(framework())
    for side in ("faulty", "clean"):
        rows, leaving = organisation(side == "faulty")
        found = key(rows, leaving)
        (OUT / side).mkdir(parents=True, exist_ok=True)
        (OUT / side / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
        (OUT / side / "key.json").write_text(json.dumps(found, indent=1) + "\n")
        sorts |= {it[0] for it in found["contradictions"]} if side == "faulty" else set()
        clean = found["contradictions"]
        count = {it: sum(of["verdict"] == it for of in found["uses"].values()) for it in ("in", "interface", "out", "open")}
        rules = sorted({of["rule"] for of in found["uses"].values()})
        print(side, len(found["uses"]), count, rules, "leaving", leaving, "contradictions", len(found["contradictions"]))
    assert not clean, clean
    assert len(sorts) == 10, sorts


main()
