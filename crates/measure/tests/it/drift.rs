//! Drift against scipy, pandas and evidently (`golden/drift.py`), closed forms and brute force, and what must always hold.

use measure::drift::evidently::{Way, drift, drift_by};
use measure::drift::{
    Margins, Options, anderson_darling, cliff, columns, cramer_von_mises, joint, judge, kolmogorov, segment, summaries,
    wasserstein,
};
use measure::inference::multiple::Correction;
use measure::summary::{ColumnSummary, Moments, Ranked, Summary};
use measure::{Batch, Bits, Chance, Column, Values, Verdict};
use serde_json::Value;

use crate::support::{close, golden, number, numbers};

/// Words as codes of a dictionary in the order of the alphabet.
pub fn coded(words: &[&str]) -> (Vec<u32>, Vec<String>) {
    let all: std::collections::BTreeSet<&str> = words.iter().copied().collect();
    let dictionary: Vec<String> = all.iter().map(|it| (*it).to_owned()).collect();
    (words.iter().map(|it| all.iter().position(|other| other == it).unwrap() as u32).collect(), dictionary)
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
}

fn normal(seed: u64, n: usize, mean: f64, deviation: f64) -> Vec<f64> {
    let mut chance = Chance::new(seed, 0);
    (0..n).map(|_| mean + deviation * chance.normal()).collect()
}

fn column(values: &[f64]) -> Column<'_> {
    Column::new("x", Values::Number(values))
}

fn margins() -> Margins {
    let (correction, columns) = (Correction::BenjaminiHochberg, Default::default());
    Margins { alpha: 0.05, correction, numbers: 0.1, words: 0.1, missing: 0.05, columns }
}

fn value(drift: &measure::drift::ColumnDrift, metric: &str) -> Option<f64> {
    drift.measures.iter().chain([&drift.effect, &drift.missing]).find(|it| it.metric == metric).unwrap().value.value()
}

#[test]
fn tests_of_numbers_agree_with_scipy() {
    for (name, case) in golden("drift")["numbers"].as_object().unwrap() {
        let (a, b) = (numbers(&case["reference"]), numbers(&case["current"]));
        let (one, two) = (Ranked::of(a.clone()), Ranked::of(b));
        let ks = numbers(&case["ks"]);
        let found = kolmogorov::smirnov(&one, &two, 0.95, 0.0).unwrap();
        close(found.distance.value, ks[0], 1e-12, name);
        if !case["tied"].as_bool().unwrap() {
            close(found.test.p, ks[1], 1e-7, name); // the limit law of large samples has seven digits
        }
        let cvm = numbers(&case["cramer_von_mises"]);
        let found = cramer_von_mises::cramer_von_mises(&one, &two).unwrap();
        close(found.statistic.unwrap(), cvm[0], 1e-8, name);
        // scipy breaks its series off at 1e-7
        assert!((found.p - cvm[1]).abs() < 1e-7, "{name}: {} for {}", found.p, cvm[1]);
        if !case["anderson_darling"].is_null() {
            let known = numbers(&case["anderson_darling"]);
            let found = anderson_darling::anderson_darling(&[&one, &two]).unwrap();
            close(found.statistic.unwrap(), known[0], 1e-8, name);
            // The package ends at the ends of its table, this goes on.
            match known[1] {
                most if most >= 0.25 => assert!(found.p > 0.24, "{name}: {}", found.p),
                least if least <= 0.001 => assert!(found.p < 0.00105, "{name}: {}", found.p),
                within => close(found.p, within, 1e-7, name),
            }
        }
        close(wasserstein::distance(&one, &two).unwrap(), number(&case["wasserstein"]), 1e-9, name);
        let delta = cliff::cliff_delta(&one, &two, 0.95).unwrap().value;
        assert!((delta - number(&case["cliff"])).abs() < 1e-12, "{name}: {delta}");
        if let Ok(scaled) = wasserstein::scaled(&one, &two, &Moments::of(&a)) {
            let moments = &case["moments"];
            close(scaled.value, number(&case["wasserstein"]) / number(&moments["variance"]).sqrt(), 1e-9, name);
        }
    }
}

