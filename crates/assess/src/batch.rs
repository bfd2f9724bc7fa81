//! One batch of a stream against the baseline of its monitor: the plan of drift, held to the part of the promise that is one batch's.
//!
//! A test at 5 % that is repeated every month alarms by chance within a year or two. The promise of the plan is over a time; how
//! many batches fall into it is said by whoever asks, and each is tested at its equal part. The sum of the parts bounds the chance
//! of any false alarm in every stretch of that time, however batches hang together, which they do: all are compared with the same
//! baseline. Evidence over batches, which a plan may choose instead, is gathered by `governance`. Serves ISO/IEC 42001 A.6.2.6.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;

use crate::asked::{Asked, Most};
use crate::data::Input;
use crate::plan::{Plan, Watch, WatchRule};
use crate::report::Report;
use crate::{Error, family, run};

/// The metric of all columns together.
const JOINT: &str = measure::drift::joint::METRIC.id;

/// The shipped plan of monitors.
pub const PLAN: &str = "monitor";

/// A batch and what it is held against.
#[derive(Debug)]
pub struct Batch {
    /// Its files.
    pub files: Vec<String>,
    /// Files of the baseline, data or summaries.
    pub baseline: Vec<String>,
    /// The plan, as [`plan`] gives it.
    pub plan: Plan,
    /// The day that it stands for.
    pub day: Date,
    /// The time from one batch to the next, as `P1M`.
    pub every: String,
    /// Columns whose values in this batch are still awaited, such as labels; they are not looked at.
    pub awaited: Vec<String>,
    /// The most that is measured; without it, any number of rows.
    pub most: Option<Most>,
    /// Threads that work.
    pub threads: Option<usize>,
}

/// A batch that was measured.
#[derive(Debug)]
pub struct Measured {
    /// The report.
    pub report: Report,
    /// What the plan promises.
    pub promise: Watch,
    /// The level to which this batch was held.
    pub level: f64,
}

/// The plan in a text, or the shipped one without a text, complete with what a monitor needs.
pub fn plan(file: &str, text: Option<&str>) -> Result<Plan, Error> {
    let shipped = crate::plan::shipped(PLAN)?;
    let mut plan = match text {
        None => shipped.clone(),
        Some(text) => Plan::read(file, text)?.over(shipped.clone()),
    };
    if plan.family != "drift" {
        let of = &plan.family;
        return Err(Error::input(format!(
            "the plan `{file}` is for `{of}`, and a monitor watches drift; give it a plan for `drift`"
        )));
    }
    let usual = shipped.drift.as_ref();
    if let Some(drift) = &mut plan.drift {
        drift.watch = drift.watch.take().or_else(|| usual?.watch.clone());
        drift.margins = drift.margins.take().or_else(|| usual?.margins.clone());
    }
    let watch = plan.drift.as_ref().and_then(|it| it.watch.as_ref());
    watch.map_or(Ok(()), |it| sound(file, it))?;
    if holds_joint(&plan) && watch.is_some_and(|it| it.rule != WatchRule::Spending) {
        return Err(Error::input(format!(
            "{file}: a limit on `{JOINT}` is kept by the rule `spending` alone, since all columns together have no evidence of their own; change the rule, or leave the limit out"
        )));
    }
    Ok(plan)
}

/// Whether a limit is held against all columns together.
fn holds_joint(plan: &Plan) -> bool {
    plan.limits().iter().any(|it| it.metric == JOINT)
}

fn sound(file: &str, watch: &Watch) -> Result<(), Error> {
    span(&watch.over)
        .map_err(|_| Error::input(format!("{file}: `over` takes a time such as `P1Y`, not `{}`", watch.over)))?;
    match watch.alpha > 0.0 && watch.alpha < 1.0 {
        true => Ok(()),
        false => {
            Err(Error::input(format!("{file}: `alpha` of `drift.watch` is a chance such as 0.05, not {}", watch.alpha)))
        }
    }
}

