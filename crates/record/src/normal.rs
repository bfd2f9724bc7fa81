//! Brings what people send into the one form in which documents store it.
//!
//! Only spellings change here, never a meaning: what is wrong stays as it stands, for `valid` to say so.

use serde_json::{Map, Value};

use crate::{Field, FieldType, Id, is_blank};

/// The stored form of a value of `field`; nothing when it is blank.
pub(crate) fn normal(field: &Field, value: Value) -> Option<Value> {
    let value = match &field.ty {
        FieldType::Prose => mapped(value, |text| text.replace("\r\n", "\n").replace('\r', "\n")),
        FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent | FieldType::Scale { .. } => {
            whole(value)
        }
        FieldType::Money | FieldType::Period => without_nulls(value),
        FieldType::File => file(value),
        FieldType::Choices { choices } => in_order(value, choices),
        FieldType::Link { .. } => mapped(value, number_of),
        FieldType::Links { .. } => links(value),
        FieldType::Table { columns } => rows(columns, value),
        FieldType::Text | FieldType::Date | FieldType::Flag => value,
        FieldType::Choice { .. } | FieldType::Duration | FieldType::Url => value,
    };
    (!is_blank(&value)).then_some(value)
}

fn mapped(value: Value, change: impl Fn(String) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(text)),
        other => other,
    }
}

/// `12.0` as `12`, so that one number has one form.
fn whole(value: Value) -> Value {
    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() < 9e15 => Value::from(number as i64),
        _ => value,
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, it)| !it.is_null()).collect()),
        other => other,
    }
}

fn file(value: Value) -> Value {
    let mut value = without_nulls(value);
    if let Some(size) = value.get_mut("size") {
        *size = whole(size.take());
    }
    value
}

/// Choices in the order of the kind's file, each once; unknown ones after them.
fn in_order(value: Value, choices: &[String]) -> Value {
    match value {
        Value::Array(mut items) => {
            let place =
                |it: &Value| choices.iter().position(|choice| it.as_str() == Some(choice)).unwrap_or(choices.len());
            items.sort_by_key(place);
            items.dedup();
            Value::Array(items)
        }
        other => other,
    }
}

/// `rsk-42` as `RSK-0042`.
fn number_of(text: String) -> String {
    text.parse::<Id>().map(|it| it.to_string()).unwrap_or(text)
}

fn links(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut seen = std::collections::BTreeSet::new();
            let items = items.into_iter().map(|it| mapped(it, number_of));
            Value::Array(items.filter(|it| it.as_str().is_none_or(|text| seen.insert(text.to_owned()))).collect())
        }
        other => other,
    }
}

fn rows(columns: &[Field], value: Value) -> Value {
    match value {
        Value::Array(rows) => {
            Value::Array(rows.into_iter().map(|it| row(columns, it)).filter(|it| !is_blank(it)).collect())
        }
        other => other,
    }
}

fn row(columns: &[Field], value: Value) -> Value {
    match value {
        Value::Object(cells) => {
            let cell = |(name, cell): (String, Value)| match columns.iter().find(|it| it.name == name) {
                Some(column) => Some((name, normal(column, cell)?)),
                None => (!cell.is_null()).then_some((name, cell)),
            };
            Value::Object(cells.into_iter().filter_map(cell).collect::<Map<_, _>>())
        }
        other => other,
    }
}
