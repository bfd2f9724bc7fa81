#!/usr/bin/env python3
"""Writes the cases of capability 8.6: an organisation in which records contradict each other, and its clean twin with near misses that do not.

What stands in the keys is found here from the rows alone, by the definitions of the guide: the status of a requirement from the days of its
evidence, a contradiction by comparing two records or a record with the day. It shares no code with the product. Run it in the root of the
repository.
"""
import datetime as dt
import json
import pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "8.6"
DAY = dt.date(2026, 10, 1)
FRESH, RECORDS, SPAN = 365, 2, 28
NODES = 14
ORIGIN = "found by scripts/readiness.py from the rows, by the definitions of the guide"
STAGES = {"stage_1": ["designed", "stale", "designed_not_operating", "operating"], "stage_2": ["operating"]}


def day(back):
    return (DAY - dt.timedelta(days=back)).isoformat()


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


def framework():
    head = f'''schema = "aims.library/v1"
urn = "urn:aims:framework:room"
title = "Cases of a room"
version = "1.0.0"
rights = {{ text = "own-words", licence = "Apache-2.0", source_licence = "none", notice = "made for tests", redistributable = true }}
provenance = {{ authors = ["aims"], sources = [] }}
prefix = "ROOM"
publisher = "aims"
jurisdictions = ["INT"]
edition = {{ name = "1", published = "2026", status = "current" }}
part = [{{ name = "controls", label = "Controls", normative = true, binding = true }}]
'''
    nodes = [f'''
[[node]]
id = "{number}"
part = "controls"
level = "control"
title = "Requirement {number} of ROOM"
intent = "Somebody does the thing of number {number} and keeps proof."
modality = "{"shall" if number % 4 else "should"}"
assessable = true
question = [
    {{ ask = "Who does the thing of number {number}?", method = "interview" }},
    {{ ask = "What shows that the thing of number {number} was done?", method = "examine" }},
    {{ ask = "When was the thing of number {number} done last?", method = "examine" }},
]
''' for number in range(1, NODES + 1)]
    return head + "".join(nodes)


def control(number, state, meets, **more):
    return entry(f"control-{number}", "control", state, title=f"Control {number}", statement="Somebody does it.", frequency="monthly",
                 meets=[{"framework": "ROOM", "reference": str(it)} for it in meets], **more)


def proof(name, meets, back, about=None):
    return entry(name, "evidence", "accepted", title=f"Proof {name}", shows="It was done.", form="record", collected_on=day(back),
                 meets=[{"framework": "ROOM", "reference": str(it)} for it in meets], about=about)


