//! What policies may know of statements of applicability: what is wrong with them, and whether a decision is about exactly what they say.

use std::collections::BTreeSet;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::STATEMENT;
use super::statement::faults_in;
use crate::Error;
use crate::bodies::in_effect::decided_about;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::documents::whole::{approvals, authors};

/// What statements do not say or contradict.
pub(crate) fn statement_faults(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| match row.kind == STATEMENT {
        true => Ok(faults_in(at, row)?.into_iter().map(|it| format!("{}: {}", it.control, it.says)).collect()),
        false => Ok(Vec::new()),
    };
    rows.iter().map(|it| one(it).map(Known::Texts)).collect()
}

/// Why no decision of somebody else is about exactly what a record says that comes into force by one.
pub(crate) fn statement_decision(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let all = approvals(at, &ids)?;
    let one = |row: &&RecordRow| {
        let mut problems = Vec::new();
        for it in all.get(&row.id).into_iter().flatten() {
            let problem = match own(row, &it.deciders).or_else(|| it.problem.clone()) {
                Some(why) => Some(why),
                None => unbound(at, row, &it.id)?,
            };
            match problem {
                None => return Ok(String::new()),
                Some(why) => problems.push(format!("{}: {why}", it.id)),
            }
        }
        let none = "no decision is about it; enter the one that approves it, with it as the subject";
        Ok(problems.pop().unwrap_or_else(|| none.to_owned()))
    };
    rows.iter().map(|it| one(it).map(Known::Text)).collect()
}

/// Why a decision is not about what the record says now.
fn unbound(at: &Snapshot, row: &RecordRow, decision: &Id) -> Result<Option<String>, Error> {
    let decisions = at.records(std::slice::from_ref(decision))?;
    if !decisions.iter().any(|it| targets(&it.document, "subject").contains(&row.id)) {
        return Ok(Some("it is not about it".to_owned()));
    }
    let same = decided_about(at, &decisions)?.get(decision).is_some_and(|it| it.before && it.says(row));
    Ok((!same).then(|| "it says something else since; decide about what it says now".to_owned()))
}

/// Who wrote the record and decided about it.
fn own(row: &RecordRow, deciders: &BTreeSet<String>) -> Option<String> {
    let authors = authors(row);
    let who = deciders.iter().find(|it| authors.contains(*it))?;
    Some(format!("{who} wrote it and decided about it; let somebody else decide"))
}
