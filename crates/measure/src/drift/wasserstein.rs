//! Wasserstein: how far values have moved on average, in units of the reference's spread.

use super::bins::Binned;
use super::kolmogorov::sizes;
use super::walk::{Step, walk};
use super::words::redrawn;
use crate::estimate::{Estimate, Undefined};
use crate::inference::resample::sized;
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
    Ok(moved.distance())
}

/// The distance over the standard deviation of the reference, whose moments are given.
pub fn scaled(reference: &Ranked, current: &Ranked, moments: &Moments) -> Result<Estimate, Undefined> {
    over_deviation(distance(reference, current)?, moments, reference.n() + current.n())
}

/// The distance over the interquartile range of the reference / 1.349, which for a normal one is its standard deviation.
pub fn robust(reference: &Ranked, current: &Ranked) -> Result<Estimate, Undefined> {
    over_range(distance(reference, current)?, reference, reference.n() + current.n())
}

/// Cells of about equally many values of both samples, of which a resample is drawn.
const CELLS: f64 = 64.0;

/// The way that values have moved, summed on the way through both samples.
pub(super) struct Moved {
    m: f64,
    n: f64,
    /// Cells a value.
    narrow: f64,
    sum: f64,
    before: Option<f64>,
    cells: Cells,
}

/// Both samples as cells of neighbouring values: their counts, the first of the values, and what all lie above it in sum.
#[derive(Default)]
struct Cells {
    at: Option<u64>,
    reference: Vec<u64>,
    current: Vec<u64>,
    first: Vec<f64>,
    above: Vec<f64>,
}

impl Cells {
    #[inline]
    fn take(&mut self, at: u64, step: &Step) {
        if self.at != Some(at) {
            self.at = Some(at);
            self.reference.push(0);
            self.current.push(0);
            self.first.push(step.value);
            self.above.push(0.0);
        }
        let (r, c) = (step.reference.1, step.current.1);
        if let (Some(reference), Some(current), Some(first), Some(above)) =
            (self.reference.last_mut(), self.current.last_mut(), self.first.last(), self.above.last_mut())
        {
            *reference += r;
            *current += c;
            *above += (step.value - first) * (r + c) as f64;
        }
    }

    /// The mean of the values of each cell.
    fn means(&self) -> Vec<f64> {
        let counts = self.reference.iter().zip(&self.current).map(|(r, c)| (r + c) as f64);
        counts.zip(self.first.iter().zip(&self.above)).map(|(n, (first, above))| first + above / n).collect()
    }
}

/// The distance of drawn counts of cells whose values have these means.
fn of_cells(means: &[f64], drawn: &Binned) -> f64 {
    let (m, n) = drawn.totals();
    let (mut gap, mut sum) = (0.0, 0.0);
    for at in 1..means.len() {
        gap += drawn.reference[at - 1] as f64 / m as f64 - drawn.current[at - 1] as f64 / n as f64;
        sum += f64::abs(gap) * (means[at] - means[at - 1]);
    }
    sum
}

impl Moved {
    pub fn new((m, n): (u64, u64)) -> Moved {
        let (m, n) = (m as f64, n as f64);
        Moved { m, n, narrow: CELLS / (m + n), sum: 0.0, before: None, cells: Cells::default() }
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        // Times the sizes of both samples, which spares a division a value.
        let gap = (step.reference.0 as f64 * self.n - step.current.0 as f64 * self.m).abs();
        self.sum += self.before.map_or(0.0, |last| gap * (step.value - last));
        self.before = Some(step.value);
        let below = (step.reference.0 + step.current.0) as f64;
        self.cells.take((below * self.narrow) as u64, step);
    }

    /// The distance, in units of the values.
    pub fn distance(&self) -> f64 {
        self.sum / (self.m * self.n)
    }

    /// The distances of resamples, in units of the values; the spread that they are told in is taken as it is.
    pub fn redrawn(&self, seed: u64) -> Vec<f64> {
        let (reference, current) = (self.cells.reference.clone(), self.cells.current.clone());
        let means = self.cells.means();
        let binned = Binned { labels: vec![String::new(); means.len()], reference, current };
        let [drawn] = redrawn(&binned, seed, |it| [of_cells(&means, it)]);
        drawn
    }
}

/// A distance in the unit of `told`, with the interval of its resamples: noise only adds to it.
pub(super) fn with_interval(
    told: impl Fn(f64) -> Result<Estimate, Undefined>,
    distance: f64,
    drawn: &[f64],
    level: f64,
) -> Result<Estimate, Undefined> {
    let (it, unit) = (told(distance)?, told(1.0)?.value);
    Ok(sized(it, drawn.iter().map(|drawn| drawn * unit).collect(), level))
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
