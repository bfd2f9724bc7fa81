//! Margins learned from the reference itself: how much it varies from one part of it to the rest.
//!
//! Parts are deliveries, or consecutive pieces of one, so that seasons and days count as what is usual. The margin of a column
//! is the largest change that any part showed, less what its size explains by chance.

use std::collections::BTreeMap;

use super::compare::{ColumnDrift, Options, columns, summaries};
use crate::column::Batch;
use crate::estimate::Undefined;
use crate::select::rows_of;
use crate::summary::Summary;

/// The largest change between a part of the reference and the rest, by column; `ends` are the rows where parts end.
pub fn margins(reference: &Batch<'_>, ends: &[usize], options: &Options) -> Result<BTreeMap<String, f64>, Undefined> {
    let rows = reference.rows();
    let parts: Vec<(usize, usize)> = [0].iter().chain(ends).copied().zip(ends.iter().copied()).collect();
    if parts.len() < 2 || ends.last() != Some(&rows) || parts.iter().any(|(from, to)| to.saturating_sub(*from) < 2) {
        return Err(few());
    }
    let mut margins = BTreeMap::new();
    for column in reference.columns() {
        let mut largest: f64 = 0.0;
        for &(from, to) in &parts {
            let inside: Vec<usize> = (from..to).collect();
            let outside: Vec<usize> = (0..from).chain(to..rows).collect();
            let (one, two) = (rows_of(column, &outside), rows_of(column, &inside));
            largest = largest.max(beyond_chance(&columns(&one.lend(column.name), &two.lend(column.name), options)));
        }
        margins.insert(column.name.to_owned(), largest);
    }
    Ok(margins)
}

/// The same where only summaries of the deliveries are there.
pub fn margins_of(deliveries: &[Summary], options: &Options) -> Result<BTreeMap<String, f64>, Undefined> {
    if deliveries.len() < 2 || deliveries.iter().any(|it| it.rows < 2) {
        return Err(few());
    }
    let mut margins = BTreeMap::new();
    for (at, part) in deliveries.iter().enumerate() {
        let mut others = deliveries.iter().enumerate().filter(|it| it.0 != at).map(|it| it.1.clone());
        let mut rest = others.next().ok_or_else(few)?;
        for other in others {
            rest.merge(other).map_err(|it| Undefined::because(it.to_string()))?;
        }
        for column in &part.columns {
            let Some(before) = rest.column(&column.name) else { continue };
            let found = beyond_chance(&summaries(before, column, options));
            let largest = margins.entry(column.name.clone()).or_insert(0.0_f64);
            *largest = largest.max(found);
        }
    }
    Ok(margins)
}

fn few() -> Undefined {
    Undefined::because("what is usual is learned from two parts or more, each of two rows at least")
}

/// The change that is left when what chance alone gives on average is taken off.
fn beyond_chance(drift: &ColumnDrift) -> f64 {
    let value = drift.effect.value.value().unwrap_or(0.0);
    let (m, n) = (drift.reference_rows as f64, drift.current_rows as f64);
    // The mean of the limit law of the distance is sqrt(pi / 2) ln 2 = 0.8687 over the root of the effective rows.
    let by_chance = 0.8687 * (1.0 / m + 1.0 / n).sqrt();
    match drift.effect.metric == super::kolmogorov::METRIC.id {
        true => (value - by_chance).max(0.0),
        false => value,
    }
}
