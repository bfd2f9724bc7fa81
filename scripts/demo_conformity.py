#!/usr/bin/env python3
"""Writes the files of the demonstration about conformity: the scope, the statement of applicability, audits and the certificate that is applied for
(`09-conformity.toml`), and people who work with the score, their training, a quiz and what was measured of their work (`10-training.toml`).

Days count from the day of loading. The effect of the training is planted: caseworkers who were trained agree with fewer wrong scores, and those who score
higher in the quiz do so too; nothing of it stands in a record, it is computed. Run it in the root of the repository.
"""
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "examples" / "demo"
DRAW = random.Random(42)


def value(it):
    if isinstance(it, dict):
        return "{ " + ", ".join(f"{key} = {value(of)}" for key, of in it.items()) + " }"
    if isinstance(it, list):
        return "[" + ", ".join(value(of) for of in it) + "]"
    if isinstance(it, bool):
        return "true" if it else "false"
    return json.dumps(it, ensure_ascii=False)


def day(it):
    return {"days": it}


def lines(key, it):
    """A field; a table with several rows gets a line for each."""
    if isinstance(it, list) and len(it) > 1 and isinstance(it[0], dict):
        return f"{key} = [\n" + "".join(f"  {value(of)},\n" for of in it) + "]\n"
    return f"{key} = {value(it)}\n"


def record(ref, kind, by, at, moves=(), /, **fields):
    text = f"[[record]]\nref = {value(ref)}\nkind = {value(kind)}\nby = {value(by)}\nat = {at}\n[record.fields]\n"
    text += "".join(lines(key, it) for key, it in fields.items())
    for name, who, when, *more in moves:
        text += "[[record.move]]\n" + (f"name = {value(name)}\n" if name else "") + f"by = {value(who)}\nat = {when}\n"
        more = more[0] if more else {}
        text += "".join(lines(key, it) for key, it in more.items())
    return text + "\n"


def act(what, of, by, at, **more):
    return f"[[act]]\nwhat = {value(what)}\nof = {value(of)}\nby = {value(by)}\nat = {at}\n" + "".join(lines(key, it) for key, it in more.items()) + "\n"


# --- 09: scope, statement, audits, certificate ---

CONTROLS = """A.2.2 A.2.3 A.2.4 A.3.2 A.3.3 A.4.2 A.4.3 A.4.4 A.4.5 A.4.6 A.5.2 A.5.3 A.5.4 A.5.5 A.6.1.2 A.6.1.3 A.6.2.2 A.6.2.3 A.6.2.4 A.6.2.5 A.6.2.6 A.6.2.7
A.6.2.8 A.7.2 A.7.3 A.7.4 A.7.5 A.7.6 A.8.2 A.8.3 A.8.4 A.8.5 A.9.2 A.9.3 A.9.4 A.10.2 A.10.3 A.10.4""".split()
BECAUSE = {
    "A.2": ("@obj-decisions", "Decisions can only be explained where it is settled what AI may be used for."),
    "A.3": ("@obl-oversight", "Somebody must answer for each decision that a score touches, and be reachable."),
    "A.4": ("@obl-literacy", "Who works with a system needs to know it, and what it is made of must be known."),
    "A.5": ("@obl-dpia", "What a score does to people is looked at before it is used."),
    "A.6": ("@obl-oversight", "A system is only overseen where it was built, tested and documented so that it can be."),
    "A.7": ("@obl-dpia", "The data behind a score decide whom it harms."),
    "A.8": ("@obj-decisions", "Residents, users and authorities are told what they need."),
    "A.9": ("@obl-oversight", "A score is used for what it was made for, and by people who decide."),
    "A.10": ("@obl-notice", "Half of what residents meet is supplied; what suppliers change must be known."),
}
LEFT_OUT = {
    "A.10.4": "The county sells nothing and delivers AI to nobody; residents are looked after by A.8 and A.9.",
    "A.8.5": "No law or contract asks the county to report to a body beyond those that incidents are told to, which A.8.4 covers.",
}
REALISED = {"A.9.2": ["@ctl-caseworker"], "A.6.2.6": ["@ctl-fairness", "@ctl-answers"], "A.10.3": ["@ctl-supplier"]}


