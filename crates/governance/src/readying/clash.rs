//! Contradictions between records that an auditor would find by holding two of them beside each other. One visible list; what each is called
//! and what to do about it is data. Pure over gathered records.

use std::collections::{BTreeMap, BTreeSet};

use conformity::{Stage, Status};
use jiff::Span;
use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::certified;
use super::excluded;
use super::gathered::Gathered;
use super::known;
use crate::conformity::ground::{With, control};
use crate::conformity::statement::read_statement;
use crate::contradictions::Found;
use crate::data::lineage::targets;
use crate::derived::date;
use crate::scoping::SCOPE;
use crate::surroundings::{SYSTEM, counts};

type Check = fn(&Gathered) -> Found;

/// Every contradiction that is looked for.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("claimed_unshown", claimed_unshown),
    ("excluded_in_use", excluded::excluded_in_use),
    ("carried_out_by_gone", carried_out_by_gone),
    ("two_in_force", two_in_force),
    ("newer_than_its_readers", known::newer_than_its_readers),
    ("taught_by_former", known::taught_by_former),
    ("document_past_review", document_past_review),
    ("owner_gone", owner_gone),
    ("unit_closed", unit_closed),
    ("supplier_ended", supplier_ended),
    ("evidence_of_gone", evidence_of_gone),
    ("operates_ahead", operates_ahead),
    ("service_against_state", service_against_state),
    ("reported_ahead", reported_ahead),
    ("audit_not_held", audit_not_held),
    ("reviewed_unaudited", reviewed_unaudited),
    ("acceptance_over", acceptance_over),
    ("release_of_withdrawn", release_of_withdrawn),
    ("statement_of_other_scope", certified::statement_of_other_scope),
    ("certificate_untrue", certified::certificate_untrue),
    ("certificate_over", certified::certificate_over),
    ("visit_missed", certified::visit_missed),
];

/// The state of documents and statements that count.
pub(super) const IN_FORCE: &str = "in_force";

pub(super) fn in_state<'a>(of: &'a Gathered, kind: &str, states: &'a [&str]) -> impl Iterator<Item = &'a RecordRow> {
    of.of(kind).filter(move |it| states.contains(&it.state.as_str()))
}

pub(super) fn statements(of: &Gathered) -> impl Iterator<Item = &RecordRow> {
    in_state(of, "statement_of_applicability", &[IN_FORCE])
}

pub(super) fn person<'a>(of: &'a Gathered, name: Option<&str>) -> Option<&'a RecordRow> {
    of.record("person", &name?.parse().ok()?)
}

/// Whether somebody has left.
pub(super) fn gone(of: &Gathered, who: &RecordRow) -> bool {
    who.retired || who.state == "left" || date(&who.document, "until").is_some_and(|it| it < of.on)
}

/// Controls of the organisation, each with its stage and what it meets.
pub(super) fn controls(of: &Gathered) -> BTreeMap<Id, conformity::Control> {
    let with = With { catalog: None, libraries: &of.libraries, behind: Default::default() };
    of.of("control").filter_map(|it| Some((it.id.clone(), control(&with, it)?))).collect()
}

/// A statement lets an operating control carry something out, and nothing shows that it is done.
fn claimed_unshown(of: &Gathered) -> Found {
    let controls = controls(of);
    let mut found = Vec::new();
    for row in statements(of) {
        for entry in read_statement(&row.document).entries.iter().filter(|it| it.necessary == Some(true)) {
            let by = entry.realised_by.iter().filter_map(|it| it.parse::<Id>().ok());
            let by: Vec<Id> = by.filter(|it| controls.get(it).is_some_and(|it| it.stage == Stage::Operating)).collect();
            let matrix = &of.covered.matrix;
            let Some(place) = matrix.plan.place(&entry.control).filter(|_| !by.is_empty()) else { continue };
            // Controls that apply to AI systems alone are shown by what is shown of those.
            let alone: Option<BTreeSet<&String>> = by
                .iter()
                .all(|it| !controls[it].systems.is_empty())
                .then(|| by.iter().flat_map(|it| &controls[it].systems).collect());
            let subjects = match &alone {
                Some(systems) => systems.iter().filter_map(|it| Some(Some(matrix.system(it)?))).collect(),
                None => vec![None],
            };
            let open = |it: &Option<usize>| matches!(matrix.status(place, *it), Status::NotStarted | Status::Designed);
            if let Some(subject) = subjects.into_iter().find(open) {
                let told = matrix.explain(place, subject);
                let named = by.iter().map(Id::to_string).collect::<Vec<_>>().join(", ");
                let whom = told.system.map(|it| format!("of {it}, ")).unwrap_or_default();
                let says = format!(
                    "{} is said to be carried out by {named}, which operates; {whom}{}",
                    entry.control, told.why
                );
                found.push((says, std::iter::once(row.id.clone()).chain(by).collect()));
            }
        }
    }
    found
}

