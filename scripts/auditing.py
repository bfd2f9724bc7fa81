#!/usr/bin/env python3
"""Writes the cases of capabilities 8.1 and 8.2: organisations with an audit, the lines that its checklist has, sheets with planted mistakes; sizes,
draws and intervals of samples, and who is not impartial.

Lines are told from the library by rules written down here anew; sizes and intervals by counting ways to draw in whole numbers, which is exact;
draws by SHA-256. It shares no code with the product. Run it in the root of the repository.
"""
import fractions
import functools
import hashlib
import json
import math
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
LISTS, AUDITS = ROOT / "selftest" / "8.1", ROOT / "selftest" / "8.2"
DAY = "2027-02-01"
STANDARD = tomllib.loads((ROOT / "data/frameworks/iso-42001.toml").read_text())
PREFIX = STANDARD["prefix"]
PARTS = {it["name"]: it for it in STANDARD["part"]}
NODES = {it["id"]: it for it in STANDARD["node"]}
STRICT = ("T0", "T1")


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it not in (None, [], "")}}


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


# --- checklists ---

def below(number):
    """Everything at or below a node that can be assessed, in the order of the file."""
    def under(it):
        while it:
            if it == number:
                return True
            it = NODES[it].get("parent")
        return False
    return [it["id"] for it in STANDARD["node"] if under(it["id"]) and it.get("assessable")]


def binding(number):
    node = NODES[number]
    return node.get("assessable") and not node.get("guides") and PARTS[node["part"]]["binding"]


def lines(case, systems):
    """Keys of the lines with the reference that each cites."""
    scope = []
    for number in case["criteria"]:
        scope += [it for it in below(number) if it not in scope]
    found, left_out = {}, set(it for it in case["criteria"] if not below(it))
    for number in scope:
        reference = f"{PREFIX}:{number}"
        if not binding(number):
            left_out.add(number)
            continue
        if number in case["excluded"]:
            left_out.add(number)
            found[f"{reference} out"] = "6.1.3"
            continue
        count = len(NODES[number].get("question", []))
        if NODES[number].get("applies", {}).get("about") != "system":
            found.update({f"{reference} q{n + 1}": number for n in range(count)})
            continue
        others = False
        for name, tier, risk in systems:
            if name in case["exceptions"].get(number, ()):
                found[f"{reference} {name} out"] = "6.1.3"
            elif tier in STRICT or tier is None or risk in ("high", "critical"):
                found.update({f"{reference} {name} q{n + 1}": number for n in range(count)})
            else:
                others = True
        if others:
            found.update({f"{reference} q{n + 1}": number for n in range(count)})
    for record, (number, about) in case["earlier"].items():
        if number in scope and binding(number) and number not in case["excluded"]:
            found[f"{PREFIX}:{number}{' ' + about if about else ''} {record}"] = number
    return found, left_out


def classified(name, tier):
    return entry(f"class-{name}", "classification", "confirmed", title=f"Tier of {name}", subject=name, scheme="own_tier", outcome=tier)


def system(name, tier):
    rows = [entry(name, "ai_system", "operation", title=f"The {name}", owner="owner")]
    return rows + ([classified(name, tier)] if tier else [])


def organisation(case):
    rows = [entry("owner", "person", "active", title="Olga", email="olga@cases.example"),
            entry("auditor", "person", "active", title="Aron", email="aron@cases.example")]
    for name, tier, risk in case["systems"]:
        rows += system(name, tier)
        if risk:
            # Likelihood and consequence that the shipped matrix gives this level; the state says that it is open.
            likelihood, consequence = {"low": (1, 1), "critical": (5, 5)}[risk]
            rows.append(entry(f"risk-{name}", "risk", "analysed", title=f"Risk of {name}", systems=[name],
                              likelihood=likelihood, consequence=consequence))
    for record, (number, about) in case["earlier"].items():
        rows.append(entry(record, "finding", "issued", title=f"Earlier {record}", criterion=f"{PREFIX}:{number}", condition="It was not so.",
                          about=[about] if about else None))
    for record, number in case["closed"].items():
        rows.append(entry(record, "nonconformity", "closed", title=f"Closed {record}", requirement=f"{PREFIX}:{number}"))
    entries = [{"control": f"{PREFIX}:{it}", "necessary": "no", **({"why": why} if why else {})} for it, why in case["excluded"].items()]
    exceptions = [{"control": f"{PREFIX}:{it}", "system": name, "necessary": "no", "why": "it does none of it"}
                  for it, names in case["exceptions"].items() for name in names]
    entries += [{"control": it["control"], "necessary": "yes", "why": "it is needed"} for it in exceptions]
    if entries:
        rows.append(entry("statement", "statement_of_applicability", "in_force", title="Statement", framework=PREFIX, entries=entries,
                          exceptions=exceptions))
    rows.append(entry("audit", "audit", "planned", title="Audit", type="internal", as_of=DAY, seed="word",
                      criteria=[{"criterion": f"{PREFIX}:{it}"} for it in case["criteria"]]))
    return rows


