//! Who must have a document at hand: the people, the holders of roles and the people of units to which it goes, as far as they are there.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use store::{Condition, Query, RecordRow, Visible};

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, holds};
use crate::responsibility::{ASSIGNMENT, PERSON, ROLE, UNIT};

/// People who are asked by one document; more are asked by a document of their unit.
pub(crate) const MOST: usize = 2_000;
/// The state of people who are there.
pub(crate) const THERE: &str = "active";

/// The people to whom a document goes, by number.
pub(crate) fn readers(at: &Snapshot, document: &RecordRow) -> Result<BTreeMap<Id, RecordRow>, Error> {
    let named = at.records(&targets(&document.document, "goes_to"))?;
    let of = |kind: &str| named.iter().filter(|it| it.kind == kind && !it.retired).map(|it| it.id.clone()).collect();
    let (people, roles, units): (Vec<Id>, Vec<Id>, Vec<Id>) = (of(PERSON), of(ROLE), of(UNIT));
    let mut found: BTreeSet<Id> = people.into_iter().collect();
    found.extend(holders(at, &roles)?);
    let mut rows = at.records(&found.into_iter().collect::<Vec<_>>())?;
    rows.extend(of_units(at, &units)?);
    let there = rows.into_iter().filter(|it| it.kind == PERSON && !it.retired && it.state == THERE);
    let found: BTreeMap<Id, RecordRow> = there.map(|it| (it.id.clone(), it)).collect();
    match found.len() > MOST {
        true => Err(Error::TooLarge(format!(
            "{} people are to acknowledge {}; at most {MOST} are asked at once, so let it go to fewer units",
            found.len(),
            document.id
        ))),
        false => Ok(found),
    }
}

/// Who holds these roles at the moment.
fn holders(at: &Snapshot, roles: &[Id]) -> Result<Vec<Id>, Error> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let links = at.read.links_to_any(roles, &[ASSIGNMENT])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "role").map(|it| it.1.end.id).collect();
    let held = at.records(&ids)?.into_iter().filter(|it| holds(it, at.time));
    Ok(held.flat_map(|it| targets(&it.document, "person")).collect())
}

/// The people of these units and of those below them.
fn of_units(at: &Snapshot, units: &[Id]) -> Result<Vec<RecordRow>, Error> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let below = below(&at.read.links_of_field(UNIT, "parent")?, units);
    let conditions = vec![Condition::Unit(below.into_iter().map(Some).collect())];
    Ok(at.read.list(&Query { conditions, limit: u32::MAX, ..Query::of(PERSON, Visible::All) })?)
}

/// These units and all below them, from pairs of a unit and the one above it.
pub(crate) fn below(parents: &[(String, String)], units: &[Id]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = units.iter().map(ToString::to_string).collect();
    loop {
        let more: Vec<String> = parents
            .iter()
            .filter(|it| found.contains(&it.1) && !found.contains(&it.0))
            .map(|it| it.0.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_for_all_below_it_even_where_units_stand_in_a_circle() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let tree = [
            pair("ORG-0002", "ORG-0001"),
            pair("ORG-0003", "ORG-0002"),
            pair("ORG-0004", "ORG-0009"),
            pair("ORG-0001", "ORG-0003"),
        ];
        let found = below(&tree, &["ORG-2".parse().unwrap()]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["ORG-0001", "ORG-0002", "ORG-0003"]);
    }
}
