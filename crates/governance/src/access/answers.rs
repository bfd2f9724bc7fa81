//! What follows for grants of access, as derived fields and as facts for policies.

use policy::Fact as Known;
use serde_json::json;
use store::RecordRow;

use super::around::Around;
use super::grant::{self, Holds};
use crate::Error;
use crate::derived::{Answer, Answers, Snapshot};

fn each(at: &Snapshot, rows: &[RecordRow], look: impl Fn(&Around, &RecordRow) -> Option<Answer>) -> Answers {
    let around = at.around(rows)?;
    Ok(rows.iter().map(|row| look(&around, row)).collect())
}

fn flag(holds: Holds) -> Option<Answer> {
    Some((json!(holds.yes), holds.why, holds.until))
}

/// Whether grants open anything.
pub(crate) fn in_force(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| flag(grant::in_force(around, row)))
}

/// When grants were last used.
pub(crate) fn last_used(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let day = grant::last_used(around, row)?;
        Some((json!(day.to_string()), "the newest access that is known here".to_owned(), None))
    })
}

/// Whether grants lie unused.
pub(crate) fn dormant(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| flag(grant::dormant(around, row)))
}

/// Whether grants give too much.
pub(crate) fn excessive(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| flag(grant::excessive(around, row)))
}

fn facts(at: &Snapshot, rows: &[&RecordRow], fact: impl Fn(&Around, &RecordRow) -> Known) -> Result<Vec<Known>, Error> {
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let around = at.around(&owned)?;
    Ok(owned.iter().map(|row| fact(&around, row)).collect())
}

/// The people to whom grants give access.
pub(crate) fn holders(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |around, row| {
        Known::Texts(around.holders(row, around.time).iter().map(ToString::to_string).collect())
    })
}

/// What is wrong with the purposes of grants.
pub(crate) fn purpose_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |around, row| {
        let problem = around.dataset(row).and_then(|it| grant::purpose_problem(row, it));
        Known::Text(problem.unwrap_or_default())
    })
}

/// What is wrong with the fields of grants.
pub(crate) fn fields_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    facts(at, rows, |around, row| {
        let problem = around.dataset(row).and_then(|it| grant::fields_problem(row, it));
        Known::Text(problem.unwrap_or_default())
    })
}

/// What only a request can tell, where there is none.
pub(crate) fn unasked(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    Ok(rows.iter().map(|_| Known::Text(String::new())).collect())
}
