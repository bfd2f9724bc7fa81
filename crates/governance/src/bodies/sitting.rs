//! A meeting as far as decisions depend on it: the agenda, who was there, who has an interest, how each voted.

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::derived::date;

/// The state in which the minutes are agreed.
pub(super) const MINUTED: &str = "minuted";

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The record that is decided about.
    pub record: Id,
    /// What is asked.
    pub asked: String,
}

/// An interest that a member declared, or for which the member stood aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// The member.
    pub person: Id,
    /// The item; all of them where there is none.
    pub item: Option<Id>,
    /// What it is; empty where nothing was declared.
    pub what: String,
    /// Whether the member took no part in the item.
    pub stood_aside: bool,
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The item; none where a decision holds its own votes.
    pub item: Option<Id>,
    /// Who voted.
    pub person: Id,
    /// `for`, `against`, `abstained` or `stood_aside`.
    pub vote: String,
}

/// A meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sitting {
    /// Number; none where there was no meeting.
    pub id: Option<Id>,
    /// The body that met.
    pub body: Option<Id>,
    /// The day.
    pub day: Option<Date>,
    /// State of the record.
    pub state: String,
    /// What was on the agenda.
    pub agenda: Vec<Item>,
    /// Who was there, as often as it was written.
    pub present: Vec<Id>,
    /// Interests.
    pub interests: Vec<Interest>,
    /// Votes on all items.
    pub votes: Vec<Vote>,
}

impl Sitting {
    /// The meeting that a record holds.
    pub fn of(row: &RecordRow) -> Sitting {
        let interest = |it: &Value| {
            Some(Interest {
                person: link(it, "person")?,
                item: link(it, "item"),
                what: it["interest"].as_str().unwrap_or_default().trim().to_owned(),
                stood_aside: it["stood_aside"] == true,
            })
        };
        let item = |it: &Value| {
            Some(Item { record: link(it, "item")?, asked: it["asked"].as_str().unwrap_or_default().to_owned() })
        };
        Sitting {
            id: Some(row.id.clone()),
            body: row.text("body").and_then(|it| it.parse().ok()),
            day: date(&row.document, "held_on"),
            state: row.state.clone(),
            agenda: row.list("agenda").filter_map(item).collect(),
            present: row.list("present").filter_map(|it| link(it, "person")).collect(),
            interests: row.list("interests").filter_map(interest).collect(),
            votes: votes(row).collect(),
        }
    }

    /// Whether it has taken place.
    pub fn held(&self) -> bool {
        ["held", MINUTED].contains(&self.state.as_str())
    }

    /// The line of the agenda about a record.
    pub fn item(&self, record: &Id) -> Option<&Item> {
        self.agenda.iter().find(|it| it.record == *record)
    }
}

/// The votes that a meeting or a decision holds.
pub(super) fn votes(row: &RecordRow) -> impl Iterator<Item = Vote> {
    row.list("votes").filter_map(|it| {
        let vote = it["vote"].as_str().unwrap_or_default().to_owned();
        Some(Vote { item: link(it, "item"), person: link(it, "person")?, vote })
    })
}

fn link(row: &Value, field: &str) -> Option<Id> {
    row[field].as_str()?.parse().ok()
}