def organisation(faulty):
    """Rows; a near miss stands on both sides beside each contradiction."""
    rows = [
        entry("house", "organization_unit", "active", title="House", form="legal_entity"),
        entry("shut", "organization_unit", "closed" if faulty else "active", title="Shut branch", form="branch"),
        entry("old-branch", "organization_unit", "closed", title="Old branch", form="branch"),
        entry("here", "person", "active", title="Present", engagement="employee"),
        entry("gone", "person", "left" if faulty else "active", title="Departed", engagement="employee"),
        entry("maker", "external_party", "ended" if faulty else "approved", title="Maker", parts_played=["supplier"]),
        entry("former-maker", "external_party", "ended", title="Former maker", parts_played=["supplier"]),
        entry("desk", "ai_system", "operation", title="Desk", unit="shut", owner="here", supplier="maker"),
        entry("tool", "ai_system", "operation", title="Tool", unit="house", owner="gone", in_service_on=day(-30 if faulty else 30)),
        entry("past", "ai_system", "retired", title="Past", unit="old-branch", owner="here", supplier="former-maker"),
        entry("robot", "ai_system", "operation", title="Robot", unit="house", owner="here", retired_on=day(5) if faulty else None),
    ]
    # 1-3 operate, 4 has one record alone, 5 is described, 6 is stale, 7 is excluded, 8 claimed, 12 is excluded and done by a control that says nothing of
    # it, 13 is excluded for all but the desk, 14 for the robot alone, the rest has nothing.
    rows += [
        control(1, "operating", [1, 2, 3], operating_since=day(200)),
        control(4, "operating", [4], operating_since=day(-10 if faulty else 100)),
        control(5, "designed", [5]),
        control(6, "operating", [6], operating_since=day(900)),
        control(7, "operating" if faulty else "designed", [7]),
        control(8, "operating", [8], operating_since=day(20)),
        control(9, "retired", [9]),
        control(10, "operating", [10], operating_since=day(60)),
        control(12, "designed", [12]),
        control(13, "operating", [13], operating_since=day(60), applies_to=["desk", "robot"] if faulty else ["desk"]),
        control(14, "operating", [14], operating_since=day(60), applies_to=["robot"] if faulty else ["desk"]),
    ]
    rows += [proof("early-14", [14], 60, ["desk"]), proof("late-14", [14], 10, ["desk"])]
    rows.append(entry("done-12", "evidence", "accepted", title="Done", shows="It was done.", form="record", collected_on=day(30 if faulty else 500), meets=[],
                      serves=["control-12"]))
    rows += [proof(f"early-{it}", [it], 100) for it in (1, 2, 3)] + [proof(f"late-{it}", [it], 20) for it in (1, 2, 3)]
    rows += [proof("only-4", [4], 15), proof("old-6", [6], 500)]
    rows += [proof("early-10", [10], 90), proof("late-10", [10], 10)]
    if not faulty:
        rows += [proof("early-8", [8], 60), proof("late-8", [8], 5)]
    rows.append(proof("of-past", [11], 30, about=["past"] if faulty else ["past", "desk"]))
    because = {"because": []}
    entries = [{"control": f"ROOM:{it}", "necessary": "yes", "why": "it is needed", "realised_by": ["control-1"], **because} for it in (1, 2, 3)]
    entries += [
        {"control": "ROOM:5", "necessary": "yes", "why": "it is needed", "realised_by": ["control-5"], **because},
        {"control": "ROOM:7", "necessary": "no", "why": "no such case arises here", "realised_by": [], **because},
        {"control": "ROOM:12", "necessary": "no", "why": "nobody does such a thing here", "realised_by": [], **because},
        {"control": "ROOM:13", "necessary": "no", "why": "the desk alone needs it", "realised_by": [], **because},
        {"control": "ROOM:14", "necessary": "yes", "why": "it is needed", "realised_by": ["control-14"], **because},
        {"control": "ROOM:8", "necessary": "yes", "why": "it is needed", "realised_by": ["control-8"], **because},
        {"control": "ROOM:10", "necessary": "yes", "why": "it is needed", "realised_by": ["control-9" if faulty else "control-10"], **because},
    ]
    rows += scopes(faulty)
    rows.append(entry("soa", "statement_of_applicability", "in_force", title="Statement", framework="ROOM", aims_scope="boundary-1",
                      entries=entries, review_by=day(-90), exceptions=[
                          {"control": "ROOM:13", "system": "desk", "necessary": "yes", "why": "it decides about people"},
                          {"control": "ROOM:14", "system": "robot", "necessary": "no", "why": "it touches nobody"}]))
    rows += certificates(faulty)
    rows += [
        entry("rule-a", "document", "in_force", title="Use of assistants", form="procedure", review_by=day(-100)),
        entry("rule-b", "document", "in_force" if faulty else "superseded", title="Use of assistants", form="procedure", review_by=day(-200)),
        entry("late-rule", "document", "in_force", title="Keys", form="procedure", review_by=day(3 if faulty else -3)),
        entry("audit", "audit", "reported", title="Audit", type="internal", **{"from": day(40)}, until=day(-20 if faulty else 30)),
        entry("dropped-audit", "audit", "cancelled", title="Dropped audit", type="internal", **{"from": day(30)}, until=day(20)),
        entry("next-audit", "audit", "planned", title="Next audit", type="internal", **{"from": day(-40)}, until=day(-50)),
        entry("risk", "risk", "identified", title="Risk", owner="here"),
        entry("language-model", "model", "active", title="Language model"),
        entry("version", "model_version", "withdrawn" if faulty else "approved", title="Version 1", model="language-model"),
        entry("release", "release", "in_service", title="Release 1", system="robot", bundle=[{"part": "model", "model_version": "version"}]),
    ]
    # Readers: one who let the day pass, one who was asked about what is no longer in force, one who still has time.
    rows += [
        entry("old-rule", "document", "superseded", title="Old rule", form="procedure", review_by=day(-20)),
        asked("asked-a", "rule-a", 5 if faulty else -5), asked("asked-old", "old-rule", 5), asked("asked-late", "late-rule", -1),
        entry("given-a", "acknowledgement", "given", title="Read", person="here", of="rule-a", due=day(9), given_on=day(10)),
    ]
    # A new edition about which nobody was asked, or somebody was; a reader who left; quizzes about the former and the new one.
    rows += [
        entry("leaver", "person", "left", title="Leaver", engagement="employee"),
        entry("house-rule-1", "document", "superseded", title="House rule", form="procedure"),
        entry("house-rule-2", "document", "in_force", title="House rule", form="procedure", supersedes="house-rule-1", review_by=day(-200)),
        entry("given-1", "acknowledgement", "given", title="Read", person="here", of="house-rule-1", due=day(300), given_on=day(310)),
        entry("given-2", "acknowledgement", "given", title="Read", person="leaver", of="house-rule-1", due=day(300), given_on=day(310)),
        entry("rules-known", "competence", "current", title="Knows the house rule", means=["examination"], levels=[{"level": "aware", "means": "Knows it."}]),
        quiz("quiz", "in_use", "house-rule-1" if faulty else "house-rule-2"), quiz("old-quiz", "withdrawn", "house-rule-1"),
        asked("asked-leaver", "house-rule-2", 5, "leaver") if not faulty else asked("asked-leaver", "late-rule", 5, "leaver"),
    ]
    # A review with an internal audit in the year before it, or with one that is older, or made by people from outside, or reported before its end.
    rows += [
        entry("older-audit", "audit", "closed", title="Older audit", type="internal", **{"from": day(420)}, until=day(400 if faulty else 300)),
        entry("customer-audit", "audit", "closed", title="Customer audit", type="customer", **{"from": day(120)}, until=day(110)),
        entry("looked", "management_review", "held", title="Review", held_on=day(10)),
        entry("next-look", "management_review", "planned", title="Next review", held_on=day(-30)),
    ]
    # An acceptance that is over and counts, beside one that ended and one that has time.
    rows += [
        entry("kept-risk", "risk_acceptance", "granted", title="Kept", risk="risk", expires=day(3 if faulty else -3)),
        entry("ended-risk", "risk_acceptance", "ended", title="Ended", risk="risk", expires=day(40)),
    ]
    return rows