#[test]
fn anderson_darling_of_two_samples_goes_on_beyond_its_table() {
    let p = |shift: f64| {
        let (one, two) = (Ranked::of(normal(5, 400, 0.0, 1.0)), Ranked::of(normal(6, 400, shift, 1.0)));
        anderson_darling::anderson_darling(&[&one, &two]).unwrap()
    };
    let found: Vec<f64> = [0.0, 0.15, 0.2, 0.3, 0.5, 1.0].map(|it| p(it).p).to_vec();
    assert!(found.windows(2).all(|it| it[0] > it[1]), "{found:?}");
    assert!(found[0] > 0.25 && found[4] < 1e-4 && found[5] < 1e-12 && found[5] > 0.0, "{found:?}");
}

#[test]
fn anderson_darling_takes_three_samples() {
    let case = &golden("drift")["anderson_darling_3"];
    let samples: Vec<Ranked> = case["samples"].as_array().unwrap().iter().map(|it| Ranked::of(numbers(it))).collect();
    let found = anderson_darling::anderson_darling(&samples.iter().collect::<Vec<_>>()).unwrap();
    let known = numbers(&case["found"]);
    close(found.statistic.unwrap(), known[0], 1e-9, "statistic");
    close(found.p, known[1], 1e-7, "p");
}

#[test]
fn the_distance_of_tied_values_has_the_probability_of_all_permutations() {
    let case = &golden("drift")["ks_tied"];
    let (one, two) = (Ranked::of(numbers(&case["reference"])), Ranked::of(numbers(&case["current"])));
    close(kolmogorov::smirnov(&one, &two, 0.95, 0.0).unwrap().test.p, number(&case["p"]), 1e-12, "p");
}

#[test]
fn tests_and_distances_of_words_agree_with_scipy() {
    for (name, case) in golden("drift")["words"].as_object().unwrap() {
        let ((a, own), (b, others)) = (coded(&strings(&case["reference"])), coded(&strings(&case["current"])));
        let one = Column::new("w", Values::Coded { codes: &a, words: &own });
        let two = Column::new("w", Values::Coded { codes: &b, words: &others });
        let found = columns(&one, &two, &Options::default());
        for (metric, key) in [("jensen_shannon", "js2"), ("l_infinity", "l_infinity"), ("hellinger", "hellinger")] {
            let known = number(&case[key]);
            assert!((value(&found, metric).unwrap() - known).abs() < 1e-12, "{name} {metric}");
        }
        if name == "one" {
            assert_eq!((value(&found, "population_stability_index"), found.test), (Some(0.0), None));
            continue;
        }
        close(value(&found, "cramer_v").unwrap().max(1e-9), number(&case["cramer"]).max(1e-9), 1e-9, name);
        close(value(&found, "population_stability_index").unwrap(), number(&case["psi"]), 1e-10, name);
        if name != "unseen" {
            let (test, chi2) = (found.test.unwrap(), numbers(&case["chi2"]));
            close(test.statistic.unwrap(), chi2[0], 1e-9, name);
            close(test.p, chi2[1], 1e-9, name);
        }
        close(found.tests[0].p, numbers(&case["g"])[1], 1e-9, name);
    }
}

#[test]
fn the_same_change_of_words_is_as_large_beside_a_reference_of_any_size() {
    let words = ["a".to_owned(), "b".to_owned()];
    // The first `of` rows in a hundred are `a`.
    let rows = |n: u32, of: u32| (0..n).map(|it| u32::from(it % 100 >= of)).collect::<Vec<u32>>();
    let size = |reference: u32, of: u32| {
        let (one, two) = (rows(reference, 50), rows(500, of));
        let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
        judge(vec![columns(&column(&one), &column(&two), &Options::default())], margins()).columns.swap_remove(0)
    };
    // sqrt((0.3^2) (1 / (2 * 1.3) + 1 / (2 * 0.7))): a change from a half to eight tenths.
    let known = (0.09_f64 * (1.0 / 2.6 + 1.0 / 1.4)).sqrt();
    for reference in [500, 5_000, 100_000] {
        let found = size(reference, 80);
        assert!((value(&found, "cramer_v").unwrap() - known).abs() < 0.01, "{reference}: {:?}", found.effect);
        assert_eq!(found.verdict, Verdict::Fail, "{reference}");
        assert_eq!(size(reference, 50).verdict, Verdict::Pass, "{reference}");
    }
    let alone = size(1, 80);
    assert!(alone.verdict == Verdict::Inconclusive, "one row is no reference: {:?}", alone.effect);
}

