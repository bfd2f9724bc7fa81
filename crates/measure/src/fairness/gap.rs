//! How far a rate lies apart between groups: the largest difference and the least ratio, and the pair that drives each.
//!
//! The interval of a largest difference must allow for having picked the pair: each pair gets an interval at a level that is
//! corrected for the number of pairs (Bonferroni), and the ends are the largest of the lower and of the upper ends. With two
//! groups this is Newcombe's, Miettinen and Nurminen's or Koopman's own interval.

use crate::estimate::{Interval, Method};
use crate::fairness::confusion::Confusion;
use crate::inference::difference::{Side, miettinen_nurminen, newcombe};
use crate::inference::ratio::koopman;
use crate::metric::{Family, Metric};

/// A value between two groups, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The difference or ratio.
    pub value: f64,
    /// The group with the higher rate, or the one that is measured against the reference.
    pub one: usize,
    /// The group with the lower rate, or the reference.
    pub two: usize,
}

/// How intervals between groups are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct How {
    /// Their level.
    pub level: f64,
    /// The method for the difference of two shares: [`Method::MiettinenNurminen`], else Newcombe's.
    pub difference: Method,
}

impl How {
    /// The same at another level.
    pub fn at(self, level: f64) -> How {
        How { level, ..self }
    }
}

impl From<f64> for How {
    fn from(level: f64) -> How {
        How { level, difference: Method::Newcombe }
    }
}

/// Numerator and denominator of a rate.
pub type Of = fn(&Confusion) -> Side;

/// The groups with the lowest and the highest rate; none with fewer than two groups that have the rate.
fn extremes(groups: &[Confusion], of: Of) -> Option<((usize, f64), (usize, f64))> {
    let mut found: Option<((usize, f64), (usize, f64))> = None;
    let mut count = 0;
    for (at, group) in groups.iter().enumerate() {
        let side = of(group);
        if side.n == 0 {
            continue;
        }
        count += 1;
        let own = (at, side.share());
        found = Some(found.map_or((own, own), |(low, high)| {
            (if own.1 < low.1 { own } else { low }, if own.1 > high.1 { own } else { high })
        }));
    }
    found.filter(|_| count > 1)
}

/// [`difference`] and [`ratio`] in one go.
pub fn both(groups: &[Confusion], of: Of) -> (Option<Spread>, Option<Spread>) {
    let Some((low, high)) = extremes(groups, of) else { return (None, None) };
    let spread = |value: f64| Spread { value, one: high.0, two: low.0 };
    (Some(spread(high.1 - low.1)), (high.1 > 0.0).then(|| spread(low.1 / high.1)))
}

/// The highest less the lowest rate (Fairlearn's convention: never below 0).
pub fn difference(groups: &[Confusion], of: Of) -> Option<Spread> {
    both(groups, of).0
}

/// The lowest over the highest rate (Fairlearn's convention: never above 1).
pub fn ratio(groups: &[Confusion], of: Of) -> Option<Spread> {
    both(groups, of).1
}

/// The rate of each group less that of the reference; the one furthest away, with its sign (AIF360's convention).
pub fn against(groups: &[Confusion], of: Of, reference: usize) -> Option<Spread> {
    let base = side(groups, of, reference)?.share();
    let gap = |at: usize| side(groups, of, at).map(|it| Spread { value: it.share() - base, one: at, two: reference });
    furthest((0..groups.len()).filter(|it| *it != reference).filter_map(gap))
}

/// The one furthest from 0; the first among equals. Where all are 0 nobody drives it, and both places are that of the reference.
pub fn furthest(spreads: impl Iterator<Item = Spread>) -> Option<Spread> {
    let most = spreads.fold(None, |most: Option<Spread>, it| match most {
        Some(most) if most.value.abs() >= it.value.abs() => Some(most),
        _ => Some(it),
    });
    most.map(|it| if it.value == 0.0 { Spread { one: it.two, ..it } } else { it })
}

fn side(groups: &[Confusion], of: Of, at: usize) -> Option<Side> {
    groups.get(at).map(of).filter(|it| it.n > 0)
}

/// The level of each of `count` intervals that are to hold together at `level`.
pub fn each(level: f64, count: usize) -> f64 {
    1.0 - (1.0 - level) / count.max(1) as f64
}

fn sides(groups: &[Confusion], of: Of) -> Vec<Side> {
    groups.iter().map(of).filter(|it| it.n > 0).collect()
}

/// The interval of the difference of two shares, made as asked.
fn between(a: Side, b: Side, level: f64, method: Method) -> Interval {
    match method {
        Method::MiettinenNurminen => miettinen_nurminen(a, b, level),
        _ => newcombe(a, b, level),
    }
}

