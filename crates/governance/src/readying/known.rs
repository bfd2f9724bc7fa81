//! What people have confirmed and were taught, against the edition of a document that is in force: those who let the day for it pass, those who confirmed
//! a former edition and were never asked about this one, and quizzes that teach a former one. Pure over gathered records. Serves ISO/IEC 42001 7.3.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use store::RecordRow;

use super::clash::{IN_FORCE, gone, in_state, person};
use super::gathered::Gathered;
use crate::contradictions::Found;
use crate::data::lineage::targets;
use crate::derived::date;

/// Answers of people to a document, by their state.
const ASKED: &str = "asked";
/// The state of what somebody has confirmed.
const GIVEN: &str = "given";
/// The state of quizzes that people may take.
const IN_USE: &str = "in_use";

/// A document is in force, and people who must know it let the day for it pass, or confirmed a former edition and were not asked about this one.
pub(super) fn newer_than_its_readers(of: &Gathered) -> Found {
    let mut answers: BTreeMap<Id, Vec<&RecordRow>> = BTreeMap::new();
    for row in in_state(of, "acknowledgement", &[ASKED, GIVEN, "declined"]) {
        targets(&row.document, "of").into_iter().for_each(|it| answers.entry(it).or_default().push(row));
    }
    let there = |it: &RecordRow| person(of, it.text("person")).is_some_and(|it| !gone(of, it));
    let mut found = Found::new();
    for document in in_state(of, "document", &[IN_FORCE]) {
        let (id, own) = (&document.id, answers.get(&document.id).map(Vec::as_slice).unwrap_or_default());
        let overdue = |it: &RecordRow| it.state == ASKED && date(&it.document, "due").is_some_and(|it| it < of.on);
        let late: Vec<Id> = own.iter().filter(|it| overdue(it) && there(it)).map(|it| it.id.clone()).collect();
        if !late.is_empty() {
            let says = format!("{id} is in force, and {} who must know it have not confirmed this edition", late.len());
            found.push((says, [id.clone()].into_iter().chain(late).collect()));
        }
        // An edition about which anybody was asked may go to others than the one before.
        for former in formers(of, document).into_iter().filter(|_| own.is_empty()) {
            let given = answers.get(&former).into_iter().flatten().filter(|it| it.state == GIVEN && there(it));
            let given: Vec<Id> = given.map(|it| it.id.clone()).collect();
            if !given.is_empty() {
                let count = given.len();
                let says =
                    format!("{id} took the place of {former}, and {count} who confirmed that were not asked about it");
                found.push((says, [id.clone(), former].into_iter().chain(given).collect()));
            }
        }
    }
    found
}

/// A quiz is in use about an edition of a document of which another one is in force.
pub(super) fn taught_by_former(of: &Gathered) -> Found {
    let mut found = Found::new();
    for document in in_state(of, "document", &[IN_FORCE]) {
        let former = formers(of, document);
        for quiz in in_state(of, "quiz", &[IN_USE]) {
            for it in targets(&quiz.document, "about").into_iter().filter(|it| former.contains(it)) {
                let says = format!("{} asks about {it}, and {} has taken its place", quiz.id, document.id);
                found.push((says, vec![quiz.id.clone(), it, document.id.clone()]));
            }
        }
    }
    found
}

/// Editions before one, however far back.
fn formers(of: &Gathered, document: &RecordRow) -> BTreeSet<Id> {
    let (mut found, mut next) = (BTreeSet::new(), targets(&document.document, "supersedes"));
    while let Some(it) = next.pop() {
        if it != document.id && !found.contains(&it) {
            next.extend(of.record("document", &it).into_iter().flat_map(|it| targets(&it.document, "supersedes")));
            found.insert(it);
        }
    }
    found
}
