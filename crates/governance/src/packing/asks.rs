//! What those who direct are asked to decide: records that wait for a decision, of the kinds that are put before them. Pure over rows.

use jiff::civil::Date;
use record::{Id, Kind};
use serde::Serialize;
use store::RecordRow;

use crate::derived::{date, day};

/// A record that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// The record.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// What is asked: the transition that waits, as people read it.
    pub asked: String,
    /// The day of its newest change.
    pub since: Date,
    /// The day by which an answer is needed, where it states one.
    pub due: Option<Date>,
}

/// What waits, the most urgent first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Asks {
    /// Those that are shown.
    pub shown: Vec<Ask>,
    /// How many more there are.
    pub further: u64,
}

/// A record as an ask.
pub fn ask(row: &RecordRow, kind: &Kind, transition: &str) -> Ask {
    let asked = kind.transition(transition).map_or_else(|| transition.to_owned(), record::Transition::label);
    Ask {
        id: row.id.clone(),
        kind: row.kind.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        asked,
        since: day(row.changed),
        due: date(&row.document, "due"),
    }
}

/// The most urgent of these: by the day by which an answer is needed, then by how long they wait.
pub fn urgent(mut all: Vec<Ask>, most: usize) -> Asks {
    all.sort_by(|a, b| {
        (a.due.is_none(), a.due, a.since, &a.kind, a.id.number).cmp(&(
            b.due.is_none(),
            b.due,
            b.since,
            &b.kind,
            b.id.number,
        ))
    });
    let further = all.len().saturating_sub(most) as u64;
    all.truncate(most);
    Asks { shown: all, further }
}
