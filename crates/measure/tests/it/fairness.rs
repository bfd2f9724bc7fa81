//! Fairness against fairlearn, aif360, statsmodels, scikit-learn and brute force, on one made set of 900 rows.

use std::sync::LazyLock;

use measure::fairness::cells::{Grouping, Rows, groupings};
use measure::fairness::compare::{Comparison, Setting, compare};
use measure::fairness::conditional::{Stratum, breslow_day, conditional, mantel_haenszel, odds_ratio};
use measure::fairness::confusion::{Confusion, SELECTION_RATE};
use measure::fairness::gap::against_interval;
use measure::fairness::hiring::{above_median, hiring_table};
use measure::fairness::impossible::impossible;
use measure::fairness::label_bias::label_bias;
use measure::fairness::mitigate::{Scored, reweigh, thresholds};
use measure::fairness::similar::{consistency, flips};
use measure::fairness::{curves, individual, parity};
use measure::inference::difference::newcombe;
use measure::inference::resample::Draws;
use measure::{Coded, Column, Method, Values};
use serde_json::Value;

use crate::support::{close, counts, golden, number, numbers};

static GOLDEN: LazyLock<Value> = LazyLock::new(|| golden("fairness"));

const DRAWS: Draws = Draws { replicates: 400, seed: 1, level: 0.95 };

pub fn setting() -> Setting {
    Setting {
        minimum: 1,
        draws: DRAWS,
        method: Method::Wilson,
        difference: Method::Newcombe,
        references: vec!["a".into()],
        four_fifths: Some(0.8),
    }
}

/// A column of words of the made data, as codes and sorted words.
fn words(name: &str) -> (Vec<u32>, Vec<String>) {
    let all: Vec<&str> = GOLDEN["data"][name].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    let mut words: Vec<String> = all.iter().map(|it| (*it).to_owned()).collect();
    words.sort();
    words.dedup();
    (all.iter().map(|it| words.iter().position(|word| word == it).unwrap() as u32).collect(), words)
}

fn bits(name: &str) -> Vec<u8> {
    counts(&GOLDEN["data"][name]).into_iter().map(|it| it as u8).collect()
}

fn coded<'a>(name: &'a str, it: &'a (Vec<u32>, Vec<String>)) -> Coded<'a> {
    Column::new(name, Values::Coded { codes: &it.0, words: &it.1 }).coded(99).unwrap()
}

fn made() -> Vec<Grouping> {
    let (race, sex) = (words("race"), words("sex"));
    let (labels, predictions) = (bits("y"), bits("h"));
    let attributes = [coded("race", &race), coded("sex", &sex)];
    groupings(Rows { attributes: &attributes, predictions: &predictions, labels: Some(&labels) }, 2).unwrap()
}

fn parity_of(comparison: &Comparison, id: &str) -> f64 {
    comparison.parities.iter().find(|it| it.metric == id).unwrap().value.value().unwrap()
}

#[test]
fn rates_and_gaps_are_those_of_fairlearn() {
    for (grouping, golden) in made().iter().zip(GOLDEN["groupings"].as_array().unwrap()) {
        let names: Vec<&str> = golden["names"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert_eq!(grouping.groups.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), names);
        let found = compare(grouping, &setting());
        assert_eq!(found.rates.len(), 11);
        for row in &found.rates {
            for (group, expected) in row.groups.iter().zip(numbers(&golden["rates"][row.rate])) {
                close(group.value().unwrap(), expected, 1e-12, row.rate);
            }
            let [difference, ratio] = &row.gaps;
            close(difference.value.value().unwrap(), number(&golden["difference"][row.rate]), 1e-9, row.rate);
            close(ratio.value.value().unwrap(), number(&golden["ratio"][row.rate]), 1e-9, row.rate);
            let interval = difference.value.get().unwrap().interval.unwrap();
            assert!(interval.contains(difference.value.value().unwrap()), "{row:?}");
        }
        for (id, expected) in golden["parity"].as_object().unwrap() {
            close(parity_of(&found, id), number(expected), 1e-9, id);
        }
    }
}

#[test]
fn intervals_of_largest_differences_allow_for_all_pairs() {
    let found = compare(&made()[0], &setting());
    for (rate, expected) in GOLDEN["largest"].as_object().unwrap() {
        let row = found.rates.iter().find(|it| it.rate == rate).unwrap();
        let (interval, expected) = (row.gaps[0].value.get().unwrap().interval.unwrap(), numbers(expected));
        close(interval.low, expected[0], 1e-9, rate);
        close(interval.high, expected[1], 1e-9, rate);
    }
    let mut alike = made()[0].clone();
    let first = alike.groups[0].counts;
    alike.groups.iter_mut().for_each(|it| it.counts = first);
    let gap = &compare(&alike, &setting()).rates[0].gaps[0].value;
    assert_eq!(gap.get().unwrap().interval.unwrap().low, 0.0, "a largest difference is never below 0");
}

