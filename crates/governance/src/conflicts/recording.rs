//! Clashes become records, each once; a record whose clash is still there after it was resolved, or after the day until which it was
//! tolerated, comes back. One way for the command, the button, a table that comes into force, and the clock.

use std::collections::BTreeMap;

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Condition, Query, Read, RecordRow, Visible, Write};

use super::answers::YES;
use super::clash::{Clash, clashes};
use super::{FINGERPRINT, KIND, MOST, TABLES};
use crate::aims::Admission;
use crate::data::lineage::targets;
use crate::deciding::in_force::of_records;
use crate::derived::date;
use crate::{Actor, Aims, Error, Via};

/// Letters of a title.
const TITLE: usize = 160;

/// What looking for conflicts led to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Recorded {
    /// Records that were made.
    pub made: Vec<Id>,
    /// Records that came back.
    pub back: Vec<Id>,
    /// Clashes that are there now.
    pub present: usize,
    /// What is not known, one sentence each.
    pub unsettled: Vec<String>,
}

impl Aims {
    /// Looks for conflicts among all tables in force, and keeps those that are new or back.
    ///
    /// Errors: this person may not enter conflicts.
    pub async fn record_conflicts(&self, actor: &Actor) -> Result<Recorded, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            this.keep_clashes(tx, &who)
        };
        let outcome = self.0.store.write_async(work).await;
        self.denied(actor, outcome).await
    }

    /// New records are made by whoever asks and may; what is known already is brought up to date by the program itself.
    fn keep_clashes(&self, tx: &mut Write, actor: &Actor) -> Result<Recorded, Error> {
        let found = clashes(&of_records(&self.snapshot(tx, None))?);
        let known = tx.list(&Query { limit: MOST, retired: true, ..Query::of(KIND, Visible::All) })?;
        let known: BTreeMap<String, RecordRow> =
            known.into_iter().filter_map(|it| Some((it.text(FINGERPRINT)?.to_owned(), it))).collect();
        let program = Actor::operator(Via::System);
        let mut recorded = Recorded { present: found.clashes.len(), unsettled: found.unsettled, ..Recorded::default() };
        for clash in &found.clashes {
            let Some(row) = known.get(&clash.fingerprint) else {
                let mut document = fields(clash);
                document.insert("found_on".to_owned(), json!(self.today().to_string()));
                let change = Change::Create { kind: KIND.to_owned(), state: None, document };
                recorded.made.push(self.apply(tx, actor, &change, &Admission::found())?.id);
                continue;
            };
            self.renew(tx, &program, row, clash)?;
            if let Some(why) = back(row, self.today()) {
                let change = Change::Move {
                    id: row.id.clone(),
                    base: None,
                    transition: "come_back".to_owned(),
                    set: Document::new(),
                    why: Some(why),
                };
                self.apply(tx, &program, &change, &Admission::found())?;
                recorded.back.push(row.id.clone());
            }
        }
        Ok(recorded)
    }

    /// Writes what clashes now where other versions of the tables, or other rows of the same words, do.
    fn renew(&self, tx: &mut Write, actor: &Actor, row: &RecordRow, clash: &Clash) -> Result<(), Error> {
        let of_record = targets(&row.document, TABLES);
        if row.retired || clash.tables.iter().all(|it| of_record.contains(it)) && of_record.len() == clash.tables.len()
        {
            return Ok(());
        }
        let mut set = fields(clash);
        set.remove("title");
        let why = Some("other versions of the tables clash in the same way".to_owned());
        let change = Change::Edit { id: row.id.clone(), base: None, set, why };
        self.apply(tx, actor, &change, &Admission::found()).map(drop)
    }

    /// Looks again after a table came into force; what fails here is made up for by the next round of jobs.
    pub(crate) async fn look_for_conflicts(&self) {
        drop(self.record_conflicts(&Actor::operator(Via::System)).await);
    }

    /// Brings back what is there although it was resolved, or was tolerated until a day that has passed.
    pub(crate) async fn bring_conflicts_back(&self) -> Result<(), Error> {
        let today = self.today();
        let waiting = move |read: &Read| {
            let conditions = vec![
                Condition::State(vec!["resolved".to_owned(), "tolerated".to_owned()]),
                Condition::is("still_present", YES),
            ];
            let rows = read.list(&Query { conditions, limit: MOST, ..Query::of(KIND, Visible::All) })?;
            Ok::<_, Error>(rows.iter().any(|it| back(it, today).is_some()))
        };
        match self.0.store.read_async(waiting).await? {
            true => self.record_conflicts(&Actor::operator(Via::System)).await.map(drop),
            false => Ok(()),
        }
    }
}

/// Why a record whose clash is there comes back, where it does.
fn back(row: &RecordRow, today: jiff::civil::Date) -> Option<String> {
    let until = date(&row.document, "tolerated_until");
    match (row.retired, row.state.as_str(), until) {
        (false, "resolved", _) => Some("the tables in force still clash".to_owned()),
        (false, "tolerated", Some(day)) if day < today => Some(format!("it was tolerated until {day}")),
        _ => None,
    }
}

/// The fields that the program fills.
fn fields(clash: &Clash) -> Document {
    let rows: Vec<Value> = clash
        .sides
        .iter()
        .map(|it| json!({ "table": it.table, "row": it.row, "asks": it.asks, "says": it.says }))
        .collect();
    let title: String = clash.says.chars().take(TITLE).collect();
    let all = [
        ("title", json!(title)),
        ("form", json!(clash.form)),
        ("fault", json!(clash.fault)),
        (TABLES, json!(clash.tables)),
        ("says", json!(clash.says)),
        ("witness", json!(clash.cases.join("; then "))),
        ("rows", json!(rows)),
        (FINGERPRINT, json!(clash.fingerprint)),
    ];
    let blank = |it: &Value| *it == json!("") || *it == json!([]);
    all.into_iter().filter(|it| !blank(&it.1)).map(|(name, value)| (name.to_owned(), value)).collect()
}
