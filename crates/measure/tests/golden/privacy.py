"""Golden values of privacy measures: pycanon where it follows the definition, brute force elsewhere; writes privacy.json beside itself."""
import json, pathlib
import numpy as np, pandas as pd
from pycanon import anonymity
from scipy import stats
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(8)
n = 240
age = rng.choice(["20-39", "40-59", "60+"], n, p=[0.5, 0.3, 0.2]); zone = rng.choice(["n", "s"], n); disease = rng.choice(["flu", "none", "rare", "skin"], n, p=[0.35, 0.4, 0.08, 0.17])
income = rng.integers(1, 9, n)
d = pd.DataFrame({"age": age, "zone": zone, "disease": disease, "income": income})
qi = ["age", "zone"]
out = {"pycanon": "1.3.6", "age": age.tolist(), "zone": zone.tolist(), "disease": disease.tolist(), "income": income.tolist()}
groups = [g for _, g in d.groupby(qi)]
H = [stats.entropy(g.disease.value_counts()) for g in groups]

def recursive(l):
    """By the definition of Machanavajjhala: counts falling, the most frequent over the l-th and rarer. (pycanon sorts them rising.)"""
    worst = 0
    for g in groups:
        r = sorted(g.disease.value_counts(), reverse=True)
        if len(r) < l: return None
        worst = max(worst, r[0] / sum(r[l - 1:]))
    return worst

sa = ["disease"]
alpha, k = anonymity.alpha_k_anonymity(d, qi, sa)
out["models"] = {"k_anonymity": anonymity.k_anonymity(d, qi), "alpha": alpha, "distinct": anonymity.l_diversity(d, qi, sa), "entropy": float(np.exp(min(H))),
    "entropy_floor": anonymity.entropy_l_diversity(d, qi, sa), "recursive": recursive(2), "t": anonymity.t_closeness(d, qi, sa), "t_ordered": anonymity.t_closeness(d, qi, ["income"]),
    "delta": anonymity.delta_disclosure(d, qi, sa), "basic_beta": anonymity.basic_beta_likeness(d, qi, sa), "enhanced_beta": anonymity.enhanced_beta_likeness(d, qi, sa)}

keep = rng.random(n) < 0.4
part = d[keep]; own = part.groupby(qi).size(); whole = d.groupby(qi).size()
out["risk"] = {"rows": np.flatnonzero(keep).tolist(), "prosecutor": 1 / own.min(), "average": len(own) / len(part), "at_risk": own[1 / own > 0.07].sum() / len(part),
    "journalist": 1 / whole[own.index].min(), "marketer": float((own / whole[own.index]).sum() / len(part)), "discernibility": float((own ** 2).sum() / len(part) ** 2)}

band = np.where(np.isin(age, ["20-39", "40-59"]), "20-59", "60+")
joint = pd.crosstab(age, band).to_numpy().ravel()
out["loss"] = {"treated": band.tolist(), "entropy": (stats.entropy(joint) - stats.entropy(pd.Series(band).value_counts())) / stats.entropy(pd.Series(age).value_counts())}

m, o = np.round(rng.normal(0.7, 1, 120), 1), np.round(rng.normal(0, 1, 90), 1)
cuts = np.unique(np.concatenate([m, o]))
tpr = np.array([(m >= c).mean() for c in cuts]); fpr = np.array([(o >= c).mean() for c in cuts])
out["membership"] = {"members": m.tolist(), "others": o.tolist(), "advantage": float(stats.ks_2samp(m, o, alternative="less").statistic), "area": roc_auc_score(np.r_[np.ones(120), np.zeros(90)], np.r_[m, o]),
    "told": float(tpr[fpr <= 0.05].max())}

t, h = rng.normal(size=(60, 2)), rng.normal(size=(50, 2)); tc, hc = rng.integers(0, 3, 60), rng.integers(0, 3, 50)
s, sc = np.r_[t[:15] + rng.normal(0, 0.02, (15, 2)), rng.normal(size=(30, 2)), t[20:25]], np.r_[tc[:15], rng.integers(0, 3, 30), tc[20:25]]
scale = t.max(0) - t.min(0)
def gower(a, ac, b, bc):
    return ((np.abs(a[:, None] - b[None]) / scale).sum(2) + (ac[:, None] != bc[None])) / 3
dt, dh, ht = gower(s, sc, t, tc).min(1), gower(s, sc, h, hc).min(1), gower(h, hc, t, tc).min(1)
closer, equal = int((dt < dh).sum()), int((dt == dh).sum()); q = (closer + equal / 2) / 50
out["synthetic"] = {"t": t.T.tolist(), "tc": tc.tolist(), "h": h.T.tolist(), "hc": hc.tolist(), "s": s.T.tolist(), "sc": sc.tolist(), "share": q * 50 / (q * 50 + (1 - q) * 60),
    "p": stats.binomtest(closer, 50 - equal, 60 / 110).pvalue, "copies": float((dt == 0).mean()), "synthetic": np.quantile(dt, [0.05, 0.5]).tolist(), "held_out": np.quantile(ht, [0.05, 0.5]).tolist(),
    "near": [float(((it > 0) & (it <= 0.05)).mean()) for it in (dt, ht)]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
