"""Provenance, lineage and licences: an organisation with planted faults, and its twin without them.

The shares of provenance are counted anew from the list of elements; everything else is what was planted.
"""

import hashlib
import os
import sys
import tomllib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

HERE = os.path.dirname(os.path.abspath(__file__))
ORIGIN = "make_standing.py plants each fault by itself and counts elements of provenance anew"

def rows(count, first=0):
    return "reading,label\n" + "".join(f"{(first + at) * 7 % 101}.{at % 10},{at % 2}\n" for at in range(count))


def sha(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


FULL_DATASET = {"acquisition": [{"from": "planted", "method": "collected", "selection": "all of it", "legal_basis": "contract"}]}
FULL_VERSION = {"rows": 50, "split": "train", "labels_from": "outcome"}


def share(dataset, version, tier="high"):
    """The share of provenance, counted anew: fields of the dataset and of the version that are filled."""
    with open(os.path.join(HERE, "..", "..", "data", "library", "provenance.toml"), "rb") as file:
        elements = tomllib.load(file)["element"]
    asked = there = 0
    for it in elements:
        record = dataset if it["of"] == "dataset" else version
        if tier not in it["tiers"] or (it.get("derived") and "derived_from" not in version):
            continue
        if "when" in it:
            field = it["when"]["field"].split(".")
            held = [source.get(field[0]) for source in (dataset, version)]
            held = [row.get(field[1]) for part in held if part for row in part] if len(field) == 2 else [
                one for part in held if part for one in (part if isinstance(part, list) else [part])]
            if not set(held) & set(it["when"]["any"]):
                continue
        asked += 1
        name, _, column = it["field"].partition(".")
        value = record.get(name)
        there += bool(value) and (not column or all(row.get(column) for row in value))
    return round(1000 * there / asked) / 10


def plain(number):
    return str(float(number))


RAW, MIDDLE, CLEAN, OTHER = rows(60), rows(55), rows(50), rows(40, 3)
ONE = rows(50, 9)
TWO = ONE[:-4] + ("1" if ONE[-4] != "1" else "2") + ONE[-3:]
assert sum(a != b for a, b in zip(ONE, TWO)) == 1 and len(ONE) == len(TWO), "one byte"


def chained(middle_in, last_out):
    return [
        {"step": "drop", "tool": "drop.py 1", "parameters": "n=5", "digest_in": sha(RAW), "digest_out": sha(MIDDLE)},
        {"step": "trim", "tool": "trim.py 1", "parameters": "n=5", "digest_in": middle_in, "digest_out": last_out},
    ]


def common(case):
    for name, text in [("raw.csv", RAW), ("clean.csv", CLEAN), ("one.csv", ONE), ("two.csv", TWO), ("other.csv", OTHER)]:
        case.file(name, text)
    case.system("shop", "tier 1", exploitation="commercial")


faulty = Case(__file__, "faulty", ORIGIN)
common(faulty)
# A licence for research alone, behind a model that earns money.
faulty.dataset("scenes", "CC-BY-NC-4.0")
faulty.version("scenes-1", "scenes", "other.csv")
faulty.model("seer", ["scenes-1"], "shop")
faulty.follows("scenes", "licence_standing", "blocked", "CC-BY-NC-4.0", "commercial use")
faulty.attempt("a model with data for research alone is approved", "olu", "seer-1", "approve", "licence_allows",
               ["scenes", "CC-BY-NC-4.0"])
# The same by words, through data that were made from them and a model that was tuned.
faulty.dataset("papers", "Research only")
faulty.version("papers-1", "papers", "raw.csv")
faulty.dataset("digest", "CC-BY-4.0")
faulty.version("digest-1", "digest", "clean.csv", -58, derived_from=["@papers-1"], steps=chained(sha(MIDDLE), sha(CLEAN)))
faulty.model("reader", ["digest-1"])
faulty.record("reader-2", "model_version", "jun", -40, title="reader 2", model="@reader", results="planted", built_on="@reader-1",
              data=[{"dataset_version": "@digest-1", "used_for": "test"}])
faulty.record("desk", "model", "jun", -39, title="desk", systems=["@shop"])
faulty.record("desk-1", "model_version", "jun", -38, title="desk 1", model="@desk", results="planted", built_on="@reader-2",
              data=[{"dataset_version": "@digest-1", "used_for": "test"}])
faulty.follows("papers", "licence_standing", "blocked", "commercial use")
faulty.attempt("a model built on a model with data for research alone is approved", "olu", "desk-1", "approve",
               "licence_allows", ["papers", "Research only"])
# No leave to make something new.
faulty.dataset("maps", "CC-BY-ND-4.0")
faulty.version("maps-1", "maps", "other.csv")
faulty.model("router", ["maps-1"], exploitation="own_work")
faulty.follows("maps", "licence_standing", "blocked", "training")
# Terms that nobody knows are not guessed.
faulty.dataset("letters", "as agreed with the archive")
faulty.version("letters-1", "letters", "other.csv")
faulty.model("sorter", ["letters-1"], exploitation="own_work")
faulty.follows("letters", "licence_standing", "undecided", "no licence that is known here")
# A duty for who gives a closed model away.
faulty.dataset("words", "CC-BY-SA-4.0")
faulty.version("words-1", "words", "other.csv")
faulty.model("tongue", ["words-1"], exploitation="given_to_others")
faulty.follows("words", "licence_standing", "attention", "same terms")
# One byte is another version, and the model that was made with the first one says so.
faulty.dataset("meters", "CC-BY-4.0", **FULL_DATASET)
faulty.version("meters-1", "meters", "one.csv", -60, **FULL_VERSION)
faulty.model("meter", ["meters-1"], exploitation="own_work")
faulty.version("meters-2", "meters", "two.csv", -30, **FULL_VERSION)
faulty.follows("meter-1", "data_standing", "older", "@meters-1", "@meters-2")
faulty.follows("meter", "data_standing", "older", "@meters-2")
# A link of the chain is broken in its second step.
faulty.dataset("claims", "CC-BY-4.0")
faulty.version("claims-raw", "claims", "raw.csv", split="whole")
faulty.version("claims-bad", "claims", "clean.csv", -58, derived_from=["@claims-raw"], split="train",
               steps=chained(sha(OTHER), sha(CLEAN)))
faulty.follows("claims-bad", "chain", "broken", "step 2 `trim`", "@claims-raw")
faulty.version("claims-end", "claims", "one.csv", -57, derived_from=["@claims-raw"], split="test",
               steps=chained(sha(MIDDLE), sha(CLEAN)))
faulty.follows("claims-end", "chain", "broken", "step 2 `trim` gave", "@claims-end")
faulty.version("claims-after", "claims", "two.csv", -56, derived_from=["@claims-bad"], split="validate",
               steps=[{"step": "copy", "digest_in": sha(CLEAN), "digest_out": sha(TWO)}])
faulty.follows("claims-after", "chain", "broken", "step 2 `trim` of", "@claims-bad")
faulty.attempt("data with a broken chain are accepted", "wren", "claims-bad", "accept", "chain_holds", ["step 2 `trim`"])
# Data that must not be used any more.
faulty.dataset("voices", "CC-BY-4.0")
faulty.version("voices-1", "voices", "other.csv", -60, [("withdraw", "wren", -20, "consent was taken back")])
faulty.model("ear", ["voices-1"], exploitation="own_work")
faulty.version("voices-2", "voices", "clean.csv", -58, derived_from=["@voices-1"],
               steps=[{"step": "trim", "digest_in": sha(OTHER), "digest_out": sha(CLEAN)}])
faulty.follows("ear-1", "data_standing", "withdrawn", "@voices-1")
faulty.follows("ear", "data_standing", "withdrawn", "@voices-1")
faulty.follows("voices-2", "chain", "broken", "@voices-1", "withdrawn")
faulty.attempt("a model with withdrawn data is approved", "olu", "ear-1", "approve", "data_may_be_used", ["voices-1"])
# What is known of where data come from, by tier.
bare = {"licence": "CC-BY-4.0", "owner": "wren", "content": ["none_of_these"]}
faulty.follows("claims-raw", "provenance", plain(share(bare, {"file_digest": 1, "produced_on": 1, "split": 1}, "low")), "tier low")
faulty.dataset("thin", "CC-BY-4.0")
faulty.version("thin-1", "thin", "other.csv")
faulty.model("guess", ["thin-1"], "shop")
faulty.follows("thin-1", "provenance", plain(share(bare, {"file_digest": 1, "produced_on": 1})), "tier high", "where the data came from (A.7.3)")
faulty.write()

clean = Case(__file__, "clean", ORIGIN)
common(clean)
clean.dataset("scenes", "CC-BY-4.0", **FULL_DATASET)
clean.version("scenes-1", "scenes", "other.csv", **FULL_VERSION)
clean.model("seer", ["scenes-1"], "shop")
clean.follows("scenes", "licence_standing", "allowed", "CC-BY-4.0")
clean.follows("scenes", "tier", "high", "T1")
clean.follows("scenes-1", "provenance", "100.0", "tier high")
clean.attempt("a model with data for any use is approved", "olu", "seer-1", "approve")
clean.dataset("letters", "as agreed with the archive", terms=[
    {"term": "derivatives", "answer": "yes"}, {"term": "commercial_use", "answer": "yes"}])
clean.version("letters-1", "letters", "other.csv")
clean.model("sorter", ["letters-1"], "shop")
clean.follows("letters", "licence_standing", "allowed")
# For research alone, in research alone.
clean.dataset("papers", "CC-BY-NC-4.0")
clean.version("papers-1", "papers", "other.csv")
clean.model("reader", ["papers-1"], exploitation="research")
clean.follows("papers", "licence_standing", "allowed")
clean.attempt("a model for research with data for research is approved", "olu", "reader-1", "approve")
clean.dataset("claims", "CC-BY-4.0")
clean.version("claims-raw", "claims", "raw.csv", split="reference")
clean.version("claims-good", "claims", "clean.csv", -58, derived_from=["@claims-raw"], split="train",
              steps=chained(sha(MIDDLE), sha(CLEAN)))
clean.follows("claims-good", "chain", "intact")
clean.follows("claims-raw", "chain", "origin")
clean.dataset("meters", "CC-BY-4.0")
clean.version("meters-1", "meters", "one.csv", split="train")
clean.version("meters-2", "meters", "two.csv", -58, split="train")
clean.model("meter", ["meters-2"], exploitation="own_work")
clean.follows("meter-1", "data_standing", "newest")
clean.write()
