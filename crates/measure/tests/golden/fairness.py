"""Golden values of fairness measures: fairlearn, aif360, statsmodels, scikit-learn or brute force; writes fairness.json beside itself."""
import itertools, json, math, pathlib, warnings
import numpy as np, pandas as pd
warnings.filterwarnings("ignore")
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric
from aif360.algorithms.preprocessing import Reweighing
import aif360.sklearn.metrics as skm
from fairlearn import metrics as fl
from scipy import stats
from sklearn.metrics import roc_auc_score, roc_curve
from statsmodels.stats.contingency_tables import StratifiedTable

rng = np.random.default_rng(42)
n = 900
race = rng.choice(["a", "b", "c"], n, p=[0.55, 0.3, 0.15]); sex = rng.choice(["f", "m"], n); stratum = rng.choice(["s", "t", "u"], n)
y = (rng.random(n) < 0.35 + 0.15 * (race == "a") + 0.1 * (stratum == "t")).astype(int)
score = np.round(1 / (1 + np.exp(-(rng.normal(1.6 * y - 0.8 - 0.5 * (race == "c") + 0.3 * (sex == "m"), 1)))), 2)
h = (score >= 0.5).astype(int)
out = {"data": {"race": race.tolist(), "sex": sex.tolist(), "stratum": stratum.tolist(), "y": y.tolist(), "h": h.tolist(), "score": score.tolist()},
       "versions": {m: __import__(m).__version__ for m in ["fairlearn", "aif360", "statsmodels", "sklearn"]}}

ppv = lambda t, p: (t[p == 1] == 1).mean()
rates = {"selection_rate": fl.selection_rate, "true_positive_rate": fl.true_positive_rate, "false_positive_rate": fl.false_positive_rate,
         "false_negative_rate": fl.false_negative_rate, "true_negative_rate": fl.true_negative_rate, "accuracy": lambda t, p: (t == p).mean(),
         "positive_predictive_value": ppv, "negative_predictive_value": lambda t, p: (t[p == 0] == 0).mean(), "base_rate": lambda t, p: t.mean(),
         "false_discovery_rate": lambda t, p: 1 - ppv(t, p), "false_omission_rate": lambda t, p: (t[p == 0] == 1).mean()}
out["groupings"] = []
for by, feature in [(["race"], race), (["sex"], sex), (["race", "sex"], np.char.add(np.char.add(race, ", "), sex))]:
    frame = fl.MetricFrame(metrics=rates, y_true=y, y_pred=h, sensitive_features=feature)
    two = dict(y_true=y, y_pred=h, sensitive_features=feature)
    out["groupings"].append({"by": by, "names": list(frame.by_group.index), "rates": {k: frame.by_group[k].tolist() for k in rates},
        "difference": {k: float(frame.difference()[k]) for k in rates}, "ratio": {k: float(frame.ratio()[k]) for k in rates},
        "parity": {"demographic_parity_difference": fl.demographic_parity_difference(**two), "demographic_parity_ratio": fl.demographic_parity_ratio(**two),
                   "equalized_odds_difference": fl.equalized_odds_difference(**two), "equalized_odds_ratio": fl.equalized_odds_ratio(**two),
                   "equal_opportunity_difference": fl.equal_opportunity_difference(**two)}})

from statsmodels.stats.proportion import confint_proportions_2indep
def largest(label_is):
    """The interval of a largest difference: intervals of all pairs at a level corrected for their number."""
    k = {g: (int(h[label_is & (race == g)].sum()), int((label_is & (race == g)).sum())) for g in "abc"}
    ends = [confint_proportions_2indep(*k[a], *k[b], method="newcomb", compare="diff", alpha=0.05 / 3) for a in "abc" for b in "abc" if a != b]
    return [max(0, max(e[0] for e in ends)), max(e[1] for e in ends)]
out["largest"] = {"selection_rate": largest(np.ones(n, bool)), "true_positive_rate": largest(y == 1), "false_positive_rate": largest(y == 0)}

def aif(group, reference):
    keep = np.isin(race, [group, reference])
    frame = pd.DataFrame({"race": (race[keep] == reference).astype(float), "y": y[keep].astype(float)})
    make = lambda label: BinaryLabelDataset(df=frame.assign(y=label.astype(float)), label_names=["y"], protected_attribute_names=["race"])
    privileged, unprivileged = [{"race": 1}], [{"race": 0}]
    m = ClassificationMetric(make(y[keep]), make(h[keep]), unprivileged, privileged)
    return {"statistical_parity_difference": m.statistical_parity_difference(), "disparate_impact": m.disparate_impact(),
            "average_odds_difference": m.average_odds_difference(), "average_abs_odds_difference": m.average_abs_odds_difference(),
            "equal_opportunity_signed_difference": m.equal_opportunity_difference(), "generalized_entropy_index": m.generalized_entropy_index(alpha=2),
            "theil_index": m.theil_index(), "between_group_theil_index": m.between_group_theil_index(),
            # The package's own formula for GEI(alpha=2) from its documentation; its coefficient is checked against numpy.
            "coefficient_of_variation": float(np.std(1 + h[keep] - y[keep]) / np.mean(1 + h[keep] - y[keep])), "coefficient_aif360": m.coefficient_of_variation(),
            "label_kl_divergence": skm.kl_divergence(pd.Series(y[keep], index=pd.Index(frame.race, name="race")), prot_attr="race", priv_group=1),
            "class_imbalance": skm.class_imbalance(pd.Series(y[keep], index=pd.Index(frame.race, name="race")), prot_attr="race", priv_group=1)}
