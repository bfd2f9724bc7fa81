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

/// The mean of `values` with its interval.
pub fn mean(values: impl Iterator<Item = f64>, level: f64) -> Result<Estimate, Undefined> {
    let mut moments = Moments::default();
    values.for_each(|it| moments.add(it));
    let Moments { n, mean, second, third } = moments;
    if n < 2.0 {
        return Err(Undefined::because("fewer than two rows"));
    }
    let deviation = (second / (n - 1.0)).sqrt();
    let skew = if second > 0.0 { n.sqrt() * third / second.powf(1.5) } else { 0.0 };
    let t = student_quantile(level, n - 1.0) / n.sqrt();
    let end = |t: f64| mean - deviation * straightened(t, skew, n);
    let interval = Interval { low: end(t), high: end(-t), level, method: Method::Hall };
    Ok(Estimate::plain(mean, n as u64)?.with(interval))
}

/// The mean of `a` less that of `b` on the same rows.
pub fn paired(a: &[f64], b: &[f64], level: f64) -> Result<Estimate, Undefined> {
    match a.len() == b.len() {
        true => mean(a.iter().zip(b).map(|(a, b)| a - b), level),
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