/// The interval of [`against`].
///
/// Each other group gets an interval at a level that is corrected for their number; those groups that may be the furthest
/// are kept, and the ends are the outermost of theirs. With one other group this is its own interval.
pub fn against_interval(groups: &[Confusion], of: Of, reference: usize, how: How) -> Option<Interval> {
    let base = side(groups, of, reference)?;
    let others: Vec<Side> =
        (0..groups.len()).filter(|it| *it != reference).filter_map(|at| side(groups, of, at)).collect();
    let each = each(how.level, others.len());
    let all: Vec<Interval> = others.iter().map(|it| between(*it, base, each, how.difference)).collect();
    let least = |it: &Interval| if it.low <= 0.0 && it.high >= 0.0 { 0.0 } else { it.low.abs().min(it.high.abs()) };
    let surely = all.iter().map(least).fold(0.0, f64::max);
    let may = all.into_iter().filter(|it| it.low.abs().max(it.high.abs()) >= surely);
    let hull = may.reduce(|a, b| Interval { low: a.low.min(b.low), high: a.high.max(b.high), ..a })?;
    Some(Interval { level: how.level, ..hull })
}

/// The interval of [`difference`].
pub fn difference_interval(groups: &[Confusion], of: Of, how: impl Into<How>) -> Option<Interval> {
    let How { level, difference } = how.into();
    let sides = sides(groups, of);
    let each = each(level, sides.len() * sides.len().saturating_sub(1) / 2);
    let pairs = (0..sides.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let both_ways = pairs.flat_map(|(a, b)| {
        let it = between(sides[a], sides[b], each, difference);
        [it, Interval { low: -it.high, high: -it.low, ..it }]
    });
    let widest = both_ways.reduce(|a, b| Interval { low: a.low.max(b.low), high: a.high.max(b.high), ..a })?;
    Some(Interval { low: widest.low.max(0.0), level, ..widest })
}

/// The interval of [`ratio`].
pub fn ratio_interval(groups: &[Confusion], of: Of, level: f64) -> Option<Interval> {
    let sides = sides(groups, of);
    let each = each(level, sides.len() * sides.len().saturating_sub(1) / 2);
    let pairs = (0..sides.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let both_ways = pairs.flat_map(|(a, b)| {
        let it = koopman(sides[a], sides[b], each);
        [it, Interval { low: 1.0 / it.high, high: 1.0 / it.low, ..it }]
    });
    let least = both_ways.reduce(|a, b| Interval { low: a.low.min(b.low), high: a.high.min(b.high), ..a })?;
    Some(Interval { high: least.high.min(1.0), level, method: Method::Koopman, ..least })
}

/// The interval of the least ratio to the reference.
pub fn ratio_interval_against(groups: &[Confusion], of: Of, reference: usize, level: f64) -> Option<Interval> {
    let base = side(groups, of, reference)?;
    let others: Vec<Side> =
        (0..groups.len()).filter(|it| *it != reference).filter_map(|at| side(groups, of, at)).collect();
    let each = each(level, others.len());
    let all = others.iter().map(|it| koopman(*it, base, each));
    let least = all.reduce(|a, b| Interval { low: a.low.min(b.low), high: a.high.min(b.high), ..a })?;
    Some(Interval { level, ..least })
}

const fn entry(id: &'static str, title: &'static str, formula: &'static str, reading: &'static str) -> Metric {
    let definition = "How far the rate lies apart between the groups with the highest and the lowest of it.";
    let source = "Fairlearn's aggregation between groups; Bonferroni over pairs for the interval";
    Metric { id, title, family: Family::Fairness, definition, formula, reading, source }
}

/// Both entries of each rate.
macro_rules! entries {
    ($($rate:literal),* $(,)?) => {
        &[$(
            entry(
                concat!($rate, "_difference"),
                concat!("Difference of ", $rate),
                concat!("max_g ", $rate, "(g) - min_g ", $rate, "(g)"),
                "0: all groups alike; 1: as far apart as can be",
            ),
            entry(
                concat!($rate, "_ratio"),
                concat!("Ratio of ", $rate),
                concat!("min_g ", $rate, "(g) / max_g ", $rate, "(g)"),
                "1: all groups alike; 0: one group has none of it",
            ),
        )*]
    };
}

/// Entries of this file: two for each line of [`RATES`](super::confusion::RATES).
pub const METRICS: &[Metric] = entries![
    "selection_rate",
    "base_rate",
    "true_positive_rate",
    "false_positive_rate",
    "false_negative_rate",
    "true_negative_rate",
    "positive_predictive_value",
    "negative_predictive_value",
    "false_discovery_rate",
    "false_omission_rate",
    "accuracy",
];
