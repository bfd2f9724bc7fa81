"""Writes data and answer keys of the cases of measuring; the scripts `make.py` beside the cases call it.

Only the standard library is used, so anybody can run them: `python3 selftest/4.2/make.py`. Nothing here is shared with the
product: what is planted is counted as it is planted, and statistics are computed anew from their definition.
"""

import csv
import json
import os


class Side:
    """One of the folders `faulty` and `clean` of a capability, with its key."""

    def __init__(self, script, name, origin):
        self.folder = os.path.join(os.path.dirname(os.path.abspath(script)), name)
        os.makedirs(self.folder, exist_ok=True)
        self.lines = ["# Written by make.py.", f"origin = {json.dumps(origin)}"]

    def table(self, name, rows):
        """Writes rows, each a dictionary; None is a missing value."""
        with open(os.path.join(self.folder, name), "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
        return name

    def case(self, file, family, plan=None, beside=None, columns=None, broken=(), number=(), said=(), quality=None):
        """Adds a measurement: what is broken, numbers that must be found, findings that must be named."""
        self.lines += ["", "[[case]]", f"file = {json.dumps(file)}", f"family = {json.dumps(family)}"]
        if plan:
            self.lines.append(f"plan = {json.dumps(plan)}")
        if quality:
            self.lines.append(f"quality_plan = {json.dumps(quality)}")
        for name, entries in [("beside", beside), ("columns", columns)]:
            if entries:
                self.lines += ["", f"[case.{name}]"] + [f"{key} = {json.dumps(it)}" for key, it in entries.items()]
        for name, rows in [("broken", broken), ("number", number), ("said", said)]:
            for row in rows:
                self.lines += ["", f"[[case.{name}]]"] + [f"{key} = {json.dumps(it)}" for key, it in row.items()]

    def write(self):
        with open(os.path.join(self.folder, "key.toml"), "w") as file:
            file.write("\n".join(self.lines) + "\n")


def found(metric, value, of=""):
    """A number that must be found."""
    return {"metric": metric, "of": of, "value": float(value)}


def broken(rule, value, of=""):
    """A ruling that must fail at this value."""
    return {"rule": rule, "of": of, "value": float(value)}
