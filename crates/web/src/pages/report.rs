//! What came of an import, or would come of it.

use governance::importing::ImportReport;
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use crate::html::{Html, parts, words};

/// Most rows of a table on this page; the rest is in the interface for programs.
const SHOWN: usize = 200;

/// How many rows became what.
pub(crate) fn counts(report: &ImportReport) -> Html {
    let counts = [
        ("Rows", report.rows),
        ("Created", report.created),
        ("Updated", report.updated),
        ("Unchanged", report.unchanged),
        ("Rejected", report.rejected),
    ];
    maud! {
        section .panel aria-labelledby="counts" {
            h2 #counts { "Counts" }
            dl {
                @for (label, count) in &counts { dt { (label) } dd { strong { (count) } } }
                @for (kind, count) in &report.linked { dt { "Made on the way: " (words(kind)) } dd { strong { (count) } } }
            }
        }
    }
    .memoize()
}

/// What the proposal says about the columns.
pub(crate) fn notes(report: &ImportReport) -> Html {
    let notes = lines(&report.notes);
    maud! { @if !notes.is_empty() { (table("About the columns", &notes)) } }.memoize()
}

/// Rows that were rejected, rows that cannot be told apart, rows that changed something.
pub(crate) fn rows(report: &ImportReport) -> Html {
    let (errors, notices, changes) = (lines(&report.errors), lines(&report.notices), lines(&report.changes));
    let duplicates = serde_json::to_value(&report.duplicates).unwrap_or_default();
    maud! {
        @if !errors.is_empty() { (table("Rejected", &errors)) }
        @if !notices.is_empty() { (table("Left out, with their cells kept", &notices)) }
        @for (name, lines) in duplicates.as_object().into_iter().flatten() {
            @if let Some(lines) = lines.as_array() {
                @if !lines.is_empty() { (listed(&format!("Rows that the key does not tell apart: {}", words(name)), lines)) }
            }
        }
        @if !changes.is_empty() { (table("Changes", &changes)) }
    }
    .memoize()
}

/// A list of shapes as JSON objects.
fn lines(list: &[impl serde::Serialize]) -> Vec<Value> {
    list.iter().filter_map(|it| serde_json::to_value(it).ok()).collect()
}

/// A table of JSON objects that have the same members.
fn table(heading: &str, lines: &[Value]) -> Html {
    let columns: Vec<String> =
        lines.first().and_then(Value::as_object).map(|it| it.keys().cloned().collect()).unwrap_or_default();
    maud! {
        details .panel open {
            summary { (heading) " " span .count { (lines.len()) } }
            div .scroll {
                table .dense {
                    thead { tr { @for column in &columns { th scope="col" { (words(column)) } } } }
                    tbody { @for line in lines.iter().take(SHOWN) { tr { @for column in &columns { td { (cell(line.get(column))) } } } } }
                }
            }
            @if lines.len() > SHOWN { p .help { "The first " (SHOWN) " of " (lines.len()) "." } }
        }
    }
    .memoize()
}

/// A list of values that are no objects.
fn listed(heading: &str, lines: &[Value]) -> Html {
    maud! {
        details .panel {
            summary { (heading) " " span .count { (lines.len()) } }
            ul { @for line in lines.iter().take(SHOWN) { li { (cell(Some(line))) } } }
        }
    }
    .memoize()
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|it| cell(Some(it))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(members)) => {
            let pairs = members.iter().map(|(name, value)| format!("{name} {}", cell(Some(value))));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// The counts of an import that has ended, in one line.
pub(crate) fn told(counts: &Value) -> String {
    parts::sentence(&cell(Some(counts)))
}