#[test]
fn a_signed_gap_has_the_interval_of_its_shares() {
    let race = made().swap_remove(0);
    let counts: Vec<Confusion> = race.groups.iter().map(|it| it.counts).collect();
    let signed = |counts: &[Confusion]| against_interval(counts, SELECTION_RATE.of, 0, 0.95.into()).unwrap();
    let own =
        |at: usize, level: f64| newcombe((SELECTION_RATE.of)(&counts[at]), (SELECTION_RATE.of)(&counts[0]), level);
    let (found, alone) = (signed(&counts[..2]), own(1, 0.95));
    assert_eq!((found.low, found.high), (alone.low, alone.high), "one other group has its own interval");
    // Of a at 0.58, b at 0.47 and c at 0.27, c is the furthest from a for certain; two intervals hold together.
    let (found, furthest) = (signed(&counts), own(2, 0.975));
    assert!(own(1, 0.975).low > furthest.high, "the example is of two groups that lie apart");
    assert_eq!((found.low, found.high), (furthest.low, furthest.high));
    let found = signed(&[counts[0]; 4]);
    assert!(
        found.low < 0.0 && found.high > 0.0,
        "which of groups that are alike is the furthest is not known: {found:?}"
    );
}

#[test]
fn signed_measures_are_those_of_aif360() {
    let race = made().swap_remove(0);
    for (group, golden) in GOLDEN["aif360"].as_object().unwrap() {
        let mut pair = race.clone();
        pair.groups.retain(|it| it.name == "a" || it.name == *group);
        let found = compare(&pair, &setting());
        assert_eq!(found.reference.as_deref(), Some("a"));
        let named = [
            "statistical_parity_difference",
            "disparate_impact",
            "average_odds_difference",
            "average_abs_odds_difference",
            "equal_opportunity_signed_difference",
        ];
        for id in named {
            close(parity_of(&found, id), number(&golden[id]), 1e-9, id);
        }
        let counts: Vec<Confusion> = pair.groups.iter().map(|it| it.counts).collect();
        let all = counts[0].plus(&counts[1]);
        let entropy = individual::generalized_entropy(&all, 2.0, DRAWS).unwrap();
        close(entropy.value, number(&golden["generalized_entropy_index"]), 1e-9, "entropy");
        assert!(entropy.interval.unwrap().contains(entropy.value));
        close(individual::theil(&all, DRAWS).unwrap().value, number(&golden["theil_index"]), 1e-9, "Theil");
        let variation = individual::coefficient_of_variation(&all, DRAWS).unwrap().value;
        close(variation, number(&golden["coefficient_of_variation"]), 1e-9, "coefficient of variation");
        let between = individual::between_groups(&counts, 1.0, DRAWS).unwrap().value;
        close(between, number(&golden["between_group_theil_index"]), 1e-9, "between groups");
        let bias = &label_bias(&pair, 0, DRAWS)[0];
        // The package subtracts the reference from the group here, and the group from the reference elsewhere.
        close(bias.class_imbalance.value().unwrap(), -number(&golden["class_imbalance"]), 1e-9, "imbalance");
        // The share of the group by Wilson, turned into an imbalance.
        let interval = bias.class_imbalance.get().unwrap().interval.unwrap();
        let own = measure::inference::share::wilson(counts[1].n(), all.n(), 0.95);
        close(interval.low, 1.0 - 2.0 * own.high, 1e-12, "imbalance, low");
        close(interval.high, 1.0 - 2.0 * own.low, 1e-12, "imbalance, high");
        close(bias.label_kl_divergence.value().unwrap(), number(&golden["label_kl_divergence"]), 1e-9, "KL");
        if group == "b" {
            close(bias.label_js_divergence.value().unwrap(), number(&GOLDEN["label_js"]), 1e-9, "JS");
        }
    }
    let differential = parity_of(&compare(&race, &setting()), parity::differential_fairness::PARITY.metric.id);
    close(differential, number(&GOLDEN["differential_fairness"]), 1e-9, "differential fairness");
    assert!(individual::generalized_entropy(&race.groups[0].counts, 0.0, DRAWS).is_err(), "ln 0 has no value");
}

