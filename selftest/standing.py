"""Writes organisations with planted faults and their keys; the scripts `make_standing.py` beside the cases call it.

Only the standard library is used, and nothing is shared with the product: what is planted is written into the key as it is
planted.
"""

import os

PEOPLE = """# Written by make_standing.py.

[[record]]
ref = "whole"
kind = "organization_unit"
at = -490
[record.fields]
title = "Whole"
"""
PERSON = """
[[person]]
ref = "{0}"
name = "{0}"
email = "{0}@selftest.example"
job = "{1}"
unit = "@whole"
roles = ["{1}"]
"""


def written(value):
    """A value of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(it)}" for key, it in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(written(it) for it in value) + "]"
    if isinstance(value, str):
        return '"' + value + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)


# Facts of which each own tier follows: points of people, data, exposure and autonomy below 5, from 5 and from 9, and what the law lists.
NOTHING = {"prohibited_practice": "none", "law_area": "none", "law_exception": "none", "profiling": "false", "safety_component": "false",
           "people_affected": "10", "vulnerable": "false", "reversibility": "trivial", "autonomy": "no_decisions",
           "decision_effect": "no_decision", "data_sensitivity": "none", "exposure": "own_staff"}
SEEN = {**NOTHING, "data_sensitivity": "personal", "exposure": "public"}
FACTS = {
    "T0": {**NOTHING, "prohibited_practice": "social_scoring"},
    "T1": {**NOTHING, "law_area": "essential_services"},
    "T2": {**SEEN, "autonomy": "fully_automated", "people_affected": "100"},
    "T3": SEEN,
    "T4": NOTHING,
}


class Case:
    """One organisation with its files and its key."""

    def __init__(self, script, name, origin, below="standing"):
        self.folder = os.path.join(os.path.dirname(os.path.abspath(script)), below, name)
        os.makedirs(self.folder, exist_ok=True)
        roles = [("jun", "engineer"), ("wren", "data_steward"), ("olu", "validator"), ("rosa", "system_owner"), ("leila", "legal"), ("maren", "governance_lead")]
        self.setup = [PEOPLE] + [PERSON.format(*it) for it in roles]
        self.key = ["# Written by make_standing.py.", f"origin = {written(origin)}"]

    def file(self, name, text):
        with open(os.path.join(self.folder, name), "w", newline="") as file:
            file.write(text)

    def record(self, ref, kind, by, at, moves=(), **fields):
        lines = ["", "[[record]]", f'ref = "{ref}"', f'kind = "{kind}"', f'by = "{by}"', f"at = {at}", "[record.fields]"]
        lines += [f"{key} = {written(it)}" for key, it in fields.items()]
        for name, who, day, why, *changes in moves:
            lines += ["[[record.move]]"] + ([f'name = "{name}"'] if name else []) + [f'by = "{who}"', f"at = {day}"]
            lines += [f'why = "{why}"'] if why else []
            lines += ["[record.move.set]"] + [f"{key} = {written(it)}" for key, it in changes[0].items()] if changes else []
        self.setup.append("\n".join(lines) + "\n")

    def measure(self, of, file, at, plan, family="quality", beside=None, **columns):
        lines = ["", "[[measure]]", f'of = "@{of}"', 'by = "jun"', f"at = {at}", f'family = "{family}"', f'file = "{file}"']
        lines += [f'plan = "{plan}"'] if plan else []
        lines += [f"{name} = {written(it)}" for name, it in [("beside", beside), ("columns", columns)] if it]
        self.setup.append("\n".join(lines) + "\n")

    def monitor(self, ref, at, baseline, **fields):
        """An active monitor of a month on an AI system `stream`, with an engineer who is told."""
        self.record(ref, "monitor", "rosa", at, [("activate", "rosa", at + 1, "")], title=ref, watches="@stream", owner="@rosa",
                    baseline_file={"file": baseline}, watch_from={"days": at}, tells=["@jun"], **{"schedule": "P1M", **fields})

    def batch(self, monitor, file, at, by="jun"):
        self.setup.append(f'\n[[batch]]\nmonitor = "@{monitor}"\nby = "{by}"\nat = {at}\nfile = "{file}"\n')

    def follows(self, record, name, value, *says):
        self.key += ["", "[[standing]]", f'record = "{record}"', f'name = "{name}"', f'value = "{value}"', f"says = {written(list(says))}"]

    def attempt(self, what, by, record, act, refused_by=None, says=(), fields=None):
        self.key += ["", "[[attempt]]", f"what = {written(what)}", f'by = "{by}"', f'record = "{record}"', f'act = "{act}"']
        if refused_by:
            self.key += [f'refused_by = "{refused_by}"', f"says = {written(list(says))}"]
        if fields:
            self.key += ["", "[attempt.set]"] + [f"{key} = {written(it)}" for key, it in fields.items()]

    def write(self):
        for name, lines in [("setup.toml", self.setup), ("key.toml", self.key)]:
            with open(os.path.join(self.folder, name), "w") as file:
                file.write("\n".join(lines) + "\n")

    def system(self, ref, tier, **fields):
        """An AI system that somebody has classified."""
        self.record(ref, "ai_system", "rosa", -480, title=ref, owner="@rosa", **fields)
        self.classified(ref, tier)

    def classified(self, ref, tier, at=-479):
        """The tier of an AI system, with facts of which it follows."""
        facts = [{"fact": fact, "value": value, "source": "planted"} for fact, value in FACTS[tier.replace("tier ", "T")].items()]
        self.record(f"class-{ref}", "classification", "rosa", at, [("confirm", "leila", at + 1, "")], title=f"{ref}: {tier}",
                    subject=f"@{ref}", scheme="own_tier", scheme_version="1", facts=facts, outcome=tier, reasons="planted",
                    classified_on={"days": at})

    def dataset(self, ref, licence, **fields):
        self.record(ref, "dataset", "wren", -470, title=ref, owner="@wren", licence=licence, content=["none_of_these"], **fields)

    def version(self, ref, dataset, file, at=-60, moves=(), **fields):
        self.record(ref, "dataset_version", "jun", at, moves, title=ref, dataset=f"@{dataset}", file_digest={"digest": file},
                    produced_on={"days": at}, **fields)

    def model(self, ref, versions, system=None, **fields):
        """A model and its first version."""
        more = {"systems": [f"@{system}"]} if system else {}
        self.record(ref, "model", "jun", -50, title=ref, **more, **fields)
        self.record(f"{ref}-1", "model_version", "jun", -49, title=f"{ref} 1", model=f"@{ref}", results="planted",
                    data=[{"dataset_version": f"@{it}", "used_for": "train"} for it in versions])
