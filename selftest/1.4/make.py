#!/usr/bin/env python3
"""Makes the cases of 1.4: forty rules of five policies over one vocabulary, clean and with nine planted faults, and their keys.

The keys come from brute force: every combination of the values at, just below and just above each bound is asked of each rule by the
reader of cells in this file, which shares no code with the product. Needs Python 3.11 and nothing else.
"""

import itertools
import pathlib
import re
import tomllib

HERE = pathlib.Path(__file__).parent

VOCABULARY = """# Words that the five policies share.
[[input]]
name = "tier"
type = "choice"
values = ["T4", "T3", "T2", "T1"]
harm = "more"

[[input]]
name = "amount"
type = "number"
whole = true
least = 0
measure = "EUR"

[[input]]
name = "unit"
type = "unit"

[[input]]
name = "country"
type = "choice"
values = ["DE", "FR", "US"]

[[input]]
name = "change"
type = "choice"
values = ["new", "modify", "retrain"]

[[input]]
name = "personal"
type = "flag"
harm = "more"

[[unit]]
name = "Group"

[[unit]]
name = "Retail"
under = "Group"

[[unit]]
name = "Cards"
under = "Retail"

[[unit]]
name = "Loans"
under = "Retail"

[[unit]]
name = "HR"
under = "Group"

[[unit]]
name = "IT"
under = "Group"

[[unit]]
name = "Sales"
under = "Group"

# The risk office may sign nothing without the committee.
[[approval]]
by = "risk office"
needs = "committee"
"""

DECIDER = '[[output]]\nname = "decider"\ntype = "choice"\nvalues = ["board", "committee", "head"]\n'
COSIGNER = '[[output]]\nname = "cosigner"\ntype = "text"\n'


def period(means):
    return f'[[output]]\nname = "within"\ntype = "period"\nclock = "approval"\nmeans = "{means}"\n'


def inputs(*names):
    return "".join(f'[[input]]\nname = "{name}"\n' for name in names)


def rows(outputs, *lines):
    """One line a rule: identifier | condition; condition | outcome | outcome …"""
    text = ""
    for line in lines:
        name, conditions, *outcomes = [part.strip() for part in line.split("|")]
        text += f'\n[[row]]\nid = "{name}"\n'
        for condition in filter(None, conditions.split(";")):
            column, cell = condition.strip().split(" ", 1)
            text += f"when.{column} = '{cell.strip()}'\n"
        for output, outcome in zip(outputs, outcomes):
            text += f'then.{output} = "{outcome}"\n' if outcome else ""
    return text


