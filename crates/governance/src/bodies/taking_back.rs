//! Who takes a decision back: whoever took it or may take it, never whom it is about; what a body decided, the body, by deciding anew.

use std::collections::BTreeMap;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::alone::speaks_for;
use super::around::is_of_body;
use crate::Error;
use crate::consequences::BREACH;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// The state of a meeting whose minutes were agreed.
const AGREED: &str = "minuted";

/// The people who may take these decisions back.
pub(crate) fn may_take_back(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let named: Vec<Id> =
        rows.iter().flat_map(|it| ["meeting", "subject"].map(|of| targets(&it.document, of))).flatten().collect();
    let around: BTreeMap<Id, RecordRow> = at.records(&named)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut found = Vec::new();
    for row in rows {
        let people = match is_of_body(row) {
            true => mistaken(row, &around),
            false => entitled(at, row, &around)?,
        };
        found.push(Known::Texts(people.iter().map(ToString::to_string).collect()));
    }
    Ok(found)
}

/// Whoever entered what a body decided, as long as nobody has agreed the minutes.
fn mistaken(row: &RecordRow, around: &BTreeMap<Id, RecordRow>) -> Vec<Id> {
    let agreed = |it: &Id| around.get(it).is_some_and(|it| it.state == AGREED);
    match targets(&row.document, "meeting").iter().any(agreed) {
        true => Vec::new(),
        false => row.makers.creator.parse().into_iter().collect(),
    }
}

/// Whoever decided alone, and whoever may decide it today; not those whom a measure is about.
fn entitled(at: &Snapshot, row: &RecordRow, around: &BTreeMap<Id, RecordRow>) -> Result<Vec<Id>, Error> {
    let mut people = speaks_for(row);
    let subject = targets(&row.document, "subject").pop().and_then(|it| around.get(&it));
    if let Some((subject, form)) = subject.zip(row.text("form")) {
        let told = super::rights::told::told(at, &[(subject, form.to_owned())])?;
        people.extend(told.values().flat_map(|it| it.able.iter().map(|it| it.person.clone())));
        let accused = if subject.kind == BREACH { targets(&subject.document, "who") } else { Vec::new() };
        people.retain(|it| !accused.contains(it));
    }
    Ok(people)
}
