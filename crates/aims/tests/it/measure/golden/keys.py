"""Makes the data files of this folder and keys.json: what is true of them, from packages that share no code with the program.

Each family has a faulty file and its clean twin. Run with the packages of crates/measure/tests/golden/requirements.txt
and pyarrow:
python -m venv ENV; ENV/bin/pip install -r REQUIREMENTS; ENV/bin/python keys.py
"""

import json

import numpy as np
import pandas as pd
from fairlearn.metrics import demographic_parity_difference, equalized_odds_difference
from pycanon import anonymity
from scipy import stats
from sklearn import metrics

rng = np.random.default_rng(42)
keys = {}


def people(rows, gap):
    """Labels, scores and predictions of two groups; with a gap, group B is scored lower whatever its label."""
    group = rng.choice(["A", "B"], rows, p=[0.6, 0.4])
    sex = rng.choice(["f", "m"], rows)
    label = rng.binomial(1, 0.5, rows)
    logit = 2.0 * (label - 0.5) + rng.normal(0, 1, rows) - gap * (group == "B")
    score = np.round(1 / (1 + np.exp(-logit)), 4)
    return pd.DataFrame({"group": group, "sex": sex, "label": label, "score": score, "prediction": (score > 0.5).astype(int)})


def fairness(frame):
    y, h = frame.label, frame.prediction
    rates = {g: float(h[frame.group == g].mean()) for g in ["A", "B"]}
    return {
        "demographic_parity_difference": demographic_parity_difference(y, h, sensitive_features=frame.group),
        "equalized_odds_difference": equalized_odds_difference(y, h, sensitive_features=frame.group),
        "selection_rate": rates,
        "disparate_impact": min(rates.values()) / max(rates.values()),
    }


def performance(frame):
    y, h, s = frame.label, frame.prediction, frame.score
    return {
        "accuracy": metrics.accuracy_score(y, h),
        "f1_score": metrics.f1_score(y, h),
        "matthews_correlation": metrics.matthews_corrcoef(y, h),
        "roc_auc": metrics.roc_auc_score(y, s),
        "brier_score": metrics.brier_score_loss(y, s),
        "log_loss": metrics.log_loss(y, s),
    }


clean, faulty = people(2000, 0.0), people(2000, 1.5)
for name, frame in [("people_clean", clean), ("people_faulty", faulty)]:
    frame.to_csv(f"{name}.csv", index=False)
    keys[name] = {"fairness": fairness(frame), "performance": performance(frame)}
clean.to_parquet("people_clean.parquet", index=False, compression="zstd")
shuffled = clean.assign(score=rng.permutation(clean.score))
shuffled["prediction"] = (shuffled.score > 0.5).astype(int)
shuffled.to_csv("people_blind.csv", index=False)
keys["people_blind"] = {"performance": performance(shuffled)}

# three classes and numbers
kind = rng.choice(["bus", "tram", "walk"], 900)
guess = np.where(rng.random(900) < 0.7, kind, rng.choice(["bus", "tram", "walk"], 900))
minutes = np.round(rng.gamma(4, 6, 900), 2)
told = np.round(minutes + rng.normal(0, 4, 900), 2)
trips = pd.DataFrame({"kind": kind, "guess": guess, "minutes": minutes, "told": told})
trips.to_csv("trips.csv", index=False)
keys["trips"] = {
    "accuracy": metrics.accuracy_score(kind, guess),
    "macro_f1": metrics.f1_score(kind, guess, average="macro"),
    "mean_absolute_error": metrics.mean_absolute_error(minutes, told),
    "root_mean_squared_error": metrics.mean_squared_error(minutes, told) ** 0.5,
    "r_squared": metrics.r2_score(minutes, told),
}


def measured(rows, shift, shares, missing):
    value = np.round(rng.normal(shift, 1, rows), 3)
    word = rng.choice(["red", "green", "blue"], rows, p=shares)
    note = np.where(rng.random(rows) < missing, "", rng.choice(["x", "y"], rows))
    return pd.DataFrame({"value": value, "word": word, "note": note, "country": "DE"})


before = measured(4000, 0.0, [0.5, 0.3, 0.2], 0.05)
for name, frame in [
    ("drift_reference", before),
    ("drift_clean", measured(4000, 0.0, [0.5, 0.3, 0.2], 0.05)),
    ("drift_faulty", measured(4000, 0.5, [0.2, 0.3, 0.5], 0.3)),
]:
    frame.to_csv(f"{name}.csv", index=False)
    table = pd.crosstab(np.r_[np.zeros(4000), np.ones(4000)], np.r_[before.word, frame.word])
    keys[name] = {
        "kolmogorov_smirnov": stats.ks_2samp(before.value, frame.value).statistic,
        "wasserstein": stats.wasserstein_distance(before.value, frame.value) / before.value.std(ddof=1),
        "chi_square": stats.chi2_contingency(table, correction=False).statistic,
        "missing_rate_difference": float((frame.note == "").mean() - (before.note == "").mean()),
        "mean": frame.value.mean(),
        "standard_deviation": frame.value.std(ddof=1),
    }

