//! Signs in somebody's work: records that name a person, counted over their years in a role, or measurements of a person, as a share of what was
//! measured. Which records these are is data.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::{Catalog, FieldType, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{RecordRow, Visible};

use super::compared::Amount;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::responsibility::PERSON;

/// Which way a sign is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Less of it.
    Less,
    /// More of it.
    More,
    /// Neither: it has a band, or nobody knows.
    #[default]
    Neither,
}

/// A sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Its name.
    pub key: String,
    /// It in words.
    pub title: String,
    /// The kind of its records.
    pub kind: String,
    /// The field that names people.
    pub who: String,
    /// The field with its day; the day on which the record was made where none is named or filled.
    #[serde(default)]
    pub on: Option<String>,
    /// States in which a record shows nothing.
    #[serde(default)]
    pub leaves_out: Vec<String>,
    /// Values of fields with which a record shows nothing.
    #[serde(default)]
    pub not_where: BTreeMap<String, Vec<String>>,
    /// Metrics in the table `values` of its records; without any, records are counted.
    #[serde(default)]
    pub metrics: Vec<String>,
    /// Which way is better.
    pub better: Better,
}

/// Something that was seen of somebody on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The day.
    pub on: Date,
    /// What was counted, and for a share, in how much.
    pub amount: Amount,
}

/// What was seen of people.
pub type Known = BTreeMap<Id, Vec<Seen>>;

impl Sign {
    /// Whether it is a share of something that was measured, rather than records over years.
    pub fn measured(&self) -> bool {
        !self.metrics.is_empty()
    }

    /// What is wrong with it.
    pub(crate) fn faults(&self, catalog: &Catalog) -> Vec<String> {
        let Some(kind) = catalog.kind(&self.kind) else {
            return vec![format!(
                "sign `{}`: there is no kind `{}`; name one that `aims kinds` lists",
                self.key, self.kind
            )];
        };
        let person = kind.field(&self.who).is_some_and(|it| match &it.ty {
            FieldType::Link { to } | FieldType::Links { to } => to.allows(PERSON),
            _ => false,
        });
        let dated = |it: &String| kind.field(it).is_some_and(|it| matches!(it.ty, FieldType::Date));
        let table = kind.field("values").is_some_and(|it| matches!(it.ty, FieldType::Table { .. }));
        let states = kind.states();
        let unknown = self.leaves_out.iter().find(|it| !states.contains(&it.as_str()));
        let mut found = Vec::new();
        for (field, values) in &self.not_where {
            let known = crate::libraries::choices(catalog, &self.kind, field);
            let unknown = values.iter().filter(|it| !known.contains(it));
            found.extend(unknown.map(|it| format!("sign `{}`: `{it}` is no choice of `{field}`", self.key)));
        }
        for (wrong, says) in [
            (!person, format!("`{}` of `{}` names no people", self.who, self.kind)),
            (!self.on.iter().all(dated), format!("`{}` has no such day; name a field that is one", self.kind)),
            (self.measured() && !table, format!("`{}` has no table `values` with metrics", self.kind)),
            (unknown.is_some(), format!("`{}` has no state `{}`", self.kind, unknown.cloned().unwrap_or_default())),
        ] {
            found.extend(wrong.then(|| format!("sign `{}`: {says}", self.key)));
        }
        found
    }

    /// What was seen of people, in the records that somebody may see.
    pub(crate) fn known(&self, at: &Snapshot, visible: &Visible) -> Result<Known, Error> {
        let mut found = Known::new();
        for row in at.seen(&self.kind, visible)? {
            let shows_nothing = |(field, values): (&String, &Vec<String>)| {
                row.text(field).is_some_and(|it| values.iter().any(|of| of == it))
            };
            if self.leaves_out.contains(&row.state) || self.not_where.iter().any(shows_nothing) {
                continue;
            }
            let on = self.on.as_ref().and_then(|it| date(&row.document, it)).unwrap_or_else(|| day(row.created));
            for person in targets(&row.document, &self.who).into_iter().filter(|it| is_person(at, it)) {
                let seen = self.amounts(&row).into_iter().map(|amount| Seen { on, amount });
                found.entry(person).or_default().extend(seen);
            }
        }
        Ok(found)
    }

    /// What one record says: one of its sort, or each share with the rows that it rests on.
    fn amounts(&self, row: &RecordRow) -> Vec<Amount> {
        if !self.measured() {
            return vec![Amount { counted: 1.0, of: 0.0 }];
        }
        let share = |it: &Value| {
            let of = it.get("of").and_then(Value::as_str).unwrap_or_default();
            let named = self.metrics.iter().any(|name| it.get("metric").and_then(Value::as_str) == Some(name));
            let (value, n) = (it.get("value")?.as_f64()?, it.get("n")?.as_f64()?);
            // A row of a group is a part of the whole, which has its own.
            (named && of.is_empty() && n > 0.0 && (0.0..=1.0).contains(&value))
                .then_some(Amount { counted: value * n, of: n })
        };
        row.list("values").filter_map(share).collect()
    }
}

fn is_person(at: &Snapshot, id: &Id) -> bool {
    crate::reached::is_of(&at.catalog, id, &[PERSON])
}
