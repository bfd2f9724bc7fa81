//! Do synthetic rows copy the rows they were made from? Distances to the closest record of training and of held-out data.
//!
//! Rows are compared by Gower's distance: numbers by their gap over the range in training, words by same or not, averaged.
//! Sources: Gower, Biometrics 27 (1971); Platzer and Reutterer, Frontiers in Big Data 4 (2021) for the share.

use rayon::prelude::*;
use serde::Serialize;

use super::entry;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::Tested;
use crate::inference::distribution::two_sided;
use crate::inference::resample::quantile;
use crate::inference::share::{binomial_test, share, wilson_real};
use crate::metric::Metric;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "closer_to_training",
        "Share closer to training",
        "The share of synthetic rows whose closest record is in the training data rather than in as many held-out rows; ties count half. Where one table has more rows, the odds are divided by those of the sizes.",
        "q = 1/n [#{d_train < d_held_out} + 1/2 #{equal}]; q n_held / (q n_held + (1 - q) n_train)",
        "0.5: training rows are no closer than others; 1: every synthetic row sits on a training row",
        "Platzer and Reutterer (2021)",
    ),
    entry(
        "distance_to_closest_record",
        "Distance to the closest record",
        "How far synthetic rows are from the closest training row: its fifth percentile, beside that of held-out rows.",
        "5th percentile of min_j d(s_i, t_j)",
        "0: one in twenty is a copy; about that of held-out rows: no copying",
        "Gower (1971); Platzer and Reutterer (2021)",
    ),
    entry(
        "copied_share",
        "Copies of training rows",
        "The share of synthetic rows that are a training row, value for value.",
        "1/n #{min_j d(s_i, t_j) = 0}",
        "0: no row is a copy; where a few values are possible, the share of held-out rows that are copies is a measure",
        "Platzer and Reutterer (2021), identical match share",
    ),
    entry(
        "near_copy_share",
        "Near copies of training rows",
        "The share of synthetic rows that are no training row but lie within a declared distance of one.",
        "1/n #{0 < min_j d(s_i, t_j) <= declared distance}",
        "0: no row is a near copy; about the share of held-out rows: no more than rows that had no part in it; undefined where all rows are copies",
        "Gower (1971) for the distance; Platzer and Reutterer (2021) for the closest record",
    ),
];

/// The most rows of each of the three tables.
pub const MOST_ROWS: usize = 20_000;

/// Columns of a table: numbers without gaps, and codes that mean the same word in every table.
#[derive(Debug, Clone, Default)]
pub struct Records<'a> {
    /// Columns of numbers.
    pub numbers: Vec<&'a [f64]>,
    /// Columns of codes.
    pub codes: Vec<&'a [u32]>,
}

impl Records<'_> {
    fn rows(&self) -> usize {
        self.numbers.first().map_or_else(|| self.codes.first().map_or(0, |it| it.len()), |it| it.len())
    }
}

/// What distances say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closeness {
    /// The share closer to training than to held-out rows.
    pub closer_to_training: Measured,
    /// Whether that share may be what chance gives.
    pub chance: Tested,
    /// The share that chance gives, by the sizes of both tables.
    pub expected: f64,
    /// Synthetic rows that are copies of a training row.
    pub copies: Measured,
    /// Synthetic rows that are no copy and lie within `near` of a training row.
    pub near_copies: Measured,
    /// The same share of held-out rows: what the distance alone brings about.
    pub near_held_out: Measured,
    /// Fifth percentile and median of the distances of synthetic rows to training.
    pub synthetic: [f64; 2],
    /// The same for held-out rows to training: what not copying looks like.
    pub held_out: [f64; 2],
}