CASES = {
    "faulty": {
        "criteria": ["6.1.3", "8", "9.2", "A.6", "A.8.5", "A.9.2", "B.6.2.4", "C.2"],
        "systems": [("strict", "T1", None), ("mild", "T3", "low"), ("risky", "T3", "critical"), ("untold", None, None)],
        "excluded": {"A.8.5": "", "A.6.2.8": "nothing is logged by us"},
        "exceptions": {"A.9.2": ["risky"]},
        "earlier": {"again": ("8.2", None), "about": ("A.6.2.4", "strict"), "gone": ("A.6.2.8", None), "elsewhere": ("5.2", None)},
        "closed": {"settled": "8.3"},
    },
    "clean": {
        "criteria": ["9.2", "A.6.2.4", "A.8.5"],
        "systems": [("mild", "T3", None)],
        "excluded": {}, "exceptions": {}, "earlier": {}, "closed": {},
    },
}
# Rows of a sheet, each with the column at which it is refused; the numbers are places of lines, from 0.
SHEET = [
    {"line": 0, "answer": "They showed the records.", "result": "conforms"},
    {"line": 1, "answer": "Nothing was there.", "result": "Does not conform"},
    {"line": 2, "answer": "=1+1", "result": "maybe", "refused": "Result"},
    {"number": "AUI-9999", "answer": "Of nowhere.", "result": "conforms", "refused": "Item"},
    {"line": 3, "result": "not_examined", "refused": "Why not examined"},
    {"line": 4, "result": "not_examined", "reason": "Nobody was there."},
    {"line": 5},
]


def checklists():
    for side, case in CASES.items():
        write(LISTS / side / "organisation.json", organisation(case))
        found, left_out = lines(case, case["systems"])
        added = {}
        for name, tier in (("new-strict", "T1"), ("new-mild", "T3")):
            more, _ = lines(case, [*case["systems"], (name, tier, None)])
            added[name] = {"tier": tier, "lines": sorted(set(more) - set(found)), "gone": sorted(set(found) - set(more))}
        rows = SHEET if side == "faulty" else [it for it in SHEET if "refused" not in it and it.get("line", 9) < 5]
        write(LISTS / side / "key.json", {
            "origin": "scripts/auditing.py, which tells lines from the library by rules of its own and plants the mistakes of sheets",
            "day": DAY, "audit": "audit", "lines": found, "left_out": sorted(f"{PREFIX}:{it}" for it in left_out), "added": added, "sheet": rows,
        })


# --- samples ---

@functools.cache
def ways(n, k):
    return math.comb(n, k) if 0 <= k <= n else 0


def chance(k, marked, population, n):
    """P(X = k), exact."""
    return fractions.Fraction(ways(marked, k) * ways(population - marked, n - k), ways(population, n))


def tail(confidence):
    return 1 - fractions.Fraction(str(confidence))


def size(population, tolerable, confidence):
    too_many = math.floor(population * fractions.Fraction(str(tolerable))) + 1
    if too_many > population:
        return 1
    return next(n for n in range(1, population + 1) if chance(0, too_many, population, n) <= tail(confidence))


def interval(population, n, k, confidence):
    """Ends by trying every number of exceptions that there could be."""
    half, whole = tail(confidence) / 2, tail(confidence)
    could, below = [], []
    for marked in range(k, population - (n - k) + 1):
        fewer = sum(chance(it, marked, population, n) for it in range(k + 1))
        more = 1 - fewer + chance(k, marked, population, n)
        if fewer > half and more > half:
            could.append(marked)
        if fewer > whole:
            below.append(marked)
    return could[0], could[-1], below[-1]


def draw(seed, names, n):
    return sorted(names, key=lambda it: (hashlib.sha256(f"{seed}\n{it}".encode()).hexdigest(), it))[:n]


