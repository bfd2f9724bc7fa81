#!/usr/bin/env python3
"""Writes the cases of capability 10.6: an organisation, two frameworks with relations between them, and the status of every requirement for the
organisation and each AI system; and a statement of applicability with planted contradictions, with its clean twin.

Statuses follow from the rows by their definition: every proof is held against every requirement, and unbroken proof is found by walking back day
by day. Contradictions are those that were planted. It shares no code with the product. Run it in the root of the repository.
"""
import copy
import datetime as dt
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "10.6"
DAY = dt.date(2027, 2, 1)
RECORDS, DAYS = 2, 28
ORDER = ["failing", "not_started", "designed", "stale", "designed_not_operating", "operating"]


# --- frameworks ---

def node(number, about="", expects=()):
    return {"id": str(number), "about": about, "expects": list(expects)}


RECORD, DOCUMENT = ("record", True, 90), ("document", True, None)
ONE = [node(1), node(2, expects=[RECORD]), node(3, expects=[DOCUMENT]), node(4, "system"), node(5, "system", [RECORD]),
       node(6, "organisation"), node(7), node(8)]
TWO = [node(1), node(2), node(3, expects=[RECORD]), node(4, "system"), node(5), node(6)]
THREE = [node(number) for number in range(1, 7)]
MAPS = [("1", "equal-to", "1", True), ("2", "superset-of", "2", True), ("3", "subset-of", "3", True), ("4", "equivalent-to", "4", True),
        ("6", "equal-to", "5", False), ("7", "intersects-with", "6", True), ("8", "superset-of", "6", True), ("2", "superset-of", "5", True)]

HEAD = """schema = "aims.library/v1"
urn = "{urn}"
title = "Cases"
version = "1.0.0"
rights = {{ text = "own-words", licence = "Apache-2.0", source_licence = "none", notice = "made for tests", redistributable = true }}
provenance = {{ authors = ["aims"], sources = [] }}
"""


def framework(prefix, nodes):
    text = HEAD.format(urn=f"urn:aims:framework:{prefix.lower()}") + f"""prefix = "{prefix}"
publisher = "aims"
jurisdictions = ["INT"]
edition = {{ name = "1", published = "2026", status = "current" }}
part = [{{ name = "controls", label = "Controls", normative = true, binding = true }},
        {{ name = "guidance", label = "Guidance", normative = false, binding = false }}]
"""
    for it in nodes:
        text += f"""
[[node]]
id = "{it['id']}"
part = "controls"
level = "control"
title = "Requirement {it['id']} of {prefix}"
intent = "Somebody does the thing of number {it['id']} and keeps proof."
modality = "shall"
assessable = true
"""
        if it["about"]:
            text += f'applies = {{ about = "{it["about"]}" }}\n'
        for form, mandatory, days in it["expects"]:
            fresh = f', freshness = "P{days}D"' if days else ""
            text += (f'evidence = [{{ id = "{form}", what = "a {form}", form = "{form}", mandatory = {str(mandatory).lower()}{fresh} }}]\n')
    return text + f"""
[[node]]
id = "G.1"
part = "guidance"
level = "guidance"
title = "Guidance of {prefix}"
intent = "How it can be done."
modality = "should"
guides = "1"
"""


def crosswalk():
    text = HEAD.format(urn="urn:aims:crosswalk:cases")
    text += 'source = "urn:aims:framework:one"\ntarget = "urn:aims:framework:two"\n'
    for one, relation, other, reviewed in MAPS:
        text += f'\n[[map]]\nfrom = "{one}"\nto = "{other}"\nrelation = "{relation}"\nstrength = 5\nrationale = "made for tests"\n'
        if reviewed:
            text += 'reviewer = "PER-0001"\n'
    return text


# --- records ---

def ago(days):
    return str(DAY - dt.timedelta(days=days))


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {name: it for name, it in fields.items() if it not in (None, [], "")}}


def meets(references):
    return [{"framework": it.split(":")[0], "reference": it.split(":")[1]} for it in references]


