//! Summaries against numpy, scipy and pandas (`golden/drift.py`), and what must hold wherever the data are cut.

use measure::summary::{ColumnSummary, Moments, Pairs, Quantiles, Ranked, Summary, file};
use measure::{Batch, Bits, Chance, Column, Values};
use proptest::prelude::*;

use crate::drift::coded;
use crate::support::{close, counts, golden, number, numbers, rows};

fn column(values: &[f64]) -> Column<'_> {
    Column::new("x", Values::Number(values))
}

/// The summary of pieces, merged in order.
fn merged(pieces: &[&[f64]]) -> ColumnSummary {
    let mut whole = ColumnSummary::new("x");
    for piece in pieces {
        let mut part = ColumnSummary::new("x");
        part.add(&column(piece));
        whole.merge(part);
    }
    whole.finish();
    whole
}

fn json(summary: &ColumnSummary) -> String {
    serde_json::to_string(summary).unwrap()
}

#[test]
fn moments_quantiles_and_histograms_agree_with_numpy() {
    for (name, case) in golden("drift")["numbers"].as_object().unwrap() {
        let (values, known) = (numbers(&case["reference"]), &case["moments"]);
        let summary = ColumnSummary::of(&column(&values));
        close(summary.moments.mean, number(&known["mean"]), 1e-12, name);
        assert!(
            (summary.moments.variance().unwrap() - number(&known["variance"])).abs()
                <= 1e-11 * number(&known["variance"]),
            "{name}"
        );
        if name != "constant" {
            assert!((summary.moments.skewness().unwrap() - number(&known["skewness"])).abs() < 1e-9, "{name}");
            assert!((summary.moments.excess_kurtosis().unwrap() - number(&known["kurtosis"])).abs() < 1e-9, "{name}");
            let (edges, bins) = summary.ranked().histogram(7).unwrap();
            assert_eq!(bins, counts(&known["histogram"][0]), "{name}");
            edges.iter().zip(numbers(&known["histogram"][1])).for_each(|(a, b)| close(*a, b, 1e-9, name));
        }
        for row in rows(&known["quantiles"]) {
            close(summary.ranked().quantile(row[0]).unwrap(), row[1], 1e-12, name);
        }
        assert_eq!(summary.distinct().count, number(&known["distinct"]), "{name}");
    }
}

#[test]
fn values_with_a_large_common_part_keep_their_variance() {
    let values: Vec<f64> = (0..10_000).map(|it| 1e9 + f64::from(it % 10)).collect();
    let moments = Moments::of(&values);
    close(moments.variance().unwrap(), 8.25 * 10_000.0 / 9_999.0, 1e-12, "variance");
}

#[test]
fn a_sketch_states_its_error_and_keeps_it() {
    let mut chance = Chance::new(3, 0);
    let values: Vec<f64> = (0..1_000_000).map(|_| chance.normal()).collect();
    let mut sketch = Quantiles::default();
    values.chunks(65_536).for_each(|it| sketch.add(it, |_| {}));
    let (exact, ranked) = (Ranked::of(values.clone()), sketch.ranked());
    assert_eq!(ranked.n(), 1_000_000, "no weight is lost");
    assert!(sketch.rank_error() > 0.0 && sketch.rank_error() < 5e-4, "{}", sketch.rank_error());
    for percent in 1..100 {
        let value = exact.quantile(f64::from(percent) / 100.0).unwrap();
        let off = ranked.below(value).1.abs_diff(exact.below(value).1) as f64 / 1e6;
        assert!(off < 4.0 * sketch.rank_error(), "{percent} %: {off}");
    }
    let distinct = ColumnSummary::of(&column(&values)).distinct();
    assert!((distinct.count / 1e6 - 1.0).abs() < 3.0 * distinct.error, "{distinct:?}");
}

#[test]
fn words_beyond_the_limit_are_counted_within_their_error() {
    let words: Vec<String> = (0..40_000).map(|it| format!("w{it}")).collect();
    let mut summary = ColumnSummary::new("w");
    for at in 0..4_u32 {
        let codes: Vec<u32> = (0..40_000).map(|row| if row % 5 == 0 { 7 } else { (row * (at + 1)) % 40_000 }).collect();
        summary.add(&Column::new("w", Values::Coded { codes: &codes, words: &words }));
    }
    let (common, error) = summary.word_counts();
    assert_eq!(common[0].0, "w7");
    assert!(common[0].1.abs_diff(32_003) <= error.max(3), "{common:?} ± {error}", common = &common[..1]);
    assert!((summary.distinct().count / 32_000.0 - 1.0).abs() < 0.06, "{:?}", summary.distinct());
}

#[test]
fn ten_thousand_categories_are_counted_exactly() {
    let words: Vec<String> = (0..10_000).map(|it| format!("w{it}")).collect();
    let codes: Vec<u32> = (0..10_000).chain(0..10_000).chain(5..6).collect();
    let summary = ColumnSummary::of(&Column::new("w", Values::Coded { codes: &codes, words: &words }));
    assert_eq!((summary.distinct().count, summary.distinct().error), (10_000.0, 0.0));
    assert_eq!(summary.word_counts(), (summary.word_counts().0, 0));
    assert_eq!(summary.word_counts().0[0], ("w5".to_owned(), 3));
}

#[test]
fn what_is_no_finite_number_is_counted_apart() {
    let values = [1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -2.0, 0.0, 9.0];
    let valid = [0b0111_1111_u8 & !(1 << 6)];
    let summary = ColumnSummary::of(&column(&values).with_valid(Bits::new(&valid, 0, 7).unwrap()));
    let found = [
        summary.rows,
        summary.nulls,
        summary.nan,
        summary.above,
        summary.below,
        summary.zeros,
        summary.negative,
        summary.moments.n,
    ];
    assert_eq!(found, [7, 1, 1, 1, 1, 1, 1, 3]);
}

