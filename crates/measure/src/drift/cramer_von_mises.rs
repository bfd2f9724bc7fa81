//! Cramer-von Mises: the squared gap between two distributions over all values, more sensitive to shape than the largest.

use super::kolmogorov::sizes;
use super::walk::{Step, walk};
use crate::estimate::Undefined;
use crate::inference::Tested;
use crate::metric::{Family, Metric};
use crate::summary::Ranked;

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "cramer_von_mises",
    title: "Cramer-von Mises statistic",
    family: Family::Drift,
    definition: "The squared difference between both distributions, summed over the pooled values; where values are equal, it goes evenly from what it was before them to what it is after.",
    formula: "n m / (n + m)^2 sum over all pooled values of (F - G)^2, F and G the shares up to the value",
    reading: "about 1/6 without drift; higher is farther apart; no upper limit",
    source: "Anderson, Annals of Mathematical Statistics 33 (1962); Csorgo and Faraway, JRSS B 58 (1996)",
};

/// The statistic and its probability by the limit law.
pub fn cramer_von_mises(reference: &Ranked, current: &Ranked) -> Result<Tested, Undefined> {
    let mut ranks = Ranks::new(sizes(reference, current)?);
    walk(reference, current, |step| ranks.take(&step));
    Ok(ranks.found())
}

/// Squared differences of both distributions on the way through both samples.
///
/// With ranks in the place of distributions, equal values at their mean rank, unequal samples of the same distribution would seem apart; with
/// the difference behind equal values alone, many of them would weigh too much. So it is taken as if they came evenly one after the other.
pub(super) struct Ranks {
    m: f64,
    n: f64,
    sum: f64,
}

impl Ranks {
    pub fn new((m, n): (u64, u64)) -> Ranks {
        Ranks { m: m as f64, n: n as f64, sum: 0.0 }
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        // Differences of shares times the sizes of both samples, which spares a division a value.
        let apart = |r: u64, c: u64| r as f64 * self.n - c as f64 * self.m;
        let (before, slope) = (apart(step.reference.0, step.current.0), apart(step.reference.1, step.current.1));
        let k = (step.reference.1 + step.current.1) as f64;
        self.sum +=
            k * before * before + before * slope * (k + 1.0) + slope * slope * (k + 1.0) * (2.0 * k + 1.0) / (6.0 * k);
    }

    pub fn found(&self) -> Tested {
        let (m, n, all) = (self.m, self.n, self.m + self.n);
        let t = self.sum / (m * n * all * all);
        let mean = (1.0 + 1.0 / all) / 6.0;
        let squared = 4.0 * m * n * all - 3.0 * (m * m + n * n) - 2.0 * m * n;
        let variance = (all + 1.0) * squared / (45.0 * all * all * 4.0 * m * n);
        let x = 1.0 / 6.0 + (t - mean) / (45.0 * variance).sqrt();
        let p = if x < 0.003 { 1.0 } else { (1.0 - limit(x)).max(0.0) };
        Tested { test: METRIC.id, statistic: Some(t), degrees: None, p, n: all as u64 }
    }
}

/// The distribution function of the limit law, as a series of modified Bessel functions.
fn limit(x: f64) -> f64 {
    let mut sum = 0.0;
    // Gamma(k + 1/2) / Gamma(k + 1), the next from the last.
    let mut ratio = std::f64::consts::PI.sqrt();
    for k in 0..30 {
        let y = f64::from(4 * k + 1);
        let q = y * y / (16.0 * x);
        let term = ratio * y.sqrt() * bessel_quarter_twice_scaled(q) / (std::f64::consts::PI.powf(1.5) * x.sqrt());
        sum += term;
        if term.abs() < 1e-17 {
            break;
        }
        ratio *= (f64::from(k) + 0.5) / (f64::from(k) + 1.0);
    }
    sum
}

/// exp(-q) K_{1/4}(q), from the integral of exp(-q (1 + cosh t)) cosh(t / 4), which the trapezoid rule gives to all digits.
fn bessel_quarter_twice_scaled(q: f64) -> f64 {
    const STEP: f64 = 1.0 / 64.0;
    let at = |t: f64| (-q * (1.0 + t.cosh())).exp() * (t / 4.0).cosh();
    let mut sum = at(0.0) / 2.0;
    for step in 1..2000 {
        let term = at(f64::from(step) * STEP);
        sum += term;
        if term < sum * 1e-18 {
            break;
        }
    }
    sum * STEP
}