def organisation(chance):
    every = [f"ONE:{it['id']}" for it in ONE] + [f"TWO:{it['id']}" for it in TWO]
    rows = [entry("ana", "person", "active", title="Ana", email="ana@cases.example")]
    for n, redesigned in ((1, None), (2, 40), (3, 400)):
        rows.append(entry(f"system-{n}", "ai_system", "operation", title=f"System {n}", redesigned_on=ago(redesigned) if redesigned else None))
    names = ["system-1", "system-2", "system-3"]
    for n in range(1, 8):
        state = ["operating", "operating", "designed", "planned", "operating", "suspended", "operating"][n - 1]
        rows.append(entry(f"control-{n}", "control", state, title=f"Control {n}", statement="Somebody does it.", frequency="monthly",
                          meets=meets(chance.sample(every, chance.choice([0, 1, 2]))) or None,
                          applies_to=chance.sample(names, chance.choice([0, 0, 1, 2])),
                          operating_since=ago(chance.choice([30, 200, 500])) if chance.random() < 0.6 else None))
    for n in range(1, 41):
        taken = chance.choice([3, 20, 45, 80, 120, 200, 300, 420])
        long = chance.choice([0, 0, 0, 40])
        form = chance.choice(["record", "record", "record", "document", "measurement"])
        fields = dict(title=f"Proof {n}", shows="It was done.", form=form, collected_on=ago(taken),
                      meets=meets(chance.sample(every, chance.choice([0, 1, 1, 2]))) or None,
                      serves=chance.sample([f"control-{n}" for n in range(1, 8)], chance.choice([0, 0, 1])),
                      about=chance.sample(names, chance.choice([0, 0, 1, 2])))
        if long:
            fields["period"] = {"from": ago(taken + long), "until": ago(taken)}
        if chance.random() < 0.3:
            fields["validity"] = f"P{chance.choice([30, 60, 400])}D"
        rows.append(entry(f"proof-{n}", "evidence", chance.choice(["accepted"] * 6 + ["collected", "rejected"]), **fields))
    # One proof that serves many, which the other side lets expire.
    for n, days in ((1, 60), (2, 2)):
        rows.append(entry(f"shared-{n}", "evidence", "accepted", title=f"Shared {n}", shows="It was done.", form="record", collected_on=ago(days),
                          meets=meets(["ONE:2"])))
    return rows


# --- what follows ---

def day(text):
    return dt.date.fromisoformat(text)


def passes():
    """Pairs of requirements of which what shows the first shows the second."""
    pairs = {(f"ONE:{it['id']}",) * 2 for it in ONE} | {(f"TWO:{it['id']}",) * 2 for it in TWO}
    for one, relation, other, reviewed in MAPS:
        one, other = f"ONE:{one}", f"TWO:{other}"
        if reviewed and relation in ("equal-to", "equivalent-to", "superset-of"):
            pairs.add((one, other))
        if reviewed and relation in ("equal-to", "equivalent-to", "subset-of"):
            pairs.add((other, one))
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return pairs
        pairs |= more


PASSES = passes()


def references(row):
    return {f"{it['framework']}:{it['reference']}" for it in row["fields"].get("meets", [])}


def shows(references, wanted):
    return any((it, wanted) in PASSES for it in references)


def for_subject(systems, subject):
    return not systems or subject in systems


def proofs(rows, wanted, of, subject, changed):
    """Proof as it bears: form, first day, last day, last fresh day, whether it is older than what it proves."""
    controls = {it["id"]: it for it in rows if it["kind"] == "control"}
    for row in rows:
        if row["kind"] != "evidence" or row["state"] != "accepted":
            continue
        fields = row["fields"]
        floors = []
        if for_subject(fields.get("about"), subject):
            if shows(references(row), wanted):
                floors.append(None)
            for name in fields.get("serves", []):
                control = controls[name]
                if shows(references(control), wanted) and for_subject(control["fields"].get("applies_to"), subject):
                    since = control["fields"].get("operating_since")
                    floors.append(day(since) if since else None)
        if not floors:
            continue
        floor = None if None in floors else min(floors)
        floor = max((it for it in (floor, changed) if it), default=None)
        taken = day(fields["collected_on"])
        first, last = (day(fields["period"][it]) for it in ("from", "until")) if "period" in fields else (taken, taken)
        form = "document" if fields["form"] == "document" else "record"
        spans = [it[2] for it in of["expects"] if (it[0] == "document") == (form == "document") and it[2]]
        ends = []
        if spans:
            ends.append(last + dt.timedelta(days=min(spans)))
        elif form == "record":
            ends.append(last.replace(year=last.year + 1))
        if "valid_until" in fields:
            ends.append(day(fields["valid_until"]))
        elif "validity" in fields:
            ends.append(taken + dt.timedelta(days=int(fields["validity"][1:-1])))
        older = floor is not None and last < floor
        begins = max(first, floor) if floor else first
        yield form, begins, last, min(ends, default=None), older


