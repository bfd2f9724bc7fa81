"""Golden counts of rules: great_expectations 1.24.1 on a small table with faults; writes quality.json beside itself.

Needs: pip install great_expectations==1.24.1 "pandas<3"
"""
import json, os, pathlib
os.environ["GX_ANALYTICS_ENABLED"] = "false"
import numpy as np, pandas as pd
import great_expectations as gx
import great_expectations.expectations as e

rng = np.random.default_rng(9)
n = 400
f = pd.DataFrame({
    "id": np.arange(n).astype(float), "age": rng.integers(18, 90, n).astype(float), "income": np.round(rng.lognormal(10, 1, n), 2),
    "grade": rng.choice(list("ABCD"), n), "email": [f"p{i}@x.org" for i in range(n)], "low": np.round(rng.normal(0, 1, n), 3),
})
f["high"] = np.round(f.low + rng.normal(0.5, 0.5, n), 3)
f["total"] = np.round(f.low + f.high, 6)
f.loc[::19, "age"] = np.nan; f.loc[[3, 50], "age"] = 140; f.loc[7, "id"] = 6; f.loc[9, "id"] = 6
f.loc[::31, "grade"] = None; f.loc[[2, 11], "grade"] = "X"; f.loc[[5, 6, 70], "email"] = "nowhere"; f.loc[12, "email"] = None
f.loc[100, "total"] = 99.0; f.loc[::37, "high"] = np.nan

context = gx.get_context(mode="ephemeral")
batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b").get_batch({"dataframe": f})
C = lambda name, expectation, **rule: (name, expectation, rule)
checks = [
    C("not_null", e.ExpectColumnValuesToNotBeNull(column="age"), column="age"),
    C("not_null", e.ExpectColumnValuesToNotBeNull(column="age", mostly=0.9), column="age", mostly=0.9),
    C("null", e.ExpectColumnValuesToBeNull(column="grade"), column="grade"),
    C("unique", e.ExpectColumnValuesToBeUnique(column="id"), column="id"),
    C("in_set", e.ExpectColumnValuesToBeInSet(column="grade", value_set=list("ABCD")), column="grade", values=list("ABCD")),
    C("in_set", e.ExpectColumnValuesToBeInSet(column="age", value_set=[20, 30, 40]), column="age", values=["20", "30", "40"]),
    C("not_in_set", e.ExpectColumnValuesToNotBeInSet(column="grade", value_set=["X"], mostly=0.99), column="grade", values=["X"], mostly=0.99),
    C("range", e.ExpectColumnValuesToBeBetween(column="age", min_value=18, max_value=120), column="age", low=18, high=120),
    C("range", e.ExpectColumnValuesToBeBetween(column="age", min_value=18, max_value=89, strict_min=True, strict_max=True), column="age", low=18, high=89, strict=True),
    C("matches", e.ExpectColumnValuesToMatchRegex(column="email", regex=r"^[^@]+@[^@]+\.org$"), column="email", pattern=r"^[^@]+@[^@]+\.org$"),
    C("not_matches", e.ExpectColumnValuesToNotMatchRegex(column="email", regex=r"5@"), column="email", pattern="5@"),
    C("length", e.ExpectColumnValueLengthsToBeBetween(column="email", min_value=8, max_value=10), column="email", low=8, high=10),
    C("z_score", e.ExpectColumnValueZScoresToBeLessThan(column="income", threshold=2, double_sided=True), column="income", high=2),
    C("increasing", e.ExpectColumnValuesToBeIncreasing(column="id"), column="id"),
    C("increasing", e.ExpectColumnValuesToBeIncreasing(column="id", strictly=True), column="id", strict=True),
    C("decreasing", e.ExpectColumnValuesToBeDecreasing(column="low"), column="low"),
    C("unique_together", e.ExpectCompoundColumnsToBeUnique(column_list=["age", "grade"]), columns=["age", "grade"]),
    C("distinct_within_row", e.ExpectSelectColumnValuesToBeUniqueWithinRecord(column_list=["low", "high", "total"], ignore_row_if="any_value_is_missing"), columns=["low", "high", "total"]),
    C("equal", e.ExpectColumnPairValuesToBeEqual(column_A="low", column_B="high", ignore_row_if="either_value_is_missing"), column="low", other="high"),
    C("greater", e.ExpectColumnPairValuesAToBeGreaterThanB(column_A="high", column_B="low", or_equal=True, ignore_row_if="either_value_is_missing"), column="high", other="low"),
    C("minimum", e.ExpectColumnMinToBeBetween(column="age", min_value=18, max_value=18), column="age", low=18, high=18),
    C("maximum", e.ExpectColumnMaxToBeBetween(column="age", max_value=120), column="age", high=120),
    C("mean", e.ExpectColumnMeanToBeBetween(column="income", min_value=0, max_value=1e6), column="income", low=0, high=1e6),
    C("median", e.ExpectColumnMedianToBeBetween(column="income", min_value=0, max_value=1e6), column="income", low=0, high=1e6),
    C("deviation", e.ExpectColumnStdevToBeBetween(column="income", min_value=0, max_value=1e6), column="income", low=0, high=1e6),
    C("sum", e.ExpectColumnSumToBeBetween(column="low", min_value=-1e6, max_value=1e6), column="low", low=-1e6, high=1e6),
    C("distinct", e.ExpectColumnUniqueValueCountToBeBetween(column="grade", min_value=4, max_value=4), column="grade", low=4, high=4),
    C("distinct_share", e.ExpectColumnProportionOfUniqueValuesToBeBetween(column="id", min_value=0.9, max_value=1), column="id", low=0.9, high=1),
    C("only_values", e.ExpectColumnDistinctValuesToBeInSet(column="grade", value_set=list("ABCD")), column="grade", values=list("ABCD")),
    C("all_values", e.ExpectColumnDistinctValuesToContainSet(column="grade", value_set=list("AB")), column="grade", values=list("AB")),
    C("exactly_values", e.ExpectColumnDistinctValuesToEqualSet(column="grade", value_set=list("ABCDX")), column="grade", values=list("ABCDX")),
    C("commonest", e.ExpectColumnMostCommonValueToBeInSet(column="grade", value_set=list("ABCD")), column="grade", values=list("ABCD")),
    C("rows", e.ExpectTableRowCountToBeBetween(min_value=400, max_value=400), low=400, high=400),
    C("column_count", e.ExpectTableColumnCountToBeBetween(min_value=1, max_value=7), low=1, high=7),
    C("columns", e.ExpectTableColumnsToMatchOrderedList(column_list=list(f.columns)), columns=list(f.columns), strict=True),
    C("columns", e.ExpectTableColumnsToMatchSet(column_set=list(f.columns)[:-1], exact_match=True), columns=list(f.columns)[:-1]),
]
found = []
for check, expectation, rule in checks:
    r = batch.validate(expectation, result_format="COMPLETE")
    assert r.exception_info.get("raised_exception") is not True and all(not v.get("raised_exception") for v in r.exception_info.values() if isinstance(v, dict)), (check, r.exception_info)
    value = r.result.get("observed_value")
    found.append({"rule": {"check": check, **rule}, "success": r.success, "broken": r.result.get("unexpected_count"),
                  "asked": None if r.result.get("element_count") is None else r.result["element_count"] - (r.result.get("missing_count") or 0),
                  "value": float(value) if isinstance(value, (int, float, np.number)) else None})
table = {c: [None if (v is None or v != v) else v for v in f[c].tolist()] for c in f.columns}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"great_expectations": gx.__version__, "table": table, "rules": found}))
for it in found: print(it)
