//! What policies may know of audits: whether a team is impartial, who cannot judge a line, which lines are open, and whether samples were drawn.

use std::collections::BTreeMap;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::gathered::{items, team, ties};
use super::team::{Tie, conflicts, partial};
use super::{AUDIT, ITEM};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// What keeps the team of an audit from being impartial.
pub(crate) fn team_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let members = team(row);
        if row.kind != AUDIT || members.is_empty() {
            return Ok(Known::Text(String::new()));
        }
        let found = conflicts(&members, &ties(at, row)?);
        Ok(Known::Text(found.into_iter().next().unwrap_or_default()))
    };
    rows.iter().map(one).collect()
}

/// The people who cannot judge a line, since it is about what they answer for, run or decided.
pub(crate) fn cannot_judge(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let of = |row: &&RecordRow| targets(&row.document, "audit").pop().filter(|_| row.kind == ITEM);
    let mut audits: Vec<Id> = rows.iter().filter_map(of).collect();
    audits.sort();
    audits.dedup();
    let mut known: BTreeMap<Id, Vec<Tie>> = BTreeMap::new();
    for audit in at.records(&audits)? {
        known.insert(audit.id.clone(), ties(at, &audit)?);
    }
    let one = |row: &&RecordRow| {
        let found = of(row).and_then(|it| known.get(&it));
        let criterion = row.text("criterion_record").or(row.text("criterion")).unwrap_or_default();
        let people = found.map(|it| partial(it, row.text("subject"), criterion)).unwrap_or_default();
        Known::Texts(people.into_iter().map(str::to_owned).collect())
    };
    Ok(rows.iter().map(one).collect())
}

/// Lines of an audit that are neither answered nor have a reason.
pub(crate) fn open_lines(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let lines = if row.kind == AUDIT { items(at, std::slice::from_ref(&row.id))? } else { Vec::new() };
        let none = "it has no line; make the checklist first".to_owned();
        let open = lines.iter().filter(|it| it.state != "concluded").map(|it| it.id.to_string());
        let open: Vec<String> = if lines.is_empty() && row.kind == AUDIT { vec![none] } else { open.collect() };
        Ok(Known::Texts(open))
    };
    rows.iter().map(one).collect()
}

/// Samples by chance that were drawn in an audit.
pub(crate) fn samples_drawn(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let lines = if row.kind == AUDIT { items(at, std::slice::from_ref(&row.id))? } else { Vec::new() };
        let drawn = lines.iter().filter(|it| it.text("drawn") == Some("statistical")).count();
        Ok(Known::Long(i64::try_from(drawn).unwrap_or(i64::MAX)))
    };
    rows.iter().map(one).collect()
}

/// The state of the audit of a line.
pub(crate) fn audit_state(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let of = |row: &&RecordRow| targets(&row.document, "audit").pop().filter(|_| row.kind == ITEM);
    let audits: Vec<Id> = rows.iter().filter_map(of).collect();
    let states: BTreeMap<Id, String> = at.records(&audits)?.into_iter().map(|it| (it.id, it.state)).collect();
    let one = |row: &&RecordRow| of(row).and_then(|it| states.get(&it).cloned()).unwrap_or_default();
    Ok(rows.iter().map(|it| Known::Text(one(it))).collect())
}