/// A statement names a control that is retired or never was.
fn carried_out_by_gone(of: &Gathered) -> Found {
    let controls = controls(of);
    let mut found = Vec::new();
    for row in statements(of) {
        for entry in &read_statement(&row.document).entries {
            let named = entry.realised_by.iter().filter_map(|it| it.parse::<Id>().ok());
            let gone = named.filter(|it| controls.get(it).is_none_or(|it| it.state == "retired"));
            found.extend(gone.map(|id| {
                let says = format!("{} is said to be carried out by {id}, which is retired", entry.control);
                (says, vec![row.id.clone(), id])
            }));
        }
    }
    found
}

/// Two of what there can be one of are in force: statements of one framework, editions of one document, scopes.
fn two_in_force(of: &Gathered) -> Found {
    let mut by: BTreeMap<(String, String), Vec<Id>> = BTreeMap::new();
    for row in statements(of) {
        let key = ("statements of applicability of".to_owned(), row.text("framework").unwrap_or_default().to_owned());
        by.entry(key).or_default().push(row.id.clone());
    }
    for row in in_state(of, SCOPE, &[IN_FORCE]) {
        by.entry(("scopes of the management system".to_owned(), String::new())).or_default().push(row.id.clone());
    }
    for row in in_state(of, "document", &[IN_FORCE]) {
        let form = row.text("form").unwrap_or_default().replace('_', " ");
        by.entry((format!("{form} documents called"), row.title.trim().to_lowercase()))
            .or_default()
            .push(row.id.clone());
    }
    let twice = by.into_iter().filter(|it| it.1.len() > 1);
    let named = |which: &String| if which.is_empty() { String::new() } else { format!(" `{which}`") };
    twice
        .map(|((what, which), ids)| (format!("{} {what}{} are in force at once", ids.len(), named(&which)), ids))
        .collect()
}

/// A document is in force after the day by which it had to be looked at again.
fn document_past_review(of: &Gathered) -> Found {
    let late = in_state(of, "document", &[IN_FORCE])
        .chain(statements(of))
        .filter_map(|it| Some((it, date(&it.document, "review_by").filter(|day| *day < of.on)?)));
    let told = |(row, day): (&RecordRow, Date)| {
        (format!("{} is in force and had to be looked at again by {day}", row.id), vec![row.id.clone()])
    };
    late.map(told).collect()
}

/// Somebody answers for a record who has left.
fn owner_gone(of: &Gathered) -> Found {
    let live = of.of(SYSTEM).filter(|it| counts(it));
    let live = live.chain(in_state(of, "control", &["designed", "operating"]));
    let live = live.chain(in_state(of, "document", &[IN_FORCE]));
    let live = live.chain(of.of("risk").filter(|it| it.state != "closed"));
    let left = live.filter_map(|it| {
        let who = person(of, it.owner.as_deref())?;
        gone(of, who).then(|| {
            (format!("{} is answered for by {}, who has left", it.id, who.id), vec![it.id.clone(), who.id.clone()])
        })
    });
    left.collect()
}

/// An AI system belongs to a unit, or is used by one, that is closed.
fn unit_closed(of: &Gathered) -> Found {
    let mut found = Vec::new();
    for system in of.of(SYSTEM).filter(|it| counts(it)) {
        let mut named: BTreeSet<Id> = targets(&system.document, "used_by").into_iter().collect();
        named.extend(system.unit.as_deref().and_then(|it| it.parse().ok()));
        let closed = named
            .into_iter()
            .filter(|it| of.record("organization_unit", it).is_some_and(|it| it.retired || it.state == "closed"));
        found.extend(closed.map(|unit| {
            let says = format!("{} belongs to {unit} or is used by it, which is closed", system.id);
            (says, vec![system.id.clone(), unit])
        }));
    }
    found
}

/// An AI system is in operation, and the party that supplies it is one no longer.
fn supplier_ended(of: &Gathered) -> Found {
    let mut found = Vec::new();
    for system in in_state(of, SYSTEM, &["deployment", "operation"]) {
        for party in targets(&system.document, "supplier") {
            if of.record("external_party", &party).is_some_and(|it| it.retired || it.state == "ended") {
                let says = format!("{} is {}, and {party}, who supplies it, is ended", system.id, system.state);
                found.push((says, vec![system.id.clone(), party]));
            }
        }
    }
    found
}

