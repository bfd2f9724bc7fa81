"""Two files that look alike until rows count by their weights, and what scikit-learn and fairlearn say of them; writes weighted_clean.csv,
weighted_faulty.csv and weighted.json beside itself. In the faulty one the selected of group B stand for few persons."""
import json
import numpy as np, pandas as pd
from fairlearn.metrics import MetricFrame, demographic_parity_difference, selection_rate
from sklearn import metrics as sk

rng = np.random.default_rng(31)
rows = 2400
group = rng.choice(["A", "B"], rows)
label = rng.binomial(1, 0.5, rows)
prediction = np.where(rng.random(rows) < 0.8, label, 1 - label)
keys = {}
for name, light in [("weighted_clean", 1.0), ("weighted_faulty", 0.3)]:
    weight = np.round(rng.gamma(4, 0.25, rows) * np.where((group == "B") & (prediction == 1), light, 1.0), 3)
    frame = pd.DataFrame({"group": group, "label": label, "prediction": prediction, "weight": weight})
    frame.to_csv(f"{name}.csv", index=False)
    by = MetricFrame(metrics=selection_rate, y_true=label, y_pred=prediction, sensitive_features=group, sample_params={"sample_weight": weight}).by_group
    keys[name] = {
        "selection_rate": by.to_dict(),
        "demographic_parity_difference": demographic_parity_difference(label, prediction, sensitive_features=group, sample_weight=weight),
        "accuracy": sk.accuracy_score(label, prediction, sample_weight=weight),
        "f1_score": sk.f1_score(label, prediction, sample_weight=weight),
        "kish": weight.sum() ** 2 / (weight**2).sum(),
    }
with open("weighted.json", "w") as out:
    json.dump(keys, out, indent=1, default=float)
    out.write("\n")
