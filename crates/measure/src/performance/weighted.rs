//! Predictions where rows count by a weight: every measure that has a weighted form, with an interval from its linearised variance.
//!
//! The numbers are those of scikit-learn with `sample_weight`. A measure that has no such form here says that it cannot be assessed.
//! Shares and means stand in [`crate::inference::weighted`].

use super::binary::MEASURES;
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::fairness::confusion::{Confusion, RATES};
use crate::fairness::weighted::Cells;
use crate::inference::distribution::two_sided;
use crate::inference::weighted::{mean, not_assessable};
use crate::report::Line;

/// Measures of two classes beside the rates, with the ends of what they can be.
const OF_CELLS: &[(&str, f64, f64)] = &[
    ("f1_score", 0.0, 1.0),
    ("f2_score", 0.0, 1.0),
    ("balanced_accuracy", 0.0, 1.0),
    ("matthews_correlation", -1.0, 1.0),
    ("informedness", -1.0, 1.0),
    ("markedness", -1.0, 1.0),
];

/// How finely shares of weight are told in whole units, so that measures of counts can be asked of them.
const UNITS: f64 = (1_u64 << 50) as f64;

/// The step of a derivative, as a share of all weight.
const STEP: f64 = 1e-5;

/// Rates and measures of two classes.
pub fn of_cells(cells: &Cells, level: f64) -> Vec<Line> {
    let rates = RATES.iter().map(|it| Line::new(it.metric.id, "", cells.rate(it.of).estimate(level)));
    let measures = MEASURES.iter().filter_map(|it| {
        let (id, least, most) = OF_CELLS.iter().find(|known| known.0 == it.metric.id)?;
        Some(Line::new(*id, "", linearised(cells, it.of, (*least, *most), level)))
    });
    rates.chain(measures).collect()
}

/// A measure of the four sums of weights, which doubling all weights does not change.
fn linearised(cells: &Cells, of: fn(&Confusion) -> f64, ends: (f64, f64), level: f64) -> Result<Estimate, Undefined> {
    let (n, total) = (cells.n() as f64, cells.sums.iter().sum::<f64>());
    let shares = cells.sums.map(|it| it / total);
    let value_at = |shares: &[f64; 4]| of(&Confusion::from_cells(&shares.map(|it| (it * UNITS).round() as u64)));
    let value = value_at(&shares);
    let estimate = Estimate::plain(value, n as u64)
        .map_err(|_| Undefined::because("a class is missing among labels or predictions"))?;
    let slope = |cell: usize| {
        let step = STEP.min(0.5 * shares[cell]);
        let moved = |by: f64| {
            let mut moved = shares;
            moved[cell] += by;
            value_at(&moved)
        };
        if step > 0.0 { (moved(step) - moved(-step)) / (2.0 * step) } else { 0.0 }
    };
    // The weighted mean of the slopes is 0, so their squares alone are the spread.
    let spread: f64 = (0..4).map(|cell| slope(cell).powi(2) * cells.squares[cell]).sum();
    let half = two_sided(level) * (n / (n - 1.0) * spread).sqrt() / total;
    let (low, high) = ((value - half).max(ends.0), (value + half).min(ends.1));
    Ok(if half.is_finite() {
        estimate.with(Interval { low, high, level, method: Method::Linearised })
    } else {
        estimate
    })
}

/// Measures of probabilities of rows that are known: area under the curve, Brier score and log-loss.
pub fn of_scores(scores: &[f64], labels: &[bool], weights: &[f64], level: f64) -> Vec<Line> {
    let rows = || scores.iter().zip(labels).zip(weights).map(|((p, y), w)| (*p, *y, *w));
    let unit = rows().all(|it| (0.0..=1.0).contains(&it.0));
    let loss = |of: fn(f64, bool) -> f64| {
        let losses: Vec<(f64, f64)> = rows().map(|(p, y, w)| (of(p, y), w)).collect();
        match losses.iter().any(|it| it.0.is_infinite()) {
            _ if !unit => Err(Undefined::because("a score is no probability between 0 and 1")),
            true => Err(Undefined::because("something happened whose probability was said to be 0")),
            false => mean(&losses, level),
        }
    };
    vec![
        Line::new("roc_auc", "", area(&rows().filter(|it| it.2 > 0.0).collect::<Vec<_>>(), level)),
        Line::new("brier_score", "", loss(|p, y| (p - f64::from(u8::from(y))).powi(2))),
        Line::new("log_loss", "", loss(|p, y| if y { -p.ln() } else { -(-p).ln_1p() })),
    ]
}

