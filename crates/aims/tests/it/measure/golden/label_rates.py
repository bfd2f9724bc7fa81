"""Labels by group: one file in which a group is labelled otherwise, and its fair twin; rates and tests by statsmodels and scipy. Writes
rates_clean.csv, rates_faulty.csv and label_rates.json beside itself. Both hold a group of 12 rows, which is too small to be judged."""
import json
import numpy as np, pandas as pd
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

rng = np.random.default_rng(8)
rows = 1500
keys = {}
for name, gap in [("rates_clean", 0.0), ("rates_faulty", 0.2)]:
    sex, region = rng.choice(["f", "m"], rows), rng.choice(["east", "west"], rows)
    region[:12] = "isle"
    label = rng.binomial(1, 0.45 + gap * (sex == "m"))
    label[:12] = 1
    frame = pd.DataFrame({"sex": sex, "region": region, "label": label})
    frame.to_csv(f"{name}.csv", index=False)
    groups = {}
    for by in [["sex"], ["region"], ["sex", "region"]]:
        named = frame[by].agg(", ".join, axis=1)
        for group in sorted(named.unique()):
            own = named == group
            k, n, others, m = label[own].sum(), own.sum(), label[~own].sum(), (~own).sum()
            if n < 30:
                continue
            low, high = confint_proportions_2indep(k, n, others, m, method="newcomb", compare="diff")
            p = chi2_contingency([[k, n - k], [others, m - others]], correction=False).pvalue
            groups[f"{' x '.join(by)} = {group}"] = {"rate": k / n, "difference": k / n - others / m, "low": low, "high": high, "p": p}
    adjusted = multipletests([it["p"] for it in groups.values()], method="holm")[1]
    for it, corrected in zip(groups.values(), adjusted):
        it["adjusted_p"] = corrected
    keys[name] = groups
shares = [("sex", "f", 0.5), ("sex", "m", 0.5), ("region", "east", 0.49), ("region", "west", 0.5), ("region", "isle", 0.01)]
pd.DataFrame(shares, columns=["column", "category", "share"]).to_csv("rates_population.csv", index=False)
with open("label_rates.json", "w") as out:
    json.dump(keys, out, indent=1, default=float)
    out.write("\n")
