//! References in records: a field with `references` holds the reference of a requirement. It is read as people write it and kept in its one
//! spelling; one that no library knows is refused with the nearest that one knows.

use conformity::reference::{Unknown, framework, read};
use library::Shelf;
use record::{Document, Field, FieldType, Kind, Problem};
use serde_json::{Map, Value};

use crate::libraries::Libraries;

/// The column that names the framework of a reference beside it.
const FRAMEWORK: &str = "framework";

/// Puts references into their one spelling; those that no library knows stay as they are.
pub(crate) fn normalise(kind: &Kind, document: &mut Document, libraries: &Libraries) {
    let refers = |it: &Field| it.references || columns(it).iter().any(|it| it.references);
    for field in kind.fields.iter().filter(|it| refers(it)) {
        let Some(value) = document.get_mut(&field.name) else { continue };
        let (shelf, default) = (libraries.shelf(), &libraries.conformity.rules.default);
        if let (Some(text), true) = (value.as_str(), field.references) {
            if let Ok(found) = read(shelf, text, default) {
                *value = found.into();
            }
            continue;
        }
        for row in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            for column in columns(field).iter().filter(|it| it.references) {
                put(shelf, default, row, &column.name, columns(field).iter().any(|it| it.name == FRAMEWORK));
            }
        }
    }
}

/// Puts a reference of a row into its one spelling, without its framework where that stands beside it.
fn put(shelf: &Shelf, default: &str, row: &mut Map<String, Value>, column: &str, apart: bool) {
    let beside = row.get(FRAMEWORK).and_then(Value::as_str).filter(|_| apart).map(|it| framework(shelf, it));
    if let Some(known) = &beside {
        row.insert(FRAMEWORK.to_owned(), known.clone().into());
    }
    let Some(text) = row.get(column).and_then(Value::as_str) else { return };
    let Ok(found) = read(shelf, text, beside.as_deref().unwrap_or(default)) else { return };
    match (beside, shelf.find(&found)) {
        (Some(_), Some(it)) => {
            row.insert(FRAMEWORK.to_owned(), it.framework.prefix.clone().into());
            row.insert(column.to_owned(), it.node.id.clone().into());
        }
        _ => _ = row.insert(column.to_owned(), found.into()),
    }
}

/// References that a change brings in and that no library knows.
pub(crate) fn problems(
    kind: &Kind,
    before: Option<&Document>,
    after: &Document,
    libraries: &Libraries,
) -> Vec<Problem> {
    let (shelf, default) = (libraries.shelf(), &libraries.conformity.rules.default);
    let old = before.map(|it| all(kind, it)).unwrap_or_default();
    let new = all(kind, after).into_iter().filter(|it| !old.contains(it));
    let told = new.filter(|(_, _, beside)| beside.as_ref().is_none_or(|it| shelf.framework(it).is_some()));
    let problem = |(field, text, beside): (String, String, Option<String>)| {
        let unknown = read(shelf, &text, beside.as_deref().unwrap_or(default)).err()?;
        Some(Problem::of(&field, says(&unknown)))
    };
    told.filter_map(problem).collect()
}

fn says(unknown: &Unknown) -> String {
    let near = unknown.nearest.as_ref().map(|it| format!("; the nearest one is `{it}`")).unwrap_or_default();
    format!("no library knows the requirement `{}`{near}", unknown.written)
}

/// Field, text and framework beside it of every reference.
fn all(kind: &Kind, document: &Document) -> Vec<(String, String, Option<String>)> {
    let mut found = Vec::new();
    for field in &kind.fields {
        let Some(value) = document.get(&field.name) else { continue };
        if field.references {
            found.extend(value.as_str().map(|it| (field.name.clone(), it.to_owned(), None)));
            continue;
        }
        for column in columns(field).iter().filter(|it| it.references) {
            for row in value.as_array().into_iter().flatten() {
                let beside = row.get(FRAMEWORK).and_then(Value::as_str).map(str::to_owned);
                let text = row.get(&column.name).and_then(Value::as_str);
                found.extend(text.map(|it| (field.name.clone(), it.to_owned(), beside)));
            }
        }
    }
    found
}

fn columns(field: &Field) -> &[Field] {
    match &field.ty {
        FieldType::Table { columns } => columns,
        _ => &[],
    }
}