fn span(text: &str) -> Result<Span, Error> {
    text.parse().map_err(|_| Error::input(format!("`{text}` is no time; write it as `P1M` or `P7D`")))
}

/// The plan of quality in a text, complete.
pub fn quality_plan(file: &str, text: &str) -> Result<Plan, Error> {
    let plan = Plan::read(file, text)?;
    match plan.family == "quality" {
        true => Ok(plan.over(crate::plan::shipped("quality")?)),
        false => Err(Error::input(format!(
            "the plan `{file}` is for `{}`, and rules of quality are asked; give it a plan for `quality`",
            plan.family
        ))),
    }
}

/// Digest of the bytes of files, as a measurement of them has it.
pub fn digest(files: &[String]) -> Result<String, Error> {
    let input = Input::open("data", files, &crate::asked::Reading::default())?;
    let used = input.files("data");
    Ok(format!("sha256:{}", read::together(used.iter().map(|it| it.sha256.as_str()))))
}

/// Batches that fall into a time when one comes every so often; at least one.
pub fn looks(over: &str, every: &str) -> Result<u64, Error> {
    let (over, every) = (days(&span(over)?), days(&span(every)?));
    match every > 0.0 {
        true => Ok((over / every).round().max(1.0) as u64),
        false => Err(Error::input("the time from one batch to the next must be longer than nothing")),
    }
}

/// Days of a span, a year being 365.2425 of them and a month a twelfth of that, so that twelve months are a year whatever the day.
fn days(span: &Span) -> f64 {
    const YEAR: f64 = 365.2425;
    let calendar = f64::from(span.get_years()) * YEAR + f64::from(span.get_months()) * YEAR / 12.0;
    let hours = f64::from(span.get_hours()) + span.get_minutes() as f64 / 60.0 + span.get_seconds() as f64 / 3600.0;
    calendar + f64::from(span.get_weeks()) * 7.0 + f64::from(span.get_days()) + hours / 24.0
}

/// Measures a batch.
pub fn measured(batch: &Batch) -> Result<Measured, Error> {
    let mut plan = batch.plan.clone();
    let (joint, lacking) =
        (holds_joint(&plan), || Error::input("the plan has no section `drift` with margins; add it"));
    let drift = plan.drift.as_mut().ok_or_else(lacking)?;
    let promise = drift.watch.clone().ok_or_else(lacking)?;
    let margins = drift.margins.as_mut().ok_or_else(lacking)?;
    let looks = looks(&promise.over, &batch.every)? as f64;
    let mut level = margins.alpha;
    if promise.rule == WatchRule::Spending {
        level = promise.alpha / looks;
        // A limit on all columns together takes half of the part; its interval breaks it on one side.
        margins.alpha = if joint { 0.5 * level } else { level };
        drift.joint_level = joint.then_some(1.0 - level);
    }
    drift.awaited.extend(batch.awaited.iter().cloned());
    let asked = Asked {
        files: batch.files.clone(),
        others: vec![("reference", batch.baseline.clone())],
        as_of: Some(batch.day.to_string()),
        most: batch.most,
        threads: batch.threads,
        ..Asked::default()
    };
    let report = run::measure(family("drift")?, &asked, plan)?;
    let stated = stated(&report, &promise, looks);
    Ok(Measured {
        level: stated.map_or(level, |it| it.1),
        promise: stated.map_or(promise.clone(), |it| Watch { alpha: it.0, ..promise }),
        report,
    })
}

/// What a control chart promises: false alarms over the time of the plan for all columns, at most 1, and the chance for one column and batch.
fn stated(report: &Report, promise: &Watch, looks: f64) -> Option<(f64, f64)> {
    let chart = promise.rule.chart()?;
    let columns: BTreeSet<&str> = report.rulings.iter().map(|it| it.of.as_str()).filter(|it| !it.is_empty()).collect();
    let every = looks * columns.len().max(1) as f64;
    let chance = chart.chance().unwrap_or(promise.alpha / every);
    Some(((chance * every).min(1.0), chance))
}
