//! Do similar persons get similar predictions, and does the prediction stay when only the protected attribute changes?
//!
//! Sources: Zemel and others (2013) for consistency; Kusner and others (2017) for the counterfactual question.

use rayon::prelude::*;
use serde::Serialize;

use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::Tested;
use crate::inference::distribution::two_sided;
use crate::inference::mean::mean;
use crate::inference::paired::mcnemar;
use crate::inference::share::{share, wilson_real};
use crate::metric::{Family, Metric};
use crate::roles::UNKNOWN;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "consistency",
        title: "Consistency",
        family: Family::Fairness,
        definition: "How close the prediction of a person is to the mean prediction of the k most similar persons, itself included; persons at the same distance count in equal parts.",
        formula: "1 - 1/n sum_i |h_i - mean of h over the k nearest of i|",
        reading: "1: similar persons are always treated alike; 0: never",
        source: "Zemel and others (2013); AIF360 `consistency`, equal to it where no distances are tied",
    },
    Metric {
        id: "flip_rate",
        title: "Flip rate",
        family: Family::Fairness,
        definition: "The share of persons whose prediction changes when only the protected attribute is set to another value.",
        formula: "1/n sum_i [h(x_i, a) != h(x_i, a')]",
        reading: "0: the attribute by itself decides nothing; 1: it decides every prediction",
        source: "Kusner and others (2017); ISO/IEC TR 24027",
    },
];

/// The most rows for which all pairs are compared.
pub const MOST_ROWS: usize = 20_000;

/// Consistency of predictions over `features`, each a column of numbers on a comparable scale.
///
/// The interval is that of the mean over rows while each keeps the neighbours that it has here; rows without any difference among them get
/// Wilson's.
pub fn consistency(
    features: &[&[f64]],
    predictions: &[f64],
    neighbours: usize,
    level: f64,
) -> Result<Estimate, Undefined> {
    let n = predictions.len();
    if neighbours == 0 || n < neighbours || features.iter().any(|it| it.len() != n) {
        return Err(Undefined::because("fewer rows than neighbours, or columns of different lengths"));
    }
    if n > MOST_ROWS {
        return Err(Undefined::because("all pairs of more than 20,000 rows are too many; measure a random sample"));
    }
    if features.iter().flat_map(|it| it.iter()).chain(predictions).any(|it| !it.is_finite()) {
        return Err(Undefined::because("a feature or a prediction is missing; fill or drop these rows first"));
    }
    let gap = |row: usize| (predictions[row] - near(features, predictions, row, neighbours)).abs();
    // Summed in the order of rows, so that the sum does not depend on threads.
    let gaps: Vec<f64> = (0..n).into_par_iter().map(gap).collect();
    let estimate = Estimate::plain(1.0 - gaps.iter().sum::<f64>() / n as f64, n as u64)?;
    // Persons who are all treated alike have no spread that a mean could be sure by; Wilson's interval stands for them.
    if let Some(own) = mean(gaps.iter().map(|it| 1.0 - it), level).ok().and_then(|it| it.interval) {
        return Ok(estimate.with(Interval { low: own.low.max(0.0), high: own.high.min(1.0), ..own }));
    }
    let (low, high) = wilson_real(estimate.value * n as f64, n as f64, two_sided(level));
    Ok(estimate.with(Interval { low, high, level, method: Method::Wilson }))
}

/// The mean prediction of the nearest rows; those tied at the last distance share the places that are left.
fn near(features: &[&[f64]], predictions: &[f64], row: usize, neighbours: usize) -> f64 {
    let square = |other: usize| features.iter().map(|it| (it[row] - it[other]).powi(2)).sum::<f64>();
    let mut distances: Vec<(f64, f64)> = predictions.iter().enumerate().map(|(at, it)| (square(at), *it)).collect();
    let (closer, last, further) = distances.select_nth_unstable_by(neighbours - 1, |a, b| a.0.total_cmp(&b.0));
    let edge = last.0;
    let tied = closer.iter().chain(further.iter()).filter(|it| it.0 == edge).map(|it| it.1).chain([last.1]);
    let (sum, count) = tied.fold((0.0, 0.0), |(sum, count), it| (sum + it, count + 1.0));
    let inside = closer.iter().filter(|it| it.0 < edge);
    let (within, places) = inside.fold((0.0, 0.0), |(sum, count), it| (sum + it.1, count + 1.0));
    (within + (neighbours as f64 - places) * sum / count) / neighbours as f64
}

/// How predictions change with the attribute alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Flips {
    /// The share of rows that change.
    pub rate: Estimate,
    /// Rows that change from the negative to the positive prediction.
    pub gained: u64,
    /// Rows that change from the positive to the negative prediction.
    pub lost: u64,
    /// Whether changes lean to one side.
    pub lean: Tested,
}

/// Compares predictions with those for the same persons under another value of the attribute.
pub fn flips(predictions: &[u8], changed: &[u8], level: f64) -> Result<Flips, Undefined> {
    if predictions.len() != changed.len() {
        return Err(Undefined::because("both columns of predictions must be of the same rows"));
    }
    let known = || predictions.iter().zip(changed).filter(|(a, b)| **a != UNKNOWN && **b != UNKNOWN);
    let count = |from: u8, to: u8| known().filter(|(a, b)| (**a, **b) == (from, to)).count() as u64;
    let (gained, lost) = (count(0, 1), count(1, 0));
    let rate = share(gained + lost, known().count() as u64, level, Method::Wilson)?;
    Ok(Flips { rate, gained, lost, lean: mcnemar(gained, lost) })
}
