"""Writes AI systems with impact assessments, one side with planted faults and one without, and the answers: `faulty/` and `clean/` beside this file.

Only the standard library is used, and nothing is shared with the product. Lanes of the forty statements are labelled by hand. Who is heard is
told by conditions written out anew, and for what is not filled in by trying every completion. Causes are followed by repeated squaring of a
matrix. Exposed work is counted in exact fractions. Run: python3 make.py
"""

import json
import os
import random
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-06-15"

# Statement, its lane, and how it is sorted: `rules` where its words say it, `reviewer` where they leave it open, `differs` where they mislead.
STATEMENTS = [
    ("The model loses accuracy after the data feed changes its schema.", "technical", "rules"),
    ("Labels in the training data are copied from a column that holds the answer.", "technical", "rules"),
    ("An outage of the API leaves the pipeline without a fallback.", "technical", "rules"),
    ("A prompt hidden in a document makes the software call a tool that it should not call.", "technical", "rules"),
    ("The threshold was set on a test set that is two years old.", "technical", "rules"),
    ("Sensors send missing values in frost, and the classifier takes them for zeros.", "technical", "rules"),
    ("A library that the server loads carries a backdoor.", "technical", "rules"),
    ("Retraining on its own outputs narrows what the algorithm can recognise.", "technical", "rules"),
    ("An applicant who is wrongly refused loses the flat that was promised.", "individual", "rules"),
    ("A patient is sent home although the illness is acute.", "individual", "rules"),
    ("A wrong match puts an innocent suspect under arrest.", "individual", "rules"),
    ("A customer learns from the letter that a relative is in debt.", "individual", "rules"),
    ("False positives of the model cost a claimant the benefit for weeks.", "individual", "rules"),
    ("The pedestrian is hit because the camera is blinded by low sun.", "individual", "rules"),
    ("A pupil is marked down for a style that nobody taught.", "individual", "rules"),
    ("A tenant cannot find out why the score is low.", "individual", "rules"),
    ("Women are invited to interviews less often than men with the same record.", "group", "rules"),
    ("Speakers of a dialect are understood worse by the voice interface.", "group", "rules"),
    ("Older applicants are refused more often than others like them.", "group", "rules"),
    ("Error rates are twice as high for migrants.", "group", "rules"),
    ("Children give away more than they mean to in a chat.", "group", "rules"),
    ("Disabled people cannot use the only channel that is left.", "group", "rules"),
    ("Patrols are sent to the same neighbourhoods again and again.", "group", "rules"),
    ("Staff are watched at every step of their shift.", "group", "rules"),
    ("Voters meet forged speeches in the week before the election.", "society", "rules"),
    ("Trust in the courts falls when nobody can check a sentence.", "society", "rules"),
    ("The economy of the region hangs on one supplier of models.", "society", "rules"),
    ("Disinformation is written faster than anybody can answer it.", "society", "rules"),
    ("Cultural works are copied until nobody is paid for new ones.", "society", "rules"),
    ("Public debate moves to where outrage is rewarded.", "society", "rules"),
    ("Training takes as much electricity as a small town in a year.", "environment", "rules"),
    ("Cooling water of the halls is missing in the river in summer.", "environment", "rules"),
    ("Devices are thrown away after two years and become electronic waste.", "environment", "rules"),
    ("Better routes save a tenth of the emissions of lorries.", "environment", "rules"),
    ("It is hard to say afterwards who decided.", "society", "reviewer"),
    ("Unemployment of older people rises where offices close.", "group", "reviewer"),
    ("Energy is saved by heating the homes of tenants less.", "individual", "reviewer"),
    ("Nothing grows any more where the cables were laid.", "environment", "reviewer"),
    ("The person on call gets no log when the job fails.", "technical", "differs"),
    ("The model of care that families lived by disappears.", "society", "differs"),
]

SEVERE = range(1, 6)
REVERSIBLE = ["fully", "partly", "not_at_all"]
LEVELS = ["individual", "group", "society", "environment"]


def hear(severity, people, reversible, vulnerable, level):
    """Who is heard, from 0 (nobody) to 3 (those who speak for them)."""
    for_good = reversible == "not_at_all"
    asked = 0
    if severity >= 2 and (people >= 1000 or vulnerable):
        asked = 1
    if severity >= 3:
        asked = max(asked, 1)
        if vulnerable or people >= 1000 or for_good:
            asked = max(asked, 2)
        if level in ("society", "environment"):
            asked = 3
    if severity >= 4:
        asked = max(asked, 3 if for_good else 2)
    if severity == 5:
        asked = 3
    return asked


