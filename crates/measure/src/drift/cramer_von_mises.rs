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
    definition: "The squared difference between both distributions, averaged over the pooled values; ties at their mean rank.",
    formula: "U / (n m (n + m)) - (4 n m - 1) / (6 (n + m)), U = n sum (r_i - i)^2 + m sum (s_j - j)^2",
    reading: "about 1/6 without drift; higher is farther apart; no upper limit",
    source: "Anderson, Annals of Mathematical Statistics 33 (1962); Csorgo and Faraway, JRSS B 58 (1996)",
};

/// The statistic and its probability by the limit law.
pub fn cramer_von_mises(reference: &Ranked, current: &Ranked) -> Result<Tested, Undefined> {
    let mut ranks = Ranks::new(sizes(reference, current)?);
    walk(reference, current, |step| ranks.take(&step));
    Ok(ranks.found())
}

/// Squared differences of ranks on the way through both samples.
pub(super) struct Ranks {
    m: f64,
    n: f64,
    own: f64,
    others: f64,
}

impl Ranks {
    pub fn new((m, n): (u64, u64)) -> Ranks {
        Ranks { m: m as f64, n: n as f64, own: 0.0, others: 0.0 }
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        let (a, t) = (step.reference.0 as f64, step.reference.1 as f64);
        let (b, s) = (step.current.0 as f64, step.current.1 as f64);
        let rank = a + b + (t + s + 1.0) / 2.0;
        self.own += squares(rank - a, t);
        self.others += squares(rank - b, s);
    }

    pub fn found(&self) -> Tested {
        let (m, n, all) = (self.m, self.n, self.m + self.n);
        let u = m * self.own + n * self.others;
        let t = u / (m * n * all) - (4.0 * m * n - 1.0) / (6.0 * all);
        let mean = (1.0 + 1.0 / all) / 6.0;
        let squared = 4.0 * m * n * all - 3.0 * (m * m + n * n) - 2.0 * m * n;
        let variance = (all + 1.0) * squared / (45.0 * all * all * 4.0 * m * n);
        let x = 1.0 / 6.0 + (t - mean) / (45.0 * variance).sqrt();
        let p = if x < 0.003 { 1.0 } else { (1.0 - limit(x)).max(0.0) };
        Tested { test: METRIC.id, statistic: Some(t), degrees: None, p, n: all as u64 }
    }
}

/// The sum of (d - i)^2 for i from 1 to t.
fn squares(d: f64, t: f64) -> f64 {
    t * d * d - d * t * (t + 1.0) + t * (t + 1.0) * (2.0 * t + 1.0) / 6.0
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
