"""Golden values of power, charts, change points, sequential tests, agreement and raking; writes control.json beside itself."""
import itertools, json, math, pathlib
import krippendorff
import numpy as np
from scipy import integrate, optimize, stats
from statsmodels.stats import inter_rater, proportion

rng = np.random.default_rng(11)
out = {"statsmodels": __import__("statsmodels").__version__, "krippendorff": "0.9.0"}

# Power by its definition: the probability, under the truth, of a pooled z statistic beyond its critical value.
def power(p, m, q, n, level):
    pooled = (m * p + n * q) / (m + n); z = stats.norm.isf((1 - level) / 2)
    null = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n)); law = stats.norm(p - q, math.sqrt(p * (1 - p) / m + q * (1 - q) / n))
    return law.sf(z * null) + law.cdf(-z * null)
out["power"] = [[p, m, q, n, power(p, m, q, n, 0.95)] for p, m, q, n in [(0.5, 100, 0.4, 200), (0.1, 50, 0.12, 500), (0.9, 30, 0.5, 30)]]
check = proportion.power_proportions_2indep(0.1, 0.4, 100, ratio=2, alpha=0.05, return_results=False)
out["power_statsmodels"] = [0.5, 100, 0.4, 200, check]
out["rows"] = [[p, q, w, next(n for n in range(1, 10**6) if power(p, n, q, n, 0.95) >= w)] for p, q, w in [(0.5, 0.4, 0.8), (0.1, 0.2, 0.9), (0.3, 0.6, 0.8)]]
out["width"] = [[p, h, next(n for n in range(1, 10**6) if np.diff(proportion.proportion_confint(p * n, n, 0.05, "wilson"))[0] <= 2 * h)] for p, h in [(0.5, 0.05), (0.1, 0.03), (0.02, 0.01)]]

z = np.round(np.concatenate([rng.normal(0, 1, 60), rng.normal(1.5, 1, 30), rng.uniform(-0.9, 0.9, 20), [0.1, 0.4, 0.8, 1.1, 1.6, 2.2], np.tile([1.4, -1.3], 8), rng.normal(0, 2, 30)]), 2)
def nelson(z):
    found = []
    for e in range(len(z)):
        w = lambda k: z[e - k + 1:e + 1] if e + 1 >= k else None
        same = lambda a, s, k: max((a > s).sum(), (a < -s).sum()) >= k
        if abs(z[e]) > 3: found.append((e, 1))
        if (a := w(9)) is not None and (all(a > 0) or all(a < 0)): found.append((e, 2))
        if (a := w(6)) is not None and (all(np.diff(a) > 0) or all(np.diff(a) < 0)): found.append((e, 3))
        if (a := w(14)) is not None and all(np.diff(a)[:-1] * np.diff(a)[1:] < 0): found.append((e, 4))
        if (a := w(3)) is not None and abs(a[-1]) > 2 and same(a, 2, 2): found.append((e, 5))
        if (a := w(5)) is not None and abs(a[-1]) > 1 and same(a, 1, 4): found.append((e, 6))
        if (a := w(15)) is not None and all(abs(a) < 1): found.append((e, 7))
        if (a := w(8)) is not None and all(abs(a) > 1) and any(a > 1) and any(a < -1): found.append((e, 8))
    return found
out["nelson"] = {"z": z.tolist(), "signals": nelson(z)}

x = np.round(np.concatenate([rng.normal(0, 1, 5), rng.normal(4, 1, 4), rng.normal(1, 1, 5)]), 2)
def best(x, penalty):
    """Brute force over all segmentations."""
    options = []
    for k in range(4):
        for cuts in itertools.combinations(range(1, len(x)), k):
            parts = np.split(x, cuts)
            options.append((sum(((p - p.mean()) ** 2).sum() for p in parts) + penalty * k, cuts))
    return list(min(options)[1])
out["change"] = {"x": x.tolist(), "cases": [[p, best(x, p)] for p in (2.0, 5.0, 20.0, 200.0)]}

def dynamic(x, penalty):
    """Optimal partitioning without any pruning."""
    cost = lambda a, b: ((x[a:b] - x[a:b].mean()) ** 2).sum()
    f, last = [-penalty], [0]
    for t in range(1, len(x) + 1):
        options = [f[s] + cost(s, t) + penalty for s in range(t)]
        f.append(min(options)); last.append(int(np.argmin(options)))
    cuts, t = [], len(x)
    while last[t] > 0: t = last[t]; cuts.append(t)
    return cuts[::-1]
