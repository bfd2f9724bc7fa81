//! What is exact: mean and deviation of a year in closed form, and the probability of a year above an amount between two bounds.
//!
//! Sources: Wald, Annals of Mathematical Statistics 15 (1944) for means of random sums and, with the variance, Klugman, Panjer and
//! Willmot, Loss Models (2012), chapter 9; Panjer, ASTIN Bulletin 12 (1981) for the recursion; Gerber, An Introduction to Mathematical
//! Risk Theory (1979) for rounding down and up.

use measure::Undefined;
use serde::Serialize;

use super::causes::{Graph, Way, passed};
use super::counts::Counts;
use super::figures::Tail;
use super::model::{Drawn, Portfolio};

/// Steps of the lattice on which a law of amounts is laid at most; the recursion takes their square.
const MOST_STEPS: usize = 20_000;

/// Closed figures of a year, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closed {
    /// Events a year on average.
    pub events: Exact,
    /// Mean loss.
    pub mean: Exact,
    /// Standard deviation of the loss.
    pub deviation: Exact,
}

/// A number that is not estimated, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Exact {
    /// The number.
    Value(f64),
    /// There is none.
    Undefined(Undefined),
}

impl Exact {
    /// The number, if there is one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Exact::Value(value) => Some(*value),
            Exact::Undefined(_) => None,
        }
    }

    fn finite(value: f64, otherwise: &'static str) -> Exact {
        if value.is_finite() { Exact::Value(value) } else { Exact::Undefined(Undefined::because(otherwise)) }
    }
}

const NO_MEAN: &str = "the tail of a cost is so long that it has no mean; cap what an event can cost";
const NO_VARIANCE: &str = "the tail of a cost is so long that it has no variance; cap what an event can cost";
const OF_THE_YEAR: &str = "a layer has a limit of the year, for which there is no closed form";
const TOO_MANY: &str = "causes can happen together in too many ways for a closed form";

/// Mean and variance of events, and of what they cost.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    mean: f64,
    variance: f64,
}

impl Sum {
    /// So many independent amounts (Wald).
    fn of(counts: &Counts, mean: f64, square: f64) -> Sum {
        if counts.mean() == 0.0 || square == 0.0 {
            return Sum::default(); // what never happens has no tail, however long one event's is
        }
        let variance = if square.is_finite() { square - mean * mean } else { f64::INFINITY };
        Sum { mean: counts.mean() * mean, variance: counts.mean() * variance + counts.variance() * mean * mean }
    }

    fn and(self, other: Sum) -> Sum {
        Sum { mean: self.mean + other.mean, variance: self.variance + other.variance }
    }

    fn told(self, events: Exact) -> Closed {
        let deviation = Exact::finite(self.variance.sqrt(), NO_VARIANCE);
        Closed { events, mean: Exact::finite(self.mean, NO_MEAN), deviation }
    }
}

fn none(events: Exact, why: &'static str) -> Closed {
    let undefined = || Exact::Undefined(Undefined::because(why));
    Closed { events, mean: undefined(), deviation: undefined() }
}

impl Portfolio {
    /// Events of a risk in a year on average, at most where causes are too many for an exact figure.
    pub(crate) fn mean_events(&self, risk: &Drawn) -> f64 {
        let of_way = |it: &Way| self.graph.causes[it.root].own.mean() * it.struck.unwrap_or(1.0);
        risk.own.mean() + risk.ways.iter().map(of_way).sum::<f64>()
    }

    fn events(&self, risk: &Drawn) -> Exact {
        match risk.ways.iter().all(|it| it.struck.is_some()) {
            true => Exact::Value(self.mean_events(risk)),
            false => Exact::Undefined(Undefined::because(TOO_MANY)),
        }
    }

    /// Closed figures of one risk: what is kept of its own events and of those of its causes.
    pub fn closed(&self, risk: &Drawn) -> Closed {
        let events = self.events(risk);
        if !risk.cover.event_by_event() {
            return none(events, OF_THE_YEAR);
        }
        let (mean, square) = risk.cover.kept_moments(&risk.size);
        let mut sum = Sum::of(&risk.own, mean, square);
        for way in &risk.ways {
            let Some(struck) = way.struck else { return none(events, TOO_MANY) };
            if struck == 0.0 {
                continue; // no part of a cost without a mean is still none
            }
            sum = sum.and(Sum::of(&self.graph.causes[way.root].own, struck * mean, struck * square));
        }
        sum.told(events)
    }

    /// Closed figures of all risks together, with what their common causes bind.
    pub fn closed_total(&self) -> Closed {
        let events: Vec<Exact> = self.risks.iter().map(|it| self.events(it)).collect();
        let whole = events.iter().map(Exact::value).sum::<Option<f64>>();
        let events = whole.map_or_else(|| Exact::Undefined(Undefined::because(TOO_MANY)), Exact::Value);
        if !self.risks.iter().all(|it| it.cover.event_by_event()) {
            return none(events, OF_THE_YEAR);
        }
        let moments: Vec<(f64, f64)> = self.risks.iter().map(|it| it.cover.kept_moments(&it.size)).collect();
        let own = self.risks.iter().zip(&moments).map(|(it, of)| Sum::of(&it.own, of.0, of.1));
        let mut sum = own.fold(Sum::default(), Sum::and);
        for (root, cause) in self.graph.causes.iter().enumerate().filter(|(_, it)| it.own.mean() > 0.0) {
            let Some((mean, square)) = self.of_event(root, &moments) else { return none(events, TOO_MANY) };
            sum = sum.and(Sum::of(&cause.own, mean, square));
        }
        sum.told(events)
    }

