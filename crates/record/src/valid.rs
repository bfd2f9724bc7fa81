//! Whether one value is one that its field allows, and in which words to say that it is not.
//!
//! It judges values in the form in which documents store them; `normal` brings what people send into that form first.

use serde_json::{Map, Value};

use crate::words::{instead, listed, quoted, quoted_value};
use crate::{Catalog, Field, FieldType, Id, Target, form, is_blank};

/// Most characters of a text field.
pub(crate) const TEXT: usize = 500;
/// Most characters of a prose field.
pub(crate) const PROSE: usize = 100_000;
/// Most characters of an address.
pub(crate) const ADDRESS: usize = 2_000;
/// Most rows of a table and most links of a field.
pub(crate) const MANY: usize = 1_000;
/// Greatest whole number that every JSON reader keeps exactly.
pub(crate) const GREATEST: u64 = 9_007_199_254_740_991;
/// Most problems that one field reports.
const REPORTED: usize = 20;

/// What is wrong with `value` as a value of `field`; nothing when it is right.
pub(crate) fn faults(catalog: &Catalog, field: &Field, value: &Value) -> Vec<String> {
    if is_blank(value) {
        return vec!["a blank value is no value; leave the field out, or send null to clear it".to_owned()];
    }
    match &field.ty {
        FieldType::Table { columns } => table(catalog, columns, value),
        _ => fault(catalog, field, value).into_iter().collect(),
    }
}

fn fault(catalog: &Catalog, field: &Field, value: &Value) -> Option<String> {
    match &field.ty {
        FieldType::Text => text(value, TEXT, true),
        FieldType::Prose => text(value, PROSE, false),
        FieldType::Number { min, max, unit } => number(value, *min, *max, unit.as_deref()),
        FieldType::Count { max } => count(value, max.unwrap_or(GREATEST)),
        FieldType::Percent => number(value, Some(0.0), Some(100.0), None),
        FieldType::Money => money(value),
        FieldType::Date => date(value),
        FieldType::Period => period(value),
        FieldType::Flag => (!value.is_boolean()).then(|| format!("{} is neither true nor false", quoted_value(value))),
        FieldType::Choice { choices } => choice(value, choices),
        FieldType::Choices { choices } => several(value, "choices", |it| choice(it, choices)),
        FieldType::Scale { scale } => level(catalog, scale, value),
        FieldType::Link { to } => link(catalog, to, value),
        FieldType::Links { to } => several(value, "records' numbers", |it| link(catalog, to, it)),
        FieldType::File => file(value),
        FieldType::Table { .. } => Some("a table cannot stand inside a table".to_owned()),
        FieldType::Duration => {
            let wrong = || format!("{} is not a duration; write it like `P30D` or `PT4H`", quoted_value(value));
            (!value.as_str().is_some_and(form::is_duration)).then(wrong)
        }
        FieldType::Url => {
            let right = value.as_str().is_some_and(|it| form::is_url(it) && it.chars().count() <= ADDRESS);
            let wrong =
                || format!("{} is not a web address; write it like `https://example.org/page`", quoted_value(value));
            (!right).then(wrong)
        }
    }
}

fn text(value: &Value, most: usize, one_line: bool) -> Option<String> {
    let Some(text) = value.as_str() else {
        return Some(format!("{} is not text; put it in quotes", quoted_value(value)));
    };
    let long = text.len() > most && text.chars().count() > most;
    if long {
        return Some(format!("{} characters are too many; the most is {most}", text.chars().count()));
    }
    let refused = |it: char| it.is_control() && (one_line || !matches!(it, '\n' | '\t'));
    let (index, found) = text.chars().enumerate().find(|(_, it)| refused(*it))?;
    Some(match found {
        '\n' | '\r' if one_line => format!("character {} is a line break; this field holds one line", index + 1),
        _ => format!("character {} is the control character U+{:04X}; remove it", index + 1, u32::from(found)),
    })
}

fn number(value: &Value, min: Option<f64>, max: Option<f64>, unit: Option<&str>) -> Option<String> {
    let number = value.as_f64().filter(|it| it.is_finite());
    let Some(number) = number else {
        return Some(format!("{} is not a number; write it like 12.5", quoted_value(value)));
    };
    let unit = unit.map(|it| format!(" {it}")).unwrap_or_default();
    match (min, max) {
        (Some(min), _) if number < min => {
            Some(format!("{} is too small; the least is {min}{unit}", quoted_value(value)))
        }
        (_, Some(max)) if number > max => {
            Some(format!("{} is too great; the most is {max}{unit}", quoted_value(value)))
        }
        _ => None,
    }
}