def entry(it):
    reference = f"ISO/IEC 42001:{it}"
    if it in LEFT_OUT:
        return {"control": reference, "necessary": "no", "why": LEFT_OUT[it]}
    because, why = BECAUSE[".".join(it.split(".")[:2])]
    row = {"control": reference, "necessary": "yes", "because": [because], "why": why}
    return row | ({"realised_by": REALISED[it]} if it in REALISED else {})


def approved(ref, what, author, decided, begun, title, decision):
    """Moves of a document that an executive approves by a decision about exactly what it says, and the decision."""
    moves = [("submit", author, begun), ("approve", "idris", decided), ("put_in_force", author, decided + 1)]
    text = record(f"{ref}-approved", "decision", "idris", decided - 1, title=decision, subject=f"@{ref}", form="approve", outcome="yes",
                  reasons="It says what the records say, and what it leaves out is left out for a reason.", deciders=["@idris"], decided_on=day(decided - 1))
    return moves, text


def conformity():
    text = "# What belongs to the management system, which controls are necessary, who audits it and who is to certify it. Written by scripts/demo_conformity.py.\n\n"
    issues = [
        ("issue-climate", "Heat and floods move people", "external", "climate", "no", "Claims rise after storms, which the yearly plan covers; the systems are the same.", []),
        ("issue-trust", "Residents distrust decisions that they cannot follow", "external", "society", "yes", "Complaints ask who decided and why.", ["@risk-refusal"]),
        ("issue-suppliers", "Suppliers change models at their own pace", "external", "suppliers", "yes", "Two of the systems are bought, and one was changed without a word.", ["@risk-vendor"]),
    ]
    for ref, title, origin, topic, relevant, reason, leads in issues:
        begun = -176 if ref == "issue-suppliers" else -234
        text += record(ref, "context_issue", "petra", begun, [("determine", "petra", begun + 1)], title=title, origin=origin, topic=topic, relevant=relevant,
                       reason=reason, owner="@petra", reviewed_on=day(begun + 1), **({"leads_to": leads} if leads else {}))
    text += record("party-applicants", "interested_party", "petra", -233, [("confirm", "petra", -233)], title="Applicants for housing benefit", group="decision_subjects",
                   vulnerable="yes", power="low", interest="high", channel="Complaints, the advice centre, and two meetings a year.", systems=["@eligibility"], owner="@petra")
    text += record("req-reasons", "interested_party_requirement", "petra", -213, [("adopt", "leila", -212)], title="Reasons for a refusal in plain words",
                   party="@party-applicants", statement="Whoever is refused is told why, by somebody who can be asked.", nature="expectation", taken_on="yes",
                   reason="Nobody can appeal against what is not explained.", covers=["@uc-eligibility"], met_by=["@obj-decisions", "@obl-oversight"], owner="@leila")
    considered = ["@issue-climate", "@issue-trust", "@req-reasons"]
    # What is an AI system at all: answered by one person and confirmed by another; of the transcriber nobody has said so yet.
    for ref, rests_on in [("eligibility", "learned"), ("pothole", "learned"), ("assistant", "learned"), ("housing", "statistics")]:
        answers = ["gives=something_new", f"rests_on={rests_on}", "infers=true", "adapts=false", "acts_alone=true"]
        text += act("define", f"@{ref}", "petra", -214 if ref != "housing" else -140, answers=answers)
        text += act("confirm_definition", f"@{ref}", "leila", -213 if ref != "housing" else -139)
    moves, decision = approved("scope", "aims_scope", "petra", -205, -209, "Scope", "The scope of the AI management system applies")
    text += record("scope", "aims_scope", "petra", -211, moves, title="AI management system of Northfen County", edition="1", authors=["@petra"], units=["@county"],
                   activities=[{"activity": "benefits and housing"}, {"activity": "customer services"}], parts=["provider", "producer", "customer"],
                   interfaces=[{"with": "@parley", "about": "@assistant", "what": "the language model behind the answers, by the supply contract", "owner": "@dora"}],
                   considered=considered, review_by=day(150), owner="@petra")
    text += decision
    text += record("ctl-supplier", "control", "petra", -200, [("design", "petra", -195)], title="Suppliers are looked at each year",
                   statement="Each supplier of a system is assessed before the contract and once a year, by a list of questions with evidence.", reference="A.10.3",
                   modifies="prevents", automation="manual", frequency="yearly", owner="@gus")
    moves, decision = approved("soa", "statement_of_applicability", "petra", -182, -186, "Statement", "The statement of applicability applies")
    text += record("soa", "statement_of_applicability", "petra", -190, moves, title="Statement of applicability, ISO/IEC 42001", edition="1", framework="ISO/IEC 42001",
                   aims_scope="@scope", authors=["@petra"], entries=[entry(it) for it in CONTROLS], review_by=day(170), owner="@petra")
    text += decision
    # What was excluded is there all the same: duties to report came, and nobody looked at the statement again.
    text += record("ctl-reporting", "control", "petra", -80, [("design", "petra", -75)], title="What authorities are told",
                   statement="Legal keeps a list of what is reported to which authority, with the day.", reference="A.8.5", modifies="prevents", automation="manual",
                   frequency="each_time", owner="@leila")
    text += record("ev-reporting", "evidence", "leila", -70, [("accept", "petra", -66)], title="List of reports to authorities, first half of the year",
                   shows="Four reports with day, authority and copy; one without would have shown.", form="record", serves=["@ctl-reporting"], collected_on=day(-70), validity="P1Y",
                   period={"from": day(-160), "until": day(-71)}, owner="@leila")
    # The second edition names what Roads does; the statement was made for the first.
    moves, decision = approved("scope-2", "aims_scope", "leila", -16, -20, "Scope", "The second edition of the scope applies")
    text += record("scope-2", "aims_scope", "leila", -24, moves, title="AI management system of Northfen County", edition="2", authors=["@leila"], units=["@county"],
                   activities=[{"activity": "benefits and housing"}, {"activity": "customer services"}, {"activity": "roads and environment"}],
                   parts=["provider", "producer", "customer"],
                   interfaces=[{"with": "@parley", "about": "@assistant", "what": "the language model behind the answers, by the supply contract", "owner": "@dora"}],
                   considered=considered + ["@issue-suppliers"], supersedes="@scope", review_by=day(340), owner="@leila")
    text += decision
    # Statements of the policy, by which records show whether it is kept.
    text += record("say-owner", "policy_statement", "maren", -255, [("activate", "leila", -250)], title="Incidents have somebody who answers", document="@policy", anchor="S-1",
                   text="Every incident that is confirmed has somebody who answers for what is done about it.", check="incidents with and without an owner", records="incident",
                   population="-state:reported", holds="-owner:none", every="P1M", owner="@maren")
    text += record("say-decides", "policy_statement", "maren", -255, [("activate", "leila", -250)], title="A person decides", document="@policy", anchor="S-2",
                   text="Whatever touches somebody's rights is decided by a person who can explain it.", owner="@maren")
    audits = ""
    moves = [("submit", "hanne", -198), ("approve", "idris", -195), ("put_in_force", "hanne", -195)]
    text += record("programme", "audit_programme", "hanne", -200, moves, title="Internal audits of the management system", objectives="To know whether it does what it says, before others ask.",
                   methods="Twice a year, and what is weak more often; records are drawn by chance where there are many.", grading="Major, minor, observation, opportunity, conformity.",
                   owner="@hanne", **{"from": day(-195), "until": day(900)})
    text += record("audit-customer", "audit", "hanne", -70,
                   [("prepare", "hanne", -64), ("begin", "hanne", -60),
                    ("report", "hanne", -46, {"set": {"conclusions": "The controls of the assistant are designed; that the weekly check is done could be shown for four of twelve weeks.",
                                                      "told": ["@idris", "@dora"], "told_on": day(-46), "days_used": 4}})],
                   title="AI systems in customer services", programme="@programme", type="internal", objectives="To know whether the assistant is watched as was promised.",
                   criteria=[{"criterion": "ISO/IEC 42001:9.1"}, {"criterion": "ISO/IEC 42001:A.6.2.6"}], criteria_records=["@obl-notice", "@say-decides"],
                   systems=["@assistant"], units=["@customer"], scope="The assistant and the people who answer beside it, over half a year.", as_of=day(-61), seed="northfen 1",
                   team=[{"person": "@hanne", "part": "lead"}], days_planned=3, owner="@hanne", unit="@assurance", **{"from": day(-60), "until": day(-52)})
    for ref, title, fields, answer, result in [
        ("line-check", "9.1 Weekly check of answers", {"criterion": "ISO/IEC 42001:9.1", "question": "Was the check of fifty answers done each week?", "method": "examine", "wanted": "a list for each week"},
         "Four of twelve weeks have a list.", "does_not_conform"),
        ("line-notice", "Parley says what it changes", {"criterion_record": "@obl-notice", "question": "Did Parley announce each change of the model 30 days ahead?", "method": "examine",
                                                       "wanted": "announcements and changes, side by side"}, "One change, announced 34 days ahead.", "conforms"),
        ("line-decides", "A person decides", {"criterion_record": "@say-decides", "question": "Who answers where the assistant cannot?", "method": "interview", "wanted": "what the people at the counter say"},
         "Three of three passed the question on to a colleague with a name.", "conforms"),
    ]:
        audits += record(ref, "audit_item", "hanne", -60, [("answer", "hanne", -56, {"set": {"answer": answer}}), ("conclude", "hanne", -53, {"set": {"result": result}})],
                         title=title, audit="@audit-customer", owner="@hanne", **fields)
    text += audits
    text += act("draw_sample", "@line-check", "hanne", -58, kind="evidence", filter="about:@assistant", tolerable=0.3)
    text += act("freeze_sample", "@line-check", "hanne", -57)
    text += record("audit-benefits", "audit", "hanne", -9, title="Decisions on benefits", programme="@programme", type="internal",
                   objectives="To know whether people decide, and whether what the policy and the contracts say is kept.",
                   criteria=[{"criterion": "ISO/IEC 42001:6.1"}, {"criterion": "ISO/IEC 42001:A.9"}, {"criterion": "ISO/IEC 42001:A.10"}],
                   criteria_records=["@policy", "@contract-parley", "@obl-oversight", "@obl-literacy"], systems=["@eligibility", "@assistant"], units=["@benefits"],
                   scope="Decisions on housing benefit of the last half year, and the assistant that answers questions about it.", as_of=day(-1), seed="northfen 2", team=[{"person": "@hanne", "part": "lead"}], days_planned=4,
                   owner="@hanne", unit="@assurance", **{"from": day(9), "until": day(13)})
    text += act("make_lines", "@audit-benefits", "hanne", -8)
    # The certificate that is applied for.
    text += record("meridian", "external_party", "gus", -120, [("approve", "maren", -118)], title="Meridian Certification", parts_played=["certification_body"],
                   supplies="Certification of management systems.", criticality="low", owner="@gus", assessed_on=day(-119), next_assessment=day(240))
    text += record("stage-1", "audit", "hanne", -40, title="Stage 1 by Meridian Certification", type="stage_1", objectives="Whether the system is designed so that stage 2 can be planned.",
                   criteria=[{"criterion": "ISO/IEC 42001:4"}, {"criterion": "ISO/IEC 42001:5"}, {"criterion": "ISO/IEC 42001:6"}], scope="Documents of the management system.",
                   as_of=day(-31), team=[{"person": "@hanne", "part": "observer"}], owner="@hanne", **{"from": day(-30), "until": day(-29)})
    for ref, title, criterion, question, who, asked in [
        ("ask-register", "Register of AI systems", "ISO/IEC 42001:A.4.2", "Which AI systems are in use, and who answers for each?", "maren", -30),
        ("ask-review", "Minutes of the management review", "ISO/IEC 42001:9.3.3", "When was the management system last reviewed, and what was decided?", "idris", -30),
    ]:
        answered = [("answer", "hanne", -29, {"set": {"answer": "The list of AI systems, exported on the day."}})] if ref == "ask-register" else []
        text += record(ref, "audit_item", "hanne", -31, [("request", "hanne", asked)] + answered, title=title, audit="@stage-1", criterion=criterion, question=question, method="examine",
                       asked_of=f"@{who}", owner="@hanne")
    text += record("stage-2", "audit", "hanne", -25, title="Stage 2 by Meridian Certification", type="stage_2", objectives="Whether the system is carried out and works.", scope="Benefits, customer services, digital.",
                   as_of=day(20), team=[{"person": "@hanne", "part": "observer"}], owner="@hanne", **{"from": day(21), "until": day(23)})
    text += record("certificate", "certification", "leila", -110, [("apply", "leila", -100), (None, "leila", -24, {"set": {"visits": ["@stage-1", "@stage-2"]}})], title="Certificate of the AI management system",
                   framework="ISO/IEC 42001", body="@meridian", scope="@scope", statement="@soa", owner="@leila")
    return text


