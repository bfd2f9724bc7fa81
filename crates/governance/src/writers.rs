//! Who ever wrote something of what a record says: whoever did does not approve it, though others touched it since.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::{Document, Id};
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;

/// Fields that say nothing of what a record is about: who looks after it, and where it is filed.
const BESIDE: &[&str] = &["owner", "unit", "access", "tags", "external_ids"];

/// The people who wrote each of these records, by the versions in which it came to say something else.
pub(crate) fn writers(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut people: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    let mut before: Option<RecordRow> = None;
    // Versions stand by record and in order.
    for version in at.read.histories(&ids, at.place)? {
        let now = version.record;
        let same = before.as_ref().is_some_and(|it| it.id == now.id && said(&it.document) == said(&now.document));
        if !same {
            people.entry(now.id.clone()).or_default().insert(now.makers.editor.clone());
        }
        before = Some(now);
    }
    Ok(rows.iter().map(|it| Known::Texts(people.remove(&it.id).unwrap_or_default().into_iter().collect())).collect())
}

fn said(document: &Document) -> BTreeMap<&String, &serde_json::Value> {
    document.iter().filter(|it| !BESIDE.contains(&it.0.as_str())).collect()
}