/// The whole number from 0 that a value is; `2.0` is one as well, as it is for JSON Schema.
fn whole(value: &Value) -> Option<u64> {
    let float = value.as_f64().filter(|it| value.is_f64() && it.fract() == 0.0 && (0.0..1.8e19).contains(it));
    value.as_u64().or(float.map(|it| it as u64))
}

fn count(value: &Value, max: u64) -> Option<String> {
    match whole(value) {
        None => Some(format!("{} is not a count; write a whole number from 0", quoted_value(value))),
        Some(count) if count > max => Some(format!("`{count}` is too great; the most is {max}")),
        Some(_) => None,
    }
}

/// The object that `value` is, with no other keys than these, the first `needed` of which must be there.
fn object<'a>(value: &'a Value, keys: &[&str], needed: usize, example: &str) -> Result<&'a Map<String, Value>, String> {
    let Some(map) = value.as_object() else {
        return Err(format!("{} does not look like {example}", quoted_value(value)));
    };
    if let Some(key) = map.keys().find(|it| !keys.contains(&it.as_str())) {
        return Err(format!("there is no key {}; the keys are {}", quoted(key), listed(keys.iter().copied())));
    }
    match keys.iter().take(needed).find(|it| !map.contains_key(**it)) {
        Some(key) => Err(format!("the key `{key}` is missing; write it like {example}")),
        None => Ok(map),
    }
}

fn money(value: &Value) -> Option<String> {
    const EXAMPLE: &str = r#"`{"amount": "12.50", "currency": "EUR"}`"#;
    let map = match object(value, &["amount", "currency"], 2, EXAMPLE) {
        Ok(map) => map,
        Err(message) => return Some(message),
    };
    let (amount, currency) = (map.get("amount").unwrap_or(&Value::Null), map.get("currency").unwrap_or(&Value::Null));
    if !amount.as_str().is_some_and(form::is_decimal) {
        return Some(format!(
            "{} is not an amount; write a decimal in quotes, such as \"12.50\"",
            quoted_value(amount)
        ));
    }
    let wrong = || format!("{} is not a currency; write its ISO 4217 code, such as EUR", quoted_value(currency));
    (!currency.as_str().is_some_and(form::is_currency)).then(wrong)
}

fn date(value: &Value) -> Option<String> {
    let wrong = || format!("{} is not a date; write a real day like `2026-01-31`", quoted_value(value));
    value.as_str().and_then(form::date).is_none().then(wrong)
}

fn period(value: &Value) -> Option<String> {
    let map = match object(value, &["from", "until"], 1, r#"`{"from": "2026-01-01", "until": "2026-12-31"}`"#) {
        Ok(map) => map,
        Err(message) => return Some(message),
    };
    if let Some(message) = map.values().find_map(date) {
        return Some(message);
    }
    let day = |key: &str| map.get(key).and_then(Value::as_str).and_then(form::date);
    match (day("from"), day("until")) {
        (Some(from), Some(until)) if until < from => {
            Some(format!("the period ends on `{until}`, before it begins on `{from}`"))
        }
        _ => None,
    }
}

fn choice(value: &Value, choices: &[String]) -> Option<String> {
    if value.as_str().is_some_and(|it| choices.iter().any(|choice| choice == it)) {
        return None;
    }
    let names: Vec<&str> = choices.iter().map(String::as_str).collect();
    let rest = instead(value.as_str().unwrap_or_default(), "the choices", &names);
    Some(format!("{} is not a choice{rest}", quoted_value(value)))
}