#[test]
fn infinite_values_are_missing_and_do_not_vanish() {
    let plain = normal(1, 400, 0.0, 1.0);
    let half: Vec<f64> =
        plain.iter().enumerate().map(|(at, it)| if at % 2 == 0 { f64::INFINITY } else { *it }).collect();
    let drift = |values: &[f64]| {
        judge(vec![columns(&column(&plain), &column(values), &Options::default())], margins()).columns.swap_remove(0)
    };
    assert_eq!(drift(&half).missing_verdict, Verdict::Fail);
    assert_eq!(drift(&plain).missing_verdict, Verdict::Pass);
}

#[test]
fn distances_hold_their_value_and_reach_what_is_alike() {
    let (one, two) = (normal(3, 300, 0.0, 1.0), normal(4, 300, 0.0, 1.0));
    for values in [two.clone(), two.iter().map(|it| it + 2.0).collect()] {
        let found = columns(&column(&one), &column(&values), &Options::default());
        for metric in ["population_stability_index", "jensen_shannon", "hellinger", "l_infinity"] {
            let it = *found.measures.iter().find(|it| it.metric == metric).unwrap().value.get().unwrap();
            let interval = it.interval.unwrap();
            assert!(interval.contains(it.value), "{metric}: {it:?}");
            assert_eq!(interval.low > 0.05, values[0] > two[0] + 1.0, "{metric}: {it:?}");
        }
    }
}

#[test]
fn order_tests_stand_only_where_their_laws_hold() {
    let tests = |values: &dyn Fn(f64) -> f64| -> Vec<&str> {
        let rows = |seed| normal(seed, 500, 0.0, 1.0).into_iter().map(values).collect::<Vec<f64>>();
        let (one, two) = (rows(1), rows(2));
        let found = columns(&column(&one), &column(&two), &Options::default());
        found.tests.iter().map(|it| it.test).collect()
    };
    let laws = ["cramer_von_mises", "anderson_darling"];
    let some = |found: &[&str]| laws.map(|it| found.contains(&it));
    assert_eq!(some(&tests(&|it| it)), [true, true]);
    assert_eq!(some(&tests(&|it| it.max(0.0))), [true, false], "half of the values are 0");
    assert_eq!(some(&tests(&f64::signum)), [false, false], "two values are compared by their shares");
}

#[test]
fn one_unseen_word_is_named_and_is_no_proof() {
    let case = &golden("drift")["words"]["unseen"];
    let ((a, own), (b, others)) = (coded(&strings(&case["reference"])), coded(&strings(&case["current"])));
    let one = Column::new("w", Values::Coded { codes: &a, words: &own });
    let two = Column::new("w", Values::Coded { codes: &b, words: &others });
    let found = columns(&one, &two, &Options::default());
    assert_eq!(found.unseen[0].0, "e");
    assert!(found.test.unwrap().p > 1e-3, "a test that takes the reference for the truth says 0");
    assert_eq!(number(&case["evidently"]["scores"]["chisquare"]), 0.0);
}

const WAYS: &[(&str, Way)] = &[
    ("ks", Way::Ks),
    ("chisquare", Way::Chisquare),
    ("z", Way::Z),
    ("wasserstein", Way::Wasserstein),
    ("jensenshannon", Way::Jensenshannon),
    ("psi", Way::Psi),
    ("hellinger", Way::Hellinger),
    ("kl_div", Way::KlDiv),
];

fn agrees(name: &str, known: &Value, one: &Column<'_>, two: &Column<'_>) {
    for (key, way) in WAYS {
        let Some(known) = known["scores"].get(key) else { continue };
        let (found, known) = (drift_by(*way, one, two).unwrap().score, number(known));
        // a root near 0 shows the last digit of what is below it
        let same =
            (found - known).abs() <= 1e-10 * known.abs().max(1e-3) || (found * found - known * known).abs() < 1e-15;
        assert!(same, "{name} {key}: {found} for {known}");
    }
    let found = drift(one, two).unwrap();
    let (key, _) = WAYS.iter().find(|it| it.1 == found.way).unwrap();
    let chosen = known["default"].as_str().unwrap();
    assert!(chosen.starts_with(key), "{name}: {key} for {chosen}");
    assert_eq!(found.drifted, known["drifted"].as_bool().unwrap(), "{name}");
    assert!(
        (found.score - number(&known["score"])).abs() <= 1e-10 * found.score.abs().max(1e-3),
        "{name} {}",
        found.score
    );
}