def quiz(name, state, about):
    return entry(name, "quiz", state, title="House rule", competence="rules-known", level="aware", about=[about], access="restricted", owner="here",
                 questions=[{"question": "Who keeps the keys?", "a": "The porter", "b": "Nobody", "right": "a"}])


def asked(name, document, back, who="here"):
    return entry(name, "acknowledgement", "asked", title=f"Read {document}", person=who, of=document, asked_on=day(60), due=day(back))


def scopes(faulty):
    """Three scopes one after the other; the last one came into force on the faulty side alone."""
    scope = lambda number, state, units: entry(f"boundary-{number}", "aims_scope", state, title=f"Scope {number}", units=units)
    return [
        entry("annex", "organization_unit", "active", title="Annex", form="branch"),
        entry("yard", "organization_unit", "active", title="Yard", form="branch"),
        scope(0, "superseded", ["house", "shut", "yard"]),
        scope(1, "superseded" if faulty else "in_force", ["house", "shut"]),
        scope(2, "in_force" if faulty else "draft", ["house", "shut", "annex"]),
    ]


def certificates(faulty):
    """Certificates: of a scope that was replaced, told and untold; one that is over; one whose visit was not held."""
    current = "boundary-2" if faulty else "boundary-1"
    one = lambda name, issued, expires, scope, state="certified", **more: entry(
        name, "certification", state, title=f"Certificate {name}", framework="ROOM", body="certifier", certificate_number=f"C {name}", scope=scope,
        issued=day(issued), expires=day(expires), **more)
    told = [{"on": DAY.isoformat(), "what": "the scope moved", "about": [current, "yard"] + (["annex"] if faulty else [])}]
    return [
        entry("certifier", "external_party", "approved", title="Certifier", parts_played=["certification_body"]),
        one("of-before", 100, -900, "boundary-1", statement="soa"),
        one("of-long-ago", 100, -900, "boundary-0", told=told),
        one("over", 1000 if faulty else 100, 2 if faulty else -900, current),
        entry("first-visit", "audit", "planned" if faulty else "reported", title="First visit", type="surveillance",
              **{"from": day(62)}, until=day(60)),
        one("unvisited", 400, -600, current, visits=["first-visit"]),
        one("given-up", 400, -600, "boundary-0", state="lapsed"),
        one("applied-for", 100, -900, "boundary-0", state="applied"),
    ]


