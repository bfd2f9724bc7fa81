//! Whether a duty of a party outside stands in a clause in force that counts for an AI system, and where it does not, why not.
//!
//! A clause counts while its obligation applies and its contract is in force, both within their dates; its contract must be with the party,
//! with one to which it belongs, or say that it covers the party; and it must name the AI system.

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::around::{Around, Component};
use super::{CONTRACT, OBLIGATION};
use crate::data::lineage::targets;
use crate::derived::{date, day_after, midnight};

/// A clause in force.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Clause {
    /// The obligation.
    pub obligation: Id,
    /// Its contract.
    pub contract: Id,
    /// The place in the contract, as the obligation names it.
    pub place: String,
    /// What it speaks of.
    pub topic: String,
}

/// Why a duty is not backed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lack {
    /// In a sentence.
    pub says: String,
    /// Obligations and contracts that come near.
    pub near: Vec<Id>,
}

/// Whether an obligation of a party counts for an AI system.
///
/// Errors: why it does not, in a sentence.
pub fn counts_for(around: &Around, row: &RecordRow, party: &Id, system: &Id) -> Result<Clause, String> {
    let id = &row.id;
    if row.state != "applicable" || row.retired {
        return Err(format!("{id} is {}", row.state.replace('_', " ")));
    }
    within(row, around.day)?;
    let covered = targets(&row.document, "covers");
    let contract = around.contract(row).ok_or_else(|| format!("{id} stands in no contract"))?;
    agreed(around, contract)?;
    let with = targets(&contract.document, "party");
    if !around.owners(party).iter().any(|it| with.contains(it)) && !covered.contains(party) {
        let with: Vec<String> = with.iter().map(ToString::to_string).collect();
        return Err(format!("{} is with {}, not with {party}", contract.id, with.join(", ")));
    }
    names(contract, system)?;
    let kind = |it: &Id| it.prefix == system.prefix;
    if covered.iter().any(kind) && !covered.contains(system) {
        return Err(format!("{id} does not cover {system}"));
    }
    let text = |field: &str| row.text(field).unwrap_or_default().trim().to_owned();
    Ok(Clause { obligation: id.clone(), contract: contract.id.clone(), place: text("provision"), topic: text("topic") })
}

/// Whether a contract is in force on the day.
fn agreed(around: &Around, contract: &RecordRow) -> Result<(), String> {
    let id = &contract.id;
    if contract.state != "in_force" || contract.retired {
        return Err(format!("{id} is {}", contract.state.replace('_', " ")));
    }
    within(contract, around.day)
}

/// Whether a contract names an AI system.
fn names(contract: &RecordRow, system: &Id) -> Result<(), String> {
    match targets(&contract.document, "systems").contains(system) {
        true => Ok(()),
        false => Err(format!("{} does not name {system}", contract.id)),
    }
}

/// Whether a day lies within the dates of a contract or obligation; one that renews itself goes on.
fn within(row: &RecordRow, on: Date) -> Result<(), String> {
    let (from, until) = (date(&row.document, "from"), date(&row.document, "until"));
    let renews = row.document.get("renews_itself").and_then(Value::as_bool).unwrap_or_default();
    if let Some(from) = from.filter(|it| on < *it) {
        return Err(format!("{} begins on {from}", row.id));
    }
    match until.filter(|it| *it < on && !renews) {
        Some(until) => Err(format!("{} ended on {until}", row.id)),
        None => Ok(()),
    }
}

/// The contract in force with a party that names an AI system.
///
/// Errors: why there is none, in a sentence.
pub fn contract(around: &Around, party: &Id, system: &Id) -> Result<Id, Lack> {
    let (mut reasons, mut near) = (Vec::new(), Vec::new());
    let owners = around.owners(party);
    let covering = |it: &RecordRow| {
        let speaks = |of: &&RecordRow| targets(&of.document, "contract").contains(&it.id);
        around.of_kind(OBLIGATION).filter(speaks).any(|of| targets(&of.document, "covers").contains(party))
    };
    for row in around.of_kind(CONTRACT) {
        if !targets(&row.document, "party").iter().any(|it| owners.contains(it)) && !covering(row) {
            continue;
        }
        match agreed(around, row).and_then(|()| names(row, system)) {
            Ok(()) => return Ok(row.id.clone()),
            Err(why) => {
                reasons.push(why);
                near.push(row.id.clone());
            }
        }
    }
    Err(Lack { says: said(reasons, || format!("there is no contract with {party}")), near })
}

/// The clauses in force by which a party has a duty of one of these topics for an AI system, those on which the component relies first.
///
/// Errors: why there is none, in a sentence.
pub fn backing(
    around: &Around,
    component: &Component,
    party: &Id,
    system: &Id,
    wanted: &dyn Fn(&RecordRow) -> bool,
) -> Result<Vec<Clause>, Lack> {
    let owners = around.owners(party);
    let near = |row: &&RecordRow| {
        let with = around.contract(row).map(|it| targets(&it.document, "party")).unwrap_or_default();
        let whose =
            targets(&row.document, "duty_holder").contains(party) || targets(&row.document, "covers").contains(party);
        with.iter().any(|it| owners.contains(it)) || whose || component.backed_by.contains(&row.id)
    };
    let (mut clauses, mut reasons, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for row in around.of_kind(OBLIGATION).filter(|it| owed(it) && wanted(it)).filter(near) {
        match counts_for(around, row, party, system) {
            Ok(clause) => clauses.push(clause),
            Err(why) => {
                reasons.push(why);
                ids.push(row.id.clone());
            }
        }
    }
    clauses.sort_by_key(|it| (!component.backed_by.contains(&it.obligation), it.obligation.clone()));
    match clauses.is_empty() {
        true => Err(Lack { says: said(reasons, || format!("no obligation of {party} speaks of it")), near: ids }),
        false => Ok(clauses),
    }
}

/// Whether an obligation is owed to the organisation.
pub(super) fn owed(row: &RecordRow) -> bool {
    row.text("direction") == Some("owed_to_us")
}

fn said(mut reasons: Vec<String>, none: impl FnOnce() -> String) -> String {
    reasons.sort();
    reasons.dedup();
    if reasons.is_empty() { none() } else { reasons.join("; ") }
}

/// When the clock alone may change whether obligations and contracts count.
pub fn turns<'a>(rows: impl Iterator<Item = &'a RecordRow>, now: Timestamp) -> Option<Timestamp> {
    let of = |row: &RecordRow| {
        let from = date(&row.document, "from").and_then(midnight);
        [from, date(&row.document, "until").and_then(day_after)]
    };
    rows.filter(|it| [OBLIGATION, CONTRACT].contains(&it.kind.as_str()))
        .flat_map(of)
        .flatten()
        .filter(|it| *it > now)
        .min()
}