HEAR = ["nobody", "told", "heard", "represented"]


def heard(row, vulnerable):
    """The answer on which every completion agrees, else nothing."""
    severities = [row["severity"]] if "severity" in row else SEVERE
    peoples = [row["people"]] if "people" in row else [0, 999, 1000, 10 ** 6]
    ways = [row["reversible"]] if "reversible" in row else REVERSIBLE
    found = {hear(s, p, r, vulnerable, row["level"]) for s in severities for p in peoples for r in ways}
    return HEAR[found.pop()] if len(found) == 1 else None


def closure(names, links):
    """Who reaches whom, by squaring until nothing is added."""
    reach = {(a, b) for a, b in links}
    while True:
        more = reach | {(a, d) for a, b in reach for c, d in reach if b == c}
        if more == reach:
            return reach
        reach = more


def work(rows, heads):
    """Full-time people by those who do the work: likely, low, high, people; nothing where it cannot be told."""
    told = {}
    for row in rows:
        told.setdefault(row.get("unit", row["work"]), []).append(row)
    out = {}
    for who, own in told.items():
        typed = {row["people"] for row in own if "people" in row}
        people = heads.get(who) if "unit" in own[0] else (typed.pop() if len(typed) == 1 else None)
        both = "unit" in own[0] and any("people" in row for row in own)
        exact = lambda it: F(str(it))
        whole = sum(exact(row["share"]) for row in own)
        fits = all(exact(row["exposure_low"]) <= exact(row["exposure"]) <= exact(row["exposure_high"]) for row in own)
        if people is None or both or whole > 1 or not fits:
            out[who] = None
            continue
        sums = [sum(exact(row["share"]) * exact(row[part]) for row in own) * people for part in ("exposure", "exposure_low", "exposure_high")]
        out[who] = [float(it) for it in sums] + [people]
    return out


def task(name, work_name, share, exposure, low, high, **rest):
    return {"task": name, "work": work_name, "share": share, "exposure": exposure, "exposure_low": low, "exposure_high": high, **rest}


def harm(group, effect, level="individual", origin="intended_use", **rest):
    fields = {"theme": "access", "severity": 2, "likelihood": 3, "people": 40, "reversible": "fully", "duration": "weeks"}
    return {"group": group, "level": level, "direction": "harm", "effect": effect, "arises_from": origin, **fields, **rest}


def benefit(group, effect, level="group", origin="intended_use", **rest):
    return {"group": group, "level": level, "direction": "benefit", "effect": effect, "arises_from": origin, "people": 900, **rest}


def none(group, why, level="group", origin="foreseeable_misuse", **rest):
    return {"group": group, "level": level, "direction": "none", "effect": why, "arises_from": origin, **rest}


def consulted(who, **rest):
    return {"who": who, "when": "2026-05-02", "view": "It takes too long.", "answer": "The office calls within two days.", **rest}


ANSWERS = {
    "purpose": "Sorts applications by what is missing in them.", "setting": "One office, twelve caseworkers.",
    "use_period": "Every working day, for three years.", "oversight": "A caseworker decides and can set the score aside.",
    "necessity": "Without it clear cases wait three weeks.", "measures": "Reasons are shown, and a second look is given.",
    "complaints": "The ombudsperson of the county.", "advice": "Keep the reasons for a year; done.",
}


