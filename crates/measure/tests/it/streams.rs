//! Monitors of streams in which nothing changes: the promise over a year holds, and a rule of thumb does not.
//!
//! A smaller version of what `scripts/statistics` measures; every number follows from a seed.

use measure::drift::{ColumnDrift, Margins, Options, columns, judge, stability};
use measure::inference::multiple::Correction;
use measure::{Chance, Column, Values};

const WINDOWS: u64 = 12;
const COLUMNS: usize = 4;

fn window(chance: &mut Chance, rows: usize, shift: f64) -> Vec<Vec<f64>> {
    (0..COLUMNS).map(|_| (0..rows).map(|_| chance.normal() + shift).collect()).collect()
}

fn compared(before: &[Vec<f64>], now: &[Vec<f64>]) -> Vec<ColumnDrift> {
    let names = ["a", "b", "c", "d"];
    let one = |(name, (one, two)): (&'static str, (&Vec<f64>, &Vec<f64>))| {
        let (one, two) = (Column::new(name, Values::Number(one)), Column::new(name, Values::Number(two)));
        columns(&one, &two, &Options::default())
    };
    names.into_iter().zip(before.iter().zip(now)).map(one).collect()
}

fn margins(alpha: f64) -> Margins {
    let correction = Correction::BenjaminiHochberg;
    Margins { alpha, correction, numbers: 0.1, words: 0.1, missing: 0.05, columns: Default::default() }
}

/// Of `streams` null streams, those that raise an alarm within the year, and the share of windows above an index of 0.10.
fn null(streams: u64, rows: usize) -> (usize, f64) {
    let (mut alarms, mut above) = (0, 0);
    for seed in 0..streams {
        let mut chance = Chance::new(7, seed);
        let before = window(&mut chance, rows, 0.0);
        let mut raised = false;
        for _ in 0..WINDOWS {
            let drifts = compared(&before, &window(&mut chance, rows, 0.0));
            let index = drifts[0].measures.iter().find(|it| it.metric == stability::METRIC.id).unwrap().value.value();
            above += usize::from(index.unwrap() > 0.10);
            raised |= !judge(drifts, margins(0.05 / WINDOWS as f64)).drifted.is_empty();
        }
        alarms += usize::from(raised);
    }
    (alarms, above as f64 / (streams * WINDOWS) as f64)
}

#[test]
fn at_most_one_in_twenty_unchanged_streams_alarms_within_a_year() {
    let (alarms, above) = null(60, 100);
    assert!(alarms <= 3, "{alarms} of 60 streams of windows of 100 rows");
    assert!((0.7..=0.9).contains(&above), "an index above 0.10 in {above} of unchanged windows");
    let (alarms, above) = null(20, 1000);
    assert!(alarms <= 1, "{alarms} of 20 streams of windows of 1,000 rows");
    assert!(above < 0.01, "a rule of thumb depends on the rows: {above}");
}

#[test]
fn half_a_deviation_at_a_thousand_rows_is_caught_in_the_first_window_with_the_index_that_is_true() {
    let mut found = 0.0;
    for seed in 0..20 {
        let mut chance = Chance::new(8, seed);
        let before = window(&mut chance, 4000, 0.0);
        let drifts = compared(&before, &window(&mut chance, 1000, 0.5));
        found += drifts[0].measures.iter().find(|it| it.metric == stability::METRIC.id).unwrap().value.value().unwrap();
        assert_eq!(judge(drifts, margins(0.05 / WINDOWS as f64)).drifted.len(), COLUMNS, "seed {seed}");
    }
    // Ten bins of equal shares of the standard normal against one that lies half a deviation higher.
    let mean = found / 20.0;
    assert!((mean - 0.238).abs() < 0.03, "a mean index of {mean}");
}

#[test]
fn what_drift_means_for_predictions_follows_from_labels_or_from_scores_that_came_true() {
    use measure::drift::effect::{estimated, realised};
    use measure::inference::difference::Side;
    // Newcombe's own example of method 10 is held in the golden values; here only the sign and the counts are.
    let change = realised(Side::new(80, 100), Side::new(90, 100), 0.95).unwrap();
    assert!((change.value + 0.1).abs() < 1e-12 && change.interval.unwrap().contains(-0.1));
    // 0.9 and 0.1 promise 0.9 to be right each; 0.7 and 0.4 promise 0.7 and 0.6.
    let (before, now) = ([0.9, 0.1, 0.9, 0.1], [0.7, 0.4, 0.7, 0.4]);
    let change = estimated(&now, &before, None, 0.95).unwrap();
    assert!((change.value - (0.65 - 0.9)).abs() < 1e-12);
    // The promises 0.7, 0.6, 0.7, 0.6 have the variance 0.01 / 3, and those of the reference do not vary.
    let half = 1.959_963_984_540_054 * (0.01_f64 / 3.0 / 4.0).sqrt();
    assert!((change.interval.unwrap().low - (-0.25 - half)).abs() < 1e-9);
    let lied = estimated(&now, &before, Some(Side::new(500, 1000)), 0.95).unwrap_err();
    assert!(lied.why.contains("promise 0.900 to be right and 0.500 were"), "{}", lied.why);
    assert!(estimated(&now, &before, Some(Side::new(890, 1000)), 0.95).is_ok());
    assert!(estimated(&[0.5], &before, None, 0.95).is_err() && estimated(&[1.5, 0.5], &before, None, 0.95).is_err());
}
