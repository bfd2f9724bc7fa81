//! Whether conflicts are still there, what is proposed about them, and what a resolution lacks; for any moment.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::{Query, Read, RecordRow, Visible};

use super::clash::Found;
use super::precedence::{Precedence, Proposal, Standing, propose};
use super::{FINGERPRINT, KIND, MOST};
use crate::Error;
use crate::data::lineage::targets;
use crate::deciding;
use crate::deciding::in_force::Deciding;
use crate::derived::{Answers, Snapshot};

/// States of a table after which it was in force, or is.
const EVER_IN_FORCE: &[&str] = &[deciding::IN_FORCE, "superseded", "withdrawn"];
/// The kind of records with which people decide.
const DECISION: &str = "decision";

/// The conflict is shown by the tables in force.
pub(crate) const YES: &str = "yes";
/// It is not.
pub(crate) const NO: &str = "no";
/// It is not found, and not everything is settled.
const OPEN: &str = "not_settled";

/// Whether conflicts are still there.
pub(crate) fn present(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let known = at.clashes()?;
    Ok(rows.iter().map(|row| Some(still(&known.1, row))).collect())
}

fn still(found: &Found, row: &RecordRow) -> crate::derived::Answer {
    let own = row.text(FINGERPRINT).unwrap_or_default();
    let (word, why) = match (found.clashes.iter().find(|it| it.fingerprint == own), found.unsettled.first()) {
        (Some(clash), _) => (
            YES,
            clash
                .cases
                .first()
                .map_or_else(|| clash.says.clone(), |it| format!("the tables in force clash where {it}")),
        ),
        (None, Some(open)) => (OPEN, open.clone()),
        (None, None) => (NO, "the tables in force do not clash like this".to_owned()),
    };
    (json!(word), why, None)
}

/// Which table goes before, by the rules of precedence; nothing where none is proposed.
pub(crate) fn proposed(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let known = at.clashes()?;
    let (deciding, found) = known.as_ref();
    let forms = documents(at, deciding)?;
    let answer = |row: &RecordRow| {
        let clash = found.clashes.iter().find(|it| Some(it.fingerprint.as_str()) == row.text(FINGERPRINT))?;
        let proposal = propose(&at.libraries.precedence, &standings(deciding, &clash.tables, &forms), &clash.sides)?;
        Some((json!(proposal.table), proposal.why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// The proposal about a clash.
pub(crate) fn proposal(
    by: &Precedence,
    deciding: &[Deciding],
    clash: &super::clash::Clash,
    forms: &BTreeMap<Id, String>,
) -> Option<Proposal> {
    propose(by, &standings(deciding, &clash.tables, forms), &clash.sides)
}

/// Types of the documents that tables are taken from.
pub(crate) fn documents(at: &Snapshot, deciding: &[Deciding]) -> Result<BTreeMap<Id, String>, Error> {
    let ids: BTreeSet<Id> = deciding.iter().flat_map(|it| it.taken_from.clone()).collect();
    let rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    Ok(rows.into_iter().filter_map(|it| Some((it.id.clone(), it.text("form")?.to_owned()))).collect())
}

fn standings(deciding: &[Deciding], tables: &[Id], forms: &BTreeMap<Id, String>) -> Vec<Standing> {
    let own = |id: &Id| deciding.iter().find(|it| it.ruled.record.as_ref().is_some_and(|it| it.0 == *id));
    let standing = |id: &Id| {
        let it = own(id)?;
        Some(Standing {
            table: Some(id.clone()),
            purpose: it.purpose.clone(),
            documents: it.taken_from.iter().filter_map(|it| forms.get(it).cloned()).collect(),
            valid_from: it.valid_from,
        })
    };
    tables.iter().filter_map(standing).collect()
}

/// Conflicts that must be looked at again when a table comes into force or goes.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    match row.kind == deciding::KIND && (row.retired || EVER_IN_FORCE.contains(&row.state.as_str())) {
        true => Ok(read.list_ids(&Query { limit: MOST, retired: true, ..Query::of(KIND, Visible::All) })?),
        false => Ok(Vec::new()),
    }
}

/// Whether conflicts are still there, for policies.
pub(crate) fn still_present(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let known = at.clashes()?;
    Ok(rows.iter().map(|row| Known::Text(still(&known.1, row).0.as_str().unwrap_or_default().to_owned())).collect())
}

/// What the resolutions of conflicts lack: a decision that was taken, about this conflict; empty where they lack nothing.
pub(crate) fn resolution_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let named: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "resolution")).collect();
    let decisions = at.records(&named)?;
    let problem = |row: &&RecordRow| {
        let Some(id) = targets(&row.document, "resolution").pop() else {
            // That one must be named is said where the transition needs it.
            return String::new();
        };
        match decisions.iter().find(|it| it.id == id) {
            Some(it) if it.kind != DECISION || it.retired || it.state != "taken" => {
                format!("{id} is no decision that stands")
            }
            Some(it) if !targets(&it.document, "subject").contains(&row.id) => format!("{id} is about something else"),
            Some(_) => String::new(),
            None => format!("{id} is not there"),
        }
    };
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}
