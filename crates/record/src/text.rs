//! Values as text: what a person types into a form, a cell or the command line, and what an export writes.
//!
//! `show` and `parse_text` are exact inverses for every value in its stored form.

use serde_json::{Map, Value, json};

use crate::field::in_words;
use crate::normal::normal;
use crate::value::number_text;
use crate::words::{instead, listed, quoted};
use crate::{Catalog, Field, FieldType, canonical, is_blank, valid};

/// Reads what a person typed for a field; blank text gives null, which clears.
///
/// Errors: one sentence on what is wrong and what is allowed.
pub fn parse_text(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let value = normal(field, read(catalog, field, text)?).unwrap_or(Value::Null);
    match is_blank(&value) {
        true => Ok(Value::Null),
        false => valid::faults(catalog, field, &value).into_iter().next().map_or(Ok(value), Err),
    }
}

fn read(catalog: &Catalog, field: &Field, text: &str) -> Result<Value, String> {
    let word = text.trim();
    match &field.ty {
        FieldType::Text | FieldType::Prose => Ok(Value::from(text)),
        FieldType::Number { .. } | FieldType::Count { .. } => number(word),
        FieldType::Percent => number(word.strip_suffix('%').unwrap_or(word).trim_end()),
        FieldType::Money => money(word),
        FieldType::Date | FieldType::Url => Ok(Value::from(word)),
        FieldType::Duration => Ok(Value::from(word.to_ascii_uppercase())),
        FieldType::Period => period(word),
        FieldType::Flag => flag(word),
        FieldType::Choice { choices } => choice(choices, word).map(Value::from),
        FieldType::Choices { choices } => {
            let words = word.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty());
            Ok(words.map(|it| choice(choices, it)).collect::<Result<Vec<_>, _>>()?.into())
        }
        FieldType::Scale { scale } => level(catalog, scale, word),
        FieldType::Link { .. } => Ok(Value::from(word)),
        FieldType::Links { .. } => {
            let separates = |it: char| it.is_whitespace() || matches!(it, ',' | ';');
            Ok(word.split(separates).filter(|it| !it.is_empty()).collect::<Vec<_>>().into())
        }
        FieldType::File => {
            let example = "`{\"digest\": \"sha256:…\", \"name\": …, \"size\": …, \"media\": …}`";
            serde_json::from_str(word).map_err(|_| format!("{} is not JSON; write it like {example}", quoted(word)))
        }
        FieldType::Table { columns } if word.starts_with(['[', '{']) => {
            let names = columns.iter().take(2).map(|it| format!("\"{}\": …", it.name)).collect::<Vec<_>>();
            let example = format!("`[{{{}}}]`", names.join(", "));
            serde_json::from_str(word).map_err(|_| format!("{} is not JSON; write it like {example}", quoted(word)))
        }
        FieldType::Table { columns } => rows(catalog, columns, word),
    }
}

/// Rows as people write them: one a line, or between semicolons, with `|` between the cells in the order of the columns.
fn rows(catalog: &Catalog, columns: &[Field], text: &str) -> Result<Value, String> {
    let separator = if text.contains('\n') { '\n' } else { ';' };
    let lines = text.split(separator).map(str::trim).filter(|it| !it.is_empty());
    lines.map(|line| row(catalog, columns, line)).collect::<Result<Vec<_>, _>>().map(Value::from)
}

fn row(catalog: &Catalog, columns: &[Field], line: &str) -> Result<Value, String> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    if cells.len() > columns.len() {
        let names = columns.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" | ");
        return Err(format!("{} has {} cells; the columns are {names}", quoted(line), cells.len()));
    }
    let cell = |(column, cell): (&Field, &str)| match parse_text(catalog, column, cell) {
        Ok(value) => Ok((column.name.clone(), value)),
        Err(wrong) => Err(format!("{}: {wrong}", column.name)),
    };
    columns.iter().zip(cells).map(cell).collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

/// A number with a point, without separators of thousands.
fn number(word: &str) -> Result<Value, String> {
    if let Ok(whole) = word.parse::<i64>() {
        return Ok(Value::from(whole));
    }
    let allowed = |it: u8| it.is_ascii_digit() || b"+-.eE".contains(&it);
    let number = word.parse::<f64>().ok().filter(|it| it.is_finite() && word.bytes().all(allowed));
    number.map(Value::from).ok_or_else(|| {
        format!("{} is not a number; write it like 1234.5, with a point and without separators", quoted(word))
    })
}

