"""The quality gate: one file for two tiers, measurements that do not count, and exceptions that end.

Twenty-five of a thousand rows come twice; the limits are those of the shipped plans: at most 0.1 for the lowest tier, at most 0.01 for
the highest.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

ORIGIN = "make_standing.py plants 25 rows that come twice among 1000 and says what follows for each tier"
TWICE, ROWS = 25, 1000


def rows(twice, first=0):
    lines = [f"{first + at},{(first + at) * 37 % 1009},{at % 2}" for at in range(ROWS - twice)]
    return "id,reading,label\n" + "\n".join(lines + lines[:twice]) + "\n"


def common(case, twice):
    case.file("orders.csv", rows(twice))
    case.file("others.csv", rows(0, 7000))
    case.system("post", "tier 4", exploitation="own_work")
    case.system("court", "tier 1", exploitation="own_work")
    for dataset, system in [("letters", "post"), ("files", "court")]:
        case.dataset(dataset, "CC-BY-4.0", systems=[f"@{system}"])


def version(case, ref, dataset, plan, at=-40, file="orders.csv", measured=None, **fields):
    case.version(ref, dataset, file, at - 1, split="train", labels_from="outcome", **fields)
    if plan:
        case.measure(ref, measured or file, at, plan, label="label")


def exception(case, ref, of, until):
    case.record(ref, "decision", "maren", -20, title=ref, subject=f"@{of}", form="except", outcome="yes", reasons="planted",
                decided_on={"days": -20}, valid_until={"days": until})


faulty = Case(__file__, "faulty", ORIGIN)
common(faulty, TWICE)
version(faulty, "letters-1", "letters", "quality-low")
faulty.follows("letters-1", "quality_standing", "pass", "tier low")
version(faulty, "files-1", "files", "quality-high")
faulty.follows("files-1", "quality_standing", "fail", "duplicate_share")
faulty.attempt("data that fail are accepted", "wren", "files-1", "accept", "quality_is_shown", ["duplicate_share"])
faulty.attempt("the same bytes are accepted for the lowest tier", "wren", "letters-1", "accept")
version(faulty, "files-2", "files", "quality-low")
faulty.follows("files-2", "quality_standing", "nothing_counts", "at least 0.9,", "at least 0.99")
faulty.attempt("data measured by a weaker plan are accepted", "wren", "files-2", "accept", "quality_is_shown", ["quality-high"])
version(faulty, "files-3", "files", "quality-high", file="others.csv", measured="orders.csv")
faulty.follows("files-3", "quality_standing", "nothing_counts", "it measured", "@files-3")
version(faulty, "files-4", "files", None)
faulty.follows("files-4", "quality_standing", "never_measured")
faulty.attempt("data that nobody measured are accepted", "wren", "files-4", "accept", "quality_is_shown", ["never measured"])
version(faulty, "files-5", "files", "quality-high", at=-300, file="others.csv")
faulty.follows("files-5", "quality_standing", "stale", "measure again")
version(faulty, "files-6", "files", "quality-high")
exception(faulty, "leave-6", "files-6", 30)
faulty.follows("files-6", "quality_standing", "excepted", "@leave-6", "duplicate_share")
faulty.attempt("data that fail are accepted under an exception", "wren", "files-6", "accept")
version(faulty, "files-7", "files", "quality-high")
exception(faulty, "leave-7", "files-7", -1)
faulty.follows("files-7", "quality_standing", "fail", "duplicate_share")
faulty.attempt("data that fail are accepted under an exception that has ended", "wren", "files-7", "accept", "quality_is_shown")
faulty.write()

clean = Case(__file__, "clean", ORIGIN)
common(clean, 0)
for ref, dataset, plan in [("letters-1", "letters", "quality-low"), ("files-1", "files", "quality-high"), ("letters-2", "letters", "quality-high")]:
    version(clean, ref, dataset, plan)
    clean.follows(ref, "quality_standing", "pass", "kept every limit")
    clean.attempt(f"{ref} is accepted", "wren", ref, "accept")
clean.write()
