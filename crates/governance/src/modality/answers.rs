//! What policies may know of findings and nonconformities: whether what they cite can be breached.

use std::collections::BTreeMap;

use jiff::civil::Date;
use library::{Found, Modality, Period, Shelf};
use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::cited::cited;
use super::guard::may_anchor;
use super::order::Necessity;
use crate::Error;
use crate::auditing::FINDING;
use crate::auditing::planning::NOT_MET;
use crate::auditing::recorded::{self, DUTY};
use crate::conformity::statement::left_out;
use crate::correcting::NONCONFORMITY;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::documents::STATEMENT as POLICY;

/// Fields that hold the criterion, by kind.
const CITES: [(&str, &str); 3] =
    [("audit_item", "criterion"), ("finding", "criterion"), ("nonconformity", "requirement")];

/// The state of a finding that is not issued yet.
const DRAFTED: &str = "drafted";

/// Why what they cite cannot be breached; empty where it can, or no library is cited.
pub(crate) fn criterion_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    rows.iter().map(|it| Ok(Known::Text(problem(at, it)?))).collect()
}

fn problem(at: &Snapshot, row: &RecordRow) -> Result<String, Error> {
    // What a finding cites is judged until it is issued: a duty that ended later does not undo that it was not kept.
    let open = row.kind != FINDING || row.state == DRAFTED;
    let fields = ["criterion_record", "criterion_records"].iter().filter(|_| open);
    let named: Vec<Id> = fields.flat_map(|it| targets(&row.document, it)).collect();
    if !named.is_empty() {
        let rows = at.records(&named)?;
        let own: Vec<&RecordRow> = rows.iter().filter(|it| [POLICY, DUTY].contains(&it.kind.as_str())).collect();
        if let Some((id, why)) = recorded::problems(at, &own)?.into_iter().next() {
            return Ok(format!("{id} {why}; cite what asked for it at the time"));
        }
    }
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
    if let Some(refused) = references.iter().find_map(|it| may_anchor(shelf, it, &necessary).err()) {
        return Ok(refused.to_string());
    }
    // Who takes a recommendation on says so in a record, and that record can be failed; an observation may cite what it likes.
    // A nonconformity takes over what its finding cites.
    let own = row.kind == NONCONFORMITY || !targets(&row.document, "criterion_records").is_empty();
    let says = |it: &String| cannot_fail(shelf, it, own, day(at.time));
    Ok(open.then(|| references.iter().filter(|_| fails(row)).find_map(says)).flatten().unwrap_or_default())
}

/// Whether a record says that a requirement is not met.
fn fails(row: &RecordRow) -> bool {
    row.kind == NONCONFORMITY || row.kind == FINDING && row.text("grade").is_some_and(|it| NOT_MET.contains(&it))
}

/// Why what a reference names is not failed by anybody on a day; `own` tells that a record of the organisation asks for it too.
fn cannot_fail(shelf: &Shelf, reference: &str, own: bool, on: Date) -> Option<String> {
    let found = shelf.find(reference)?;
    let all = found.framework.periods_of(found.node);
    let first = all.iter().filter(|it| it.was_known(on) && it.binds()).min_by_key(|it| it.from);
    match first {
        None if !all.is_empty() => {
            return Some(format!("`{reference}` binds nobody on {on}; grade it as an observation, or cite what binds"));
        }
        Some(Period { from: Some(from), source, .. }) if *from > on => {
            return Some(format!("`{reference}` holds from {from} ({source}); until then grade it as an observation"));
        }
        _ => {}
    }
    let recommends = !own && matches!(found.node.modality, Some(Modality::Should | Modality::May | Modality::Can));
    recommends.then(|| {
        format!("`{reference}` is a recommendation; name the policy statement or duty by which it was taken on, or grade it as an observation")
    })
}

/// Whether a control is necessary, by what statements in force leave out.
pub(crate) fn necessity(left_out: BTreeMap<String, bool>) -> impl Fn(&Found) -> Necessity {
    move |found| match left_out.get(&found.framework.reference(found.node)) {
        Some(justified) => Necessity::NotNecessary { justified: *justified },
        None => Necessity::Undecided,
    }
}
