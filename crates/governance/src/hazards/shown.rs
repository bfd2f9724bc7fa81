//! What measurements say of a hazard: of each measure and each column or group that it is of, the newest number that was recorded of the system. What failed
//! stays until it was looked at again; a measurement that leaves it out settles nothing about it. Pure.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::library::{Hazard, ShownBy};
use super::planned::Plan;

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

/// What the measurements of a system say of a hazard; those without a verdict say nothing. Numbers are held against plans in force for the system where
/// there are some.
pub(crate) fn shown(hazard: &Hazard, measurements: &[RecordRow], plans: &[Plan]) -> Vec<Shown> {
    hazard.shown_by.iter().flat_map(|it| standing(it, measurements, plans)).collect()
}

/// What stands: what failed, else everything that the newest measurement says.
fn standing(by: &ShownBy, measurements: &[RecordRow], plans: &[Plan]) -> Vec<Shown> {
    let mut own: Vec<&RecordRow> = measurements.iter().filter(|it| it.text("family") == Some(&by.family)).collect();
    own.sort_by_key(|it| Reverse((it.text("measured_on").unwrap_or_default().to_owned(), it.id.number)));
    let runs: Vec<(Vec<Shown>, Vec<Shown>)> =
        own.iter().map(|it| (said(by, it, plans), rows(by, it, plans))).filter(|it| !it.0.is_empty()).collect();
    let mut failed = unsettled(runs.iter().map(|it| &it.0));
    if by.metric.is_none() {
        // The verdict of a whole says nothing of what was not looked at.
        failed.extend(unsettled(runs.iter().map(|it| &it.1)).into_iter().filter(|it| !newest(&runs, it)));
    }
    if failed.is_empty() { runs.into_iter().next().map(|it| it.0).unwrap_or_default() } else { failed }
}

/// Whether a number is of the newest measurement, whose whole speaks for it.
fn newest(runs: &[(Vec<Shown>, Vec<Shown>)], it: &Shown) -> bool {
    runs.first().and_then(|run| run.0.first()).is_some_and(|of| of.measurement == it.measurement)
}

/// What failed, and was not looked at again with an answer since; the newest measurement first.
fn unsettled<'a>(runs: impl Iterator<Item = &'a Vec<Shown>>) -> Vec<Shown> {
    let (mut settled, mut failed) = (BTreeSet::new(), Vec::new());
    for run in runs {
        let answered: Vec<&Shown> = run.iter().filter(|it| ["pass", "fail"].contains(&it.verdict.as_str())).collect();
        let new = |it: &&&Shown| !settled.contains(&(it.metric.clone(), it.of.clone()));
        failed.extend(answered.iter().filter(new).filter(|it| it.verdict == "fail").map(|it| (*it).clone()));
        settled.extend(answered.iter().map(|it| (it.metric.clone(), it.of.clone())));
    }
    failed
}

/// What one measurement says: a number, or the verdict of the whole.
fn said(by: &ShownBy, row: &RecordRow, plans: &[Plan]) -> Vec<Shown> {
    let rows = rows(by, row, plans);
    if by.metric.is_some() {
        return rows;
    }
    let planned = |it: &&Shown| plans.iter().any(|plan| plan.limits(&it.metric));
    let verdict = match verdict(&rows.iter().filter(planned).cloned().collect::<Vec<_>>()) {
        Some(told) => told,
        None => row.text("verdict").unwrap_or_default(),
    };
    judged(verdict).then(|| blank(row, &by.family, verdict)).into_iter().collect()
}

/// The numbers of one measurement that are judged.
fn rows(by: &ShownBy, row: &RecordRow, plans: &[Plan]) -> Vec<Shown> {
    let wanted = |it: &&Value| by.metric.as_ref().is_none_or(|metric| it["metric"] == metric.as_str());
    let number = |of: &Value, name: &str| of[name].as_f64();
    let one = |it: &Value| {
        let metric = it["metric"].as_str()?;
        let own = Shown {
            of: it["of"].as_str().unwrap_or_default().to_owned(),
            value: number(it, "value"),
            interval: number(it, "low").zip(number(it, "high")),
            n: it["n"].as_u64(),
            at_most: number(it, "at_most"),
            ..blank(row, metric, it["verdict"].as_str().unwrap_or_default())
        };
        Some(plans.iter().fold(own, |it, plan| plan.held(it))).filter(|it| judged(&it.verdict))
    };
    row.list("values").filter(wanted).filter_map(one).collect()
}

fn judged(verdict: &str) -> bool {
    !["", "not_judged"].contains(&verdict)
}

fn blank(row: &RecordRow, metric: &str, verdict: &str) -> Shown {
    Shown {
        measurement: row.id.clone(),
        on: row.text("measured_on").unwrap_or_default().to_owned(),
        metric: metric.to_owned(),
        of: String::new(),
        value: None,
        interval: None,
        n: None,
        at_most: None,
        verdict: verdict.to_owned(),
    }
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
