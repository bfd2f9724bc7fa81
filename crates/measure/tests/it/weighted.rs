//! Rows that count by a weight: points of scikit-learn, errors of samplics, and intervals that cover.

use measure::fairness::assess::{Plan, assess};
use measure::inference::weighted::Weighted;
use measure::performance::assess::{self as performance, Task};
use measure::report::Line;
use measure::{Batch, Chance, Column, Values};
use serde_json::Value;

use super::assess::plan as usual;
use super::support::{close, golden, number, numbers};

/// The columns of the golden data.
struct Data {
    words: Vec<(&'static str, Vec<String>, Vec<u32>)>,
    numbers: Vec<(&'static str, Vec<f64>)>,
    golden: Value,
}

impl Data {
    fn new() -> Data {
        let golden = golden("weighted");
        let coded = |name: &'static str| {
            let cells: Vec<String> =
                golden["data"][name].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
            let mut words = cells.clone();
            words.sort();
            words.dedup();
            let codes = cells.iter().map(|it| words.binary_search(it).unwrap() as u32).collect();
            (name, words, codes)
        };
        Data {
            words: ["group", "kind", "told"].map(coded).into(),
            numbers: ["y", "h", "score", "weight", "amount", "guess"]
                .map(|it| (it, numbers(&golden["data"][it])))
                .into(),
            golden,
        }
    }

    fn batch(&self) -> Batch<'_> {
        let words = self.words.iter().map(|(name, words, codes)| Column::new(name, Values::Coded { codes, words }));
        let numbers = self.numbers.iter().map(|(name, values)| Column::new(name, Values::Number(values)));
        Batch::new(words.chain(numbers).collect()).unwrap()
    }
}

fn fair() -> Plan<'static> {
    let (label, prediction, score) = (Some("y"), "h", Some("score"));
    let mut plan =
        Plan { label, prediction, score, groups: &["group"], strata: None, weight: Some("weight"), ..usual() };
    plan.setting.references.clear();
    plan
}

fn performance_of(task: Task, label: &'static str, prediction: &'static str) -> performance::Plan<'static> {
    let score = (task == Task::Binary).then_some("score");
    let (prediction, weight, draws) = (Some(prediction), Some("weight"), usual().setting.draws);
    performance::Plan { task, label, prediction, score, positive: None, weight, bins: 10, draws }
}

#[track_caller]
fn line<'a>(lines: &'a [Line], metric: &str, of: &str) -> &'a Line {
    lines.iter().find(|it| it.metric == metric && it.of == of).unwrap_or_else(|| panic!("no `{metric}` of `{of}`"))
}

/// A share with its interval as the golden values have it.
#[track_caller]
fn is_share(line: &Line, wanted: &Value) {
    let found = line.value.get().unwrap();
    let (ends, what) = (found.interval.unwrap(), format!("{} of {}", line.metric, line.of));
    close(found.value, number(&wanted["value"]), 1e-12, &what);
    assert_eq!(found.n, wanted["n"].as_u64().unwrap(), "{what}");
    close(ends.low, number(&wanted["low"]), 1e-9, &what);
    close(ends.high, number(&wanted["high"]), 1e-9, &what);
}

#[test]
fn shares_by_group_are_those_of_reference_packages() {
    let data = Data::new();
    let found = assess(&data.batch(), &fair()).unwrap();
    close(found.weights.unwrap().worth, number(&data.golden["kish"]), 1e-12, "kish");
    let lines = found.lines();
    for (group, rates) in data.golden["groups"].as_object().unwrap() {
        for (rate, wanted) in rates.as_object().unwrap() {
            is_share(line(&lines, rate, &format!("group = {group}")), wanted);
        }
    }
    let value = |group: &str, rate: &str| number(&data.golden["groups"][group][rate]["value"]);
    for (metric, rate) in [
        ("selection_rate", "selection_rate"),
        ("demographic_parity", "selection_rate"),
        ("equal_opportunity", "true_positive_rate"),
    ] {
        let shares = ["a", "b", "c"].map(|it| value(it, rate));
        let (low, high) = (shares.iter().copied().fold(1.0, f64::min), shares.iter().copied().fold(0.0, f64::max));
        let gap = line(&lines, &format!("{metric}_difference"), "group");
        let found = gap.value.get().unwrap();
        close(found.value, high - low, 1e-12, metric);
        assert!(found.interval.unwrap().contains(found.value));
        assert!(gap.between.is_some());
    }
}

#[test]
fn what_has_no_weighted_form_says_so_and_nothing_is_ignored() {
    let data = Data::new();
    let (batch, plan) = (data.batch(), fair());
    let alike = assess(&batch, &Plan { weight: None, ..plan.clone() }).unwrap().lines();
    let weighted = assess(&batch, &plan).unwrap();
    let lines = weighted.lines();
    let names = |lines: &[Line]| lines.iter().map(|it| (it.metric.clone(), it.of.clone())).collect::<Vec<_>>();
    assert_eq!(names(&alike), names(&lines), "no measure goes away");
    for line in lines.iter().filter(|it| it.value.get().is_err()) {
        let why = &line.value.get().unwrap_err().why;
        assert!(
            why.starts_with("not assessable with weights") || why.contains("fewer than two groups"),
            "{}: {why}",
            line.metric
        );
    }
    for metric in ["theil_index", "average_odds_difference", "roc_auc", "impact_ratio", "class_imbalance"] {
        assert!(lines.iter().filter(|it| it.metric == metric).all(|it| it.value.get().is_err()), "{metric}");
        assert!(lines.iter().any(|it| it.metric == metric), "{metric}");
    }
    assert!(
        weighted.comparisons.iter().flat_map(|it| &it.rates).all(|it| it.alike.is_none()),
        "tests count rows alike"
    );
}

