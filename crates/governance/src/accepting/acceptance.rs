//! An acceptance as its record holds it, and the moments at which it begins and ends: to the minute, in the time zone that was kept with its grant. Pure.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::{ENDED, GRANTED, SUSPENDED};
use crate::derived::{date, day};

/// An acceptance.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The record.
    pub row: RecordRow,
    /// The risk that is kept.
    pub risk: Option<Id>,
    /// The level that those who decide have before them.
    pub level: Option<String>,
    /// First day on which it counts.
    pub from: Option<Date>,
    /// Last day on which it counts.
    pub expires: Option<Date>,
    /// The acceptance that it says it continues.
    pub renews: Option<Id>,
    /// The day on which it was granted here.
    pub granted_on: Option<Date>,
}

/// A day of review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The day by which it is due.
    pub due: Date,
    /// The day on which it was held.
    pub held: Option<Date>,
    /// What came of it.
    pub result: Option<String>,
}

impl Review {
    /// Whether its day has passed on a day without it.
    pub fn overdue(&self, on: Date) -> bool {
        self.held.is_none() && self.due < on
    }
}

/// A minute of a day, such as 17:30.
pub(crate) fn minute(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |it: &str, least: usize| (least..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    if !digits(hour, 1) || !digits(minute, 2) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl Acceptance {
    /// The acceptance of a record.
    pub fn of(row: &RecordRow) -> Acceptance {
        Acceptance {
            risk: row.link("risk"),
            level: row.text("level").map(str::to_owned),
            from: date(&row.document, "from"),
            expires: date(&row.document, "expires"),
            renews: row.link("renews"),
            granted_on: date(&row.document, "granted_on"),
            row: row.clone(),
        }
    }

    /// Its number.
    pub fn id(&self) -> &Id {
        &self.row.id
    }

    /// The time zone of its days: the one that was kept; of what was granted elsewhere UTC, as of every day of a record.
    pub fn zone(&self) -> TimeZone {
        self.row.text("zone").and_then(|it| TimeZone::get(it).ok()).unwrap_or(TimeZone::UTC)
    }

    /// The moment from which it counts.
    pub fn begins(&self) -> Option<Timestamp> {
        Some(self.from?.to_zoned(self.zone()).ok()?.timestamp())
    }

    /// The first moment at which it does not count any more.
    pub fn ends(&self) -> Option<Timestamp> {
        self.ends_in(&self.zone())
    }

    /// The same in another time zone, which a grant would keep.
    pub fn ends_in(&self, zone: &TimeZone) -> Option<Timestamp> {
        let last = self.expires?;
        let end = match self.row.text("ends_at").and_then(minute) {
            Some(at) => last.to_datetime(at),
            None => last.tomorrow().ok()?.to_datetime(Time::midnight()),
        };
        Some(end.to_zoned(zone.clone()).ok()?.timestamp())
    }

    /// Whether its time is over.
    pub fn over(&self, time: Timestamp) -> bool {
        self.ends().is_some_and(|it| it <= time)
    }

    /// Whether it was granted, here or elsewhere, and is not ended by anybody.
    pub fn held(&self) -> bool {
        [GRANTED, SUSPENDED].contains(&self.row.state.as_str())
    }

    /// Whether a risk is kept by it at a moment, whatever its conditions say.
    pub fn keeps(&self, time: Timestamp) -> bool {
        self.held() && !self.over(time)
    }

    /// Whether it was ever granted.
    pub fn was_granted(&self) -> bool {
        self.held() || (self.row.state == ENDED && self.granted_on.is_some())
    }

    /// The last day on which the risk was kept by it.
    pub fn last_day(&self) -> Option<Date> {
        match self.row.state == ENDED {
            true => Some(day(self.row.changed).min(self.expires.unwrap_or(Date::MAX))),
            false => self.expires,
        }
    }

    /// Its days of review, in their order.
    pub fn reviews(&self) -> Vec<Review> {
        let day = |it: &serde_json::Value, name: &str| it[name].as_str().and_then(|it| it.parse().ok());
        let row = |it: &serde_json::Value| {
            Some(Review {
                due: day(it, "due")?,
                held: day(it, "held"),
                result: it["result"].as_str().filter(|it| !it.trim().is_empty()).map(str::to_owned),
            })
        };
        let mut found: Vec<Review> = self.row.list("reviews").filter_map(row).collect();
        found.sort_by_key(|it| it.due);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_two_numbers_of_a_day() {
        for (text, right) in [("17:30", true), ("7:05", true), ("24:00", false), ("17", false), ("-1:30", false)] {
            assert_eq!(minute(text).is_some(), right, "{text}");
        }
        for text in ["17:3", "17:300", "+7:30", "", ":", "17:60"] {
            assert_eq!(minute(text), None, "{text}");
        }
    }
}
