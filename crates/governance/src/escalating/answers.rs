//! What policies may know of an escalation: whom its ladder has told.

use policy::Fact as Known;
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;

/// The people whom ladders have told of escalations, as policies know them.
pub(crate) fn told_people(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let told = |row: &&RecordRow| row.list("steps").filter_map(|it| Some(it["person"].as_str()?.to_owned())).collect();
    Ok(rows.iter().map(|it| Known::Texts(told(it))).collect())
}