class Side:
    def __init__(self):
        self.records, self.key = [], {"gaps": []}

    def add(self, name, kind, state, **fields):
        self.records.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"{kind} {name}", **fields}})
        return name

    def assessment(self, name, system, state, impacts, **fields):
        return self.add(name, "impact_assessment", state, systems=[system], reason="planned", conclusion="May be used.",
                        assessed_on="2026-06-01", review_by="2027-06-01", kept_until="2036-06-01", impacts=impacts, **fields)

    def considered(self, name, system, assessment, on="2026-06-10", state="approved"):
        return self.add(name, "risk_assessment", state, covers=[system], reason="planned", impact_assessments=[assessment], assessed_on=on,
                        criteria="RC", assessors=["P1"], stages=["deployment"], conclusion="Nothing above the line.")

    def criteria(self):
        """Criteria in force, without which no risk assessment is concluded."""
        levels, places = ["low", "medium", "high", "critical"], range(5)
        rows = ["rare", "unlikely", "possible", "likely", "almost certain"]
        matrix = [{"likelihood": row, "levels": ", ".join(levels[min(3, (at + of) // 2)] for of in places)} for at, row in enumerate(rows)]
        self.add("RC", "risk_criteria", "in_force", scale_version="1", matrix=matrix, likelihood=[{"level": it} for it in rows],
                 consequences=[{"type": "individuals", "level": f"individuals {at + 1}"} for at in places],
                 line=[{"type": "individuals", "acceptable": "low", "tolerable": "medium"}], intervals=[{"every": "P1Y"}], **{"from": "2026-01-15"})

    def gap(self, sort, *records):
        self.key["gaps"].append(" ".join([sort, *sorted(set(records))]))

    def write(self, side):
        folder = os.path.join(HERE, side)
        os.makedirs(folder, exist_ok=True)
        self.key["origin"] = ("selftest/3.4/make.py: lanes labelled by hand, consultation by conditions and every completion, causes by "
                              "closure of a matrix, exposed work in exact fractions")
        self.key["day"] = DAY
        self.key["gaps"] = sorted(self.key["gaps"])
        for file, what in (("key.json", self.key), ("organisation.json", self.records)):
            with open(os.path.join(folder, file), "w") as out:
                json.dump(what, out, indent=1)
                out.write("\n")


def statements(side, faulty):
    """Forty statements in one assessment in work: a reviewer sorted what the rules leave open; on the faulty side not everything."""
    rows, key = [], []
    side.add("P1", "person", "active", email="p1@example.org")
    for text, lane, how in STATEMENTS:
        row = {"statement": text}
        if how != "rules" and not (faulty and how == "reviewer"):
            row |= {"lane": lane, "reviewer": "P1"}
            if not (faulty and how == "differs"):
                row["why"] = "Read in full, that is what it is about."
        rows.append(row)
        waits = faulty and how == "reviewer"
        key.append({"lane": None if waits else lane,
                    "agreement": "waits" if waits else {"rules": "proposed", "reviewer": "reviewed", "differs": "differs"}[how]})
        if waits:
            side.gap("not_sorted", "ST")
        if faulty and how == "differs":
            side.gap("sorted_otherwise", "ST")
    side.add("SB", "ai_system", "development", purpose="Writes drafts.")
    side.assessment("ST", "SB", "draft", [], statements=rows, affected=[{"group": "readers"}])
    side.key["statements"] = {"system": "SB", "rows": key}
    side.gap("not_assessed", "SB")
    side.gap("group_unassessed", "SB", "ST")


def people(side, faulty):
    """One system with parties of every sort, one in which nobody is named, and one that is proved to touch nobody."""
    side.add("SA", "ai_system", "operation", purpose="Sorts applications.", declared_impact="neither" if faulty else "rights",
             people_affected=[{"group": "Applicants for housing", "count": 900, "vulnerable": True}])
    for name, group, state in (("IA", "decision_subjects", "confirmed"), ("IW", "workers", "confirmed"), ("IS", "society", "identified"),
                               ("IR", "regulators", "confirmed"), ("IG", "communities", "no_longer_relevant")):
        side.add(name, "interested_party", state, group=group, systems=["SA"])
    rows = [
        harm("applicants for  HOUSING", "A wrong refusal leaves an applicant without a flat.", severity=4, party="IA", causes=["H1"], origin="failure"),
        harm("Applicants for housing", "An applicant waits for a second look.", origin="foreseeable_misuse"),
        benefit("landlords", "Landlords let flats within a week."),
        benefit("Applicants for housing", "Clear cases are decided in two days.") if not faulty else harm("Applicants for housing", "Reasons are hard to read for an applicant."),
        harm("tenants nearby", "A tenant is told of the debt of another.", severity=3, causes=["R2"], origin="failure", people=3),
    ]
    heard_rows = [consulted("Applicants for housing"), consulted("tenants nearby")]
    if not faulty:
        rows += [none("staff", "They decide as before.", party="IW"), none("society", "Too few cases to matter.", level="society", party="IS")]
    else:
        heard_rows = [consulted("Applicants for housing", answer="")]
        del rows[1]["duration"]
    side.add("D1", "document", "draft", form="design")
    # From a technical risk through another one to a harm; one leads nowhere, and one that is closed counts for nothing.
    side.add("H1", "hazard", "open", system="SA", hazard="drift", reason="Seen in March.")
    side.add("R1", "risk", "identified", systems=["SA"], nature="technical", event="The model drifts.")
    side.add("R2", "risk", "identified", systems=["SA"], nature="operational", causes=["R1"], event="A letter goes to a wrong address.")
    side.add("R3", "risk", "identified", systems=["SA"], nature="technical", event="A log is full.")
    side.add("R4", "risk", "closed", systems=["SA"], nature="technical", causes=["R3"], event="The server is slow.")
    side.add("R5", "risk", "identified", systems=["SA"], nature="societal", causes=["R1"], event="People lose trust in the office.")
    side.assessment("A1", "SA", "in_force", rows, affected=[{"group": "Applicants for housing", "party": "IA", "vulnerable": True, "people": 900}],
                    consulted=heard_rows, described_by=["D1"], also_answers=["fundamental_rights", "data_protection"],
                    **{k: v for k, v in ANSWERS.items() if not (faulty and k in ("oversight", "advice"))},
                    **({} if faulty else {"public_summary": "A caseworker decides.", "published_on": "2026-06-03"}))
    side.considered("Z1", "SA", "A1", on="2026-05-20" if faulty else "2026-06-10")
    if faulty:
        rows[4]["causes"] = []
    links = [("H1", "A1#1"), ("R1", "R2"), ("R1", "R5")] + ([] if faulty else [("R2", "A1#5")])
    reach = closure(None, links)
    harms = [f"A1#{at + 1}" for at, row in enumerate(rows) if row["direction"] == "harm"]
    technical, ends = ["H1", "R1", "R3"], harms + ["R5"]
    side.key["roots"] = {it: sorted(a for a in technical if (a, it) in reach) for it in harms}
    side.key["loose"] = sorted(a for a in technical if not any((a, it) in reach for it in ends))
    side.key["standing"] = {"SA": "unassessed" if faulty else "impacts", "SB": "not_assessed", "SC": "none_found", "SD": "unassessed"}
    side.key["unassessed"] = {"SA": ["interested_party IS", "interested_party IW"] if faulty else [], "SC": []}
    # `IA` and the applicants are one group, since the assessment names them together.
    side.key["asymmetry"] = {"SA": {"harmed": sorted(["interested_party IA", "tenants nearby"] if faulty else ["tenants nearby"]), "benefiting": ["landlords"]}, "SC": None}
    side.key["laws"] = {"A1": {"fundamental_rights": ["27(1)(e)"] if faulty else [], "data_protection": ["35(2)", "35(7)(d)"] if faulty else []}}
    side.key["considered"] = {"A1": "before" if faulty else "considered", "A3": "considered", "A4": "not" if faulty else "considered"}
    if faulty:
        for party in ("IW", "IS"):
            side.gap("group_unassessed", party, "SA")
        side.gap("declared_without_assessment", "SA")
        side.gap("impact_incomplete", "A1")
        side.gap("no_cause", "A1")
        for law in (1, 2):
            side.gap("law_unanswered", "A1")
        side.gap("considered_before", "A1")
        side.gap("not_published", "A1")
        # Heard and not answered, of both grave and of both small harms of a group that can hardly defend itself; a group that nobody heard.
        side.gap("not_heard", "A1")
        side.gap("not_heard", "A1")
    side.add("SC", "ai_system", "operation", purpose="Finds potholes.")
    side.add("IC", "interested_party", "confirmed", group="communities", systems=["SC"])
    nothing = [none("communities", "No picture shows a person.", origin=it, party="IC") for it in ("intended_use", "foreseeable_misuse", "failure")]
    published = {"public_summary": "It looks at roads.", "published_on": "2026-06-03"}
    side.assessment("A3", "SC", "in_force", nothing, **published)
    side.considered("Z3", "SC", "A3")
    side.add("SD", "ai_system", "operation", purpose="Names files.")
    side.assessment("A4", "SD", "in_force", [] if faulty else nothing_for_nobody(), **published)
    if faulty:
        for _ in range(3):
            side.gap("origin_not_looked_at", "A4")
        side.gap("not_considered", "A4")
    else:
        side.considered("Z4", "SD", "A4")
    side.gap("nobody_named", "SD")


def nothing_for_nobody():
    return [none("anybody", "Names of files say nothing of people.", origin=it) for it in ("intended_use", "foreseeable_misuse", "failure")]


def hearings(side, faulty, seed):
    """Sixty harms drawn at random in an assessment that is to be approved; on the faulty side some are not filled in and nobody was heard."""
    chance, rows, key, said = random.Random(seed), [], [], []
    for at in range(60):
        weak, level = chance.random() < 0.4, chance.choice(LEVELS)
        row = harm(f"group {at}", f"Somebody waits, case {at}.", level=level, severity=chance.choice(SEVERE), people=chance.choice([3, 999, 1000, 7000]),
                   reversible=chance.choice(REVERSIBLE), origin=chance.choice(["intended_use", "foreseeable_misuse"]))
        for column in ("severity", "people", "reversible"):
            if faulty and chance.random() < 0.15:
                del row[column]
        rows.append(row)
        asked = heard(row, weak)
        key.append({"hear": asked, "met": asked == "nobody"})
        if not faulty and asked != "nobody":
            said.append(consulted(row["group"], **({"speaks_as": "representative"} if asked == "represented" else {})))
            key[-1]["met"] = True
        if faulty:
            # An expert is not those affected, a hearing to come has not been held, and nobody speaks for himself as a representative.
            wrong = chance.choice([None, {"speaks_as": "expert"}, {"when": "2026-09-01"}, {"answer": ""}])
            if wrong is not None:
                said.append(consulted(row["group"], **wrong))
                key[-1]["met"] |= asked == "told" and wrong == {"answer": ""}
        side.key.setdefault("weak", [])
        if weak:
            side.key["weak"].append(row["group"])
    affected = [{"group": it["group"], "vulnerable": it["group"] in side.key["weak"]} for it in rows]
    del side.key["weak"]
    side.add("SE", "ai_system", "development", purpose="Answers calls.")
    side.assessment("A5", "SE", "in_review", rows, affected=affected, consulted=said)
    side.key["hearings"] = {"system": "SE", "assessment": "A5", "rows": key, "refused": faulty}
    for it in key:
        if not it["met"]:
            side.gap("not_heard", "A5")
    for _ in rows:
        side.gap("group_unassessed", "A5", "SE")
    side.gap("not_assessed", "SE")


def labour(side, faulty):
    """Work of two units and of a team that no record counts, before and after the first unit grows."""
    heads = {"U1": 41, "U2": 12}
    side.add("U1", "organization_unit", "active", form="team", headcount=41)
    side.add("U2", "organization_unit", "active", form="team", **({} if faulty else {"headcount": 12}))
    if faulty:
        del heads["U2"]
    rows = [
        task("sort letters", "clerks", 0.35, 0.6, 0.4, 0.8, unit="U1"), task("call back", "clerks", 0.2, 0.15, 0.05, 0.3, unit="U1"),
        task("type numbers", "data entry", 0.8, 0.7, 0.55, 0.9, unit="U2"),
        task("translate", "translators", 0.5, 0.3, 0.1, 0.6, people=7), task("proofread", "translators", 0.25, 0.2, 0.1, 0.35, people=7),
    ]
    if faulty:
        rows += [task("file", "archive", 0.7, 0.5, 0.4, 0.6, people=5), task("fetch", "archive", 0.6, 0.5, 0.4, 0.6, people=5),
                 task("plan", "planners", 0.5, 0.9, 0.1, 0.6, people=3), task("drive", "drivers", 0.5, 0.3, 0.1, 0.6)]
    side.add("SF", "ai_system", "development", purpose="Types letters.")
    side.assessment("A6", "SF", "draft", [], affected=[{"group": "clerks"}], exposed_work=rows)
    side.key["work"] = {"system": "SF", "before": work(rows, heads), "unit": "U1", "headcount": 50, "after": work(rows, {**heads, "U1": 50})}
    side.gap("not_assessed", "SF")
    side.gap("group_unassessed", "A6", "SF")
    for who, it in side.key["work"]["before"].items():
        if it is None:
            side.gap("work_not_told", "A6")


for side_name, planted in (("faulty", True), ("clean", False)):
    side = Side()
    side.criteria()
    statements(side, planted)
    people(side, planted)
    hearings(side, planted, 340 + planted)
    labour(side, planted)
    side.write(side_name)