def status(rows, prefix, of, subject):
    wanted = f"{prefix}:{of['id']}"
    system = next((it for it in rows if it["id"] == subject), None)
    if system is not None and of["about"] == "organisation":
        return "not_applicable"
    if system is None and of["about"] == "system":
        return min((status(rows, prefix, of, it["id"]) for it in rows if it["kind"] == "ai_system"), key=ORDER.index)
    changed = system["fields"].get("redesigned_on") if system else None
    changed = day(changed) if changed else None
    found = list(proofs(rows, wanted, of, subject, changed))
    states = [it["state"] for it in rows if it["kind"] == "control" and shows(references(it), wanted)
              and for_subject(it["fields"].get("applies_to"), subject)]
    fresh = lambda it: it[3] is None or DAY <= it[3]
    only_documents = bool(of["expects"]) and all(it[0] == "document" for it in of["expects"])
    chain = [it for it in found if it[0] == "record" or only_documents]
    live = [it for it in chain if fresh(it) and not it[4]]
    if live:
        end = lambda it: (min(it[3], DAY) if it[3] else DAY) if it[0] == "document" else it[2]
        old = [it for it in chain if not fresh(it) and not it[4]]
        since = min(it[1] for it in live)
        while any(it[1] < since <= it[3] for it in old):
            since -= dt.timedelta(days=1)
        joined = live + [it for it in old if it[3] >= since]
        span = (max(end(it) for it in live) - since).days
        longest = max((end(it) - it[1]).days for it in joined)
        reached = "operating" if span >= DAYS and (len(joined) >= RECORDS or longest >= DAYS) else "designed_not_operating"
    elif any(it[4] or not fresh(it) for it in found):
        reached = "stale"
    elif any(it[0] == "document" and not only_documents for it in found) or any(it in ("designed", "operating") for it in states):
        reached = "designed"
    else:
        reached = "not_started"
    lacking = any(m and not any(p[0] == f and fresh(p) and not p[4] for p in found) for f, m, _ in of["expects"])
    idle = bool(states) and "operating" not in states
    most = "designed_not_operating" if lacking or idle else "operating"
    return min(reached, most, key=ORDER.index)


def statuses(rows):
    subjects = [""] + [it["id"] for it in rows if it["kind"] == "ai_system"]
    return [{"reference": f"{prefix}:{of['id']}", "subject": subject, "status": status(rows, prefix, of, subject)}
            for prefix, nodes in (("ONE", ONE), ("TWO", TWO)) for of in nodes for subject in subjects
            if not (subject and of["about"] == "organisation")]


# --- a statement ---

