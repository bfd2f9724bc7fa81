//! What came of an import, would come of it, or came of taking it back.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use governance::importing::{ImportReport, RowError};
use governance::undo::UndoReport;
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::{Html, moment, page, parts, words};
use crate::pages::running::Job;
use crate::reply::Reply;

/// Most rows of a table on these pages; the whole is in the files to download.
const SHOWN: usize = 100;

/// How many rows became what.
pub(crate) fn counts(call: &Call, report: &ImportReport) -> Html {
    let counts = [
        ("import.rows", report.rows),
        ("import.created", report.created),
        ("import.updated", report.updated),
        ("import.unchanged", report.unchanged),
        ("import.rejected", report.rejected),
    ];
    let linked = |kind: &str| call.configuration.catalog.kind(kind).map_or_else(|| words(kind), |it| it.plural.clone());
    maud! {
        dl .figures {
            @for (label, count) in &counts { div { dt { (call.say(label)) } dd { (count) } } }
            @for (kind, count) in &report.linked { div { dt { (call.tell("import.on_the_way", &[("kind", &linked(kind))])) } dd { (count) } } }
        }
    }
    .memoize()
}

/// What the proposal says about the table as a whole, and rows that cannot be told apart.
pub(crate) fn notes(call: &Call, report: &ImportReport) -> Html {
    let duplicates = serde_json::to_value(&report.duplicates).unwrap_or_default();
    let whole: Vec<_> = report.notes.iter().filter(|it| it.column == 0).collect();
    maud! {
        @if !whole.is_empty() {
            section .panel aria-labelledby="notes" {
                h2 #notes { (call.say("import.notes")) }
                ul { @for note in &whole { li { (parts::sentence(&note.why)) } } }
            }
        }
        @for (name, lines) in duplicates.as_object().into_iter().flatten() {
            @if let Some(lines) = lines.as_array().filter(|it| !it.is_empty()) {
                details .panel {
                    summary { (call.tell("import.alike", &[("sort", &words(name))])) " " span .count { (lines.len()) } }
                    ul { @for line in lines.iter().take(SHOWN) { li { (cell(line)) } } }
                }
            }
        }
    }
    .memoize()
}

/// People whom an organisation chart does not name any more.
pub(crate) fn leavers(call: &Call, report: &ImportReport) -> Html {
    maud! {
        @if !report.left.is_empty() {
            details .panel {
                summary { (call.say("import.left")) " " span .count { (report.left.len()) } }
                ul { @for id in report.left.iter().take(SHOWN) { li { a href={ "/" (report.kind) "/" (id.to_string()) } { (id.to_string()) } } } }
            }
        }
    }
    .memoize()
}