def samples():
    sizes = [{"population": n, "tolerable": t, "confidence": c, "size": size(n, t, c)}
             for n, t, c in [(1_000_000, 0.05, 0.95), (400, 0.05, 0.95), (400, 0.1, 0.9), (60, 0.05, 0.95), (20, 0.05, 0.95), (1, 0.05, 0.95),
                             (5000, 0.01, 0.99), (250, 0.02, 0.95)]]
    intervals = []
    for n, drawn, k, c in [(400, 54, 0, 0.95), (400, 54, 3, 0.95), (400, 60, 60, 0.9), (40, 40, 2, 0.95), (100, 10, 1, 0.99), (1000, 59, 0, 0.95),
                           (400, 100, 9, 0.95)]:
        low, high, most = interval(n, drawn, k, c)
        intervals.append({"population": n, "looked_at": drawn, "exceptions": k, "confidence": c, "low": low, "high": high, "at_most": most})
    names = [f"REC-{n:04}" for n in range(1, 401)]
    marked = set(draw("which have exceptions", names, 20))
    n = size(400, 0.05, 0.95)
    ends = {k: interval(400, n, k, 0.95) for k in range(21)}
    hits = [sum(it in marked for it in draw(f"seed {again}", names, n)) for again in range(1000)]
    covers = sum(ends[k][0] <= 20 <= ends[k][1] for k in hits)
    assert covers >= 950, covers
    return {"sizes": sizes, "intervals": intervals, "draw": {"seed": "one word", "names": names[:40], "drawn": draw("one word", names[:40], 7)},
            "again": {"names": names, "marked": sorted(marked), "size": n, "seeds": 1000, "covers": covers}}


def team(side):
    """An organisation with ties of people to what is audited, the team, and who of it is not impartial."""
    people = ["owner", "head", "holder", "decider", "writer", "keeper", "stranger", "colleague"]
    rows = [entry(it, "person", "active", title=it.capitalize(), email=f"{it}@cases.example") for it in people]
    rows += [entry("unit", "organization_unit", "active", title="Unit", head="head"),
             entry("role", "role", "active", title="Operator", key="engineer"),
             entry("checked", "ai_system", "operation", title="Checked", owner="owner"),
             entry("beside", "ai_system", "operation", title="Beside", owner="stranger"),
             entry("held", "role_assignment", "accepted", title="Holds", person="holder", role="role", covers="checked", **{"from": "2026-01-01"}),
             entry("ended", "role_assignment", "ended", title="Held", person="colleague", role="role", covers="checked", **{"from": "2026-01-01",
                   "until": "2026-06-30"}),
             entry("decided", "decision", "taken", title="Yes", subject="checked", outcome="yes", form="other", deciders=["decider"]),
             entry("control", "control", "operating", title="Control", reference="A.6.2.4", statement="It is done.", owner="keeper"),
             entry("statement", "statement_of_applicability", "in_force", title="Statement", framework=PREFIX, authors=["writer"],
                   entries=[{"control": f"{PREFIX}:A.8.5", "necessary": "no", "why": "not ours"}])]
    tied = {"owner": "checked", "head": "unit", "holder": "checked", "decider": "checked", "keeper": "control", "writer": "statement"}
    members = people if side == "faulty" else ["stranger", "colleague"]
    table = [{"person": it, "part": "auditor"} for it in members]
    if side == "clean":
        table.append({"person": "owner", "part": "auditor", "declares": "I own it", "keeps_off": ["checked"]})
        table.append({"person": "head", "part": "observer"})
    rows.append(entry("audit", "audit", "planned", title="Audit", type="internal", as_of=DAY, seed="word", objectives="To know.", scope="All.",
                      **{"from": DAY}, systems=["checked"], units=["unit"], team=table, owner="stranger",
                      criteria=[{"criterion": f"{PREFIX}:{it}"} for it in ("6.1.3", "A.6.2.4")]))
    wrong = sorted([who, what] for who, what in tied.items()) if side == "faulty" else []
    count = 120 if side == "faulty" else 30
    rows += [entry(f"action-{n}", "action", "open", title=f"Action {n}", form="task") for n in range(count)]
    return rows, wrong, count


def audits():
    figures = samples()
    for side in ("faulty", "clean"):
        rows, wrong, count = team(side)
        write(AUDITS / side / "organisation.json", rows)
        write(AUDITS / side / "key.json", {
            "origin": "scripts/auditing.py, which counts ways to draw in whole numbers, draws by SHA-256, and plants who is not impartial",
            "day": DAY, "audit": "audit", "not_impartial": wrong, "population": count, "size": size(count, 0.05, 0.95),
            "falsified": side == "faulty",
        })
    write(AUDITS / "samples.json", figures)


checklists()
audits()
