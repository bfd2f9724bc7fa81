"""Monitors: a shift that is caught in its first window, causes that have a name, seasons that are declared, batches that are not fit,
and silence by the clock; and a twin in which nothing changes.

Distances are computed from their definition; which of them is a drift follows from the margins of the shipped plan and from
distances so large that no level of a test could hide them, or, in the clean twin, so small that they lie within every margin.
"""

import bisect
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

ORIGIN = "make_standing.py plants each change and computes its distance from the definition"
MARGIN = 0.1
random.seed(4711)


def window(rows, shift=0.0, scale=1.0, strange=0, missing=0.04):
    """Amounts around 20 with a deviation of 1, words of three, and notes of which some are missing."""
    made = []
    for at in range(rows):
        word = f"new-{at}" if strange and at % strange == 0 else random.choices(["red", "green", "blue"], [5, 3, 2])[0]
        note = "" if random.random() < missing else random.choice(["x", "y"])
        made.append((round(scale * random.gauss(20 + shift, 1), 3), word, note))
    return made


def text(rows):
    return "amount,word,note\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)


def distance(one, two):
    """The widest distance between the shares of amounts that are at most x."""
    one, two = sorted(it[0] for it in one), sorted(it[0] for it in two)
    share = lambda values, x: bisect.bisect_right(values, x) / len(values)
    return max(abs(share(one, x) - share(two, x)) for x in one + two)


def said(number):
    """A number as reasons tell it: four digits that count."""
    return f"{float(f'{number:.4g}'):g}"


baseline = window(2000)
december = window(2000, shift=1.0)
QUALITY = 'name = "rules"\nfamily = "quality"\n\n[[limit]]\nmetric = "value_completeness"\nat_least = 0.9\n'


def common(case):
    case.system("stream", "tier 2")
    case.file("baseline.csv", text(baseline))
    case.file("december.csv", text(december))
    case.file("quality.toml", QUALITY)
    case.file("quiet.csv", text(window(1000)))
    case.file("quiet-2.csv", text(window(1000)))


def send(case, monitor, name, rows, at):
    case.file(name, text(rows))
    case.batch(monitor, name, at)


faulty = Case(__file__, "faulty", ORIGIN)
common(faulty)

# Half a deviation at a thousand rows: between two normal distributions the widest distance is 0.197, twice the margin.
shift = window(1000, shift=0.5)
faulty.monitor("shift", -100, "baseline.csv")
faulty.batch("shift", "quiet.csv", -60)
send(faulty, "shift", "shift.csv", shift, -20)
assert distance(baseline, shift) > 1.5 * MARGIN
faulty.follows("shift", "standing", "drifting", "`amount` changed by " + said(distance(baseline, shift)), "larger than before")

faulty.monitor("unit", -100, "baseline.csv")
send(faulty, "unit", "unit.csv", window(1000, scale=12), -20)
faulty.follows("unit", "standing", "drifting", "`amount` changed by 1 ", "another unit", "12, as months for years")

faulty.monitor("words", -100, "baseline.csv")
send(faulty, "words", "words.csv", window(1000, strange=2), -20)
faulty.follows("words", "standing", "drifting", "`word`", "500 values in 50.0 % of the rows that the baseline never held; it holds 3")

missing = window(1000, missing=0.6)
faulty.monitor("missing", -100, "baseline.csv")
send(faulty, "missing", "missing.csv", missing, -20)
more = sum(it[2] == "" for it in missing) / 1000 - sum(it[2] == "" for it in baseline) / 2000
assert more > 0.3
faulty.follows("missing", "standing", "drifting", "`note` changed by " + said(more), f"{100 * more:.1f} % of the rows more lack a value")

faulty.monitor("unfit", -100, "baseline.csv", quality_plan_file={"file": "quality.toml"})
send(faulty, "unfit", "unfit.csv", window(1000, shift=3, missing=1.0), -20)
faulty.follows("unfit", "standing", "not_assessable", "fails its rules of quality", "value_completeness")

faulty.monitor("silent", -100, "baseline.csv", schedule="P7D", silence_limit="P10D")
faulty.batch("silent", "quiet.csv", -60)
faulty.follows("silent", "standing", "silent", "the next was expected by")

faulty.monitor("never", -100, "baseline.csv", silence_limit="P30D")
faulty.follows("never", "standing", "silent", "never heard anything")

# The December of every year lies a deviation higher; nobody declared it here.
faulty.monitor("undeclared", -100, "baseline.csv")
send(faulty, "undeclared", "undeclared.csv", window(1000, shift=1.0), -20)
faulty.follows("undeclared", "standing", "drifting", "`amount`", "larger than before")

faulty.record("bare", "monitor", "rosa", -100, [("activate", "rosa", -99, "")], title="bare", watches="@stream", owner="@rosa",
              schedule="P1M", watch_from={"days": -100}, tells=["@jun"])
faulty.follows("bare", "standing", "no_baseline", "add the file of a baseline")

faulty.monitor("paused", -100, "baseline.csv")
faulty.setup[-1] += '[[record.move]]\nname = "pause"\nby = "rosa"\nat = -30\nwhy = "planted"\n'
faulty.follows("paused", "standing", "paused")
faulty.attempt("an engineer retires a monitor of others", "jun", "shift", "retire_monitor", "permission")
faulty.write()

clean = Case(__file__, "clean", ORIGIN)
common(clean)
# Twice the same stream: two windows in which nothing changed.
clean.monitor("steady", -100, "baseline.csv", silence_limit="P60D", quality_plan_file={"file": "quality.toml"})
clean.batch("steady", "quiet.csv", -60)
clean.batch("steady", "quiet-2.csv", -20)
clean.follows("steady", "standing", "in_order", "none of 6 changes")
# The same change, declared as a season of the whole year round, so that the case does not depend on the day.
clean.monitor("declared", -100, "baseline.csv", silence_limit="P60D",
              seasons=[{"season": "always", "from": "01-01", "until": "12-31", "file": {"file": "december.csv"}}])
send(clean, "declared", "declared.csv", window(1000, shift=1.0), -20)
clean.follows("declared", "standing", "in_order", "against `always`")
# Heard from, and within its limit.
clean.monitor("patient", -100, "baseline.csv", silence_limit="P90D")
clean.batch("patient", "quiet.csv", -60)
clean.follows("patient", "standing", "in_order")
clean.monitor("new", -10, "baseline.csv")
clean.follows("new", "standing", "waiting")
clean.write()
