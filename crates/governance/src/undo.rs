//! Taking an import back: what it made is retired, what it changed is changed back, what was edited since stays and is listed.

use record::{Change, Document, Id};
use serde::Serialize;
use serde_json::Value;
use store::{OriginRow, RecordRow, Write};

use crate::aims::Admission;
use crate::event::Event;
use crate::{Actor, Aims, Error};

/// Rows that are taken back in one transaction.
const CHUNK: usize = 200;

/// What came of taking an import back.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct UndoReport {
    /// The import.
    pub batch: i64,
    /// Records that it had made and that are retired now.
    pub retired: usize,
    /// Records that it had changed and that are as before.
    pub reverted: usize,
    /// Records that stay as they are, and why.
    pub skipped: Vec<Skipped>,
}

/// A record that stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Skipped {
    /// The record.
    pub id: Id,
    /// Why.
    pub why: String,
}

impl Aims {
    /// Imports, newest first.
    pub async fn batches(&self, actor: &Actor) -> Result<Vec<store::BatchRow>, Error> {
        self.require(actor, "import").await?;
        self.0.store.read_async(|read| Ok(read.batches(200)?)).await
    }

    /// Takes an import back.
    pub async fn undo(&self, actor: &Actor, batch: i64) -> Result<UndoReport, Error> {
        self.require(actor, "undo").await?;
        let origins = self.0.store.read_async(move |read| origins(read, batch)).await?;
        let mut report = UndoReport { batch, ..UndoReport::default() };
        // Backwards, so that what rows named goes after the rows themselves.
        let all: Vec<OriginRow> = origins.into_iter().rev().collect();
        let (rows, named): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.cells != Value::Array(Vec::new()));
        for part in [rows, named].iter().flat_map(|it| it.chunks(CHUNK)) {
            let (this, who, part, before) = (self.clone(), actor.clone(), part.to_vec(), report.clone());
            let take_back = move |tx: &mut Write| {
                let who = this.with_roles(tx, &who)?;
                let mut report = before;
                for origin in &part {
                    this.take_back(tx, &who, origin, &mut report)?;
                }
                Ok::<_, Error>(report)
            };
            report = self.0.store.write_async(take_back).await?;
        }
        let (this, who) = (self.clone(), actor.clone());
        let close = move |tx: &mut Write| {
            tx.undo_batch(batch, tx.time())?;
            this.enter_in(tx, &who, &Event::new("import.undo").with("batch", batch)).map(|_| ())
        };
        self.0.store.write_async(close).await?;
        Ok(report)
    }

    fn take_back(
        &self,
        tx: &mut Write,
        actor: &Actor,
        origin: &OriginRow,
        report: &mut UndoReport,
    ) -> Result<(), Error> {
        let id = &origin.record;
        let row = tx.record(id)?.ok_or_else(|| Error::no_record(id))?;
        let mut skip = |why: &str| report.skipped.push(Skipped { id: id.clone(), why: why.to_owned() });
        if row.retired {
            return Ok(());
        }
        let left = tx.version(id, origin.version)?.ok_or_else(|| Error::no_record(id))?.record;
        if !self.stands_as(&row, &left)? {
            skip("it was edited since");
            return Ok(());
        }
        let admission = Admission { batch: Some(origin.batch), ..Admission::default() };
        let why = format!("import {} was undone", origin.batch);
        let first = first_of_batch(tx, id, origin)?;
        let Some(before) = first else {
            if in_use(tx, id)? {
                skip("other records link to it");
                return Ok(());
            }
            self.apply(tx, actor, &Change::Retire { id: id.clone(), base: None, why }, &admission)?;
            report.retired += 1;
            return Ok(());
        };
        let then = tx.version(id, before)?.ok_or_else(|| Error::no_record(id))?.record;
        let configuration = self.configuration();
        let kind = configuration.kind(&row.kind)?;
        let mut set = Document::new();
        for field in kind.fields.iter().filter(|it| it.is_input()) {
            let (now, then) = (row.document.get(&field.name), then.document.get(&field.name));
            if now != then {
                set.insert(field.name.clone(), then.cloned().unwrap_or(Value::Null));
            }
        }
        let change = match kind.transitions_from(&row.state).find(|it| it.to == then.state) {
            Some(back) if row.state != then.state => {
                let transition = back.name.clone();
                Change::Move { id: id.clone(), base: None, transition, set, why: Some(why) }
            }
            _ => {
                if row.state != then.state {
                    let (was, is) = (&then.state, &row.state);
                    skip(&format!("its state went from {was} to {is}; only its fields are as before"));
                }
                Change::Edit { id: id.clone(), base: None, set, why: Some(why) }
            }
        };
        self.apply(tx, actor, &change, &admission)?;
        report.reverted += 1;
        Ok(())
    }
}

impl Aims {
    /// Whether a record says what it said in a version: what was changed and changed back since does not count.
    fn stands_as(&self, now: &RecordRow, then: &RecordRow) -> Result<bool, Error> {
        let configuration = self.configuration();
        let kind = configuration.kind(&now.kind)?;
        let same = |field: &str| now.document.get(field) == then.document.get(field);
        Ok(now.state == then.state && kind.fields.iter().filter(|it| it.is_input()).all(|it| same(&it.name)))
    }
}

/// Every row of an import that can be undone.
fn origins(read: &store::Read, batch: i64) -> Result<Vec<OriginRow>, Error> {
    let row = read.batch(batch)?.ok_or_else(|| Error::Missing(format!("there is no import {batch}")))?;
    if row.undone.is_some() {
        return Err(Error::input(format!("import {batch} was undone already")));
    }
    let mut all: Vec<OriginRow> = Vec::new();
    let mut after = 0;
    loop {
        let page = read.origins_in(batch, after, 5000)?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.line;
        all.extend(page);
    }
}

/// The version before the import's first; nothing when the import made the record.
fn first_of_batch(read: &store::Read, id: &Id, origin: &OriginRow) -> Result<Option<i64>, Error> {
    for entry in read.entries_of(&id.to_string())? {
        let entry = ledger::Entry::from_bytes(&entry.bytes).map_err(Error::input)?;
        if entry.batch == Some(origin.batch) {
            return Ok(entry.ver.map(|it| it - 1).filter(|it| *it > 0));
        }
    }
    // Nothing of it was changed by the import; the version that it found stays.
    Ok(Some(origin.version))
}

/// Whether a standing record links to this one.
fn in_use(read: &store::Read, id: &Id) -> Result<bool, Error> {
    Ok(read.links_to(id, None)?.iter().any(|it| !it.end.retired))
}
