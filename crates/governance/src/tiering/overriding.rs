//! Whether an override holds: one that is milder than the verdict needs a reason, a decision in effect by somebody who may, and an
//! end not too far away. It is asked when a classification is confirmed, and again whenever the tier is told.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use record::Id;
use store::RecordRow;

use super::OWN_TIER;
use super::around::{Around, held_when};
use crate::bodies::charter::Body;
use crate::bodies::gate;
use crate::bodies::matter::Matter;
use crate::data::lineage::targets;
use crate::data::quality::in_effect;
use crate::derived::{date, day, day_after};
use crate::responsibility::catalogue::UNKNOWN;

/// Fields of a classification that a decision about its override is bound to.
const BOUND: &[&str] =
    &["subject", "scheme", "facts", "outcome", "override_outcome", "override_reason", "override_expires"];

/// The outcome that is decided instead, where there is one.
pub fn outcome(row: &RecordRow) -> Option<&str> {
    row.text("override_outcome").filter(|it| !it.trim().is_empty())
}

/// The first moment at which an override has lapsed.
pub fn lapses(row: &RecordRow) -> Option<Timestamp> {
    date(&row.document, "override_expires").and_then(day_after)
}

/// How mild an outcome is among others, the strictest being 0; `tier 1` and `1` mean `T1`.
pub fn mildness(outcomes: &[&str], word: &str) -> Option<usize> {
    let plain = |it: &str| it.to_lowercase().replace(['-', ' '], "_");
    let word = plain(word.trim());
    let short = word.trim_start_matches("tier_").trim_start_matches('t').to_owned();
    outcomes.iter().position(|it| plain(it) == word || plain(it) == format!("t{short}"))
}

/// What is wrong with the override of a classification, where it says one; empty where it holds. `base` is what the rules decided, which no
/// statement replaces.
pub fn problem(
    row: &RecordRow,
    around: &Around,
    outcomes: &[&str],
    base: Option<&str>,
    time: Timestamp,
) -> Option<String> {
    let to = outcome(row)?;
    let mild = mildness(outcomes, to);
    if !outcomes.is_empty() && mild.is_none() {
        return Some(format!("`{to}` is none of its outcomes; write one of {}", outcomes.join(", ")));
    }
    if row.text("override_reason").is_none_or(|it| it.trim().is_empty()) {
        return Some("it has no reason; say in `override_reason` why the rules do not fit".to_owned());
    }
    // Where nothing is decided, only the strictest outcome is milder than none that the rules may give.
    let strictest = base.and_then(|it| mildness(outcomes, it)).unwrap_or_default();
    let stricter = mild.is_some_and(|to| to <= strictest);
    if stricter {
        return None;
    }
    milder(row, around, base, time)
}

/// What a milder outcome lacks.
fn milder(row: &RecordRow, around: &Around, base: Option<&str>, time: Timestamp) -> Option<String> {
    let Some(expires) = date(&row.document, "override_expires") else {
        return Some("it has no last day; say it in `override_expires`".to_owned());
    };
    if lapses(row).is_some_and(|it| it <= time) {
        return Some(format!("its last day was {expires}"));
    }
    let decision = targets(&row.document, "override_decision").pop().and_then(|it| around.decisions.get(&it));
    let Some(decision) = decision else {
        return Some("no decision allows it; let one of type `override` be taken and name it".to_owned());
    };
    let problem = undecided(row, decision, around, base, time).or_else(|| too_long(around, decision, expires));
    problem.map(|it| format!("{}: {it}", decision.id))
}

/// Why a decision does not allow an override.
fn undecided(
    row: &RecordRow,
    decision: &RecordRow,
    around: &Around,
    base: Option<&str>,
    time: Timestamp,
) -> Option<String> {
    if decision.text("form") != Some("override") || decision.retired || !in_effect(decision, time) {
        return Some("it is no decision of type `override` that is in effect".to_owned());
    }
    if let Some(reasons) = around.invalid.get(&decision.id) {
        return Some(format!("it is not valid: {reasons}"));
    }
    let Some(about) = around.about.get(&decision.id).filter(|it| it.id == row.id) else {
        return Some(format!("it does not say that it is about {} and which version of it", row.id));
    };
    // Tables that it did not name are those in force, which are filled when it is confirmed.
    let named = about.list("tables").next().is_some();
    if let Some(field) =
        BOUND.iter().chain(named.then_some(&"tables")).find(|it| about.document.get(**it) != row.document.get(**it))
    {
        return Some(format!("`{field}` was changed after version {}, which it was about", about.version));
    }
    let Some(on) = date(&decision.document, "decided_on").filter(|it| *it <= day(time)) else {
        return Some("it does not say on which day it was taken, or that day is yet to come".to_owned());
    };
    match board(row, around, base, on) {
        Some(body) if decision.text("body") != Some(&body.id.to_string()) => {
            Some(format!("{} ({}) decides about such an override, and did not take it", body.title, body.id))
        }
        body => people(row, about, decision, around, on, body.is_some()),
    }
}

/// The body that decided about an override on a day, at the tier that the rules gave. A class of another scheme counts like a tier that
/// nobody has settled.
fn board<'a>(row: &RecordRow, around: &'a Around, base: Option<&str>, on: Date) -> Option<&'a Body> {
    let own = base.filter(|_| row.text("scheme") == Some(OWN_TIER));
    let tier = own.map_or(UNKNOWN, |it| around.libraries.duties.tier(it)).to_owned();
    let about = Matter { tier, ..around.matters.get(&row.id)?.clone() };
    gate::decides(&around.bodies, &about, "override", on)
}

/// What is wrong with those who took a decision; the members of a body that decides need no role beside their seat.
fn people(
    row: &RecordRow,
    about: &RecordRow,
    decision: &RecordRow,
    around: &Around,
    on: Date,
    seated: bool,
) -> Option<String> {
    let authors = [&row.makers.creator, &about.makers.creator, &about.makers.editor];
    let deciders = targets(&decision.document, "deciders");
    let author = |it: &str| authors.iter().any(|author| *author == it);
    if let Some(person) = deciders.iter().find(|it| author(&it.to_string())) {
        return Some(format!("{person} wrote the classification and cannot decide about it"));
    }
    let entered = &decision.makers.creator;
    if author(entered) && entered != OPERATOR {
        return Some(format!("{entered} wrote the classification and entered the decision too"));
    }
    let may = |person: &Id| {
        let all = around.assigned.get(person).map(Vec::as_slice).unwrap_or_default();
        all.iter().any(|it| held_when(it, on, decision.created) && covers(it, row))
    };
    let roles = around.libraries.tiering.overriding.roles.join(", ");
    (!seated && !deciders.iter().any(may)).then(|| format!("none who took it held a role that may ({roles}) on {on}"))
}

/// The console of the operator, where whole stores come back.
const OPERATOR: &str = "operator";

/// Whether an assignment reaches a classification: everywhere, its subject, or its unit.
fn covers(assignment: &RecordRow, row: &RecordRow) -> bool {
    let covers = assignment.text("covers").filter(|it| !it.is_empty());
    covers.is_none_or(|it| row.text("subject") == Some(it) || row.unit.as_deref() == Some(it))
}

fn too_long(around: &Around, decision: &RecordRow, expires: Date) -> Option<String> {
    let days = around.libraries.tiering.overriding.days;
    let last = date(&decision.document, "decided_on")?.checked_add(Span::new().days(days)).ok()?;
    (expires > last)
        .then(|| format!("an override lasts {days} days at most, until {last}, and this one until {expires}"))
}
