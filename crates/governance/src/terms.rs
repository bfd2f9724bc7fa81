//! What a record can be found, filtered and sorted by.

use std::collections::HashSet;

use record::{Document, Field, FieldType, Kind, show};
use serde_json::Value;
use store::{Derived as Derivatives, RecordRow, Term};

/// Longest text of a term, in characters; a filter compares no more.
const TERM_LENGTH: usize = 200;

/// Pseudo-field under which the digests of files are found.
pub(crate) const FILE: &str = "#file";

/// Links, terms and search text of a record, all rebuilt from its document.
pub(crate) fn derivatives(kind: &Kind, row: &RecordRow) -> Derivatives {
    let mut words = Vec::new();
    for (field, value) in held(kind, row) {
        add_words(field, value, &mut words);
    }
    Derivatives { search: words.join("\n"), ..without_words(kind, row) }
}

/// Links and terms of a record, and no text to be searched.
pub(crate) fn without_words(kind: &Kind, row: &RecordRow) -> Derivatives {
    let mut terms: Vec<Term> = Vec::new();
    for (field, value) in held(kind, row) {
        add_terms(field, value, &mut terms);
    }
    // Lists count terms, so a value that a field holds twice is one term.
    let mut seen = HashSet::new();
    let first: Vec<bool> = terms.iter().map(|it| seen.insert((it.field.as_str(), it.text.as_str()))).collect();
    let mut first = first.into_iter();
    terms.retain(|_| first.next().unwrap_or(true));
    Derivatives { links: crate::writing::links(kind, &row.document), terms, search: String::new() }
}

/// Fields of a record that hold something.
fn held<'a>(kind: &'a Kind, row: &'a RecordRow) -> impl Iterator<Item = (&'a Field, &'a Value)> {
    kind.fields.iter().filter_map(|it| Some((it, row.document.get(&it.name)?)))
}

/// The term of one value in one field.
pub(crate) fn term(field: &str, text: &str, number: Option<f64>) -> Term {
    Term { field: field.to_owned(), text: text.to_lowercase().chars().take(TERM_LENGTH).collect(), number }
}

/// Whether lists find records by what a field holds; paragraphs and files are found by their words alone.
pub(crate) fn searched(field: &Field) -> bool {
    let cell = |it: &Field| {
        use FieldType::{Choice, Date, Duration, Link, Prose, Text, Url};
        matches!(it.ty, Text | Prose | Date | Duration | Url | Choice { .. } | Link { .. })
    };
    match &field.ty {
        FieldType::Prose | FieldType::File => false,
        FieldType::Table { columns } => columns.iter().any(cell),
        _ => true,
    }
}

fn add_terms(field: &Field, value: &Value, terms: &mut Vec<Term>) {
    let plain = || show(field, value);
    match &field.ty {
        FieldType::Prose => {}
        FieldType::File => terms.extend(value.get("digest").and_then(Value::as_str).map(|it| term(FILE, it, None))),
        FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent | FieldType::Scale { .. } => {
            terms.push(term(&field.name, &plain(), value.as_f64()));
        }
        FieldType::Money => {
            let amount = value.get("amount").and_then(Value::as_str).and_then(|it| it.parse().ok());
            terms.push(term(&field.name, &plain(), amount));
        }
        FieldType::Choices { .. } | FieldType::Links { .. } => {
            let several = value.as_array().map(Vec::as_slice).unwrap_or_default();
            terms.extend(several.iter().filter_map(Value::as_str).map(|it| term(&field.name, it, None)));
        }
        FieldType::Table { columns } => {
            let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
            for (column, cell) in
                rows.iter().flat_map(|row| columns.iter().filter_map(move |it| Some((it, row.get(&it.name)?))))
            {
                match column.ty {
                    FieldType::File => add_terms(column, cell, terms),
                    _ => terms.extend(cell.as_str().map(|it| term(&field.name, it, None))),
                }
            }
        }
        FieldType::Flag => terms.push(term(&field.name, if value == &Value::Bool(true) { "yes" } else { "no" }, None)),
        // A list sorts by the order of the choices, not by their letters.
        FieldType::Choice { choices } => {
            let order = choices.iter().position(|it| value.as_str() == Some(it)).map(|it| it as f64);
            terms.push(term(&field.name, &plain(), order));
        }
        FieldType::Text
        | FieldType::Date
        | FieldType::Period
        | FieldType::Link { .. }
        | FieldType::Duration
        | FieldType::Url => terms.push(term(&field.name, &plain(), None)),
    }
}

fn add_words(field: &Field, value: &Value, words: &mut Vec<String>) {
    match &field.ty {
        FieldType::Text | FieldType::Prose | FieldType::Url => words.extend(value.as_str().map(str::to_owned)),
        FieldType::Choice { .. } => words.extend(value.as_str().map(|it| it.replace('_', " "))),
        FieldType::File => words.extend(value.get("name").and_then(Value::as_str).map(str::to_owned)),
        FieldType::Table { columns } => {
            for row in value.as_array().map(Vec::as_slice).unwrap_or_default() {
                let row = row.as_object().cloned().unwrap_or_else(Document::new);
                columns.iter().for_each(|it| {
                    if let Some(cell) = row.get(&it.name) {
                        add_words(it, cell, words);
                    }
                });
            }
        }
        _ => {}
    }
}
