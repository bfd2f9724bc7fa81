//! What is refused when treatments and their tasks are entered: predicates that nobody could read, and tasks that wait for each other.

use std::collections::BTreeMap;

use record::{Catalog, Id, Problem};
use serde_json::Value;
use store::{Read, RecordRow};

use super::task::{chain, circle};
use super::unfit::unfit;
use super::{TASK, TREATMENT};
use crate::Error;
use crate::conformity::checks::conditions;
use crate::data::lineage::targets;

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
        TREATMENT if moved("effect") => Ok(unread(catalog, after)),
        TASK if moved("after") => Ok(waits(read, after)?.into_iter().collect()),
        _ => Ok(Vec::new()),
    }
}

/// Rows of a predicate that cannot be read.
fn unread(catalog: &Catalog, row: &RecordRow) -> Vec<Problem> {
    let mut found = Vec::new();
    for (at, it) in row.list("effect").enumerate() {
        let text = |name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let kind = text("kind");
        let problem = |says: String| Problem::of("effect", format!("row {}: {says}", at + 1));
        let Some(of) = catalog.kind(&kind) else {
            found.push(problem(format!("there is no kind `{kind}`; name one such as `measurement`")));
            continue;
        };
        let dated = Some(text("dated")).filter(|it| !it.is_empty()).map(|it| format!("{it}>=2000-01-01"));
        for filter in [text("filter"), text("of")].into_iter().chain(dated) {
            let why = match conditions(catalog, &kind, &filter) {
                Ok(read) => unfit(of, &read),
                Err(why) => Some(why.to_string()),
            };
            found.extend(why.map(problem));
        }
        if text("holds") == "all" && text("filter").is_empty() {
            found
                .push(problem("`all` holds for everything without a `filter`; say what must be so of each".to_owned()));
        }
    }
    found
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
