//! The form in which a mapping is changed by hand: one row a column, with what was decided and why, what else it could
//! become, and what to do with spellings that fit nothing.

use std::collections::BTreeMap;

use governance::import::{Column, Mapping, Unmapped, Wanted};
use governance::importing::ImportReport;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Kind};

use crate::call::Call;
use crate::html::{Html, parts, words};
use crate::multipart::Posted;

/// Most unread spellings of a column that can be decided in the page; the rest is decided in the mapping's file.
const SPELLINGS: usize = 30;

/// What the form says about each column of the file.
pub(crate) fn wanted(posted: &Posted) -> Vec<Wanted> {
    let columns = posted.texts.iter().filter_map(|(name, field)| {
        let position = name.strip_prefix("c.")?.parse().ok()?;
        Some((position, field.clone()))
    });
    columns
        .map(|(position, field)| {
            let unmapped = match posted.text(&format!("u.{position}")) {
                Some("blank") => Unmapped::Blank,
                _ => Unmapped::Reject,
            };
            let field = Some(field).filter(|it| !it.is_empty());
            Wanted { position, field, unmapped, values: values(posted, position) }
        })
        .collect()
}

/// What spellings of a column mean: `w.3.0` says which spelling it is about, `v.3.0` what it means.
fn values(posted: &Posted, position: usize) -> BTreeMap<String, String> {
    let one = |at: usize| {
        let spelling = posted.text(&format!("w.{position}.{at}"))?;
        let meaning = posted.text(&format!("v.{position}.{at}"))?;
        // A dash stands for nothing, since an empty choice means that nothing was chosen yet.
        Some((spelling.to_owned(), if meaning == "-" { String::new() } else { meaning.to_owned() }))
    };
    (0..SPELLINGS).filter_map(one).collect()
}

/// The table of columns.
pub(crate) fn columns(call: &Call, kind: &Kind, report: &ImportReport, mapping: &Mapping) -> Html {
    let unread = unread(report);
    let none = Vec::new();
    maud! {
        div .scroll role="region" tabindex="0" aria-label=(call.say("import.columns")) {
            table .list.stack {
                caption .hidden { (call.say("import.columns")) }
                thead {
                    tr {
                        th scope="col" { (call.say("import.column")) }
                        th scope="col" { (call.say("import.becomes")) }
                        th scope="col" { (call.say("import.unread")) }
                        th scope="col" { (call.say("import.why")) }
                    }
                }
                tbody {
                    @for (index, header) in report.headers.iter().enumerate() {
                        (row(call, kind, report, mapping, index + 1, header, unread.get(&(index + 1)).unwrap_or(&none)))
                    }
                }
            }
        }
    }
    .memoize()
}

/// Cells that could not be read, by column, each once, the commonest first.
fn unread(report: &ImportReport) -> BTreeMap<usize, Vec<(String, usize)>> {
    let mut counts: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for error in report.errors.iter().chain(&report.notices).filter(|it| it.column > 0 && !it.value.is_empty()) {
        *counts.entry(error.column).or_default().entry(&error.value).or_default() += 1;
    }
    let sorted = |counts: BTreeMap<&str, usize>| {
        let mut all: Vec<(String, usize)> =
            counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.1));
        all
    };
    counts.into_iter().map(|(column, counts)| (column, sorted(counts))).collect()
}

#[allow(clippy::too_many_arguments)]
fn row(
    call: &Call,
    kind: &Kind,
    report: &ImportReport,
    mapping: &Mapping,
    position: usize,
    header: &str,
    unread: &[(String, usize)],
) -> Html {
    let column = mapping.columns.iter().find(|it| it.position == position);
    let notes: Vec<_> = report.notes.iter().filter(|it| it.column == position).collect();
    maud! {
        tr {
            th .title scope="row" { (header) " " small { (position) } }
            td data-label=(call.say("import.becomes")) { div { (field_choice(call, kind, column, position, header)) } }
            td data-label=(call.say("import.unread")) { div { (unmapped_choice(call, column, position, header)) (spellings(call, kind, column, position, unread)) } }
            td data-label=(call.say("import.why")) {
                div { @for note in &notes { p .help { (parts::sentence(&note.why)) } } (example(call, report, position)) }
            }
        }
    }
    .memoize()
}

/// The field that a column becomes.
fn field_choice(call: &Call, kind: &Kind, column: Option<&Column>, position: usize, header: &str) -> Html {
    let chosen = column.map_or("", |it| it.field.as_str());
    let takes = |it: &&Field| it.is_input() && !matches!(it.ty, FieldType::File | FieldType::Table { .. });
    let mut options: Vec<(&str, String)> =
        kind.fields.iter().filter(takes).map(|it| (it.name.as_str(), it.label.clone())).collect();
    options.push(("state", call.say("import.state").to_owned()));
    // A column that is read in a way of its own, such as a table of an export, keeps it.
    let odd = !chosen.is_empty() && !options.iter().any(|it| it.0 == chosen);
    maud! {
        select name={ "c." (position) } aria-label=(call.tell("import.field_of", &[("column", &header)])) {
            option value="" { (call.say("import.left_out")) }
            @if odd { option value=(chosen) selected { (words(chosen)) } }
            @for (name, label) in &options {
                @if *name == chosen { option value=(name) selected { (label) } } @else { option value=(name) { (label) } }
            }
        }
    }
    .memoize()
}