out["aif360"] = {g: aif(g, "a") for g in "bc"}
t, b = np.array([0.5, 0.5]), None
p, q = np.array([1 - y[race == "a"].mean(), y[race == "a"].mean()]), np.array([1 - y[race == "b"].mean(), y[race == "b"].mean()])
mid = (p + q) / 2
out["label_js"] = 0.5 * stats.entropy(p, mid) + 0.5 * stats.entropy(q, mid)
frame = pd.DataFrame({"race": pd.factorize(race, sort=True)[0].astype(float), "y": h.astype(float)})
d = BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["race"])
out["differential_fairness"] = BinaryLabelDatasetMetric(d, [{"race": 0}], [{"race": 1}]).smoothed_empirical_differential_fairness(concentration=1.0)

w = Reweighing([{"race": 0}], [{"race": 1}])
frame = pd.DataFrame({"race": (race == "a").astype(float), "y": y.astype(float)})
w.fit(BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["race"]))
out["reweigh"] = {"reference": [w.w_p_unfav, w.w_p_fav], "rest": [w.w_up_unfav, w.w_up_fav]}

tables = [[[int((h[(race == "b") & (stratum == s)] == v).sum()) for v in (1, 0)], [int((h[(race == "a") & (stratum == s)] == v).sum()) for v in (1, 0)]] for s in "stu"]
st = StratifiedTable(np.array(tables).transpose(1, 2, 0))
low, high = st.oddsratio_pooled_confint()
out["strata"] = {"tables": [np.ravel(t).tolist() for t in tables], "odds_ratio": st.oddsratio_pooled, "low": low, "high": high,
                 "cmh": [st.test_null_odds(correction=False).statistic, st.test_null_odds(correction=False).pvalue],
                 "breslow": [st.test_equal_odds(adjust=True).statistic, st.test_equal_odds(adjust=True).pvalue]}
cdd = 0
for s in "stu":
    k = stratum == s
    cdd += k.sum() / n * ((race[k & (h == 0)] == "b").mean() - (race[k & (h == 1)] == "b").mean())
out["strata"]["disparity"] = cdd

x = rng.normal(size=(200, 3)); hx = (x[:, 0] + rng.normal(0, 0.7, 200) > 0).astype(float)
out["consistency"] = {"x": x.T.tolist(), "h": hx.tolist(), "k": 5, "value": float(skm.consistency_score(x, hx, n_neighbors=5))}

def abroca(a, b):
    """Brute force: both curves on a fine grid that holds their own corners."""
    curves = [roc_curve(y[race == g], score[race == g], drop_intermediate=False)[:2] for g in (a, b)]
    grid = np.unique(np.concatenate([np.linspace(0, 1, 2000001)] + [c[0] for c in curves]))
    # Just right of each abscissa, so that vertical parts are passed.
    f = [np.interp(grid[:-1] + 1e-13, *c) for c in curves]; g = [np.interp(grid[1:] - 1e-13, *c) for c in curves]
    d, e = f[0] - f[1], g[0] - g[1]
    return float((np.diff(grid) * (np.abs(d) + np.abs(e)) / 2).sum())
out["abroca"] = {"ab": abroca("a", "b"), "ac": abroca("a", "c"), "areas": [roc_auc_score(y[race == g], score[race == g]) for g in "abc"]}

med = np.median(score)
rate = {g: float((score[race == g] > med).mean()) for g in "abc"}
out["hiring"] = {"median": float(med), "rates": rate, "ratios": {g: rate[g] / max(rate.values()) for g in "abc"}}

small = rng.choice(np.flatnonzero(race != "c"), 30, replace=False)
def brute(tolerance):
    """Every pair of thresholds."""
    best = None
    cuts = lambda g: [np.inf] + sorted(set(score[small][race[small] == g]), reverse=True)
    for ta, tb in itertools.product(cuts("a"), cuts("b")):
        s = np.where(race[small] == "a", score[small] >= ta, score[small] >= tb)
        gap = abs(s[race[small] == "a"].mean() - s[race[small] == "b"].mean())
        if gap <= tolerance + 1e-12:
            best = max(best or 0, (s == y[small]).mean())
    single = max((((score[small] >= t) == y[small]).mean()) for t in cuts("a") + cuts("b"))
    return best, single
out["thresholds"] = {"rows": small.tolist(), "cases": [[t, *brute(t)] for t in (0.02, 0.05, 0.1, 0.3)]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
