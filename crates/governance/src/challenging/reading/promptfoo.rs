//! Results of promptfoo (`promptfoo eval -o results.json`), format versions 2 and 3, as its versions up to 0.123 write them.
//!
//! A row that passes is an attack that the system withstood; one whose assertion failed (`failureReason` 1) came through; an error (2) decides nothing.

use serde_json::Value;

use super::json::{day, text};
use super::{Found, Tool, refused};
use crate::Error;
use crate::challenging::attempt::{Attempt, Outcome};
use crate::challenging::library::Challenging;

/// The reason of a row that ended by an error.
const ERROR: u64 = 2;
/// What a red team writes its prompt into, where nothing else is said.
const PROMPT: &str = "prompt";

/// Reads results.
pub(super) fn read(whole: &Value, by: &Challenging) -> Result<Found, Error> {
    let results = &whole["results"];
    let rows = results["results"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found = Found::of(Tool::Promptfoo);
    found.version = text(&whole["metadata"], "promptfooVersion")
        .map(str::to_owned)
        .or_else(|| results["version"].as_u64().map(|it| format!("results {it}")));
    found.on = day(results, "timestamp");
    let counted = ["successes", "failures", "errors"].map(|it| results["stats"][it].as_u64());
    if let [Some(successes), Some(failures), errors] = counted {
        let wanted = successes + failures + errors.unwrap_or_default();
        if wanted != rows.len() as u64 {
            let says = format!("`results.stats` counts {wanted} rows, and `results.results` holds {}", rows.len());
            return Err(refused(format!("{says}; write the results anew without leaving rows out")));
        }
    }
    if let Some(says) = counted_otherwise(counted, rows) {
        return Err(refused(format!("{says}; bring in the results as promptfoo wrote them")));
    }
    let mut plain = 0;
    for (place, it) in rows.iter().enumerate() {
        let place = format!("results.results[{place}]");
        let Some(passed) = it["success"].as_bool() else {
            return Err(refused(format!("{place} has no `success`; bring in the results as promptfoo wrote them")));
        };
        let metadata = &it["testCase"]["metadata"];
        let metadata = if metadata.is_object() { metadata } else { &it["metadata"] };
        plain += u64::from(text(metadata, "pluginId").is_none());
        found.tries.push(attempt(it, metadata, passed, place, by));
    }
    if plain > 0 {
        found.notes.push(format!(
            "{plain} rows name no plugin of a red team; each counts as an attack that came through where its assertion failed"
        ));
    }
    Ok(found)
}

/// The first count of the statistics that the rows contradict, in words.
fn counted_otherwise(counted: [Option<u64>; 3], rows: &[Value]) -> Option<String> {
    let passed = rows.iter().filter(|it| it["success"].as_bool() == Some(true)).count() as u64;
    let failed = rows.iter().filter(|it| it["success"].as_bool() == Some(false)).count() as u64;
    let errors = rows.iter().filter(|it| it["success"].as_bool() == Some(false) && ended_by_error(it)).count() as u64;
    // Statistics that tell no errors count them as failures.
    let failed = if counted[2].is_some() { failed - errors } else { failed };
    let there = [("successes", passed), ("failures", failed), ("errors", errors)];
    there.into_iter().zip(counted).find_map(|((what, hold), counts)| {
        let counts = counts.filter(|it| *it != hold)?;
        Some(format!("`results.stats` counts {counts} {what}, and the rows hold {hold}"))
    })
}

/// Whether a row that did not pass ended by an error.
fn ended_by_error(it: &Value) -> bool {
    match it["failureReason"].as_u64() {
        Some(reason) => reason == ERROR,
        None => text(it, "error").is_some(),
    }
}

fn attempt(it: &Value, metadata: &Value, passed: bool, place: String, by: &Challenging) -> Attempt {
    let outcome = match (passed, ended_by_error(it)) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Undecided,
        (false, false) => Outcome::Succeeded,
    };
    let parts = ["pluginId", "strategyId"].into_iter().filter_map(|name| text(metadata, name));
    let technique = parts.collect::<Vec<_>>().join("/");
    let technique = if technique.is_empty() {
        text(&it["testCase"], "description").unwrap_or_default().to_owned()
    } else {
        technique
    };
    let vars = if it["vars"].is_object() { &it["vars"] } else { &it["testCase"]["vars"] };
    let sent = text(vars, PROMPT).map(str::to_owned).unwrap_or_else(|| match vars.as_object() {
        // Keys of a map stand in their order, so the same variables make the same fingerprint.
        Some(all) if !all.is_empty() => vars.to_string(),
        _ => text(&it["prompt"], "raw").unwrap_or_default().to_owned(),
    });
    let severity = text(metadata, "severity").and_then(|it| by.severity_of(it)).map(str::to_owned);
    Attempt { severity, ..Attempt::of(&technique, &sent, outcome, place) }
}
