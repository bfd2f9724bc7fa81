"""Drift: windows of a stream that stays as it is, and windows in which something changed."""

import bisect
import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from keys import Side, broken, found

random.seed(47)
ORIGIN = "make.py computes each statistic from its definition"
COLOURS = ["red", "green", "blue"]


def window(rows, shift=0.0, scale=1.0, weights=(5, 3, 2), missing=0.04, strange=()):
    """Values, words and notes; `strange` words stand in every tenth row."""
    made = []
    for at in range(rows):
        word = strange[at // 10 % len(strange)] if strange and at % 10 == 0 else random.choices(COLOURS, weights)[0]
        note = None if random.random() < missing else random.choice(["x", "y"])
        made.append({"value": round(scale * random.gauss(20 + shift, 1), 3), "word": word, "note": note})
    return made


def kolmogorov_smirnov(one, two):
    """The widest distance between the shares of values that are at most x."""
    one, two = sorted(one), sorted(two)
    share = lambda values, x: bisect.bisect_right(values, x) / len(values)
    return max(abs(share(one, x) - share(two, x)) for x in one + two)


def part(word):
    """Which of 1,024 parts a word belongs to: FNV-1a of 64 bits, mixed."""
    value = 0xCBF29CE484222325
    for byte in word.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return (value ^ value >> 32) * 0x9E3779B97F4A7C15 % 2**64 >> 54


def binned(one, two):
    """Both samples with rare words replaced by the name of their part, where words are many."""
    both = one + two
    expected = lambda rows: rows * min(len(one), len(two)) / len(both)
    counts = {word: both.count(word) for word in set(both)}
    rare = {word for word in counts if len(counts) > 20 and expected(counts[word]) < 5}
    if not rare:
        return one, two
    rows = [sum(counts[word] for word in rare if part(word) == at) for at in range(1024)]
    parts = max(2, 2 ** int(math.log2(max(2, expected(sum(rows)) / 10))))
    name, groups = {}, []
    for at in range(parts):
        span = range(at * 1024 // parts, (at + 1) * 1024 // parts)
        if groups and expected(sum(rows[it] for it in groups[-1])) < 5:
            groups[-1] += span
        else:
            groups.append(list(span))
    if len(groups) > 2 and expected(sum(rows[it] for it in groups[-1])) < 5:
        groups[-2] += groups.pop()
    for at, group in enumerate(groups):
        name.update({it: f"part {at}" for it in group})
    of = lambda word: name[part(word)] if word in rare else word
    return [of(word) for word in one], [of(word) for word in two]


def cramer_v(one, two):
    """Cramer's V of a table of two rows of equal weight, corrected for its bias (Bergsma, 2013).

    Both samples count as equally large, as many rows together as say as much as these (4 m n / (m + n)), so that the size of a change does not hang on how
    large the reference is. Beyond twenty words, those of which the smaller sample is expected to hold fewer than five stand together by parts.
    """
    one, two = binned(one, two)
    words, n = sorted(set(one) | set(two)), 4 * len(one) * len(two) / (len(one) + len(two))
    scaled = [[values.count(word) / len(values) * n / 2 for word in words] for values in (one, two)]
    chi = 0.0
    for row in scaled:
        for place, seen in enumerate(row):
            wanted = (scaled[0][place] + scaled[1][place]) / 2
            chi += (seen - wanted) ** 2 / wanted
    rows, columns = 2, len(words)
    beyond = max(0.0, chi / n - (rows - 1) * (columns - 1) / (n - 1))
    least = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return math.sqrt(beyond / least)


def area(one, two):
    """The area under the curve of a classifier that sees one column: numbers by their order, words by how much likelier each is in the second sample."""
    if isinstance(one[0], float):
        rank = {it: at for at, it in enumerate(sorted(set(one + two)))}
    else:
        likelier = lambda it: (two.count(it) / len(two) + 1e-9) / (one.count(it) / len(one) + 1e-9)
        rank = {it: at for at, it in enumerate(sorted(set(one + two), key=likelier))}
    first, below, won = [0] * len(rank), 0, 0.0
    for it in one:
        first[rank[it]] += 1
    second = [0] * len(rank)
    for it in two:
        second[rank[it]] += 1
    for before_it, now_it in zip(first, second):
        won += now_it * (below + before_it / 2)
        below += before_it
    share = won / (len(one) * len(two))
    return max(share, 1 - share)


def together(before, now):
    """What all columns tell together, at least: as much as the one that tells most. The plan `drift` lets 0.6 pass."""
    of = lambda rows, name: [row[name] for row in rows]
    return max(area(of(before, name), of(now, name)) for name in ("value", "word", "note")) > 0.6


def numbers(before, now):
    of = lambda rows, name: [row[name] for row in rows]
    lacking = lambda rows: sum(row["note"] is None for row in rows) / len(rows)
    known = lambda rows: [row["note"] for row in rows if row["note"] is not None]
    return {
        ("kolmogorov_smirnov", "value"): kolmogorov_smirnov(of(before, "value"), of(now, "value")),
        ("cramer_v", "word"): cramer_v(of(before, "word"), of(now, "word")),
        ("cramer_v", "note"): cramer_v(known(before), known(now)),
        ("missing_rate_difference", "note"): lacking(now) - lacking(before),
    }


before = window(4000)
for folder, cases in [
    ("faulty", [
        ("shift.csv", window(1000, shift=0.5), [("kolmogorov_smirnov", "value")], []),
        ("unit.csv", window(2000, scale=1000), [("kolmogorov_smirnov", "value")], []),
        ("words.csv", window(2000, strange=[f"new-{at}" for at in range(50)]), [("cramer_v", "word")], ["word"]),
        ("shares.csv", window(4000, weights=(2, 3, 5)), [("cramer_v", "word")], []),
        ("missing.csv", window(4000, missing=0.3), [("missing_rate_difference", "note")], []),
    ]),
    ("clean", [(f"month-{month}.csv", window(4000), [], []) for month in range(1, 5)]),
]:
    side = Side(__file__, folder, ORIGIN)
    side.table("reference.csv", before)
    for name, now, changed, unseen in cases:
        side.table(name, now)
        all_numbers = numbers(before, now)
        side.case(
            name, "drift", "drift", {"reference": "reference.csv"},
            broken=[broken(metric, all_numbers[metric, of], of) for metric, of in changed]
            + [{"rule": "joint_drift", "of": "", "verdict": "fail"}] * together(before, now),
            number=[found(metric, value, of) for (metric, of), value in all_numbers.items()],
            said=[{"name": "unseen", "of": of, "says": "and 45 more"} for of in unseen],
        )
    side.write()