/// Whether a row with a cell that cannot be read is rejected, or loses only that cell.
fn unmapped_choice(call: &Call, column: Option<&Column>, position: usize, header: &str) -> Html {
    let blank = column.is_none_or(|it| it.unmapped == Unmapped::Blank);
    maud! {
        @if column.is_some() {
            select name={ "u." (position) } aria-label=(call.tell("import.unread_of", &[("column", &header)])) {
                @if blank { option value="reject" { (call.say("import.reject")) } option value="blank" selected { (call.say("import.blank")) } }
                @else { option value="reject" selected { (call.say("import.reject")) } option value="blank" { (call.say("import.blank")) } }
            }
        }
    }
    .memoize()
}

/// What each unread spelling means, for fields with choices.
fn spellings(call: &Call, kind: &Kind, column: Option<&Column>, position: usize, unread: &[(String, usize)]) -> Html {
    let choices: Vec<String> = match column.map(|it| (it.field.as_str(), kind.field(&it.field).map(|it| &it.ty))) {
        Some(("state", _)) => kind.states().into_iter().map(str::to_owned).collect(),
        Some((_, Some(FieldType::Choice { choices } | FieldType::Choices { choices }))) => choices.clone(),
        Some((_, Some(FieldType::Flag))) => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    };
    maud! {
        @if !choices.is_empty() {
            @for (index, (spelling, count)) in unread.iter().take(SPELLINGS).enumerate() {
                label .spelling {
                    "“" (spelling) "” × " (count) " "
                    input type="hidden" name={ "w." (position) "." (index) } value=(spelling);
                    select name={ "v." (position) "." (index) } {
                        option value="" { (call.say("import.undecided")) }
                        option value="-" { (call.say("import.means_nothing")) }
                        @for choice in &choices { option value=(choice) { (words(choice)) } }
                    }
                }
            }
        } @else if let Some((first, _)) = unread.first() {
            p .help { (call.tell("import.such_as", &[("count", &unread.len()), ("value", first)])) }
        }
    }
    .memoize()
}

/// The first cell of a column that says something.
fn example(call: &Call, report: &ImportReport, position: usize) -> Html {
    let cells = report.preview.iter().filter_map(|it| it.cells.get(position - 1)).filter(|it| !it.trim().is_empty());
    let first: Option<String> = cells.map(|it| it.chars().take(80).collect()).next();
    maud! { @if let Some(first) = &first { p .help { (call.say("import.example")) " “" (first) "”" } } }.memoize()
}

/// The first rows, each cell as it stood and as it is understood.
pub(crate) fn understood(call: &Call, kind: &Kind, report: &ImportReport, mapping: &Mapping) -> Html {
    let columns: Vec<(&Column, Option<&Field>)> =
        mapping.columns.iter().map(|it| (it, kind.field(&it.field))).collect();
    let said = |row: &governance::importing::Understood, column: &Column, field: Option<&Field>| {
        let stood = row.cells.get(column.position - 1).cloned().unwrap_or_default();
        let links = field.is_some_and(|it| matches!(it.ty, FieldType::Link { .. } | FieldType::Links { .. }));
        let value = row.document.get(&column.field).zip(field).map(|(value, field)| record::show(field, value));
        // Records that a row names are shown as it names them: their numbers are given when the import is done.
        let value = if links { Some(stood.clone()).filter(|_| value.is_some()) } else { value };
        (stood, value.unwrap_or_default())
    };
    maud! {
        section .panel aria-labelledby="understood" {
            h2 #understood { (call.say("import.understood")) }
            p .help { (call.say("import.understood_help")) }
            div .scroll role="region" tabindex="0" aria-label=(call.say("import.understood")) {
                table .dense {
                    thead { tr { th scope="col" { (call.say("import.line")) } th scope="col" { (call.say("import.outcome")) } @for (column, _) in &columns { th scope="col" { (words(&column.field)) } } } }
                    tbody {
                        @for row in &report.preview {
                            tr {
                                th scope="row" { (row.line) } td { (words(row.outcome)) }
                                @for (column, field) in &columns { td { (cell(said(row, column, *field))) } }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// A value, and below it the cell where that read otherwise.
fn cell((stood, value): (String, String)) -> Html {
    let short = |text: &str| match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    let same = stood.trim() == value.trim();
    maud! { (short(&value)) @if !same && !stood.is_empty() { " " small .stood { "“" (short(&stood)) "”" } } }.memoize()
}
