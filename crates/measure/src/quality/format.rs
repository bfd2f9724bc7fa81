//! Words that have a form: days and times in one spelling, and JSON.

use jiff::fmt::strtime;

/// Whether every sign of a format is known.
pub(super) fn is_one(format: &str) -> bool {
    format.contains('%') && strtime::format(format, &jiff::Zoned::default()).is_ok()
}

/// Whether a word spells a day or time in this format, and one that the calendar has.
pub(super) fn spells(format: &str, word: &str) -> bool {
    let Ok(read) = strtime::parse(format, word) else { return false };
    match (read.year(), read.month(), read.day()) {
        (Some(year), Some(month), Some(day)) => jiff::civil::Date::new(year, month, day).is_ok(),
        _ => true,
    }
}

/// Whether a word is JSON.
pub(super) fn is_json(word: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok()
}
