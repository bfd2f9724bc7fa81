//! Joint drift: can a small classifier tell current rows from those of the reference, from all columns together?
//!
//! A logistic regression learns on one half of the rows and is judged on the other, so an area above one half is evidence
//! of drift, also of drift that no single column shows: it looks at columns, their squares and products of two of them. What three columns
//! show only together it does not see.

use serde::Serialize;

use crate::chance::Chance;
use crate::column::{Batch, ColumnError};
use crate::estimate::{Measured, Undefined};
use crate::inference::Tested;
use crate::inference::curve::{area, variance};
use crate::inference::distribution::normal_sf;
use crate::logistic::Logistic;
use crate::logistic::features::Features;
use crate::metric::{Family, Metric};

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "joint_drift",
    title: "Classifier two-sample test",
    family: Family::Drift,
    definition: "How often a classifier that learned on other rows gives a current row a higher score than a reference row.",
    formula: "area under the ROC curve of a logistic regression on columns, their squares and products of two, reference against current, on rows that it did not see",
    reading: "0.5 no drift that it can see, 1 complete separation",
    source: "Lopez-Paz and Oquab, Revisiting classifier two-sample tests, ICLR (2017); DeLong (1988) for the interval",
};

/// Rows of each side that are used.
const ROWS: usize = 5_000;

/// The outcome of the test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JointDrift {
    /// The area with its interval.
    pub area: Measured,
    /// The test that it is one half.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<Tested>,
    /// The features that tell most, with their weights in standard deviations, the heaviest first.
    pub telling: Vec<(String, f64)>,
}

/// Tests all columns of the reference together; the current data must have them as well.
pub fn joint_drift(
    reference: &Batch<'_>,
    current: &Batch<'_>,
    level: f64,
    seed: u64,
) -> Result<JointDrift, ColumnError> {
    let mut features = Features::of(reference, current)?;
    features.add_products((reference.rows().min(ROWS) + current.rows().min(ROWS)) / 2);
    let mut chance = Chance::new(seed, 0);
    let (one, two) = (picked(reference.rows(), &mut chance), picked(current.rows(), &mut chance));
    if one.len() < 20 || two.len() < 20 || features.names().is_empty() {
        let area = Err(Undefined::because("a classifier needs 20 rows on each side and a column that varies"));
        return Ok(JointDrift { area: area.into(), test: None, telling: Vec::new() });
    }
    let half = |rows: &[usize], second: bool| -> Vec<usize> {
        rows.iter().skip(usize::from(second)).step_by(2).copied().collect()
    };
    let (learn_rows, learn_labels) = features.rows(&half(&one, false), &half(&two, false));
    let classifier = Logistic::fit(&learn_rows, &learn_labels, features.names().len());
    let (rows, labels) = features.rows(&half(&one, true), &half(&two, true));
    let scores: Vec<f64> = rows.iter().map(|it| classifier.score(it)).collect();
    let found = area(&scores, &labels, level);
    let test = found.as_ref().ok().and_then(|it| {
        let z = (it.value - 0.5) / variance(&scores, &labels).ok()?.max(f64::MIN_POSITIVE).sqrt();
        Some(Tested { test: METRIC.id, statistic: Some(z), degrees: None, p: normal_sf(z), n: it.n })
    });
    let mut telling: Vec<(String, f64)> = features.names().iter().cloned().zip(classifier.weights).collect();
    telling.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    telling.truncate(10);
    Ok(JointDrift { area: found.into(), test, telling })
}

/// Rows in a random order, not more than are used.
fn picked(rows: usize, chance: &mut Chance) -> Vec<usize> {
    let mut all: Vec<usize> = (0..rows).collect();
    chance.shuffle(&mut all);
    all.truncate(ROWS);
    all
}
