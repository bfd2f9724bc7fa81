//! JSON of tools: where it breaks off, and what stands in it. Pure.

use jiff::civil::Date;
use serde_json::Value;

use super::refused;
use crate::Error;

/// The object on the first line; nothing where that is none by itself.
pub(super) fn first_line(text: &str) -> Option<Value> {
    let line = text.lines().find(|it| !it.trim().is_empty())?;
    serde_json::from_str(line).ok().filter(Value::is_object)
}

/// The value of a whole text.
pub(super) fn whole(text: &str, name: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|it| refused(format!("`{name}` {}", broken(&it))))
}

/// Where and how JSON cannot be read, and what to do.
pub(super) fn broken(it: &serde_json::Error) -> String {
    let place = format!("at line {}, column {}", it.line(), it.column());
    match it.is_eof() {
        true => format!("breaks off {place}; bring in the whole file, as the tool wrote it"),
        false => format!("is no JSON {place}; bring in the file as the tool wrote it"),
    }
}

/// A text that says something.
pub(super) fn text<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of[name].as_str().map(str::trim).filter(|it| !it.is_empty())
}

/// The day with which a moment begins, as every tool writes one.
pub(super) fn day(of: &Value, name: &str) -> Option<Date> {
    of[name].as_str()?.get(..10)?.parse().ok()
}

/// What is said in a message, a text of its own, or a conversation, in its words alone.
pub(super) fn words(of: &Value) -> String {
    match of {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(words).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => {
            let inner = ["turns", "content", "text"].iter().find_map(|it| fields.get(*it));
            inner.map(words).unwrap_or_default()
        }
        _ => String::new(),
    }
}