CLEAN = {
    "credit_committee": 'table = "credit_committee"\ndecision = "approval"\npolicy = "first"\npartial = true\n'
    '[approval]\nby = "decider"\nneeds = "cosigner"\n'
    + inputs("unit", "amount", "tier", "change")
    + DECIDER
    + COSIGNER
    + period("allows")
    + rows(
        ["decider", "cosigner", "within"],
        "a1 | unit Loans; amount >= 1000000 | board | risk office | P60D",
        "a2 | unit Loans; amount [250000..1000000); tier >= T2 | board | risk office | P60D",
        "a3 | unit Loans; amount [250000..1000000) | committee | | P60D",
        "a4 | unit Loans; amount < 250000; tier T1 | committee | | P45D",
        "a5 | unit Loans; amount < 250000; change new | committee | | P45D",
        "a6 | unit Loans; amount < 250000 | head | | P45D",
        "a7 | unit Cards; amount >= 100000 | committee | | P45D",
        "a8 | unit Cards; amount < 100000 | head | | P45D",
    ),
    "hr_hiring": 'table = "hr_hiring"\ndecision = "approval"\npolicy = "unique"\npartial = true\n'
    '[approval]\nby = "decider"\nneeds = "cosigner"\n'
    + inputs("unit", "tier", "amount", "personal", "change")
    + DECIDER
    + COSIGNER
    + period("allows")
    + rows(
        ["decider", "cosigner", "within"],
        "b1 | unit HR; tier T1; amount >= 100000 | board | | P45D",
        "b2 | unit HR; tier T1; amount < 100000 | committee | | P45D",
        "b3 | unit HR; tier T2; personal true | committee | works council | P45D",
        "b4 | unit HR; tier T2; personal false; change new | committee | | P45D",
        "b5 | unit HR; tier T2; personal false; change modify, retrain | head | | P45D",
        "b6 | unit HR; tier T3, T4; change new; personal true | head | works council | P45D",
        "b7 | unit HR; tier T3, T4; change new; personal false | head | | P45D",
        "b8 | unit HR; tier T3, T4; change modify, retrain | head | | P45D",
    ),
    "change_board": 'table = "change_board"\ndecision = "lane"\npolicy = "any"\npartial = true\n'
    + inputs("change", "tier", "personal")
    + '[[output]]\nname = "lane"\ntype = "choice"\nvalues = ["deep", "standard", "fast"]\n'
    + period("takes")
    + rows(
        ["lane", "within"],
        "c1 | change new; tier T1 | deep | P20D",
        "c2 | change new; tier T2 | deep | P20D",
        "c3 | change new; tier T3, T4 | standard | P10D",
        "c4 | change modify; tier >= T2 | standard | P10D",
        "c5 | change modify; tier <= T3; personal true | standard | P10D",
        "c6 | change modify; tier <= T3; personal false | fast | P3D",
        "c7 | change retrain; personal true | standard | P10D",
        "c8 | change retrain; personal false | fast | P3D",
    ),
    "local_autonomy": 'table = "local_autonomy"\ndecision = "approval"\npolicy = "priority"\npartial = true\n'
    + inputs("unit", "amount", "tier", "country", "personal")
    + DECIDER
    + rows(
        ["decider"],
        "d1 | unit Sales; amount >= 500000 | board",
        "d2 | unit Sales; amount >= 50000 | committee",
        "d3 | unit Sales | head",
        "d4 | unit IT; tier T1 | board",
        "d5 | unit IT; amount >= 200000 | committee",
        "d6 | unit IT; country US | committee",
        "d7 | unit IT | head",
        "d8 | unit Sales; country US; personal true | committee",
    ),
    "group_mandate": 'table = "group_mandate"\ndecision = "oversight"\npolicy = "first"\n'
    '[approval]\nby = "adviser"\nneeds = "signs"\n'
    + inputs("tier", "country", "change", "personal")
    + '[[output]]\nname = "oversight"\ntype = "choice"\nvalues = ["group", "regional", "local"]\nharm = "less"\n'
    '[[output]]\nname = "adviser"\ntype = "text"\n[[output]]\nname = "signs"\ntype = "text"\n'
    + period("takes")
    + rows(
        ["oversight", "adviser", "signs", "within"],
        "e1 | tier T1 | group | | | P15D",
        "e2 | tier T2; personal true | group | works council | head | P15D",
        "e3 | tier T2; country US | group | | | P15D",
        "e4 | tier T2 | regional | | | P10D",
        "e5 | tier T3; personal true; country DE, FR | regional | | | P10D",
        "e6 | tier T3; change new | regional | | | P10D",
        "e7 | tier T3 | local | | | P5D",
        "e8 | tier T4 | local | | | P5D",
    ),
}

# What is planted: the table, what stands there, and what is put in its place.
PLANTED = [
    ("local_autonomy", "id = \"d2\"\nwhen.unit = 'Sales'", "id = \"d2\"\nwhen.unit = 'Sales, Cards'"),
    ("hr_hiring", "when.change = 'modify, retrain'\nthen.decider = \"head\"\nthen.within = \"P45D\"\n\n[[row]]\nid = \"b6\"",
     "then.decider = \"head\"\nthen.within = \"P45D\"\n\n[[row]]\nid = \"b6\""),
    ("hr_hiring", "id = \"b8\"\nwhen.unit = 'HR'\nwhen.tier = 'T3, T4'\nwhen.change = 'modify, retrain'",
     "id = \"b8\"\nwhen.unit = 'HR'\nwhen.tier = 'T3, T4'\nwhen.amount = '< 50000'\nwhen.personal = 'false'"),
    ("credit_committee", "when.tier = '>= T2'", "when.tier = '>= T4'"),
    ("group_mandate", "when.tier = 'T4'", "when.tier = 'T4'\nwhen.personal = 'false'"),
    ("change_board", "when.change = 'retrain'\nwhen.personal = 'false'\nthen.lane = \"fast\"\nthen.within = \"P3D\"",
     "when.change = 'retrain'\nwhen.personal = 'true'\nthen.lane = \"standard\"\nthen.within = \"P10D\""),
    ("group_mandate", "then.signs = \"head\"", "then.signs = \"committee\""),
    ("hr_hiring", "id = \"b1\"\nwhen.unit = 'HR'\nwhen.tier = 'T1'\nwhen.amount = '>= 100000'\nthen.decider = \"board\"\nthen.within = \"P45D\"",
     "id = \"b1\"\nwhen.unit = 'HR'\nwhen.tier = 'T1'\nwhen.amount = '>= 100000'\nthen.decider = \"board\"\nthen.within = \"P30D\""),
    ("change_board", 'values = ["deep", "standard", "fast"]', 'values = ["deep", "standard", "fast", "waived"]'),
]

