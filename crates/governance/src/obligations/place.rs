//! Whether an AI system is used where a law holds. A place that is wider than that of the law leaves it open.

use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::library::{Obligations, Place};

/// Where a system is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Used {
    /// Nobody said.
    Unknown,
    /// In these places, by code; what is no known place stands as it was written.
    In(Vec<String>),
}

/// Whether it is used where a law holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// In this place.
    Yes(String),
    /// In none.
    No,
    /// Perhaps, in a wider place or one that is not known.
    Open(String),
    /// Nobody said where it is used.
    Unsaid,
}

impl Obligations {
    /// The place that a name or a code means.
    pub fn place(&self, text: &str) -> Option<&Place> {
        let same = |it: &str| it.eq_ignore_ascii_case(text.trim());
        self.place.iter().find(|it| same(&it.code) || it.names.iter().any(|it| same(it)))
    }

    /// The code that a name or a code means; what is no known place as it was written.
    pub fn code(&self, text: &str) -> String {
        let known = self.place(text).map(|it| it.code.clone());
        known.unwrap_or_else(|| if is_code(text) { text.trim().to_uppercase() } else { text.trim().to_owned() })
    }

    /// The name of a place for people.
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.place.iter().find(|it| it.code == code).map_or(code, |it| it.label.as_str())
    }

    /// A place and those in which it lies, from the nearest on.
    pub fn upwards<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        let mut found = vec![code];
        while let Some(next) = self.place.iter().find(|it| Some(&it.code.as_str()) == found.last()) {
            match next.within.as_deref().filter(|it| !found.contains(it)) {
                Some(wider) => found.push(wider),
                None => break,
            }
        }
        found
    }

    /// Whether a system is used in one of the places where a law holds.
    pub fn within(&self, used: &Used, law: &[String]) -> Within {
        let Used::In(places) = used else { return Within::Unsaid };
        let holds = |place: &&String| law.iter().any(|it| self.upwards(place).contains(&it.as_str()));
        if let Some(place) = places.iter().find(holds) {
            return Within::Yes(place.clone());
        }
        let wider = |place: &&String| law.iter().any(|it| self.upwards(it).contains(&place.as_str()));
        let strange = |place: &&String| self.place(place).is_none() && !is_code(place);
        match places.iter().find(|it| wider(it) || strange(it)) {
            Some(place) => Within::Open(place.clone()),
            None => Within::No,
        }
    }
}

/// Whether a text has the form of a code of ISO 3166, of a country or a part of one.
pub fn is_code(text: &str) -> bool {
    let text = text.trim();
    let (country, part) = text.split_once('-').map_or((text, None), |(country, part)| (country, Some(part)));
    let upper = |it: &str| it.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '-');
    country.len() == 2
        && country.chars().all(|it| it.is_ascii_uppercase())
        && part.is_none_or(|it| !it.is_empty() && upper(it))
}

/// Where the record of a system says that it is used.
pub fn used(library: &Obligations, system: &RecordRow) -> Used {
    let name = |row: &Value| Some(library.code(row["country"].as_str().filter(|it| !it.trim().is_empty())?));
    let mut places: Vec<String> = system.list("countries").filter_map(name).collect();
    places.sort();
    places.dedup();
    if places.is_empty() { Used::Unknown } else { Used::In(places) }
}
