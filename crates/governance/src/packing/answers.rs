//! What follows for management reviews, as derived fields and as facts for policies: missing inputs, who leads, what results rest on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::{Query, Read, RecordRow, Visible};

use super::REVIEW;
use super::review::{came, missing, next_by};
use crate::Error;
use crate::bodies::says_yes;
use crate::data::lineage::targets;
use crate::data::quality::conditions_met;
use crate::derived::{Answers, Snapshot, date, day};
use crate::responsibility::{ASSIGNMENT, ROLE};
use crate::tiering::around::held_on;

/// Reviews that are read to tell which is the newest.
const MOST: u32 = 1_000;
/// States in which a review was held.
const HELD: &[&str] = &["held", "results_approved"];

/// Inputs of which nothing is said.
pub(crate) fn inputs_missing(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let answer = |row: &RecordRow| {
        let lacking = missing(&row.document, &at.libraries.reviewed);
        let titles: Vec<&str> = lacking.iter().map(|it| it.title.as_str()).collect();
        let (value, why) = match lacking.first() {
            None => ("none".to_owned(), "something is said about every input that a review must have".to_owned()),
            Some(first) => (titles.join("; "), format!("nothing is said about {}; {}", first.title, first.next)),
        };
        Some((json!(value), why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// The day by which the next review is to be held, for the newest one that was.
pub(crate) fn next_due(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let query = Query { as_of: at.place, limit: MOST, ..Query::of(REVIEW, Visible::All) };
    let mut all: Vec<RecordRow> =
        at.read.list(&query)?.into_iter().filter(|it| !rows.iter().any(|own| own.id == it.id)).collect();
    all.extend(rows.iter().filter(|it| !it.retired).cloned());
    let held = all.iter().filter(|it| HELD.contains(&it.state.as_str()));
    let newest = held.max_by_key(|it| (date(&it.document, "held_on"), it.id.number)).map(|it| it.id.clone());
    let answer = |row: &RecordRow| {
        let day = next_by(&row.document, &at.libraries.reviewed).filter(|_| newest.as_ref() == Some(&row.id))?;
        let why = format!("the newest review was held on {}", row.text("held_on").unwrap_or_default());
        Some((json!(day.to_string()), why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// The same, for policies.
pub(crate) fn missing_inputs(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let titles = |row: &&RecordRow| {
        let lacking = missing(&row.document, &at.libraries.reviewed);
        Known::Texts(lacking.iter().map(|it| format!("{} ({})", it.title, it.next)).collect())
    };
    Ok(rows.iter().map(titles).collect())
}

/// Why those who lead reviews are not of top management; empty where they are.
pub(crate) fn chair_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let chairs: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "chair")).collect();
    let links = if chairs.is_empty() { Vec::new() } else { at.read.links_to_any(&chairs, &[ASSIGNMENT])? };
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "person").map(|it| it.1.end.id).collect();
    let assignments = at.records(&ids)?;
    let roles: Vec<Id> = assignments.iter().flat_map(|it| targets(&it.document, "role")).collect();
    let family = &at.libraries.reviewed.chair_family;
    let top = |it: &&RecordRow| it.kind == ROLE && it.text("family") == Some(family);
    let top: Vec<Id> = at.records(&roles)?.iter().filter(top).map(|it| it.id.clone()).collect();
    let problem = |row: &&RecordRow| {
        let Some(chair) = targets(&row.document, "chair").pop() else {
            return "nobody is named who leads it".to_owned();
        };
        let on = date(&row.document, "held_on").unwrap_or_else(|| day(at.time));
        match assignments.iter().any(|it| leads(it, &chair, &top, on)) {
            true => String::new(),
            false => format!("{chair} held no role of the family `{family}` on that day"),
        }
    };
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}

fn leads(assignment: &RecordRow, chair: &Id, top: &[Id], on: Date) -> bool {
    targets(&assignment.document, "person").contains(chair)
        && targets(&assignment.document, "role").iter().any(|it| top.contains(it))
        && held_on(assignment, on)
}

/// Why results of reviews do not rest on decisions that count; empty where all do.
pub(crate) fn results_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let named: Vec<Id> = rows.iter().flat_map(|it| came(&it.document)).filter_map(|it| it.decision).collect();
    let decisions = at.records(&named)?;
    let invalid = crate::bodies::answers::invalid(at, &decisions.iter().collect::<Vec<_>>())?;
    let known: BTreeMap<Id, RecordRow> = decisions.into_iter().map(|it| (it.id.clone(), it)).collect();
    let problem = |row: &&RecordRow| {
        let of = |it: super::review::Came| match it.decision.as_ref().map(|id| (id, known.get(id))) {
            None | Some((_, None)) => Some(format!("`{}` names no decision", it.result)),
            Some((id, Some(row))) => {
                let valid = || invalid.get(id).map(|why| format!("it is not valid: {why}"));
                not_yes(row).or_else(valid).map(|why| format!("{id}: {why}"))
            }
        };
        came(&row.document).into_iter().find_map(of).unwrap_or_default()
    };
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}

/// Why a decision does not say yes; nothing where it does.
pub(crate) fn not_yes(decision: &RecordRow) -> Option<String> {
    if decision.retired || decision.state != "taken" {
        return Some("it is not taken, or was revoked".to_owned());
    }
    match (says_yes(decision), conditions_met(decision)) {
        (false, _) => Some("it does not say yes".to_owned()),
        (true, false) => Some("its conditions are not met yet".to_owned()),
        (true, true) => None,
    }
}

/// The reviews whose answers a change of another one moves.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    if row.kind != REVIEW {
        return Ok(Vec::new());
    }
    let all = read.list_ids(&Query { limit: MOST, ..Query::of(REVIEW, Visible::All) })?;
    Ok(all.into_iter().filter(|it| *it != row.id).collect())
}
