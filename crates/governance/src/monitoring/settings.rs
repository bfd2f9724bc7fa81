//! What a monitor says of itself, read once: when batches are expected, which baseline a day is compared with, who is told.

use jiff::Span;
use jiff::civil::Date;
use record::{Document, Id};
use serde_json::Value;
use store::RecordRow;

use crate::derived::{date, day};
use crate::evidence::StoredFile;

/// A monitor as the program needs it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The record.
    pub id: Id,
    /// Its state: draft, active, paused or retired.
    pub state: String,
    /// What is watched.
    pub watches: Option<Id>,
    /// The time from one batch to the next, as it is written.
    pub schedule: Option<String>,
    /// How long it may hear nothing.
    pub silence: Option<Span>,
    /// The first day from which batches are expected.
    pub from: Option<Date>,
    /// Rows that a batch has at least.
    pub rows: Option<u64>,
    /// How long after their day the labels of a batch are awaited.
    pub label_delay: Option<Span>,
    /// The baseline of days that lie in no season.
    pub baseline: Option<StoredFile>,
    /// The measurement whose summary is the baseline, where there is no file.
    pub carrier: Option<Id>,
    /// Seasons with a baseline of their own.
    pub seasons: Vec<Season>,
    /// The plan for the program.
    pub plan: Option<StoredFile>,
    /// The plan that people agreed on.
    pub plan_record: Option<Id>,
    /// The plan of quality.
    pub quality: Option<StoredFile>,
    /// People and roles that are told.
    pub tells: Vec<Id>,
}

/// Days that come back every year, with their baseline.
#[derive(Debug, Clone)]
pub struct Season {
    /// Its name.
    pub name: String,
    /// First month and day.
    pub from: (i8, i8),
    /// Last month and day, which may lie in the next year.
    pub until: (i8, i8),
    /// Its baseline.
    pub baseline: StoredFile,
}

impl Settings {
    /// What the record says; what cannot be understood counts as not said.
    pub fn of(row: &RecordRow) -> Settings {
        let document = &row.document;
        let text = |field: &str| document.get(field).and_then(Value::as_str).filter(|it| !it.is_empty());
        let span = |field: &str| text(field).and_then(|it| it.parse::<Span>().ok());
        let created = day(row.created);
        let twice = span("schedule").and_then(|it| it.checked_mul(2).ok());
        Settings {
            id: row.id.clone(),
            state: row.state.clone(),
            watches: text("watches").and_then(|it| it.parse().ok()),
            schedule: text("schedule").map(str::to_owned),
            silence: span("silence_limit").or(twice),
            from: date(document, "watch_from").or(Some(created)),
            rows: document.get("expected_rows").and_then(Value::as_u64),
            label_delay: span("label_delay"),
            baseline: file(document.get("baseline_file")),
            carrier: text("baseline_by").and_then(|it| it.parse().ok()),
            seasons: seasons(document),
            plan: file(document.get("plan_file")),
            plan_record: text("plan").and_then(|it| it.parse().ok()),
            quality: file(document.get("quality_plan_file")),
            tells: ids(document, "tells"),
        }
    }

    /// The baseline of a day, and its name: that of the first season in which it lies, else that of the monitor.
    pub fn baseline_on(&self, day: Date) -> Option<(&str, &StoredFile)> {
        let season = self.seasons.iter().find(|it| it.holds(day)).map(|it| (it.name.as_str(), &it.baseline));
        season.or_else(|| Some(("baseline", self.baseline.as_ref()?)))
    }

    /// Whether there is anything to compare with.
    pub fn has_baseline(&self) -> bool {
        self.baseline.is_some() || self.carrier.is_some() || !self.seasons.is_empty()
    }

    /// The last day on which it may hear nothing, when it heard something last on this day or never.
    pub fn expected_by(&self, heard: Option<Date>) -> Option<Date> {
        let since = heard.into_iter().chain(self.from).max()?;
        since.checked_add(self.silence?).ok()
    }

    /// Whether labels of a batch of this day are still awaited today, and until when.
    pub fn labels_by(&self, day: Date, today: Date) -> Option<Date> {
        day.checked_add(self.label_delay?).ok().filter(|it| today < *it)
    }
}

impl Season {
    fn of(row: &Value) -> Option<Season> {
        let text = |column: &str| row[column].as_str();
        let (from, until) = (month_and_day(text("from")?)?, month_and_day(text("until")?)?);
        Some(Season { name: text("season")?.to_owned(), from, until, baseline: file(row.get("file"))? })
    }

    /// Whether a day lies in it, in any year.
    pub fn holds(&self, day: Date) -> bool {
        let day = (day.month(), day.day());
        match self.from <= self.until {
            true => self.from <= day && day <= self.until,
            false => self.from <= day || day <= self.until,
        }
    }
}

/// A month and a day, as `12-01`.
pub fn month_and_day(text: &str) -> Option<(i8, i8)> {
    // A leap year, so that the last of February is a day.
    let day: Date = format!("2024-{}", text.trim()).parse().ok()?;
    Some((day.month(), day.day()))
}

fn seasons(document: &Document) -> Vec<Season> {
    document.get("seasons").and_then(Value::as_array).into_iter().flatten().filter_map(Season::of).collect()
}

fn file(value: Option<&Value>) -> Option<StoredFile> {
    serde_json::from_value(value?.clone()).ok()
}

/// The records that a field of links names.
pub(crate) fn ids(document: &Document, field: &str) -> Vec<Id> {
    let listed = document.get(field).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|it| it.as_str()?.parse().ok()).collect()
}