/// Evidence is accepted that is about nothing but AI systems that are gone.
fn evidence_of_gone(of: &Gathered) -> Found {
    let mut found = Vec::new();
    for row in in_state(of, "evidence", &["accepted"]) {
        let about = targets(&row.document, "about");
        let gone = |it: &Id| of.record(SYSTEM, it).is_some_and(|it| !counts(it));
        if !about.is_empty() && about.iter().all(gone) {
            let named = about.iter().map(Id::to_string).collect::<Vec<_>>().join(", ");
            let says = format!("{} is accepted, and all that it is about is gone: {named}", row.id);
            found.push((says, std::iter::once(row.id.clone()).chain(about).collect()));
        }
    }
    found
}

/// A control operates since a day that lies ahead.
fn operates_ahead(of: &Gathered) -> Found {
    let since = |it: &RecordRow| date(&it.document, "operating_since").filter(|day| *day > of.on);
    let ahead = in_state(of, "control", &["operating"]).filter_map(|it| Some((it, since(it)?)));
    ahead.map(|(it, day)| (format!("{} operates, as it says since {day}", it.id), vec![it.id.clone()])).collect()
}

/// An AI system is in operation before its first day of service or after its last.
fn service_against_state(of: &Gathered) -> Found {
    let mut found = Vec::new();
    for system in in_state(of, SYSTEM, &["operation"]) {
        let (from, until) = (date(&system.document, "in_service_on"), date(&system.document, "retired_on"));
        let says = match (from.filter(|it| *it > of.on), until.filter(|it| *it < of.on)) {
            (Some(day), _) => format!("{} is in operation, and says that it goes into service on {day}", system.id),
            (_, Some(day)) => format!("{} is in operation, and says that it was retired on {day}", system.id),
            _ => continue,
        };
        found.push((says, vec![system.id.clone()]));
    }
    found
}

/// An audit came to a result before it was over.
fn reported_ahead(of: &Gathered) -> Found {
    let last = |it: &RecordRow| date(&it.document, "until").filter(|day| *day > of.on);
    let ahead = in_state(of, "audit", &["reported", "closed"]).filter_map(|it| Some((it, last(it)?)));
    ahead.map(|(it, day)| (format!("{} is {}, and lasts until {day}", it.id, it.state), vec![it.id.clone()])).collect()
}

/// The days of an audit are over, and nobody began it.
fn audit_not_held(of: &Gathered) -> Found {
    let past = |it: &RecordRow| date(&it.document, "until").filter(|day| *day < of.on);
    let late = in_state(of, "audit", &["planned", "prepared"]).filter_map(|it| Some((it, past(it)?)));
    late.map(|(it, day)| (format!("{} is {}, and was to end on {day}", it.id, it.state), vec![it.id.clone()])).collect()
}

/// A management review was held with no internal audit behind it; visits of people from outside are none.
fn reviewed_unaudited(of: &Gathered) -> Found {
    let own =
        |it: &&RecordRow| !it.text("type").is_some_and(|it| of.libraries.readiness.visits.iter().any(|of| of == it));
    let ended = in_state(of, "audit", &["reported", "closed"]).filter(own).filter_map(|it| date(&it.document, "until"));
    let ended: Vec<Date> = ended.collect();
    let months = of.libraries.readiness.audited_within;
    let mut found = Vec::new();
    for row in in_state(of, "management_review", &["held", "results_approved"]) {
        let Some(held) = date(&row.document, "held_on") else { continue };
        let from = held.checked_sub(Span::new().months(months)).unwrap_or(Date::MIN);
        if !ended.iter().any(|it| (from..=held).contains(it)) {
            let says = format!(
                "{} was held on {held}, and no internal audit came to a result in the {months} months before",
                row.id
            );
            found.push((says, vec![row.id.clone()]));
        }
    }
    found
}

/// A residual risk counts as accepted after the acceptance is over.
fn acceptance_over(of: &Gathered) -> Found {
    let over = |it: &RecordRow| date(&it.document, "expires").filter(|day| *day < of.on);
    let late = in_state(of, "risk_acceptance", &["granted"]).filter_map(|it| Some((it, over(it)?)));
    let told = |(row, day): (&RecordRow, Date)| {
        let risks = targets(&row.document, "risk");
        let says = format!("{} is granted, and expired on {day}", row.id);
        (says, std::iter::once(row.id.clone()).chain(risks).collect())
    };
    late.map(told).collect()
}

/// A release is in service that holds a version of a model that was withdrawn.
fn release_of_withdrawn(of: &Gathered) -> Found {
    let mut found = Vec::new();
    for row in in_state(of, "release", &["in_service"]) {
        for part in targets(&row.document, "bundle") {
            if of.record("model_version", &part).is_some_and(|it| it.retired || it.state == "withdrawn") {
                found.push((
                    format!("{} is in service with {part}, which is withdrawn", row.id),
                    vec![row.id.clone(), part],
                ));
            }
        }
    }
    found
}
