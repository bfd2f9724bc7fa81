//! What follows for decisions, meetings and bodies, as derived fields, and whose answers a change may move.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde_json::json;
use store::{Condition, Query, Read, RecordRow, Visible, Way};

use super::alone::in_anothers_name;
use super::around::{Around, is_of_body};
use super::case::Case;
use super::ground::{Reason, reasons};
use super::rights::table::TABLE as RIGHTS;
use super::sitting::Sitting;
use super::standing;
use super::{BODY, DECISION, MEETING};
use crate::data::lineage::targets;
use crate::deciding::KIND as TABLE;
use crate::derived::{Answers, Snapshot};
use crate::responsibility::{ASSIGNMENT, PERSON, ROLE};
use crate::{Error, reached};

/// Kinds on which decisions of bodies rest.
const BEHIND: &[&str] = &[PERSON, ROLE, ASSIGNMENT, BODY, MEETING, DECISION, TABLE];
/// Decisions that are looked at when another table of rights comes into force.
const MOST: u32 = 20_000;
/// From what stands behind them to bodies, meetings and decisions.
const MOVED: &[Way] = &[
    Way::against(ASSIGNMENT, "person", PERSON),
    Way::against(BODY, "seats", ASSIGNMENT),
    Way::against(BODY, "mandate", TABLE),
    Way::against(MEETING, "body", BODY),
    Way::against(DECISION, "meeting", MEETING),
];
/// From a role that somebody holds to what they decided alone.
const OF_PERSONS: &[Way] = &[
    Way::against(ASSIGNMENT, "role", ROLE),
    Way::against(ASSIGNMENT, "on_behalf_of", ASSIGNMENT),
    Way::along(ASSIGNMENT, "person", PERSON),
    Way::against(DECISION, "deciders", PERSON),
];
/// From a decision or a meeting to the body, whose figures it moves.
const UPWARDS: &[Way] = &[Way::along(DECISION, "meeting", MEETING), Way::along(MEETING, "body", BODY)];

/// Why decisions do not count, of those that a body took; with what was read around them.
pub(crate) fn of_decisions(
    at: &Snapshot,
    decisions: &[&RecordRow],
) -> Result<(Around, BTreeMap<Id, Vec<Reason>>), Error> {
    let around = Around::of_decisions(at, decisions)?;
    let nowhere = Sitting::default();
    let found = decisions.iter().filter(|it| is_of_body(it)).map(|it| {
        let meeting = targets(&it.document, "meeting").pop();
        let sitting = meeting.and_then(|it| around.meetings.get(&it)).unwrap_or(&nowhere);
        (it.id.clone(), reasons(&Case::of_decision(&around, sitting, it)))
    });
    let found = found.collect();
    Ok((around, found))
}