def date(it, field):
    text = it["fields"].get(field)
    return dt.date.fromisoformat(text) if text else None


def statuses(rows):
    """The status of each requirement: what describes it, and the days of fresh records."""
    found = {}
    [soa] = [row["fields"] for row in rows if row["kind"] == "statement_of_applicability"]
    taken_in = {it["control"] for it in soa["exceptions"] if it["necessary"] == "yes"}
    out = {it["control"] for it in soa["entries"] if it["necessary"] == "no"} - taken_in
    for number in range(1, NODES + 1):
        meets = lambda it: any(of["reference"] == str(number) for of in it["fields"].get("meets", []))
        own = [it for it in rows if it["kind"] == "control" and meets(it)]
        described = any(it["state"] in ("designed", "operating") and not it["fields"].get("applies_to") for it in own)
        serves = lambda it: {one["id"] for one in own} & set(it["fields"].get("serves") or [])
        proofs = [it for it in rows if it["kind"] == "evidence" and not it["fields"].get("about") and (meets(it) or serves(it))]
        days = [(DAY - date(it, "collected_on")).days for it in proofs]
        fresh = [it for it in days if it <= FRESH]
        if f"ROOM:{number}" in out:
            status = "not_applicable"
        elif len(fresh) >= RECORDS and max(fresh) - min(fresh) >= SPAN:
            status = "operating"
        elif fresh:
            status = "designed_not_operating"
        elif days:
            status = "stale"
        else:
            status = "designed" if described else "not_started"
        found[str(number)] = status
    return found


