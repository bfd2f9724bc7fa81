//! What differs between two days, or between two shelves: the duties whose verdict or day is another, and no others.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::duty::{Duty, Verdict};

/// A duty of a system that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The system.
    pub system: Id,
    /// The provision.
    pub provision: String,
    /// Its title.
    pub title: String,
    /// The verdict before, and the day; nothing where the provision was not there.
    pub before: Option<(Verdict, Option<Date>)>,
    /// The verdict after, and the day.
    pub after: Option<(Verdict, Option<Date>)>,
}

/// What moves for a system.
pub fn moved(system: &Id, before: &[Duty], after: &[Duty]) -> Vec<Moved> {
    let by = |all: &[Duty]| -> BTreeMap<String, (Verdict, Option<Date>)> {
        all.iter().map(|it| (it.reference.to_string(), (it.verdict, it.from))).collect()
    };
    let (old, new) = (by(before), by(after));
    let titles = before.iter().chain(after).map(|it| (it.reference.to_string(), it.node.title.as_str()));
    let titles: BTreeMap<String, &str> = titles.collect();
    let moved = titles.into_iter().filter_map(|(provision, title)| {
        let (before, after) = (old.get(&provision).copied(), new.get(&provision).copied());
        let title = title.to_owned();
        (before != after).then(|| Moved { system: system.clone(), provision, title, before, after })
    });
    moved.collect()
}
