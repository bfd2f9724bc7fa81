//! Power, charts, change points, looks at growing data, agreement and raking against packages, tables and brute force.

use measure::inference::agreement::{Scale, Weights, cohen_kappa, krippendorff_alpha};
use measure::inference::control::{Chart, Cusum, Signal, signals};
use measure::inference::raking::{Margin, rake};
use measure::inference::resample::Draws;
use measure::inference::sequential::{Monitor, Promise, ln_evidence, ln_evidence_above, share};
use measure::inference::{power, shift};
use measure::{Chance, Column, Values};

use crate::support::{close, counts, golden, number, numbers, rows};

#[test]
fn power_and_needed_rows_agree_with_their_definition() {
    let golden = golden("control");
    for row in rows(&golden["power"]) {
        let found = power::of_difference(row[0], row[1], row[2], row[3], 0.95).unwrap();
        close(found, row[4], 1e-10, &format!("power {row:?}"));
    }
    let row = numbers(&golden["power_statsmodels"]);
    close(power::of_difference(row[0], row[1], row[2], row[3], 0.95).unwrap(), row[4], 1e-3, "power of statsmodels");
    for row in rows(&golden["rows"]) {
        assert_eq!(power::rows_for_difference(row[0], row[1], 0.95, row[2]).unwrap(), row[3] as u64, "{row:?}");
    }
    for row in rows(&golden["width"]) {
        assert_eq!(power::rows_for_width(row[0], row[1], 0.95).unwrap(), row[2] as u64, "{row:?}");
    }
    let gap = power::smallest_gap(0.4, 200.0, 300.0, 0.95, 0.8).unwrap();
    close(
        power::of_difference(0.4 + gap, 200.0, 0.4, 300.0, 0.95).unwrap(),
        0.8,
        1e-9,
        "the power at the smallest gap",
    );
    assert!(power::rows_for_difference(0.3, 0.3, 0.95, 0.8).is_err(), "no rows show what is not there");
    let few = power::rows_for_ratio(0.5, 0.5, 0.8, 0.95, 0.8).unwrap();
    assert!(few < power::rows_for_ratio(0.7, 0.5, 0.8, 0.95, 0.8).unwrap(), "nearer to the limit needs more rows");
}

#[test]
fn run_rules_agree_with_brute_force() {
    let golden = &golden("control")["nelson"];
    let expected: Vec<Signal> =
        rows(&golden["signals"]).iter().map(|it| Signal { at: it[0] as usize, rule: it[1] as u8 }).collect();
    for rule in 1..=8 {
        assert!(expected.iter().any(|it| it.rule == rule), "rule {rule} is exercised");
    }
    assert_eq!(signals(&numbers(&golden["z"])), expected);
    let chart = Chart::individuals(&[10.0, 12.0, 11.0, 13.0]).unwrap();
    close(chart.sigma, 5.0 / 3.0 / std::f64::consts::FRAC_2_SQRT_PI, 1e-12, "mean moving range over d2");
    assert!(Chart::individuals(&[1.0, 1.0]).unwrap().z(&[2.0]).is_err());
}

#[test]
fn run_lengths_of_a_cusum_are_those_of_the_textbook() {
    // Montgomery, Introduction to Statistical Quality Control, table of two-sided run lengths for a slack of one half.
    let table = [
        (4.0, [(0.0, 168.0), (0.25, 74.2), (0.5, 26.6), (1.0, 8.38), (2.0, 3.34)]),
        (5.0, [(0.0, 465.0), (0.25, 139.0), (0.5, 38.0), (1.0, 10.4), (2.0, 4.01)]),
    ];
    for (height, cases) in table {
        for (shift, expected) in cases {
            close(Cusum { slack: 0.5, height }.run_length(shift), expected, 0.01, &format!("h {height} shift {shift}"));
        }
    }
    let run = Cusum { slack: 0.5, height: 2.0 }.run(&[1.0, 1.0, 2.0, -3.0]);
    assert_eq!(run, [(0.5, 0.0, false), (1.0, 0.0, false), (2.5, 0.0, true), (0.0, 2.5, true)]);
}

#[test]
fn change_points_are_those_of_all_segmentations() {
    for golden in ["change", "change_long"].map(|it| golden("control")[it].clone()) {
        for case in golden["cases"].as_array().unwrap() {
            let expected: Vec<usize> = counts(&case[1]).into_iter().map(|it| it as usize).collect();
            assert_eq!(shift::change_points(&numbers(&golden["x"]), number(&case[0])), expected);
        }
    }
    assert!(shift::change_points(&[], 1.0).is_empty());
}

