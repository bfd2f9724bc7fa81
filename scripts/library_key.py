#!/usr/bin/env python3
"""Makes the key of the requirement libraries from public lists of identifiers, and the answers that follow from it by rule.

    scripts/library_key.py ISO42001.json ISO27001-2022.json nist-ai-rmf-1.0.yaml > selftest/1.6/key.json
    scripts/library_key.py cases data/frameworks/iso-42001.toml selftest/1.6    # spoiled and sound libraries, and orders of what comes next

The lists are those named in ORIGIN; anybody can fetch them at the commits named there. Only identifiers and short titles are taken,
no sentence. Of the program the script reads nothing but the needs of one framework, for the order of what comes next, and it shares no code with it.
The orders are to be made again whenever the needs of the framework change.
"""

import json
import os
import re
import sys
import tomllib

ORIGIN = [
    "getprobo/probo, apps/console/public/data/frameworks/ISO42001.json at f241dc588b7b353d93d4b3314bcf5d16ab9e2a4d (MIT): "
    "identifiers and short titles; its head names another standard by mistake, its rows are those of ISO/IEC 42001",
    "getprobo/probo, apps/console/public/data/frameworks/ISO27001-2022.json at 0ba590f76c857abbc38b650a8a4b4f7c88645e99 (MIT): identifiers",
    "intuitem/ciso-assistant-community, backend/library/libraries/nist-ai-rmf-1.0.yaml at 40df2b0d4ce54011fa26c6c5e856d89782e65fde: "
    "identifiers of the core of NIST AI 100-1, which is in the public domain in the United States",
]

# How many controls stand in the nine areas of Annex A; they are 38.
RIGHT = [3, 2, 5, 4, 9, 5, 4, 3, 3]
# What a public table says instead, which adds to 42.
PUBLISHED_WRONG = [4, 3, 6, 5, 10, 5, 4, 2, 3]


def wrong_sums():
    """The wrong table, and those that are off by one in an area or hold the objectives as controls."""
    more = [[it + (at == area) for at, it in enumerate(RIGHT)] for area in range(len(RIGHT))]
    return [PUBLISHED_WRONG, [it + 1 for it in RIGHT], [3, 2, 5, 4, 8, 5, 4, 3, 3]] + more


