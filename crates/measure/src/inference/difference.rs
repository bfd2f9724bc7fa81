//! Intervals of the difference of two independent shares.
//!
//! Sources: Newcombe, Statistics in Medicine 17 (1998), method 10; Miettinen and Nurminen, Statistics in Medicine 4 (1985),
//! with the closed form of Farrington and Manning (1990) for the restricted estimate.

use super::distribution::two_sided;
use super::share::wilson;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// Counts of one side: `k` of `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Rows that have the property.
    pub k: u64,
    /// Rows that were asked.
    pub n: u64,
}

impl Side {
    /// `k` of `n`.
    pub fn new(k: u64, n: u64) -> Side {
        Side { k, n }
    }

    /// The share; NaN when nothing was asked.
    pub(crate) fn share(self) -> f64 {
        self.k as f64 / self.n as f64
    }
}

/// The share of `a` less the share of `b`, with its interval.
pub fn difference(a: Side, b: Side, level: f64, method: Method) -> Result<Estimate, Undefined> {
    if a.n == 0 || b.n == 0 {
        return Err(Undefined::because("one of the two sides has no row in the denominator"));
    }
    let interval = match method {
        Method::MiettinenNurminen => miettinen_nurminen(a, b, level),
        _ => newcombe(a, b, level),
    };
    Ok(Estimate { value: a.share() - b.share(), n: a.n + b.n, fraction: None, interval: Some(interval) })
}

/// Hybrid score interval: the distances of each share to the ends of its own Wilson interval, squared and added.
pub fn newcombe(a: Side, b: Side, level: f64) -> Interval {
    let (one, two) = (wilson(a.k, a.n, level), wilson(b.k, b.n, level));
    let (p, q) = (a.share(), b.share());
    let low = p - q - (p - one.low).hypot(two.high - q);
    let high = p - q + (one.high - p).hypot(q - two.low);
    Interval { low: low.max(-1.0), high: high.min(1.0), level, method: Method::Newcombe }
}

/// Score interval: all differences that the score test with its small-sample factor does not reject.
pub fn miettinen_nurminen(a: Side, b: Side, level: f64) -> Interval {
    let z = two_sided(level);
    let seen = a.share() - b.share();
    let low = boundary(seen, -1.0, |delta| score(a, b, delta) < z);
    let high = boundary(seen, 1.0, |delta| score(a, b, delta) > -z);
    Interval { low, high, level, method: Method::MiettinenNurminen }
}

/// The place between `inside` and `outside` where `holds` ends, by halving.
pub(crate) fn boundary(mut inside: f64, mut outside: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (inside + outside);
        if middle == inside || middle == outside {
            break;
        }
        match holds(middle) {
            true => inside = middle,
            false => outside = middle,
        }
    }
    outside
}

/// The score statistic for a true difference of `delta`.
fn score(a: Side, b: Side, delta: f64) -> f64 {
    let (m, n) = (a.n as f64, b.n as f64);
    let (p, q) = restricted(a, b, delta);
    let factor = (m + n) / (m + n - 1.0);
    let variance = factor * (p * (1.0 - p) / m + q * (1.0 - q) / n);
    let distance = a.share() - b.share() - delta;
    if distance == 0.0 { 0.0 } else { distance / variance.max(0.0).sqrt() }
}

/// The likeliest two shares that differ by `delta`.
fn restricted(one: Side, two: Side, delta: f64) -> (f64, f64) {
    let theta = two.n as f64 / one.n as f64;
    let (p, q) = (one.share(), two.share());
    let a = 1.0 + theta;
    let b = -(1.0 + theta + p + theta * q + delta * (theta + 2.0));
    let c = delta * delta + delta * (2.0 * p + theta + 1.0) + p + theta * q;
    let d = -p * delta * (1.0 + delta);
    let v = (b / (3.0 * a)).powi(3) - b * c / (6.0 * a * a) + d / (2.0 * a);
    let u = ((b / (3.0 * a)).powi(2) - c / (3.0 * a)).max(0.0).sqrt().copysign(v);
    let angle = if u == 0.0 { 0.0 } else { (v / u.powi(3)).clamp(-1.0, 1.0).acos() };
    let w = (std::f64::consts::PI + angle) / 3.0;
    let first = (2.0 * u * w.cos() - b / (3.0 * a)).clamp(delta.max(0.0), (1.0 + delta).min(1.0));
    (first, (first - delta).clamp(0.0, 1.0))
}
