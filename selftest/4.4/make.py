"""Representativeness: samples of a population whose shares are known, some with a planted lack."""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from keys import Side, broken, found

random.seed(44)
ORIGIN = "make.py counts; ratios and distances are closed forms of the counts"
SEX = {"f": 0.5, "m": 0.5}
REGION = {"north": 0.4, "south": 0.35, "east": 0.25}
population = [{"column": column, "category": category, "share": share}
              for column, shares in [("sex", SEX), ("region", REGION)] for category, share in shares.items()]
ROWS = 2000


def sample(sex, region):
    """Rows with exactly these counts, in any order."""
    words = lambda counts: [word for word, count in counts.items() for _ in range(count)]
    sexes, regions = words(sex), words(region)
    random.shuffle(sexes)
    random.shuffle(regions)
    return [{"sex": one, "region": two} for one, two in zip(sexes, regions)]


def numbers(column, counts, shares):
    """The total variation distance, and the ratio of each share to that of the population."""
    own = {word: counts.get(word, 0) / ROWS for word in shares}
    distance = sum(abs(own[word] - share) for word, share in shares.items()) / 2
    ratios = {word: own[word] / share for word, share in shares.items()}
    return [found("representation_distance", distance, column)] + [
        found("representation_ratio", ratio, f"{column} = {word}") for word, ratio in ratios.items()]


def lacking(all_numbers, most=0.1, least=0.8):
    """Those beyond the limits of the shipped plan."""
    beyond = lambda it: it["value"] > most if it["metric"] == "representation_distance" else it["value"] < least
    return [broken(it["metric"], it["value"], it["of"]) for it in all_numbers if beyond(it)]


names, reference = {"group": ["sex", "region"]}, {"reference": "population.csv"}
fair, spread = {"f": 1004, "m": 996}, {"north": 805, "south": 690, "east": 505}
for folder, cases in [
    ("faulty", [("women.csv", {"f": 600, "m": 1400}, spread), ("east.csv", fair, {"north": 1100, "south": 800, "east": 100})]),
    ("clean", [("fair.csv", fair, spread), ("other.csv", {"f": 985, "m": 1015}, {"north": 790, "south": 705, "east": 505})]),
]:
    side = Side(__file__, folder, ORIGIN)
    side.table("population.csv", population)
    for name, sex, region in cases:
        side.table(name, sample(sex, region))
        all_numbers = numbers("sex", sex, SEX) + numbers("region", region, REGION)
        side.case(name, "represent", "represent-limits", reference, names, broken=lacking(all_numbers), number=all_numbers)
    side.write()
