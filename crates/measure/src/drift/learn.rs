//! Margins learned from the reference itself: how much it varies from one part of it to the rest.
//!
//! The reference is cut into consecutive parts, so that seasons and days count as what is usual. The margin of a column is
//! the largest change that any part showed, less what its size explains by chance.

use std::collections::BTreeMap;

use super::compare::{ColumnDrift, Options, columns};
use super::select::rows_of;
use crate::column::Batch;
use crate::estimate::Undefined;

/// The largest change between a part of the reference and the rest, by column.
pub fn margins(reference: &Batch<'_>, parts: usize, options: &Options) -> Result<BTreeMap<String, f64>, Undefined> {
    let rows = reference.rows();
    if parts < 2 || rows < 2 * parts {
        return Err(Undefined::because("the reference needs two rows in each of two parts to learn what is usual"));
    }
    let mut margins = BTreeMap::new();
    for column in reference.columns() {
        let mut largest: f64 = 0.0;
        for part in 0..parts {
            let (from, to) = (rows * part / parts, rows * (part + 1) / parts);
            let inside: Vec<usize> = (from..to).collect();
            let outside: Vec<usize> = (0..from).chain(to..rows).collect();
            let (one, two) = (rows_of(column, &outside), rows_of(column, &inside));
            largest = largest.max(beyond_chance(&columns(&one.lend(column.name), &two.lend(column.name), options)));
        }
        margins.insert(column.name.to_owned(), largest);
    }
    Ok(margins)
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