/// Rows that were rejected, cells that were left out, records that were changed.
pub(crate) fn rows(call: &Call, report: &ImportReport) -> Html {
    maud! {
        (faults(call, "import.rejected_rows", &report.errors))
        (faults(call, "import.left_out_cells", &report.notices))
        @if !report.changes.is_empty() {
            details .panel {
                summary { (call.say("import.changes")) " " span .count { (report.changes.len()) } }
                ul {
                    @for change in report.changes.iter().take(SHOWN) {
                        li {
                            a href={ "/" (report.kind) "/" (change.id.to_string()) } { (change.id.to_string()) }
                            ": " @for it in &change.differences { (words(&it.field)) " " }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// What is wrong with cells, under a heading.
pub(crate) fn faults(call: &Call, heading: &'static str, faults: &[RowError]) -> Html {
    maud! {
        @if !faults.is_empty() {
            details .panel {
                summary { (call.say(heading)) " " span .count { (faults.len()) } }
                div .scroll role="region" tabindex="0" aria-label=(call.say(heading)) {
                    table .dense {
                        thead { tr { @for key in ["import.line", "import.column", "import.value", "import.reason", "import.next"] { th scope="col" { (call.say(key)) } } } }
                        tbody {
                            @for it in faults.iter().take(SHOWN) {
                                tr { th scope="row" { (it.line) } td { (it.header) } td .prose { (it.value) } td { (parts::sentence(&it.reason)) } td { (parts::sentence(&it.next)) } }
                            }
                        }
                    }
                }
                @if faults.len() > SHOWN { p .help { (call.tell("import.first", &[("some", &SHOWN), ("all", &faults.len())])) } }
            }
        }
    }
    .memoize()
}

/// How far an import is; the page asks again by itself, also without scripts.
pub(crate) fn at_work(call: &Call, job: &Job) -> Response {
    let title = call.tell("import.at_work", &[("file", &job.name)]);
    let body = maud! {
        (Heading::of(&title).draw(call.language()))
        @match job.progress {
            Some((done, all)) => {
                progress max=(all) value=(done) aria-label=(title) {}
                p role="status" { (call.tell("import.progress", &[("done", &done), ("all", &all)])) }
            },
            None => {
                progress aria-label=(title) {}
                p role="status" { (call.say("import.reading")) }
            },
        }
        p .help { (call.say("import.may_leave")) }
    };
    let mut response = page::page(call, &title, body.memoize());
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("1"));
    response
}

/// What came of an import, with the button that takes it back; and how to go on where the organisation has just begun.
pub(crate) async fn done(call: &Call, key: &str, name: &str, report: &ImportReport) -> Reply {
    let further = crate::screens::start::invitation(call).await?;
    let title = call.tell("import.imported", &[("file", &name)]);
    let heading =
        Heading { crumbs: &[("/import".to_owned(), call.say("import.title").to_owned())], ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        (counts(call, report))
        div .actions {
            a .button.main href={ "/" (report.kind) } { (call.say("import.show_list")) }
            @if !report.errors.is_empty() { a .button href={ "/import/running/" (key) "/errors" } { (call.say("import.download_errors")) } }
            @match report.batch { Some(batch) => (undo_form(call, batch)), None => { span .help { (call.say("import.nothing_new")) } } }
        }
        (leavers(call, report))
        (rows(call, report))
        @if let Some(further) = &further { (further) }
    };
    Ok(page::page(call, &title, body.memoize()))
}

/// What came of taking an import back.
pub(crate) fn undone(call: &Call, undone: &UndoReport) -> Response {
    let title = call.tell("import.undone", &[("batch", &undone.batch)]);
    let heading =
        Heading { crumbs: &[("/import".to_owned(), call.say("import.title").to_owned())], ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        ul {
            li { (call.count("import.retired", undone.retired as u64)) }
            li { (call.count("import.reverted", undone.reverted as u64)) }
        }
        @if !undone.skipped.is_empty() {
            h2 { (call.say("import.left_alone")) }
            ul { @for it in &undone.skipped { li { (it.id.to_string()) ": " (it.why) } } }
        }
    };
    page::page(call, &title, body.memoize())
}

/// Imports so far.
pub(crate) fn batches(call: &Call, batches: &[governance::importing::Batch]) -> Html {
    let keys = ["import.number", "import.file", "import.begun", "import.came", "import.change"];
    maud! {
        h2 { (call.say("import.so_far")) }
        div .scroll role="region" tabindex="0" aria-label=(call.say("import.so_far")) {
            table .list.stack {
                thead { tr { @for key in keys { th scope="col" { (call.say(key)) } } } }
                tbody {
                    @for it in batches {
                        tr {
                            th scope="row" { (it.id) }
                            td data-label=(call.say(keys[1])) { div { (cell(&it.mapping["file"])) } }
                            td data-label=(call.say(keys[2])) { div { (moment(&it.begun)) } }
                            td data-label=(call.say(keys[3])) { div { (told(&it.counts)) } }
                            td data-label=(call.say(keys[4])) {
                                div {
                                    @if it.undone.is_some() { span .state.retired { (call.say("import.was_undone")) } }
                                    @else if it.ended.is_some() { (undo_form(call, it.id)) }
                                    @else { (call.say("import.not_finished")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

fn undo_form(call: &Call, batch: i64) -> Html {
    maud! {
        form action={ "/import/" (batch) "/undo" } method="post" { button type="submit" { (call.say("import.undo")) } }
    }
    .memoize()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let pairs = members.iter().map(|(name, value)| format!("{name} {}", cell(value)));
            pairs.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// The counts of an import that has ended, in one line.
fn told(counts: &Value) -> String {
    parts::sentence(&cell(counts))
}
