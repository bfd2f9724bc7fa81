//! The charter of a governance body as far as decisions depend on it: seats with their terms, quorum, majority, rule on interests.
//!
//! A seat is a name; rows of one name are its terms, one after the other. Who sits there is known by [`super::member`].

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::data::lineage::targets;
use crate::derived::date;

/// A term of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Name of the seat.
    pub name: String,
    /// The role that its holder must hold.
    pub role: Option<Id>,
    /// Whether it is kept for somebody who stands outside.
    pub independent: bool,
    /// Whether nothing is decided without it.
    pub required: bool,
    /// Whether whoever sits there is told of what is escalated to the body.
    pub receives: bool,
    /// The assignment by which somebody sits there.
    pub holder: Option<Id>,
    /// First day of the term.
    pub from: Option<Date>,
    /// Last day of the term.
    pub until: Option<Date>,
}

impl Seat {
    /// Whether the term has begun by a day and not ended before it.
    pub fn runs(&self, day: Date) -> bool {
        self.from.is_none_or(|it| it <= day) && self.until.is_none_or(|it| day <= it)
    }
}

/// A governance body with its charter.
#[derive(Debug, Clone)]
pub struct Body {
    /// Number.
    pub id: Id,
    /// Name.
    pub title: String,
    /// The word by which tables speak of it.
    pub key: String,
    /// Terms of seats.
    pub seats: Vec<Seat>,
    /// Seats that must take part.
    pub quorum: Option<usize>,
    /// The share of all seats that must take part, in percent.
    pub quorum_share: Option<f64>,
    /// `simple`, `two_thirds` or `unanimous`.
    pub majority: String,
    /// `present` or `seats`.
    pub majority_of: String,
    /// Independent seats that must take part.
    pub independent_least: usize,
    /// Whether members with an interest stand aside, rather than only declare it.
    pub stand_aside: bool,
    /// Tables of its mandate.
    pub mandate: Vec<Id>,
    /// State of the record.
    pub state: String,
    /// First day of the charter.
    pub from: Option<Date>,
    /// Last day of the charter.
    pub until: Option<Date>,
    /// Time between two meetings.
    pub cadence: Option<jiff::Span>,
}

impl Body {
    /// The charter that a record holds.
    pub fn of(row: &RecordRow) -> Body {
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        let number = |field: &str| row.document.get(field).and_then(Value::as_f64);
        Body {
            id: row.id.clone(),
            title: row.title.clone(),
            key: text("key"),
            seats: row.list("seats").map(seat).collect(),
            quorum: number("quorum").map(|it| it as usize),
            quorum_share: number("quorum_share"),
            majority: text("majority"),
            majority_of: text("majority_of"),
            independent_least: number("independent_least").unwrap_or_default() as usize,
            stand_aside: row.text("interests") != Some("declare"),
            mandate: targets(&row.document, "mandate"),
            state: row.state.clone(),
            from: date(&row.document, "chartered_on"),
            until: date(&row.document, "dissolved_on"),
            cadence: row.text("cadence").and_then(|it| it.parse().ok()),
        }
    }

    /// The names of its seats, filled or not.
    pub fn names(&self) -> BTreeSet<&str> {
        self.seats.iter().map(|it| it.name.as_str()).collect()
    }

    /// How many seats must take part in an item; all of them where the charter says nothing.
    pub fn needed(&self) -> usize {
        let seats = self.names().len();
        let share = self.quorum_share.map(|it| (seats as f64 * it / 100.0 - 1e-9).ceil().max(0.0) as usize);
        self.quorum.into_iter().chain(share).max().unwrap_or(seats)
    }

    /// Why it decides nothing on a day.
    pub fn silent(&self, day: Date) -> Option<String> {
        let id = &self.id;
        match (self.from, self.until, self.state.as_str()) {
            (_, _, "proposed") => Some(format!("{id} has not been chartered")),
            (None, _, _) => Some(format!("{id} does not say from when its charter holds")),
            (Some(from), _, _) if day < from => Some(format!("the charter of {id} holds from {from}")),
            (_, Some(until), _) if until < day => Some(format!("{id} was dissolved on {until}")),
            _ => None,
        }
    }
}

fn seat(row: &Value) -> Seat {
    let link = |field: &str| row[field].as_str().and_then(|it| it.parse().ok());
    let day = |field: &str| row[field].as_str().and_then(|it| it.parse().ok());
    Seat {
        name: row["seat"].as_str().unwrap_or_default().trim().to_owned(),
        role: link("role"),
        independent: row["independent"] == true,
        required: row["required"] == true,
        receives: row["receives"] == true,
        holder: link("holder"),
        from: day("term_from"),
        until: day("term_until"),
    }
}
