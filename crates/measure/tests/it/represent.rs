//! Representation, shrunk rates and paired comparison against scipy and statsmodels.

use std::sync::LazyLock;

use measure::fairness::numeric::compare_numbers;
use measure::fairness::shrink::shrunk;
use measure::inference::difference::Side;
use measure::inference::resample::Draws;
use measure::performance::against::{Plan, against};
use measure::represent::{Wanted, represent, thin_cells};
use measure::{Batch, Coded, Column, Values, Verdict};
use serde_json::Value;

use crate::support::{close, counts, golden, number, numbers};

static GOLDEN: LazyLock<Value> = LazyLock::new(|| golden("represent"));

const WANTED: Wanted = Wanted { half: 0.05, draws: Draws { replicates: 500, seed: 1, level: 0.95 } };

fn coded(name: &'static str, words: &[&str], codes: Vec<u32>) -> Coded<'static> {
    Coded { name, codes: codes.into(), words: words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().into() }
}

fn population() -> Vec<(String, f64)> {
    let shares = numbers(&GOLDEN["population"]);
    ["a", "b", "c", "d"].iter().zip(shares).map(|it| ((*it.0).to_owned(), it.1)).collect()
}

#[test]
fn representation_is_that_of_scipy() {
    let rows = counts(&GOLDEN["counts"]).into_iter().zip(0..).flat_map(|(n, code)| vec![code; n as usize]).collect();
    let found = represent(&coded("age", &["a", "b", "c", "d"], rows), &population(), WANTED).unwrap();
    let (p, adjusted) = (numbers(&GOLDEN["p"]), numbers(&GOLDEN["adjusted"]));
    for (at, it) in found.categories.iter().enumerate() {
        close(it.chance.p, p[at], 1e-9, "chance");
        close(it.adjusted, adjusted[at], 1e-9, "adjusted");
        close(it.ratio.value().unwrap(), it.share.value().unwrap() / it.expected, 1e-12, "ratio");
        assert!(it.ratio.get().unwrap().interval.unwrap().contains(it.ratio.value().unwrap()));
    }
    let fit = numbers(&GOLDEN["fit"]);
    close(found.fit.unwrap().statistic.unwrap(), fit[0], 1e-9, "fit");
    close(found.fit.unwrap().p, fit[1], 1e-9, "fit");
    close(found.divergence.value().unwrap(), number(&GOLDEN["js"]), 1e-9, "divergence");
    close(found.distance.value().unwrap(), number(&GOLDEN["distance"]), 1e-9, "distance");
}

#[test]
fn strangers_and_absent_categories_are_told() {
    let found = represent(&coded("age", &["a", "z"], vec![0, 0, 1, 2]), &population(), WANTED).unwrap();
    assert_eq!((found.n, found.missing, found.strangers), (3, 1, 1));
    assert!(found.fit.is_none(), "what the population rules out has no expected count");
    let ratio = |name: &str| found.categories.iter().find(|it| it.category == name).unwrap().ratio.clone();
    assert_eq!(ratio("b").value(), Some(0.0));
    assert!(ratio("z").value().is_none());
    assert!(represent(&coded("age", &["a"], vec![1]), &population(), WANTED).is_err());
}

#[test]
fn thin_cells_are_told_once() {
    // By hand: nobody of c, one of (b, m), and everybody else at least twice.
    let race = coded("race", &["a", "b", "c"], vec![0, 0, 0, 0, 1, 1, 1]);
    let sex = coded("sex", &["f", "m"], vec![0, 0, 1, 1, 0, 0, 1]);
    let found = thin_cells(&[race, sex], 2, 2, 9).unwrap();
    let told: Vec<(&str, u64)> = found.iter().map(|it| (it.cell.as_str(), it.rows)).collect();
    assert_eq!(told, [("c", 0), ("b, m", 1)]);
}

#[test]
fn rates_of_small_groups_are_drawn_in_as_kleinman_has_it() {
    let golden = &GOLDEN["shrunk"];
    let sides: Vec<Side> =
        counts(&golden["k"]).into_iter().zip(counts(&golden["n"])).map(|it| Side::new(it.0, it.1)).collect();
    for (found, expected) in shrunk(&sides).into_iter().zip(numbers(&golden["rates"])) {
        close(found.unwrap(), expected, 1e-10, "shrunk");
    }
    assert_eq!(shrunk(&[Side::new(1, 4), Side::new(0, 0)]), [None, None]);
    assert_eq!(shrunk(&[Side::new(1, 4), Side::new(2, 8)]), [Some(0.25), Some(0.25)]);
}

#[test]
fn two_systems_on_the_same_rows() {
    let golden = &GOLDEN["paired"];
    let label: Vec<i64> = counts(&golden["y"]).into_iter().map(|it| it as i64).collect();
    let (old, new) = (numbers(&golden["old"]), numbers(&golden["new"]));
    let cut = |it: &[f64]| it.iter().map(|it| i64::from(*it >= 0.5)).collect::<Vec<i64>>();
    let (old_class, new_class) = (cut(&old), cut(&new));
    let batch = Batch::new(vec![
        Column::new("y", Values::Integer(&label)),
        Column::new("old", Values::Number(&old)),
        Column::new("new", Values::Number(&new)),
        Column::new("old class", Values::Integer(&old_class)),
        Column::new("new class", Values::Integer(&new_class)),
    ])
    .unwrap();
    let plan = Plan {
        label: "y",
        predictions: Some(["old class", "new class"]),
        scores: Some(["old", "new"]),
        numbers: Some(["old", "new"]),
        positive: None,
        margin: 0.05,
        level: 0.95,
    };
    let found = against(&batch, &plan).unwrap();
    let of = |id: &str| found.iter().find(|it| it.metric == id).unwrap();
    let accuracy = of("paired_accuracy_difference");
    close(accuracy.difference.value().unwrap(), number(&golden["accuracy"]), 1e-12, "accuracy");
    close(accuracy.same.unwrap().p, number(&golden["mcnemar"]), 1e-9, "McNemar");
    for (id, name) in [("paired_brier_difference", "brier"), ("paired_absolute_error_difference", "absolute")] {
        let (estimate, expected) = (*of(id).difference.get().unwrap(), numbers(&golden[name]));
        let interval = estimate.interval.unwrap();
        for (found, expected) in [estimate.value, interval.low, interval.high].into_iter().zip(expected) {
            close(found, expected, 1e-9, id);
        }
        assert_eq!(of(id).not_inferior, Verdict::Pass);
    }
    let turned =
        against(&batch, &Plan { scores: Some(["new", "old"]), predictions: None, numbers: None, ..plan }).unwrap();
    assert_eq!(
        turned.iter().map(|it| it.metric).collect::<Vec<_>>(),
        ["paired_roc_auc_difference", "paired_brier_difference"]
    );
    assert!(turned.iter().all(|it| it.not_inferior != Verdict::Pass), "the old one is not shown to be as good");
}

#[test]
fn predicted_numbers_by_group_are_those_of_statsmodels() {
    let golden = &GOLDEN["numbers"];
    let groups: Vec<u32> = counts(&golden["group"]).into_iter().map(|it| it as u32).collect();
    let attribute = coded("group", &["a", "b", "c"], groups);
    let found = compare_numbers(&attribute, &numbers(&golden["y"]), &numbers(&golden["h"]), 2, 0.95);
    for (gap, name) in found.gaps.iter().zip(["prediction", "error", "absolute"]) {
        let (estimate, expected) = (*gap.value.get().unwrap(), numbers(&golden[name]));
        let (interval, alike) = (estimate.interval.unwrap(), gap.alike.unwrap());
        let all = [estimate.value, interval.low, interval.high, alike.statistic.unwrap(), alike.p];
        for (found, expected) in all.into_iter().zip(expected) {
            close(found, expected, 1e-9, name);
        }
    }
    assert_eq!(found.gaps[0].between, Some(["c".to_owned(), "a".to_owned()]));
    let strict = compare_numbers(&attribute, &numbers(&golden["y"]), &numbers(&golden["h"]), 1000, 0.95);
    assert_eq!((strict.groups.len(), strict.small.len()), (0, 3));
    assert!(strict.gaps.iter().all(|it| it.value.value().is_none()));
}
