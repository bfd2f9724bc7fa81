"""Privacy that is spent and treatments that are weighed: the risk of every treated file by brute force, its loss by counting, and the
front by looking at every pair.
"""

import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

random.seed(480)
ORIGIN = "make_standing.py counts classes and entropies, compares every pair of treatments, and adds the losses that it plants"
PEOPLE = [(random.choice(["10115", "10117", "20095", "20097"]), random.randint(20, 59)) for _ in range(400)]
ACCEPT = [("accept", "wren", -20, "")]
TREATMENTS = {
    "bands": lambda zone, age: (zone, f"[{age // 20 * 20}, {age // 20 * 20 + 19}]"),
    "ageless": lambda zone, age: (zone, "[20, 59]"),
    # Loses more than the others and hides nobody better.
    "clumsy": lambda zone, age: ("*", f"[{age // 2 * 2}, {age // 2 * 2 + 1}]"),
    "coarse": lambda zone, age: (zone[:2] + "***", f"[{age // 20 * 20}, {age // 20 * 20 + 19}]"),
}


def table(rows):
    return "zone,age\n" + "".join(f'{zone},"{age}"\n' for zone, age in rows)


def risk(rows):
    return 1 / min(rows.count(it) for it in set(rows))


def entropy(values):
    return -sum(values.count(it) / len(values) * math.log(values.count(it) / len(values)) for it in set(values))


def loss(rows):
    """The mean over both columns of H(original | treated) / H(original)."""
    parts = []
    for at in (0, 1):
        before, after = [it[at] for it in PEOPLE], [it[at] for it in rows]
        parts.append((entropy(list(zip(before, after))) - entropy(after)) / entropy(before))
    return sum(parts) / 2


files = {name: [treat(*it) for it in PEOPLE] for name, treat in TREATMENTS.items()}
read = {name: (risk(rows), loss(rows)) for name, rows in files.items()}


def beats(one, other):
    return all(a <= b for a, b in zip(one, other)) and any(a < b for a, b in zip(one, other))


def beaten_by(name, others):
    return [it for it in others if beats(read[it], read[name])]


def common(case, names):
    case.file("people.csv", table(PEOPLE))
    case.dataset("visits", "CC-BY-4.0", privacy_budget=1.0, trade_off_by=["prosecutor_risk", "entropy_loss"])
    version(case, "whole", "people.csv", 0)
    for name in names:
        case.file(f"{name}.csv", table(files[name]))
        version(case, name, f"{name}.csv", 1, treats="@whole", derived_from=["@whole"], steps=step(name))
        measured(case, name, f"{name}.csv")
        others = beaten_by(name, [it for it in names if it != name])
        case.follows(name, "trade_off", "beaten" if others else "on_front", *[f"@{it}" for it in others])
        case.attempt(f"{name} is chosen", "wren", name, "accept", "treatment_is_weighed" if others else None)
    assert any(beaten_by(it, names) for it in names) == ("clumsy" in names)


def step(name):
    return [{"step": "generalised", "digest_in": {"digest": "people.csv"}, "digest_out": {"digest": f"{name}.csv"}}]


def measured(case, ref, file):
    case.measure(ref, file, -38, None, family="privacy", beside={"original": "people.csv"}, quasi=["zone", "age"])


def version(case, ref, file, later, moves=(), **fields):
    """A version whose quality is not the question."""
    case.version(ref, "visits", file, -60 + later, moves, **fields)
    case.record(f"leave-{ref}", "decision", "maren", -45, title=ref, subject=f"@{ref}", form="except", outcome="yes",
                reasons="planted", decided_on={"days": -45}, valid_until={"days": 300})


def noisy(case, ref, epsilon, **fields):
    case.file(f"{ref}.csv", f"{ref}\n1\n")
    more = {} if epsilon is None else {"epsilon": epsilon}
    version(case, ref, f"{ref}.csv", 2, privacy_techniques=["noise"], **more, **fields)


faulty = Case(__file__, "faulty", ORIGIN)
common(faulty, ["bands", "ageless", "coarse", "clumsy"])
faulty.file("other.csv", table(files["bands"])[:-2] + "0\n")
version(faulty, "other", "other.csv", 3, treats="@whole")
measured(faulty, "other", "bands.csv")
faulty.follows("other", "trade_off", "outside", "measured", "@other")
version(faulty, "nobody", "other.csv", 3, treats="@whole")
faulty.follows("nobody", "trade_off", "outside", "was not measured")
faulty.attempt("a treatment that nobody measured is chosen", "wren", "nobody", "accept", "treatment_is_weighed", ["not measured"])
noisy(faulty, "first", 0.6, moves=ACCEPT)
noisy(faulty, "second", 0.6)
noisy(faulty, "third", 0.4)
noisy(faulty, "silent", None)
faulty.follows("visits", "privacy_standing", "within", "0.6 of 1 of epsilon")
faulty.attempt("two that each fit are accepted", "wren", "second", "accept", "within_privacy_budget", ["1.2 of 1 of epsilon"])
faulty.attempt("what was spent is written smaller", "jun", "first", "edit", "spent_privacy_is_fixed", ["stays spent"], {"epsilon": 0.1})
faulty.attempt("noise that nobody states is accepted", "wren", "silent", "accept", "within_privacy_budget", ["does not say its epsilon"])
faulty.attempt("a release that uses the budget up is accepted", "wren", "third", "accept")
faulty.write()

clean = Case(__file__, "clean", ORIGIN)
common(clean, ["bands", "ageless", "coarse"])
noisy(clean, "first", 0.6, moves=ACCEPT)
noisy(clean, "third", 0.4)
clean.follows("visits", "privacy_standing", "within", "0.6 of 1 of epsilon")
clean.attempt("another that fits beside it is accepted", "wren", "third", "accept")
clean.write()
