//! Working calendars as data (`data/library/calendars.toml`): when people work, and the moment at which a working time is over.
//!
//! A calendar that knows no day of work is refused, since a deadline in it would never come.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use record::Catalog;
use serde::Deserialize;

use crate::libraries::{Libraries, Part};
use crate::responsibility::organisation::Hours;

/// Days of the week as calendars name them, from Monday.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Days within which a deadline must end; no ladder waits for ten years.
const MOST_DAYS: i32 = 3_660;

/// The calendars of an organisation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendars {
    /// Each of them.
    pub calendar: Vec<Calendar>,
}

/// A calendar as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    name: String,
    zone: String,
    days: Vec<String>,
    from: Time,
    until: Time,
    #[serde(default)]
    holidays: Vec<String>,
}

/// When people work.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Stated")]
pub struct Calendar {
    /// Its name.
    pub name: String,
    zone: TimeZone,
    days: [bool; 7],
    from: Time,
    until: Time,
    holidays: Vec<Date>,
}

impl TryFrom<Stated> for Calendar {
    type Error = String;

    fn try_from(it: Stated) -> Result<Calendar, String> {
        Calendar::of(it).map_err(|(name, why)| format!("calendar `{name}`: {why}"))
    }
}

impl Part for Calendars {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let twice = |it: &&Calendar| self.calendar.iter().filter(|other| other.name == it.name).count() > 1;
        let mut names: Vec<&str> = self.calendar.iter().filter(twice).map(|it| it.name.as_str()).collect();
        names.dedup();
        names.into_iter().map(|it| format!("calendar `{it}` is there twice; give one another name")).collect()
    }
}

impl Calendar {
    fn of(it: Stated) -> Result<Calendar, (String, String)> {
        let mut days = [false; 7];
        for day in &it.days {
            let Some(place) = WEEK.iter().position(|known| known == day) else {
                return Err((it.name, format!("`{day}` is no day of the week; write one such as `monday`")));
            };
            days[place] = true;
        }
        if !days.contains(&true) {
            return Err((
                it.name,
                "it has no working day, so no deadline would ever end; name at least one in `days`".to_owned(),
            ));
        }
        if it.until != Time::midnight() && it.until <= it.from {
            return Err((it.name, format!("it closes at {} and opens at {}; let it close later", it.until, it.from)));
        }
        let zone = TimeZone::get(&it.zone).map_err(|_| {
            (it.name.clone(), format!("`{}` is no time zone; write one such as `Europe/Lisbon`", it.zone))
        })?;
        let holiday = |text: &String| {
            let wrong = |_| (it.name.clone(), format!("holiday `{text}` is no day; write it like `2026-12-25`"));
            text.parse::<Date>().map_err(wrong)
        };
        let holidays = it.holidays.iter().map(holiday).collect::<Result<Vec<_>, _>>()?;
        Ok(Calendar { name: it.name, zone, days, from: it.from, until: it.until, holidays })
    }

    /// The same calendar as a unit keeps it: by its zone and days of work, and without its days off. One that counts every hour stays as it is.
    pub fn kept_by(&self, unit: &Hours) -> Calendar {
        let mut own = self.clone();
        if self.days == [true; 7] && self.from == self.until {
            return own;
        }
        if let Some(zone) = unit.zone.as_ref().and_then(|it| TimeZone::get(it).ok()) {
            own.zone = zone;
        }
        let days = WEEK.map(|it| unit.days.iter().any(|day| day == it));
        if days.contains(&true) {
            own.days = days;
        }
        own.holidays.extend(&unit.holidays);
        own
    }

    /// Whether people work on a day.
    pub fn works_on(&self, day: Date) -> bool {
        self.days[day.weekday().to_monday_zero_offset() as usize] && !self.holidays.contains(&day)
    }

    /// The last year of which it names holidays; nothing where it names none at all.
    pub fn known_until(&self) -> Option<i16> {
        self.holidays.iter().map(|it| it.year()).max()
    }

    /// When work begins and ends on a day; nothing on a day without work.
    pub fn hours(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let closing = if self.until == Time::midnight() { day.tomorrow().ok()? } else { day };
        let at =
            |day: Date, time: Time| day.to_datetime(time).to_zoned(self.zone.clone()).ok().map(|it| it.timestamp());
        self.works_on(day).then(|| Some((at(day, self.from)?, at(closing, self.until)?))).flatten()
    }

    /// Its time zone.
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    /// The day on which a moment lies here.
    pub fn day(&self, moment: Timestamp) -> Date {
        moment.to_zoned(self.zone.clone()).date()
    }

