//! Whether a decision counts today, whoever took it: not revoked, not run out, its subject as it was, and by those who had the right to it.

use std::collections::{BTreeMap, HashMap};

use record::{Document, Id};
use serde_json::json;
use store::{RecordRow, VersionRow};

use super::alone::{in_anothers_name, without_right};
use super::binding::digest;
use crate::Error;
use crate::derived::{Answers, Snapshot, date, day, day_after, midnight};

/// A decision stands while its subject says what it said in the version that it was about.
pub(crate) fn answers(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let (outdated, unentitled) = (outdated(at, rows)?, unentitled(at, rows)?);
    let answer = |row: &RecordRow| {
        if row.state != "taken" || row.retired {
            return Some((json!(false), format!("it is {}", row.state), None));
        }
        let (begins, end) = (date(&row.document, "decided_on"), date(&row.document, "valid_until").and_then(day_after));
        if let Some(on) = begins.filter(|on| day(at.time) < *on) {
            return Some((json!(false), format!("it is dated {on}"), midnight(on)));
        }
        if end.is_some_and(|end| end <= at.time) {
            return Some((json!(false), "its validity has ended".to_owned(), None));
        }
        let why = || outdated.get(&row.id).or_else(|| unentitled.get(&row.id)).cloned();
        match in_anothers_name(row).or_else(why) {
            Some(why) => Some((json!(false), why, None)),
            None => Some((json!(true), "taken, and its subject is unchanged".to_owned(), end)),
        }
    };
    Ok(rows.iter().map(answer).collect())
}

/// Those of these decisions that a person took without the right to it, with the sentence for it. What came in from elsewhere keeps nothing of
/// what it was about, and nobody can tell any more.
fn unentitled(at: &Snapshot, rows: &[RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let kept: Vec<&RecordRow> = rows.iter().filter(|it| it.state == "taken" && it.text("digest").is_some()).collect();
    let subjects = at.records(&kept.iter().filter_map(|it| subject(&it.document)).collect::<Vec<_>>())?;
    let about = |row: &RecordRow| subjects.iter().find(|it| Some(&it.id) == subject(&row.document).as_ref());
    without_right(at, &kept.iter().filter_map(|it| Some((*it, about(it)?))).collect::<Vec<_>>())
}

/// Those of these decisions whose subject says something else than what was decided about, with the sentence for it.
pub(crate) fn outdated(at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<Id, String>, Error> {
    let ids: Vec<Id> = rows.iter().filter_map(|it| subject(&it.document)).collect();
    let (subjects, about) = (at.records(&ids)?, decided_about(at, rows)?);
    let moved = |row: &RecordRow| {
        let id = subject(&row.document)?;
        let Some(then) = about.get(&row.id) else {
            let named = row.document.get("subject_version")?.as_i64()?;
            return Some((row.id.clone(), format!("it names version {named} of {id}, which is not there")));
        };
        let now = subjects.iter().find(|it| it.id == id)?;
        let said = || format!("it was about version {}, and {id} was changed since", then.version.version);
        (!then.says(now)).then(|| (row.id.clone(), said()))
    };
    let mut found = super::resting::moved(at, rows)?;
    found.extend(rows.iter().filter_map(moved));
    found.extend(super::overtaken::overtaken(at, rows)?);
    Ok(found)
}

fn subject(document: &Document) -> Option<Id> {
    document.get("subject")?.as_str()?.parse().ok()
}

/// What a decision was about.
#[derive(Debug)]
pub(crate) struct About {
    /// The version.
    pub version: RecordRow,
    /// Whether it was there when the decision was entered; what came in with a decision may stand behind it in the ledger.
    pub before: bool,
}

impl About {
    /// Whether the record says what was decided about; states are left out of it: approving is what the decision is for.
    pub fn says(&self, now: &RecordRow) -> bool {
        digest(&now.document) == digest(&self.version.document)
    }
}

/// The version that each of these decisions was about: the one that it names, else the one of the moment when it was entered.
pub(crate) fn decided_about(at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<Id, About>, Error> {
    let named = |row: &RecordRow| Some((subject(&row.document)?, row.document.get("subject_version")?.as_i64()?));
    let wanted: Vec<(Id, i64)> = rows.iter().filter_map(named).collect();
    let found = at.read.versions(&wanted)?;
    let silent: Vec<&RecordRow> = rows.iter().filter(|it| named(it).is_none()).collect();
    let ids: Vec<Id> = silent.iter().map(|it| it.id.clone()).collect();
    let decisions = at.read.histories(&ids, at.place)?;
    let subjects: Vec<Id> = silent.iter().filter_map(|it| subject(&it.document)).collect();
    let past = at.read.histories(&subjects, at.place)?;
    let of_moment = |row: &RecordRow| {
        let about = subject(&row.document)?;
        let speaks = |it: &&VersionRow| it.record.id == row.id && subject(&it.record.document).as_ref() == Some(&about);
        let entered = decisions.iter().filter(speaks).map(|it| it.record.place).min()?;
        let versions = || past.iter().filter(|it| it.record.id == about);
        let before = versions().filter(|it| it.record.place <= entered).max_by_key(|it| it.record.place);
        let first = || Some((versions().min_by_key(|it| it.record.place)?, false));
        before.map(|it| (it, true)).or_else(first)
    };
    let about = |row: &RecordRow| match named(row) {
        Some(named) => {
            let version = found.iter().find(|it| (&it.record.id, it.record.version) == (&named.0, named.1));
            version.map(|it| (it, true))
        }
        None => of_moment(row),
    };
    let one = |row: &RecordRow| {
        let (version, before) = about(row)?;
        Some((row.id.clone(), About { version: version.record.clone(), before }))
    };
    Ok(rows.iter().filter_map(one).collect())
}
