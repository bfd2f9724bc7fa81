//! From what a form holds to a document, with a sentence for each input that cannot be read.

use record::{Catalog, Document, Field, FieldType, Problem};
use serde_json::{Map, Value};

use crate::html::filled::{Filled, name_of};
use crate::html::pick::Named;

/// Reads these fields; a blank one becomes null.
pub(crate) fn read(
    catalog: &Catalog,
    fields: &[&Field],
    filled: &Filled,
    named: &Named,
) -> Result<Document, Vec<Problem>> {
    let (mut document, mut problems) = (Document::new(), Vec::new());
    for field in fields {
        match value(catalog, field, &name_of(field), filled, named) {
            Ok(value) => {
                document.insert(field.name.clone(), value);
            }
            Err(message) => problems.push(Problem { field: field.name.clone(), message }),
        }
    }
    if problems.is_empty() { Ok(document) } else { Err(problems) }
}

fn value(catalog: &Catalog, field: &Field, name: &str, filled: &Filled, named: &Named) -> Result<Value, String> {
    match &field.ty {
        FieldType::Choices { choices } => {
            let chosen = filled.all(name);
            let kept: Vec<&String> = choices.iter().filter(|it| chosen.contains(it)).collect();
            Ok(list(kept.into_iter().map(|it| Value::from(it.as_str())).collect()))
        }
        FieldType::Links { .. } => {
            let mut ids: Vec<Value> = Vec::new();
            for text in filled.all(name).iter().filter(|it| !it.trim().is_empty()) {
                let id = Value::from(named.number(&field.ty, text)?);
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            Ok(list(ids))
        }
        FieldType::Link { .. } => match filled.text(name).trim() {
            "" => Ok(Value::Null),
            text => named.number(&field.ty, text).map(Value::from),
        },
        FieldType::Period => Ok(period(filled, name)),
        FieldType::File => file(filled, name, named),
        FieldType::Table { columns } => table(catalog, columns, name, filled, named),
        _ => match filled.text(name) {
            text if text.trim().is_empty() => Ok(Value::Null),
            text => record::parse_text(catalog, field, text),
        },
    }
}

fn list(items: Vec<Value>) -> Value {
    if items.is_empty() { Value::Null } else { Value::Array(items) }
}

fn period(filled: &Filled, name: &str) -> Value {
    let mut period = Map::new();
    for end in ["from", "until"] {
        let date = filled.text(&format!("{name}.{end}")).trim();
        if !date.is_empty() {
            period.insert(end.to_owned(), date.into());
        }
    }
    if period.is_empty() { Value::Null } else { period.into() }
}

fn file(filled: &Filled, name: &str, named: &Named) -> Result<Value, String> {
    let kept = filled.text(&format!("{name}.kept"));
    if kept.is_empty() || !filled.text(&format!("{name}.remove")).is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(kept).map_err(|_| named.language.say("pick.no_file").to_owned())
}

fn table(catalog: &Catalog, columns: &[Field], name: &str, filled: &Filled, named: &Named) -> Result<Value, String> {
    let mut rows = Vec::new();
    for index in 0..filled.rows(name) {
        let mut row = Map::new();
        for column in columns {
            let cell = value(catalog, column, &format!("{name}.{index}.{}", column.name), filled, named);
            let placed = |message: String| {
                named
                    .language
                    .tell("pick.row", &[("row", &(index + 1)), ("column", &column.label), ("message", &message)])
            };
            let cell = cell.map_err(placed)?;
            if !cell.is_null() {
                row.insert(column.name.clone(), cell);
            }
        }
        if !row.is_empty() {
            rows.push(Value::Object(row));
        }
    }
    Ok(list(rows))
}