#[test]
fn strata_are_those_of_statsmodels() {
    let golden = &GOLDEN["strata"];
    let tables: Vec<Stratum> = golden["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(counts)
        .map(|it| Stratum { a: it[0], b: it[1], c: it[2], d: it[3] })
        .collect();
    let (race, stratum, predictions) = (words("race"), words("stratum"), bits("h"));
    let found = conditional(&coded("race", &race), &coded("stratum", &stratum), &predictions, 0, DRAWS);
    assert_eq!((found[0].group.as_str(), found[0].reference.as_str()), ("b", "a"));
    for estimate in [*found[0].odds_ratio.get().unwrap(), odds_ratio(&tables, 0.95).unwrap()] {
        close(estimate.value, number(&golden["odds_ratio"]), 1e-9, "odds ratio");
        close(estimate.interval.unwrap().low, number(&golden["low"]), 1e-9, "low");
        close(estimate.interval.unwrap().high, number(&golden["high"]), 1e-9, "high");
    }
    let (cmh, breslow) = (numbers(&golden["cmh"]), numbers(&golden["breslow"]));
    close(mantel_haenszel(&tables).unwrap().statistic.unwrap(), cmh[0], 1e-9, "CMH");
    close(mantel_haenszel(&tables).unwrap().p, cmh[1], 1e-9, "CMH");
    close(breslow_day(&tables).unwrap().statistic.unwrap(), breslow[0], 1e-8, "Breslow-Day");
    close(found[0].one_ratio.unwrap().p, breslow[1], 1e-8, "Breslow-Day");
    close(found[0].disparity.value().unwrap(), number(&golden["disparity"]), 1e-9, "conditional disparity");
}

#[test]
fn similar_persons_and_flips() {
    let golden = &GOLDEN["consistency"];
    let features: Vec<Vec<f64>> = golden["x"].as_array().unwrap().iter().map(numbers).collect();
    let slices: Vec<&[f64]> = features.iter().map(Vec::as_slice).collect();
    let found = consistency(&slices, &numbers(&golden["h"]), 5, 0.95).unwrap();
    close(found.value, number(&golden["value"]), 1e-12, "consistency");
    // By hand: all four at one place, so each has the mean of all, 1/4, as its neighbours' mean: gaps 3/4 and 3 times 1/4.
    let tied = consistency(&[&[0.0; 4]], &[1.0, 0.0, 0.0, 0.0], 2, 0.95).unwrap();
    close(tied.value, 1.0 - (0.75 + 0.75) / 4.0, 1e-12, "ties share the places");
    assert!(found.interval.unwrap().contains(found.value), "{found:?}");
    let alike = consistency(&[&[0.0, 1.0, 2.0]], &[1.0; 3], 2, 0.95).unwrap();
    assert!(alike.value == 1.0 && alike.interval.unwrap().low < 0.6, "three rows are no certainty: {alike:?}");
    let flipped = flips(&[0, 0, 1, 1, 2, 0], &[0, 1, 0, 1, 1, 1], 0.95).unwrap();
    assert_eq!((flipped.gained, flipped.lost, flipped.rate.n, flipped.rate.value), (2, 1, 5, 0.6));
}

/// Scores and labels of a group.
fn scored(rows: impl Fn(usize, &str) -> bool) -> (Vec<f64>, Vec<bool>) {
    let (race, scores, labels) = (words("race"), numbers(&GOLDEN["data"]["score"]), bits("y"));
    let chosen = (0..scores.len()).filter(|&it| rows(it, &race.1[race.0[it] as usize]));
    chosen.map(|it| (scores[it], labels[it] == 1)).unzip()
}

#[test]
fn areas_between_curves_are_those_of_brute_force() {
    let golden = &GOLDEN["abroca"];
    let of = |name: &'static str| scored(move |_, group| group == name);
    let (a, b, c) = (of("a"), of("b"), of("c"));
    let between = |x: &(Vec<f64>, Vec<bool>), y: &(Vec<f64>, Vec<bool>)| {
        curves::abroca((&x.0, &x.1), (&y.0, &y.1), DRAWS).unwrap()
    };
    close(between(&a, &b).value, number(&golden["ab"]), 1e-9, "a and b");
    close(between(&a, &c).value, number(&golden["ac"]), 1e-9, "a and c");
    assert_eq!(between(&a, &a).value, 0.0);
    assert!(between(&a, &b).interval.is_some());
    for (group, area) in [&a, &b, &c].into_iter().zip(numbers(&golden["areas"])) {
        let found = measure::inference::curve::area(&group.0, &group.1, 0.95).unwrap();
        close(found.value, area, 1e-12, "area by group");
    }
}

#[test]
fn a_hiring_table_divides_by_the_most_selected_category() {
    let golden = &GOLDEN["hiring"];
    let above = above_median(&numbers(&GOLDEN["data"]["score"])).unwrap();
    let race = words("race");
    let attributes = [coded("race", &race)];
    let rows = Rows { attributes: &attributes, predictions: &above, labels: None };
    let table = hiring_table(&groupings(rows, 1).unwrap()[0], 0.02, Method::Wilson, 0.95);
    for it in &table.categories {
        close(it.rate.value().unwrap(), number(&golden["rates"][&it.category]), 1e-12, "scoring rate");
        close(it.impact_ratio.value().unwrap(), number(&golden["ratios"][&it.category]), 1e-12, "impact ratio");
    }
    let strict = hiring_table(&groupings(rows, 1).unwrap()[0], 0.2, Method::ClopperPearson, 0.95);
    assert_eq!(strict.categories.iter().filter(|it| it.set_aside).count(), 1, "the smallest is set aside");
    assert!(strict.categories[2].impact_ratio.value().is_none());
}

#[test]
fn weights_are_those_of_aif360_and_make_base_rates_equal() {
    let (mut race, labels, predictions) = (words("race"), bits("y"), bits("h"));
    race.0.iter_mut().for_each(|it| *it = (*it).min(1));
    let attributes = [coded("race", &race)];
    let rows = Rows { attributes: &attributes, predictions: &predictions, labels: Some(&labels) };
    let found = reweigh(&groupings(rows, 1).unwrap()[0]).unwrap();
    for (weight, name) in found.weights.iter().zip(["reference", "rest"]) {
        let golden = numbers(&GOLDEN["reweigh"][name]);
        close(weight.negative, golden[0], 1e-9, name);
        close(weight.positive, golden[1], 1e-9, name);
    }
    assert!(found.after < 1e-12 && found.before > 0.1 && found.effective_share < 1.0, "{found:?}");
}

#[test]
fn thresholds_are_the_best_of_all_pairs() {
    let rows = counts(&GOLDEN["thresholds"]["rows"]);
    let of = |name: &'static str, rows: &[u64]| {
        let rows = rows.to_vec();
        scored(move |at, group| group == name && rows.contains(&(at as u64)))
    };
    let (a, b) = (of("a", &rows), of("b", &rows));
    let groups = [Scored { name: "a", scores: &a.0, labels: &a.1 }, Scored { name: "b", scores: &b.0, labels: &b.1 }];
    for case in GOLDEN["thresholds"]["cases"].as_array().unwrap().iter().map(numbers) {
        let found = thresholds(&groups, SELECTION_RATE.of, case[0]).unwrap();
        close(found.after.accuracy, case[1], 1e-12, "accuracy by group");
        close(found.before.accuracy, case[2], 1e-12, "accuracy of a single threshold");
        assert!(found.after.difference <= case[0] + 1e-12);
    }
}

