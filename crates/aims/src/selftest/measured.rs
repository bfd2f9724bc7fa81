//! Self-test of measuring: data with planted faults and their clean twins, and numbers that are known from elsewhere.
//!
//! Every ruling that is no pass must be in the key, and every number of the key in the report. Keys are written by the script
//! `make.py` beside the cases, which counts what it planted or computes it anew and shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use assess::asked::{Asked, BESIDE};
use assess::columns::Columns;
use assess::report::Report;
use assess::{run, verdict};
use measure::{Measured, Verdict};
use serde::Deserialize;

use super::{Cases, Outcome, key};
use crate::exit::Failure;

/// How far a number may lie from the one of the key, as a part of it.
const TOLERANCE: f64 = 1e-9;

/// Notes that are findings: one that the key does not know is a false alarm.
const FINDINGS: &[&str] = &["unit_jump", "unseen", "leakage", "conflicting_labels", "mixed_types", "spellings"];

/// One measurement and what it must find.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    family: String,
    /// A file beside the folders, or the name of a shipped plan.
    plan: Option<String>,
    /// A plan of quality that the data must pass first.
    quality_plan: Option<String>,
    /// Other data by the part that they play.
    #[serde(default)]
    beside: BTreeMap<String, String>,
    #[serde(default)]
    columns: Columns,
    /// Rulings that are no pass.
    #[serde(default)]
    broken: Vec<Broken>,
    /// Numbers that the report must hold.
    #[serde(default)]
    number: Vec<Number>,
    /// Findings that the report must name.
    #[serde(default)]
    said: Vec<Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    rule: String,
    #[serde(default)]
    of: String,
    value: Option<f64>,
    /// `fail` when nothing else is said.
    verdict: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    metric: String,
    #[serde(default)]
    of: String,
    value: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    name: String,
    #[serde(default)]
    of: String,
    /// Words that the sentence must hold.
    says: String,
}

/// Measures every case and compares the reports with the keys.
pub fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let key: Cases<Case> = key(&folder.join(side))?;
        outcome.origin.clone_from(&key.origin);
        for case in &key.case {
            match measured(folder, side, case) {
                Ok(report) => judge(case, &report, &mut outcome),
                Err(said) => outcome.missed.push(format!("{}: nothing was measured: {said}", case.file)),
            }
            outcome.clean += usize::from(side == "clean");
        }
    }
    Ok(outcome)
}

fn measured(folder: &Path, side: &str, case: &Case) -> Result<Report, assess::Error> {
    let own = |name: &String| folder.join(side).join(name).display().to_string();
    let named = |name: &String| match folder.join(name) {
        path if path.exists() => path.display().to_string(),
        _ => name.clone(),
    };
    let (plan, quality_plan) = (case.plan.as_ref().map(named), case.quality_plan.as_ref().map(named));
    let others = BESIDE.iter().map(|part| (*part, case.beside.get(*part).map(own).into_iter().collect())).collect();
    let asked = Asked {
        files: vec![own(&case.file)],
        others,
        plan,
        quality_plan,
        columns: case.columns.clone(),
        ..Asked::default()
    };
    run::run(assess::family(&case.family)?, &asked)
}

fn judge(case: &Case, report: &Report, outcome: &mut Outcome) {
    rulings(case, report, outcome);
    for it in &case.number {
        let line = report.lines.iter().find(|line| line.metric == it.metric && line.of == it.of);
        let value = line.and_then(|line| line.value.value());
        let what = format!("{}: `{}` of `{}` is {}", case.file, it.metric, it.of, it.value);
        settle(value.is_some_and(|value| close(value, it.value)), format!("{what}, found {value:?}"), outcome);
    }
    let mut findings: Vec<_> = report.notes.iter().filter(|it| FINDINGS.contains(&&*it.name)).collect();
    for it in &case.said {
        let fits =
            |note: &&assess::report::Note| note.name == it.name && note.of == it.of && note.sentence.contains(&it.says);
        let place = findings.iter().position(fits);
        settle(place.is_some(), format!("{}: {} of `{}`: `{}`", case.file, it.name, it.of, it.says), outcome);
        place.map(|at| findings.remove(at));
    }
    let alarms = findings.iter().map(|it| format!("{}: {} of `{}`: {}", case.file, it.name, it.of, it.sentence));
    outcome.false_alarms.extend(alarms);
}

/// What is broken must be what was planted, and nothing else.
fn rulings(case: &Case, report: &Report, outcome: &mut Outcome) {
    let mut left: Vec<_> = report.rulings.iter().filter(|it| it.verdict != Verdict::Pass).collect();
    for it in &case.broken {
        let wanted = it.verdict.as_deref().unwrap_or("fail");
        let place = left.iter().position(|ruling| {
            let same = ruling.rule == it.rule && ruling.of == it.of && verdict::word(&ruling.verdict) == wanted;
            same && it.value.is_none_or(|value| holds(&ruling.found, value))
        });
        let what = format!("{}: `{}` of `{}` is {wanted} at {:?}", case.file, it.rule, it.of, it.value);
        settle(place.is_some(), what, outcome);
        place.map(|at| left.remove(at));
    }
    for it in left {
        let (word, found) = (verdict::word(&it.verdict), assess::number::estimate(&it.found));
        outcome.false_alarms.push(format!("{}: `{}` of `{}` is {word}: {found}", case.file, it.rule, it.of));
    }
}

fn settle(found: bool, what: String, outcome: &mut Outcome) {
    match found {
        true => outcome.found += 1,
        false => outcome.missed.push(what),
    }
}

fn holds(found: &Measured, value: f64) -> bool {
    found.value().is_some_and(|it| close(it, value))
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= TOLERANCE * wanted.abs().max(1.0)
}