#[test]
fn evidently_is_reproduced_on_numbers() {
    for (name, case) in golden("drift")["numbers"].as_object().unwrap() {
        let (a, b) = (numbers(&case["reference"]), numbers(&case["current"]));
        let whole = |it: &[f64]| it.iter().map(|it| *it as i64).collect::<Vec<_>>();
        let (whole_a, whole_b) = (whole(&a), whole(&b));
        match case["whole"].as_bool().unwrap() {
            true => agrees(
                name,
                &case["evidently"],
                &Column::new("x", Values::Integer(&whole_a)),
                &Column::new("x", Values::Integer(&whole_b)),
            ),
            false => agrees(name, &case["evidently"], &column(&a), &column(&b)),
        }
    }
}

#[test]
fn evidently_is_reproduced_on_words() {
    for (name, case) in golden("drift")["words"].as_object().unwrap().iter().filter(|it| it.0 != "one") {
        let ((a, own), (b, others)) = (coded(&strings(&case["reference"])), coded(&strings(&case["current"])));
        let one = Column::new("w", Values::Coded { codes: &a, words: &own });
        agrees(name, &case["evidently"], &one, &Column::new("w", Values::Coded { codes: &b, words: &others }));
    }
}

#[test]
fn an_outlier_in_the_reference_hides_no_drift() {
    let mut reference = normal(1, 2000, 0.0, 1.0);
    reference[0] = 1e6;
    let current = normal(2, 2000, 2.0, 1.0);
    let found = columns(&column(&reference), &column(&current), &Options::default());
    assert!(value(&found, "population_stability_index").unwrap() > 3.0);
    assert!(value(&found, "wasserstein_robust").unwrap() > 1.5);
    assert!(value(&found, "wasserstein").unwrap() < 0.1, "the usual scale is blind");
    assert_eq!(judge(vec![found], margins()).drifted, ["x"]);
}

#[test]
fn missing_values_drift_by_themselves() {
    let (reference, current) = (normal(1, 1000, 0.0, 1.0), normal(2, 1000, 0.0, 1.0));
    let bits: Vec<u8> = (0..125).map(|at| if at % 2 == 0 { 0b0100_1001 } else { 0b1001_0010 }).collect();
    let holes = column(&current).with_valid(Bits::new(&bits, 0, 1000).unwrap());
    let found = judge(vec![columns(&column(&reference), &holes, &Options::default())], margins());
    assert_eq!(found.drifted, ["x"]);
    assert_eq!((&found.columns[0].missing_verdict, found.columns[0].verdict == Verdict::Fail), (&Verdict::Fail, false));
    close(found.columns[0].missing.value.value().unwrap(), 0.625, 1e-12, "share");
}

#[test]
fn a_constant_reference_has_a_reason_instead_of_a_number() {
    let (reference, current) = (vec![3.0; 500], normal(2, 500, 3.0, 1.0));
    let found = columns(&column(&reference), &column(&current), &Options::default());
    for metric in ["wasserstein", "wasserstein_robust"] {
        assert_eq!(value(&found, metric), None, "{metric}");
    }
    assert!(value(&found, "population_stability_index").unwrap() > 1.0, "an atom is a bin of its own");
    assert_eq!(judge(vec![found], margins()).drifted, ["x"]);
    let same = columns(&column(&reference), &column(&reference), &Options::default());
    assert_eq!(value(&same, "kolmogorov_smirnov"), Some(0.0));
}

#[test]
fn empty_and_infinite_and_foreign_columns_are_answered() {
    let (none, infinite) = (vec![f64::NAN; 5], vec![f64::INFINITY; 5]);
    let some = normal(1, 50, 0.0, 1.0);
    for odd in [&none[..], &infinite, &[]] {
        for (one, two) in [(odd, &some[..]), (&some, odd), (odd, odd)] {
            let found = judge(vec![columns(&column(one), &column(two), &Options::default())], margins());
            assert!(matches!(found.columns[0].verdict, Verdict::NotAssessable { .. }));
        }
    }
    let (codes, words) = coded(&["a", "b"]);
    let text = Column::new("x", Values::Coded { codes: &codes, words: &words });
    let found = judge(vec![columns(&column(&some), &text, &Options::default())], margins());
    assert!(matches!(found.columns[0].verdict, Verdict::NotAssessable { .. }));
}