long = np.round(np.concatenate([np.random.default_rng(s).normal(m, 1, k) for s, (m, k) in enumerate([(0, 40), (1.2, 25), (0.4, 30), (2, 8), (-0.5, 60), (0.1, 37)])]), 2)
out["change_long"] = {"x": long.tolist(), "cases": [[p, dynamic(long, p)] for p in (1.0, 3.0, 6.0, 12.0)]}

def evidence(k, n, p, low):
    """The mixture by quadrature."""
    f = lambda t: math.exp(k * math.log(t / p) + (n - k) * math.log((1 - t) / (1 - p)))
    return integrate.quad(f, low, 1, epsabs=0, epsrel=1e-12, limit=500, points=[max(k / n, low + 1e-9)])[0] / (1 - low)
out["evidence"] = [[k, n, p, evidence(k, n, p, 0), evidence(k, n, p, p)] for k, n, p in [(3, 10, 0.2), (8, 10, 0.5), (40, 100, 0.3), (2, 60, 0.1)]]
out["sequential"] = [[k, n, optimize.brentq(lambda p: math.log(evidence(k, n, p, 0)) - math.log(20), 1e-6, k / n, xtol=1e-13),
                      optimize.brentq(lambda p: math.log(evidence(k, n, p, 0)) - math.log(20), k / n, k / n + 0.6 * (1 - k / n) if n > 20 else 0.99, xtol=1e-13)] for k, n in [(3, 10), (40, 100), (2, 60)]]

tables = [[[20, 5], [10, 15]], [[11, 4, 1], [2, 9, 3], [0, 3, 12]]]
out["kappa"] = []
for t in tables:
    for name, weights in [("nominal", None), ("linear", "linear"), ("quadratic", "quadratic")]:
        k = inter_rater.cohens_kappa(np.array(t), wt=weights)
        # statsmodels gives the plain interval, which has no width where nobody disagrees and covers 46 % instead of 95 at 20 units of
        # kappa 0.95. Its variance, put into Wilson's interval of the agreement.
        shares = np.array(t) / np.sum(t); steps = np.abs(np.subtract.outer(range(len(t)), range(len(t)))).astype(float)
        lost = {"nominal": np.minimum(steps, 1), "linear": steps, "quadratic": steps**2}[name]
        chance = 1 - np.sum(lost * np.outer(shares.sum(1), shares.sum(0))) / lost.max()
        seen = 1 - np.sum(lost * shares) / lost.max()
        worth = seen * (1 - seen) / (k.var_kappa * (1 - chance) ** 2)
        low, high = ((end - chance) / (1 - chance) for end in proportion.proportion_confint(seen * worth, worth, 0.05, "wilson"))
        out["kappa"].append({"cells": np.ravel(t).tolist(), "classes": len(t), "weights": name, "kappa": k.kappa, "low": low, "high": high})

ratings = rng.integers(1, 6, (4, 30)).astype(float); ratings[1] = np.where(rng.random(30) < 0.7, ratings[0], ratings[1])
ratings[2] = np.where(rng.random(30) < 0.6, ratings[0], ratings[2]); ratings[rng.random(ratings.shape) < 0.15] = np.nan
out["alpha"] = {"units": [[int(v) - 1 for v in col if v == v] for col in ratings.T],
                **{level: krippendorff.alpha(ratings, level_of_measurement=level, value_domain=[1, 2, 3, 4, 5]) for level in ("nominal", "ordinal", "interval", "ratio")}}

a, b = rng.integers(0, 3, 200), rng.integers(0, 2, 200)
ta, tb = np.array([0.5, 0.3, 0.2]), np.array([0.35, 0.65])
def dual(l):
    """Raking is the entropy projection: weights are exp of one multiplier a word, found by convex optimisation."""
    w = np.exp(l[:3][a] + l[3:][b]) / 200
    return w.sum() - l[:3] @ ta - l[3:] @ tb
def grad(l):
    w = np.exp(l[:3][a] + l[3:][b]) / 200
    return np.concatenate([np.bincount(a, w, 3) - ta, np.bincount(b, w, 2) - tb])
r = optimize.minimize(dual, np.zeros(5), jac=grad, method="BFGS", options={"gtol": 1e-13})
w = np.exp(r.x[:3][a] + r.x[3:][b])
out["rake"] = {"a": a.tolist(), "b": b.tolist(), "ta": ta.tolist(), "tb": tb.tolist(), "weights": w.tolist(), "design": float((w ** 2).mean() / w.mean() ** 2)}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
