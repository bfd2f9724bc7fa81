"""Golden values of distribution functions: scipy.stats and scipy.special; writes distribution.json beside itself."""
import json, pathlib
import numpy as np
from scipy import stats, special

out = {"scipy": __import__("scipy").__version__}
z = [-37, -8, -3, -1.959963984540054, -0.5, 0, 1e-6, 1, 2.5, 6, 12, 30]
out["normal"] = [[x, stats.norm.cdf(x), stats.norm.sf(x)] for x in z]
p = [1e-300, 1e-12, 1e-4, 0.025, 0.3, 0.5, 0.9, 0.975, 0.999999]
out["normal_quantile"] = [[x, stats.norm.ppf(x)] for x in p]
out["chi_square"] = [[x * k, k, stats.chi2.sf(x * k, k)] for k in [1, 2, 3, 9, 99, 9999, 250000] for x in [0.01, 0.5, 0.99, 1, 1.02, 1.5, 4]
                     if stats.chi2.sf(x * k, k) > 1e-290]
out["student"] = [[t, v, 2 * stats.t.sf(t, v)] for v in [1, 2, 7, 30, 1000, 1e6] for t in [0.01, 0.7, 2, 5, 20] if stats.t.sf(t, v) > 1e-290]
out["student_quantile"] = [[l, v, stats.t.isf((1 - l) / 2, v)] for v in [1, 2, 7, 30, 1000] for l in [0.5, 0.9, 0.95, 0.999]]
out["fisher"] = [[f, a, b, stats.f.sf(f, a, b)] for a in [1, 4, 200] for b in [3, 60, 5000] for f in [0.1, 1, 3, 9]]
ab = [(0.5, 0.5), (1, 1), (2, 8), (30, 4), (1, 1000), (500, 700), (123456, 876544), (9, 999991)]
out["beta"] = []
out["beta_quantile"] = []
for a, b in ab:
    m = a / (a + b)
    s = (m * (1 - m) / (a + b + 1)) ** 0.5
    for k in [-4, -1, 0, 0.7, 3]:
        x = float(np.clip(m + k * s, 1e-9, 1 - 1e-9))
        out["beta"].append([a, b, x, special.betainc(a, b, x), special.betaincc(a, b, x)])
    for q in [1e-6, 0.025, 0.5, 0.8, 0.975, 0.9999]:
        out["beta_quantile"].append([q, a, b, special.betaincinv(a, b, q)])
out["binomial"] = [[k, n, pr, stats.binom.pmf(k, n, pr), stats.binom.cdf(k, n, pr), stats.binom.sf(k, n, pr)]
                   for n, ks in [(10, [0, 1, 5, 10]), (50, [0, 3, 49]), (1000000, [499000, 500100, 500000])] for k in ks for pr in [0.01, 0.3, 0.5]
                   if stats.binom.pmf(k, n, pr) > 1e-280]
out["hypergeometric"] = [[k, m, u, d, stats.hypergeom.pmf(k, m + u, m, d)] for k, m, u, d in
                         [(3, 10, 20, 8), (0, 5, 5, 4), (200, 1000, 3000, 800), (50000, 200000, 800000, 250000)]]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, default=float) + "\n")
