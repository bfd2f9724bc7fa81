//! The rows of the reference that lie in the same season as the data: the same month, quarter or day of the week.
//!
//! What comes back every year is no drift, so December is compared with December. Which column tells the day is said by the plan;
//! the day of the data is that for which they are asked (`--as-of`). Serves ISO/IEC 42001 A.6.2.6.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use measure::{Column, Values};
use read::Source;

use crate::Error;
use crate::data::{self, said};
use crate::plan::{Alike, Season};
use crate::report::Note;
use crate::run::Ask;

/// The rows of the season, and what a reader must know about them; none where the plan names no season.
pub fn rows(season: Option<&Season>, before: &Source, ask: &Ask<'_>) -> Result<Option<(Vec<usize>, Note)>, Error> {
    let Some(season) = season else { return Ok(None) };
    let day = ask.moment.and_then(day_of_moment).ok_or_else(|| {
        Error::input("the plan compares within a season, so the day of the data must be known; say it with --as-of")
    })?;
    let table = data::table(before, &[season.column.as_str()], ask.threads)?;
    let batch = data::batch(&table)?;
    let column = batch.column(&season.column).map_err(said)?;
    let wanted = key(season.like, day);
    let rows: Vec<usize> =
        (0..column.len()).filter(|row| day_at(column, *row).is_some_and(|it| key(season.like, it) == wanted)).collect();
    let name = named(season.like, day);
    if rows.is_empty() {
        return Err(Error::input(format!(
            "no row of the reference lies in {name} by its column `{}`; add such rows, or compare with the whole",
            season.column
        )));
    }
    let sentence = format!(
        "compared with the {} rows of the reference that lie in {name}",
        crate::number::rows(rows.len() as u64)
    );
    Ok(Some((rows, Note::new("season", &season.column, sentence))))
}

/// The season of a day as a number that other days of the season share.
fn key(like: Alike, day: Date) -> i8 {
    match like {
        Alike::Month => day.month(),
        Alike::Quarter => (day.month() - 1) / 3,
        Alike::Weekday => day.weekday().to_monday_zero_offset(),
    }
}

fn named(like: Alike, day: Date) -> String {
    match like {
        Alike::Month => day.strftime("%B").to_string(),
        Alike::Quarter => format!("quarter {}", key(like, day) + 1),
        Alike::Weekday => day.strftime("%A").to_string(),
    }
}

fn day_at(column: &Column<'_>, row: usize) -> Option<Date> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Date(days) => Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(i64::from(days[row]))).ok(),
        Values::Moment(moments) => day_of_moment(moments[row]),
        _ => None,
    }
}

fn day_of_moment(microseconds: i64) -> Option<Date> {
    Some(Timestamp::from_microsecond(microseconds).ok()?.to_zoned(TimeZone::UTC).date())
}
