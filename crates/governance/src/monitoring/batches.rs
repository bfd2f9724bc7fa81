//! What was measured for monitors, read from measurements: a set of monitors by two statements, however many batches there are.

use std::collections::HashMap;

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::{Read, RecordRow, Way};

use super::{BATCH, KIND};
use crate::Error;
use crate::derived::{Snapshot, date};

/// Batches of a monitor that are looked at, the newest: more than a year of days.
pub const MOST: usize = 400;

/// From a monitor to what was measured for it.
const WAYS: &[Way] = &[Way::against(BATCH, "monitor", KIND)];

/// One batch, as its measurement tells it.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The measurement.
    pub id: Id,
    /// The day for which it stands.
    pub day: Date,
    /// The day on which it came.
    pub heard: Date,
    /// Its rows.
    pub rows: u64,
    /// What its measurement says of the limits.
    pub verdict: String,
    /// How the plan keeps its promise.
    pub promise: String,
    /// The chance that is promised.
    pub promised: f64,
    /// The level to which it was held.
    pub level: Option<f64>,
    /// The name of the baseline.
    pub compared_with: String,
    /// Its numbers.
    pub numbers: Vec<Number>,
    /// Changes that have a name.
    pub causes: Vec<Named>,
    /// Digest of the bytes.
    pub digest: String,
    /// The whole report.
    pub report: Option<String>,
}

/// One number of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The metric.
    pub metric: String,
    /// The column, where it is of one.
    pub of: String,
    /// The value.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// The largest change that does not matter.
    pub margin: Option<f64>,
    /// The p-value by itself.
    pub p: Option<f64>,
    /// The p-value corrected for all tests of the batch.
    pub adjusted_p: Option<f64>,
    /// What the plan says of it.
    pub verdict: String,
    /// Why there is no value.
    pub note: String,
}

/// A change with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name, such as `unit_change`.
    pub cause: String,
    /// The column; empty for the whole.
    pub of: String,
    /// What happened.
    pub sentence: String,
}

impl Batch {
    /// The batch of a measurement; nothing where it is no batch that counts.
    pub fn of(row: &RecordRow) -> Option<Batch> {
        if row.state != "recorded" || row.retired {
            return None;
        }
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        let number = |field: &str| row.document.get(field).and_then(Value::as_f64);
        let list =
            |field: &str| row.document.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Some(Batch {
            id: row.id.clone(),
            day: date(&row.document, "batch_on")?,
            heard: date(&row.document, "measured_on")?,
            rows: row.document.get("rows").and_then(Value::as_u64).unwrap_or_default(),
            verdict: text("verdict"),
            promise: text("promise"),
            promised: number("promised").unwrap_or_default(),
            level: number("level"),
            compared_with: text("compared_with"),
            numbers: list("values").iter().map(Number::of).collect(),
            causes: list("causes").iter().map(Named::of).collect(),
            digest: text("data_digest"),
            report: row.document.get("report").and_then(|it| it["digest"].as_str()).map(str::to_owned),
        })
    }

    /// The number of a metric that is of the whole.
    pub fn whole(&self, metric: &str) -> Option<&Number> {
        self.numbers.iter().find(|it| it.metric == metric && it.of.is_empty())
    }
}

impl Number {
    fn of(row: &Value) -> Number {
        let text = |column: &str| row[column].as_str().unwrap_or_default().to_owned();
        let number = |column: &str| row[column].as_f64();
        Number {
            metric: text("metric"),
            of: text("of"),
            value: number("value"),
            interval: number("low").zip(number("high")),
            margin: number("at_most"),
            p: number("p"),
            adjusted_p: number("adjusted_p"),
            verdict: text("verdict"),
            note: text("note"),
        }
    }
}

impl Named {
    fn of(row: &Value) -> Named {
        let text = |column: &str| row[column].as_str().unwrap_or_default().to_owned();
        Named { cause: text("cause"), of: text("of"), sentence: text("sentence") }
    }
}

/// The batches of these monitors at a moment, each in the order of their days; of one day the one that was measured last counts.
pub(crate) fn batches(at: &Snapshot, monitors: &[&Id]) -> Result<HashMap<Id, Vec<Batch>>, Error> {
    let from: Vec<Id> = monitors.iter().map(|it| (*it).clone()).collect();
    let rows = at.records(&newest(at.read, &from, at.place)?)?;
    let mut all: HashMap<Id, Vec<Batch>> = HashMap::new();
    for row in &rows {
        if let (Some(monitor), Some(batch)) = (super::touched(row), Batch::of(row)) {
            all.entry(monitor).or_default().push(batch);
        }
    }
    all.values_mut().for_each(|it| *it = in_order(std::mem::take(it)));
    Ok(all)
}

/// The numbers of the newest measurements that were made for monitors.
fn newest(read: &Read, monitors: &[Id], place: Option<u64>) -> Result<Vec<Id>, Error> {
    let mut ids = read.reach(monitors, WAYS, place)?;
    ids.retain(|it| !monitors.contains(it));
    ids.sort_by_key(|it| std::cmp::Reverse(it.number));
    ids.truncate(MOST * monitors.len().max(1));
    Ok(ids)
}

/// In the order of their days, and of one day the last.
pub fn in_order(mut batches: Vec<Batch>) -> Vec<Batch> {
    batches.sort_by_key(|it| (it.day, it.id.number));
    let mut kept: Vec<Batch> = Vec::with_capacity(batches.len());
    for batch in batches {
        if kept.last().is_some_and(|it| it.day == batch.day) {
            kept.pop();
        }
        kept.push(batch);
    }
    kept
}
