//! Predicted numbers: how far they are off, and how much of the spread they explain.

use serde::Serialize;

use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::distribution::student_quantile;
use crate::inference::mean::{mean, mean_within};
use crate::inference::median::median;
use crate::metric::{Family, Metric};

const fn entry(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
) -> Metric {
    let source = "Hyndman and Koehler (2006); scikit-learn";
    Metric { id, title, family: Family::Performance, definition, formula, reading, source }
}

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "mean_error",
        "Mean error",
        "How far predictions are too high on average.",
        "mean(h - y)",
        "0: neither too high nor too low",
    ),
    entry(
        "mean_absolute_error",
        "Mean absolute error",
        "How far predictions are off on average.",
        "mean |h - y|",
        "0: always right",
    ),
    entry(
        "mean_squared_error",
        "Mean squared error",
        "The mean square of how far predictions are off.",
        "mean (h - y)^2",
        "0: always right",
    ),
    entry(
        "root_mean_squared_error",
        "Root mean squared error",
        "The root of the mean squared error, in the unit of the label.",
        "sqrt(mean (h - y)^2)",
        "0: always right",
    ),
    entry(
        "median_absolute_error",
        "Median absolute error",
        "Half of the predictions are off by no more than this.",
        "median |h - y|",
        "0: at least half are right",
    ),
    entry(
        "mean_absolute_percentage_error",
        "Mean absolute percentage error",
        "How far predictions are off on average as a part of the label; undefined where a label is 0.",
        "mean |h - y| / |y|",
        "0: always right; 1: off by as much as the label",
    ),
    entry("maximum_error", "Maximum error", "The furthest that a prediction is off.", "max |h - y|", "0: always right"),
    entry(
        "r_squared",
        "Coefficient of determination",
        "The part of the spread of labels that the predictions explain.",
        "1 - sum (h - y)^2 / sum (y - mean y)^2",
        "1: always right; 0: no better than the mean; below 0: worse",
    ),
];

/// Every metric of this file for finite labels and predictions, in the order of [`METRICS`].
pub fn numeric(labels: &[f64], predictions: &[f64], level: f64) -> Vec<(&'static str, Result<Estimate, Undefined>)> {
    let rows = || labels.iter().zip(predictions);
    let known = labels.len() == predictions.len() && rows().all(|(y, h)| y.is_finite() && h.is_finite());
    if !known {
        let none =
            || Err(Undefined::because("a label or a prediction is missing or not finite; drop these rows first"));
        return METRICS.iter().map(|it| (it.id, none())).collect();
    }
    let error = mean(rows().map(|(y, h)| h - y), level);
    let loss = |of: fn(f64, f64) -> f64| mean_within(rows().map(|(y, h)| of(*y, *h)), level, [0.0, f64::INFINITY]);
    let percentage = match labels.contains(&0.0) {
        true => Err(Undefined::because("a label is 0, and nothing is a part of 0")),
        false => loss(|y, h| ((h - y) / y).abs()),
    };
    let squared = loss(|y, h| (h - y) * (h - y));
    let furthest = rows().map(|(y, h)| (h - y).abs()).fold(0.0, f64::max);
    let values = [
        error,
        loss(|y, h| (h - y).abs()),
        squared.clone(),
        squared.map(rooted),
        median(rows().map(|(y, h)| (h - y).abs()).collect(), level),
        percentage,
        Estimate::plain(furthest, labels.len() as u64),
        r_squared(labels, predictions, level),
    ];
    METRICS.iter().map(|it| it.id).zip(values).collect()
}

/// The root of an estimate and of the ends of its interval.
pub(super) fn rooted(it: Estimate) -> Estimate {
    let root = |it: Interval| Interval { low: it.low.max(0.0).sqrt(), high: it.high.sqrt(), ..it };
    Estimate { value: it.value.sqrt(), interval: it.interval.map(root), ..it }
}

/// Explained spread; the interval is the delta method's on the logarithm of what is not explained, where it is less skewed.
fn r_squared(labels: &[f64], predictions: &[f64], level: f64) -> Result<Estimate, Undefined> {
    let n = labels.len() as f64;
    let mean = labels.iter().sum::<f64>() / n;
    let errors = || labels.iter().zip(predictions).map(|(y, h)| ((h - y).powi(2), (y - mean).powi(2)));
    let (residual, total) = errors().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    if labels.len() < 3 {
        return Err(Undefined::because("fewer than three rows"));
    }
    if total == 0.0 {
        return Err(Undefined::because("the labels do not vary"));
    }
    let ratio = residual / total;
    let estimate = Estimate::plain(1.0 - ratio, labels.len() as u64)?;
    if ratio == 0.0 {
        return Ok(estimate); // without any error there is nothing to estimate a spread from
    }
    let variance = errors().map(|(e, s)| (e - ratio * s).powi(2)).sum::<f64>() / (n - 2.0);
    let half = student_quantile(level, n - 2.0) * (variance / n).sqrt() / (total / n) / ratio;
    let (low, high) = (1.0 - ratio * half.exp(), 1.0 - ratio * (-half).exp());
    Ok(estimate.with(Interval { low, high, level, method: Method::Normal }))
}

/// How far predictions of one part of the rows are off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Residual {
    /// The lowest and the highest prediction of the part.
    pub between: [f64; 2],
    /// Its rows.
    pub n: u64,
    /// The mean prediction.
    pub prediction: f64,
    /// The mean label.
    pub label: f64,
    /// How far predictions are too high on average.
    pub error: Measured,
    /// How far they are off on average.
    pub absolute_error: Measured,
}

/// The rows in at most `parts` parts of about as many rows each, from the lowest predictions to the highest; rows with the same prediction
/// stay together, so that the order of rows changes nothing.
pub fn residuals(labels: &[f64], predictions: &[f64], parts: usize, level: f64) -> Vec<Residual> {
    let mut rows: Vec<(f64, f64)> = predictions.iter().copied().zip(labels.iter().copied()).collect();
    if rows.iter().any(|(h, y)| !h.is_finite() || !y.is_finite()) {
        return Vec::new();
    }
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut found, mut start) = (Vec::new(), 0);
    for part in 1..=parts {
        let mut end = (rows.len() * part).div_ceil(parts);
        while end > start && end < rows.len() && rows[end].0 == rows[end - 1].0 {
            end += 1;
        }
        if end > start {
            found.push(residual(&rows[start..end], level));
            start = end;
        }
    }
    found
}

/// One part, its rows as prediction and label, rising.
fn residual(rows: &[(f64, f64)], level: f64) -> Residual {
    let n = rows.len() as f64;
    Residual {
        between: [rows[0].0, rows[rows.len() - 1].0],
        n: rows.len() as u64,
        prediction: rows.iter().map(|it| it.0).sum::<f64>() / n,
        label: rows.iter().map(|it| it.1).sum::<f64>() / n,
        error: mean(rows.iter().map(|(h, y)| h - y), level).into(),
        absolute_error: mean(rows.iter().map(|(h, y)| (h - y).abs()), level).into(),
    }
}
