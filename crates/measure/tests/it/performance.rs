//! Performance and calibration against scikit-learn, statsmodels, scipy and numpy.

use std::sync::LazyLock;

use measure::fairness::confusion::Confusion;
use measure::inference::resample::Draws;
use measure::performance::calibration::{Binning, calibration, spiegelhalter};
use measure::performance::recalibration::slope_and_intercept;
use measure::performance::{binary, classes, numeric, ranking, scoring};
use serde_json::Value;

use crate::support::{close, counts, golden, number, numbers, rows};

static GOLDEN: LazyLock<Value> = LazyLock::new(|| golden("performance"));

const DRAWS: Draws = Draws { replicates: 2000, seed: 4, level: 0.95 };

fn data() -> (Vec<f64>, Vec<bool>) {
    let golden = &GOLDEN["binary"];
    (numbers(&golden["p"]), counts(&golden["y"]).into_iter().map(|it| it == 1).collect())
}

#[test]
fn measures_of_two_classes_are_those_of_scikit_learn() {
    let golden = &GOLDEN["binary"];
    let found = binary::measures(&Confusion::from_cells(&counts(&golden["cells"])), DRAWS);
    assert_eq!(found.len(), binary::MEASURES.len());
    for (metric, estimate) in found {
        let estimate = estimate.unwrap();
        close(estimate.value, number(&golden[metric.id]), 1e-9, metric.id);
        assert!(estimate.interval.unwrap().contains(estimate.value), "{}", metric.id);
    }
    let none = binary::measures(&Confusion { true_negative: 5, ..Confusion::default() }, DRAWS);
    for (metric, estimate) in none.iter().filter(|it| it.0.id != "prediction_kl_divergence") {
        assert!(estimate.is_err(), "{}: nothing is known of a class that is not there", metric.id);
    }
}

#[test]
fn orders_and_proper_scores_are_those_of_scikit_learn() {
    let (golden, (p, y)) = (&GOLDEN["binary"], data());
    close(ranking::roc_auc(&p, &y, 0.95).unwrap().value, number(&golden["roc_auc"]), 1e-12, "AUC");
    let precision = ranking::average_precision(&p, &y, 0.95).unwrap();
    close(precision.value, number(&golden["average_precision"]), 1e-12, "average precision");
    assert!(precision.interval.unwrap().contains(precision.value));
    let brier = scoring::brier(&p, &y, 0.95).unwrap();
    close(brier.value, number(&golden["brier"]), 1e-12, "Brier");
    let ends = numbers(&golden["brier_interval"]);
    close(brier.interval.unwrap().low, ends[0], 1e-9, "low");
    close(brier.interval.unwrap().high, ends[1], 1e-9, "high");
    close(scoring::log_loss(&p, &y, 0.95).unwrap().value, number(&golden["log_loss"]), 1e-12, "log-loss");
    assert!(scoring::log_loss(&[0.0, 0.5], &[true, false], 0.95).is_err());
    assert!(scoring::brier(&[1.2, 0.5], &[true, false], 0.95).is_err());
    let points = ranking::points(&p, &y, 1000).unwrap();
    assert_eq!(points.len(), GOLDEN["points"].as_array().unwrap().len());
    for (found, row) in points.iter().zip(rows(&GOLDEN["points"])) {
        close(found.threshold, row[0], 1e-12, "threshold");
        close(found.false_positive_rate, row[1], 1e-12, "false positive rate");
        close(found.true_positive_rate, row[2], 1e-12, "true positive rate");
        close(found.precision, row[3], 1e-12, "precision");
    }
    let few = ranking::points(&p, &y, 20).unwrap();
    assert!(few.len() <= 22 && few.last() == points.last());
    // By hand: four rows, two positives; the upper half of the scores holds one and a half of a tied pair.
    let gains = ranking::gains(&[0.9, 0.5, 0.5, 0.1], &[true, true, false, false], &[0.25, 0.5, 1.0]).unwrap();
    assert_eq!(gains.iter().map(|it| (it.gain, it.lift)).collect::<Vec<_>>(), [(0.5, 2.0), (0.75, 1.5), (1.0, 1.0)]);
}