# rows with faults that are planted one by one, so that their number is known
good = pd.DataFrame({"id": range(1, 301), "age": rng.integers(18, 90, 300), "plan": rng.choice(["basic", "plus"], 300)})
good["paid"] = rng.integers(0, 2, 300)
good.to_csv("deliveries_clean.csv", index=False)
bad = good.astype({"age": "object"})
bad.loc[[10, 20, 30], "age"] = [-3, 150, np.nan]
bad.loc[[40, 41], "plan"] = ["Basic", "gold"]
bad = pd.concat([bad, bad.iloc[:6]])
bad.to_csv("deliveries_faulty.csv", index=False)
for name, frame in [("deliveries_clean", good), ("deliveries_faulty", bad)]:
    keys[name] = {
        "value_completeness": float(frame.notna().to_numpy().mean()),
        "record_completeness": float(frame.notna().all(axis=1).mean()),
        "duplicate_share": float(frame.duplicated().mean()),
        "leakage_share": float(frame.drop(columns="paid").astype(str).apply(tuple, axis=1)
                               .isin(set(good.drop(columns="paid").astype(str).apply(tuple, axis=1))).mean()),
    }

def metrics_loss(before, after):
    own = stats.entropy(before.value_counts())
    return float((own - metrics.mutual_info_score(before, after)) / own)


# persons, as they are and in bands
persons = pd.DataFrame({
    "zip": rng.choice(["10115", "10117", "10119", "20095"], 600),
    "age": rng.integers(20, 60, 600),
    "illness": rng.choice(["flu", "cold", "asthma"], 600, p=[0.5, 0.3, 0.2]),
})
bands = persons.assign(zip=persons.zip.str[:2] + "***", age=(persons.age // 20 * 20).astype(str) + "+")
for name, frame in [("persons_faulty", persons), ("persons_clean", bands)]:
    frame.to_csv(f"{name}.csv", index=False)
    known = frame.astype(str)
    keys[name] = {
        "k_anonymity": anonymity.k_anonymity(known, ["zip", "age"]),
        "distinct_l_diversity": anonymity.l_diversity(known, ["zip", "age"], ["illness"]),
        # what of the original is still unknown when the treated value is known, over what there was to know
        "entropy_loss": metrics_loss(persons.zip, frame.zip),
        "t_closeness": anonymity.t_closeness(known, ["zip", "age"], ["illness"]),
    }

# an old system, a better one and a worse one on the same rows
rows = 1500
label = rng.binomial(1, 0.5, rows)
systems = pd.DataFrame({"label": label})
for name, right in [("old", 0.75), ("better", 0.82), ("worse", 0.6)]:
    systems[name] = np.where(rng.random(rows) < right, label, 1 - label)
systems.to_csv("systems.csv", index=False)
for name in ["better", "worse"]:
    old, new = systems.old == label, systems[name] == label
    only_new, only_old = int((new & ~old).sum()), int((old & ~new).sum())
    keys[f"systems_{name}"] = {
        "paired_accuracy_difference": (only_new - only_old) / rows,
        "mcnemar": stats.binomtest(min(only_new, only_old), only_new + only_old, 0.5).pvalue,
    }

# a sample of a population, and one that lacks half of a group
population = {"north": 0.25, "east": 0.25, "south": 0.3, "west": 0.2}
pd.DataFrame({"column": "region", "category": population.keys(), "share": population.values()}).to_csv("population.csv", index=False)
for name, shares in [("sample_clean", [0.25, 0.25, 0.3, 0.2]), ("sample_faulty", [0.3, 0.1, 0.35, 0.25])]:
    sample = pd.DataFrame({"region": rng.choice(list(population), 3000, p=shares)})
    sample.to_csv(f"{name}.csv", index=False)
    counts = sample.region.value_counts().reindex(population).to_numpy()
    keys[name] = {
        "representation_distance": float(np.abs(counts / 3000 - list(population.values())).sum() / 2),
        "east": float(counts[1] / 3000 / 0.25),
        "goodness_of_fit": stats.chisquare(counts, np.array(list(population.values())) * 3000).pvalue,
    }

with open("keys.json", "w") as out:
    json.dump(keys, out, indent=1, default=float)
    out.write("\n")
