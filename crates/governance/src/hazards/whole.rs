//! The hazards of an AI system for the command, the interface and pages, and exclusions with the facts on which they rest.

use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::json;
use store::{Condition, Read, RecordRow, Write};

use super::facts::known;
use super::planned::{ABOUT, Plan, in_force};
use super::shown::RECORDED;
use super::standing::{Around, MEASURED, Told, all, bound, kept};
use super::table::TABLE;
use super::{CLOSED, EXCLUDE, HAZARD};
use crate::aims::{Admission, Committed};
use crate::derived::Snapshot;
use crate::measuring::KIND as MEASUREMENT;
use crate::surroundings::SYSTEM;
use crate::tiering::facts::Fact;
use crate::{Actor, Aims, Error};

/// The verdict of measurements that show a hazard.
const FAILS: &str = "fail";

/// The hazards of a system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hazards {
    /// The system.
    pub system: Id,
    /// Its title.
    pub title: String,
    /// The day of which it is told.
    pub on: Date,
    /// The decision table that suggests.
    pub table: String,
    /// What is known of the system, each fact with its source.
    pub facts: Vec<Fact>,
    /// The hazards, in the order of the library.
    pub hazards: Vec<Told>,
}

impl Aims {
    /// The hazards of a system on a day, today without one. Measurements and records that the reader may not see count without being named.
    ///
    /// Errors: no AI system of that number that the reader may see, a day before the ledger begins, facts that the table cannot read.
    pub async fn hazards(&self, actor: &Actor, system: &Id, on: Option<Date>) -> Result<Hazards, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), system.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let (at, on) = this.at_day(read, on)?;
            let system = this.readable(read, &actor, &id, at.place)?;
            let mut told = hazards_of(&at, &system, on)?;
            let named = told.hazards.iter().flat_map(|it| it.shown.iter().map(|it| it.measurement.clone()));
            let seen = this.names_of(read, &actor, named.collect())?;
            for it in &mut told.hazards {
                let all = it.shown.len();
                it.shown.retain(|it| seen.contains_key(&it.measurement.to_string()));
                if it.shown.len() < all {
                    it.why = "measurements that you may not see bear on it".to_owned();
                }
            }
            Ok::<_, Error>(told)
        };
        self.0.store.read_async(read).await
    }

    /// Excludes a hazard of a system for a reason, bound to what is known now; a record about it is made where there is none.
    ///
    /// Errors: a hazard of no such name, no reason, a system that the person may not see, and whatever policies refuse.
    pub async fn exclude_hazard(
        &self,
        actor: &Actor,
        system: &Id,
        hazard: &str,
        reason: &str,
    ) -> Result<Committed, Error> {
        if reason.trim().is_empty() {
            return Err(Error::problem(
                "reason",
                "an exclusion rests on a reason; say why the hazard does not bear on the system",
            ));
        }
        let (this, who, id) = (self.clone(), actor.clone(), system.clone());
        let (hazard, reason) = (hazard.to_owned(), reason.to_owned());
        let outcome = self.0.store.write_async(move |tx| this.excluded(tx, &who, &id, &hazard, &reason)).await;
        self.denied(actor, outcome).await
    }

    fn excluded(&self, tx: &mut Write, actor: &Actor, id: &Id, hazard: &str, reason: &str) -> Result<Committed, Error> {
        let who = self.with_roles(tx, actor)?;
        let system = self.readable(tx, &who, id, None)?;
        let at = self.snapshot(tx, None);
        let label = at.libraries.hazards.named(hazard).map_or_else(|| hazard.to_owned(), |it| it.label.clone());
        let own = said(&at, &system.id)?.into_iter();
        let own = own.filter(|it| it.state != CLOSED).find(|it| it.text("hazard") == Some(hazard)).map(|it| it.id);
        let fields = json!({ "title": format!("{label}, {}", system.title), "system": id, "hazard": hazard });
        let fields: Document = fields.as_object().cloned().unwrap_or_default().into_iter().collect();
        let record = match own {
            Some(id) => id,
            None => {
                let change = Change::Create { kind: HAZARD.to_owned(), state: None, document: fields };
                self.apply(tx, &who, &change, &Admission::default())?.id
            }
        };
        let set = Document::from_iter([("reason".to_owned(), json!(reason))]);
        let change = Change::Move { id: record, base: None, transition: EXCLUDE.to_owned(), set, why: None };
        self.apply(tx, &who, &change, &Admission::default())
    }

    /// Fills the facts on which an exclusion rests, as they are now.
    pub(crate) fn keep_facts(&self, tx: &mut Write, _: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let at = self.snapshot(tx, None);
        let system = row.link("system").map(|it| at.records(&[it])).transpose()?.unwrap_or_default().pop();
        let (Some(system), Some(hazard)) = (system, row.text("hazard")) else { return Ok(Document::new()) };
        let facts = with_around(&at, &system, |around| Ok(bound(around, hazard)))?;
        if let Some(shown) = facts.iter().find(|it| it.fact == MEASURED && it.value == FAILS) {
            let says = format!(
                "{} shows it, so no reason excludes it; treat it as a risk, or mend it and measure again",
                shown.source
            );
            return Err(Error::problem("hazard", says));
        }
        Ok(Document::from_iter([("facts".to_owned(), kept(&facts))]))
    }
}

/// The hazards of a system at a moment, whoever asks.
pub(crate) fn hazards_of(at: &Snapshot, system: &RecordRow, on: Date) -> Result<Hazards, Error> {
    if system.kind != SYSTEM {
        return Err(Error::Missing(format!("`{}` is no AI system; name one such as `SYS-1`", system.id)));
    }
    let table = TABLE.in_force(at)?.map(|it| it.name()).unwrap_or_default();
    with_around(at, system, |around| {
        let hazards = all(around).map_err(|it| Error::problem("system", it))?;
        let (facts, title) = (around.facts.clone(), system.title.clone());
        Ok(Hazards { system: system.id.clone(), title, on, table, facts, hazards })
    })
}

/// Reads what is around a system and asks about it.
fn with_around<T>(
    at: &Snapshot,
    system: &RecordRow,
    ask: impl FnOnce(&Around<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let ruled = TABLE.in_force(at)?;
    let ruled = ruled.ok_or_else(|| Error::Missing("no decision table suggests hazards; enter one".to_owned()))?;
    let recorded = vec![linked("of", &system.id), Condition::State(vec![RECORDED.to_owned()])];
    let around = Around {
        hazards: &at.libraries.hazards,
        table: &ruled.table,
        facts: known(at, system)?,
        measurements: at.list(MEASUREMENT, recorded)?,
        plans: in_force(at, Some(linked(ABOUT, &system.id)))?.iter().map(Plan::of).collect(),
        said: said(at, &system.id)?,
    };
    ask(&around)
}

/// What people said about hazards of a system, the newest first.
fn said(at: &Snapshot, system: &Id) -> Result<Vec<RecordRow>, Error> {
    let mut rows = at.list(HAZARD, vec![linked("system", system)])?;
    rows.sort_by_key(|it| std::cmp::Reverse(it.id.number));
    Ok(rows)
}

fn linked(field: &str, to: &Id) -> Condition {
    Condition::LinkedTo { field: Some(field.to_owned()), target: to.clone() }
}
