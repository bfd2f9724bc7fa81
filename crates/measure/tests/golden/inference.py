"""Golden values of intervals and tests: scipy, statsmodels, or brute force where no package is exact; writes inference.json."""
import itertools, json, math, pathlib
import numpy as np
from scipy import optimize, stats
from statsmodels.stats import contingency_tables, multitest, proportion

rng = np.random.default_rng(20240607)
out = {name: __import__(name).__version__ for name in ["scipy", "statsmodels"]}

sides = [(0, 10), (1, 10), (5, 10), (10, 10), (3, 47), (90, 1000), (123456, 654321), (1, 1000000)]
ci = proportion.proportion_confint
out["share"] = [[k, n, level, *ci(k, n, 1 - level, "wilson"), *ci(k, n, 1 - level, "beta")] for k, n in sides for level in (0.9, 0.95, 0.99)]
out["binomial_test"] = [[k, n, p, stats.binomtest(k, n, p).pvalue] for k, n in [(0, 10), (3, 10), (5, 10), (10, 10), (3, 47), (90, 1000)]
                        for p in (0.02, 0.1, 0.5, 0.9)]

def root(f, low, high):
    return optimize.brentq(f, low, high, xtol=1e-15, rtol=8.9e-16, maxiter=500)

def slope(*cells):
    """Derivative of a log-likelihood: cells of (count, probability, derivative of the probability)."""
    return sum(k * d / p for k, p, d in cells if k)

def score_ends(stat, inside, low, high):
    """Ends of a score interval: roots of a statistic whose restricted estimate is itself a root, so no closed form is shared."""
    return root(lambda v: stat(v) - z, low, inside), root(lambda v: stat(v) + z, inside, high)

def by_difference(a, b):
    x, m, y, n = *a, *b
    def stat(delta):
        low, high = max(0, -delta) + 1e-15, min(1, 1 - delta) - 1e-15
        q = root(lambda q: slope((x, q + delta, 1), (m - x, 1 - q - delta, -1), (y, q, 1), (n - y, 1 - q, -1)), low, high)
        p = q + delta
        return (x / m - y / n - delta) / math.sqrt((p * (1 - p) / m + q * (1 - q) / n) * (m + n) / (m + n - 1))
    return stat

def by_ratio(a, b):
    """Koopman: Pearson's chi-square over the four cells against the restricted estimate, signed."""
    x, m, y, n = *a, *b
    def stat(log):
        phi = math.exp(log)
        q = root(lambda q: slope((x, phi * q, phi), (m - x, 1 - phi * q, -phi), (y, q, 1), (n - y, 1 - q, -1)), 1e-300, min(1, 1 / phi) * (1 - 1e-15))
        p = phi * q
        chi = sum((k - e) ** 2 / e for k, e in [(x, m * p), (m - x, m - m * p), (y, n * q), (n - y, n - n * q)])
        return math.copysign(math.sqrt(chi), x / m - p)
    return stat

pairs = [((7, 34), (1, 34)), ((56, 70), (48, 80)), ((9, 10), (3, 10)), ((5, 56), (20, 29)), ((450, 1000), (5200, 10000)), ((2, 900), (11, 1100))]
z = stats.norm.isf(0.025)
out["difference"], out["ratio"] = [], []
for a, b in pairs:
    p, q = a[0] / a[1], b[0] / b[1]
    new = proportion.confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    mn = score_ends(by_difference(a, b), p - q, max(-0.98, p - q - 0.5), min(0.98, p - q + 0.5))
    out["difference"].append([*a, *b, p - q, *new, *mn])
    koop = np.exp(score_ends(by_ratio(a, b), math.log(p / q), math.log(p / q) - 4, math.log(p / q) + 4))
    log = proportion.confint_proportions_2indep(*a, *b, method="log", compare="ratio")
    out["ratio"].append([*a, *b, p / q, *koop, *log])

def by_pair(b, c, n):
    def stat(delta):
        low, high = max(0, -delta) + 1e-15, (1 - delta) / 2 - 1e-15
        q = root(lambda q: slope((b, q + delta, 1), (c, q, 1), (n - b - c, 1 - 2 * q - delta, -2)), low, high)
        return (b - c - n * delta) / math.sqrt(n * (2 * q + delta - delta * delta))
    return stat

def tango_ends(b, c, n):
    seen = (b - c) / n
    return score_ends(by_pair(b, c, n), seen, seen - 0.4, seen + 0.4)