#[test]
fn what_cannot_hold_at_once_is_said_with_numbers() {
    let race = made().swap_remove(0);
    let found = impossible(&race, 30, 0.95).unwrap();
    assert_eq!(found.higher, "a", "whose labels are made positive more often");
    // A group with the forced false positive rate has the predictive value of the other: by the definition of both rates.
    let higher = race.groups.iter().find(|it| it.name == found.higher).unwrap().counts;
    let found_rate = higher.true_positive as f64 / higher.positives() as f64;
    let value = higher.true_positive as f64 / higher.selected() as f64;
    let base = found.base_rates[1];
    let again = base * found_rate / (base * found_rate + (1.0 - base) * found.forced_false_positive_rate);
    close(again, value, 1e-12, "predictive value");
    let mut same = race.clone();
    same.groups.iter_mut().for_each(|it| it.counts = race.groups[0].counts);
    assert!(impossible(&same, 30, 0.95).is_none());
}

#[test]
fn small_groups_are_listed_and_not_compared() {
    let mut race = made().swap_remove(0);
    race.groups[2].counts = Confusion { true_positive: 9, ..Confusion::default() };
    let found = compare(&race, &Setting { minimum: 30, ..setting() });
    assert_eq!(found.small, ["c"]);
    assert!(found.parities.iter().flat_map(|it| it.between.iter().flatten()).all(|it| it != "c"));
    assert_eq!(found.rates[2].groups[2].value(), Some(1.0), "its own rate stays listed");
}
