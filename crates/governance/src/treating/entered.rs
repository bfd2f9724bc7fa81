//! What is refused when treatments and their tasks are entered: predicates that nobody could read, levels that no scale has, costs
//! below nothing, and tasks that wait for each other.

use std::collections::BTreeMap;

use record::{Catalog, Id, Problem};
use store::{Read, RecordRow};

use super::task::{chain, circle};
use super::{TASK, TREATMENT};
use crate::Error;
use crate::data::lineage::targets;
use crate::libraries::choices;
use crate::predicate::entered::unread;
use crate::risking::RISK;
use crate::risking::criteria::Criteria;

/// Records that are followed at most.
const MOST: usize = 1_000;
/// Fields with what something costs.
const COSTS: [&str; 2] = ["cost", "cost_a_year"];

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(
    read: &Read,
    catalog: &Catalog,
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Result<Vec<Problem>, Error> {
    let moved = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    match after.kind.as_str() {
        TREATMENT => {
            let mut found = if moved("effect") { unread(catalog, after, "effect") } else { Vec::new() };
            found.extend(COSTS.into_iter().filter(|it| moved(it)).filter_map(|it| negative(after, it)));
            if moved("changes") {
                found.extend(beyond(read, catalog, after)?);
            }
            Ok(found)
        }
        TASK => {
            let mut found: Vec<Problem> =
                COSTS.into_iter().filter(|it| moved(it)).filter_map(|it| negative(after, it)).collect();
            if moved("after") {
                let says =
                    |it: String| Problem::of("after", format!("would wait for itself: {it}; take one of them out"));
                found.extend(along(read, after, "after")?.map(says));
            }
            Ok(found)
        }
        _ => Ok(Vec::new()),
    }
}

/// What costs less than nothing.
fn negative(row: &RecordRow, field: &str) -> Option<Problem> {
    let amount = row.document.get(field)?.get("amount")?.as_str()?;
    amount.starts_with('-').then(|| Problem::of(field, format!("is {amount}; what a treatment costs is 0 or more")))
}

/// Rows that bring a risk to a level which its scale has not.
fn beyond(read: &Read, catalog: &Catalog, row: &RecordRow) -> Result<Vec<Problem>, Error> {
    let levels = choices(catalog, RISK, "level");
    let mut found = Vec::new();
    for (at, it) in row.list("changes").enumerate() {
        let (Some(to), Some(id)) = (it["to"].as_u64(), it["risk"].as_str().and_then(|it| it.parse::<Id>().ok())) else {
            continue;
        };
        let by = match read.record(&id)?.and_then(|risk| risk.link("criteria")) {
            Some(by) => read.record(&by)?.map(|it| Criteria::of(&it, &levels)),
            None => None,
        };
        let (part, of) = (it["part"].as_str().unwrap_or_default(), it["type"].as_str());
        let Some(most) = most(catalog, by.as_ref(), part, of) else { continue };
        if to == 0 || to > most as u64 {
            let says = format!(
                "bring {id} in row {} to level {to} of {part}, and its scale has {most}; name one of them",
                at + 1
            );
            found.push(Problem::of("changes", says));
        }
    }
    Ok(found)
}

/// How many levels a scale has: of the criteria by which a risk was scored, else of the scale that ships.
fn most(catalog: &Catalog, by: Option<&Criteria>, part: &str, of: Option<&str>) -> Option<usize> {
    let Some(by) = by else { return catalog.scale(part).map(|it| it.levels.len()) };
    match (part, of) {
        ("likelihood", _) => Some(by.likelihood.len()),
        (_, Some(of)) => by.consequences.get(of).map(Vec::len),
        (_, None) => by.consequences.values().map(Vec::len).max(),
    }
}

/// A circle along a field with links, in which a record leads back to itself, in words; nothing where there is none.
pub(crate) fn along(read: &Read, row: &RecordRow, field: &str) -> Result<Option<String>, Error> {
    let mut after = BTreeMap::from([(row.id.clone(), targets(&row.document, field))]);
    let mut next: Vec<Id> = targets(&row.document, field);
    while !next.is_empty() && after.len() < MOST {
        next.retain(|it| !after.contains_key(it));
        let rows = read.records(&next)?;
        next.clear();
        for it in rows {
            let ahead = targets(&it.document, field);
            next.extend(ahead.iter().cloned());
            after.insert(it.id, ahead);
        }
        next.sort();
        next.dedup();
        next.retain(|it| !after.contains_key(it));
    }
    Ok(circle([&row.id], &after).map(|it| chain(&it)))
}
