//! Decisions about which the same have decided anew: the newest that counts is the one that holds, whatever it says.

use std::collections::HashMap;

use record::Id;
use store::{Read, RecordRow};

use super::alone::{in_anothers_name, speaks_for};
use super::answers::of_decisions;
use super::around::is_of_body;
use super::{PUT_OFF, about, in_turn};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};

/// Those of these decisions after which the same body, or one of the same persons, decided about the same again, with the sentence for it.
pub(super) fn overtaken(at: &Snapshot, decisions: &[RecordRow]) -> Result<HashMap<Id, String>, Error> {
    let mut subjects: Vec<Id> = decisions.iter().flat_map(|it| targets(&it.document, "subject")).collect();
    subjects.sort();
    subjects.dedup();
    let mut all = at.records(&about(at.read, &subjects)?)?;
    all.retain(|it| it.state == "taken" && !it.retired && it.text("outcome").is_some_and(|it| it != PUT_OFF));
    all.retain(|it| date(&it.document, "decided_on").is_none_or(|on| on <= day(at.time)));
    let again: Vec<&RecordRow> = all.iter().filter(|it| decisions.iter().any(|of| anew(of, it))).collect();
    if again.is_empty() {
        return Ok(HashMap::new());
    }
    let reasons = of_decisions(at, &again)?.1;
    let counts = |it: &RecordRow| match is_of_body(it) {
        true => reasons.get(&it.id).is_some_and(Vec::is_empty),
        false => in_anothers_name(it).is_none(),
    };
    let newer = |of: &RecordRow| {
        let next = again.iter().find(|it| anew(of, it) && counts(it))?;
        let outcome = next.text("outcome").unwrap_or_default().replace('_', " ");
        Some((of.id.clone(), format!("{} decided about it anew: {outcome}", next.id)))
    };
    Ok(decisions.iter().filter_map(newer).collect())
}

/// Other decisions about what a decision is about, whose answers move with it.
pub(super) fn beside(read: &Read, decision: &RecordRow) -> Result<Vec<Id>, Error> {
    about(read, &targets(&decision.document, "subject"))
}

/// Whether one of two decisions is a later one of the same sort, about the same, by the same.
fn anew(of: &RecordRow, other: &RecordRow) -> bool {
    let same = |field: &str| of.document.get(field) == other.document.get(field);
    let by = match (of.text("body"), other.text("body")) {
        (None, None) if !is_of_body(of) && !is_of_body(other) => {
            speaks_for(of).iter().any(|it| speaks_for(other).contains(it))
        }
        (one, other) => one.is_some() && one == other,
    };
    of.id != other.id && same("subject") && same("form") && by && in_turn(of) < in_turn(other)
}