out["tango"] = [[b, c, n, (b - c) / n, *tango_ends(b, c, n)] for b, c, n in [(9, 4, 30), (20, 12, 100), (3, 1, 200), (15, 40, 500)]]
out["mcnemar"] = [[b, c, contingency_tables.mcnemar([[5, b], [c, 7]], exact=True).pvalue] for b, c in [(0, 0), (1, 5), (12, 20), (150, 190), (3000, 3300)]]
systems = (rng.random((60, 4)) < [0.5, 0.6, 0.7, 0.55]).astype(int)
q = contingency_tables.cochrans_q(systems)
out["cochran"] = {"systems": systems.T.tolist(), "q": q.statistic, "p": q.pvalue}

tables = [[[10, 20], [30, 40]], [[3, 1], [1, 3]], [[12, 5, 29], [7, 7, 7]], [[5, 0, 2, 9], [3, 8, 1, 1], [100, 90, 80, 120]], [[100000, 200000], [101000, 199500]]]
out["tables"] = []
for t in tables:
    chi = stats.chi2_contingency(t, correction=False)
    g = stats.chi2_contingency(t, correction=False, lambda_="log-likelihood")
    n = np.sum(t); r, c = np.shape(t)
    phi = max(0, chi.statistic / n - (r - 1) * (c - 1) / (n - 1))
    v = math.sqrt(phi / (min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1))  # Bergsma (2013), as his paper writes it
    out["tables"].append({"cells": np.ravel(t).tolist(), "width": c, "chi": [chi.statistic, chi.dof, chi.pvalue], "g": [g.statistic, g.pvalue],
                          "fisher": stats.fisher_exact(t)[1] if (r, c) == (2, 2) else None, "cramer": v, "least": float(chi.expected_freq.min())})

def exact(table):
    """Brute force: every table with the same margins, weighted by how many arrangements give it."""
    table = np.array(table); rows = table.sum(1); cols = table.sum(0); n = table.sum()
    expected = np.outer(rows, cols) / n
    seen = ((table - expected) ** 2 / expected).sum()
    total = hit = 0
    for first in itertools.product(*(range(c + 1) for c in cols)):
        if sum(first) != rows[0]: continue
        t = np.array([first, cols - first])
        ways = math.prod(math.comb(int(c), int(f)) for c, f in zip(cols, first))
        total += ways
        if ((t - expected) ** 2 / expected).sum() >= seen * (1 - 1e-12): hit += ways
    return hit / total

out["permutation"] = [{"cells": np.ravel(t).tolist(), "width": len(t[0]), "p": exact(t)} for t in [[[5, 0, 2], [3, 8, 1]], [[1, 4, 0, 3], [6, 2, 2, 1]]]]

p = [0.001, 0.04, 0.03, 0.2, 0.005, 0.9, 0.03, 0.011]
out["adjust"] = {"p": p, **{name: multitest.multipletests(p, method=m)[1].tolist() for name, m in
                            [("holm", "holm"), ("benjamini_hochberg", "fdr_bh"), ("benjamini_yekutieli", "fdr_by")]}}

def delong(scores, labels):
    """Brute force: every pair of a positive and a negative; columns are scores of the same rows."""
    pos, neg = scores[labels], scores[~labels]
    psi = (pos[:, None] > neg[None]) + 0.5 * (pos[:, None] == neg[None])
    v10, v01 = psi.mean(1), psi.mean(0)
    return psi.mean((0, 1)), np.atleast_2d(np.cov(v10.T)) / len(pos) + np.atleast_2d(np.cov(v01.T)) / len(neg)

labels = rng.random(80) < 0.4
a = np.round(rng.normal(labels * 1.0, 1), 1); b = np.round(rng.normal(labels * 0.6, 1) + 0.5 * a, 1)
areas, cov = delong(np.stack([a, b], 1), labels)
gap = areas[0] - areas[1]; se = math.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
out["delong"] = {"labels": labels.astype(int).tolist(), "a": a.tolist(), "b": b.tolist(), "areas": areas.tolist(),
                 "variances": [cov[0, 0], cov[1, 1]], "z": gap / se, "p": 2 * stats.norm.sf(abs(gap) / se), "low": gap - z * se, "high": gap + z * se}

x = np.round(rng.gamma(2, 1, 40), 3)
boot = stats.bootstrap((x,), np.mean, n_resamples=200000, random_state=1, vectorized=True, method="BCa", batch=2000)
pct = stats.bootstrap((x,), np.mean, n_resamples=200000, random_state=1, vectorized=True, method="percentile", batch=2000)
out["bootstrap"] = {"x": x.tolist(), "bca": list(boot.confidence_interval), "percentile": list(pct.confidence_interval)}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
