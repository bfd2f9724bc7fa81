//! Certificates as derived fields, and as facts for policies.

use std::collections::BTreeMap;

use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::RecordRow;

use super::CERTIFICATION;
use super::cycle::{Certificate, Standing};
use super::library::{Certifying, span};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Answer, Answers, Snapshot, date, day, midnight};

/// How certificates stand at a moment, in the order of their records.
pub(super) fn standings(at: &Snapshot, rows: &[RecordRow]) -> Result<Vec<Standing>, Error> {
    let ids: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "visits")).collect();
    let audits = if ids.is_empty() { Vec::new() } else { at.records(&ids)? };
    let (rules, on) = (&at.libraries.certifying, day(at.time));
    Ok(rows.iter().map(|it| Certificate::read(it, &audits, rules).standing(rules, on)).collect())
}

fn each(at: &Snapshot, rows: &[RecordRow], answer: impl Fn(Standing) -> Option<Answer>) -> Answers {
    Ok(standings(at, rows)?.into_iter().map(answer).collect())
}

/// Whether certificates hold.
pub(crate) fn standing(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| Some((json!(it.standing), it.why.join("; "), it.turns.and_then(midnight))))
}

/// The visit that comes next.
pub(crate) fn stage_due(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| {
        let due = Certificate::coming(it.standing, &it.visits)?;
        let why = match (due.from, due.until) {
            (Some(from), Some(until)) => format!("from {from} to {until}, and not held"),
            (None, Some(day)) => format!("planned for {day}"),
            _ => "no audit of this stage is planned".to_owned(),
        };
        Some((json!(due.stage), why, it.turns.and_then(midnight)))
    })
}

/// The day by which it must be.
pub(crate) fn next_visit(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |it| {
        let due = Certificate::coming(it.standing, &it.visits)?;
        let from = due.from.map(|it| format!(", not before {it}")).unwrap_or_default();
        Some((
            json!(due.until?.to_string()),
            format!("{}{from}", due.stage.replace('_', " ")),
            it.turns.and_then(midnight),
        ))
    })
}

/// Why certifications are not what a certificate says; empty where nothing is against them.
pub(crate) fn certification_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let own: Vec<&&RecordRow> = rows.iter().filter(|it| it.kind == CERTIFICATION).collect();
    let named = own.iter().flat_map(|it| ["body", "scope", "statement"].map(|field| it.link(field))).flatten();
    let ids: Vec<Id> = named.collect();
    let known = if ids.is_empty() { Vec::new() } else { at.records(&ids)? };
    let known: BTreeMap<Id, RecordRow> = known.into_iter().map(|it| (it.id.clone(), it)).collect();
    let told = |row: &&RecordRow| match row.kind == CERTIFICATION {
        true => Known::Text(problem(row, &known, &at.libraries.certifying).unwrap_or_default()),
        false => Known::Text(String::new()),
    };
    Ok(rows.iter().map(told).collect())
}

fn problem(row: &RecordRow, known: &BTreeMap<Id, RecordRow>, rules: &Certifying) -> Option<String> {
    let link = |field: &str| known.get(&row.link(field)?);
    if row.link("supersedes").as_ref() == Some(&row.id) {
        return Some("it replaces itself; name the certificate before it".to_owned());
    }
    if let Some(body) = link("body").filter(|it| !it.list("parts_played").any(|part| *part == json!(rules.body))) {
        return Some(format!("{} is not entered as a certification body; enter that it is, or name the body", body.id));
    }
    if let (Some(issued), Some(expires)) = (date(&row.document, "issued"), date(&row.document, "expires")) {
        let longest = &rules.cycle(row.text("framework").unwrap_or_default())?.longest;
        if expires <= issued {
            return Some(format!("it expires on {expires} and is issued on {issued}; put the days right"));
        }
        if issued.checked_add(span(longest)).is_ok_and(|it| it < expires) {
            return Some(format!(
                "it is issued on {issued} and expires on {expires}, which is more than {longest}; put the days right"
            ));
        }
    }
    let stands = |it: &RecordRow| ["in_force", "superseded"].contains(&it.state.as_str());
    if let Some(scope) = link("scope").filter(|it| !stands(it)) {
        return Some(format!(
            "{} is {}; what is certified is a scope that was in force",
            scope.id,
            scope.state.replace('_', " ")
        ));
    }
    let statement = link("statement")?;
    if !stands(statement) {
        let state = statement.state.replace('_', " ");
        return Some(format!("{} is {state}; a certificate names a statement that was in force", statement.id));
    }
    if statement.text("framework") != row.text("framework") {
        let (of, by) = (statement.text("framework").unwrap_or_default(), row.text("framework").unwrap_or_default());
        return Some(format!(
            "{} is of `{of}`, and the certificate by `{by}`; name the statement of that framework",
            statement.id
        ));
    }
    let made_for = statement.link("aims_scope").filter(|it| row.link("scope").is_some_and(|own| own != *it))?;
    Some(format!(
        "{} is made for {made_for}, and the certificate is about another scope; name those that belong together",
        statement.id
    ))
}
