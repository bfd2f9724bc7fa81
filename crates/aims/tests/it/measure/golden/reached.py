"""Keys for several systems, flips and likeness, several classes, tenths of predictions, weights, power and series; and the files
of the last three that are made here. Nothing of it shares code with the program.

Run with `pip install statsmodels scikit-learn scipy numpy pandas`; writes `alike_*.csv`, `series_*.csv` and `reached.json`.
"""

import json
import math
import os

import numpy as np
import pandas as pd
from scipy import optimize, stats
from sklearn import metrics
from sklearn.neighbors import NearestNeighbors
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

HERE = os.path.dirname(os.path.abspath(__file__))
at = lambda name: os.path.join(HERE, name)
rng = np.random.default_rng(12)
keys = {}

# Three systems: Cochran's Q over all, exact McNemar of each pair, corrected.
frame = pd.read_csv(at("systems.csv"))
right = {name: (frame[name] == frame.label).to_numpy() for name in ["old", "better", "worse"]}
q = cochrans_q(np.column_stack([right[name] for name in ["old", "better", "worse"]]))
pairs = [("old", "better"), ("old", "worse"), ("better", "worse")]
p = []
for old, new in pairs:
    table = [[(right[old] & right[new]).sum(), (right[old] & ~right[new]).sum()], [(~right[old] & right[new]).sum(), (~right[old] & ~right[new]).sum()]]
    p.append(float(mcnemar(table, exact=True).pvalue))
keys["systems"] = {
    "q": float(q.statistic),
    "p": float(q.pvalue),
    "pairs": [f"{new} less {old}" for old, new in pairs],
    "differences": [float(right[new].mean() - right[old].mean()) for old, new in pairs],
    "mcnemar": p,
    "holm": [float(it) for it in multipletests(p, method="holm")[1]],
    "benjamini_hochberg": [float(it) for it in multipletests(p, method="fdr_bh")[1]],
}

# The score interval of a difference of selection rates, Miettinen and Nurminen's, by its definition: the shares that are likeliest under
# a difference are found by searching, and the differences that the score test does not reject by bisection.
def score(d, a, m, b, n):
    unlikely = lambda q: -(a * math.log(q + d) + (m - a) * math.log(1 - q - d) + b * math.log(q) + (n - b) * math.log(1 - q))
    ends = (max(0, -d) + 1e-9, min(1, 1 - d) - 1e-9)
    q = optimize.minimize_scalar(unlikely, bounds=ends, method="bounded", options={"xatol": 1e-13}).x
    variance = ((q + d) * (1 - q - d) / m + q * (1 - q) / n) * (m + n) / (m + n - 1)
    return (a / m - b / n - d) / math.sqrt(variance)


people = pd.read_csv(at("people_faulty.csv"))
counts = people.groupby("group").prediction.agg(["sum", "count"])
(a, m), (b, n) = counts.loc["A"], counts.loc["B"]
z, seen = stats.norm.ppf(0.975), a / m - b / n
low = optimize.brentq(lambda d: score(d, a, m, b, n) - z, seen - 0.2, seen)
high = optimize.brentq(lambda d: score(d, a, m, b, n) + z, seen, seen + 0.2)
keys["miettinen_nurminen"] = [float(low), float(high)]
keys["scores_by_group"] = {
    g: float(metrics.roc_auc_score(people.label[people.group == g], people.score[people.group == g])) for g in ["A", "B"]
}

# Likeness and flips: in the clean file predictions follow from the features, in the faulty one from the group as well.
for name in ["clean", "faulty"]:
    rows = 400
    group = rng.choice(["A", "B"], rows)
    income, age = rng.normal(3000, 900, rows).round(2), rng.normal(45, 12, rows).round(3)
    score = (income - 3000) / 900 + (age - 45) / 24
    lift = np.where(group == "B", 1.2, 0.0) if name == "faulty" else 0.0
    other = np.where(group == "A", 1.2, 0.0) if name == "faulty" else 0.0
    prediction, flipped = (score > lift).astype(int), (score > other).astype(int)
    data = pd.DataFrame({"group": group, "income": income, "age": age, "prediction": prediction, "flipped": flipped})
    data.to_csv(at(f"alike_{name}.csv"), index=False)
    scaled = np.column_stack([income / income.std(), age / age.std()])
    near = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(scaled).kneighbors(scaled, return_distance=False)
    keys[f"alike_{name}"] = {
        "consistency": float(1 - np.abs(prediction - prediction[near].mean(axis=1)).mean()),
        "flip_rate": float((prediction != flipped).mean()),
        "flip_interval": [float(it) for it in proportion_confint((prediction != flipped).sum(), rows, method="wilson")],
    }

