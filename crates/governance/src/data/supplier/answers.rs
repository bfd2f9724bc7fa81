//! What follows for contracts and promises, as derived fields and as a fact for policies.

use policy::Fact as Known;
use serde_json::json;
use store::RecordRow;

use super::around::Around;
use super::clause::coverage;
use super::liability::uncovered;
use super::promise::{Judged, judge};
use crate::Error;
use crate::derived::{Answer, Answers, Snapshot};

fn each(at: &Snapshot, rows: &[RecordRow], look: impl Fn(&Around, &RecordRow) -> Option<Answer>) -> Answers {
    let around = Around::read(at, rows)?;
    Ok(rows.iter().map(|row| look(&around, row)).collect())
}

/// How much of what their tiers ask for contracts speak of.
pub(crate) fn covered(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| coverage(around, row).map(|it| (json!(it.percent()), it.why(), it.until)))
}

/// How many promises under contracts were broken.
pub(crate) fn breaches(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| {
        let judged = around.obligations(&row.id).into_iter().filter_map(|it| judge(around, it)).reduce(Judged::and)?;
        let count = judged.breaches.len();
        let why = if count > 0 { judged.why() } else { "no promise is known to be broken".to_owned() };
        Some((json!(count), why, judged.until))
    })
}

/// Whether promises were kept.
pub(crate) fn kept(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |around, row| judge(around, row).map(|it| (json!(it.word()), it.why(), it.until)))
}

/// What the liability under contracts leaves open.
pub(crate) fn open(_: &Snapshot, rows: &[RecordRow]) -> Answers {
    Ok(rows.iter().map(|row| uncovered(&row.document).map(|(value, why)| (value, why, None))).collect())
}

/// Topics that contracts must speak of and do not.
pub(crate) fn missing(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let owned: Vec<RecordRow> = rows.iter().map(|it| (*it).clone()).collect();
    let around = Around::read(at, &owned)?;
    let missing = |row: &RecordRow| coverage(&around, row).map(|it| it.missing()).unwrap_or_default();
    Ok(owned.iter().map(|row| Known::Texts(missing(row))).collect())
}
