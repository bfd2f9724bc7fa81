"""Representation of versions: a planted lack, a sample that is too small, one of other bytes, an old one; and fair samples."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

ORIGIN = "make_standing.py plants 300 women among 1000 where the reference has a half; counts are exact"


def rows(women, men):
    return "sex\n" + "f\n" * women + "m\n" * men


def version(case, ref, file, at=-40, measured=None):
    case.version(ref, "people", file, at - 1, split="train", labels_from="outcome")
    if measured:
        case.measure(ref, measured, at, None, family="represent", beside={"reference": "population.csv"}, group=["sex"])


def common(case):
    case.file("population.csv", "column,category,share\nsex,f,0.5\nsex,m,0.5\n")
    case.file("fair.csv", rows(508, 492))
    case.system("court", "tier 1", exploitation="own_work")
    case.dataset("people", "CC-BY-4.0", systems=["@court"])


faulty = Case(__file__, "faulty", ORIGIN)
common(faulty)
faulty.file("women.csv", rows(300, 700))
faulty.file("few.csv", rows(20, 20))
version(faulty, "lacking", "women.csv", measured="women.csv")
faulty.follows("lacking", "representation", "under_represented", "sex = f is 30.0 %", "50.0 % in the reference")
version(faulty, "small", "few.csv", measured="few.csv")
faulty.follows("small", "representation", "not_assessable", "not enough rows")
version(faulty, "other", "women.csv", measured="fair.csv")
faulty.follows("other", "representation", "nothing_counts", "measured")
version(faulty, "old", "fair.csv", at=-300, measured="fair.csv")
faulty.follows("old", "representation", "stale", "measure again")
version(faulty, "never", "women.csv")
faulty.follows("never", "representation", "never_measured")
faulty.write()

clean = Case(__file__, "clean", ORIGIN)
common(clean)
version(clean, "fair", "fair.csv", measured="fair.csv")
clean.follows("fair", "representation", "fair", "as common as in the reference")
clean.write()
