//! How good predictions are, and whether scores mean what they say.
//!
//! - [`binary`], [`classes`], [`numeric`]: two classes, several classes, numbers.
//! - [`ranking`]: what scores are worth as an order. [`calibration`], [`scoring`], [`recalibration`]: what they are worth as
//!   probabilities.
//!
//! Which measure and which limit matter is left to measurement plans. Serves ISO/IEC TS 4213 and ISO/IEC 42001 Annex A.6.2.4.

pub mod assess;
pub mod binary;
pub mod calibration;
pub mod classes;
pub mod numeric;
pub mod ranking;
pub mod recalibration;
pub mod scoring;

use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::distribution::student_quantile;

/// The mean of what each row loses, with Student's interval.
pub(crate) fn mean_loss(losses: impl Iterator<Item = f64>, level: f64) -> Result<Estimate, Undefined> {
    // Welford's running moments: one pass, without cancellation.
    let (mut n, mut mean, mut square) = (0.0_f64, 0.0, 0.0);
    for loss in losses {
        n += 1.0;
        let gap = loss - mean;
        mean += gap / n;
        square += gap * (loss - mean);
    }
    if n < 2.0 {
        return Err(Undefined::because("fewer than two rows"));
    }
    let half = student_quantile(level, n - 1.0) * (square / (n - 1.0) / n).sqrt();
    let interval = Interval { low: mean - half, high: mean + half, level, method: Method::StudentT };
    Ok(Estimate::plain(mean, n as u64)?.with(interval))
}
