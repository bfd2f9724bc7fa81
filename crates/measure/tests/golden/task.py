"""Golden values of the utility of treated data and of federated learning: scikit-learn's logistic regression on features built
anew from their definition, and weights averaged by numpy; writes task.json beside itself."""
import json, pathlib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(48)


def people(n):
    age = rng.integers(20, 80, n)
    income = np.round(rng.lognormal(7, 0.4, n), 2)
    zone = rng.choice(["10115", "10117", "20095", "20097"], n)
    party = rng.choice(["east", "north", "west"], n, p=[0.5, 0.3, 0.2])
    score = 0.06 * (age - 50) - 0.6 * (income / 1000 - 1.1) + 0.9 * (np.char.startswith(zone, "10")) + rng.normal(0, 0.8, n)
    return {"age": age, "income": income, "zone": zone, "party": party, "label": (score > 0.3).astype(int)}


def band(age):
    return np.array([f"[{it // 20 * 20}, {it // 20 * 20 + 19}]" for it in age])


def mask(zone):
    return np.array([it[:2] + "***" for it in zone])


def columns(learned, asked):
    """Numbers in standard deviations of both tables, cut at 5, and their squares; words as marks; and 1."""
    rows = [[], []]
    for one, two in zip(learned, asked):
        if one.dtype.kind in "if":
            both = np.concatenate([one, two]).astype(float)
            z = [np.clip((it - both.mean()) / both.std(ddof=1), -5, 5) for it in (one, two)]
            for side in (0, 1):
                rows[side] += [z[side], z[side] ** 2 - 1]
        else:
            for word in np.unique(np.concatenate([one, two])):
                for side, it in enumerate((one, two)):
                    rows[side].append((it == word).astype(float))
    return [np.column_stack(it + [np.ones(len(it[0]))]) for it in rows]


def fit(rows, labels):
    return LogisticRegression(C=1.0, fit_intercept=False, solver="newton-cholesky", tol=1e-14, max_iter=500).fit(rows, labels).coef_[0]


train, held = people(400), people(300)
names = ["age", "income", "zone"]
plain = lambda it: [it[name] for name in names]
# A band of numbers counts as its middle.
treated = lambda it: [it["age"] // 20 * 20 + 9.5, it["income"], mask(it["zone"])]
asked_as = {"original": plain, "treated": lambda it: [it["age"], it["income"], mask(it["zone"])]}
areas = {}
for name, of in [("original", plain), ("treated", treated)]:
    both = [np.concatenate(it) for it in zip(asked_as[name](train), asked_as[name](held))]
    learned, asked = columns(of(train), both)
    scores = asked @ fit(learned, train["label"])
    areas[name] = roc_auc_score(held["label"], scores[400:])
    fits = np.where(np.concatenate([train["label"], held["label"]]) == 1, scores, -scores)
    members, others = fits[:400], fits[400:]
    areas[name + "_leak"] = max(np.mean(members >= t) - np.mean(others >= t) for t in fits)
    share = train["label"].mean()
    chosen = np.argsort(-scores[400:], kind="stable")[: int(share * 300 + 0.5)]
    picked = np.isin(np.arange(300), chosen)
    rates = [picked[held["party"] == it].mean() for it in ("east", "north", "west")]
    areas[name + "_gap"] = max(rates) - min(rates)

# Federated: the constant weights of rows, steps of Newton on the penalised likelihood, averaged by rows, twenty rounds.
learned, asked = columns(plain(train), plain(held))
weights = np.zeros(learned.shape[1])
parties = sorted(set(train["party"]))


def step(weights, rows, labels):
    p = 1 / (1 + np.exp(-rows @ weights))
    hessian = rows.T @ (rows * np.maximum(p * (1 - p), 1e-9)[:, None]) + np.eye(len(weights))
    return weights + np.linalg.solve(hessian, rows.T @ (labels - p) - weights)


for _ in range(20):
    weights = sum(np.mean(train["party"] == it) * step(weights, learned[train["party"] == it], train["label"][train["party"] == it]) for it in parties)
federated = {"average": roc_auc_score(held["label"], asked @ weights), "central": roc_auc_score(held["label"], asked @ fit(learned, train["label"]))}
for it in parties:
    own = train["party"] == it
    federated[it] = roc_auc_score(held["label"], asked @ fit(learned[own], train["label"][own]))

shares = lambda it: {word: np.mean(it == word) for word in np.unique(it)}
noisy = np.where(rng.random(400) < 0.3, "10115", train["zone"])
one, two = shares(noisy), shares(train["zone"])
spread = 0.5 * sum(abs(one.get(it, 0) - two.get(it, 0)) for it in set(one) | set(two))
shifted = np.round(train["income"] * 1.1, 2)
points = np.concatenate([shifted, train["income"]])
gap = max(abs(np.mean(shifted <= it) - np.mean(train["income"] <= it)) for it in points)
middles = train["age"] // 20 * 20 + 9.5
banded = max(abs(np.mean(middles <= it) - np.mean(train["age"] <= it)) for it in np.concatenate([middles, train["age"]]))
listed = lambda it: {key: value.tolist() for key, value in it.items()}
out = {"scikit-learn": "1.9.1", "train": listed(train), "held_out": listed(held), "band": band(train["age"]).tolist(), "mask": mask(train["zone"]).tolist(),
       "areas": {key: float(it) for key, it in areas.items()}, "federated": {key: float(it) for key, it in federated.items()},
       "noisy": noisy.tolist(), "shifted": shifted.tolist(), "spread": float(spread), "gap": float(gap), "banded": float(banded)}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out))
