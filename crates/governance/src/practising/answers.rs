//! What policies may know of statements: whom their exceptions cover.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::asserted::exceptions;
use crate::Error;
use crate::bodies::matter;
use crate::derived::Snapshot;
use crate::responsibility::PERSON;

/// People whom exceptions of these statements cover: those who are excepted themselves, and who answers for what is.
pub(crate) fn excepted_people(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let of: Vec<BTreeSet<Id>> =
        rows.iter().map(|it| exceptions(&it.document).into_iter().map(|it| it.about).collect()).collect();
    let all: Vec<Id> = of.iter().flatten().cloned().collect::<BTreeSet<Id>>().into_iter().collect();
    let owners: BTreeMap<Id, Option<String>> = match all.is_empty() {
        true => BTreeMap::new(),
        false => at.records(&all)?.into_iter().map(|it| (it.id, it.owner)).collect(),
    };
    let within = within(at, &all)?;
    let people = |of: &BTreeSet<Id>| {
        let own = of.iter().flat_map(|it| within.get(it).into_iter().flatten()).cloned();
        let own = own.chain(of.iter().map(ToString::to_string));
        let answering = of.iter().filter_map(|it| owners.get(it)?.clone());
        Known::Texts(own.chain(answering).collect::<BTreeSet<String>>().into_iter().collect())
    };
    Ok(of.iter().map(people).collect())
}

/// People of units and of the units below them.
fn within(at: &Snapshot, named: &[Id]) -> Result<BTreeMap<Id, BTreeSet<String>>, Error> {
    let units = matter::units(at)?;
    let mut found: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    if !named.iter().any(|it| units.contains_key(&it.to_string())) {
        return Ok(found);
    }
    for person in at.list(PERSON, Vec::new())? {
        for unit in matter::upwards(person.unit.clone(), &units).0 {
            found.entry(unit).or_default().insert(person.id.to_string());
        }
    }
    Ok(found)
}
