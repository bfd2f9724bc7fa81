//! Intervals and the exact test of one share: Wilson for display, Clopper-Pearson for evidence.
//!
//! Sources: Wilson, JASA 22 (1927); Clopper and Pearson, Biometrika 26 (1934).

use super::Tested;
use super::distribution::{beta_quantile, binomial_cdf, binomial_mass, two_sided};
use crate::estimate::{Estimate, Fraction, Interval, Method, Undefined};

/// Score interval of `k` in `n > 0`.
pub fn wilson(k: u64, n: u64, level: f64) -> Interval {
    let (low, high) = wilson_real(k as f64, n as f64, two_sided(level));
    let low = if k == 0 { 0.0 } else { low };
    let high = if k == n { 1.0 } else { high };
    Interval { low, high, level, method: Method::Wilson }
}

/// Ends of the score interval for `z`, for counts that weights made real.
pub fn wilson_real(k: f64, n: f64, z: f64) -> (f64, f64) {
    let (share, square) = (k / n, z * z);
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = z / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).max(0.0).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Exact interval of `k` in `n > 0`: it covers with at least `level`, whatever the true share.
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Interval {
    let tail = 0.5 * (1.0 - level);
    let (hits, misses) = (k as f64, (n - k) as f64);
    let low = if k == 0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) };
    let high = if k == n { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, misses) };
    Interval { low, high, level, method: Method::ClopperPearson }
}

/// The share of `k` in `n` with its interval; undefined when nothing was asked.
pub fn share(k: u64, n: u64, level: f64, method: Method) -> Result<Estimate, Undefined> {
    if n == 0 {
        return Err(Undefined::because("no row is in the denominator"));
    }
    let interval = match method {
        Method::ClopperPearson => clopper_pearson(k, n, level),
        _ => wilson(k, n, level),
    };
    let fraction = Some(Fraction { numerator: k, denominator: n });
    Ok(Estimate { value: k as f64 / n as f64, n, fraction, interval: Some(interval) })
}

/// Exact two-sided test that the share behind `k` in `n` is `p`: all outcomes no likelier than the one seen.
pub fn binomial_test(k: u64, n: u64, p: f64) -> Tested {
    let seen = binomial_mass(k, n, p) * (1.0 + 1e-7); // outcomes as likely up to rounding count as well
    let likely = |at: u64| binomial_mass(at, n, p) > seen;
    let mode = ((n as f64 + 1.0) * p) as u64;
    let p_value = if !likely(mode.min(n)) {
        1.0
    } else if k < mode {
        let right = first(mode, n + 1, |at| !likely(at));
        binomial_cdf(k, n, p).0 + if right == 0 { 1.0 } else { binomial_cdf(right - 1, n, p).1 }
    } else {
        let left = first(0, mode, likely);
        binomial_cdf(k - 1, n, p).1 + if left == 0 { 0.0 } else { binomial_cdf(left - 1, n, p).0 }
    };
    Tested::exact("binomial", p_value, n)
}

/// The first of `low..high` for which `holds`, where it holds from some point on; `high` when it never does.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        match holds(middle) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    low
}
