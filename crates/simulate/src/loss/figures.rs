//! What drawn years say: expected loss, quantiles, expected shortfall, each with the error of drawing.
//!
//! Sources: Conover, Practical Nonparametric Statistics (1999), section 3.2, for intervals of quantiles by order statistics, which hold
//! for any law; Rockafellar and Uryasev, Journal of Banking and Finance 26 (2002), by whom expected shortfall is a mean, so that its
//! interval is that of one; Hall, JRSS B 54 (1992) for means of skewed values.

use measure::inference::distribution::binomial_cdf;
use measure::inference::mean::mean_of_drawn;
use measure::inference::share::share;
use measure::{Estimate, Interval, Measured, Method, Undefined};
use serde::Serialize;

use super::sections::sections;

/// Years beyond a quantile from which the mean of what lies there is told.
const LEAST_BEYOND: f64 = 30.0;

/// What the years of a risk, or of all of them, cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Mean loss of a year.
    pub expected: Measured,
    /// Share of years with a loss.
    pub any: Measured,
    /// Losses that are not exceeded with given probabilities (value at risk).
    pub quantiles: Vec<At>,
    /// Mean loss of the worst years (expected shortfall).
    pub shortfalls: Vec<At>,
}

/// A figure at a probability.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct At {
    /// Probability of a year that is not worse.
    pub probability: f64,
    /// The loss.
    pub loss: Measured,
}

/// Drawn years in order, those without loss counted and not kept.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    none: usize,
    /// Above 0, rising, as bits: those of numbers above 0 stand in the order of the numbers and are sorted in half the time.
    some: Vec<u64>,
}

impl Sample {
    pub(crate) fn of(years: &[f64]) -> Sample {
        let mut some = Vec::with_capacity(years.len());
        some.extend(years.iter().filter(|it| **it > 0.0).map(|it| it.to_bits()));
        some.sort_unstable();
        Sample { none: years.len() - some.len(), some }
    }

    pub(crate) fn n(&self) -> usize {
        self.none + self.some.len()
    }

    /// The loss of the year with this rank, from 1 for the mildest.
    pub(crate) fn rank(&self, rank: usize) -> f64 {
        rank.checked_sub(self.none + 1).map_or(0.0, |it| f64::from_bits(self.some[it]))
    }

    /// How many years are above `loss`, which is not below 0.
    pub(crate) fn above(&self, loss: f64) -> usize {
        self.some.len() - self.some.partition_point(|it| f64::from_bits(*it) <= loss)
    }

    /// The largest loss, and the least above 0; none when there is no loss.
    pub(crate) fn ends(&self) -> Option<(f64, f64)> {
        let ends = self.some.first().zip(self.some.last());
        ends.map(|(least, most)| (f64::from_bits(*least), f64::from_bits(*most)))
    }

    /// The rank of the quantile at `p`: the least whose share of years is at least `p`.
    pub(crate) fn place(&self, p: f64) -> usize {
        place(self.n(), p)
    }

    /// Mean loss of the worst `1 - p` of the years, the year at the border counted in part.
    pub(crate) fn shortfall(&self, p: f64) -> f64 {
        let (n, place) = (self.n() as f64, self.place(p));
        let border = self.rank(place);
        let beyond = self.some[place.saturating_sub(self.none)..].iter();
        let beyond: f64 = beyond.map(|it| f64::from_bits(*it) - border).sum();
        border + beyond / (n * (1.0 - p))
    }
}

/// The mean of the worst `1 - p` of years that are in no order, and that of each section of them.
#[derive(Debug, Clone)]
pub(crate) struct Shortfalls {
    pub(crate) n: usize,
    pub(crate) whole: f64,
    pub(crate) of_sections: Vec<f64>,
}

impl Shortfalls {
    pub(crate) fn of(years: &[f64], p: f64) -> Shortfalls {
        let of_sections = sections(years.len()).map(|it| shortfall_of(&years[it], p)).collect();
        Shortfalls { n: years.len(), whole: shortfall_of(years, p), of_sections }
    }
}

/// As [`Sample::shortfall`], for one figure alone, in linear time.
pub(crate) fn shortfall_of(years: &[f64], p: f64) -> f64 {
    let mut bits: Vec<u64> = years.iter().map(|it| it.to_bits()).collect();
    let (_, border, _) = bits.select_nth_unstable(place(years.len(), p) - 1);
    let border = f64::from_bits(*border);
    let beyond: f64 = years.iter().map(|it| (it - border).max(0.0)).sum();
    border + beyond / (years.len() as f64 * (1.0 - p))
}