# Several classes.
trips = pd.read_csv(at("trips.csv"))
names = sorted(set(trips.kind) | set(trips.guess))
table = metrics.confusion_matrix(trips.kind, trips.guess, labels=names)
precision, recall, f1, _ = metrics.precision_recall_fscore_support(trips.kind, trips.guess, average="weighted", zero_division=0)
kappa = cohens_kappa(table)
# The interval is Wilson's, of the agreement seen among as many rows as give kappa its variance.
shares = table / table.sum()
seen, chance = np.trace(shares), float(shares.sum(axis=1) @ shares.sum(axis=0))
worth = seen * (1 - seen) / (kappa.var_kappa * (1 - chance) ** 2)
kappa_interval = [float((end - chance) / (1 - chance)) for end in proportion_confint(seen * worth, worth, method="wilson")]
wrong = table.sum(axis=0) - np.diag(table)
keys["classes"] = {
    "names": names,
    "table": table.tolist(),
    "weighted_precision": float(precision),
    "weighted_recall": float(recall),
    "weighted_f1": float(f1),
    "cohen_kappa": float(kappa.kappa),
    "kappa_interval": kappa_interval,
    "false_positive_rate": {n: float(w / (table.sum() - s)) for n, w, s in zip(names, wrong, table.sum(axis=1))},
}

# Tenths of predictions; rows with the same prediction stay in the earlier tenth.
ordered = trips.sort_values(["told", "minutes"], kind="stable").reset_index(drop=True)
tenths, start = [], 0
for part in range(1, 11):
    end = math.ceil(len(ordered) * part / 10)
    while end > start and end < len(ordered) and ordered.told[end] == ordered.told[end - 1]:
        end += 1
    rows = ordered[start:end]
    if len(rows):
        tenths.append({"n": len(rows), "mean_error": float((rows.told - rows.minutes).mean()), "mae": float((rows.told - rows.minutes).abs().mean())})
    start = max(start, end)
keys["tenths"] = tenths

# Weights that meet the shares of one column have a closed form.
sample, population = pd.read_csv(at("sample_faulty.csv")), pd.read_csv(at("population.csv"))
wanted = population[population.column == "region"].set_index("category").share
wanted = wanted / wanted.sum()
weight = sample.region.map(wanted / sample.region.value_counts(normalize=True))
keys["weights"] = {"first": [float(it) for it in weight[:5]], "sum": float(weight.sum()), "squares": float((weight**2).sum())}


# Power of a two-sided test of two shares, pooled under no difference (Fleiss, Levin and Paik 2003), and the least n by trying.
def power(p, m, q, n, level=0.95):
    z, pooled = stats.norm.ppf(0.5 + level / 2), (m * p + n * q) / (m + n)
    null, true = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n)), math.sqrt(p * (1 - p) / m + q * (1 - q) / n)
    gap = abs(p - q)
    return stats.norm.cdf((gap - z * null) / true) + stats.norm.cdf((-gap - z * null) / true)


keys["power"] = {
    "rows": next(n for n in range(2, 100000) if power(0.35, n, 0.3, n) >= 0.8),
    "power": float(power(0.35, 400, 0.3, 600)),
    "rows_for_half_width": next(
        n for n in range(2, 100000) if np.subtract(*proportion_confint(0.3 * n, n, method="wilson")[::-1]) <= 0.1
    ),
}


# Series: a clean one, and one whose mean moves by two sigma after row 80.
def looked_at(x, reference):
    centre = x[:reference].mean()
    sigma = np.abs(np.diff(x[:reference])).mean() / (2 / math.sqrt(math.pi))
    z = (x - centre) / sigma
    up = down = 0.0
    signal = None
    for i in range(reference, len(x)):
        up, down = max(up + z[i] - 0.5, 0), max(down - z[i] - 0.5, 0)
        if signal is None and max(up, down) > 5:
            signal = i + 1
    # One unit of evidence, divided over all values at which a change may begin.
    begun, alarm = 0.0, None
    for k, i in enumerate(range(reference, len(x)), start=1):
        far = np.abs(x[: i + 1] - np.median(x[: i + 1]))
        begun = (begun + 1 / (k * (k + 1))) * 0.5 / math.sqrt((far >= far[i]).mean())
        evidence = begun + 1 / (k + 1)
        if alarm is None and evidence >= 20:
            alarm = i + 1
    # Every segmentation by dynamic programming without pruning.
    penalty, n = 2 * sigma**2 * math.log(len(x)), len(x)
    best, last = [-penalty] + [math.inf] * n, [0] * (n + 1)
    for end in range(1, n + 1):
        for begin in range(end):
            cost = best[begin] + ((x[begin:end] - x[begin:end].mean()) ** 2).sum() + penalty
            if cost < best[end]:
                best[end], last[end] = cost, begin
    starts, end = [], n
    while end > 0:
        starts.append(last[end] + 1)
        end = last[end]
    beyond = [i + 1 for i in range(reference, n) if abs(z[i]) > 3]
    return {
        "centre": float(centre),
        "sigma": float(sigma),
        "cusum": signal,
        "evidence": float(evidence),
        "alarm": alarm,
        "starts": starts[::-1],
        "beyond": beyond,
    }


for name in ["clean", "faulty"]:
    x = rng.normal(20, 2, 120).round(3)
    if name == "faulty":
        x[80:] = (x[80:] + 4).round(3)
    pd.DataFrame({"day": np.arange(1, 121), "x": x}).to_csv(at(f"series_{name}.csv"), index=False)
    keys[f"series_{name}"] = looked_at(x, 60)

with open(at("reached.json"), "w") as file:
    json.dump(keys, file, indent=1)
    file.write("\n")
