//! Kolmogorov-Smirnov: the largest gap between two distributions, where it lies, and how likely it is by chance.

use super::walk::{Step, walk};
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::Tested;
use crate::inference::difference::{Side, newcombe};
use crate::inference::distribution::ln_choose;
use crate::metric::{Family, Metric};
use crate::summary::Ranked;

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "kolmogorov_smirnov",
    title: "Kolmogorov-Smirnov distance",
    family: Family::Drift,
    definition: "The largest difference, over all values, between the share of the reference and the share of the current data at or below that value.",
    formula: "max over x of |F_reference(x) - F_current(x)|",
    reading: "0 the same distribution, 1 no overlap; lower is more alike; not moved by outliers or scale",
    source: "Smirnov, Annals of Mathematical Statistics 19 (1948); Hodges, Arkiv for Matematik 3 (1958); Pelz and Good, JRSS B 38 (1976)",
};

/// Cells of the lattice up to which the probability is exact although values are tied.
const TIED: u64 = 4_000_000;

/// Rows of the larger sample up to which the probability is exact.
const EXACT: u64 = 10_000;

/// The distance, with an interval that holds for any distribution or, of two values, for their shares, and the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smirnov {
    /// The distance.
    pub distance: Estimate,
    /// Where it lies.
    pub location: f64,
    /// The test that there is no difference.
    pub test: Tested,
}

/// Compares two samples; `rank_error` is the standard error of ranks when they are sketches.
pub fn smirnov(reference: &Ranked, current: &Ranked, level: f64, rank_error: f64) -> Result<Smirnov, Undefined> {
    let mut gap = Gap::new(sizes(reference, current)?);
    walk(reference, current, |step| gap.take(&step));
    gap.found(level, rank_error)
}

/// The gap on the way through both samples.
pub(super) struct Gap {
    m: u64,
    n: u64,
    gap: f64,
    location: f64,
    /// Distinct values so far, and the rows of both samples that hold the least.
    values: u64,
    least: (u64, u64),
    /// Pooled ranks at which distinct values end, while the exact law may need them.
    places: Option<Vec<usize>>,
}

impl Gap {
    pub fn new((m, n): (u64, u64)) -> Gap {
        Gap { m, n, gap: 0.0, location: 0.0, values: 0, least: (0, 0), places: (m.max(n) <= EXACT).then(Vec::new) }
    }

    /// The widest gap so far.
    pub fn size(&self) -> f64 {
        self.gap
    }

    #[inline]
    pub fn take(&mut self, step: &Step) {
        let (one, two) = (step.reference.0 + step.reference.1, step.current.0 + step.current.1);
        let here = (one as f64 / self.m as f64 - two as f64 / self.n as f64).abs();
        if here > self.gap {
            (self.gap, self.location) = (here, step.value);
        }
        self.values += 1;
        if self.values == 1 {
            self.least = (one, two);
        }
        if let Some(places) = &mut self.places {
            places.push((one + two) as usize);
        }
    }

    pub fn found(&self, level: f64, rank_error: f64) -> Result<Smirnov, Undefined> {
        let (m, n, gap) = (self.m, self.n, self.gap);
        let interval = if self.values <= 2 && rank_error == 0.0 {
            self.of_shares(level)
        } else {
            self.of_bands(level, rank_error)
        };
        let p = probability(gap, m, n, self.places.as_ref());
        let test = Tested { test: METRIC.id, statistic: Some(gap), degrees: None, p, n: m + n };
        Ok(Smirnov { distance: Estimate::plain(gap, m + n)?.with(interval), location: self.location, test })
    }

    /// Between which ends the distance lies for any distribution.
    fn of_bands(&self, level: f64, rank_error: f64) -> Interval {
        // Dvoretzky, Kiefer and Wolfowitz with Massart's constant bound each distribution at half the error.
        let bound = |n: u64| ((4.0 / (1.0 - level)).ln() / (2.0 * n as f64)).sqrt();
        let half = bound(self.m) + bound(self.n) + 3.0 * rank_error;
        let (low, high) = ((self.gap - half).max(0.0), (self.gap + half).min(1.0));
        Interval { low, high, level, method: Method::DistributionFree }
    }

    /// The same of at most two values, such as 0 and 1: the distance is then that of two shares.
    fn of_shares(&self, level: f64) -> Interval {
        let ends = newcombe(Side::new(self.least.0, self.m), Side::new(self.least.1, self.n), level);
        let (one, other) = (ends.low.abs(), ends.high.abs());
        Interval { low: if ends.contains(0.0) { 0.0 } else { one.min(other) }, high: one.max(other), ..ends }
    }
}

/// The sizes of two samples that can be compared.
pub(crate) fn sizes(reference: &Ranked, current: &Ranked) -> Result<(u64, u64), Undefined> {
    match (reference.n(), current.n()) {
        (0, _) => Err(Undefined::because("the reference has no finite value")),
        (_, 0) => Err(Undefined::because("the current data have no finite value")),
        sizes => Ok(sizes),
    }
}

/// The probability of a gap at least as large; `places` are the pooled ranks at which distinct values end, if known.
fn probability(gap: f64, m: u64, n: u64, places: Option<&Vec<usize>>) -> f64 {
    match places {
        Some(places) if places.len() as u64 == m + n => exact(gap, m, n, None),
        Some(places) if m * n <= TIED => exact(gap, m, n, Some(places)),
        Some(_) => limit(gap, m, n),
        None if m.min(n) <= 140 => exact(gap, m, n, None),
        None => limit(gap, m, n),
    }
}

