"""Golden values of summaries and drift: numpy, scipy, pandas and evidently 0.7.23; writes drift.json beside itself.

Needs: pip install "evidently==0.7.23" "pandas<3" scipy
"""
import json, math, pathlib, warnings
import numpy as np, pandas as pd, scipy
from scipy import stats
from scipy.spatial import distance
import evidently
from evidently.legacy.calculations import stattests as st
from evidently.legacy.calculations.stattests.registry import _get_default_stattest
from evidently.legacy.core import ColumnType

warnings.filterwarnings("ignore")
rng = np.random.default_rng(5)
out = {"numpy": np.__version__, "scipy": scipy.__version__, "pandas": pd.__version__, "evidently": evidently.__version__ if hasattr(evidently, "__version__") else "0.7.23"}

pairs = {
    "same": (rng.normal(0, 1, 60), rng.normal(0, 1, 45)),
    "shift": (rng.normal(0, 1, 300), rng.normal(0.4, 1, 200)),
    "spread": (rng.normal(5, 1, 150), rng.normal(5, 2, 170)),
    "tied": (rng.integers(0, 12, 90).astype(float), rng.integers(2, 14, 70).astype(float)),
    "whole": (rng.integers(0, 60, 400), rng.integers(5, 66, 300)),
    "few": (rng.integers(0, 4, 200).astype(float), rng.integers(0, 5, 150).astype(float)),
    "two": (rng.integers(0, 2, 200).astype(float), rng.integers(0, 2, 150).astype(float)),
    "outlier": (np.append(rng.normal(0, 1, 199), 1e6), rng.normal(2, 1, 200)),
    "large": (rng.normal(0, 1, 1500), rng.normal(0.1, 1, 1300)),
    "small": (rng.normal(0, 1, 7), rng.normal(1, 1, 5)),
    "constant": (np.full(50, 3.0), np.append(np.full(40, 3.0), [4.0, 5.0])),
    "long": (rng.normal(0, 1, 12000), rng.normal(0.02, 1, 11000)),
}
pairs = {k: (np.round(a, 6), np.round(b, 6)) for k, (a, b) in pairs.items()}

def moments(x):
    x = np.asarray(x, float); s = pd.Series(x)
    return {"n": len(x), "mean": math.fsum(x) / len(x), "variance": float(s.var()), "skewness": float(stats.skew(x)), "kurtosis": float(stats.kurtosis(x)),
            "quantiles": [[q, float(np.quantile(x, q))] for q in (0, 0.01, 0.25, 0.5, 0.77, 0.99, 1)], "distinct": int(s.nunique()),
            "histogram": [e.tolist() for e in np.histogram(x, 7)]}

def ksamp(*xs):
    r = stats.anderson_ksamp(xs, variant="midrank") if "variant" in stats.anderson_ksamp.__code__.co_varnames else stats.anderson_ksamp(xs, midrank=True)
    return [float(r.statistic), float(r.pvalue)]

def cvm(a, b):
    """scipy without ties; with ties scipy's midranks reject nearly always for samples of unequal size, so equal values come evenly one after the other."""
    if len(np.unique(np.concatenate([a, b]))) == len(a) + len(b):
        r = stats.cramervonmises_2samp(a, b, method="asymptotic"); return [float(r.statistic), float(r.pvalue)]
    a, b = np.sort(a), np.sort(b); m, n = len(a), len(b); N = m + n
    v, c = np.unique(np.concatenate([a, b]), return_counts=True)
    d = np.concatenate([[0.0], np.searchsorted(a, v, side="right") / m - np.searchsorted(b, v, side="right") / n])
    t = m * n / N**2 * sum(((d[i] + (d[i + 1] - d[i]) * np.arange(1, k + 1) / k) ** 2).sum() for i, k in enumerate(c))
    var = (N + 1) * (4 * m * n * N - 3 * (m * m + n * n) - 2 * m * n) / (45 * N * N * 4 * m * n)
    x = 1 / 6 + (t - (1 + 1 / N) / 6) / np.sqrt(45 * var)
    return [float(t), 1.0 if x < 0.003 else float(max(0, 1 - stats._hypotests._cdf_cvm_inf(x)))]

