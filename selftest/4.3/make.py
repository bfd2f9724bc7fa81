"""Access to data: an organisation with grants, a week of warehouse logs with five planted violations, and its clean twin.

Only the standard library is used, and nothing is shared with the product: what is planted is written into the key as it is
planted. Days are fixed, Monday 2 March 2026 to Sunday 8 March 2026; everything is asked on Monday 9 March 2026.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from standing import PERSON, written

ORIGIN = "make.py plants five violations among the accesses of a week, and writes each into the key with its lines"
NOW = "2026-03-09T08:00:00Z"
PEOPLE = [
    ("wren", "data_steward"), ("olu", "validator"), ("maren", "governance_lead"), ("leila", "legal"), ("jun", "engineer"),
    ("mia", "engineer"), ("noa", "engineer"), ("ari", "engineer"), ("tom", "engineer"), ("eva", "engineer"), ("ken", "engineer"),
]
# Who holds which grant: purpose, classes, first and last day counted from NOW.
GRANTS = [
    ("jun", "training", ["personal"], -200, 100),
    ("mia", "audit", ["personal", "special_category"], -200, 100),
    ("noa", "training", ["personal"], -200, 100),
    ("ari", "training", [], -200, 100),
    # Ends on Tuesday, 3 March.
    ("tom", "training", ["personal"], -200, -6),
    ("ken", "training", ["personal"], -200, 100),
]
ROWS = [("C1", "Ada", 31000, "North"), ("C2", "Bo", 42000, "South"), ("C3", "Cy", 53000, "West")]
CSV = "client,name,income,branch\n" + "".join(",".join(map(str, it)) + "\n" for it in ROWS)


def table(kind, ref, by, at, moves, **fields):
    lines = ["", "[[record]]", f'ref = "{ref}"', f'kind = "{kind}"', f'by = "{by}"', f"at = {at}", "[record.fields]"]
    lines += [f"{key} = {written(value)}" for key, value in fields.items()]
    for name, who, day, why in moves:
        lines += ["[[record.move]]", f'name = "{name}"', f'by = "{who}"', f"at = {day}"]
        lines += [f'why = "{why}"'] if why else []
    return "\n".join(lines)


def setup():
    unit = "# Written by make.py.\n\n[[record]]\nref = \"whole\"\nkind = \"organization_unit\"\nat = -490\n[record.fields]\ntitle = \"Whole\"\n"
    parts = [unit] + [PERSON.format(*it) for it in PEOPLE]
    fields = [{"field": "client", "class": "identifier"}, {"field": "name", "class": "personal"},
              {"field": "income", "class": "special_category"}, {"field": "branch", "class": "ordinary"}]
    parts.append(table(
        "dataset", "loans", "wren", -400, [], title="loans", owner="@wren", licence="CC-BY-4.0", content=["personal"],
        purposes=[{"purpose": "training"}, {"purpose": "audit"}], fields=fields,
        external_ids=[{"register": "warehouse", "key": "dwh.loans"}]))
    parts.append(table("dataset_version", "loans-1", "jun", -390, [], title="loans 1", dataset="@loans", file={"file": "loans.csv"}))
    for who, purpose, classes, start, end in GRANTS:
        fields = {"classes": classes} if classes else {}
        parts.append(table(
            "access_grant", f"grant-{who}", "olu", start - 1, [("grant", "wren", start, "")], title=f"{who}, {purpose}",
            who=f"@{who}", dataset="@loans", purpose=purpose, **{"from": {"days": start}}, expires={"days": end}, owner="@wren",
            **fields))
    # Somebody asked and nobody has decided.
    parts.append(table(
        "access_grant", "asked", "eva", -30, [], title="eva asks", who="@eva", dataset="@loans", purpose="training",
        **{"from": {"days": -30}}, expires={"days": 100}, owner="@wren"))
    parts.append(table(
        "access_grant", "own", "olu", -30, [], title="wren asks", who="@wren", dataset="@loans", purpose="audit",
        **{"from": {"days": -30}}, expires={"days": 100}, owner="@maren"))
    return "\n".join(parts) + "\n"


class Week:
    """Accesses of a week, each a line of a log; what is planted is kept with its line."""

    def __init__(self):
        self.lines = ["time,user,table,columns,purpose,rows"]
        self.planted = {}

    def access(self, when, who, columns, purpose, rows, plant=None):
        self.lines.append(f"{when},{who}@selftest.example,dwh.loans,{columns},{purpose},{rows}")
        if plant:
            self.planted.setdefault(plant, []).append(len(self.lines))

    def ordinary(self):
        """Everybody reads a little on every working day; the amounts vary by a rule of their own."""
        for day in range(2, 7):
            for turn, (who, columns, purpose) in enumerate([
                ("jun", "name;branch", "training"), ("mia", "name;income", "audit"), ("noa", "branch;name", "training"),
                ("ari", "branch", "training"), ("ken", "name", "training"),
            ]):
                for hour in (8, 11, 15):
                    self.access(f"2026-03-{day:02} {hour:02}:{7 * turn:02}:00", who, columns, purpose, 60 + (day * 31 + turn * 17 + hour * 7) % 50)
        # While the grant lasts, its holder reads too.
        for day in (2, 3):
            self.access(f"2026-03-{day:02} 09:40:00", "tom", "name", "training", 80)

    def text(self):
        return "\n".join(self.lines) + "\n"


def faulty():
    week = Week()
    week.ordinary()
    # One: after the grant has ended.
    week.access("2026-03-05 09:41:00", "tom", "name", "training", 70, ("expired_grant", "tom", ""))
    week.access("2026-03-05 10:41:00", "tom", "name", "training", 71, ("expired_grant", "tom", ""))
    # Two: for another purpose.
    week.access("2026-03-04 13:05:00", "mia", "name", "training", 66, ("wrong_purpose", "mia", ""))
    # Three: a column that the grant does not open.
    week.access("2026-03-03 13:10:00", "ari", "branch;income", "training", 64, ("column_outside", "ari", ""))
    # Four: everything, on Saturday night.
    week.access("2026-03-07 02:13:00", "noa", "name", "training", 250000, ("bulk_export", "noa", "off_hours"))
    # Five: nobody has given anything.
    week.access("2026-03-06 10:30:00", "eva", "name", "training", 62, ("no_grant", "eva", ""))
    return week


SAYS = {"expired_grant": "expired after 2026-03-03", "wrong_purpose": "is for `audit`, the access names `training`",
        "column_outside": "does not open income", "bulk_export": "250000 rows on one day", "no_grant": "nobody has given"}


def block(name, **fields):
    return "\n".join(["", f"[[{name}]]"] + [f"{key} = {written(value)}" for key, value in fields.items() if value is not None])


def opening(what, by, purpose, form, refused_by=None, says=(), hides=()):
    return block("open", what=what, by=by, version="loans-1", purpose=purpose, form=form, refused_by=refused_by, says=list(says), hides=list(hides))


def attempt(what, by, record, act, refused_by=None, says=(), why=None):
    return block("attempt", what=what, by=by, record=record, act=act, refused_by=refused_by, why=why, says=list(says))


def head(trail):
    return [f"# Written by make.py.\norigin = {written(ORIGIN)}\nnow = \"{NOW}\"\ndataset = \"loans\"\ntrail = {written(trail)}"]


def log(file, week, rejected=()):
    parts = [block("log", file=file, rows=len(week.lines) - 1 - len(rejected), rejected=list(rejected))]
    for (rule, who, also), lines in week.planted.items():
        parts.append("\n".join(["", "[[log.alert]]", f'rule = "{rule}"', f'person = "{who}"', f"lines = {lines}",
                                f"also = {written([also] if also else [])}", f"says = [{written(SAYS[rule])}]"]))
    return parts


def write(name, key, week):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    for file, text in [("key.toml", "\n".join(key) + "\n"), ("week.csv", week.text())]:
        with open(os.path.join(folder, file), "w", newline="") as out:
            out.write(text)


def main():
    for name, text in [("setup.toml", setup()), ("loans.csv", CSV)]:
        with open(os.path.join(HERE, name), "w", newline="") as out:
            out.write(text)
    seeded = faulty()
    incomes, clients = [str(it[2]) for it in ROWS], [it[0] for it in ROWS]
    key = head(["refused", "refused", "refused", "refused", "opened", "opened", "opened", "opened"])
    key += [
        opening("no purpose is named", "jun", "", "csv", "purpose_is_named", ["name one"], incomes),
        opening("a purpose that the dataset does not name", "jun", "marketing", "csv", "grant_in_force", ["is no purpose of"], incomes),
        opening("no grant was given", "eva", "training", "csv", "grant_in_force", ["it is requested"], incomes),
        opening("the grant has ended", "tom", "training", "csv", "grant_in_force", ["expired after 2026-03-03"], incomes),
        opening("restricted columns are hidden in CSV", "jun", "training", "csv", None, ["withheld,Ada,withheld,North"], incomes + clients),
        opening("restricted columns are hidden in what is printed", "jun", "training", "rows", None, ["Ada", "income"], incomes + clients),
        opening("restricted columns are hidden in JSON", "ari", "training", "json", None, ["North"], incomes + clients + ["Ada"]),
        opening("what the grant opens is there", "mia", "audit", "csv", None, ["withheld,Ada,31000,North"], clients),
        attempt("a steward grants own access", "wren", "own", "grant", "own_access", ["own access"]),
        attempt("an engineer grants access", "jun", "asked", "grant", "permission"),
        attempt("who asked grants it", "eva", "asked", "grant", "permission"),
    ]
    key += log("week.csv", seeded)
    key += [block("tamper", how=how, line=line) for how in ("edit", "delete") for line in (0, 3, 5)]
    write("faulty", key, seeded)
    clean = Week()
    clean.ordinary()
    key = head(["opened"])
    key += [
        opening("a purpose and a grant", "jun", "training", "csv", None, ["Ada"], incomes),
        attempt("the steward grants what somebody else asked for", "wren", "asked", "grant"),
        attempt("the steward revokes a grant", "wren", "grant-jun", "revoke", why="not needed"),
    ]
    key += log("week.csv", clean)
    write("clean", key, clean)


main()
