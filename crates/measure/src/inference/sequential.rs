//! Tests that stay valid at every look: e-values, confidence sequences of a share, and monitors with a stated false-alarm rate.
//!
//! An e-value is evidence that on average is at most 1 when nothing is wrong, so it exceeds 1/a with a chance of at most a,
//! however often one looks (Ville 1939). Sources: Robbins, Annals of Mathematical Statistics 41 (1970) for the mixture; Vovk
//! and Wang, Annals of Statistics 49 (2021) for calibration; Shin, Ramdas and Rinaldo (2024) for detectors.

use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use super::difference::boundary;
use super::distribution::beta_cdf;
use crate::estimate::{Estimate, Fraction, Interval, Method, Undefined};

/// The logarithm of the beta function.
fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The logarithm of the e-value against a share of exactly `p` after `k` cases in `n`, mixed over all shares alike.
pub fn ln_evidence(k: u64, n: u64, p: f64) -> f64 {
    let (hits, misses) = (k as f64, (n - k) as f64);
    let mixed = ln_beta(hits + 1.0, misses + 1.0);
    let log = |count: f64, share: f64| if count == 0.0 { 0.0 } else { count * share.ln() };
    mixed - log(hits, p) - log(misses, 1.0 - p)
}

/// The logarithm of the e-value against a share of at most `p`: the mixture is over the shares above `p` only.
pub fn ln_evidence_above(k: u64, n: u64, p: f64) -> f64 {
    let (hits, misses) = (k as f64, (n - k) as f64);
    let above = beta_cdf(hits + 1.0, misses + 1.0, p, 1.0 - p).1;
    ln_evidence(k, n, p) + (above / (1.0 - p)).ln()
}

/// The share of `k` in `n` with an interval that holds at every look at once.
pub fn share(k: u64, n: u64, level: f64) -> Result<Estimate, Undefined> {
    if n == 0 {
        return Err(Undefined::because("no row is in the denominator"));
    }
    let (value, bar) = (k as f64 / n as f64, -(1.0 - level).ln());
    let keeps = |p: f64| ln_evidence(k, n, p) < bar;
    let low = if k == 0 { 0.0 } else { boundary(value, 0.0, keeps) };
    let high = if k == n { 1.0 } else { boundary(value, 1.0, keeps) };
    let interval = Interval { low, high, level, method: Method::AlwaysValid };
    let fraction = Some(Fraction { numerator: k, denominator: n });
    Ok(Estimate { value, n, fraction, interval: Some(interval) })
}

/// The e-value of a p-value: 1 / (2 root p), whose mean over uniform p is 1.
pub fn calibrated(p: f64) -> f64 {
    0.5 / p.max(f64::MIN_POSITIVE).sqrt()
}

/// What a monitor promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Over the whole life of the monitor, a false alarm with a chance of at most alpha.
    EverAtMost,
    /// On average at least 1/alpha batches between false alarms; a change is seen sooner than by the other.
    RunLength,
}

/// A monitor over the independent p-values of one batch after another.
///
/// For [`Promise::EverAtMost`] one unit of evidence is divided over all batches at which a change may begin, 1 / (k (k + 1)) for the
/// k-th: what waits for a later beginning cannot be lost in a quiet time before it. The sum starts at 1 and on average never
/// grows while nothing changes, so the promise holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Monitor {
    promise: Promise,
    alpha: f64,
    /// Evidence of all beginnings so far.
    begun: f64,
    /// Batches taken.
    taken: u64,
}

impl Monitor {
    /// A monitor that has seen nothing.
    pub fn new(promise: Promise, alpha: f64) -> Monitor {
        Monitor { promise, alpha, begun: 0.0, taken: 0 }
    }

    /// Takes the p-value of a batch and says whether to raise the alarm.
    pub fn take(&mut self, p: f64) -> bool {
        self.taken += 1;
        let place = self.taken as f64;
        let beginning = if self.promise == Promise::EverAtMost { 1.0 / (place * (place + 1.0)) } else { 1.0 };
        // Bounded, so that a wild batch leaves a number.
        self.begun = ((self.begun + beginning) * calibrated(p)).clamp(1e-300, 1e300);
        self.alarm()
    }

    /// Whether the evidence has reached 1/alpha.
    pub fn alarm(&self) -> bool {
        self.evidence() >= 1.0 / self.alpha
    }

    /// The evidence so far.
    pub fn evidence(&self) -> f64 {
        let waiting = if self.promise == Promise::EverAtMost { 1.0 / (self.taken as f64 + 1.0) } else { 0.0 };
        self.begun + waiting
    }
}
