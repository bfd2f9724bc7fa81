//! Joint drift: can a small classifier tell current rows from those of the reference, from all columns together?
//!
//! A logistic regression learns on one half of the rows and is judged on the other, so an area above one half is evidence
//! of drift, also of drift that no single column shows to the eye of a test on it alone.

use serde::Serialize;

use super::features::Features;
use crate::chance::Chance;
use crate::column::{Batch, ColumnError};
use crate::estimate::{Measured, Undefined};
use crate::inference::Tested;
use crate::inference::curve::{area, variance};
use crate::inference::distribution::normal_sf;
use crate::metric::{Family, Metric};

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "joint_drift",
    title: "Classifier two-sample test",
    family: Family::Drift,
    definition: "How often a classifier that learned on other rows gives a current row a higher score than a reference row.",
    formula: "area under the ROC curve of a logistic regression, reference against current, on rows that it did not see",
    reading: "0.5 no drift that it can see, 1 complete separation",
    source: "Lopez-Paz and Oquab, Revisiting classifier two-sample tests, ICLR (2017); DeLong (1988) for the interval",
};

/// Rows of each side that are used.
const ROWS: usize = 5_000;

/// Steps of the regression; it stands still long before.
const STEPS: usize = 8;

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
    let features = Features::of(reference, current)?;
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
    let weights = regression(&learn_rows, &learn_labels, features.names().len());
    let (rows, labels) = features.rows(&half(&one, true), &half(&two, true));
    let scores: Vec<f64> = rows.iter().map(|it| dot(&weights, it)).collect();
    let found = area(&scores, &labels, level);
    let test = found.as_ref().ok().and_then(|it| {
        let z = (it.value - 0.5) / variance(&scores, &labels).ok()?.max(f64::MIN_POSITIVE).sqrt();
        Some(Tested { test: METRIC.id, statistic: Some(z), degrees: None, p: normal_sf(z), n: it.n })
    });
    let mut telling: Vec<(String, f64)> = features.names().iter().cloned().zip(weights).collect();
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

fn dot(weights: &[f64], row: &[f64]) -> f64 {
    weights.iter().zip(row).map(|(weight, value)| weight * value).sum()
}

/// Logistic regression with a small penalty, by Newton's steps; the last value of a row is 1, for the constant.
fn regression(rows: &[Vec<f64>], labels: &[bool], width: usize) -> Vec<f64> {
    let width = width + 1;
    let mut weights = vec![0.0; width];
    for _ in 0..STEPS {
        let (mut hessian, mut gradient) = (vec![0.0; width * width], vec![0.0; width]);
        for (row, &label) in rows.iter().zip(labels) {
            let p = 1.0 / (1.0 + (-dot(&weights, row)).exp());
            let (off, weight) = (f64::from(u8::from(label)) - p, (p * (1.0 - p)).max(1e-9));
            for (at, &value) in row.iter().enumerate().filter(|it| *it.1 != 0.0) {
                gradient[at] += off * value;
                let line = &mut hessian[at * width..=at * width + at];
                line.iter_mut().zip(row).for_each(|(sum, other)| *sum += weight * value * other);
            }
        }
        for at in 0..width {
            gradient[at] -= weights[at];
            hessian[at * width + at] += 1.0;
        }
        solve(&mut hessian, &mut gradient, width);
        weights.iter_mut().zip(&gradient).for_each(|(weight, step)| *weight += step);
    }
    weights
}

/// Solves a positive definite system in place (Cholesky), of which the lower triangle is given.
fn solve(matrix: &mut [f64], right: &mut [f64], width: usize) {
    for row in 0..width {
        for column in 0..=row {
            let (a, b) = (row * width, column * width);
            let known: f64 = (0..column).map(|at| matrix[a + at] * matrix[b + at]).sum();
            let left = matrix[a + column] - known;
            matrix[a + column] = if row == column { left.max(1e-12).sqrt() } else { left / matrix[b + column] };
        }
        let known: f64 = (0..row).map(|at| matrix[row * width + at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row * width + row];
    }
    for row in (0..width).rev() {
        let known: f64 = (row + 1..width).map(|at| matrix[at * width + row] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row * width + row];
    }
}