    /// Mean and mean square of what one event of a cause costs in all risks; given which causes happened, risks are independent.
    fn of_event(&self, root: usize, moments: &[(f64, f64)]) -> Option<(f64, f64)> {
        let causes = self.graph.causes.iter().enumerate().skip(root + 1);
        let sets = Graph::sets_of(root, causes.map(|(place, it)| (place, &it.above[..])))?;
        let below: Vec<(&Way, (f64, f64))> = self
            .risks
            .iter()
            .zip(moments)
            .filter_map(|(risk, of)| risk.ways.iter().find(|it| it.root == root).map(|way| (way, *of)))
            .collect();
        let (mut first, mut second) = (0.0, 0.0);
        for (set, weight) in sets {
            let (mut mean, mut variance) = (0.0, 0.0);
            for (way, of) in &below {
                let p = passed(&way.ends, set);
                if p > 0.0 {
                    mean += p * of.0;
                    variance += p * of.1 - p * p * of.0 * of.0;
                }
            }
            first += weight * mean;
            second += weight * (variance + mean * mean);
        }
        Some((first, if second.is_nan() { f64::INFINITY } else { second }))
    }

    /// Which moments the loss of a year has: of one risk, or of all.
    pub(crate) fn tail(&self, risk: Option<&Drawn>) -> Tail {
        let worst = |risk: &Drawn| {
            if self.mean_events(risk) == 0.0 {
                return Tail::Short;
            }
            match risk.cover.kept_moments(&risk.size) {
                (mean, _) if mean.is_infinite() => Tail::NoMean,
                (_, square) if square.is_infinite() => Tail::NoVariance,
                _ => Tail::Short,
            }
        };
        let all = self.risks.iter().map(worst);
        let of_all = |all: Vec<Tail>| match () {
            _ if all.contains(&Tail::NoMean) => Tail::NoMean,
            _ if all.contains(&Tail::NoVariance) => Tail::NoVariance,
            _ => Tail::Short,
        };
        risk.map_or_else(|| of_all(all.collect()), worst)
    }
}

impl Drawn {
    /// Bounds of the probability that the year costs more than `amount`, by Panjer's recursion over `steps` steps up to it.
    ///
    /// Costs are rounded down for the lower bound and up for the upper, so the truth lies between, whatever the steps. Undefined for
    /// risks with causes, with limits of the year, or with counts outside of Panjer's class.
    pub fn exceeding(&self, amount: f64, steps: usize) -> Result<(f64, f64), Undefined> {
        if !self.ways.is_empty() {
            return Err(Undefined::because("the recursion is for risks without causes"));
        }
        if !self.cover.event_by_event() {
            return Err(Undefined::because(OF_THE_YEAR));
        }
        if !(amount > 0.0 && amount.is_finite() && (1..=MOST_STEPS).contains(&steps)) {
            return Err(Undefined::because(format!("an amount above 0 and from 1 to {MOST_STEPS} steps are needed")));
        }
        let step = amount / steps as f64;
        let till: Vec<f64> = (0..=steps + 1).map(|it| self.kept_at_most(step * it as f64)).collect();
        let rises = |from: usize| (1..=steps).map(move |it| (from + it - 1, from + it));
        let masses = |first: f64, from: usize| -> Vec<f64> {
            [first].into_iter().chain(rises(from).map(|(below, at)| (till[at] - till[below]).max(0.0))).collect()
        };
        let (down, up) = (masses(till[1], 1), masses(till[0], 0));
        let beyond = |of: Vec<f64>| panjer(&self.own, &of).map(|it| (1.0 - it.iter().sum::<f64>()).clamp(0.0, 1.0));
        Ok((beyond(down)?, beyond(up)?))
    }

    /// Probability that at most `kept` is kept of one event.
    fn kept_at_most(&self, kept: f64) -> f64 {
        self.size.cumulated(self.cover.reach(kept))
    }
}

/// The law of a year on a lattice: `masses` are the probabilities of costs of 0, 1, 2 … steps of one event.
pub fn panjer(counts: &Counts, masses: &[f64]) -> Result<Vec<f64>, Undefined> {
    let Some((a, b, _)) = counts.law().panjer() else {
        return Err(Undefined::because("the counts are not of Panjer's class: Poisson, negative binomial, binomial"));
    };
    let zero = masses.first().copied().unwrap_or(0.0);
    let none = counts.law().generating(zero, counts.masses());
    if none < f64::MIN_POSITIVE {
        return Err(Undefined::because("a year without loss is too rare for the recursion to begin with"));
    }
    let mut of = vec![none];
    for place in 1..masses.len() {
        let part = |k: usize| (a + b * k as f64 / place as f64) * masses[k] * of[place - k];
        let sum: f64 = (1..=place).map(part).sum();
        of.push(sum / (1.0 - a * zero));
    }
    Ok(of)
}
