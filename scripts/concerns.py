#!/usr/bin/env python3
"""Writes the cases of concerns: organisations with lines of managers, concerns about people in them, and who may then not investigate.

Whoever is concerned, or reports to somebody who is along any number of managers, may not: found by following each line by hand. It shares
no code with the product. Run it in the root of the repository.
"""
import json
import pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "2.5" / "concerns"
DAY = "2027-03-01"
ROLES = ["internal_auditor", "governance_lead", "legal", "risk_officer", "executive"]

# Person, manager, role.
PEOPLE = [
    ("chief", None, "executive"),
    ("head", "chief", "governance_lead"),
    ("lawyer", "head", "legal"),
    ("auditor-below", "lawyer", "internal_auditor"),
    ("auditor-apart", None, "internal_auditor"),
    ("officer", "head", "risk_officer"),
    ("worker", "head", None),
    ("colleague", "worker", None),
]


def line(person):
    managers = {name: manager for name, manager, _ in PEOPLE}
    found = []
    while person is not None and person not in found:
        found.append(person)
        person = managers[person]
    return found


def organisation():
    rows = [{"id": f"role-{key}", "kind": "role", "state": "active", "fields": {"title": key.replace("_", " "), "key": key}} for key in ROLES]
    for name, manager, role in PEOPLE:
        fields = {"title": f"Person {name}", "email": f"{name}@firm.example"}
        if manager:
            fields["manager"] = f"person-{manager}"
        rows.append({"id": f"person-{name}", "kind": "person", "state": "active", "fields": fields})
        if role:
            fields = {"title": f"{name} as {role}", "person": f"person-{name}", "role": f"role-{role}", "from": "2026-01-01"}
            rows.append({"id": f"assignment-{name}", "kind": "role_assignment", "state": "accepted", "fields": fields})
    return rows


def case(reporter, concerned, name=""):
    touched = [person for person, _, _ in PEOPLE if set(line(person)) & set(concerned)]
    return {
        "reporter": reporter, "name": name, "concerned": "\n".join(f"{it}@firm.example" for it in concerned),
        "may_not": sorted(f"person-{it}" for it in touched),
    }


SIDES = {
    # About one's own manager, about a lawyer above an auditor, and about two people at once.
    "faulty": [
        case("anonymous", ["head"]),
        case("confidential", ["head"], "worker@firm.example"),
        case("anonymous", ["lawyer"]),
        case("anonymous", ["worker", "officer"]),
    ],
    "clean": [case("anonymous", []), case("confidential", [], "colleague@firm.example")],
}

for side, cases in SIDES.items():
    folder = OUT / side
    folder.mkdir(parents=True, exist_ok=True)
    key = {
        "origin": "lines of managers followed by hand (scripts/concerns.py)", "day": DAY, "cases": cases,
        "people": sorted(f"person-{name}" for name, _, _ in PEOPLE),
    }
    (folder / "organisation.json").write_text(json.dumps(organisation(), indent=1) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n")
