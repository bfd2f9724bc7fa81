//! Whether the decision that a breach names sets its measure, whether the measure may be carried out, what it freezes, and whom it suspends.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::{Document, Id};
use store::RecordRow;

use super::around::Around;
use super::{SET, hearing};
use crate::Error;
use crate::bodies::around::is_of_body;
use crate::data::lineage::targets;
use crate::data::quality::in_effect;
use crate::derived::{Snapshot, date, day_after};
use crate::tiering::around::held_when;

/// Fields on which a measure rests: a decision that was about others of them does not set it.
const GROUNDS: &[&str] =
    &["form", "severity", "who", "facts", "factors", "committed_on", "detected_on", "hearing", "heard_on", "statement"];
/// The type of decisions that set a measure.
pub(super) const SANCTION: &str = "sanction";
/// The role that can decide in place of any other.
pub(super) const HIGHEST: &str = "executive";

/// Why the decision that a breach names does not set its measure; nothing where it does, or where none is named.
pub fn problem(around: &Around, breach: &RecordRow) -> Option<String> {
    let id = targets(&breach.document, "measure_decision").pop()?;
    let Some(decision) = around.row(&id) else { return Some(format!("{id} is not there")) };
    let text = |field: &str| decision.text(field).unwrap_or_default();
    if !in_effect(decision, around.time) {
        return Some(format!("{id} is no yes that is in effect"));
    }
    if text("form") != SANCTION {
        return Some(format!("{id} is of the type `{}`, not `{SANCTION}`", text("form")));
    }
    if decision.link("subject").as_ref() != Some(&breach.id) {
        return Some(format!("{id} is not about {}", breach.id));
    }
    if let Some(why) = around.invalid.get(&id) {
        return Some(format!("{id} is not valid: {why}"));
    }
    if around.about.get(&id).is_none_or(|then| moved(&then.version.document, &breach.document)) {
        return Some(format!("{id} was about other facts; let it be decided again"));
    }
    own_case(around, breach, decision)
        .or_else(|| early(around, breach, decision))
        .or_else(|| unentitled(around, breach, decision))
}

fn moved(then: &Document, now: &Document) -> bool {
    GROUNDS.iter().any(|it| then.get(*it) != now.get(*it))
}

/// Somebody decided about themself.
fn own_case(around: &Around, breach: &RecordRow, decision: &RecordRow) -> Option<String> {
    let on = date(&decision.document, "decided_on").unwrap_or_else(|| around.today());
    let concerned = around.concerned(breach, on);
    let own = targets(&decision.document, "deciders").into_iter().find(|it| concerned.contains(it))?;
    let what = match around.accused(breach).contains(&own) {
        true => "is held to have done it".to_owned(),
        false => format!("headed on {on} whom it is held against"),
    };
    Some(format!("{own} {what} and took part in {}", decision.id))
}

/// It was decided before they were heard.
fn early(around: &Around, breach: &RecordRow, decision: &RecordRow) -> Option<String> {
    let (decided, heard) = (date(&decision.document, "decided_on"), date(&breach.document, "heard_on"));
    let (decided, heard) = decided.zip(heard)?;
    let early = hearing::needed(around, breach) && decided < heard;
    early.then(|| format!("{} was taken on {decided}, before they were heard on {heard}", decision.id))
}

/// Nobody of those who decided held the role that the table asks for; a body has its mandate instead.
fn unentitled(around: &Around, breach: &RecordRow, decision: &RecordRow) -> Option<String> {
    if is_of_body(decision) {
        return None;
    }
    let wanted = around.proposal(breach).map_or_else(|_| HIGHEST.to_owned(), |it| it.approver);
    let on = date(&decision.document, "decided_on").unwrap_or_else(|| around.today());
    let able = |who: &Id| {
        let held = around.held.get(who).into_iter().flatten().filter(|it| held_when(&it.1, on, decision.created));
        held.into_iter().any(|it| it.0 == wanted || it.0 == HIGHEST)
    };
    let deciders = targets(&decision.document, "deciders");
    let none = !deciders.iter().any(able);
    none.then(|| format!("nobody who took {} held the role `{wanted}` on {on}", decision.id))
}

/// Whether somebody appealed and nobody has decided about it.
pub fn appeal_pending(breach: &RecordRow) -> bool {
    breach.text("appeal_on").is_some() && breach.text("appeal_outcome").is_none()
}

/// Whether the measure may be carried out, why not, and when the clock alone may change it.
pub fn executable(around: &Around, breach: &RecordRow) -> (bool, String, Option<Timestamp>) {
    let no = |why: String| (false, why, None);
    if breach.state != SET || breach.retired {
        return no(format!("it is {}; no measure is set", breach.state.replace('_', " ")));
    }
    let until = date(&breach.document, "measure_until");
    if appeal_pending(breach) {
        return no(format!("the appeal of {} is not decided", breach.text("appeal_on").unwrap_or_default()));
    }
    if breach.text("appeal_outcome") == Some("allowed") {
        return no("the appeal was allowed".to_owned());
    }
    if let Some(until) = until.filter(|it| *it < around.today()) {
        return no(format!("it held until {until}"));
    }
    if targets(&breach.document, "measure_decision").is_empty() {
        return no("no decision sets it".to_owned());
    }
    if let Some(why) = problem(around, breach).or_else(|| hearing::unheard(around, breach)) {
        return no(why);
    }
    (true, "they were heard, and the entitled have decided".to_owned(), until.and_then(day_after))
}

/// Whether a breach freezes the releases of an AI system that belongs to these units, the nearest first.
pub fn freezes(around: &Around, breach: &RecordRow, system: &Id, units: &[Id]) -> bool {
    let measure = breach.text("measure").unwrap_or_default();
    let freezing = around.libraries.consequences.measure.iter().any(|it| it.name == measure && it.freezes);
    let named = targets(&breach.document, "system");
    let reaches = match named.is_empty() {
        true => targets(&breach.document, "who").iter().any(|it| units.contains(it)),
        false => named.contains(system),
    };
    freezing && reaches && executable(around, breach).0
}

/// A measure that suspends somebody's access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// The breach.
    pub breach: Id,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// The people whose access one of these breaches suspends.
pub(crate) fn suspensions(at: &Snapshot, breaches: &[RecordRow]) -> Result<BTreeMap<Id, Suspension>, Error> {
    let suspending = |it: &&RecordRow| {
        let measure = it.text("measure").unwrap_or_default();
        it.state == SET && at.libraries.consequences.measure.iter().any(|it| it.name == measure && it.suspends)
    };
    let rows: Vec<RecordRow> = breaches.iter().filter(suspending).cloned().collect();
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let around = Around::read(at, &rows)?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let (yes, _, until) = executable(&around, row);
        let people = if yes { around.accused(row) } else { Vec::new() };
        found.extend(people.into_iter().map(|it| (it, Suspension { breach: row.id.clone(), until })));
    }
    Ok(found)
}