# --- 10: training ---

NAMES = """Ada Crowther, Bram Osei, Cora Lindt, Dev Pillai, Elsie Marlow, Femi Adeyemi, Greta Voss, Hugh Tarrant, Ines Duarte, Joel Rask, Kit Barlow, Lena Moravec, Milo Fenwick,
Nadia Saab, Otis Greer, Pia Halloran, Quin Sadler, Ruth Keane, Sol Ferris, Tess Amery""".replace("\n", " ").split(", ")
QUESTIONS = [
    ("Who decides on a claim?", "The score", "The caseworker", "b"),
    ("The score is 50. What do you do?", "Decide without it", "Agree with it", "a"),
    ("Who may see the score first?", "Whoever decides", "The second caseworker where income is irregular", "b"),
    ("You disagree with the score. What follows?", "You decide and write down why", "You ask for another score", "a"),
    ("What follows if the reasons are left out again and again?", "Nothing", "A talk, and in the end a measure of the house", "b"),
]


def training():
    text = "# Caseworkers who decide with a score: their training, a quiz, and what was measured of their work. Written by scripts/demo_conformity.py.\n\n"
    people = {}
    for at, name in enumerate(NAMES):
        ref = name.split()[0].lower()
        people[ref] = at
        text += f'[[person]]\nref = "{ref}"\nname = "{name}"\nemail = "{name.lower().replace(" ", ".")}@northfen.example"\njob = "Benefits caseworker"\nunit = "@benefits"\nmanager = "@rosa"\nroles = []\n\n'
    text += record("cpt-decide", "competence", "maren", -300, title="Deciding with a score beside the file", describes="Decides by the file, uses the score as one of its papers, and writes down why.",
                   levels=[{"level": "aware", "means": "Knows what the score is and is not."}, {"level": "able", "means": "Decides against it where the file says so, with reasons."}],
                   means=["training", "examination", "observation"], validity="P2Y", owner="@maren")
    # What the role asks for is entered once people hold it, as it was when the score came.
    text += record("role-caseworker", "role", "maren", -299, [(None, "maren", -250, {"set": {"competences": [{"competence": "@cpt-decide", "level": "able"}]}})],
                   title="Caseworker who decides with a score", key="score_caseworker", family="operations")
    for ref in people:
        text += record(f"holds-{ref}", "role_assignment", "maren", -298, [("accept", "tobias", -297)], title=f"{ref.title()} decides with a score", person=f"@{ref}", role="@role-caseworker",
                       covers="@benefits", basis="appointment", **{"from": day(-297)})
    text += record("course-papers", "evidence", "rosa", -170, [("accept", "petra", -168)], title="Course on deciding with a score: lists and exercises",
                   shows="Who was there, and what each wrote in the exercise; an empty sheet would have shown.", form="record", about=["@benefits"], collected_on=day(-170), owner="@rosa", unit="@benefits")
    trained = {ref: -165 + 2 * at for at, ref in enumerate(list(people)[:10])}
    for ref, when in trained.items():
        text += record(f"course-{ref}", "competence_record", "maren", when + 1, [("evidence", "maren", when + 3)], title="Course on deciding with a score", person=f"@{ref}",
                       competence="@cpt-decide", level="able", by="training", evidence=["@course-papers"], obtained=day(when), owner=f"@{ref}")
    text += record("quiz-decide", "quiz", "maren", -60, [("put_in_use", "maren", -58)], title="Deciding with a score", competence="@cpt-decide", level="aware", about=["@policy", "@measures"],
                   access="restricted", questions=[{"question": q, "a": a, "b": b, "right": right} for q, a, b, right in QUESTIONS], owner="@maren")
    knows = {}
    for ref, at in people.items():
        knows[ref] = DRAW.random() * .6 + (.35 if ref in trained else .1)
    for ref in list(people)[:16]:
        answers = [right if DRAW.random() < .25 + .75 * knows[ref] else ("a" if right == "b" else "b") for *_, right in QUESTIONS]
        text += act("take_quiz", "@quiz-decide", ref, -50 + people[ref], answers=answers)
    # What follows where the rules are not kept, read by most.
    text += record("measures", "document", "leila", -130, [("submit", "leila", -126), ("approve", "idris", -121), ("put_in_force", "leila", -120)],
                   title="What follows where the rules on AI are not kept", form="procedure", edition="1",
                   body="A talk comes first. Whoever disregards a rule again is heard, and a measure follows that fits what came of it; what is reported by oneself weighs less.",
                   clauses=[{"clause": "ISO/IEC 42001:7.3"}], goes_to=["@benefits", "@customer", "@digital", "@assurance"], acknowledge_within="P30D", owner="@leila", review_by=day(240))
    for ref in list(people)[:15] + ["nell", "rosa", "dora", "hanne", "jun"]:
        text += act("acknowledge", "@measures", ref, -112 + people.get(ref, 0))
    for ref in list(people)[:12] + ["nell", "rosa", "maren", "petra", "idris", "leila"]:
        text += act("acknowledge", "@policy", ref, -250)
    # A sample of decisions of each caseworker, four times.
    for quarter in (-280, -215, -110, -45):
        for ref in people:
            since = ref in trained and quarter > trained[ref]
            error = (.17 - .10 * knows[ref]) * (.45 if since else 1)
            override = .09 if since else .05
            n = 60 + DRAW.randrange(15)
            wrong, against = sum(DRAW.random() < error for _ in range(n)), sum(DRAW.random() < override for _ in range(n))
            text += record(f"seen-{ref}-{-quarter}", "measurement", "petra", quarter, title=f"Sample of decisions of {NAMES[people[ref]]}", of=f"@{ref}", family="other", measured_on=day(quarter),
                           verdict="not_judged", rows=n, access="confidential",
                           values=[{"metric": "error_rate", "value": round(wrong / n, 6), "n": n}, {"metric": "override_rate", "value": round(against / n, 6), "n": n}])
    return text


(OUT / "09-conformity.toml").write_text(conformity())
(OUT / "10-training.toml").write_text(training())