#[test]
fn evidence_agrees_with_quadrature() {
    for row in rows(&golden("control")["evidence"]) {
        let (k, n) = (row[0] as u64, row[1] as u64);
        close(ln_evidence(k, n, row[2]).exp(), row[3], 1e-9, &format!("evidence {row:?}"));
        close(ln_evidence_above(k, n, row[2]).exp(), row[4], 1e-9, &format!("evidence above {row:?}"));
    }
    for row in rows(&golden("control")["sequential"]) {
        let interval = share(row[0] as u64, row[1] as u64, 0.95).unwrap().interval.unwrap();
        close(interval.low, row[2], 1e-8, "low");
        close(interval.high, row[3], 1e-8, "high");
    }
}

#[test]
fn monitors_keep_their_promise() {
    let alarm = |promise, seed, rows: usize| {
        let (mut monitor, mut chance) = (Monitor::new(promise, 0.05), Chance::new(9, seed));
        (1..=rows).find(|_| monitor.take(chance.unit())).unwrap_or(rows)
    };
    let ever = (0..2000).filter(|&seed| alarm(Promise::EverAtMost, seed, 500) < 500).count();
    assert!(
        ever <= 120,
        "{ever} of 2000 monitors raised a false alarm; 100 are promised at most, 120 is two errors more"
    );
    let mean = (0..2000).map(|seed| alarm(Promise::RunLength, seed, 2000) as f64).sum::<f64>() / 2000.0;
    assert!(mean >= 20.0, "one false alarm in {mean} batches");
    let mut monitor = Monitor::new(Promise::RunLength, 0.05);
    assert!((0..6).any(|_| monitor.take(0.001)), "small p-values raise the alarm");
}

#[test]
fn kappa_agrees_with_statsmodels_and_alpha_with_its_package() {
    let golden = golden("control");
    for it in golden["kappa"].as_array().unwrap() {
        let weights = match it["weights"].as_str().unwrap() {
            "nominal" => Weights::Nominal,
            "linear" => Weights::Linear,
            _ => Weights::Quadratic,
        };
        let classes = it["classes"].as_u64().unwrap() as usize;
        let found = cohen_kappa(&counts(&it["cells"]), classes, weights, 0.95).unwrap();
        close(found.value, number(&it["kappa"]), 1e-10, "kappa");
        close(found.interval.unwrap().low, number(&it["low"]), 1e-9, "low");
        close(found.interval.unwrap().high, number(&it["high"]).min(1.0), 1e-9, "high");
    }
    let alpha = &golden["alpha"];
    let units: Vec<Vec<u32>> = alpha["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| counts(it).into_iter().map(|it| it as u32).collect())
        .collect();
    let draws = Draws { replicates: 200, seed: 1, level: 0.95 };
    let scales = [
        ("nominal", Scale::Nominal),
        ("ordinal", Scale::Ordinal),
        ("interval", Scale::Interval),
        ("ratio", Scale::Ratio),
    ];
    for (name, scale) in scales {
        let found = krippendorff_alpha(&units, &[1.0, 2.0, 3.0, 4.0, 5.0], scale, draws).unwrap();
        close(found.value, number(&alpha[name]), 1e-10, name);
        assert!(found.interval.unwrap().contains(found.value));
    }
}

#[test]
fn raked_weights_are_the_entropy_projection() {
    let golden = &golden("control")["rake"];
    let (a, b) = (counts(&golden["a"]), counts(&golden["b"]));
    let codes = |it: &[u64]| it.iter().map(|&it| it as u32).collect::<Vec<_>>();
    let (a, b) = (codes(&a), codes(&b));
    let words = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let (of_a, of_b) = (words(&["x", "y", "z"]), words(&["m", "f"]));
    let a = Column::new("a", Values::Coded { codes: &a, words: &of_a }).coded(9).unwrap();
    let b = Column::new("b", Values::Coded { codes: &b, words: &of_b }).coded(9).unwrap();
    let margin = |column, shares: &str| Margin { column, shares: numbers(&golden[shares]) };
    let raked = rake(&[margin(&a, "ta"), margin(&b, "tb")], 1e-13).unwrap();
    for (found, expected) in raked.weights.iter().zip(numbers(&golden["weights"])) {
        close(*found, expected, 1e-6, "weight");
    }
    close(raked.design_effect, number(&golden["design"]), 1e-6, "design effect");
    let absent = Margin { column: &a, shares: vec![0.5, 0.5] };
    assert!(rake(&[absent], 1e-9).is_err());
}