fn place(n: usize, p: f64) -> usize {
    // A product that should be whole may come out a little above.
    let exact = n as f64 * p;
    let nearest = exact.round();
    let place = if (exact - nearest).abs() < 1e-6 { nearest } else { exact.ceil() };
    (place as usize).clamp(1, n.max(1))
}

/// Ranks of a quantile and of the ends of its interval, the same for every sample of one size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranks {
    p: f64,
    at: usize,
    low: Option<usize>,
    high: Option<usize>,
}

impl Ranks {
    /// The tightest ranks of which each leaves at most half of what `level` leaves.
    pub(crate) fn of(n: usize, p: f64, level: f64) -> Ranks {
        let (all, tail) = (n as u64, 0.5 * (1.0 - level));
        // P(X(r) > q) = P(at most r - 1 values are below q), so the low end is the largest r with P(Bin <= r - 1) <= tail.
        let low = first(0, all, |k| binomial_cdf(k, all, p).0 > tail);
        // P(X(s) < q) = P(at least s values are below q): the least s with P(Bin > s - 1) <= tail.
        let high = first(0, all, |k| binomial_cdf(k, all, p).1 <= tail) + 1;
        Ranks {
            p,
            at: place(n, p),
            low: (low > 0).then_some(low as usize),
            high: (high <= all).then_some(high as usize),
        }
    }
}

/// The first of `low..high` for which `holds`, where it holds from some number on.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// What is asked of drawn years.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) ranks: Vec<Ranks>,
    pub(crate) shortfalls: Vec<f64>,
    pub(crate) level: f64,
}

impl Figures {
    /// Of `years`, which are `sample` before they were put in order; a law without a variance gives no interval to any mean.
    pub(crate) fn of(years: &[f64], sample: &Sample, asked: &Asked, tail: Tail) -> Figures {
        let level = asked.level;
        let n = sample.n();
        let expected = match tail {
            Tail::NoMean => Err(Undefined::because(
                "the loss of a year has no mean, so that of draws grows with their number; cap what an event can cost",
            )),
            Tail::NoVariance => Err(Undefined::because(
                "the loss of a year has no variance, so its mean has no interval; cap what an event can cost",
            )),
            Tail::Short => mean_of_drawn(years.iter().copied(), level),
        };
        let quantile = |it: &Ranks| At { probability: it.p, loss: quantile(sample, *it, level).into() };
        let shortfall = |p: &f64| At { probability: *p, loss: shortfall(years, sample, *p, level, tail).into() };
        Figures {
            any: share(sample.some.len() as u64, n as u64, level, Method::ClopperPearson).into(),
            quantiles: asked.ranks.iter().map(quantile).collect(),
            shortfalls: asked.shortfalls.iter().map(shortfall).collect(),
            expected: expected.into(),
        }
    }
}

/// Which moments the loss of a year has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Mean and variance.
    Short,
    /// A mean alone.
    NoVariance,
    /// Neither.
    NoMean,
}

fn quantile(sample: &Sample, ranks: Ranks, level: f64) -> Result<Estimate, Undefined> {
    let low = ranks.low.map_or(0.0, |it| sample.rank(it));
    let high = ranks.high.map_or(f64::INFINITY, |it| sample.rank(it));
    let interval = Interval { low, high, level, method: Method::OrderStatistics };
    Ok(Estimate::plain(sample.rank(ranks.at), sample.n() as u64)?.with(interval))
}

fn shortfall(years: &[f64], sample: &Sample, p: f64, level: f64, tail: Tail) -> Result<Estimate, Undefined> {
    let beyond = sample.n() as f64 * (1.0 - p);
    if beyond < LEAST_BEYOND {
        let years = (LEAST_BEYOND / (1.0 - p)).ceil();
        return Err(Undefined::because(format!("only {beyond:.0} years lie beyond; draw at least {years:.0}")));
    }
    if tail != Tail::Short {
        return Err(Undefined::because(
            "the loss of a year has no variance, so no mean of its tail has an interval; cap what an event can cost",
        ));
    }
    let border = sample.rank(sample.place(p));
    let spread = mean_of_drawn(years.iter().map(|it| border + (it - border).max(0.0) / (1.0 - p)), level)?;
    Ok(Estimate { value: sample.shortfall(p), ..spread })
}
