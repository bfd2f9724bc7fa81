//! What the lanes of review need, as data: `data/library/reviews.toml`.

use jiff::ToSpan;
use jiff::civil::Date;
use record::Catalog;
use serde::{Deserialize, Serialize};

use super::FAST;
use crate::escalating::calendar;
use crate::health::LOOKS;
use crate::libraries::{Libraries, Part, lengths};
use crate::surroundings::SYSTEM;

/// What lanes need, and what is looked at besides.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// How far back requests are looked at together, as an ISO 8601 duration.
    pub within: String,
    /// What makes AI systems one group; each by itself does.
    pub together: Vec<Alike>,
    /// The share of what the fast lane decided that people look at afterwards.
    pub sample: f64,
    /// Days of requests without which no wait is predicted.
    pub least_days: i32,
    /// Hours a day that one reviewer has for reviews.
    pub hours_a_day: f64,
    /// Days a year on which reviews are done.
    pub days_a_year: u32,
    /// The lanes, from the mildest to the strictest.
    pub lane: Vec<Lane>,
}

/// Fields of an AI system in which those of one group agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// The fields.
    pub fields: Vec<String>,
    /// The one of these that agrees with any where it is blank; a blank field agrees with none otherwise.
    pub blank: Option<String>,
}

/// A lane.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// Its name, as the table writes it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Days within which it answers.
    pub days: i64,
    /// The working calendar of which these are days of work; days of the week all alike without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Whether what takes it is never answered with yes.
    #[serde(default)]
    pub refuses: bool,
    /// Hours of work that it takes.
    pub hours: f64,
    /// Key of the role whose holders do it.
    pub role: String,
    /// Looks at the system that must be good.
    pub checks: Vec<String>,
}

impl Reviews {
    /// A lane by its name.
    pub fn lane(&self, name: &str) -> Option<&Lane> {
        self.lane.iter().find(|it| it.name == name)
    }

    /// How strict a lane is; the mildest is 0.
    pub fn rank(&self, name: &str) -> Option<usize> {
        self.lane.iter().position(|it| it.name == name)
    }
}

impl Lane {
    /// The day on which its days have passed since another; nothing beyond the calendar.
    pub fn due(&self, from: Date, libraries: &Libraries) -> Option<Date> {
        let calendar = self.calendar.as_ref().and_then(|it| calendar::named(&libraries.calendars.calendar, it));
        match calendar {
            Some(calendar) => calendar.days_later(from, self.days),
            None => from.checked_add(self.days.days()).ok(),
        }
    }
}

impl Part for Reviews {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = lengths([&self.within]);
        let looks: Vec<&str> = LOOKS.iter().map(|it| it.name).collect();
        for lane in &self.lane {
            let unknown = lane.checks.iter().filter(|it| !looks.contains(&it.as_str()));
            let known = looks.join(", ");
            faults.extend(unknown.map(|it| format!("lane `{}` asks for `{it}`; looks are {known}", lane.name)));
            let calendar = lane.calendar.iter().filter(|it| calendar::named(&all.calendars.calendar, it).is_none());
            faults.extend(calendar.map(|it| format!("lane `{}` counts by `{it}`, which is no calendar", lane.name)));
            if lane.days < 0 || lane.hours.is_nan() || lane.hours <= 0.0 {
                faults.push(format!("lane `{}` needs days of 0 or more and hours above 0", lane.name));
            }
        }
        if self.lane(FAST).is_none_or(|it| it.checks.is_empty()) {
            faults.push(format!("the lane `{FAST}` must be there and ask for checks, since no person looks at it"));
        }
        if !(0.0..=1.0).contains(&self.sample) {
            faults.push(format!("`sample` is {} and must be a share from 0 to 1", self.sample));
        }
        if self.hours_a_day.is_nan() || self.hours_a_day <= 0.0 || !(1..=366).contains(&self.days_a_year) {
            faults.push("`hours_a_day` must be above 0, and `days_a_year` from 1 to 366".to_owned());
        }
        let named = self.together.iter().flat_map(|it| it.fields.iter().chain(&it.blank));
        let fields = named.filter(|it| catalog.kind(SYSTEM).is_none_or(|kind| kind.field(it).is_none()));
        faults.extend(fields.map(|it| format!("an AI system has no field `{it}`")));
        if self.together.iter().any(|it| it.fields.iter().all(|field| it.blank.as_ref() == Some(field))) {
            faults.push("what makes a group needs a field that agrees, beside the one that may be blank".to_owned());
        }
        faults
    }
}
