//! Records that can be reached from others along links. Those that are begun from are taken as they are given, so that a record
//! which is about to be stored is seen as it will be.

use std::collections::BTreeSet;

use record::{Catalog, Id};
use store::{Read, RecordRow, Way};

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Where to begin from a record: itself, and what it links to, which the store does not know before it is stored.
pub(crate) fn begins(row: &RecordRow, ways: &[Way]) -> BTreeSet<Id> {
    let along = ways.iter().filter(|it| it.along && it.source == row.kind);
    along.flat_map(|it| targets(&row.document, it.field)).chain([row.id.clone()]).collect()
}

/// Whether a number is one of a record of these kinds, by its prefix.
pub(crate) fn is_of(catalog: &Catalog, id: &Id, kinds: &[&str]) -> bool {
    catalog.kind_of_prefix(&id.prefix).is_some_and(|it| kinds.contains(&it.kind.as_str()))
}

/// The same for a record that is about to be stored: a new one is linked to by nobody, so it leads nowhere by itself.
pub(crate) fn begins_new(row: &RecordRow, ways: &[Way]) -> BTreeSet<Id> {
    let mut from = begins(row, ways);
    if row.version == 1 {
        from.remove(&row.id);
    }
    from
}

/// Numbers of all that can be reached from a record that is about to be stored; nothing is asked where it leads nowhere.
pub(crate) fn from_new(read: &Read, row: &RecordRow, ways: &[Way]) -> Result<Vec<Id>, Error> {
    let from: Vec<Id> = begins_new(row, ways).into_iter().collect();
    if from.is_empty() { Ok(from) } else { Ok(read.reach(&from, ways, None)?) }
}

/// Numbers of all that can be reached from these records along some ways, themselves among them.
pub(crate) fn ids(read: &Read, seeds: &[RecordRow], ways: &[Way], place: Option<u64>) -> Result<Vec<Id>, Error> {
    let from: BTreeSet<Id> = seeds.iter().flat_map(|it| begins(it, ways)).collect();
    Ok(read.reach(&from.into_iter().collect::<Vec<_>>(), ways, place)?)
}

/// All that can be reached from these records along each of some sets of ways, and themselves as they are given.
pub(crate) fn rows<'a>(
    at: &Snapshot,
    seeds: &[RecordRow],
    sets: impl IntoIterator<Item = &'a [Way]>,
) -> Result<Vec<RecordRow>, Error> {
    let mut found = BTreeSet::new();
    for ways in sets {
        found.extend(ids(at.read, seeds, ways, at.place)?);
    }
    let given: BTreeSet<&Id> = seeds.iter().map(|it| &it.id).collect();
    found.retain(|it| !given.contains(it));
    let mut rows = at.records(&found.into_iter().collect::<Vec<_>>())?;
    rows.extend(seeds.iter().cloned());
    Ok(rows)
}
