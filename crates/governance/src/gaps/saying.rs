//! What an assessor says of many cells at once: each confirms what evidence shows or says otherwise and why, and all of it is one change of
//! their sheet. What evidence shows may have moved since somebody looked at it; then it is not confirmed but shown again.

use std::collections::BTreeSet;

use record::{Change, Document, Id};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{RecordRow, Write};

use super::RATING;
use super::claim::key;
use super::whole::Told;
use crate::aims::{Admission, Committed};
use crate::{Actor, Aims, Error};

/// What an assessor says of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    /// Reference of the requirement.
    pub requirement: String,
    /// Number of the column; blank for the organisation.
    pub subject: String,
    /// The step, where it is another than evidence shows; blank confirms.
    pub level: String,
    /// Why.
    pub reason: String,
    /// The step that evidence showed when they looked; blank does not compare.
    pub seen: String,
    /// Evidence on which it rests.
    pub evidence: Vec<String>,
}

impl Aims {
    /// Enters what somebody says of cells in their sheet, all of it or nothing; the person of the actor where none is named.
    pub async fn rate(
        &self,
        actor: &Actor,
        assessment: &Id,
        by: Option<&Id>,
        said: Vec<Said>,
    ) -> Result<Committed, Error> {
        let none = || Error::problem("by", "no person stands behind this account; say with `by` who rates");
        let by = by.cloned().or_else(|| actor.person.clone()).ok_or_else(none)?;
        let (this, who, assessment) = (self.clone(), actor.clone(), assessment.clone());
        let work = move |tx: &mut Write| {
            let who = this.with_roles(tx, &who)?;
            this.rate_in(tx, &who, &assessment, &by, &said)
        };
        let outcome = self.0.store.write_async(work).await;
        self.denied(actor, outcome).await
    }

    fn rate_in(
        &self,
        tx: &mut Write,
        actor: &Actor,
        assessment: &Id,
        by: &Id,
        said: &[Said],
    ) -> Result<Committed, Error> {
        if said.is_empty() {
            return Err(Error::problem("rows", "nothing is rated; confirm a row or choose a step for it"));
        }
        let told = self.gaps_in(tx, actor, assessment, None)?;
        let at = self.snapshot(tx, None);
        let sheets = super::around::sheets(&at, assessment)?;
        drop(at);
        let own = sheets.iter().find(|it| it.owner.as_deref() == Some(by.to_string().as_str()));
        let libraries = self.configuration().libraries.clone();
        let read = |it: &str| {
            conformity::reference::read(libraries.shelf(), it, &told.framework).unwrap_or_else(|_| it.to_owned())
        };
        let rows: Vec<Value> = said.iter().map(|it| row(&told, it, read(&it.requirement))).collect::<Result<_, _>>()?;
        let set = Document::from_iter([("rows".to_owned(), json!(merged(own, rows)))]);
        let change = match own {
            Some(own) => Change::Edit { id: own.id.clone(), base: None, set, why: None },
            None => {
                let name = told.titles.get(&by.to_string()).cloned().unwrap_or_else(|| by.to_string());
                let mut document = set;
                document.insert("title".to_owned(), json!(format!("{}: {name}", told.title)));
                document.insert("assessment".to_owned(), json!(assessment));
                document.insert("owner".to_owned(), json!(by));
                Change::Create { kind: RATING.to_owned(), state: None, document }
            }
        };
        self.apply(tx, actor, &change, &Admission::default())
    }
}

/// A row of a sheet, held against the cell that it is about.
fn row(told: &Told, said: &Said, reference: String) -> Result<Value, Error> {
    let place = format!("{reference} {}", said.subject);
    let wrong = |says: String| Error::problem("rows", format!("`{}`: {says}", place.trim()));
    let cell = told.cells.iter().find(|it| it.cell.reference == reference && it.cell.subject == said.subject.trim());
    let cell = cell.ok_or_else(|| wrong("the assessment has no such requirement and column".to_owned()))?;
    if !cell.cell.asked() {
        return Err(wrong(format!("it is not asked: {}", cell.cell.why)));
    }
    let shown = told.step(cell.cell.evidenced);
    if !said.seen.trim().is_empty() && !said.seen.trim().eq_ignore_ascii_case(shown) {
        return Err(wrong(format!("evidence showed `{}` and shows `{shown}` now; look at it again", said.seen.trim())));
    }
    let level = match said.level.trim() {
        "" => cell.cell.evidenced.ok_or_else(|| wrong("evidence cannot tell; choose a step and say why".to_owned()))?,
        it => {
            told.scale.place(it).ok_or_else(|| wrong(format!("`{it}` is no step; there are {}", told.scale.names())))?
        }
    };
    let confirmed = cell.cell.evidenced == Some(level);
    if !confirmed && said.reason.trim().is_empty() {
        return Err(wrong("another step than evidence shows needs a reason".to_owned()));
    }
    let mut row = json!({
        "requirement": reference,
        "said": if confirmed { "confirmed" } else { "challenged" },
        "level": told.step(Some(level)),
    });
    if !said.subject.trim().is_empty() {
        row["subject"] = json!(said.subject.trim());
    }
    if !said.reason.trim().is_empty() {
        row["reason"] = json!(said.reason.trim());
    }
    if !said.evidence.is_empty() {
        row["evidence"] = json!(said.evidence);
    }
    Ok(row)
}

/// The rows of a sheet with these in the place of those about the same.
fn merged(sheet: Option<&RecordRow>, rows: Vec<Value>) -> Vec<Value> {
    let anew: BTreeSet<(String, String)> = rows.iter().map(key).collect();
    let kept = sheet.into_iter().flat_map(|it| it.list("rows")).filter(|it| !anew.contains(&key(it)));
    let mut all: Vec<Value> = kept.cloned().chain(rows).collect();
    all.sort_by_cached_key(key);
    all
}