/// The probability by the law of one sample of as many rows as both together are worth.
pub(crate) fn limit(gap: f64, m: u64, n: u64) -> f64 {
    let n = (m as f64 * n as f64 / (m + n) as f64).round();
    match n * gap * gap {
        far if far >= 370.0 => 0.0,
        // Far out both sides are never reached together, and one side has a closed form.
        far if far >= 2.2 => (2.0 * one_sided(n, gap)).min(1.0),
        _ => (1.0 - pelz_good(n, gap)).clamp(0.0, 1.0),
    }
}

/// Rows up to which the closed form of one side is summed; beyond, its expansion is as exact as can be told.
const SUMMED: f64 = 20_000.0;

/// The probability that a sample of `n` rows lies further to one side than `gap` (Smirnov 1944; Miller 1956).
fn one_sided(n: f64, gap: f64) -> f64 {
    if n > SUMMED {
        return (-(6.0 * n * gap + 1.0).powi(2) / (18.0 * n)).exp();
    }
    let term = |j: f64| {
        let (up, down) = (gap + j / n, 1.0 - gap - j / n);
        let powers = (j - 1.0) * up.ln() + if n > j { (n - j) * down.max(0.0).ln() } else { 0.0 };
        (ln_choose(n, j) + powers).exp()
    };
    gap * (0..=(n * (1.0 - gap)).floor() as u64).map(|j| term(j as f64)).sum::<f64>()
}

/// The exact probability, given which values are tied: a path through the lattice of both samples leaves the band.
pub(crate) fn exact(gap: f64, m: u64, n: u64, places: Option<&Vec<usize>>) -> f64 {
    let (m, n) = if places.is_none() { (m.min(n), m.max(n)) } else { (m, n) };
    let (md, nd) = (m as f64, n as f64);
    // Half a lattice step below the gap, so that rounding decides nothing.
    let q = (0.5 + (gap * md * nd - 1e-7).floor()) / (md * nd);
    if q <= 0.0 {
        return 1.0;
    }
    let mut ends = vec![places.is_none(); (m + n) as usize + 1];
    places.into_iter().flatten().for_each(|&it| ends[it] = true);
    let out = |i: u64, j: u64| (i as f64 / md - j as f64 / nd).abs() >= q && ends[(i + j) as usize];
    let mut left = vec![0.0; n as usize + 1];
    for j in 1..=n {
        left[j as usize] = if out(0, j) { 1.0 } else { left[j as usize - 1] };
    }
    for i in 1..=m {
        // Without ties everything outside the band is already 1 on the far side.
        let from = if places.is_none() { (((i as f64 / md - q) * nd).floor() - 1.0).max(0.0) as u64 } else { 0 };
        let to = if places.is_none() { ((((i as f64 / md + q) * nd).ceil() + 1.0) as u64).min(n) } else { n };
        for j in from..=to {
            let at = j as usize;
            left[at] = match (out(i, j), j) {
                (true, _) => 1.0,
                (false, 0) => left[0],
                (false, _) => (i as f64 * left[at] + j as f64 * left[at - 1]) / (i + j) as f64,
            };
        }
    }
    left[n as usize].clamp(0.0, 1.0)
}

/// The distribution function of the one-sample distance at `n` rows (Pelz and Good 1976).
fn pelz_good(n: f64, x: f64) -> f64 {
    let z = n.sqrt() * x;
    if z <= 0.0 {
        return 0.0;
    }
    let pi2 = std::f64::consts::PI * std::f64::consts::PI;
    let (z2, z4, z6) = (z * z, z.powi(4), z.powi(6));
    let qlog = -pi2 / 8.0 / z2;
    if qlog < -690.0 {
        return 0.0;
    }
    let (mut k0, mut k1, mut k2, mut k3) = (0.0, 0.0, 0.0, 0.0);
    for k in 0..40 {
        let m = f64::from(2 * k + 1);
        let (m2, m4, m6) = (m * m, m.powi(4), m.powi(6));
        let weight = (qlog * m2).exp();
        k0 += weight;
        k1 += (pi2 / 4.0 * m2 - z2) * weight;
        k2 +=
            ((6.0 * z6 + 2.0 * z4) + (2.0 * z4 - 5.0 * z2) * pi2 / 4.0 * m2 + pi2 * pi2 * (1.0 - 2.0 * z2) / 16.0 * m4)
                * weight;
        k3 += (-30.0 * z6 - 90.0 * z.powi(8)
            + pi2 * (135.0 * z4 - 96.0 * z6) / 4.0 * m2
            + pi2 * pi2 * (212.0 * z4 - 60.0 * z2) / 16.0 * m4
            + pi2.powi(3) * (5.0 - 30.0 * z2) / 64.0 * m6)
            * weight;
    }
    let (mut k2_extra, mut k3_extra) = (0.0, 0.0);
    for k in 1..40 {
        let m2 = f64::from(k * k);
        let weight = (4.0 * qlog * m2).exp();
        k2_extra += m2 * weight;
        k3_extra += (3.0 * z2 - pi2 * m2) * m2 * weight;
    }
    let root = (2.0 * std::f64::consts::PI).sqrt();
    let k0 = k0 * root / z;
    let k1 = k1 * root / (6.0 * z4);
    let k2 = k2 * root / (72.0 * z.powi(7)) - k2_extra * root * pi2 / (36.0 * z.powi(3));
    let k3 = k3 * root / (6480.0 * z.powi(10)) + k3_extra * root * pi2 / (216.0 * z6);
    k0 + k1 / n.sqrt() + k2 / n + k3 / n.powf(1.5)
}