#[test]
fn with_many_rows_a_trifle_is_significant_and_no_drift() {
    let (reference, current) = (normal(1, 200_000, 0.0, 1.0), normal(2, 200_000, 0.03, 1.0));
    let found = judge(vec![columns(&column(&reference), &column(&current), &Options::default())], margins());
    assert!(found.columns[0].adjusted_p.unwrap() < 1e-6);
    assert_eq!((found.columns[0].verdict.clone(), found.drifted.len()), (Verdict::Pass, 0));
    let few = judge(vec![columns(&column(&reference[..30]), &column(&current[..30]), &Options::default())], margins());
    assert_eq!(few.columns[0].verdict, Verdict::Inconclusive, "thirty rows prove nothing either way");
}

#[test]
fn a_few_numbers_keep_their_order() {
    let row = |from: i32| -> Vec<f64> { (from..from + 10).map(f64::from).collect() };
    let found = judge(vec![columns(&column(&row(1)), &column(&row(101)), &Options::default())], margins());
    // Of all ways to part twenty values, two leave no overlap.
    close(found.columns[0].test.unwrap().p, 2.0 / 184_756.0, 1e-9, "p");
    assert_eq!(found.drifted, ["x"]);
    let same = judge(vec![columns(&column(&row(1)), &column(&row(1)), &Options::default())], margins());
    assert_eq!((same.columns[0].verdict.clone(), same.columns[0].test.unwrap().p), (Verdict::Inconclusive, 1.0));
    // Where values repeat, shares are compared as before.
    let tied = |shift: usize| -> Vec<f64> { (0..60).map(|at| ((at + shift) % 3) as f64).collect() };
    let found = columns(&column(&tied(0)), &column(&tied(1)), &Options::default());
    assert!(found.test.unwrap().test != kolmogorov::METRIC.id, "{:?}", found.test);
}

#[test]
fn sizes_of_a_few_rows_keep_no_limit_and_break_none() {
    let reference = normal(1, 1000, 0.0, 1.0);
    let (codes, words) = coded(&["a", "b", "a", "a", "c"]);
    let (many, known) = coded(&["a", "b", "c", "a"].repeat(250));
    let text = |codes, words| Column::new("x", Values::Coded { codes, words });
    for rows in [1, 5, 20, 49, 400] {
        let found = columns(&column(&reference), &column(&normal(2, rows, 0.0, 1.0)), &Options::default());
        for it in found.measures.iter().filter(|it| ["jensen_shannon", "hellinger", "wasserstein"].contains(&it.metric))
        {
            let verdicts =
                [measure::Limit::AtMost(1e-9), measure::Limit::AtMost(1e9)].map(|limit| limit.judge(&it.value));
            let few = [Verdict::Inconclusive, Verdict::Inconclusive];
            assert_eq!(verdicts == few, rows < 50, "{} of {rows} rows: {:?}", it.metric, it.value);
        }
    }
    let found = columns(&text(&many, &known), &text(&codes, &words), &Options::default());
    assert_eq!(judge(vec![found], margins()).columns[0].verdict, Verdict::Inconclusive, "five words prove nothing");
}

#[test]
fn summaries_give_what_the_data_give() {
    let (reference, current) = (normal(1, 9000, 0.0, 1.0), normal(2, 8000, 0.3, 1.2));
    let exact = columns(&column(&reference), &column(&current), &Options::default());
    let (one, two) = (ColumnSummary::of(&column(&reference)), ColumnSummary::of(&column(&current)));
    let small = summaries(&one, &two, &Options::default());
    assert!(small.exact);
    assert_eq!((small.effect.value.value(), small.test), (exact.effect.value.value(), exact.test));
    let (reference, current) = (normal(1, 300_000, 0.0, 1.0), normal(2, 250_000, 0.3, 1.2));
    let exact = columns(&column(&reference), &column(&current), &Options::default());
    let sketched =
        summaries(&ColumnSummary::of(&column(&reference)), &ColumnSummary::of(&column(&current)), &Options::default());
    assert!(!sketched.exact);
    for metric in [
        "kolmogorov_smirnov",
        "wasserstein",
        "wasserstein_robust",
        "cliff_delta",
        "population_stability_index",
        "hellinger",
    ] {
        let (a, b) = (value(&exact, metric).unwrap(), value(&sketched, metric).unwrap());
        assert!((a - b).abs() < 0.004, "{metric}: {b} for {a}");
    }
}

