//! What measurements say of a hazard: of each measure that shows it the newest that was recorded of the system.

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::library::{Hazard, ShownBy};

/// The state of measurements that count.
pub const RECORDED: &str = "recorded";

/// A number, or the verdict of a whole measurement, that bears on a hazard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The measurement.
    pub measurement: Id,
    /// The day on which it was measured.
    pub on: String,
    /// The metric; the family where the whole counts.
    pub metric: String,
    /// The column or group that it is of; empty for the whole.
    pub of: String,
    /// The number.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Rows that it rests on.
    pub n: Option<u64>,
    /// The most that the plan accepts.
    pub at_most: Option<f64>,
    /// What the plan makes of it: `pass`, `fail`, `inconclusive` or `not_assessable`.
    pub verdict: String,
}

/// What the measurements of a system say of a hazard; those without a verdict say nothing.
pub fn shown(hazard: &Hazard, measurements: &[RecordRow]) -> Vec<Shown> {
    hazard.shown_by.iter().flat_map(|it| newest(it, measurements)).collect()
}

/// Of the newest measurement that has it: what failed, else everything.
fn newest(by: &ShownBy, measurements: &[RecordRow]) -> Vec<Shown> {
    let own = measurements.iter().filter(|it| it.text("family") == Some(&by.family));
    let with = own.map(|it| (it, said(by, it))).filter(|it| !it.1.is_empty());
    let newest = with.max_by_key(|it| (it.0.text("measured_on").unwrap_or_default().to_owned(), it.0.id.number));
    let all = newest.map(|it| it.1).unwrap_or_default();
    let failed: Vec<Shown> = all.iter().filter(|it| it.verdict == "fail").cloned().collect();
    if failed.is_empty() { all } else { failed }
}

/// What one measurement says.
fn said(by: &ShownBy, row: &RecordRow) -> Vec<Shown> {
    let on = row.text("measured_on").unwrap_or_default().to_owned();
    let blank = |metric: &str, verdict: &str| Shown {
        measurement: row.id.clone(),
        on: on.clone(),
        metric: metric.to_owned(),
        of: String::new(),
        value: None,
        interval: None,
        n: None,
        at_most: None,
        verdict: verdict.to_owned(),
    };
    let judged = |it: &str| !["", "not_judged"].contains(&it);
    let Some(metric) = &by.metric else {
        let verdict = row.text("verdict").unwrap_or_default();
        return judged(verdict).then(|| blank(&by.family, verdict)).into_iter().collect();
    };
    let number = |of: &Value, name: &str| of[name].as_f64();
    let one = |it: &Value| {
        let verdict = it["verdict"].as_str().filter(|it| judged(it))?;
        Some(Shown {
            of: it["of"].as_str().unwrap_or_default().to_owned(),
            value: number(it, "value"),
            interval: number(it, "low").zip(number(it, "high")),
            n: it["n"].as_u64(),
            at_most: number(it, "at_most"),
            ..blank(metric, verdict)
        })
    };
    row.list("values").filter(|it| it["metric"] == metric.as_str()).filter_map(one).collect()
}

/// What all of them say together: that it shows, that it was looked for and did not show, or neither; nothing where nothing was measured.
pub fn verdict(shown: &[Shown]) -> Option<&'static str> {
    let any = |word: &str| shown.iter().any(|it| it.verdict == word);
    match (shown.is_empty(), any("fail"), shown.iter().all(|it| it.verdict == "pass")) {
        (true, ..) => None,
        (_, true, _) => Some("fail"),
        (_, _, true) => Some("pass"),
        _ => Some("inconclusive"),
    }
}