/// Checks each item of a list of `what` that repeats none.
fn several(value: &Value, what: &str, fault: impl Fn(&Value) -> Option<String>) -> Option<String> {
    let Some(items) = value.as_array() else { return Some(format!("{} is not a list of {what}", quoted_value(value))) };
    if items.len() > MANY {
        return Some(format!("{} {what} are too many; the most is {MANY}", items.len()));
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut again = items.iter().filter_map(Value::as_str).filter(|it| !seen.insert(*it));
    let repeated = again.next().map(|it| format!("{} is listed twice; remove one", quoted(it)));
    items.iter().find_map(fault).or(repeated)
}

fn level(catalog: &Catalog, scale: &str, value: &Value) -> Option<String> {
    let Some(scale) = catalog.scale(scale) else { return Some(format!("there is no scale `{scale}`")) };
    if whole(value).is_some_and(|it| it >= 1 && it <= scale.levels.len() as u64) {
        return None;
    }
    let levels: Vec<String> =
        scale.levels.iter().enumerate().map(|(at, it)| format!("{} {}", at + 1, it.label)).collect();
    let levels = listed(levels.iter().map(String::as_str));
    Some(format!("{} is not a level of `{}`; the levels are {levels}", quoted_value(value), scale.label))
}

fn link(catalog: &Catalog, to: &Target, value: &Value) -> Option<String> {
    let Some(text) = value.as_str() else {
        return Some(format!("{} is not a record's number; write it like `SYS-0001`", quoted_value(value)));
    };
    let id: Id = match text.parse() {
        Ok(id) => id,
        Err(_) => return Some(format!("{} is not a record's number; write it like `SYS-0001`", quoted(text))),
    };
    if id.to_string() != text {
        return Some(format!("{} is written `{id}`", quoted(text)));
    }
    match catalog.kind_of_prefix(&id.prefix) {
        None => Some(format!("no kind of record has the prefix `{}` of {}", id.prefix, quoted(text))),
        Some(kind) if !to.allows(&kind.kind) => {
            let Target::Kinds(kinds) = to else { return None };
            let label =
                |name: &String| catalog.kind(name).map_or(name.clone(), |it| format!("{} ({})", it.label, it.prefix));
            let allowed: Vec<String> = kinds.iter().map(label).collect();
            let allowed = listed(allowed.iter().map(String::as_str));
            Some(format!("`{text}` is a record of kind `{}`; this field takes {allowed}", kind.kind))
        }
        Some(_) => None,
    }
}

fn file(value: &Value) -> Option<String> {
    const EXAMPLE: &str = r#"`{"digest": "sha256:…", "name": "a.pdf", "size": 1, "media": "application/pdf"}`"#;
    let map = match object(value, &["digest", "name", "size", "media"], 4, EXAMPLE) {
        Ok(map) => map,
        Err(message) => return Some(message),
    };
    let string = |key: &str, is: fn(&str) -> bool| map.get(key).and_then(Value::as_str).is_some_and(is);
    let size = map.get("size").and_then(whole).is_some_and(|it| it <= GREATEST);
    let checks = [
        ("digest", string("digest", form::is_digest), "`sha256:` and 64 hexadecimal digits"),
        ("name", string("name", form::is_file_name), "a file's name of at most 255 characters without folders"),
        ("size", size, "a whole number of bytes"),
        ("media", string("media", form::is_media), "a media type such as `application/pdf`"),
    ];
    let (key, _, what) = checks.iter().find(|(_, right, _)| !right)?;
    Some(format!("{} is not {what}, as `{key}` has to be", quoted_value(map.get(*key).unwrap_or(&Value::Null))))
}

fn table(catalog: &Catalog, columns: &[Field], value: &Value) -> Vec<String> {
    let Some(rows) = value.as_array() else { return vec![format!("{} is not a list of rows", quoted_value(value))] };
    if rows.len() > MANY {
        return vec![format!("{} rows are too many; the most is {MANY}", rows.len())];
    }
    let messages = rows.iter().enumerate().flat_map(|(index, row)| {
        row_faults(catalog, columns, row).into_iter().map(move |message| format!("row {}{message}", index + 1))
    });
    messages.take(REPORTED).collect()
}

/// What is wrong with one row; each message begins where `row 3` ends.
fn row_faults(catalog: &Catalog, columns: &[Field], row: &Value) -> Vec<String> {
    let Some(row) = row.as_object().filter(|it| !it.is_empty()) else {
        return vec![format!(": {} is not a row with columns and values", quoted_value(row))];
    };
    let names: Vec<&str> = columns.iter().map(|it| it.name.as_str()).collect();
    let mut messages = Vec::new();
    for (name, cell) in row {
        match columns.iter().find(|it| it.name == *name) {
            None => {
                messages.push(format!(": there is no column {}{}", quoted(name), instead(name, "the columns", &names)))
            }
            Some(column) => {
                messages.extend(faults(catalog, column, cell).into_iter().map(|it| format!(", column `{name}`: {it}")));
            }
        }
    }
    let missing = columns.iter().filter(|it| it.required && !row.contains_key(&it.name));
    messages.extend(missing.map(|it| format!(", column `{}`: a value is required", it.name)));
    messages
}
