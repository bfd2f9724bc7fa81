//! Calibration slope and intercept: the logistic regression of outcomes on the logit of the probabilities.
//!
//! Sources: Cox, Biometrika 45 (1958); Van Calster and others, BMC Medicine 17 (2019).

use super::scoring::checked;
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::distribution::two_sided;
use crate::metric::{Family, Metric};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "calibration_slope",
        title: "Calibration slope",
        family: Family::Performance,
        definition: "How much the logit of the true chance rises with the logit of the probability.",
        formula: "b in logit P(y=1) = a + b logit p",
        reading: "1: as it should; below 1: probabilities too extreme; above 1: too timid",
        source: "Cox (1958)",
    },
    Metric {
        id: "calibration_intercept",
        title: "Calibration in the large",
        family: Family::Performance,
        definition: "How much the logit of the true chance lies above the logit of the probability overall.",
        formula: "a in logit P(y=1) = a + logit p",
        reading: "0: right on the whole; below 0: probabilities too high; above 0: too low",
        source: "Cox (1958); Van Calster and others (2019)",
    },
];

/// Rounds after which Newton's method is given up: the outcomes are separated.
const ROUNDS: usize = 100;
/// How often a step is halved that makes the outcomes less likely.
const HALVED: usize = 40;

/// The slope, and the intercept that goes with a slope of 1, each with Wald's interval.
pub fn slope_and_intercept(scores: &[f64], labels: &[bool], level: f64) -> Result<(Estimate, Estimate), Undefined> {
    checked(scores, labels)?;
    if scores.iter().any(|it| *it == 0.0 || *it == 1.0) {
        return Err(Undefined::because("a probability is 0 or 1, which has no logit"));
    }
    let rows: Vec<(f64, f64)> =
        scores.iter().zip(labels).map(|(p, y)| ((p / (1.0 - p)).ln(), f64::from(u8::from(*y)))).collect();
    let n = rows.len() as u64;
    if rows.iter().all(|it| it.0 == rows[0].0) {
        return Err(Undefined::because("all probabilities are the same, so none can be held against another"));
    }
    let (_, slope, error) = fit(&rows)?;
    let (intercept, own) = shift(&rows)?;
    Ok((wald(slope, error, n, level)?, wald(intercept, own, n, level)?))
}

fn wald(value: f64, error: f64, n: u64, level: f64) -> Result<Estimate, Undefined> {
    let half = two_sided(level) * error;
    let interval = Interval { low: value - half, high: value + half, level, method: Method::Normal };
    Ok(Estimate::plain(value, n)?.with(interval))
}

fn separated() -> Undefined {
    Undefined::because("the outcomes are all alike or separated by the scores")
}

/// The logarithm of how likely the outcomes are.
fn likelihood(rows: &[(f64, f64)], a: f64, b: f64) -> f64 {
    let one = |(x, y): &(f64, f64)| {
        let z = a + b * x;
        y * z - z.max(0.0) - (-z.abs()).exp().ln_1p()
    };
    rows.iter().map(one).sum()
}

/// The part of a step after which the outcomes are no less likely: all of it, a half, a quarter and so on.
fn part(rows: &[(f64, f64)], (a, b): (f64, f64), step: [f64; 2]) -> f64 {
    let before = likelihood(rows, a, b);
    let parts = std::iter::successors(Some(1.0), |it| Some(it * 0.5)).take(HALVED);
    let holds = |it: &f64| likelihood(rows, a + it * step[0], b + it * step[1]) >= before - 1e-12 * before.abs();
    parts.into_iter().find(holds).unwrap_or_default()
}

/// Intercept, slope and the slope's standard error.
fn fit(rows: &[(f64, f64)]) -> Result<(f64, f64, f64), Undefined> {
    // Scores that say nothing are where a fit is sure to begin; from a slope of 1 a step may lead anywhere.
    let base = rows.iter().map(|it| it.1).sum::<f64>() / rows.len() as f64;
    let (mut a, mut b) = ((base / (1.0 - base)).ln(), 0.0);
    if !a.is_finite() {
        return Err(separated());
    }
    for _ in 0..ROUNDS {
        let (mut g, mut h) = ([0.0; 2], [0.0; 3]);
        for (x, y) in rows {
            let p = 1.0 / (1.0 + (-(a + b * x)).exp());
            let w = p * (1.0 - p);
            g = [g[0] + y - p, g[1] + (y - p) * x];
            h = [h[0] + w, h[1] + w * x, h[2] + w * x * x];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        let step = [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        if !step[0].is_finite() || !step[1].is_finite() {
            break;
        }
        let taken = part(rows, (a, b), step);
        (a, b) = (a + taken * step[0], b + taken * step[1]);
        if step[0].abs().max(step[1].abs()) < 1e-12 * (1.0 + a.abs() + b.abs()) {
            return Ok((a, b, (h[0] / determinant).sqrt()));
        }
    }
    Err(separated())
}

/// The intercept beside a slope of 1, and its standard error.
fn shift(rows: &[(f64, f64)]) -> Result<(f64, f64), Undefined> {
    let mut a = 0.0;
    for _ in 0..ROUNDS {
        let (mut g, mut h) = (0.0, 0.0);
        for (x, y) in rows {
            let p = 1.0 / (1.0 + (-(a + x)).exp());
            (g, h) = (g + y - p, h + p * (1.0 - p));
        }
        if !(g / h).is_finite() {
            break;
        }
        a += part(rows, (a, 1.0), [g / h, 0.0]) * g / h;
        if (g / h).abs() < 1e-12 * (1.0 + a.abs()) {
            return Ok((a, (1.0 / h).sqrt()));
        }
    }
    Err(separated())
}
