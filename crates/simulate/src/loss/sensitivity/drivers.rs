//! How much of what happens by chance comes from each part of each risk.
//!
//! Rank correlation tells whether years go up and down together. The first-order share is the part of the variance of all risks that goes
//! when the driver is known: variance of the mean given the driver, estimated in pieces of neighbouring values with a line in each, and
//! freed of what the pieces explain by chance (Kelley, PNAS 21, 1935).

use measure::inference::curve::midranks;
use measure::{Measured, Undefined};
use rayon::prelude::*;
use serde::Serialize;

use crate::loss::draws::Draws;
use crate::loss::figures::Tail;
use crate::loss::flaw::{Flaw, held};
use crate::loss::model::{Drawn, Portfolio};
use crate::loss::sections::{sectioned, sections};
use crate::loss::stream::BLOCK;
use crate::loss::year::{Stretch, Striking};

/// Years of one piece at least; fewer would explain by chance.
const OF_A_PIECE: usize = 40;

/// Years that are looked at at most: ranks take time, and more would not move the figures within their intervals.
const MOST: u32 = 100_000;

/// A part of a risk, and how much of the years of all risks it explains.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// The risk.
    pub risk: String,
    /// What of it.
    pub part: Part,
    /// Rank correlation with the loss of all risks, from -1 to 1 (Spearman).
    pub rank: Measured,
    /// Part of the variance of the loss of all risks that goes when this is known (first-order index of Sobol).
    pub variance: Measured,
}

/// A part of the years of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How often it happened.
    Events,
    /// What it cost.
    Loss,
}

/// Both parts of each risk, those that explain most first.
///
/// At most 100,000 of the years are looked at. A flaw is one of the draws.
pub fn drivers(portfolio: &Portfolio, draws: Draws) -> Result<Vec<Driver>, Flaw> {
    draws.checked(portfolio)?;
    held("draws.years", f64::from(draws.years), draws.years >= 20_000, "at least 20000 years, a thousand a section")?;
    let draws = Draws { years: draws.years.min(MOST), ..draws };
    let (total, _) = portfolio.total(draws, Striking::Together, |_, _| ());
    let parts: Vec<std::ops::Range<usize>> = std::iter::once(0..total.len()).chain(sections(total.len())).collect();
    let ranks: Vec<Vec<f64>> = parts.iter().map(|it| midranks(&total[it.clone()])).collect();
    let tail = portfolio.tail(None);
    let of_risk = |risk: &Drawn| {
        let (events, losses) = years(portfolio, risk, draws);
        [(Part::Events, &events), (Part::Loss, &losses)].map(|(part, of)| {
            let rank =
                |(range, ranks): (&std::ops::Range<usize>, &Vec<f64>)| pearson(&midranks(&of[range.clone()]), ranks);
            let share = |range: &std::ops::Range<usize>| explained(&of[range.clone()], &total[range.clone()]);
            let variance = match tail {
                Tail::Short => told(parts.iter().map(share), total.len(), draws.level),
                _ => Err(Undefined::because("the loss of a year has no variance; cap what an event can cost")),
            };
            let rank = told(parts.iter().zip(&ranks).map(rank), total.len(), draws.level).into();
            Driver { risk: risk.id.clone(), part, rank, variance: variance.into() }
        })
    };
    let mut found: Vec<Driver> = portfolio.risks.par_iter().flat_map_iter(of_risk).collect();
    let size = |it: &Driver| it.variance.value().or(it.rank.value()).unwrap_or(-2.0);
    found.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.risk.cmp(&b.risk)).then(a.part.cmp(&b.part)));
    Ok(found)
}

/// How often a risk happened and what was kept, year by year.
fn years(portfolio: &Portfolio, risk: &Drawn, draws: Draws) -> (Vec<f64>, Vec<f64>) {
    let (mut events, mut kept) = (Vec::new(), Vec::new());
    let all = draws.years as usize;
    for block in 0..all.div_ceil(BLOCK) {
        let on = Stretch { seed: draws.seed, striking: Striking::Together, block, wanted: None };
        portfolio.block(risk, on, BLOCK.min(all - block * BLOCK), |_, year| {
            events.push(f64::from(year.events));
            kept.push(year.kept());
        });
    }
    (events, kept)
}

/// The figure of all years, which comes first, with the interval of those of the sections.
fn told(figures: impl Iterator<Item = Option<f64>>, n: usize, level: f64) -> Result<measure::Estimate, Undefined> {
    let figures: Option<Vec<f64>> = figures.collect();
    match figures.as_deref() {
        Some([whole, of_sections @ ..]) => sectioned(*whole, of_sections, n as u64, level),
        _ => Err(Undefined::because("it does not vary in the years that were drawn")),
    }
}

/// Correlation; none where one side does not vary.
fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        (both, of_a, of_b) = (both + a * b, of_a + a * a, of_b + b * b);
    }
    (of_a > 0.0 && of_b > 0.0).then(|| both / (of_a * of_b).sqrt())
}

/// Part of the variance of `total` that pieces of neighbouring values of `of` explain; none where either does not vary.
fn explained(of: &[f64], total: &[f64]) -> Option<f64> {
    let n = of.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by(|a, b| of[*a].total_cmp(&of[*b]).then(a.cmp(b)));
    let pieces = pieces(&order, of);
    let mean = total.iter().sum::<f64>() / n as f64;
    let whole: f64 = total.iter().map(|it| (it - mean).powi(2)).sum();
    if pieces.len() < 2 && of.iter().all(|it| *it == of[0]) || whole == 0.0 {
        return None;
    }
    let (mut left, mut free) = (0.0, n as f64);
    for piece in pieces {
        let (rest, lines) = unexplained(piece, of, total);
        left += rest;
        free -= lines;
    }
    Some(1.0 - (left / free) / (whole / (n as f64 - 1.0)))
}

/// Runs of at least so many neighbours, as many as there are, never between two equal values.
fn pieces<'a>(order: &'a [usize], of: &[f64]) -> Vec<&'a [usize]> {
    let least = OF_A_PIECE.max(order.len() / 200);
    let (mut pieces, mut from) = (Vec::new(), 0);
    for till in 1..=order.len() {
        let ends = till == order.len() || of[order[till - 1]] != of[order[till]];
        if ends && till - from >= least && (order.len() - till >= least || till == order.len()) {
            pieces.push(&order[from..till]);
            from = till;
        }
    }
    if from < order.len() {
        pieces.push(&order[from..]);
    }
    pieces
}

/// What a line over a piece leaves of the squares, and how many numbers the line took.
fn unexplained(piece: &[usize], of: &[f64], total: &[f64]) -> (f64, f64) {
    let n = piece.len() as f64;
    let mean = |values: &[f64]| piece.iter().map(|it| values[*it]).sum::<f64>() / n;
    let (x, y) = (mean(of), mean(total));
    let (mut both, mut of_x, mut of_y) = (0.0, 0.0, 0.0);
    for it in piece {
        let (x, y) = (of[*it] - x, total[*it] - y);
        (both, of_x, of_y) = (both + x * y, of_x + x * x, of_y + y * y);
    }
    if of_x > 0.0 { ((of_y - both * both / of_x).max(0.0), 2.0) } else { (of_y, 1.0) }
}