def rows(path):
    """Identifiers with short titles, in order: of JSON with `controls`, or of YAML with `ref_id` of what is assessable."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".json"):
        return [(it["id"], it["name"].split(" - ")[-1]) for it in json.loads(text)["controls"]]
    nodes = re.findall(r"assessable: (true|false)(?:(?!assessable:).)*?ref_id: ([A-Z]+(?: [0-9.]+)?)\n", text, re.S)
    return [(name, "") for assessable, name in nodes if assessable == "true"]


def misread(controls):
    """What may be cited as the criterion of a finding, and what stands in its place where it may not."""
    cases = [{"reference": f"ISO/IEC 42001:{it}", "may": True} for it in controls]
    for it in controls:
        cases.append({"reference": f"ISO/IEC 42001:B{it[1:]}", "may": False, "instead": f"ISO/IEC 42001:{it}"})
    for number in range(1, 12):
        cases.append({"reference": f"ISO/IEC 42001:C.2.{number}", "may": False, "instead": "ISO/IEC 42001:6.1.3"})
    for number in range(1, 8):
        cases.append({"reference": f"ISO/IEC 42001:C.3.{number}", "may": False, "instead": "ISO/IEC 42001:6.1.3"})
    for group in ["4", "6.1", "9.2", "A.2", "A.6.1", "B.4", "C.2"]:
        cases.append({"reference": f"ISO/IEC 42001:{group}", "may": False, "instead": ""})
    return cases


def key(paths):
    of = [rows(path) for path in paths]
    controls = [it for it, _ in of[0] if it.startswith("A.")]
    areas = {}
    for it in controls:
        area = ".".join(it.split(".")[:2])
        areas[area] = areas.get(area, 0) + 1
    assert list(areas.values()) == RIGHT and sum(RIGHT) == 38
    return {
        "origin": "; ".join(ORIGIN),
        "ids": {
            "ISO/IEC 42001": [it for it, _ in of[0]],
            "ISO/IEC 27001": [it for it, _ in of[1]],
            "NIST AI RMF": [it for it, _ in of[2]],
        },
        "titles": dict(of[0]),
        "areas": areas,
        "wrong_sums": wrong_sums(),
        "criteria": misread(controls),
    }


def order(nodes, met, dropped):
    """Unmet requirements in the order in which they can be met, then controls that are said to be needless, by counting what is left."""
    place = {it["id"]: at for at, it in enumerate(nodes)}
    needs = {it["id"]: set(it.get("needs", [])) for it in nodes}
    sequence, left = [], [it["id"] for it in nodes]
    while left:
        free = [it for it in left if not needs[it] & (set(left) - {it})]
        following = min(free or left, key=place.get)
        left.remove(following)
        sequence.append(following)
    asked = {it["id"] for it in nodes if it.get("assessable")} - met
    return [it for it in sequence if it in asked - dropped] + [it for it in sequence if it in dropped]


def orders(path):
    """Organisations that meet one thing or another, and leave one control or another out."""
    with open(path, "rb") as file:
        nodes = tomllib.load(file)["node"]
    asked = [it["id"] for it in nodes if it.get("assessable")]
    cases = [(set(), set()), (set(asked[:10]), set()), (set(asked[1::2]), set()), (set(asked) - {"10.2", "4.1", "A.8.3"}, set())]
    cases += [(set(), {"A.4.5"}), (set(asked[::3]), {"A.10.4", "A.2.3"}), (set(asked[:40]), {it for it in asked[40:] if it.startswith("A.7")})]
    told = []
    for met, dropped in cases:
        met = met - dropped
        told.append({"met": sorted(met), "dropped": sorted(dropped), "order": order(nodes, met, dropped)})
    return told


HEAD = """schema = "aims.library/v1"
urn = "urn:example:framework:ai"
prefix = "Example AI"
title = "An example"
publisher = "nobody"
version = "1.0.0"
jurisdictions = ["INT"]

[edition]
name = "1"
published = "2026"
status = "current"

[rights]
text = "own-words"
licence = "CC0-1.0"
source_licence = "none"
notice = "An example for a test."
redistributable = true

[provenance]
authors = ["a test"]
sources = [{ what = "public lists of identifiers", on = 2026-11-26 }]

[[part]]
name = "clause"
label = "Clauses"
normative = true
binding = true

[[part]]
name = "annex_a"
label = "Controls"
normative = true
binding = true

[[part]]
name = "annex_b"
label = "Guidance"
normative = true
binding = false