/// The decisions that do not count, with all reasons in words: of bodies by their charters, of persons where others entered them.
pub(crate) fn invalid(at: &Snapshot, decisions: &[&RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let found = of_decisions(at, decisions)?.1;
    let of_bodies = found.into_iter().filter(|it| !it.1.is_empty()).map(|(id, it)| (id, words(&it)));
    Ok(of_bodies.chain(decisions.iter().filter_map(|it| Some((it.id.clone(), in_anothers_name(it)?)))).collect())
}

/// Reasons in one sentence.
pub(crate) fn words(all: &[Reason]) -> String {
    all.iter().map(|it| it.says.as_str()).collect::<Vec<_>>().join("; ")
}

/// Whether decisions of bodies count; persons who decide alone have no charter that could be broken, and speak for themselves only.
pub(crate) fn valid(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let (_, found) = of_decisions(at, &rows.iter().collect::<Vec<_>>())?;
    let answer = |row: &RecordRow| {
        if let Some(why) = in_anothers_name(row) {
            return Some((json!(false), why, None));
        }
        let reasons = found.get(&row.id)?;
        Some(match reasons.is_empty() {
            true => {
                (json!(true), "the body took it as its charter asks, and its subject is unchanged".to_owned(), None)
            }
            false => (json!(false), words(reasons), None),
        })
    };
    Ok(rows.iter().map(answer).collect())
}

/// The quorum of meetings, item by item.
pub(crate) fn quorums(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let around = Around::of_meetings(at, rows)?;
    let answer = |row: &RecordRow| {
        let sitting = around.meetings.get(&row.id).filter(|it| !it.agenda.is_empty())?;
        let body = around.body_of(sitting)?;
        let mut met = 0;
        let mut said = Vec::new();
        for item in &sitting.agenda {
            let case = Case::of_item(&around, sitting, &item.record, &item.asked);
            let (there, needed) = (case.taking_part.len(), body.needed());
            met += usize::from(there >= needed);
            said.push(format!("{}: {there} of {} seats took part, {needed} must", item.record, body.names().len()));
        }
        let of = sitting.agenda.len();
        Some((json!(format!("{met} of {of} items")), said.join("; "), None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// Bodies with their meetings, their decisions, and what these were about.
struct Histories {
    around: Around,
    decisions: Vec<RecordRow>,
    subjects: BTreeMap<Id, RecordRow>,
}

fn histories(at: &Snapshot, rows: &[RecordRow]) -> Result<Histories, Error> {
    let ways: &[Way] = &[Way::against(MEETING, "body", BODY), Way::against(DECISION, "meeting", MEETING)];
    let found = reached::rows(at, rows, [ways])?;
    let (meetings, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| it.kind == MEETING);
    let decisions: Vec<RecordRow> = rest.into_iter().filter(|it| it.kind == DECISION && !it.retired).collect();
    let subjects: BTreeSet<Id> = decisions.iter().flat_map(|it| targets(&it.document, "subject")).collect();
    let subjects = at.records(&subjects.into_iter().collect::<Vec<_>>())?;
    let around = Around::of_bodies(at, rows, &meetings)?;
    Ok(Histories { around, decisions, subjects: subjects.into_iter().map(|it| (it.id.clone(), it)).collect() })
}

fn of_bodies(at: &Snapshot, rows: &[RecordRow], answer: fn(&standing::History) -> Option<standing::Said>) -> Answers {
    let Histories { around, decisions, subjects } = &histories(at, rows)?;
    let one = |row: &RecordRow| {
        let body = around.bodies.get(&row.id)?;
        answer(&standing::History { around, body, decisions, subjects, time: at.time })
    };
    Ok(rows.iter().map(one).collect())
}

/// Whether bodies could decide today.
pub(crate) fn valid_today(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    of_bodies(at, rows, standing::today)
}

/// How often seats were there.
pub(crate) fn attendance(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    of_bodies(at, rows, standing::attendance)
}

/// How long decisions take.
pub(crate) fn latency(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    of_bodies(at, rows, standing::latency)
}

/// When bodies meet next.
pub(crate) fn next_meeting(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    of_bodies(at, rows, standing::next_meeting)
}

/// Records whose answers may differ once this one is stored: bodies, meetings, their decisions, and what these open.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    let mut found: BTreeSet<Id> = super::resting::touched(read, row)?.into_iter().collect();
    if !BEHIND.contains(&row.kind.as_str()) && found.is_empty() {
        return Ok(Vec::new());
    }
    found.extend(reached::from_new(read, row, MOVED)?);
    found.extend(of_persons(read, row)?);
    if row.kind == MEETING || row.kind == DECISION {
        found.extend(reached::from_new(read, row, UPWARDS)?);
    }
    if row.kind == DECISION {
        found.extend(super::overtaken::beside(read, row)?);
    }
    found.remove(&row.id);
    if row.kind != DECISION && found.iter().any(|it| it.prefix == "DEC") {
        let ids: Vec<Id> = found.iter().filter(|it| it.prefix == "DEC").cloned().collect();
        for decision in read.records(&ids)?.iter().filter(|it| it.kind == DECISION) {
            found.extend(crate::data::lineage::touched(read, decision)?);
            found.extend(crate::tiering::answers::touched(read, decision)?);
        }
    }
    Ok(found.into_iter().collect())
}

/// Decisions of persons whose right may be told otherwise once this record is stored: of those who hold a role, or all by another table.
fn of_persons(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    match row.kind.as_str() {
        PERSON | ROLE | ASSIGNMENT => {
            let mut found = reached::from_new(read, row, OF_PERSONS)?;
            found.retain(|it| it.prefix == "DEC");
            Ok(found)
        }
        TABLE if row.text("purpose") == Some(RIGHTS.name) => {
            let taken = vec![Condition::State(vec!["taken".to_owned()])];
            Ok(read.list_ids(&Query { conditions: taken, limit: MOST, ..Query::of(DECISION, Visible::All) })?)
        }
        _ => Ok(Vec::new()),
    }
}