def statement():
    """An organisation whose statement of applicability contradicts nothing."""
    rows = [entry("bea", "person", "active", title="Bea", email="bea@cases.example"),
            entry("soa-system", "ai_system", "operation", title="Stated system"),
            entry("objective", "objective", "in_force", title="Be fair"),
            entry("risk-1", "risk", "in_treatment", title="Risk 1"), entry("risk-2", "risk", "in_treatment", title="Risk 2")]
    for n in range(1, 8):
        rows.append(entry(f"stated-{n}", "control", "designed", title=f"Stated {n}", meets=meets([f"THREE:{n}"]) if n < 6 else None,
                          objectives=["objective"] if n > 4 else None))
    rows.append(entry("treatment", "treatment", "approved", title="Treat 1", treats=["risk-1"], controls=["stated-1", "stated-2"], option="change_likelihood"))
    rows.append(entry("duty", "obligation", "applicable", title="A duty", controls=["stated-3", "stated-4"]))
    line = lambda control, by, own, **more: dict(control=control, necessary="yes", because=by, realised_by=own, **more)
    entries = [line("THREE:1", ["risk-1"], ["stated-1"]), line("THREE:2", ["risk-1"], ["stated-2"]), line("THREE:3", ["duty"], ["stated-3"]),
               line("THREE:4", ["duty"], ["stated-4"]), line("THREE:5", ["objective"], ["stated-5"]),
               dict(control="THREE:6", necessary="no", why="we give nothing away"),
               *[line(f"control-{n}", ["objective"], [f"control-{n}"]) for n in range(1, 8)],
               line("stated-6", ["objective"], ["stated-6"]), line("stated-7", ["objective"], ["stated-7"])]
    exceptions = [dict(control="THREE:5", system="soa-system", necessary="no", why="it decides nothing")]
    return rows, entries, exceptions


def planted(rows, entries, exceptions):
    """Ten contradictions, each with the control at which it shows."""
    keys = []
    by = {it["control"]: it for it in entries}
    by["THREE:1"].update(necessary="no", why="nobody needs it")
    keys.append(("treatment_left_out", "THREE:1"))
    by["THREE:2"]["because"] = ["risk-1", "risk-2"]
    keys.append(("without_treatment", "THREE:2"))
    by["THREE:3"]["because"] = []
    keys.append(("no_reason_in", "THREE:3"))
    by["THREE:4"].pop("necessary")
    keys.append(("undecided", "THREE:4"))
    entries.append(copy.deepcopy(by["THREE:5"]))
    keys.append(("twice", "THREE:5"))
    by["THREE:6"].pop("why")
    keys.append(("no_reason_out", "THREE:6"))
    entries.append(dict(control="THREE:G.1", necessary="yes", because=["objective"]))
    keys.append(("no_control", "THREE:G.1"))
    entries.remove(by["stated-7"])
    keys.append(("own_missing", "stated-7"))
    exceptions[0].pop("why")
    keys.append(("exception", "THREE:5"))
    next(it for it in rows if it["id"] == "stated-6")["state"] = "retired"
    keys.append(("gone", "stated-6"))
    return keys


def side(name, expired, wrong):
    chance = random.Random(106)
    rows = organisation(chance)
    if expired:
        for it in rows:
            if it["id"].startswith("shared-"):
                it["fields"]["valid_until"] = ago(1)
    stated, entries, exceptions = statement()
    keys = planted(stated, entries, exceptions) if wrong else []
    rows += stated
    rows.append(entry("soa", "statement_of_applicability", "draft", title="Statement", framework="THREE", entries=entries, exceptions=exceptions))
    key = {
        "origin": "every proof held against every requirement by definition, and planted contradictions (scripts/conformity.py)",
        "day": str(DAY), "statuses": statuses(rows), "statement": "soa", "faults": [{"check": c, "control": r} for c, r in keys],
    }
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(rows, indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
    return {(it["reference"], it["subject"]): it["status"] for it in key["statuses"]}


def main():
    for path, text in (("frameworks/one.toml", framework("ONE", ONE)), ("frameworks/two.toml", framework("TWO", TWO)),
                       ("frameworks/three.toml", framework("THREE", THREE)),
                       ("crosswalks/cases.toml", crosswalk())):
        file = OUT / "config" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    clean, faulty = side("clean", False, False), side("faulty", True, True)
    fell = sorted(it for it in clean if clean[it] != faulty[it])
    assert fell and all(ORDER.index(faulty[it]) < ORDER.index(clean[it]) for it in fell)
    print(f"{len(clean)} statuses, of which {len(fell)} fall where two proofs expire: {fell}")
    counts = {}
    for it in clean.values():
        counts[it] = counts.get(it, 0) + 1
    print(counts)


main()
