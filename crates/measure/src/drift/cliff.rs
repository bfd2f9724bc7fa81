//! Cliff's delta: how often a current value is above a reference value, less how often it is below.

use super::kolmogorov::sizes;
use super::walk::{Step, walk};
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::distribution::two_sided;
use crate::metric::{Family, Metric};
use crate::summary::Ranked;

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "cliff_delta",
    title: "Cliff's delta",
    family: Family::Drift,
    definition: "The share of pairs of a current and a reference value in which the current one is higher, less the share in which it is lower.",
    formula: "P(current > reference) - P(current < reference) = 2 U / (n m) - 1",
    reading: "0 no shift, 1 every current value above every reference value, -1 below; sees shifts, not a change of spread",
    source: "Cliff, Psychological Bulletin 114 (1993); variance as DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988)",
};

/// The effect with its interval.
pub fn cliff_delta(reference: &Ranked, current: &Ranked, level: f64) -> Result<Estimate, Undefined> {
    let mut placed = Placed::new(sizes(reference, current)?);
    walk(reference, current, |step| placed.take(&step));
    placed.found(level)
}

/// Placements on the way through both samples: per value how many of the other sample lie above it less how many below.
pub(super) struct Placed {
    m: f64,
    n: f64,
    delta: f64,
    own: f64,
    others: f64,
}

impl Placed {
    pub fn new((m, n): (u64, u64)) -> Placed {
        Placed { m: m as f64, n: n as f64, delta: 0.0, own: 0.0, others: 0.0 }
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        // Counts and not yet shares, which spares a division a value.
        let above = |(below, equal): (u64, u64), all: f64| all - 2.0 * below as f64 - equal as f64;
        let (of_reference, of_current) = (above(step.current, self.n), above(step.reference, self.m));
        self.delta += step.reference.1 as f64 * of_reference;
        self.own += step.reference.1 as f64 * of_reference * of_reference;
        self.others += step.current.1 as f64 * of_current * of_current;
    }

    pub fn found(&self, level: f64) -> Result<Estimate, Undefined> {
        let (m, n) = (self.m, self.n);
        let value = self.delta / (m * n);
        let part = |squares: f64, all: f64| {
            if all > 1.0 { (squares - all * value * value).max(0.0) / (all - 1.0) / all } else { 0.0 }
        };
        let half = two_sided(level) * (part(self.own / (n * n), m) + part(self.others / (m * m), n)).sqrt();
        let (low, high) = ((value - half).max(-1.0), (value + half).min(1.0));
        let interval = Interval { low, high, level, method: Method::DeLong };
        Ok(Estimate::plain(value, (self.m + self.n) as u64)?.with(interval))
    }
}
