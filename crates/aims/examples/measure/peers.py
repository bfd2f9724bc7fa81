"""What other libraries are asked in the same run: the whole process counts, as it does for `aims`."""

import sys

import pandas as pd

if sys.argv[1] == "drift":
    from evidently import Report
    from evidently.presets import DataDriftPreset

    reference, current = pd.read_parquet("a.parquet"), pd.read_parquet("b.parquet")
    for frame in (reference, current):
        for column in frame.columns[12:]:
            frame[column] = frame[column].astype(str)
    print(len(Report([DataDriftPreset()]).run(current, reference).json()))
else:
    from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

    scored = pd.read_parquet("scored.parquet")
    frame = MetricFrame(
        metrics={"selection": selection_rate, "tpr": true_positive_rate, "fpr": false_positive_rate},
        y_true=scored["label"],
        y_pred=scored["prediction"],
        sensitive_features=scored[["g", "h"]].astype(str),
        n_boot=3,
        ci_quantiles=[0.025, 0.975],
        random_state=1,
    )
    print(frame.by_group_ci)
