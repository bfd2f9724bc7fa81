//! What the sequence of batches says. Drift means significant *and* beyond a margin, and over all batches a promise about false
//! alarms.
//!
//! Under `spending`, each batch was measured at its part of the promised chance, so its own verdict is the answer. Under `evidence`
//! and `run_length`, the p-values of each column gather evidence over batches, divided over the columns, and a batch that is beyond a
//! margin counts once the evidence of that column has reached its bar. Under a control chart it counts when the chart of that column speaks.
//! A batch with fewer rows than the monitor expects shows a change as any other, and never that there is none.

use std::str::FromStr;

use assess::plan::WatchRule;
use measure::drift::chart::Charts;
use measure::drift::watch::Watch;
use measure::inference::sequential::Promise;

use super::batches::Batch;
use super::contribution::contributions;

/// What a batch says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// No drift is shown.
    InOrder,
    /// Something changed, significantly and beyond its margin.
    Drifting,
    /// It could not be compared.
    NotAssessable,
}

/// A batch and what it says.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// The batch.
    pub batch: &'a Batch,
    /// What it says.
    pub word: Word,
    /// What that follows from.
    pub why: String,
}

impl Word {
    /// The word as records and pages have it.
    pub fn name(self) -> &'static str {
        match self {
            Word::InOrder => "in_order",
            Word::Drifting => "drifting",
            Word::NotAssessable => "not_assessable",
        }
    }
}

/// Every batch in order, with what it says.
pub fn judge(batches: &[Batch]) -> Vec<Judged<'_>> {
    let mut gathered = Gathered::default();
    batches.iter().map(|it| one(it, &mut gathered)).collect()
}

fn one<'a>(batch: &'a Batch, gathered: &mut Gathered) -> Judged<'a> {
    let alarms = gathered.take(batch);
    let said = |word, why| Judged { batch, word, why };
    match batch.verdict.as_str() {
        "fail" => match alarms {
            Some(alarms) if !shown(batch, &alarms) => said(Word::InOrder, not_yet(batch)),
            _ => said(Word::Drifting, drifted(batch)),
        },
        "pass" | "inconclusive" if thin(batch).is_some() => said(Word::NotAssessable, thin(batch).unwrap_or_default()),
        "pass" | "inconclusive" => said(Word::InOrder, no_drift(batch)),
        _ => said(Word::NotAssessable, unassessable(batch)),
    }
}

/// That a batch has fewer rows than its monitor expects, as it was said when it came.
fn thin(batch: &Batch) -> Option<String> {
    batch.causes.iter().find(|it| it.cause == super::taking::THIN).map(|it| it.sentence.clone())
}

/// Whether something that failed its margin has gathered enough evidence.
fn shown(batch: &Batch, alarms: &[String]) -> bool {
    batch.numbers.iter().any(|it| it.verdict == "fail" && alarms.contains(&it.of))
}

/// What columns gather over batches, while the plan asks for it.
#[derive(Default)]
struct Gathered {
    watch: Option<Watch>,
    charts: Option<Charts>,
}

impl Gathered {
    /// The columns whose evidence has reached its bar; nothing where batches stand by themselves.
    fn take(&mut self, batch: &Batch) -> Option<Vec<String>> {
        let rule = assess_rule(&batch.promise)?;
        let pairs = pairs(batch);
        if let Some(chart) = rule.chart() {
            let charts = self.charts.get_or_insert_with(|| Charts::new(chart, batch.level.unwrap_or_default()));
            return Some(charts.take_p(&pairs));
        }
        let promise = promise(rule)?;
        let names = pairs.iter().map(|it| it.0).collect::<Vec<_>>();
        let watch = self.watch.get_or_insert_with(|| Watch::new(names.into_iter(), promise, batch.promised));
        Some(watch.take_p(&pairs))
    }
}

fn promise(rule: WatchRule) -> Option<Promise> {
    match rule {
        WatchRule::Evidence => Some(Promise::EverAtMost),
        WatchRule::RunLength => Some(Promise::RunLength),
        _ => None,
    }
}

fn assess_rule(name: &str) -> Option<WatchRule> {
    serde_json::from_value(serde_json::Value::from_str(&format!("\"{name}\"")).ok()?).ok()
}

/// The p-value of each column: the smaller of two, doubled, is one for both questions together.
fn pairs(batch: &Batch) -> Vec<(&str, f64)> {
    let mut least: Vec<(&str, f64)> = Vec::new();
    for number in batch.numbers.iter().filter(|it| it.verdict != "not_judged") {
        let p = number.p.unwrap_or(1.0);
        match least.iter_mut().find(|it| it.0 == number.of) {
            Some(known) => known.1 = known.1.min(p),
            None => least.push((&number.of, p)),
        }
    }
    least.into_iter().map(|(name, p)| (name, 2.0 * p)).collect()
}

/// Changes that are told in words; the page lists them all.
const TOLD: usize = 3;

fn drifted(batch: &Batch) -> String {
    let all: Vec<_> = contributions(batch).into_iter().filter(|it| it.number.verdict == "fail").collect();
    let told: Vec<String> = all.iter().take(TOLD).map(|it| it.sentence()).collect();
    let more = all.len().saturating_sub(TOLD);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{rest}", told.join("; "))
}

fn no_drift(batch: &Batch) -> String {
    let judged = batch.numbers.iter().filter(|it| it.margin.is_some());
    let open = judged.clone().filter(|it| it.verdict == "inconclusive").count();
    let all = judged.count();
    match open {
        0 => format!("none of {all} changes is beyond its margin"),
        _ => format!(
            "none of {all} changes is shown; for {open} of them {} rows are too few to rule out one beyond its margin",
            batch.rows
        ),
    }
}

fn not_yet(batch: &Batch) -> String {
    let told = contributions(batch).into_iter().find(|it| it.number.verdict == "fail").map(|it| it.sentence());
    format!(
        "{}, which by itself is no alarm: what its column gathered over all batches has not reached its bar",
        told.unwrap_or_default()
    )
}

fn unassessable(batch: &Batch) -> String {
    let quality: Vec<&str> =
        batch.causes.iter().filter(|it| it.cause == "quality").map(|it| it.sentence.as_str()).collect();
    let lost: Vec<String> =
        batch.causes.iter().filter(|it| it.cause == "column_lost").map(|it| format!("`{}`", it.of)).collect();
    let noted = || batch.numbers.iter().find(|it| it.verdict == "not_assessable" && !it.note.is_empty());
    match () {
        () if !quality.is_empty() => format!("the batch fails its rules of quality: {}", quality.join("; ")),
        () if !lost.is_empty() => format!("the batch lacks {} of the baseline", lost.join(", ")),
        () if batch.verdict == "not_judged" => "the plan holds it to no margin".to_owned(),
        () => noted().map_or_else(|| "nothing could be compared".to_owned(), |it| format!("`{}`: {}", it.of, it.note)),
    }
}