#[test]
fn tests_of_samples_without_drift_reject_as_often_as_they_say() {
    let mut rejected = [0; 4];
    let replicates = 600;
    for seed in 0..replicates {
        let (a, b) = (normal(seed, 400, 0.0, 1.0), normal(seed + 10_000, 300, 0.0, 1.0));
        let found = columns(&column(&a), &column(&b), &Options::default());
        let index = found.tests.iter().find(|it| it.test == "population_stability_index").unwrap();
        let ps = [found.test.unwrap().p, found.tests[0].p, found.tests[1].p, index.p];
        ps.iter().zip(&mut rejected).for_each(|(p, count)| *count += i32::from(*p < 0.05));
    }
    // 30 expected, standard error 5.3; the exact test may reject less
    for (at, count) in rejected.into_iter().enumerate() {
        assert!((14..=46).contains(&count), "{at}: {count} of {replicates}");
    }
}

#[test]
fn a_classifier_sees_a_change_that_no_column_shows() {
    let (x, noise) = (normal(1, 3000, 0.0, 1.0), normal(2, 3000, 0.0, 1.0));
    let batch = |y: &[f64]| -> Option<f64> {
        let reference =
            Batch::new(vec![Column::new("x", Values::Number(&x)), Column::new("y", Values::Number(&noise))]).unwrap();
        let current =
            Batch::new(vec![Column::new("x", Values::Number(&noise)), Column::new("y", Values::Number(y))]).unwrap();
        joint::joint_drift(&reference, &current, 0.95, 1).unwrap().area.value()
    };
    let shifted: Vec<f64> = normal(3, 3000, 1.0, 1.0);
    assert!(batch(&shifted).unwrap() > 0.7);
    let alike = batch(&normal(4, 3000, 0.0, 1.0)).unwrap();
    assert!((alike - 0.5).abs() < 0.05, "{alike}");
}

#[test]
fn joint_drift_sees_two_columns_that_hang_together_otherwise_than_before() {
    let (a, b) = (normal(1, 4000, 0.0, 1.0), normal(2, 4000, 0.0, 1.0));
    let together = |seed: u64, rho: f64| -> (Vec<f64>, Vec<f64>) {
        let (one, noise) = (normal(seed, 4000, 0.0, 1.0), normal(seed + 1, 4000, 0.0, 1.0));
        let other = one.iter().zip(noise).map(|(it, noise)| rho * it + (1.0 - rho * rho).sqrt() * noise).collect();
        (one, other)
    };
    let batch = |x: &[f64], y: &[f64]| {
        let [x, y] = [x, y].map(<[f64]>::to_vec);
        let columns = [Column::new("x", Values::Number(&a)), Column::new("y", Values::Number(&b))];
        let current = [Column::new("x", Values::Number(&x)), Column::new("y", Values::Number(&y))];
        let [reference, current] = [columns, current].map(|it| Batch::new(it.to_vec()).unwrap());
        joint::joint_drift(&reference, &current, 0.95, 1).unwrap().area.value()
    };
    let (x, y) = together(10, 0.8);
    assert!(batch(&x, &y).unwrap() > 0.65, "{:?}", batch(&x, &y));
    let (x, y) = together(20, 0.0);
    assert!((batch(&x, &y).unwrap() - 0.5).abs() < 0.04, "{:?}", batch(&x, &y));
}

#[test]
fn drift_within_a_segment_shows_where_the_whole_hides_it() {
    let (a, b) = (normal(1, 1000, 0.0, 1.0), normal(2, 1000, 0.0, 1.0));
    let (codes, words) = coded(&(0..1000).map(|row| if row % 2 == 0 { "even" } else { "odd" }).collect::<Vec<_>>());
    let moved: Vec<f64> = b.iter().enumerate().map(|(row, it)| it + if row % 2 == 0 { 0.8 } else { -0.8 }).collect();
    let group = Column::new("g", Values::Coded { codes: &codes, words: &words });
    let batch = |values| Batch::new(vec![group, Column::new("x", Values::Number(values))]).unwrap();
    let found = segment::segments(&batch(&a), &batch(&moved), "g", &Options::default()).unwrap();
    assert_eq!(found.iter().map(|it| it.segment.as_deref().unwrap()).collect::<Vec<_>>(), ["even", "odd"]);
    let deltas: Vec<f64> = found.iter().map(|it| value(&it.columns[0], "cliff_delta").unwrap()).collect();
    assert!(deltas[0] > 0.3 && deltas[1] < -0.3, "{deltas:?}");
}

