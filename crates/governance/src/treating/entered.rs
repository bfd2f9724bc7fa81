//! What is refused when treatments and their tasks are entered: predicates that nobody could read, and tasks that wait for each other.

use std::collections::BTreeMap;

use record::{Catalog, Id, Problem};
use store::{Read, RecordRow};

use super::task::{chain, circle};
use super::{TASK, TREATMENT};
use crate::Error;
use crate::data::lineage::targets;
use crate::predicate::entered::unread;

/// Tasks that are followed at most.
const MOST: usize = 1_000;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(
    read: &Read,
    catalog: &Catalog,
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Result<Vec<Problem>, Error> {
    let moved = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    match after.kind.as_str() {
        TREATMENT if moved("effect") => Ok(unread(catalog, after, "effect")),
        TASK if moved("after") => Ok(waits(read, after)?.into_iter().collect()),
        _ => Ok(Vec::new()),
    }
}

/// A task that waits for itself along others.
fn waits(read: &Read, row: &RecordRow) -> Result<Option<Problem>, Error> {
    let mut after = BTreeMap::from([(row.id.clone(), targets(&row.document, "after"))]);
    let mut next: Vec<Id> = targets(&row.document, "after");
    while !next.is_empty() && after.len() < MOST {
        next.retain(|it| !after.contains_key(it));
        let rows = read.records(&next)?;
        next.clear();
        for it in rows {
            let ahead = targets(&it.document, "after");
            next.extend(ahead.iter().cloned());
            after.insert(it.id, ahead);
        }
        next.sort();
        next.dedup();
        next.retain(|it| !after.contains_key(it));
    }
    let found = circle([&row.id], &after);
    Ok(found.map(|it| Problem::of("after", format!("would wait for itself: {}; take one of them out", chain(&it)))))
}
