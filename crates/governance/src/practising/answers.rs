//! What policies may know of statements: whom their exceptions cover.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::asserted::exceptions;
use crate::Error;
use crate::derived::Snapshot;

/// People whom exceptions of these statements cover: those who are excepted themselves, and who answers for what is.
pub(crate) fn excepted_people(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let of: Vec<BTreeSet<Id>> =
        rows.iter().map(|it| exceptions(&it.document).into_iter().map(|it| it.about).collect()).collect();
    let all: Vec<Id> = of.iter().flatten().cloned().collect::<BTreeSet<Id>>().into_iter().collect();
    let owners: BTreeMap<Id, Option<String>> = match all.is_empty() {
        true => BTreeMap::new(),
        false => at.records(&all)?.into_iter().map(|it| (it.id, it.owner)).collect(),
    };
    let people = |of: &BTreeSet<Id>| {
        let own = of.iter().map(ToString::to_string);
        let answering = of.iter().filter_map(|it| owners.get(it)?.clone());
        Known::Texts(own.chain(answering).collect::<BTreeSet<String>>().into_iter().collect())
    };
    Ok(of.iter().map(people).collect())
}
