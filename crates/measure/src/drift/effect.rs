//! What drift means for predictions: whether they come true as often as before, by labels, or by scores while labels are awaited.
//!
//! Scores can stand for labels only while they mean what they say; where the reference shows that they do not, nothing is
//! estimated. That the relation between data and label is as before cannot be seen without labels, and is never claimed.

use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::difference::{Side, difference};
use crate::inference::distribution::two_sided;
use crate::inference::share::wilson;
use crate::metric::{Family, Metric};

/// The change of accuracy that labels show, in words.
pub const REALISED: Metric = Metric {
    id: "accuracy_change",
    title: "Change of accuracy",
    family: Family::Drift,
    definition: "The share of current predictions that came true, less that share in the reference.",
    formula: "right_current / n_current - right_reference / n_reference",
    reading: "0 as good as before, below 0 worse",
    source: "Newcombe, Statistics in Medicine 17 (1998) for the interval",
};

/// The change of accuracy that scores promise, in words.
pub const ESTIMATED: Metric = Metric {
    id: "expected_accuracy_change",
    title: "Estimated change of accuracy, without labels",
    family: Family::Drift,
    definition: "The mean of what the scores promise to be right at a threshold of one half, less that mean in the reference; it holds \
                 while the scores mean what they say.",
    formula: "mean of max(s, 1 - s) over current rows less that over the reference",
    reading: "0 as good as before, below 0 worse",
    source: "Garg and others, ICLR (2022) on estimating accuracy from scores; Welch, Biometrika 34 (1947) for the standard error",
};

/// The change of accuracy from counts of right predictions.
pub fn realised(current: Side, reference: Side, level: f64) -> Result<Estimate, Undefined> {
    difference(current, reference, level, Method::Newcombe)
}

/// The change of accuracy from scores; `known` counts right predictions of the reference where labels are there.
///
/// Errors: fewer than two scores on a side, a score outside of 0 to 1, or scores of the reference that did not come true.
pub fn estimated(current: &[f64], reference: &[f64], known: Option<Side>, level: f64) -> Result<Estimate, Undefined> {
    let (now, before) = (Promise::of(current)?, Promise::of(reference)?);
    if let Some(side) = known.filter(|it| it.n > 0) {
        let (truth, half) = (wilson(side.k, side.n, level), two_sided(level) * before.error());
        if before.mean + half < truth.low || before.mean - half > truth.high {
            return Err(Undefined::because(format!(
                "the scores of the reference promise {:.3} to be right and {:.3} were, so scores cannot stand for labels",
                before.mean,
                side.k as f64 / side.n as f64
            )));
        }
    }
    let value = now.mean - before.mean;
    let half = two_sided(level) * now.error().hypot(before.error());
    let interval = Interval { low: value - half, high: value + half, level, method: Method::Normal };
    Ok(Estimate::plain(value, current.len() as u64 + reference.len() as u64)?.with(interval))
}

/// What scores promise.
struct Promise {
    mean: f64,
    variance: f64,
    n: f64,
}

impl Promise {
    fn of(scores: &[f64]) -> Result<Promise, Undefined> {
        if scores.len() < 2 {
            return Err(Undefined::because("fewer than two scores on one side"));
        }
        if let Some(strange) = scores.iter().find(|it| !(0.0..=1.0).contains(*it)) {
            return Err(Undefined::because(format!("a score of {strange} is no probability")));
        }
        let n = scores.len() as f64;
        let sure = || scores.iter().map(|it| it.max(1.0 - it));
        let mean = sure().sum::<f64>() / n;
        Ok(Promise { mean, variance: sure().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1.0), n })
    }

    fn error(&self) -> f64 {
        (self.variance / self.n).sqrt()
    }
}
