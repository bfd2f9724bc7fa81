"""Golden values of representation, shrunk rates and paired comparison: scipy, statsmodels; writes represent.json beside itself."""
import json, math, pathlib
import numpy as np
from scipy import optimize, stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats import multitest
from statsmodels.stats.oneway import anova_oneway

rng = np.random.default_rng(21)
names, population = ["a", "b", "c", "d"], np.array([0.4, 0.3, 0.25, 0.05])
counts = np.array([230, 120, 140, 10]); n = counts.sum()
p = [stats.binomtest(int(k), int(n), q).pvalue for k, q in zip(counts, population)]
out = {"names": names, "population": population.tolist(), "counts": counts.tolist(), "p": p, "adjusted": multitest.multipletests(p, method="fdr_bh")[1].tolist(),
       "fit": list(stats.chisquare(counts, population * n)), "js": float(jensenshannon(counts / n, population) ** 2), "distance": float(abs(counts / n - population).sum() / 2)}

k, m = np.array([2, 40, 300, 9, 55]), np.array([10, 120, 700, 12, 200]); N, K = m.sum(), len(m)
mu = k.sum() / N; S = (m * (k / m - mu) ** 2).sum()
tau = max(0, (S - mu * (1 - mu) * (K - 1)) / (N - (m ** 2).sum() / N - (K - 1)))  # Kleinman (1973)
M = mu * (1 - mu) / tau - 1
out["shrunk"] = {"k": k.tolist(), "n": m.tolist(), "rates": ((k + M * mu) / (m + M)).tolist()}

y = (rng.random(150) < 0.4).astype(int)
old, new = (np.clip(0.4 + 0.25 * (2 * y - 1) * w + rng.normal(0, 0.2, 150), 0.01, 0.99).round(3) for w in (0.5, 0.9))
gain = (old - y) ** 2 - (new - y) ** 2; err = np.abs(old - y) - np.abs(new - y)
def hall(v):
    n, s, g = len(v), v.std(ddof=1), stats.skew(v); t = stats.t.isf(0.025, n - 1) / np.sqrt(n)
    f = lambda w, t: w + g * w * w / 3 + g * g * w ** 3 / 27 + g / (6 * n) - t
    return [v.mean()] + [v.mean() - s * optimize.brentq(f, -3, 3, args=(x,), xtol=1e-15) for x in (t, -t)]
a, b = (old >= 0.5) == y, (new >= 0.5) == y
out["paired"] = {"y": y.tolist(), "old": old.tolist(), "new": new.tolist(), "brier": hall(gain), "absolute": hall(err), "accuracy": float(b.mean() - a.mean()),
                 "mcnemar": stats.binomtest(int((b & ~a).sum()), int((a ^ b).sum()), 0.5).pvalue}
group = rng.integers(0, 3, 180); label = rng.normal(10, 2, 180).round(2); guess = (label + rng.gamma(1.5, 0.6 + 0.5 * group) + group).round(2)
def hall_at(v, level):
    n, s, g = len(v), v.std(ddof=1), stats.skew(v); t = stats.t.isf((1 - level) / 2, n - 1) / np.sqrt(n)
    f = lambda w, t: w + g * w * w / 3 + g * g * w ** 3 / 27 + g / (6 * n) - t
    return [v.mean() - s * optimize.brentq(f, -3, 3, args=(x,), xtol=1e-15) for x in (t, -t)]
def spread(v):
    """Largest difference, its interval from those of all pairs (Zou and Donner) at a corrected level, and Welch's test."""
    parts = [v[group == g] for g in range(3)]; m = [p.mean() for p in parts]; e = [hall_at(p, 1 - 0.05 / 3) for p in parts]
    both = [(m[a] - m[b] - math.hypot(m[a] - e[a][0], e[b][1] - m[b]), m[a] - m[b] + math.hypot(e[a][1] - m[a], m[b] - e[b][0])) for a in range(3) for b in range(3) if a != b]
    w = anova_oneway(v, group, use_var="unequal", welch_correction=True)
    return [max(m) - min(m), max(0, max(x[0] for x in both)), max(x[1] for x in both), w.statistic, w.pvalue]
out["numbers"] = {"group": group.tolist(), "y": label.tolist(), "h": guess.tolist(), "prediction": spread(guess), "error": spread(guess - label), "absolute": spread(abs(guess - label))}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
