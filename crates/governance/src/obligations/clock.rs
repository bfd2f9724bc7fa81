//! When something is due: the strict moment, which nobody can call late, and the latest lawful one, by the rule that counts.
//!
//! The rule of the Union is Regulation (EEC, Euratom) 1182/71, Article 3: the hour or the day of the event is excluded; a period in days,
//! weeks or months ends with its last day, or with the next working day where that is a Saturday, a Sunday or a holiday; a period of two
//! days or more contains two working days at least. A period in hours ends with its last hour and is not moved. What a working day is and
//! in which zone a day begins is said by a calendar, as for ladders of escalation.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::escalating::calendar::Calendar;

/// How a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Days of the calendar after the day of the event.
    CalendarDays,
    /// Days of work after the day of the event.
    WorkingDays,
    /// Hours from the event.
    Hours,
    /// By Regulation (EEC, Euratom) 1182/71.
    EuPeriodRule,
}

/// Every way of counting, by its name.
pub const COUNTED: &[(&str, Counted)] = &[
    ("calendar_days", Counted::CalendarDays),
    ("working_days", Counted::WorkingDays),
    ("hours", Counted::Hours),
    ("eu_period_rule", Counted::EuPeriodRule),
];

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The event.
    pub event: Timestamp,
    /// The moment that nobody can call late.
    pub strict: Timestamp,
    /// The last day on which it is lawful.
    pub last_day: Date,
    /// The first moment at which it is late.
    pub late_from: Timestamp,
    /// The time zone of the place.
    pub zone: String,
    /// How the latest moment was found, each step in a sentence.
    pub steps: Vec<String>,
}

/// Days that are looked at for a working day; no calendar rests so long.
const MOST_DAYS: usize = 3_660;

/// When something is due that has so much time from an event on.
///
/// Errors: a length of time that is none, or that cannot be counted like this, in a sentence.
pub fn deadline(event: Timestamp, offset: &str, counted: Counted, calendar: &Calendar) -> Result<Deadline, String> {
    let wrong = |it: &str| format!("`{offset}` {it}; write one such as P15D or PT72H");
    let span: Span = offset.parse().map_err(|_| wrong("is no length of time"))?;
    if !span.is_positive() {
        return Err(wrong("is no time at all"));
    }
    let hours = span.get_hours() != 0 || span.get_minutes() != 0;
    let days = span.get_days() != 0 || span.get_weeks() != 0 || span.get_months() != 0 || span.get_years() != 0;
    if hours && days {
        return Err(wrong("mixes days with hours, which are counted differently"));
    }
    let zone = calendar.zone();
    let begun = event.to_zoned(zone.clone());
    let mut steps = Vec::new();
    let beyond = || wrong("ends beyond all calendars");
    let (strict, last_day, late_from) = match (counted, hours) {
        (Counted::Hours, true) | (Counted::CalendarDays, true) => {
            let end = event.checked_add(span).map_err(|_| beyond())?;
            steps.push("counted in hours from the event, to the minute".to_owned());
            (end, end.to_zoned(zone.clone()).date(), end)
        }
        (Counted::EuPeriodRule, true) => {
            let strict = event.checked_add(span).map_err(|_| beyond())?;
            let end = next_hour(&begun).and_then(|it| it.checked_add(span).ok()).ok_or_else(beyond)?;
            steps.push(
                "the hour of the event is not counted, and a period in hours is not moved by weekends or holidays"
                    .to_owned(),
            );
            (strict, end.to_zoned(zone.clone()).date(), end)
        }
        (Counted::WorkingDays, true) => return Err(wrong("is in hours, and days of work are counted")),
        (Counted::Hours, false) => return Err(wrong("is in days, and hours are counted")),
        (Counted::WorkingDays, false) => {
            if span.get_months() != 0 || span.get_years() != 0 {
                return Err(wrong("is in months, and days of work are counted"));
            }
            let count = i64::from(span.get_days()) + 7 * i64::from(span.get_weeks());
            let last = calendar.days_later(begun.date(), count).ok_or_else(beyond)?;
            steps.push(format!("{count} days of work after the day of the event"));
            (begins_on(last, begun.time(), &zone).ok_or_else(beyond)?, last, after(last, &zone).ok_or_else(beyond)?)
        }
        (Counted::CalendarDays, false) => {
            let last = begun.date().checked_add(span).map_err(|_| beyond())?;
            steps.push("the day of the event is not counted; the last day counts whole".to_owned());
            (begins_on(last, begun.time(), &zone).ok_or_else(beyond)?, last, after(last, &zone).ok_or_else(beyond)?)
        }
        (Counted::EuPeriodRule, false) => {
            let counted = begun.date().checked_add(span).map_err(|_| beyond())?;
            let last = rolled(begun.date(), counted, calendar, &mut steps).ok_or_else(beyond)?;
            (begins_on(counted, begun.time(), &zone).ok_or_else(beyond)?, last, after(last, &zone).ok_or_else(beyond)?)
        }
    };
    let rests = matches!(counted, Counted::WorkingDays | Counted::EuPeriodRule) && !hours;
    if let Some(year) = calendar.known_until().filter(|it| rests && last_day.year() > *it) {
        steps.push(format!(
            "calendar `{}` names no holiday after {year}, so that one may still move the last day; add those of {}",
            calendar.name,
            last_day.year()
        ));
    }
    let zone = zone.iana_name().unwrap_or("UTC").to_owned();
    Ok(Deadline { event, strict, last_day, late_from, zone, steps })
}

/// The last day by the rule of the Union.
fn rolled(event: Date, counted: Date, calendar: &Calendar, steps: &mut Vec<String>) -> Option<Date> {
    steps.push(format!("the day of the event is not counted; the last day is {counted}"));
    let mut last = next_working(counted, calendar)?;
    if last != counted {
        steps.push(format!("{counted} is no working day; it ends with {last}"));
    }
    let working = |until: Date| {
        let mut day = event.tomorrow().ok()?;
        let mut found = 0;
        while day <= until && found < 2 {
            found += usize::from(calendar.works_on(day));
            day = day.tomorrow().ok()?;
        }
        Some(found)
    };
    let long = event.checked_add(2.days()).is_ok_and(|it| counted >= it);
    if long && working(last)? < 2 {
        let mut left = MOST_DAYS;
        while working(last)? < 2 && left > 0 {
            last = next_working(last.tomorrow().ok()?, calendar)?;
            left -= 1;
        }
        steps.push(format!("it must contain two working days; it ends with {last}"));
    }
    Some(last)
}

fn next_working(from: Date, calendar: &Calendar) -> Option<Date> {
    let mut day = from;
    for _ in 0..MOST_DAYS {
        if calendar.works_on(day) {
            return Some(day);
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// The beginning of the hour after the one in which a moment lies, by the clock of its place.
fn next_hour(event: &jiff::Zoned) -> Option<Timestamp> {
    let into = i64::from(event.minute()) * 60 + i64::from(event.second());
    let second = event.timestamp().as_second() - into + 3600;
    Timestamp::from_second(second).ok()
}

fn begins_on(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

fn after(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    begins_on(day.tomorrow().ok()?, Time::midnight(), zone)
}
