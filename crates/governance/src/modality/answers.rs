//! What policies may know of findings and nonconformities: whether what they cite can be breached.

use std::collections::BTreeMap;

use library::Found;
use policy::Fact as Known;
use store::RecordRow;

use super::cited::cited;
use super::guard::may_anchor;
use super::order::Necessity;
use crate::Error;
use crate::conformity::statement::left_out;
use crate::derived::Snapshot;

/// Fields that hold the criterion, by kind.
const CITES: [(&str, &str); 2] = [("finding", "criterion"), ("nonconformity", "requirement")];

/// Why what they cite cannot be breached; empty where it can, or no library is cited.
pub(crate) fn criterion_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    rows.iter().map(|it| Ok(Known::Text(problem(at, it)?))).collect()
}

fn problem(at: &Snapshot, row: &RecordRow) -> Result<String, Error> {
    let field = CITES.iter().find(|it| it.0 == row.kind).map(|it| it.1).unwrap_or_default();
    let text = row.text(field).unwrap_or_default();
    // Most criteria that are no reference hold no number, and need no library to tell so.
    if !text.contains(|it: char| it.is_ascii_digit()) {
        return Ok(String::new());
    }
    let shelf = at.libraries.shelf();
    let references = cited(shelf, text);
    if references.is_empty() {
        return Ok(String::new());
    }
    let necessary = necessity(left_out(at)?);
    let refused = references.into_iter().find_map(|it| may_anchor(shelf, &it, &necessary).err());
    Ok(refused.map(|it| it.to_string()).unwrap_or_default())
}

/// Whether a control is necessary, by what statements in force leave out.
pub(crate) fn necessity(left_out: BTreeMap<String, bool>) -> impl Fn(&Found) -> Necessity {
    move |found| match left_out.get(&found.framework.reference(found.node)) {
        Some(justified) => Necessity::NotNecessary { justified: *justified },
        None => Necessity::Undecided,
    }
}
