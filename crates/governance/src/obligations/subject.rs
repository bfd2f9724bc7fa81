//! What of an AI system is known, as far as duties ask. What its record leaves blank is not known.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::place::{Used, used};
use crate::derived::date;
use crate::libraries::Libraries;
use crate::tiering::facts::{Fact, of_system};

/// States in which a system is not in service yet.
const BEFORE: &[&str] = &["inception", "development", "verification", "deployment"];

/// An AI system as duties see it.
#[derive(Debug, Clone, Serialize)]
pub struct Subject {
    /// Number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// State of the record.
    pub state: String,
    /// What is known of it, by the input of tables.
    #[serde(skip)]
    pub facts: Vec<Fact>,
    /// Parts that the organisation plays; none where nobody said.
    pub roles: Vec<String>,
    /// Where it is used.
    pub used: Used,
    /// The day of its first real use.
    pub in_service: Option<Date>,
    /// The day from which its last significant change of design was in service.
    pub redesigned: Option<Date>,
    /// Whether it is known not to be in service yet.
    pub ahead: bool,
}

impl Subject {
    /// An AI system by its record.
    pub fn of(libraries: &Libraries, row: &RecordRow) -> Subject {
        let roles = row.list("our_parts").filter_map(|it| it.as_str()).map(str::to_owned).collect();
        Subject {
            id: row.id.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            facts: of_system(&libraries.facts, row),
            roles,
            used: used(&libraries.obligations, row),
            in_service: date(&row.document, "in_service_on"),
            redesigned: date(&row.document, "redesigned_on"),
            ahead: BEFORE.contains(&row.state.as_str()),
        }
    }

    /// What is known of a fact.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|it| it.fact == name).map(|it| it.value.as_str())
    }

    /// The facts by name, to be changed one by one.
    pub fn by_name(&self) -> BTreeMap<&str, &Fact> {
        self.facts.iter().map(|it| (it.fact.as_str(), it)).collect()
    }
}
