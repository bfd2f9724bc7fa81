//! The mean of what each row costs or scores, for values that may be skewed.
//!
//! The interval is Student's after Hall's transformation, which takes out the skew that makes Student's own cover too little for
//! losses of few rows. Source: Hall, JRSS B 54 (1992), with quantiles of Student's t.

use super::distribution::student_quantile;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// Running moments around the mean (Welford; Pébay 2008), in one pass and without cancellation.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    n: f64,
    mean: f64,
    second: f64,
    third: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        let before = self.n;
        self.n += 1.0;
        let gap = value - self.mean;
        let part = gap / self.n;
        let term = gap * part * before;
        self.mean += part;
        self.third += term * part * (self.n - 2.0) - 3.0 * part * self.second;
        self.second += term;
    }
}

/// Spread, as a part of what values could be, that is rounding and no spread.
const ROUNDING: f64 = 1e-12;

/// The mean of `values`, of which nothing bounds others, with its interval.
pub fn mean(values: impl Iterator<Item = f64>, level: f64) -> Result<Estimate, Undefined> {
    mean_within(values, level, [f64::NEG_INFINITY, f64::INFINITY])
}

/// The mean of `values`, all of which lie within the bounds, with its interval.
///
/// Values that are all the same tell nothing of how others spread. Then at most a part of `1 - (1 - level)^(1/n)` of all rows has
/// another value, and where bounds say how far that may lie, so far reaches the interval; without a bound there is none.
pub fn mean_within(values: impl Iterator<Item = f64>, level: f64, bounds: [f64; 2]) -> Result<Estimate, Undefined> {
    let found = moments(values)?;
    let Moments { n, mean, second, .. } = found;
    let size = if bounds.iter().all(|it| it.is_finite()) { bounds[1] - bounds[0] } else { mean.abs() };
    if (second / n).sqrt() <= ROUNDING * size {
        return alike(mean, n, level, bounds);
    }
    let found = hall(found, level)?;
    let within = |it: Interval| Interval { low: it.low.max(bounds[0]), high: it.high.min(bounds[1]), ..it };
    Ok(Estimate { interval: found.interval.map(within), ..found })
}

/// The mean of values drawn from a law that is known: where all are alike, the law has no spread.
pub fn mean_of_drawn(values: impl Iterator<Item = f64>, level: f64) -> Result<Estimate, Undefined> {
    hall(moments(values)?, level)
}

fn moments(values: impl Iterator<Item = f64>) -> Result<Moments, Undefined> {
    let mut moments = Moments::default();
    values.for_each(|it| moments.add(it));
    if moments.n < 2.0 { Err(Undefined::because("fewer than two rows")) } else { Ok(moments) }
}

fn hall(Moments { n, mean, second, third }: Moments, level: f64) -> Result<Estimate, Undefined> {
    let deviation = (second / (n - 1.0)).sqrt();
    let skew = if second > 0.0 { n.sqrt() * third / second.powf(1.5) } else { 0.0 };
    let t = student_quantile(level, n - 1.0) / n.sqrt();
    let end = |t: f64| mean - deviation * straightened(t, skew, n);
    let interval = Interval { low: end(t), high: end(-t), level, method: Method::Hall };
    Ok(Estimate::plain(mean, n as u64)?.with(interval))
}

/// The mean of `n` rows that all have one value.
fn alike(value: f64, n: f64, level: f64, [low, high]: [f64; 2]) -> Result<Estimate, Undefined> {
    if low.is_infinite() || high.is_infinite() {
        let why = format!("every row has the same value, {value}, which tells nothing of how far others may lie");
        return Err(Undefined::because(why));
    }
    let unseen = 1.0 - (1.0 - level).powf(1.0 / n);
    let interval = Interval {
        low: value - unseen * (value - low),
        high: value + unseen * (high - value),
        level,
        method: Method::ClopperPearson,
    };
    Ok(Estimate::plain(value, n as u64)?.with(interval))
}

/// The mean of `a` less that of `b`, both drawn from laws that are known.
pub fn paired_of_drawn(a: &[f64], b: &[f64], level: f64) -> Result<Estimate, Undefined> {
    match a.len() == b.len() {
        true => mean_of_drawn(a.iter().zip(b).map(|(a, b)| a - b), level),
        false => Err(Undefined::because("both were not drawn alike")),
    }
}

/// The mean of `a` less that of `b` on the same rows, whose values lie from 0 to 1.
pub fn paired(a: &[f64], b: &[f64], level: f64) -> Result<Estimate, Undefined> {
    match a.len() == b.len() {
        true => mean_within(a.iter().zip(b).map(|(a, b)| a - b), level, [-1.0, 1.0]),
        false => Err(Undefined::because("the two systems were not judged on the same rows")),
    }
}

/// The w with w + skew w^2 / 3 + skew^2 w^3 / 27 + skew / (6 n) = `t`.
fn straightened(t: f64, skew: f64, n: f64) -> f64 {
    let shifted = t - skew / (6.0 * n);
    match skew.abs() < 1e-6 {
        true => shifted, // the cubic is a line there, and its root would lose digits
        false => 3.0 / skew * ((1.0 + skew * shifted).cbrt() - 1.0),
    }
}
