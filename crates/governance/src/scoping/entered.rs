//! What is wrong with a scope, a unit or a requirement when it is entered: refused at its field, with the place and the reason.

use std::collections::BTreeSet;

use record::{DRAFT, Id, Problem};
use store::{Read, RecordRow};

use super::boundary::{Scope, alike};
use super::{REQUIREMENT, SCOPE};
use crate::Error;
use crate::responsibility::UNIT;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let moved = before.is_none_or(|it| it.document != after.document || it.state != after.state);
    match after.kind.as_str() {
        // A draft may be unfinished.
        SCOPE if moved && after.state != DRAFT => Ok(scope(after)),
        UNIT if moved => Ok(circle(read, before, after)?.into_iter().collect()),
        REQUIREMENT if moved => Ok(answer(after).into_iter().collect()),
        _ => Ok(Vec::new()),
    }
}

/// Exclusions that name nothing, two things or no reason, and what is named and left out at once.
fn scope(row: &RecordRow) -> Vec<Problem> {
    let scope = Scope::read(row);
    let mut found = Vec::new();
    for (place, it) in scope.exclusions.iter().enumerate() {
        let row = place + 1;
        let says = match (&it.what, it.activity.as_str()) {
            (None, "") => Some("leaves out nothing; name a record or an activity".to_owned()),
            (Some(id), activity) if !activity.is_empty() => {
                Some(format!("names {id} and an activity; write a row for each"))
            }
            _ if it.reason.is_empty() => Some("gives no reason; say why leaving it out harms nobody".to_owned()),
            (Some(id), _) if scope.units.contains(id) || scope.uses.contains(id) => {
                Some(format!("leaves out {id}, which the scope names; keep one of the two"))
            }
            (None, activity) if scope.activities.iter().any(|it| alike(it, activity)) => {
                Some(format!("leaves out `{activity}`, which stands among the activities; keep one of the two"))
            }
            _ => None,
        };
        found.extend(says.map(|it| Problem::of("exclusions", format!("row {row} {it}"))));
    }
    found
}

/// A unit that lies below itself.
fn circle(read: &Read, before: Option<&RecordRow>, unit: &RecordRow) -> Result<Option<Problem>, Error> {
    if before.is_some_and(|it| it.link("parent") == unit.link("parent")) {
        return Ok(None);
    }
    let (mut seen, mut next): (BTreeSet<Id>, _) = (BTreeSet::new(), unit.link("parent"));
    while let Some(id) = next.filter(|it| seen.insert(it.clone())) {
        if id == unit.id {
            let says = "leads back to this unit; name one that does not lie below it";
            return Ok(Some(Problem::of("parent", says)));
        }
        next = read.record(&id)?.and_then(|it| it.link("parent"));
    }
    Ok(None)
}

/// A requirement that was taken on and says that it was not, or the other way round.
fn answer(row: &RecordRow) -> Option<Problem> {
    let says = match (row.state.as_str(), row.text("taken_on")) {
        ("adopted", Some("no")) => "says no, and the requirement is taken on; say yes, or decline it",
        ("declined", Some("yes")) => "says yes, and the requirement is declined; say no, or adopt it",
        _ => return None,
    };
    Some(Problem::of("taken_on", says))
}
