//! What policies may know of findings and nonconformities: whether what they cite can be breached.

use policy::Fact as Known;
use store::RecordRow;

use super::cited::cited;
use super::guard::may_anchor;
use super::order::Necessity;
use crate::Error;
use crate::derived::Snapshot;

/// Fields that hold the criterion, by kind.
const CITES: [(&str, &str); 2] = [("finding", "criterion"), ("nonconformity", "requirement")];

/// Why what they cite cannot be breached; empty where it can, or no library is cited.
pub(crate) fn criterion_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    Ok(rows.iter().map(|it| Known::Text(problem(at, it))).collect())
}

fn problem(at: &Snapshot, row: &RecordRow) -> String {
    let field = CITES.iter().find(|it| it.0 == row.kind).map(|it| it.1).unwrap_or_default();
    let text = row.text(field).unwrap_or_default();
    // Most criteria that are no reference hold no number, and need no library to tell so.
    if !text.contains(|it: char| it.is_ascii_digit()) {
        return String::new();
    }
    let shelf = at.libraries.shelf();
    let refused = cited(shelf, text).into_iter().find_map(|it| may_anchor(shelf, &it, &|_| Necessity::Undecided).err());
    refused.map(|it| it.to_string()).unwrap_or_default()
}