#[test]
fn equal_weights_give_the_points_that_no_weights_give() {
    let mut data = Data::new();
    data.numbers[3].1.fill(2.5);
    let (batch, plan) = (data.batch(), fair());
    let alike = assess(&batch, &Plan { weight: None, ..plan.clone() }).unwrap().lines();
    let mut compared = 0;
    for found in assess(&batch, &plan).unwrap().lines() {
        if let (Ok(found), Ok(wanted)) = (found.value.get(), line(&alike, &found.metric, &found.of).value.get()) {
            close(found.value, wanted.value, 1e-12, "equal weights");
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared}");
    let counted =
        performance::assess(&batch, &performance::Plan { weight: None, ..performance_of(Task::Binary, "y", "h") });
    let counted = counted.unwrap().lines;
    for found in performance::assess(&batch, &performance_of(Task::Binary, "y", "h")).unwrap().lines {
        if let (Ok(found), Ok(wanted)) = (found.value.get(), line(&counted, &found.metric, "").value.get()) {
            close(found.value, wanted.value, 1e-12, "equal weights");
        }
    }
}

#[test]
fn performance_is_that_of_reference_packages() {
    let data = Data::new();
    let batch = data.batch();
    let lines = performance::assess(&batch, &performance_of(Task::Binary, "y", "h")).unwrap().lines;
    for (rate, wanted) in data.golden["whole"].as_object().unwrap() {
        is_share(line(&lines, rate, ""), wanted);
    }
    for (metric, wanted) in data.golden["cells"].as_object().unwrap() {
        let found = line(&lines, metric, "").value.get().unwrap();
        close(found.value, number(&wanted["value"]), 1e-12, metric);
        let (ends, z) = (found.interval.unwrap(), 1.959963984540054);
        // On the logit for the area; the jackknife is another estimate of the same error.
        let scale = if metric == "roc_auc" { |it: f64| (it / (1.0 - it)).ln() } else { |it: f64| it };
        let slope = if metric == "roc_auc" { found.value * (1.0 - found.value) } else { 1.0 };
        close((scale(ends.high) - scale(ends.low)) / (2.0 * z) * slope, number(&wanted["error"]), 0.01, metric);
    }
    for metric in ["average_precision", "expected_calibration_error", "prediction_kl_divergence"] {
        assert!(
            line(&lines, metric, "").value.get().unwrap_err().why.starts_with("not assessable with weights"),
            "{metric}"
        );
    }
    let numbers = performance::assess(&batch, &performance_of(Task::Numbers, "amount", "guess")).unwrap().lines;
    let t = number(&data.golden["student"]);
    for (metric, wanted) in data.golden["means"].as_object().unwrap() {
        let found = lines.iter().chain(&numbers).find(|it| it.metric == *metric).unwrap().value.get().unwrap();
        let ends = found.interval.unwrap();
        close(found.value, number(&wanted["value"]), 1e-12, metric);
        close((ends.high - ends.low) / (2.0 * t), number(&wanted["error"]), 1e-9, metric);
    }
    let classes = performance::assess(&batch, &performance_of(Task::Classes, "kind", "told")).unwrap().lines;
    let of = |metric: &str, class: &str| line(&classes, metric, class).value.get().unwrap().value;
    close(of("accuracy", ""), number(&data.golden["classes"]["accuracy"]), 1e-12, "accuracy");
    for class in ["x", "y", "z"] {
        let wanted = &data.golden["classes"][class];
        close(of("positive_predictive_value", class), number(&wanted["precision"]), 1e-12, class);
        close(of("true_positive_rate", class), number(&wanted["recall"]), 1e-12, class);
    }
}

#[test]
fn what_is_no_weight_is_refused_with_its_row() {
    for (at, wrong, words) in
        [(4, f64::NAN, "row 5 of `weight`"), (0, -1.0, "row 1 of `weight`"), (9, f64::INFINITY, "row 10")]
    {
        let mut data = Data::new();
        data.numbers[3].1[at] = wrong;
        assert!(assess(&data.batch(), &fair()).unwrap_err().to_string().contains(words));
    }
    let mut data = Data::new();
    data.numbers[3].1.fill(0.0);
    assert!(assess(&data.batch(), &fair()).unwrap_err().to_string().contains("every weight of `weight` is 0"));
}

#[test]
fn the_interval_of_a_weighted_share_covers_as_it_says() {
    let mut chance = Chance::new(7, 0);
    for (truth, related) in [(0.5, false), (0.1, false), (0.3, true)] {
        let (mut covered, runs) = (0, 2000);
        for _ in 0..runs {
            let row = |chance: &mut Chance| {
                let has = chance.unit() < truth;
                let weight = (-chance.unit().max(1e-12).ln()).sqrt() + 0.2;
                (if related && has { 2.0 * weight } else { weight }, has)
            };
            let drawn: Vec<(f64, bool)> = (0..200).map(|_| row(&mut chance)).collect();
            let wanted = if related { 2.0 * truth / (2.0 * truth + 1.0 - truth) } else { truth };
            let found = Weighted::of(drawn.into_iter()).estimate(0.95).unwrap();
            covered += u32::from(found.interval.unwrap().contains(wanted));
        }
        let share = f64::from(covered) / f64::from(runs);
        assert!((0.93..=0.97).contains(&share), "{truth}: {share}");
    }
}