names = ["ks", "chisquare", "z", "wasserstein", "jensenshannon", "psi", "hellinger", "kl_div"]
tests = {"ks": st.ks_stat_test, "chisquare": st.chi_stat_test, "z": st.z_stat_test, "wasserstein": st.wasserstein_stat_test,
         "jensenshannon": st.jensenshannon_stat_test, "psi": st.psi_stat_test, "hellinger": st.hellinger_stat_test, "kl_div": st.kl_div_stat_test}

def evidently_values(a, b, kind):
    a, b = pd.Series(a), pd.Series(b); found = {}
    for name in names:
        if kind == ColumnType.Categorical and name in ("ks", "wasserstein"): continue
        if kind == ColumnType.Numerical and name in ("chisquare", "z"): continue
        found[name] = float(tests[name](a.copy(), b.copy(), kind, None or tests[name].default_threshold or 0.05).drift_score)
    chosen = _get_default_stattest(a, b, kind); r = chosen(a.copy(), b.copy(), kind, None)
    return {"scores": found, "default": chosen.name, "score": float(r.drift_score), "drifted": bool(r.drifted)}

out["numbers"] = {}
for name, (a, b) in pairs.items():
    u = stats.mannwhitneyu(b, a).statistic
    exact = max(len(a), len(b)) <= 10000
    out["numbers"][name] = {
        "reference": a.tolist(), "current": b.tolist(), "whole": bool(np.issubdtype(a.dtype, np.integer)),
        "moments": moments(a), "tied": bool(len(np.unique(np.concatenate([a, b]))) < len(a) + len(b)),
        "ks": [float(stats.ks_2samp(a, b).statistic), float(stats.ks_2samp(a, b, method="exact" if exact else "asymp").pvalue)],
        "cramer_von_mises": cvm(a, b),
        "anderson_darling": ksamp(a.astype(float), b.astype(float)) if len(np.unique(np.concatenate([a, b]))) > 1 else None,
        "wasserstein": float(stats.wasserstein_distance(a, b)),
        "cliff": float(2 * u / len(a) / len(b) - 1),
        "evidently": evidently_values(a, b, ColumnType.Numerical),
    }
three = [pairs["shift"][0], pairs["shift"][1], pairs["spread"][0]]
out["anderson_darling_3"] = {"samples": [x.tolist() for x in three[:2]] + [np.round(rng.normal(0.2, 1, 80), 6).tolist()]}
out["anderson_darling_3"]["found"] = ksamp(*[np.array(x) for x in out["anderson_darling_3"]["samples"]])

# The exact law of the distance with ties, by brute force over all ways to choose the reference among the pooled values.
from itertools import combinations
def brute(a, b):
    pooled = np.concatenate([a, b]); cuts = np.unique(pooled); n = len(pooled)
    def gap(index):
        mask = np.zeros(n, bool); mask[list(index)] = True
        return max(abs((pooled[mask] <= c).mean() - (pooled[~mask] <= c).mean()) for c in cuts)
    seen = gap(range(len(a))); gaps = [gap(i) for i in combinations(range(n), len(a))]
    return float(np.mean(np.array(gaps) >= seen - 1e-9))
a, b = np.array([1., 1, 2, 3, 3, 5]), np.array([2., 3, 4, 5, 5, 6, 6])
out["ks_tied"] = {"reference": a.tolist(), "current": b.tolist(), "p": brute(a, b)}

