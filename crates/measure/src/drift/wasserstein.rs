//! Wasserstein: how far values have moved on average, in units of the reference's spread.

use super::kolmogorov::sizes;
use super::walk::walk;
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
    let (m, n) = sizes(reference, current)?;
    let (mut sum, mut before) = (0.0, None);
    walk(reference, current, |step| {
        let gap = (step.reference.0 as f64 / m as f64 - step.current.0 as f64 / n as f64).abs();
        if let Some(last) = before {
            sum += gap * (step.value - last);
        }
        before = Some(step.value);
    });
    Ok(sum)
}

/// The distance over the standard deviation of the reference, whose moments are given.
pub fn scaled(reference: &Ranked, current: &Ranked, moments: &Moments) -> Result<Estimate, Undefined> {
    over(reference, current, moments.deviation()?, "the reference is constant, so there is no standard deviation")
}

/// The distance over the interquartile range of the reference / 1.349, which for a normal one is its standard deviation.
pub fn robust(reference: &Ranked, current: &Ranked) -> Result<Estimate, Undefined> {
    let quarter = |p: f64| reference.quantile(p).unwrap_or(0.0);
    let scale = (quarter(0.75) - quarter(0.25)) / 1.349;
    over(reference, current, scale, "the middle half of the reference is one value, so there is no robust scale")
}

fn over(reference: &Ranked, current: &Ranked, scale: f64, flat: &'static str) -> Result<Estimate, Undefined> {
    let distance = distance(reference, current)?;
    match scale > 0.0 {
        true => Estimate::plain(distance / scale, reference.n() + current.n()),
        false => Err(Undefined::because(flat)),
    }
}