WORDS = tomllib.loads(VOCABULARY)
LISTS = {it["name"]: it.get("values") for it in WORDS["input"]}
ABOVE = {it["name"]: it.get("under") for it in WORDS["unit"]}


def below(unit, top):
    while unit is not None:
        if unit == top:
            return True
        unit = ABOVE[unit]
    return False


def rank(column, value):
    return LISTS[column].index(value) if LISTS[column] else int(value)


def holds(column, cell, value):
    """Whether a value fulfils a cell; a reader of its own."""
    if cell in ("-", ""):
        return True
    if interval := re.fullmatch(r"\[(.+)\.\.(.+)\)", cell):
        return rank(column, interval[1]) <= rank(column, value) < rank(column, interval[2])
    if compared := re.fullmatch(r"(>=|<=|<|>)\s*(.+)", cell):
        left, right = rank(column, value), rank(column, compared[2])
        return {">=": left >= right, "<=": left <= right, "<": left < right, ">": left > right}[compared[1]]
    parts = [part.strip() for part in cell.split(",")]
    if column == "unit":
        return any(below(value, part) for part in parts)
    if column == "personal":
        return str(value).lower() in parts
    return str(value) in parts


def space(tables):
    """Every case: of amounts each bound and what lies beside it, of all else everything."""
    cells = [row.get("when", {}).get("amount", "") for table in tables for row in table["row"]]
    bounds = {int(number) for cell in cells for number in re.findall(r"\d+", cell)}
    amounts = sorted({near for bound in bounds for near in (bound - 1, bound, bound + 1)} | {0})
    columns = {"tier": LISTS["tier"], "amount": amounts, "unit": list(ABOVE), "country": LISTS["country"],
               "change": LISTS["change"], "personal": [False, True]}
    return [dict(zip(columns, values)) for values in itertools.product(*columns.values())]


def hits(table, case):
    return [row for row in table["row"] if all(holds(c, cell, case[c]) for c, cell in row.get("when", {}).items())]


def winners(table, hit):
    """The rows whose outcome counts; none when the table contradicts itself."""
    if not hit:
        return []
    policy = table["policy"]
    if policy == "first":
        return hit[:1]
    if policy == "priority":
        order = table["output"][0]["values"]
        return [min(hit, key=lambda row: order.index(row["then"][table["output"][0]["name"]]))]
    if policy == "unique":
        return hit if len(hit) == 1 else []
    return hit if all(row["then"] == hit[0]["then"] for row in hit) else []


def days(text):
    return int(re.fullmatch(r"P(\d+)D", text)[1])


def name(table, row):
    return f'{table["table"]}/{row["id"]}'


def faults(tables):
    """What is wrong, as pairs of a sort and the rows, or the place, that it is about."""
    found, cases = set(), space(tables)
    reached = {table["table"]: {} for table in tables}
    outcome_of, clocks = {}, {}
    for table in tables:
        for output in table["output"]:
            if "clock" in output:
                clocks[table["table"]] = (output["name"], output["means"])
    for case in cases:
        won = {}
        for table in tables:
            hit = hits(table, case)
            for row in hit:
                reached[table["table"]].setdefault(row["id"], set()).add(tuple(case.items()))
            if not hit and not table.get("partial"):
                found.add(("gap", (table["table"],)))
            for one, other in itertools.combinations(hit, 2):
                if table["policy"] in ("unique", "any") and one["then"] != other["then"]:
                    found.add(("contradiction", tuple(sorted([name(table, one), name(table, other)]))))
                elif table["policy"] == "unique":
                    found.add(("overlap", tuple(sorted([name(table, one), name(table, other)]))))
            won[table["table"]] = winners(table, hit)
            for row in won[table["table"]]:
                outcome_of.setdefault(name(table, row), []).append(case)
        for one, other in itertools.combinations(tables, 2):
            if one["decision"] != other["decision"]:
                continue
            shared = {it["name"] for it in one["output"] if "clock" not in it} & {it["name"] for it in other["output"]}
            for a, b in itertools.product(won[one["table"]], won[other["table"]]):
                if any(k in a["then"] and k in b["then"] and a["then"][k] != b["then"][k] for k in shared):
                    found.add(("contradiction", tuple(sorted([name(one, a), name(other, b)]))))
        found |= late(tables, won, clocks) | circles(tables, won)
    found |= alone(tables, reached, outcome_of)
    for table in tables:
        found |= milder(table, cases)
    return found