[[part]]
name = "annex_c"
label = "Information"
normative = false
binding = false
"""


def node(name, part, level, **more):
    keys = {"id": name, "part": part, "level": level, "title": f"Title of {name}"} | more
    shown = {True: "true"}
    lines = [f"{key} = {shown[value] if value is True else json.dumps(value)}" for key, value in keys.items()]
    return "[[node]]\n" + "\n".join(lines) + "\n"


def library(ids):
    """A sound library with these identifiers: groups, requirements, controls, guidance for each control, and information."""
    nodes = {}
    for name in ids:
        above = name.rsplit(".", 1)[0]
        part = "annex_a" if name[0] == "A" else "clause"
        nodes.setdefault(above, node(above, part, "group"))
        level = "control" if name[0] == "A" else "clause"
        nodes[name] = node(name, part, level, parent=above, intent=f"Intent of {name}.", modality="shall", assessable=True)
    for name in [it for it in ids if it[0] == "A"]:
        nodes[f"B{name[1:]}"] = node(f"B{name[1:]}", "annex_b", "guidance", intent="Help.", modality="should", guides=name)
    nodes["C.2.1"] = node("C.2.1", "annex_c", "objective", intent="Information.", modality="note")
    return nodes


def spoiled(ids):
    """Libraries of one mistake each: name, nodes, the sort of fault and its place; or identifiers that public lists do not know."""
    def change(name, old, new):
        nodes = library(ids)
        assert old in nodes[name]
        nodes[name] = nodes[name].replace(old, new)
        return nodes

    yield "guidance-asked", change("B.6.2.4", 'modality = "should"', 'modality = "should"\nassessable = true'), "guidance", "B.6.2.4"
    yield "information-asked", change("C.2.1", 'modality = "note"', 'modality = "shall"\nassessable = true'), "guidance", "C.2.1"
    yield "group-speaks", change("A.4", 'level = "group"', 'level = "group"\nmodality = "shall"'), "modality", "A.4"
    yield "no-modality", change("6.1.3", 'modality = "shall"\n', ""), "modality", "6.1.3"
    yield "no-intent", change("10.2", 'intent = "Intent of 10.2."', 'intent = ""'), "modality", "10.2"
    yield "guides-nothing", change("B.5.2", 'guides = "A.5.2"', 'guides = "A.5.9"'), "dangling", "B.5.2"
    yield "needs-nothing", change("8.3", 'level = "clause"', 'level = "clause"\nneeds = ["8.9"]'), "dangling", "8.3"
    circle = change("8.2", 'level = "clause"', 'level = "clause"\nneeds = ["8.3"]')
    circle["8.3"] = circle["8.3"].replace('level = "clause"', 'level = "clause"\nneeds = ["8.2"]')
    yield "circle", circle, "circular", "8.2"
    yield "no-part", change("A.9.4", 'part = "annex_a"', 'part = "annex_e"'), "part", "A.9.4"
    again = library(ids)
    again["again"] = again["A.3.2"]
    yield "twice", again, "twice", "A.3.2"


def misnumbered(ids):
    """Libraries without a fault of their own whose identifiers are not those of the standard."""
    yield "objectives-as-controls", ids + [f"A.{it}.1" for it in range(2, 11)]
    yield "shifted", [it for it in ids if it != "A.10.4"] + ["A.4.1"]
    yield "collapsed", [it for it in ids if not it.startswith("6.1.")] + ["6.1"]
    yield "invented", ids + ["A.8.6"]
    yield "one-short", [it for it in ids if it != "A.6.2.8"]


def cases(framework, folder):
    with open(f"{folder}/key.json", encoding="utf-8") as file:
        ids = json.load(file)["ids"]["ISO/IEC 42001"]
    told = []

    def keep(side, name, nodes):
        os.makedirs(f"{folder}/{side}", exist_ok=True)
        with open(f"{folder}/{side}/{name}.toml", "w", encoding="utf-8") as file:
            file.write(HEAD + "\n" + "\n".join(nodes.values()))

    keep("clean", "sound", library(ids))
    few = [it for it in ids if it in ("4.1", "6.1.3", "8.2", "8.3", "10.2", "A.3.2", "A.4.2", "A.5.2", "A.6.2.4", "A.9.4")]
    for name, nodes, sort, at in spoiled(few):
        keep("faulty", name, nodes)
        told.append({"file": f"{name}.toml", "sort": sort, "at": at})
    for name, others in misnumbered(ids):
        keep("faulty", name, library(others))
        extra, missing = sorted(set(others) - set(ids)), sorted(set(ids) - set(others))
        told.append({"file": f"{name}.toml", "extra": extra, "missing": missing})
    with open(f"{folder}/cases.json", "w", encoding="utf-8") as file:
        json.dump({"spoiled": told, "orders": orders(framework)}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["cases"] and len(sys.argv) == 4:
        cases(*sys.argv[2:])
    elif len(sys.argv) == 4:
        print(json.dumps(key(sys.argv[1:]), indent=1))
    else:
        sys.exit(__doc__)
