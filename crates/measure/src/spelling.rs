//! How values stand in words: numbers by their digits, days and moments as ISO 8601 writes them.

use crate::column::{Column, Values};
use crate::summary::Sort;

/// The value of a row as text; anything where the row holds none.
pub fn text(column: &Column<'_>, row: usize) -> String {
    match column.values {
        Values::Number(values) => values[row].to_string(),
        Values::Integer(values) => values[row].to_string(),
        Values::Flag(bits) => bits.get(row).to_string(),
        Values::Coded { codes, words } => words.get(codes[row] as usize).cloned().unwrap_or_default(),
        Values::Date(values) => day(i64::from(values[row])),
        Values::Moment(values) => moment(values[row]),
    }
}

/// A number of a column of this sort as text; a day or moment is a whole number.
pub fn spelled(number: f64, sort: Option<Sort>) -> String {
    match sort {
        Some(Sort::Date) => day(number as i64),
        Some(Sort::Moment) => moment(number as i64),
        // adding 0 makes -0 the same as 0
        _ => (number + 0.0).to_string(),
    }
}

/// The moment so many microseconds after 1970-01-01T00:00:00Z; the number itself where no calendar reaches.
pub(crate) fn moment(microseconds: i64) -> String {
    jiff::Timestamp::from_microsecond(microseconds).map_or_else(|_| microseconds.to_string(), |it| it.to_string())
}

/// The day so many days after 1970-01-01; the number itself where no calendar reaches.
pub(crate) fn day(days: i64) -> String {
    let start = jiff::civil::Date::constant(1970, 1, 1);
    let day = jiff::Span::new().try_days(days).and_then(|it| start.checked_add(it));
    day.map_or_else(|_| days.to_string(), |it| it.to_string())
}
