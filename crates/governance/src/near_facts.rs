//! What policies may know of the records next to one: who owns what it is about, and how many grave risks are open there.

use std::collections::{HashMap, HashSet};

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;

/// One statement for all rows together.
pub(crate) fn subject_owner(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let subject = |row: &RecordRow| row.document.get("about")?.as_str()?.parse::<Id>().ok();
    let ids: Vec<Id> = rows.iter().filter_map(|row| subject(row)).collect();
    let owners: HashMap<Id, Option<String>> = at.read.headings(&ids)?.into_iter().map(|it| (it.id, it.owner)).collect();
    let owner = |row: &RecordRow| owners.get(&subject(row)?)?.clone();
    Ok(rows.iter().map(|row| Known::Text(owner(row).unwrap_or_default())).collect())
}

/// Two statements for all rows together.
pub(crate) fn open_high_risks(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let read = at.read;
    let system = |row: &RecordRow| row.document.get("system")?.as_str()?.parse::<Id>().ok();
    let mut systems: Vec<Id> = rows.iter().filter_map(|row| system(row)).collect();
    systems.sort();
    systems.dedup();
    let links = read.links_to_any(&systems, &["risk"])?;
    let ids: Vec<Id> = links.iter().map(|(_, link)| link.end.id.clone()).collect();
    let grave = |risk: &RecordRow| {
        let level = risk.text("level").unwrap_or_default();
        !risk.retired && risk.state != "closed" && ["high", "critical"].contains(&level)
    };
    let grave: HashSet<Id> = read.records(&ids)?.into_iter().filter(grave).map(|it| it.id).collect();
    let count = |row: &&RecordRow| {
        let Some(system) = system(row) else { return Known::Long(0) };
        let of: HashSet<&Id> = links.iter().filter(|it| it.0 == system).map(|it| &it.1.end.id).collect();
        Known::Long(of.into_iter().filter(|it| grave.contains(*it)).count() as i64)
    };
    Ok(rows.iter().map(count).collect())
}