    /// Seconds of work in a time such as `P2D` or `PT4H`: a day is a day of work.
    ///
    /// Errors: what is wrong with the time, in a sentence.
    pub fn seconds(&self, time: &str) -> Result<i64, String> {
        let wrong = |it: &str| format!("`{time}` {it}; write days or hours of work, such as `P2D` or `PT4H`");
        let span: jiff::Span = time.parse().map_err(|_| wrong("is no time"))?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return Err(wrong("is in months, which have no fixed number of days of work"));
        }
        let day = match self.until == Time::midnight() {
            true => 86_400 - seconds_of(self.from),
            false => seconds_of(self.until) - seconds_of(self.from),
        };
        let weeks = i64::from(span.get_weeks()) * self.days.iter().filter(|it| **it).count() as i64;
        let days = i64::from(span.get_days()) + weeks;
        Ok(days * day + i64::from(span.get_hours()) * 3600 + span.get_minutes() * 60 + span.get_seconds())
    }

    /// The moment at which so many seconds of work have passed; nothing where none of the next ten years has them.
    pub fn after(&self, from: Timestamp, seconds: i64) -> Option<Timestamp> {
        let (mut left, mut day) = (seconds, self.day(from));
        // The night before may reach into the day, where a calendar closes at midnight.
        for _ in 0..MOST_DAYS {
            if let Some((opens, closes)) = self.hours(day) {
                let begins = opens.max(from);
                let there = closes.duration_since(begins).as_secs();
                if there >= left && closes >= begins {
                    return begins.checked_add(SignedDuration::from_secs(left)).ok();
                }
                left -= there.max(0);
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }

    /// The day on which so many days of work have passed since another; that day itself where none need pass.
    pub fn days_later(&self, from: Date, days: i64) -> Option<Date> {
        let (mut left, mut day) = (days, from);
        for _ in 0..MOST_DAYS {
            if left <= 0 {
                return Some(day);
            }
            day = day.tomorrow().ok()?;
            left -= i64::from(self.works_on(day));
        }
        None
    }

    /// The ends of work of a span of days: those are the moments from which a deadline takes longest.
    pub fn closings(&self, from: Date, days: i32) -> Vec<Timestamp> {
        let day = |n: i32| from.checked_add(n.days()).ok();
        (0..days).filter_map(day).filter_map(|it| self.hours(it)).map(|it| it.1).collect()
    }
}

fn seconds_of(time: Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// The calendar of a name.
pub fn named<'a>(calendars: &'a [Calendar], name: &str) -> Option<&'a Calendar> {
    calendars.iter().find(|it| it.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn working_time_skips_nights_weekends_and_holidays() {
        let all = &Libraries::shipped().calendars.calendar;
        let (office, always) = (named(all, "office").unwrap(), named(all, "around_the_clock").unwrap());
        let hour = 3600;
        // Friday 16:00, two hours of work: Monday 10:00.
        assert_eq!(office.after(moment("2026-03-06T16:00:00Z"), 2 * hour), Some(moment("2026-03-09T10:00:00Z")));
        // The evening before Good Friday, one hour: Tuesday 10:00, since Friday and Monday are holidays.
        assert_eq!(office.after(moment("2026-04-02T20:00:00Z"), hour), Some(moment("2026-04-07T10:00:00Z")));
        // A deadline that fits the day to the second ends with the day.
        assert_eq!(office.after(moment("2026-03-09T09:00:00Z"), 8 * hour), Some(moment("2026-03-09T17:00:00Z")));
        assert_eq!(always.after(moment("2026-03-07T23:00:00Z"), 2 * hour), Some(moment("2026-03-08T01:00:00Z")));
        assert_eq!((office.seconds("P2D"), always.seconds("P2D")), (Ok(16 * hour), Ok(48 * hour)));
        assert_eq!(office.seconds("P1W"), Ok(40 * hour));
        assert!(office.seconds("P1M").unwrap_err().contains("months"));
    }

    #[test]
    fn days_of_work_skip_weekends_and_holidays() {
        let office = named(&Libraries::shipped().calendars.calendar, "office").unwrap().clone();
        let later = |from: &str, days: i64| office.days_later(from.parse().unwrap(), days).unwrap().to_string();
        // Thursday before Easter: Friday and Monday are holidays.
        assert_eq!((later("2026-04-02", 1).as_str(), later("2026-04-02", 5).as_str()), ("2026-04-07", "2026-04-13"));
        assert_eq!((later("2026-03-06", 0).as_str(), later("2026-03-07", 1).as_str()), ("2026-03-06", "2026-03-09"));
    }

    #[test]
    fn the_clock_of_the_zone_counts_when_it_changes() {
        let text = "[[calendar]]\nname = \"lisbon\"\nzone = \"Europe/Lisbon\"\ndays = [\"sunday\"]\nfrom = \"00:00:00\"\nuntil = \"09:00:00\"\n";
        let lisbon = &toml::from_str::<Calendars>(text).unwrap().calendar[0];
        // On the last Sunday of March the night has an hour less: nine hours by the clock are eight of work.
        let (opens, closes) = lisbon.hours("2026-03-29".parse().unwrap()).unwrap();
        assert_eq!(closes.duration_since(opens).as_secs(), 8 * 3600);
    }

    #[test]
    fn a_calendar_that_cannot_be_used_is_refused_with_its_place() {
        let with = |days: &str, zone: &str, until: &str| {
            let text = format!(
                "[[calendar]]\nname = \"none\"\nzone = \"{zone}\"\ndays = [{days}]\nfrom = \"09:00\"\nuntil = \"{until}\"\n"
            );
            toml::from_str::<Calendars>(&text).unwrap_err().message().to_owned()
        };
        let none = "calendar `none`: it has no working day, so no deadline would ever end; name at least one in `days`";
        assert_eq!(with("", "UTC", "17:00"), none);
        assert!(with("\"fun\"", "UTC", "17:00").contains("`fun` is no day of the week"));
        assert!(with("\"monday\"", "Moon/Base", "17:00").contains("no time zone"));
        assert!(with("\"monday\"", "UTC", "08:00").contains("let it close later"));
    }
}
