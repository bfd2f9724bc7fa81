//! How values stand in words: numbers by their digits, days and moments as ISO 8601 writes them.

use crate::summary::Sort;

/// A number of a column of this sort as text.
pub(crate) fn spelled(number: f64, sort: Option<Sort>) -> String {
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
