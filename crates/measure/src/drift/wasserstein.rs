//! Wasserstein: how far values have moved on average, in units of the reference's spread.

use super::kolmogorov::sizes;
use super::walk::{Step, walk};
use crate::estimate::{Estimate, Undefined};
use crate::metric::{Family, Metric};
use crate::summary::{Moments, Ranked};

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "wasserstein",
    title: "Wasserstein distance in standard deviations",
    family: Family::Drift,
    definition: "The average distance over which values must be moved to turn the reference into the current data, divided by the reference's standard deviation.",
    formula: "integral of |F_reference - F_current| dx / sd_reference",
    reading: "0 no move; 0.1 a tenth of a standard deviation; one outlier in the reference can hide drift, so see it beside the robust one",
    source: "Vaserstein, Problems of Information Transmission 5 (1969)",
};

/// The metric with a robust scale, in words.
pub const ROBUST: Metric = Metric {
    id: "wasserstein_robust",
    title: "Wasserstein distance in robust deviations",
    family: Family::Drift,
    definition: "The average distance over which values must be moved, divided by the spread of the middle half of the reference.",
    formula: "integral of |F_reference - F_current| dx / (IQR_reference / 1.349)",
    reading: "0 no move; 1 a standard deviation if the reference were normal; undefined when the middle half is one value",
    source: "Vaserstein (1969); Rousseeuw and Croux, JASA 88 (1993) for the scale",
};

/// The distance in units of the values.
pub fn distance(reference: &Ranked, current: &Ranked) -> Result<f64, Undefined> {
    let mut moved = Moved::new(sizes(reference, current)?);
    walk(reference, current, |step| moved.take(&step));
    Ok(moved.sum)
}

/// The distance over the standard deviation of the reference, whose moments are given.
pub fn scaled(reference: &Ranked, current: &Ranked, moments: &Moments) -> Result<Estimate, Undefined> {
    over_deviation(distance(reference, current)?, moments, reference.n() + current.n())
}

/// The distance over the interquartile range of the reference / 1.349, which for a normal one is its standard deviation.
pub fn robust(reference: &Ranked, current: &Ranked) -> Result<Estimate, Undefined> {
    over_range(distance(reference, current)?, reference, reference.n() + current.n())
}

/// The way that values have moved, summed on the way through both samples.
pub(super) struct Moved {
    m: f64,
    n: f64,
    pub sum: f64,
    before: Option<f64>,
}

impl Moved {
    pub fn new((m, n): (u64, u64)) -> Moved {
        Moved { m: m as f64, n: n as f64, sum: 0.0, before: None }
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        let gap = (step.reference.0 as f64 / self.m - step.current.0 as f64 / self.n).abs();
        self.sum += self.before.map_or(0.0, |last| gap * (step.value - last));
        self.before = Some(step.value);
    }
}

pub(super) fn over_deviation(distance: f64, moments: &Moments, n: u64) -> Result<Estimate, Undefined> {
    match moments.deviation()? {
        scale if scale > 0.0 => Estimate::plain(distance / scale, n),
        _ => Err(Undefined::because("the reference is constant, so there is no standard deviation")),
    }
}

pub(super) fn over_range(distance: f64, reference: &Ranked, n: u64) -> Result<Estimate, Undefined> {
    let quarter = |p: f64| reference.quantile(p).unwrap_or(0.0);
    match (quarter(0.75) - quarter(0.25)) / 1.349 {
        scale if scale > 0.0 => Estimate::plain(distance / scale, n),
        _ => Err(Undefined::because("the middle half of the reference is one value, so there is no robust scale")),
    }
}