#[test]
fn pairs_agree_with_pandas_and_scipy_wherever_they_are_cut() {
    let case = &golden("drift")["pairs"];
    let x = numbers(&case["x"]);
    let list = |key: &str| case[key].as_array().unwrap().clone();
    let y: Vec<f64> = list("y").iter().map(|it| it.as_f64().unwrap_or(f64::NAN)).collect();
    let c: Vec<String> = list("c").iter().map(|it| it.as_str().unwrap_or("").to_owned()).collect();
    let d: Vec<String> = list("d").iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    for cut in [1, 57, 200, 399] {
        let mut pairs = Pairs::default();
        for (from, to) in [(0, cut), (cut, 400)] {
            let part = |all: &[String]| coded(&all[from..to].iter().map(String::as_str).collect::<Vec<_>>());
            let ((c_codes, c_words), (d_codes, d_words)) = (part(&c), part(&d));
            let valid: Vec<u8> = (0..(to - from).div_ceil(8))
                .map(|byte| {
                    (0..8)
                        .filter(|bit| c.get(from + byte * 8 + bit).is_some_and(|it| !it.is_empty()))
                        .map(|bit| 1 << bit)
                        .sum()
                })
                .collect();
            let mut more = Pairs::default();
            let columns = vec![
                Column::new("x", Values::Number(&x[from..to])),
                Column::new("y", Values::Number(&y[from..to])),
                Column::new("c", Values::Coded { codes: &c_codes, words: &c_words })
                    .with_valid(Bits::new(&valid, 0, to - from).unwrap()),
                Column::new("d", Values::Coded { codes: &d_codes, words: &d_words }),
            ];
            more.add(&Batch::new(columns).unwrap());
            pairs.merge(more);
        }
        let found = pairs.associations();
        let of = |one: &str, other: &str| {
            found.iter().find(|it| it.one == one && it.other == other).unwrap().value.value().unwrap()
        };
        close(of("x", "y"), number(&case["pearson"]), 1e-10, "pearson");
        close(of("y", "c"), number(&case["eta_squared"]), 1e-10, "eta squared");
        assert!((of("c", "d") - number(&case["cramer"])).abs() < 1e-12, "cramer");
        let table = pairs.contingency("c", "d").unwrap();
        let known: Vec<u64> = case["table"].as_array().unwrap().iter().flat_map(counts).collect();
        assert_eq!((table.rows, table.counts), (vec!["p".to_owned(), "q".to_owned()], known));
    }
}

#[test]
fn the_file_is_what_its_schema_says_and_comes_back_the_same() {
    let schema = serde_json::from_str(file::SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut chance = Chance::new(1, 1);
    let many: Vec<f64> = (0..50_000).map(|_| chance.normal()).collect();
    let words: Vec<String> = (0..50_000).map(|it| format!("w{it}")).collect();
    let codes: Vec<u32> = (0..50_000).collect();
    let number = ColumnSummary::of(&column(&many));
    let text = ColumnSummary::of(&Column::new("w", Values::Coded { codes: &codes, words: &words }));
    let summary = Summary::new(vec!["digest".to_owned()], vec![number, text]);
    let written = serde_json::to_value(&summary).unwrap();
    assert!(validator.is_valid(&written), "{:?}", validator.iter_errors(&written).next());
    let back: Summary = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&back).unwrap(), written);
    let mut twice = summary.clone();
    twice.merge(back).unwrap();
    assert_eq!((twice.rows, twice.columns[0].moments.n), (100_000, 100_000));
    let other = Summary::new(Vec::new(), vec![ColumnSummary::new("other")]);
    assert!(twice.merge(other).unwrap_err().to_string().contains("`x`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn few_values_have_the_same_summary_wherever_they_are_cut(values in prop::collection::vec(-50i32..50, 2..400), cut in 1usize..399) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let cut = cut.min(values.len() - 1);
        let (whole, parts) = (merged(&[&values]), merged(&[&values[..cut], &values[cut..]]));
        prop_assert_eq!(whole.ranked(), parts.ranked());
        prop_assert_eq!(whole.number_counts(), parts.number_counts());
        prop_assert!((whole.moments.mean - parts.moments.mean).abs() < 1e-12);
    }

    #[test]
    fn few_values_have_the_same_ranks_in_any_order(mut values in prop::collection::vec(-1e6f64..1e6, 1..300), seed in 0u64..99) {
        let before = merged(&[&values]);
        Chance::new(seed, 0).shuffle(&mut values);
        prop_assert_eq!(before.ranked(), merged(&[&values]).ranked());
    }

    #[test]
    fn the_same_pieces_give_the_same_bytes(seed in 0u64..20, cut in 1usize..59_999) {
        let mut chance = Chance::new(seed, 0);
        let values: Vec<f64> = (0..60_000).map(|_| chance.normal()).collect();
        let once = merged(&[&values[..cut], &values[cut..]]);
        prop_assert_eq!(json(&once), json(&merged(&[&values[..cut], &values[cut..]])));
        let whole = merged(&[&values]);
        prop_assert_eq!(whole.quantiles().n(), once.quantiles().n());
        let (a, b) = (whole.ranked().quantile(0.3).unwrap(), once.ranked().quantile(0.3).unwrap());
        let gap = whole.ranked().below(a).1.abs_diff(whole.ranked().below(b).1) as f64 / 60_000.0;
        prop_assert!(gap < 5.0 * (whole.quantiles().rank_error() + once.quantiles().rank_error()), "{}", gap);
    }
}