def late(tables, won, clocks):
    """Smallest sets of steps that take longer than a rule of the same case allows."""
    found = set()
    said = [(table, row, clocks[table["table"]]) for table in tables if table["table"] in clocks for row in won[table["table"]]]
    takes = [(t, r, days(r["then"][c[0]])) for t, r, c in said if c[1] == "takes" and c[0] in r["then"]]
    for table, row, clock in said:
        if clock[1] != "allows" or clock[0] not in row["then"]:
            continue
        allowed, late_sets = days(row["then"][clock[0]]), []
        for size in range(1, len(takes) + 1):
            for steps in itertools.combinations(takes, size):
                if len({it[0]["table"] for it in steps}) < size or sum(it[2] for it in steps) <= allowed:
                    continue
                names = {name(it[0], it[1]) for it in steps}
                if not any(smaller < names for smaller in late_sets):
                    late_sets.append(names)
                    found.add(("deadline", tuple(sorted(names | {name(table, row)}))))
    return found


def circles(tables, won):
    """Circles of approvals in one case, by the rules that make them."""
    edges = [(it["by"], it["needs"], None) for it in WORDS["approval"]]
    for table in tables:
        if approval := table.get("approval"):
            for row in won[table["table"]]:
                said = row["then"]
                if approval["by"] in said and approval["needs"] in said:
                    edges.append((said[approval["by"]], said[approval["needs"]], name(table, row)))
    found = set()

    def walk(way):
        if way[-1][1] == way[0][0]:
            found.add(("circular", tuple(sorted(filter(None, (it[2] for it in way))))))
            return
        for edge in edges:
            if edge[0] == way[-1][1] and edge[1] not in [it[1] for it in way]:
                walk(way + [edge])

    for edge in edges:
        walk([edge])
    return found


def alone(tables, reached, outcome_of):
    """Duplicates, rules that never win, rules that say nothing new, and outcomes that no case yields."""
    found = set()
    for table in tables:
        own, doubled = reached[table["table"]], set()
        for one, other in itertools.combinations(table["row"], 2):
            if own[one["id"]] == own[other["id"]] and one["then"] == other["then"]:
                found.add(("duplicate", tuple(sorted([name(table, one), name(table, other)]))))
                found.discard(("overlap", tuple(sorted([name(table, one), name(table, other)]))))
                doubled.add(other["id"])
        for row in table["row"]:
            never = table["policy"] in ("first", "priority") and name(table, row) not in outcome_of
            if never and row["id"] not in doubled:
                found.add(("shadowed", (name(table, row),)))
        for output in table["output"]:
            yielded = {row["then"].get(output["name"]) for row in table["row"] if name(table, row) in outcome_of}
            for value in set(output.get("values", [])) - yielded:
                found.add(("unreachable", (f'{table["table"]}: {output["name"]} = {value}',)))
    return found


def milder(table, cases):
    """Whether more harm ever gives a milder outcome."""
    graded = [it for it in table["output"] if "harm" in it]
    if not graded:
        return set()
    output = graded[0]
    seen = {}
    for case in cases:
        for row in winners(table, hits(table, case)):
            level = len(output["values"]) - output["values"].index(row["then"][output["name"]])
            harm = (rank("tier", case["tier"]), case["personal"])
            rest = tuple(case[it] for it in ("unit", "amount", "country", "change"))
            seen.setdefault(rest, {})[harm] = level
    for grades in seen.values():
        for less, more in itertools.permutations(grades, 2):
            if less[0] <= more[0] and less[1] <= more[1] and grades[less] > grades[more]:
                return {("monotone", (f'{table["table"]}: {output["name"]}',))}
    return set()


def write(side, texts, planted):
    folder = HERE / side
    folder.mkdir(exist_ok=True)
    for table, text in texts.items():
        (folder / f"{table}.toml").write_text(text)
    found = sorted(faults([tomllib.loads(text) for text in texts.values()]))
    assert len(found) == planted, found
    assert sum(text.count("[[row]]") for text in texts.values()) == 40
    key = 'origin = "brute force over all combinations of bounds and their neighbours, by selftest/1.4/make.py"\n'
    for sort, about in found:
        listed = ", ".join(f'"{it}"' for it in about)
        key += f'\n[[case]]\nfault = "{sort}"\nabout = [{listed}]\n'
    if not found:
        key += "case = []\n"
    (folder / "key.toml").write_text(key)
    print(side, *found, sep="\n  ")


def main():
    faulty = dict(CLEAN)
    for table, here, there in PLANTED:
        assert faulty[table].count(here) == 1, (table, here, faulty[table].count(here))
        faulty[table] = faulty[table].replace(here, there)
    (HERE / "vocabulary.toml").write_text(VOCABULARY)
    write("clean", CLEAN, 0)
    write("faulty", faulty, len(PLANTED))


if __name__ == "__main__":
    main()