#[test]
fn margins_are_learned_from_the_reference() {
    let steady = normal(1, 4000, 0.0, 1.0);
    let seasonal: Vec<f64> =
        steady.iter().enumerate().map(|(row, it)| it + if row < 1000 { 1.0 } else { 0.0 }).collect();
    let batch = Batch::new(vec![
        Column::new("steady", Values::Number(&steady)),
        Column::new("seasonal", Values::Number(&seasonal)),
    ])
    .unwrap();
    let ends = [1000, 2000, 3000, 4000];
    let learned = measure::drift::learn::margins(&batch, &ends, &Options::default()).unwrap();
    assert!(learned["steady"] < 0.05 && learned["seasonal"] > 0.3, "{learned:?}");
    // The same deliveries as summaries, which keep all values while they are few.
    let part = |from: usize| {
        let summary = |(name, values): (&str, &[f64])| {
            let mut summary = ColumnSummary::new(name);
            summary.add(&Column::new(name, Values::Number(&values[from..from + 1000])));
            summary
        };
        Summary::new(Vec::new(), [("steady", &*steady), ("seasonal", &*seasonal)].map(summary).to_vec())
    };
    let summaries = [0, 1000, 2000, 3000].map(part);
    let again = measure::drift::learn::margins_of(&summaries, &Options::default()).unwrap();
    for (name, margin) in &learned {
        assert!((margin - again[name]).abs() < 0.02, "{name}: {margin} {again:?}");
    }
    for ends in [vec![4000], vec![1, 4000], vec![2000, 3000]] {
        assert!(measure::drift::learn::margins(&batch, &ends, &Options::default()).is_err(), "{ends:?}");
    }
    assert!(measure::drift::learn::margins_of(&summaries[..1], &Options::default()).is_err());
}

#[test]
fn a_watch_keeps_its_promise_and_sees_a_change() {
    use measure::drift::watch::Watch;
    use measure::inference::sequential::Promise;
    let reference = normal(0, 10_001, 0.0, 1.0);
    let (mut false_alarms, mut seen) = (0, 0);
    for run in 0..20 {
        let mut watch = Watch::new(["x"].into_iter(), Promise::EverAtMost, 0.05);
        let batch =
            |seed, mean| columns(&column(&reference), &column(&normal(seed, 300, mean, 1.0)), &Options::default());
        let quiet = (0..12).any(|day| !watch.take(&[batch(1 + run * 1000 + day, 0.0)]).is_empty());
        false_alarms += i32::from(quiet);
        seen += i32::from((0..5).any(|day| !watch.take(&[batch(50_000 + run * 1000 + day, 0.6)]).is_empty()));
    }
    assert!(false_alarms <= 4, "{false_alarms} of 20 at 5 %");
    assert!(seen >= 18, "{seen} of 20");
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let (reference, mut current) = (normal(1, 800, 0.0, 1.0), normal(2, 700, 0.2, 1.0));
    let before = columns(&column(&reference), &column(&current), &Options::default());
    Chance::new(5, 0).shuffle(&mut current);
    let after = columns(&column(&reference), &column(&current), &Options::default());
    assert_eq!((&after.effect, &after.test, &after.tests[..]), (&before.effect, &before.test, &before.tests[..]));
    assert_eq!(after.reference_counts, before.reference_counts);
}

/// Nothing seen in n rows leaves a share of up to 1 - 0.025^(1/n) open; with equal rows V squared is that share.
#[test]
fn one_category_on_both_sides_is_no_change_as_far_as_the_rows_can_tell() {
    for (rows, verdict) in [(1000, Verdict::Pass), (100, Verdict::Inconclusive)] {
        let (codes, words) = (vec![0_u32; rows], vec!["DE".to_owned()]);
        let column = Column::new("country", Values::Coded { codes: &codes, words: &words });
        let drift = columns(&column, &column, &Options::default());
        let interval = drift.effect.value.get().unwrap().interval.unwrap();
        close(interval.high, (1.0 - 0.025_f64.powf(1.0 / rows as f64)).sqrt(), 1e-12, "upper end");
        let margins = Margins {
            alpha: 0.05,
            correction: Correction::Holm,
            numbers: 0.1,
            words: 0.1,
            missing: 0.1,
            columns: Default::default(),
        };
        assert_eq!(judge(vec![drift], margins).columns[0].verdict, verdict, "{rows} rows");
    }
}
