"""Golden values of performance and calibration: scikit-learn, statsmodels, scipy, numpy; writes performance.json beside itself."""
import json, pathlib
import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(3)

def hall(v):
    """Hall's interval by inverting his transformation numerically."""
    v = np.asarray(v, float); n, m, s, g = len(v), v.mean(), v.std(ddof=1), stats.skew(v)
    t = stats.t.isf(0.025, n - 1) / np.sqrt(n)
    f = lambda w, t: w + g * w * w / 3 + g * g * w ** 3 / 27 + g / (6 * n) - t
    return [m - s * optimize.brentq(f, -50, 50, args=(t,), xtol=1e-15), m - s * optimize.brentq(f, -50, 50, args=(-t,), xtol=1e-15)]

out = {"sklearn": __import__("sklearn").__version__, "statsmodels": __import__("statsmodels").__version__}

n = 400
p = np.round(np.clip(rng.beta(1.2, 2, n), 0.01, 0.99), 3)
y = (rng.random(n) < np.clip(0.1 + 0.9 * p ** 1.3, 0, 1)).astype(int)
h = (p >= 0.45).astype(int)
kl = stats.entropy([1 - y.mean(), y.mean()], [1 - h.mean(), h.mean()])
out["binary"] = {"y": y.tolist(), "h": h.tolist(), "p": p.tolist(), "cells": sk.confusion_matrix(y, h).ravel().tolist(),
    "f1_score": sk.f1_score(y, h), "f2_score": sk.fbeta_score(y, h, beta=2), "balanced_accuracy": sk.balanced_accuracy_score(y, h),
    "matthews_correlation": sk.matthews_corrcoef(y, h), "informedness": sk.balanced_accuracy_score(y, h, adjusted=True),
    "markedness": sk.precision_score(y, h) + sk.precision_score(1 - y, 1 - h) - 1, "prediction_kl_divergence": kl,
    "roc_auc": sk.roc_auc_score(y, p), "average_precision": sk.average_precision_score(y, p), "brier": sk.brier_score_loss(y, p), "log_loss": sk.log_loss(y, p)}
loss = (p - y) ** 2
out["binary"]["brier_interval"] = hall(loss)
order = np.argsort(-p, kind="stable"); out["binary"]["gain_all"] = 1.0

f, t, c = sk.roc_curve(y, p, drop_intermediate=False); pr = [sk.precision_score(y, p >= v) for v in c[1:]]
out["points"] = [list(map(float, r)) for r in zip(c[1:], f[1:], t[1:], pr)]

def bins(edges):
    which = np.searchsorted(edges, p, side="left"); rows = []
    for b in range(len(edges)):
        k = which == b
        if k.any(): rows.append((k.sum(), p[k].mean(), y[k].mean()))
    w = np.array([r[0] for r in rows]) / n; said = np.array([r[1] for r in rows]); seen = np.array([r[2] for r in rows]); m = np.array([r[0] for r in rows])
    gap = np.abs(said - seen); base = y.mean()
    rel, res, unc = (w * gap ** 2).sum(), (w * (seen - base) ** 2).sum(), base * (1 - base)
    return {"bins": [list(map(float, r)) for r in rows], "expected": (w * gap).sum(), "maximum": gap.max(),
            "debiased": max(0, (w * (gap ** 2 - seen * (1 - seen) / (m - 1))).sum()) ** 0.5, "murphy": [rel, res, unc, loss.mean() - (rel - res + unc)]}
out["uniform"] = bins(np.arange(1, 11) / 10)
out["quantile"] = bins(np.quantile(p, np.arange(1, 11) / 10))
# The noise floor by simulation: labels drawn from the probabilities themselves.
which = np.searchsorted(np.arange(1, 11) / 10, p, side="left")
sims = []
for _ in range(20000):
    s = rng.random(n) < p
    sims.append(sum(abs((p[which == b] - s[which == b]).sum()) for b in range(10)) / n)
out["noise"] = float(np.mean(sims))
out["spiegelhalter"] = float(((y - p) * (1 - 2 * p)).sum() / np.sqrt(((1 - 2 * p) ** 2 * p * (1 - p)).sum()))
iso = IsotonicRegression().fit(p, y).predict(p)
base = y.mean()
out["corp"] = [loss.mean() - ((iso - y) ** 2).mean(), base * (1 - base) - ((iso - y) ** 2).mean(), base * (1 - base)]
logit = np.log(p / (1 - p))
fit = sm.GLM(y, sm.add_constant(logit), family=sm.families.Binomial()).fit(tol=1e-14)
shift = sm.GLM(y, np.ones(n), offset=logit, family=sm.families.Binomial()).fit(tol=1e-14)
out["slope"] = [fit.params[1], *fit.conf_int()[1]]; out["intercept"] = [shift.params[0], *shift.conf_int()[0]]

t = rng.integers(0, 4, 300); q = np.where(rng.random(300) < 0.6, t, rng.integers(0, 4, 300))
avg = lambda f, a: f(t, q, average=a, zero_division=0)
out["classes"] = {"cells": sk.confusion_matrix(t, q).ravel().tolist(), "accuracy": sk.accuracy_score(t, q), "macro_precision": avg(sk.precision_score, "macro"),
    "macro_recall": avg(sk.recall_score, "macro"), "macro_f1": avg(sk.f1_score, "macro"), "weighted_f1": avg(sk.f1_score, "weighted"),
    "weighted_precision": avg(sk.precision_score, "weighted"), "weighted_recall": avg(sk.recall_score, "weighted"),
    "class_matthews_correlation": sk.matthews_corrcoef(t, q), "class_prediction_divergence": stats.entropy(np.bincount(t), np.bincount(q)), "by_class": sk.f1_score(t, q, average=None).tolist()}

a = np.round(rng.normal(10, 3, 150), 2); b = np.round(a + rng.normal(0.3, 1.2, 150), 2); err = np.abs(a - b)
k = int(stats.binom.ppf(0.025, 150, 0.5))
k = max(j for j in range(0, 75) if stats.binom.cdf(j - 1, 150, 0.5) <= 0.025)
s = np.sort(err)
t_int = hall
out["numeric"] = {"y": a.tolist(), "h": b.tolist(), "mean_error": [(b - a).mean(), *t_int(b - a)], "mean_absolute_error": [sk.mean_absolute_error(a, b), *t_int(err)],
    "mean_squared_error": [sk.mean_squared_error(a, b), *t_int(err ** 2)], "root_mean_squared_error": [sk.root_mean_squared_error(a, b), *np.sqrt(t_int(err ** 2))],
    "median_absolute_error": [sk.median_absolute_error(a, b), s[k - 1], s[150 - k]], "mean_absolute_percentage_error": [sk.mean_absolute_percentage_error(a, b)],
    "maximum_error": [sk.max_error(a, b)], "r_squared": [sk.r2_score(a, b)]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