/// `12.50 EUR` or `EUR 12.50`.
fn money(word: &str) -> Result<Value, String> {
    let wrong = || format!("{} is not an amount of money; write it like 12.50 EUR", quoted(word));
    let (one, other) = word.split_once(char::is_whitespace).ok_or_else(wrong)?;
    let (one, other) = (one.trim(), other.trim());
    let letters = |it: &str| it.bytes().all(|it| it.is_ascii_alphabetic());
    let (amount, currency) = if letters(one) { (other, one) } else { (one, other) };
    Ok(json!({ "amount": amount, "currency": currency.to_ascii_uppercase() }))
}

/// `2026-01-01/2026-12-31`; an open end is written `..` or left out.
fn period(word: &str) -> Result<Value, String> {
    let wrong = || format!("{} is not a period; write it like 2026-01-01/2026-12-31 or 2026-01-01/..", quoted(word));
    let (from, until) = word.split_once('/').ok_or_else(wrong)?;
    let mut map = Map::new();
    map.insert("from".to_owned(), Value::from(from.trim()));
    if let Some(until) = Some(until.trim()).filter(|it| !it.is_empty() && *it != "..") {
        map.insert("until".to_owned(), Value::from(until));
    }
    Ok(Value::Object(map))
}

fn flag(word: &str) -> Result<Value, String> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "y" | "1" | "on" => Ok(Value::Bool(true)),
        "no" | "false" | "n" | "0" | "off" => Ok(Value::Bool(false)),
        _ => Err(format!("{} is neither yes nor no", quoted(word))),
    }
}

/// A choice by its name or label, whatever the case.
fn choice(choices: &[String], word: &str) -> Result<String, String> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
    let exact = choices.iter().find(|it| *it == word);
    let like = || choices.iter().find(|it| plain(it) == plain(word) || plain(&in_words(it)) == plain(word));
    let names: Vec<&str> = choices.iter().map(String::as_str).collect();
    let found = exact.or_else(like).cloned();
    found.ok_or_else(|| format!("{} is not a choice{}", quoted(word), instead(word, "the choices", &names)))
}

/// A level by its number or label.
fn level(catalog: &Catalog, scale: &str, word: &str) -> Result<Value, String> {
    let levels = catalog.scale(scale).map(|it| it.levels.as_slice()).unwrap_or_default();
    let labelled = levels.iter().position(|it| it.label.to_lowercase() == word.to_lowercase());
    match (word.parse::<u64>(), labelled) {
        (Ok(number), _) => Ok(Value::from(number)),
        (_, Some(place)) => Ok(Value::from(place + 1)),
        _ => {
            let names: Vec<String> =
                levels.iter().enumerate().map(|(at, it)| format!("{} {}", at + 1, it.label)).collect();
            Err(format!("{} is not a level; the levels are {}", quoted(word), listed(names.iter().map(String::as_str))))
        }
    }
}

/// Writes a value so that `parse_text` reads the same value back; null and what is blank become nothing.
pub fn show(field: &Field, value: &Value) -> String {
    if is_blank(value) {
        return String::new();
    }
    let shown = match &field.ty {
        FieldType::Text | FieldType::Prose | FieldType::Date | FieldType::Url | FieldType::Duration => word(value),
        FieldType::Choice { .. } | FieldType::Link { .. } => word(value),
        FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent | FieldType::Scale { .. } => {
            match value {
                Value::Number(number) => Some(number_text(number)),
                _ => None,
            }
        }
        FieldType::Money => parts(value, "amount", "currency").map(|(amount, currency)| format!("{amount} {currency}")),
        FieldType::Period => match parts(value, "from", "until") {
            Some((from, until)) => Some(format!("{from}/{until}")),
            None => value.get("from").and_then(word).map(|from| format!("{from}/..")),
        },
        FieldType::Flag => value.as_bool().map(|it| if it { "yes" } else { "no" }.to_owned()),
        FieldType::Choices { .. } => words(value, ", "),
        FieldType::Links { .. } => words(value, " "),
        FieldType::File | FieldType::Table { .. } => None,
    };
    // What does not have the field's form, because an older kind let it in, is shown as it is stored.
    shown.unwrap_or_else(|| canonical(value))
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn parts<'a>(value: &'a Value, one: &str, other: &str) -> Option<(&'a str, &'a str)> {
    Some((value.get(one)?.as_str()?, value.get(other)?.as_str()?))
}

fn words(value: &Value, between: &str) -> Option<String> {
    let words: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
    Some(words?.join(between))
}