#[test]
fn calibration_is_that_of_numpy_and_its_noise_that_of_a_simulation() {
    let (p, y) = data();
    for (binning, name) in [(Binning::Uniform, "uniform"), (Binning::Quantile, "quantile")] {
        let (golden, found) = (&GOLDEN[name], calibration(&p, &y, binning, 10, DRAWS).unwrap());
        for (bin, row) in found.bins.iter().zip(rows(&golden["bins"])) {
            assert_eq!(bin.n as f64, row[0], "{name}");
            close(bin.said, row[1], 1e-12, name);
            close(bin.seen, row[2], 1e-12, name);
        }
        close(found.expected.value, number(&golden["expected"]), 1e-10, name);
        close(found.maximum.value, number(&golden["maximum"]), 1e-10, name);
        close(found.debiased.value, number(&golden["debiased"]), 1e-9, name);
        let murphy = [found.murphy.reliability, found.murphy.resolution, found.murphy.uncertainty, found.murphy.within];
        for (found, expected) in murphy.into_iter().zip(numbers(&golden["murphy"])) {
            assert!((found - expected).abs() < 1e-12, "{name}: {found} is not {expected}");
        }
    }
    let found = calibration(&p, &y, Binning::Uniform, 10, DRAWS).unwrap();
    close(found.noise, number(&GOLDEN["noise"]), 0.05, "noise, normal against drawn labels");
}

#[test]
fn recalibration_is_that_of_statsmodels_and_isotonic_regression() {
    let (p, y) = data();
    close(spiegelhalter(&p, &y).unwrap().statistic.unwrap(), number(&GOLDEN["spiegelhalter"]), 1e-10, "z");
    let corp = scoring::corp(&p, &y).unwrap();
    for (found, expected) in
        [corp.miscalibration, corp.discrimination, corp.uncertainty].iter().zip(numbers(&GOLDEN["corp"]))
    {
        close(*found, expected, 1e-9, "CORP");
    }
    let (slope, intercept) = slope_and_intercept(&p, &y, 0.95).unwrap();
    for (found, name) in [(slope, "slope"), (intercept, "intercept")] {
        let (expected, interval) = (numbers(&GOLDEN[name]), found.interval.unwrap());
        for (found, expected) in [found.value, interval.low, interval.high].into_iter().zip(expected) {
            close(found, expected, 1e-7, name);
        }
    }
    assert!(slope_and_intercept(&[0.2, 0.3, 0.7, 0.8], &[false, false, true, true], 0.95).is_err(), "separated");
}

#[test]
fn several_classes_are_those_of_scikit_learn() {
    let golden = &GOLDEN["classes"];
    let names: Vec<String> = ["p", "q", "r", "s"].map(str::to_owned).to_vec();
    let found = classes::classes(&counts(&golden["cells"]), &names, DRAWS).unwrap();
    close(found.accuracy.value().unwrap(), number(&golden["accuracy"]), 1e-12, "accuracy");
    for (id, value) in &found.overall {
        close(value.value().unwrap(), number(&golden[*id]), 1e-10, id);
        assert!(value.get().unwrap().interval.is_some());
    }
    for (class, expected) in found.by_class.iter().zip(numbers(&golden["by_class"])) {
        close(class.f1.value().unwrap(), expected, 1e-12, "F1 by class");
    }
}

#[test]
fn predicted_numbers_are_those_of_scikit_learn() {
    let golden = &GOLDEN["numeric"];
    for (id, found) in numeric::numeric(&numbers(&golden["y"]), &numbers(&golden["h"]), 0.95) {
        let (found, expected) = (found.unwrap(), numbers(&golden[id]));
        close(found.value, expected[0], 1e-9, id);
        if let (Some(interval), [_, low, high]) = (found.interval, &expected[..]) {
            close(interval.low, *low, 1e-9, id);
            close(interval.high, *high, 1e-9, id);
        }
    }
    let bad = numeric::numeric(&[1.0, f64::NAN], &[1.0, 2.0], 0.95);
    assert!(bad.iter().all(|it| it.1.is_err()));
}

#[test]
fn scores_that_say_nothing_have_a_slope_near_nothing() {
    for seed in 0..40 {
        let mut chance = measure::Chance::new(seed, 0);
        let p: Vec<f64> = (0..1000).map(|_| 0.02 + 0.96 * chance.unit()).collect();
        let y: Vec<bool> = (0..1000).map(|_| chance.unit() < 0.4).collect();
        let (slope, _) = slope_and_intercept(&p, &y, 0.999_999).unwrap();
        assert!(slope.interval.unwrap().contains(0.0), "{seed}: {slope:?}");
    }
}

#[test]
fn outcomes_that_were_all_alike_leave_the_error_open() {
    let limit = measure::Limit::AtMost(0.02);
    for (n, rate, verdict) in
        [(5, 0.03, "open"), (50, 0.03, "open"), (60, 0.0, "open"), (5000, 0.0, "pass"), (5000, 0.4, "fail")]
    {
        let found = calibration(&vec![rate; n], &vec![false; n], Binning::Uniform, 10, DRAWS).unwrap().expected;
        let judged = match limit.judge(&measure::Measured::Estimate(found)) {
            measure::Verdict::Pass => "pass",
            measure::Verdict::Fail => "fail",
            _ => "open",
        };
        assert_eq!(judged, verdict, "{n} rows of {rate}: {found:?}");
    }
}
