//! The parts that somebody can take in a component, and who takes them: a role or a unit of the organisation, or a party outside.

use record::Id;
use serde::Serialize;
use store::RecordRow;

use crate::responsibility::{ROLE, UNIT};

/// A part in a component.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// The field of the component that says who takes it.
    pub field: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// Whether somebody must be named; where nobody need be, the organisation takes it itself.
    pub needed: bool,
}

const fn part(name: &'static str, field: &'static str, summary: &'static str, needed: bool) -> Part {
    Part { name, field, summary, needed }
}

/// Every part, in the order of the matrix.
pub const PARTS: &[Part] = &[
    part("accountable", "accountable", "answers for it", true),
    part("operates", "operated_by", "keeps it running", true),
    part("supplies", "supplied_by", "supplies it", false),
    part("changes", "changes_made_by", "changes it", true),
    part("answers_incidents", "incidents_by", "answers incidents with it", true),
];

/// Who takes a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A role, which its holders fill.
    Role(Id),
    /// A unit.
    Unit(Id),
    /// A party outside.
    Outside(Id),
}

impl Party {
    /// Who a field names, by the prefix of the number that stands there.
    pub fn of(row: &RecordRow, field: &str, kind: impl Fn(&Id) -> Option<String>) -> Option<Party> {
        let id: Id = row.text(field)?.parse().ok()?;
        match kind(&id)?.as_str() {
            ROLE => Some(Party::Role(id)),
            UNIT => Some(Party::Unit(id)),
            super::PARTY => Some(Party::Outside(id)),
            _ => None,
        }
    }

    /// Its record.
    pub fn id(&self) -> &Id {
        match self {
            Party::Role(id) | Party::Unit(id) | Party::Outside(id) => id,
        }
    }

    /// The party, where it stands outside of the organisation.
    pub fn outside(&self) -> Option<&Id> {
        match self {
            Party::Outside(id) => Some(id),
            _ => None,
        }
    }
}
