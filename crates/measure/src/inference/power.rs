//! How many rows are needed, and what the rows at hand can show.
//!
//! Normal approximations to the power of a two-sided test of two shares (Fleiss, Levin and Paik 2003), of a ratio on its
//! logarithm, and the widths of Wilson intervals. Whole numbers are found by search, so each answer keeps its promise.

use super::distribution::{normal_cdf, two_sided};
use super::share::wilson_real;
use crate::estimate::Undefined;

/// More rows than anybody has.
const MOST: u64 = 1 << 50;

fn proper(p: f64) -> Result<f64, Undefined> {
    match p > 0.0 && p < 1.0 {
        true => Ok(p),
        false => Err(Undefined::because("a share must lie between 0 and 1, ends excluded")),
    }
}

/// The least n for which `holds`, where it holds from some n on.
fn least(holds: impl Fn(u64) -> bool) -> Result<u64, Undefined> {
    let mut high = 1;
    while !holds(high) {
        high *= 2;
        if high > MOST {
            return Err(Undefined::because("no number of rows is enough"));
        }
    }
    let mut low = high / 2;
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        match holds(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Ok(high)
}

/// The chance that a two-sided test at `1 - level` tells shares `p` of `m` rows and `q` of `n` rows apart.
pub fn of_difference(p: f64, m: f64, q: f64, n: f64, level: f64) -> Result<f64, Undefined> {
    let (p, q) = (proper(p)?, proper(q)?);
    let pooled = (m * p + n * q) / (m + n);
    let null = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    let truth = (p * (1.0 - p) / m + q * (1.0 - q) / n).sqrt();
    let (z, gap) = (two_sided(level), (p - q).abs());
    Ok(normal_cdf((gap - z * null) / truth) + normal_cdf((-gap - z * null) / truth))
}

/// Rows on each side that tell shares `p` and `q` apart with `power`.
pub fn rows_for_difference(p: f64, q: f64, level: f64, power: f64) -> Result<u64, Undefined> {
    of_difference(p, 1.0, q, 1.0, level)?;
    least(|n| of_difference(p, n as f64, q, n as f64, level).is_ok_and(|it| it >= power))
}

/// The smallest rise above share `q` of `n` rows that `m` rows of the other side show with `power`; none below 1.
pub fn smallest_gap(q: f64, m: f64, n: f64, level: f64, power: f64) -> Result<f64, Undefined> {
    let q = proper(q)?;
    let enough = |gap: f64| of_difference(q + gap, m, q, n, level).is_ok_and(|it| it >= power);
    let (mut low, mut high) = (0.0, 1.0 - q - 1e-12);
    if !enough(high) {
        return Err(Undefined::because("too few rows to show any difference with this power"));
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        match enough(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    Ok(high)
}

/// The smallest fall below share `q`, as [`smallest_gap`] tells a rise: a share falls as its complement rises.
pub fn smallest_fall(q: f64, m: f64, n: f64, level: f64, power: f64) -> Result<f64, Undefined> {
    smallest_gap(1.0 - proper(q)?, m, n, level, power)
}

/// Rows on each side that show, with `power`, a true ratio of `ratio` over share `q` to lie on its side of `limit` (0.8 for
/// the four-fifths question).
pub fn rows_for_ratio(ratio: f64, q: f64, limit: f64, level: f64, power: f64) -> Result<u64, Undefined> {
    let (p, q) = (proper(ratio * q)?, proper(q)?);
    let (gap, z) = ((ratio / limit).ln().abs(), two_sided(level));
    let unit = (1.0 - p) / p + (1.0 - q) / q;
    least(|n| normal_cdf(gap / (unit / n as f64).sqrt() - z) >= power)
}

/// Rows that make the Wilson interval of a share near `p` no wider than `half` to either side, on average.
pub fn rows_for_width(p: f64, half: f64, level: f64) -> Result<u64, Undefined> {
    let z = two_sided(level);
    least(|n| {
        let (low, high) = wilson_real(p.clamp(0.0, 1.0) * n as f64, n as f64, z);
        high - low <= 2.0 * half
    })
}
