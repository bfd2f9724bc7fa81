"""Golden values of measures where rows count by a weight: scikit-learn for the points, samplics for the linearised standard errors of shares
and means, statsmodels for Wilson's interval with a real number of rows, a jackknife for measures of the four sums and the area;
writes weighted.json beside itself."""
import json, pathlib, warnings
import numpy as np
warnings.filterwarnings("ignore")
from samplics import PopParam, TaylorEstimator
from scipy import stats
from sklearn import metrics as sk
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(11)
n = 600
group = rng.choice(["a", "b", "c"], n, p=[0.5, 0.35, 0.15])
y = (rng.random(n) < 0.4).astype(int)
score = np.round(1 / (1 + np.exp(-rng.normal(1.5 * y - 0.7 + 0.4 * (group == "a"), 1))), 2).clip(0.01, 0.99)
h = (score >= 0.5).astype(int)
weight = np.round(np.exp(rng.normal(0, 0.7, n)) * (1 + y), 3)
weight[:12] = 0
kind = rng.choice(["x", "y", "z"], n); told = np.where(rng.random(n) < 0.7, kind, rng.choice(["x", "y", "z"], n))
amount = np.round(rng.normal(10, 3, n), 2); guess = np.round(amount + rng.normal(0.4, 1, n), 2)
out = {"data": {"group": group.tolist(), "y": y.tolist(), "h": h.tolist(), "score": score.tolist(), "weight": weight.tolist(),
                "kind": kind.tolist(), "told": told.tolist(), "amount": amount.tolist(), "guess": guess.tolist()}}
there = weight > 0

def error(values, rows):
    """The linearised standard error of a weighted mean, by samplics."""
    rows = rows & there
    found = TaylorEstimator(PopParam.mean)
    found.estimate(y=values[rows].astype(float), samp_weight=weight[rows], psu=np.arange(rows.sum()))
    first = lambda it: float(list(it.values())[0]) if isinstance(it, dict) else float(np.ravel(it)[0])
    return first(found.point_est), first(found.stderror)

def share(has, rows):
    p, se = error(has, rows)
    effective = min(p * (1 - p) / se ** 2, float((rows & there).sum()))
    low, high = proportion_confint(p * effective, effective, method="wilson")
    return {"value": p, "n": int((rows & there).sum()), "effective": effective, "low": float(low), "high": float(high)}

all_rows = np.ones(n, bool)
sides = {"selection_rate": (h == 1, all_rows), "base_rate": (y == 1, all_rows), "true_positive_rate": (h == 1, y == 1),
         "false_positive_rate": (h == 1, y == 0), "positive_predictive_value": (y == 1, h == 1), "accuracy": (y == h, all_rows)}
out["groups"] = {g: {k: share(has, rows & (group == g)) for k, (has, rows) in sides.items()} for g in "abc"}
out["whole"] = {k: share(has, rows) for k, (has, rows) in sides.items()}
out["student"] = stats.t.ppf(0.975, there.sum() - 1)
out["kish"] = float(weight.sum() ** 2 / (weight ** 2).sum())

def jackknife(of):
    """The standard error by leaving out each row once."""
    rows = np.flatnonzero(there); keep = there.copy(); left = []
    for row in rows:
        keep[row] = False; left.append(of(keep)); keep[row] = True
    left = np.array(left); m = len(rows)
    return float(np.sqrt((m - 1) / m * ((left - left.mean()) ** 2).sum()))

binary = lambda f: (lambda k: f(y[k], h[k], sample_weight=weight[k]))
points = {"f1_score": binary(sk.f1_score), "f2_score": binary(lambda *a, **b: sk.fbeta_score(*a, beta=2, **b)), "balanced_accuracy": binary(sk.balanced_accuracy_score),
          "matthews_correlation": binary(sk.matthews_corrcoef), "roc_auc": lambda k: sk.roc_auc_score(y[k], score[k], sample_weight=weight[k])}
out["cells"] = {k: {"value": float(f(there)), "error": jackknife(f)} for k, f in points.items()}
means = {"brier_score": (score - y) ** 2, "log_loss": -np.log(np.where(y == 1, score, 1 - score)), "mean_error": guess - amount,
         "mean_absolute_error": np.abs(guess - amount), "mean_squared_error": (guess - amount) ** 2}
out["means"] = {k: dict(zip(("value", "error"), error(v, all_rows))) for k, v in means.items()}
assert abs(out["means"]["brier_score"]["value"] - sk.brier_score_loss(y, score, sample_weight=weight)) < 1e-12
assert abs(out["means"]["log_loss"]["value"] - sk.log_loss(y, score, sample_weight=weight)) < 1e-12
assert abs(out["whole"]["accuracy"]["value"] - sk.accuracy_score(y, h, sample_weight=weight)) < 1e-12
report = sk.classification_report(kind, told, sample_weight=weight, output_dict=True)
out["classes"] = {k: {"precision": report[k]["precision"], "recall": report[k]["recall"]} for k in "xyz"} | {"accuracy": sk.accuracy_score(kind, told, sample_weight=weight)}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=lambda it: it.item()))
