//! A schedule or a hold as it stands in its record, and what it covers.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::data::lineage::targets;
use crate::derived::date;

/// From which day a schedule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// The record was made, or what it is about happened.
    Made,
    /// It was entered here.
    Entered,
    /// It went out of use.
    OutOfUse,
}

/// A schedule or a hold.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its number.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Whether it stops disposal instead of scheduling it.
    pub hold: bool,
    /// Kinds that it covers; all when empty.
    pub of: Vec<String>,
    /// Content classes of datasets; all when empty.
    pub content: Vec<String>,
    /// AI systems; all when empty.
    pub systems: BTreeSet<Id>,
    /// Countries in which the AI systems are used, in lower case; all when empty.
    pub countries: Vec<String>,
    /// Records that a hold names.
    pub holds: BTreeSet<Id>,
    /// From which day it counts.
    pub from: From,
    /// How long at least.
    pub least: Option<Span>,
    /// How long at most.
    pub most: Option<Span>,
    /// Last day of a hold.
    pub until: Option<Date>,
    /// Its ground: legal, ethical or operational.
    pub basis: String,
    /// How what it covers is disposed of.
    pub method: String,
}

/// What rules look at in a record.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Its kind.
    pub kind: String,
    /// Content classes of the dataset to which it belongs.
    pub content: Vec<String>,
    /// Itself and all to which it belongs.
    pub belongs: BTreeSet<Id>,
    /// Countries in which its AI systems are used, in lower case.
    pub countries: Vec<String>,
    /// The day on which it was made, where it is said.
    pub made: Option<Date>,
    /// The day on which it was entered.
    pub entered: Option<Date>,
    /// The day on which it went out of use; `None` while it is in use.
    pub out_of_use: Option<Date>,
    /// Whether nothing of it is left to destroy.
    pub gone: bool,
}

impl Rule {
    /// The rule in a record.
    pub fn of(row: &RecordRow) -> Rule {
        let span = |field: &str| row.text(field)?.parse::<Span>().ok();
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        Rule {
            id: row.id.clone(),
            title: row.title.clone(),
            hold: row.text("form") == Some("hold"),
            of: texts(row, "of"),
            content: texts(row, "content"),
            systems: targets(&row.document, "systems").into_iter().collect(),
            countries: text("jurisdictions").split([',', ';', ' ']).map(plain).filter(|it| !it.is_empty()).collect(),
            holds: targets(&row.document, "holds").into_iter().collect(),
            from: match row.text("counted_from") {
                Some("entered") => From::Entered,
                Some("out_of_use") => From::OutOfUse,
                _ => From::Made,
            },
            least: span("least"),
            most: span("most"),
            until: date(&row.document, "until"),
            basis: text("basis"),
            method: text("method"),
        }
    }

    /// Whether it speaks of a record.
    pub fn covers(&self, item: &Item) -> bool {
        let some = |wanted: &[String], has: &[String]| wanted.is_empty() || wanted.iter().any(|it| has.contains(it));
        let kind = self.of.is_empty() || self.of.contains(&item.kind);
        let system = self.systems.is_empty() || !self.systems.is_disjoint(&item.belongs);
        let named = !self.hold || self.holds.is_empty() || !self.holds.is_disjoint(&item.belongs);
        kind && system && named && some(&self.content, &item.content) && some(&self.countries, &item.countries)
    }

    /// The first day on which what began on `start` may go, and the day by which it must.
    pub fn days(&self, start: Date) -> (Option<Date>, Option<Date>) {
        let after = |span: &Option<Span>| span.as_ref().and_then(|it| start.checked_add(*it).ok());
        (after(&self.least), after(&self.most))
    }
}

impl Item {
    /// The day from which a rule counts.
    pub fn start(&self, from: From) -> Option<Date> {
        match from {
            From::Made => self.made,
            From::Entered => self.entered,
            From::OutOfUse => self.out_of_use,
        }
    }
}

/// A country or code without what spellings differ in.
pub(crate) fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The choices in a field.
pub(crate) fn texts(row: &RecordRow, field: &str) -> Vec<String> {
    let all = row.list(field);
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}
