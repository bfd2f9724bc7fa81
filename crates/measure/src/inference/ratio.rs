//! Intervals of the ratio of two independent shares.
//!
//! Sources: Koopman, Biometrics 40 (1984); Katz and others, Biometrics 34 (1978) for the logarithmic form.

use super::difference::{Side, boundary};
use super::distribution::two_sided;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// The share of `a` over the share of `b`, with its interval; undefined where `b` has no case, for then it has no upper bound.
pub fn ratio(a: Side, b: Side, level: f64, method: Method) -> Result<Estimate, Undefined> {
    if a.n == 0 || b.n == 0 {
        return Err(Undefined::because("one of the two sides has no row in the denominator"));
    }
    if b.k == 0 {
        return Err(Undefined::because("the rate that is divided by is 0"));
    }
    let interval = match method {
        Method::LogRatio => log_ratio(a, b, level)?,
        _ => koopman(a, b, level),
    };
    Ok(Estimate { value: a.share() / b.share(), n: a.n + b.n, fraction: None, interval: Some(interval) })
}

/// Score interval: all ratios that the score test does not reject.
pub fn koopman(a: Side, b: Side, level: f64) -> Interval {
    /// Logarithms of ratios further out than counts of 64 bits can reach.
    const FAR: f64 = 100.0;
    let square = two_sided(level).powi(2);
    let keeps = |log: f64| score(a, b, log.exp()) < square;
    let seen = match (a.k, b.k) {
        (0, 0) => return Interval { low: 0.0, high: f64::INFINITY, level, method: Method::Koopman },
        (0, _) => -FAR,
        (_, 0) => FAR,
        _ => (a.share() / b.share()).ln(),
    };
    let low = if a.k == 0 { 0.0 } else { boundary(seen, -FAR, keeps).exp() };
    let high = if b.k == 0 { f64::INFINITY } else { boundary(seen, FAR, keeps).exp() };
    Interval { low, high, level, method: Method::Koopman }
}

/// The score statistic for a true ratio of `phi`, chi-square with one degree of freedom.
fn score(a: Side, b: Side, phi: f64) -> f64 {
    let (x, m, y, n) = (a.k as f64, a.n as f64, b.k as f64, b.n as f64);
    let half = phi * (m + y) + x + n;
    let root = (half * half - 4.0 * phi * (m + n) * (x + y)).max(0.0).sqrt();
    // The smaller root of the quadratic, by the form that does not cancel.
    let p = 2.0 * phi * (x + y) / (half + root);
    let q = (p / phi).min(1.0);
    let part = |k: f64, n: f64, p: f64| match k - n * p {
        0.0 => 0.0,
        gap => gap * gap / (n * p * (1.0 - p)),
    };
    part(x, m, p) + part(y, n, q)
}

/// Interval on the logarithm with the delta method's standard error; it needs a case on both sides.
pub fn log_ratio(a: Side, b: Side, level: f64) -> Result<Interval, Undefined> {
    if a.k == 0 || b.k == 0 {
        return Err(Undefined::because("the logarithm of a ratio needs a case on both sides"));
    }
    let side = |it: Side| 1.0 / it.k as f64 - 1.0 / it.n as f64;
    let half = two_sided(level) * (side(a) + side(b)).sqrt();
    let log = (a.share() / b.share()).ln();
    Ok(Interval { low: (log - half).exp(), high: (log + half).exp(), level, method: Method::LogRatio })
}
