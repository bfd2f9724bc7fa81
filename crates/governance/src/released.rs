//! What is part of a release that was submitted: it stays what was looked at and approved. Serves ISO/IEC 42001 8.1 and 7.5.3.

use std::collections::BTreeMap;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;

/// The kind of releases, and the field that lists their parts.
pub(crate) const RELEASE: (&str, &str) = ("release", "bundle");
/// States in which a release binds its parts: it was submitted, and did not end.
const BINDS: &[&str] = &["in_review", "approved", "in_service"];

/// The first release that binds each of these parts; empty where none does.
pub(crate) fn held(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut by: BTreeMap<Id, Id> = BTreeMap::new();
    for (part, link) in at.read.links_to_any(&ids, &[RELEASE.0])? {
        let end = link.end;
        if link.field == RELEASE.1 && BINDS.contains(&end.state.as_str()) && !end.retired {
            by.entry(part).and_modify(|it| *it = end.id.clone().min(it.clone())).or_insert(end.id);
        }
    }
    let told = |it: &Id| by.get(it).map(ToString::to_string).unwrap_or_default();
    Ok(ids.iter().map(|it| Known::Text(told(it))).collect())
}