/// Compares synthetic rows with the training rows and with held-out rows that had no part in making them; `near` is the distance, from 0 to 1,
/// within which a row is a near copy.
pub fn closeness(
    synthetic: &Records<'_>,
    training: &Records<'_>,
    held_out: &Records<'_>,
    near: f64,
    level: f64,
) -> Result<Closeness, Undefined> {
    let tables = [synthetic, training, held_out];
    let shape = |it: &Records<'_>| (it.numbers.len(), it.codes.len());
    if tables.iter().any(|it| it.rows() == 0 || it.rows() > MOST_ROWS || shape(it) != shape(training)) {
        return Err(Undefined::because("three tables with the same columns and 1 to 20,000 rows each are needed"));
    }
    if tables.iter().flat_map(|it| &it.numbers).flat_map(|it| it.iter()).any(|it| !it.is_finite()) {
        return Err(Undefined::because("a number is missing or not finite; fill or drop these rows first"));
    }
    let scale: Vec<f64> = training.numbers.iter().map(|it| range(it)).collect();
    let (to_training, to_held_out) = (closest(synthetic, training, &scale), closest(synthetic, held_out, &scale));
    let own = closest(held_out, training, &scale);
    let n = to_training.len() as u64;
    let count = |of: fn(f64, f64) -> bool| to_training.iter().zip(&to_held_out).filter(|(a, b)| of(**a, **b)).count();
    let (closer, equal) = (count(|a, b| a < b) as u64, count(|a, b| a == b) as u64);
    let near = |all: &[f64]| {
        let found = all.iter().filter(|it| 0.0 < **it && **it <= near).count() as u64;
        share(found, all.len() as u64, level, Method::ClopperPearson)
    };
    let expected = training.rows() as f64 / (training.rows() + held_out.rows()) as f64;
    // Ties say nothing about copying, so the test leaves them out.
    let chance = match n - equal {
        0 => Tested::exact("binomial", 1.0, 0),
        decided => binomial_test(closer, decided, expected),
    };
    let copies = to_training.iter().filter(|it| **it == 0.0).count() as u64;
    // A file of nothing but copies would have no near copy, and a limit on them would pass it.
    let near_copies = match copies == n {
        true => {
            Err(Undefined::because("every row is a copy of a training row, so none is left that could be a near copy"))
        }
        false => near(&to_training),
    };
    Ok(Closeness {
        closer_to_training: halved((closer, equal, n), (training.rows(), held_out.rows()), level).into(),
        chance,
        expected,
        copies: share(copies, n, level, Method::ClopperPearson).into(),
        near_copies: near_copies.into(),
        near_held_out: near(&own).into(),
        synthetic: low_and_median(to_training),
        held_out: low_and_median(own),
    })
}

/// The share of `closer` in `n`, ties counting half.
fn halved(
    (closer, equal, n): (u64, u64, u64),
    (training, held_out): (usize, usize),
    level: f64,
) -> Result<Estimate, Undefined> {
    let hits = closer as f64 + 0.5 * equal as f64;
    let (low, high) = wilson_real(hits, n as f64, two_sided(level));
    // As if both tables had as many rows.
    let even = |share: f64| {
        let (one, other) = (share * held_out as f64, (1.0 - share) * training as f64);
        if training == held_out { share } else { one / (one + other) }
    };
    let interval = Interval { low: even(low), high: even(high), level, method: Method::Wilson };
    Ok(Estimate::plain(even(hits / n as f64), n)?.with(interval))
}

fn range(values: &[f64]) -> f64 {
    let ends = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |it, v| (it.0.min(*v), it.1.max(*v)));
    ends.1 - ends.0
}

fn low_and_median(mut distances: Vec<f64>) -> [f64; 2] {
    distances.sort_unstable_by(f64::total_cmp);
    [quantile(&distances, 0.05), quantile(&distances, 0.5)]
}

/// The distance of each row of `from` to the closest of `to`.
fn closest(from: &Records<'_>, to: &Records<'_>, scale: &[f64]) -> Vec<f64> {
    let columns = (from.numbers.len() + from.codes.len()) as f64;
    let distance = |a: usize, b: usize| {
        let pairs = from.numbers.iter().zip(&to.numbers).zip(scale);
        let gap = |((x, y), scale): ((&&[f64], &&[f64]), &f64)| match (x[a] - y[b]).abs() {
            0.0 => 0.0,
            gap if *scale > 0.0 => gap / scale,
            _ => 1.0,
        };
        let words = from.codes.iter().zip(&to.codes).filter(|(x, y)| x[a] != y[b]).count() as f64;
        (pairs.map(gap).sum::<f64>() + words) / columns
    };
    let nearest = |a: usize| (0..to.rows()).map(|b| distance(a, b)).fold(f64::INFINITY, f64::min);
    (0..from.rows()).into_par_iter().map(nearest).collect()
}
