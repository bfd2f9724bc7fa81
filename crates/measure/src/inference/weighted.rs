//! Rows that count by a weight: a share, a mean, and how two shares lie apart, each with the interval that weights leave it.
//!
//! The variance is that of a ratio of two weighted sums (Taylor linearisation), rows drawn independently. A share gets Wilson's interval
//! with the effective number of rows that this variance stands for, never more than there are; where all rows are alike that is
//! Kish's number. Strata and clusters of a survey are not known here. Sources: Kish, Survey Sampling (1965); Korn and Graubard,
//! Survey Methodology 24 (1998); Franco, Little, Louis and Slud, Journal of Survey Statistics and Methodology 7 (2019).

use super::distribution::{student_quantile, two_sided};
use super::share::wilson_real;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// Sums over rows that have a property or not, each with its weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weighted {
    /// Rows that were asked.
    pub n: u64,
    /// Sum of their weights.
    pub total: f64,
    /// Sum of the squares of their weights.
    pub squares: f64,
    /// Sum of the weights of those that have the property.
    pub hits: f64,
    /// Sum of the squares of the weights of those that have it.
    pub square_hits: f64,
}

impl Weighted {
    /// From rows as weight and whether they have the property; rows of weight 0 are not there.
    pub fn of(rows: impl Iterator<Item = (f64, bool)>) -> Weighted {
        rows.filter(|it| it.0 > 0.0)
            .fold(Weighted::default(), |it, (weight, has)| it.plus(1, weight, weight * weight, has))
    }

    /// With `n` more rows, the sum of their weights and that of the squares.
    pub fn plus(self, n: u64, total: f64, squares: f64, has: bool) -> Weighted {
        let part = f64::from(u8::from(has));
        Weighted {
            n: self.n + n,
            total: self.total + total,
            squares: self.squares + squares,
            hits: self.hits + part * total,
            square_hits: self.square_hits + part * squares,
        }
    }

    /// The share; NaN when nothing was asked.
    pub fn share(&self) -> f64 {
        self.hits / self.total
    }

    /// Rows of equal weight that would say as much of a property that has nothing to do with the weights (Kish).
    pub fn kish(&self) -> f64 {
        self.total * self.total / self.squares
    }

    /// Rows of equal weight that would give the share the variance that it has.
    pub fn effective(&self) -> f64 {
        let (p, n) = (self.share(), self.n as f64);
        let spread = (1.0 - p) * (1.0 - p) * self.square_hits + p * p * (self.squares - self.square_hits);
        let variance = n / (n - 1.0) * spread / (self.total * self.total);
        let effective = p * (1.0 - p) / variance;
        if effective.is_finite() && effective > 0.0 { effective.min(n) } else { self.kish() }
    }

    fn ends(&self, level: f64) -> (f64, f64) {
        let n = self.effective();
        let (low, high) = wilson_real(self.share() * n, n, two_sided(level));
        (if self.hits == 0.0 { 0.0 } else { low }, if self.hits == self.total { 1.0 } else { high })
    }

    /// The share with its interval.
    pub fn estimate(&self, level: f64) -> Result<Estimate, Undefined> {
        if self.total <= 0.0 {
            return Err(Undefined::because("no row with a weight is in the denominator"));
        }
        let (low, high) = self.ends(level);
        Ok(Estimate::plain(self.share(), self.n)?.with(Interval { low, high, level, method: Method::EffectiveWilson }))
    }
}

/// The interval of the share of `a` less that of `b`: Newcombe's, with the effective numbers of rows.
pub fn difference(a: &Weighted, b: &Weighted, level: f64) -> Interval {
    let ((a_low, a_high), (b_low, b_high)) = (a.ends(level), b.ends(level));
    let (p, q) = (a.share(), b.share());
    let low = p - q - (p - a_low).hypot(b_high - q);
    let high = p - q + (a_high - p).hypot(q - b_low);
    Interval { low: low.max(-1.0), high: high.min(1.0), level, method: Method::EffectiveNewcombe }
}

/// The interval of the share of `a` over that of `b`, on the logarithm; open where one of them is 0.
pub fn ratio(a: &Weighted, b: &Weighted, level: f64) -> Interval {
    let part = |it: &Weighted| (1.0 - it.share()) / (it.share() * it.effective());
    let half = two_sided(level) * (part(a) + part(b)).sqrt();
    let log = (a.share() / b.share()).ln();
    let (low, high) = ((log - half).exp(), (log + half).exp());
    let or = |it: f64, open: f64| if it.is_nan() { open } else { it };
    Interval { low: or(low, 0.0), high: or(high, f64::INFINITY), level, method: Method::Linearised }
}

/// The weighted mean of rows as value and weight, with the interval of its linearised variance.
pub fn mean(rows: &[(f64, f64)], level: f64) -> Result<Estimate, Undefined> {
    let with = || rows.iter().filter(|it| it.1 > 0.0);
    let (n, total) = (with().count() as f64, with().map(|it| it.1).sum::<f64>());
    if n < 2.0 {
        return Err(Undefined::because("fewer than two rows with a weight"));
    }
    let mean = with().map(|it| it.0 * it.1).sum::<f64>() / total;
    let spread = with().map(|it| (it.1 * (it.0 - mean)).powi(2)).sum::<f64>();
    let error = (n / (n - 1.0) * spread).sqrt() / total;
    let half = student_quantile(level, n - 1.0) * error;
    let interval = Interval { low: mean - half, high: mean + half, level, method: Method::Linearised };
    Ok(Estimate::plain(mean, n as u64)?.with(interval))
}

/// Why a measure has no number when rows count by their weights.
pub fn not_assessable() -> Undefined {
    Undefined::because("not assessable with weights; leave out --weight to measure rows that count alike")
}
