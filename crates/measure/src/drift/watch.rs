//! Drift watched batch after batch, with a stated rate of false alarms over all columns and all batches.
//!
//! A test at 5 % repeated daily alarms by chance within a month. Here the p-values of each column are turned into evidence
//! that grows over batches, and the promise is divided over the columns, so it holds for all of them together.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::ColumnDrift;
use crate::inference::sequential::{Monitor, Promise};

/// A watch over the columns of a data set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Watch {
    promise: Promise,
    alpha: f64,
    columns: BTreeMap<String, Monitor>,
}

impl Watch {
    /// A watch over these columns that keeps its promise at `alpha`.
    pub fn new<'a>(columns: impl ExactSizeIterator<Item = &'a str>, promise: Promise, alpha: f64) -> Watch {
        let share = alpha / columns.len().max(1) as f64;
        Watch { promise, alpha, columns: columns.map(|it| (it.to_owned(), Monitor::new(promise, share))).collect() }
    }

    /// Takes the drift of the next batch; the columns that raise the alarm. Batches must not share rows.
    pub fn take(&mut self, drifts: &[ColumnDrift]) -> Vec<String> {
        let least =
            |it: &ColumnDrift| [it.test, it.missing_test].into_iter().flatten().map(|it| it.p).fold(1.0, f64::min);
        // The smaller of two p-values, doubled, is a p-value for both questions together.
        let pairs: Vec<(&str, f64)> = drifts.iter().map(|it| (it.column.as_str(), 2.0 * least(it))).collect();
        self.take_p(&pairs)
    }

    /// Takes the p-value of each column for the next batch, one above 1 being 1; the columns that raise the alarm.
    pub fn take_p(&mut self, columns: &[(&str, f64)]) -> Vec<String> {
        let mut alarms = Vec::new();
        for (column, p) in columns {
            let Some(monitor) = self.columns.get_mut(*column) else { continue };
            if monitor.take(p.min(1.0)) {
                alarms.push((*column).to_owned());
            }
        }
        alarms
    }
}