words = {
    "three": (rng.choice(list("abc"), 400, p=[.5, .3, .2]), rng.choice(list("abc"), 300, p=[.4, .3, .3])),
    "two": (rng.choice(list("xy"), 100, p=[.7, .3]), rng.choice(list("xy"), 90, p=[.6, .4])),
    "unseen": (rng.choice(list("abcd"), 200), rng.choice(list("abcde"), 150, p=[.3, .3, .2, .19, .01])),
    "many": (rng.choice(list("abcdefgh"), 1200), rng.choice(list("abcdefgh"), 1100)),
    "one": (np.array(["a"] * 30), np.array(["a"] * 20)),
}
words["unseen"][1][0] = "e"
def cramer_corrected(t):
    n = t.sum(); r, k = t.shape; phi = max(0, stats.chi2_contingency(t, correction=False).statistic / n - (r - 1) * (k - 1) / (n - 1))
    return math.sqrt(phi / (min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1))
def cramer_equal(t):
    """Of two samples as if of equal size: the table with both rows scaled to half of w = 4 m n / (m + n) rows."""
    m, n = t.sum(1); w = 4 * m * n / (m + n); return cramer_of(t / t.sum(1, keepdims=True) * w / 2)
def cramer_of(t):
    n = t.sum(); k = t.shape[1]; expected = np.outer(t.sum(1), t.sum(0)) / n; phi = max(0, ((t - expected) ** 2 / expected).sum() / n - (k - 1) / (n - 1))
    return math.sqrt(phi / (min(2 - 1 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1))
out["words"] = {}
for name, (a, b) in words.items():
    keys = sorted(set(a) | set(b)); t = np.array([[int((x == k).sum()) for k in keys] for x in (a, b)])
    p, q = t[0] / t[0].sum(), t[1] / t[1].sum()
    entry = {"reference": a.tolist(), "current": b.tolist(), "js2": float(distance.jensenshannon(p, q, 2)), "l_infinity": float(np.abs(p - q).max()),
             "hellinger": float(np.sqrt(max(0, 1 - np.sqrt(p * q).sum()))), "evidently": evidently_values(a, b, ColumnType.Categorical)}
    if len(keys) > 1:
        c = stats.chi2_contingency(t, correction=False); g = stats.chi2_contingency(t, correction=False, lambda_="log-likelihood")
        entry |= {"chi2": [float(c.statistic), float(c.pvalue)], "g": [float(g.statistic), float(g.pvalue)], "cramer": cramer_equal(t)}
    if name != "one":
        k = t.shape[1]; s = (t + 0.5) / (t.sum(1, keepdims=True) + 0.5 * k)
        entry["psi"] = float(((s[1] - s[0]) * np.log(s[1] / s[0])).sum())
    out["words"][name] = entry

# Associations on one small frame with holes
n = 400; x = rng.normal(0, 1, n); y = 0.6 * x + rng.normal(0, 1, n); c = np.where(x + rng.normal(0, 1, n) > 0, "p", "q"); d = rng.choice(list("uvw"), n)
x, y = np.round(x, 6), np.round(y, 6); frame = pd.DataFrame({"x": x, "y": y, "c": c, "d": d}); frame.loc[::17, "y"] = np.nan; frame.loc[::23, "c"] = None
both = frame[["y", "c"]].dropna(); total = ((both.y - both.y.mean()) ** 2).sum(); between = sum(len(g) * (g.mean() - both.y.mean()) ** 2 for _, g in both.groupby("c").y)
cd = frame[["c", "d"]].dropna(); t = pd.crosstab(cd.c, cd.d).to_numpy()
out["pairs"] = {"x": x.tolist(), "y": [None if math.isnan(v) else v for v in frame.y], "c": [v if isinstance(v, str) else None for v in frame.c], "d": d.tolist(),
                "pearson": float(frame.x.corr(frame.y)), "eta_squared": float(between / total), "cramer": cramer_corrected(t), "table": t.tolist()}
def clean(it):
    if isinstance(it, dict): return {k: clean(v) for k, v in it.items()}
    if isinstance(it, list): return [clean(v) for v in it]
    return str(it) if isinstance(it, float) and not math.isfinite(it) else it
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(clean(out)))
print({k: v["evidently"]["default"] for k, v in out["numbers"].items()})