def months(of, count):
    """The same day so many months later; none of the cases meets the end of a shorter month."""
    at = of.year * 12 + of.month - 1 + count
    return of.replace(year=at // 12, month=at % 12 + 1)


def otherwise(by, row, current):
    """Records of which the body of a certificate must be told: another scope in force, and units that it names anew or no longer."""
    certified = by[row["fields"]["scope"]]
    if certified["id"] == current["id"]:
        return set()
    open_ = lambda scope: {it for it in scope["fields"]["units"] if by[it]["state"] != "closed"}
    return {current["id"]} | (open_(certified) ^ open_(current))


def missed(by, row):
    """Visits whose window passed without them: the first surveillance at most 12 months after issue, the second at most 3 months after 24; of a
    certificate that is over, none. Each with the audit that is planned for it."""
    issued, expires = date(row, "issued"), date(row, "expires")
    if expires < DAY:
        return []
    windows = [(months(issued, 9), months(issued, 12)), (months(issued, 21), months(issued, 27))]
    found = []
    for at, (first, last) in enumerate(windows):
        until = windows[at + 1][0] if at + 1 < len(windows) else dt.date.max
        own = [by[name] for name in row["fields"].get("visits", [])]
        own = [it for it in own if it["fields"]["type"] == "surveillance" and first <= date(it, "until") < until]
        if last < DAY and not any(it["state"] in ("reported", "closed") for it in own):
            found.append([it["id"] for it in own])
    return found


def unshown(rows, soa, number, runs, status):
    """Whether nothing shows what controls do; of those that apply to AI systems alone, whether nothing shows it of one for which it is necessary."""
    applies = [set(it["fields"].get("applies_to") or []) for it in runs]
    if not all(applies):
        return status in ("not_started", "designed")
    out = {it["system"] for it in soa["fields"]["exceptions"] if it["control"] == f"ROOM:{number}" and it["necessary"] == "no"}
    shown = {about for it in rows if it["kind"] == "evidence" and any(of["reference"] == number for of in it["fields"]["meets"])
             for about in it["fields"].get("about") or []}
    return bool(set().union(*applies) - out - shown)


def excluded_in_use(of, soa, entry):
    """Uses of what an entry excludes: an operating control for somebody for whom it is excluded, or fresh evidence through one that does not operate."""
    number = entry["control"].split(":")[1]
    exceptions = {it["system"]: it["necessary"] for it in soa["fields"]["exceptions"] if it["control"] == entry["control"]}
    everybody = {it["id"] for it in of("ai_system")}
    out = {it for it in everybody if exceptions.get(it, entry["necessary"]) == "no"}
    found = []
    for one in of("control"):
        if not any(m["reference"] == number for m in one["fields"]["meets"]):
            continue
        applies = set(one["fields"].get("applies_to") or [])
        # What applies to all is held against an entry that excludes for all.
        hit = applies & out if applies else out == everybody
        if hit and one["state"] == "operating":
            found.append([one["id"]])
        elif hit:
            proofs = [it for it in of("evidence", "accepted") if one["id"] in (it["fields"].get("serves") or [])]
            found += [[one["id"], it["id"]] for it in proofs if (DAY - date(it, "collected_on")).days <= FRESH]
    return found


def contradictions(rows, status):
    by = {it["id"]: it for it in rows}
    state = lambda name: by[name]["state"]
    of = lambda kind, *states: [it for it in rows if it["kind"] == kind and (not states or it["state"] in states)]
    found = []
    for row in of("statement_of_applicability", "in_force"):
        for it in row["fields"]["entries"]:
            number = it["control"].split(":")[1]
            runs = [name for name in it["realised_by"] if state(name) == "operating"]
            if it["necessary"] == "yes" and runs and unshown(rows, row, number, [by[name] for name in runs], status[number]):
                found.append(("claimed_unshown", [row["id"], *runs]))
            found += [("excluded_in_use", [row["id"], *uses]) for uses in excluded_in_use(of, row, it)]
            found += [("carried_out_by_gone", [row["id"], name]) for name in it["realised_by"] if state(name) == "retired"]
    papers = {}
    for row in of("document", "in_force"):
        papers.setdefault((row["fields"]["form"], row["fields"]["title"].lower()), []).append(row["id"])
    found += [("two_in_force", names) for names in papers.values() if len(names) > 1]
    for row in of("document", "in_force") + of("statement_of_applicability", "in_force"):
        if date(row, "review_by") and date(row, "review_by") < DAY:
            found.append(("document_past_review", [row["id"]]))
    live = [it for it in of("ai_system") if it["state"] not in ("retired", "refused")]
    for row in live + of("control", "designed", "operating") + of("document", "in_force") + of("risk"):
        owner = row["fields"].get("owner")
        if owner and state(owner) == "left":
            found.append(("owner_gone", [row["id"], owner]))
    for row in live:
        if state(row["fields"]["unit"]) == "closed":
            found.append(("unit_closed", [row["id"], row["fields"]["unit"]]))
        maker = row["fields"].get("supplier")
        if row["state"] == "operation" and maker and state(maker) == "ended":
            found.append(("supplier_ended", [row["id"], maker]))
        if row["state"] == "operation":
            begins, ends = date(row, "in_service_on"), date(row, "retired_on")
            if (begins and begins > DAY) or (ends and ends < DAY):
                found.append(("service_against_state", [row["id"]]))
    for row in of("evidence", "accepted"):
        about = row["fields"].get("about") or []
        if about and all(state(it) in ("retired", "refused") for it in about):
            found.append(("evidence_of_gone", [row["id"], *about]))
    for row in of("control", "operating"):
        if date(row, "operating_since") and date(row, "operating_since") > DAY:
            found.append(("operates_ahead", [row["id"]]))
    for row in of("audit", "reported", "closed"):
        if date(row, "until") > DAY:
            found.append(("reported_ahead", [row["id"]]))
    for row in of("audit", "planned", "prepared"):
        if date(row, "until") < DAY:
            found.append(("audit_not_held", [row["id"]]))
    for row in of("document", "in_force"):
        here = lambda it: state(it["fields"]["person"]) != "left"
        of_it = lambda name: [it for it in of("acknowledgement") if it["fields"]["of"] == name]
        late = [it["id"] for it in of_it(row["id"]) if it["state"] == "asked" and date(it, "due") < DAY and here(it)]
        if late:
            found.append(("newer_than_its_readers", [row["id"], *late]))
        former = row["fields"].get("supersedes")
        if former:
            knew = [it["id"] for it in of_it(former) if it["state"] == "given" and here(it)]
            if knew and not of_it(row["id"]):
                found.append(("newer_than_its_readers", [row["id"], former, *knew]))
            found += [("taught_by_former", [it["id"], former, row["id"]]) for it in of("quiz", "in_use") if former in it["fields"]["about"]]
    for row in of("management_review", "held", "results_approved"):
        held = date(row, "held_on")
        ended = [date(it, "until") for it in of("audit", "reported", "closed") if it["fields"]["type"] == "internal"]
        if not any(months(held, -12) <= it <= held for it in ended):
            found.append(("reviewed_unaudited", [row["id"]]))
    for row in of("risk_acceptance", "granted"):
        if date(row, "expires") < DAY:
            found.append(("acceptance_over", [row["id"], row["fields"]["risk"]]))
    [current] = of("aims_scope", "in_force")
    for row in of("statement_of_applicability", "in_force"):
        if row["fields"]["aims_scope"] != current["id"]:
            found.append(("statement_of_other_scope", [row["id"], row["fields"]["aims_scope"], current["id"]]))
    for row in of("certification", "certified", "suspended"):
        if date(row, "expires") < DAY:
            found.append(("certificate_over", [row["id"]]))
        untold = otherwise(by, row, current) - {name for it in row["fields"].get("told", []) for name in it["about"]}
        if untold:
            found.append(("certificate_untrue", [row["id"], *sorted(untold)]))
        found += [("visit_missed", [row["id"], *visit]) for visit in missed(by, row)]
    for row in of("release", "in_service"):
        gone = [it["model_version"] for it in row["fields"]["bundle"] if state(it["model_version"]) == "withdrawn"]
        found += [("release_of_withdrawn", [row["id"], name]) for name in gone]
    return sorted([sort, sorted(names)] for sort, names in found)


def passed(status):
    asked = {number: it for number, it in status.items() if it != "not_applicable"}
    return {
        stage: {
            "ready": sum(it in least for it in asked.values()),
            "asked": len(asked),
            "blockers": sorted((number for number, it in asked.items() if it not in least and int(number) % 4), key=int),
        }
        for stage, least in STAGES.items()
    }


def main():
    folder = OUT / "config" / "frameworks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "room.toml").write_text(framework())
    for side in ("faulty", "clean"):
        rows = organisation(side == "faulty")
        status = statuses(rows)
        proven = {str(it) for it in range(1, NODES + 1) if any(
            row["kind"] == "evidence" and any(of["reference"] == str(it) for of in row["fields"]["meets"])
            and (DAY - date(row, "collected_on")).days <= FRESH for row in rows)}
        # Proof of what is failing, or can no longer be told, answers nothing that is asked about it.
        proven -= {it for it, how in status.items() if how in ("failing", "stale", "not_started", "not_assessable")}
        # A question about what is excluded is answered by the reason for it.
        proven |= {it for it, how in status.items() if how == "not_applicable"}
        key = {"origin": ORIGIN, "day": DAY.isoformat(), "status": status, "stages": passed(status),
               "contradictions": contradictions(rows, status), "proven": sorted(proven, key=int)}
        (OUT / side).mkdir(parents=True, exist_ok=True)
        for name, it in (("organisation.json", rows), ("key.json", key)):
            (OUT / side / name).write_text(json.dumps(it, indent=1, ensure_ascii=False) + "\n")
        print(side, len(key["contradictions"]), "contradictions,", key["stages"])


main()
