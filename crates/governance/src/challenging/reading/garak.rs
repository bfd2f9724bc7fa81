//! The report of garak, JSON Lines, as its versions from 0.9 to 0.17 write it.
//!
//! An attempt is a prompt with all its outputs; it is written when it is sent (status 1) and again when it was evaluated (status 2), under one uuid. A
//! detector gives each output a score from 0 to 1, and an output at the threshold of the run or above is a hit. Entries `eval` count the same, and are held
//! against the attempts, so that no line can be lost unseen.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::json::{broken, day, words};
use super::{Found, Tool, refused};
use crate::Error;
use crate::challenging::attempt::{Attempt, Outcome};

/// The threshold where a report names none, which is that of garak itself.
const THRESHOLD: f64 = 0.5;
/// The status of an attempt that was evaluated.
const EVALUATED: u64 = 2;

/// An attempt, as far as it is read.
#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    uuid: String,
    #[serde(default)]
    status: u64,
    #[serde(default)]
    probe_classname: String,
    #[serde(default)]
    prompt: Value,
    #[serde(default)]
    goal: Option<String>,
    #[serde(default)]
    detector_results: BTreeMap<String, Vec<Option<f64>>>,
}

/// Reads a report.
pub(super) fn read(text: &str) -> Result<Found, Error> {
    let mut found = Found::of(Tool::Garak);
    let mut threshold = None;
    let mut entries: BTreeMap<String, (usize, Entry)> = BTreeMap::new();
    let mut evaluations = Vec::new();
    let mut ended = false;
    for (place, line) in text.lines().enumerate().filter(|it| !it.1.trim().is_empty()) {
        let line_number = place + 1;
        let at = |says: String| refused(format!("line {line_number} of the report {says}"));
        let entry: Value = serde_json::from_str(line).map_err(|it| at(broken(&it)))?;
        match entry["entry_type"].as_str() {
            Some("start_run setup") => threshold = entry["run.eval_threshold"].as_f64(),
            Some("init") => {
                found.version = entry["garak_version"].as_str().map(str::to_owned);
                found.on = day(&entry, "start_time");
            }
            Some("attempt") => {
                let it: Entry = serde_json::from_value(entry)
                    .map_err(|it| at(format!("is no attempt: {it}; bring in the report as garak wrote it")))?;
                let key = if it.uuid.is_empty() { line_number.to_string() } else { it.uuid.clone() };
                // The evaluated attempt comes after the one that was sent, and stands for it.
                entries.insert(key, (line_number, it));
            }
            Some("eval") => evaluations.push((line_number, entry)),
            Some("completion" | "digest") => ended = true,
            Some(_) => {}
            None => return Err(at("has no `entry_type`; bring in the report as garak wrote it".to_owned())),
        }
    }
    let threshold = threshold.unwrap_or_else(|| {
        found.notes.push(format!("the report names no threshold, so an output counts as a hit from {THRESHOLD} on"));
        THRESHOLD
    });
    held_against(&entries, &evaluations, threshold)?;
    if !ended {
        found.notes.push(
            "the report has no entry `completion`, so the run may have been cut short; what it holds is whole"
                .to_owned(),
        );
    }
    let mut all: Vec<(usize, Entry)> = entries.into_values().collect();
    all.sort_by_key(|it| it.0);
    let open = all.iter().filter(|it| it.1.status < EVALUATED).count();
    if open > 0 {
        found.notes.push(format!("{open} attempts were sent and never evaluated, so their outcome is undecided"));
    }
    found.tries = all.into_iter().map(|(line, it)| it.attempt(line, threshold)).collect();
    Ok(found)
}

/// How many outputs a detector judged of a probe, and how many of them it let pass.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Judged {
    all: u64,
    passed: u64,
}

/// What evaluations count must be there: as many judged outputs, and as many that passed.
fn held_against(
    entries: &BTreeMap<String, (usize, Entry)>,
    evaluations: &[(usize, Value)],
    threshold: f64,
) -> Result<(), Error> {
    let mut judged: BTreeMap<(&str, &str), Judged> = BTreeMap::new();
    for (_, it) in entries.values() {
        for (detector, scores) in &it.detector_results {
            let of = judged.entry((&it.probe_classname, bare(detector))).or_default();
            of.all += scores.iter().flatten().count() as u64;
            of.passed += scores.iter().flatten().filter(|it| **it < threshold).count() as u64;
        }
    }
    // A report that was put together from several counts the same more than once.
    let mut counted: BTreeMap<(&str, &str), (usize, u64, Option<u64>)> = BTreeMap::new();
    for (line, it) in evaluations {
        let (probe, detector) = (it["probe"].as_str().unwrap_or_default(), it["detector"].as_str().unwrap_or_default());
        // Before 0.13 an evaluation counted its outputs as `total`.
        let Some(wanted) = it["total_evaluated"].as_u64().or_else(|| it["total"].as_u64()) else { continue };
        let of = counted.entry((probe, bare(detector))).or_insert((*line, 0, Some(0)));
        *of = (*line, of.1 + wanted, of.2.zip(it["passed"].as_u64()).map(|(one, other)| one + other));
    }
    for ((probe, detector), (line, wanted, passed)) in counted {
        let there = judged.get(&(probe, detector)).copied().unwrap_or_default();
        let wrong = match (there.all == wanted, passed.filter(|it| *it != there.passed)) {
            (false, _) => Some((wanted, "judged outputs", there.all)),
            (true, Some(passed)) => Some((passed, "outputs that passed", there.passed)),
            (true, None) => None,
        };
        if let Some((counts, what, hold)) = wrong {
            let says = format!("counts {counts} {what} of `{probe}` by `{detector}`, and the attempts hold {hold}");
            return Err(refused(format!("line {line} of the report {says}; bring in the whole report")));
        }
    }
    Ok(())
}

/// The name of a detector, which evaluations of older versions write with `detector.` before it.
fn bare(name: &str) -> &str {
    name.strip_prefix("detector.").unwrap_or(name)
}

impl Entry {
    fn attempt(self, line: usize, threshold: f64) -> Attempt {
        let scores: Vec<f64> = self.detector_results.values().flatten().filter_map(|it| *it).collect();
        let outcome = match scores.as_slice() {
            [] => Outcome::Undecided,
            all if all.iter().any(|it| *it >= threshold) => Outcome::Succeeded,
            _ => Outcome::Failed,
        };
        let sent = words(&self.prompt);
        let sent = if sent.trim().is_empty() { self.goal.unwrap_or_default() } else { sent };
        let tries = self.detector_results.values().map(Vec::len).max().unwrap_or(1).max(1) as u64;
        Attempt { tries, ..Attempt::of(&self.probe_classname, &sent, outcome, format!("line {line}")) }
    }
}