/// The weighted share of pairs of a positive and a negative that are in order, ties by half, with its interval on the logit.
fn area(rows: &[(f64, bool, f64)], level: f64) -> Result<Estimate, Undefined> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_unstable_by(|a, b| rows[*a].0.total_cmp(&rows[*b].0));
    let weight = |of: bool| rows.iter().filter(|it| it.1 == of).map(|it| it.2).sum::<f64>();
    let (positive, negative) = (weight(true), weight(false));
    if !(positive > 0.0 && negative > 0.0) {
        return Err(Undefined::because("an order needs rows of both classes"));
    }
    // Of each row, the weight of the other class that lies below it, ties by half.
    let mut placed = vec![0.0; rows.len()];
    let mut below = [0.0, 0.0];
    for run in order.chunk_by(|a, b| rows[*a].0 == rows[*b].0) {
        let own = [false, true].map(|of| run.iter().filter(|it| rows[**it].1 == of).map(|it| rows[*it].2).sum::<f64>());
        run.iter().for_each(|it| {
            let other = usize::from(!rows[*it].1);
            placed[*it] = below[other] + 0.5 * own[other];
        });
        below = [below[0] + own[0], below[1] + own[1]];
    }
    let sum = rows.iter().zip(&placed).filter(|it| it.0.1).map(|(row, placed)| row.2 * placed).sum::<f64>();
    let area = sum / positive / negative;
    let estimate = Estimate::plain(area, rows.len() as u64)?;
    let spread: f64 = rows
        .iter()
        .zip(&placed)
        .map(|(row, placed)| match row.1 {
            true => (row.2 * (placed / negative - area) / positive).powi(2),
            false => (row.2 * (1.0 - placed / positive - area) / negative).powi(2),
        })
        .sum();
    let n = rows.len() as f64;
    let half = two_sided(level) * (n / (n - 1.0) * spread).sqrt() / (area * (1.0 - area));
    if !half.is_finite() {
        return Ok(estimate); // on the logit there is no end to this side
    }
    let (logit, back) = ((area / (1.0 - area)).ln(), |it: f64| 1.0 / (1.0 + (-it).exp()));
    Ok(estimate.with(Interval { low: back(logit - half), high: back(logit + half), level, method: Method::Linearised }))
}

/// Measures of predicted numbers that are means, or the root of one.
pub fn of_numbers(labels: &[f64], predictions: &[f64], weights: &[f64], level: f64) -> Vec<Line> {
    let loss = |of: fn(f64, f64) -> f64| {
        let losses: Vec<(f64, f64)> =
            labels.iter().zip(predictions).zip(weights).map(|((y, h), w)| (of(*y, *h), *w)).collect();
        mean(&losses, level)
    };
    let squared = loss(|y, h| (h - y) * (h - y));
    vec![
        Line::new("mean_error", "", loss(|y, h| h - y)),
        Line::new("mean_absolute_error", "", loss(|y, h| (h - y).abs())),
        Line::new("mean_squared_error", "", squared.clone()),
        Line::new("root_mean_squared_error", "", squared.map(super::numeric::rooted)),
    ]
}

/// These lines, each with its weighted form from `known`, or with the reason why there is none.
pub fn instead(lines: Vec<Line>, known: &[Line]) -> Vec<Line> {
    let weighted = |line: Line| match known.iter().find(|it| it.metric == line.metric && it.of == line.of) {
        Some(known) => known.clone(),
        None => Line { value: Err(not_assessable()).into(), between: None, ..line },
    };
    lines.into_iter().map(weighted).collect()
}
