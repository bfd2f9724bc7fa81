//! What is wrong with documents, each with the record and a sentence that says what to do. Pure over what was read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::share::Asked;
use super::{ACKNOWLEDGEMENT, DOCUMENT, POLICY, STATEMENT};

/// A document as far as its control depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// Its type.
    pub form: String,
    /// Its state.
    pub state: String,
    /// Who wrote it, as far as that is stated or known.
    pub authors: BTreeSet<String>,
    /// What it replaces.
    pub supersedes: Vec<Id>,
    /// The day by which somebody must look at it.
    pub review_by: Option<Date>,
}

/// A decision about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The decision.
    pub id: Id,
    /// Who decided.
    pub deciders: BTreeSet<String>,
    /// Why it does not count as a yes; nothing where it does.
    pub problem: Option<String>,
}

/// A statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Its record.
    pub id: Id,
    /// Its number in the document.
    pub number: String,
    /// What it says.
    pub text: String,
    /// Its document.
    pub document: Option<Id>,
    /// Its state.
    pub state: String,
    /// What an AI policy must say and this says.
    pub answers: Vec<String>,
}

/// Everything around documents on a day.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The day.
    pub today: Date,
    /// Documents.
    pub papers: BTreeMap<Id, Paper>,
    /// Decisions about each of them.
    pub approvals: BTreeMap<Id, Vec<Approval>>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// Who was asked to acknowledge what.
    pub asked: Vec<Asked>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The check that found it, as in [`CHECKS`].
    pub check: &'static str,
    /// The kind of the record.
    pub kind: &'static str,
    /// The record.
    pub id: Id,
    /// What is wrong and what to do.
    pub says: String,
}

/// A sort of fault.
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// The kind of the records that it finds.
    pub kind: &'static str,
    /// What it finds.
    pub summary: &'static str,
    find: fn(&Around) -> Vec<(Id, String)>,
}

/// Every check.
pub const CHECKS: &[Check] = &[
    Check {
        name: "not_approved",
        kind: DOCUMENT,
        summary: "a policy in force that no decision approved",
        find: not_approved,
    },
    Check {
        name: "own_approval",
        kind: DOCUMENT,
        summary: "a policy in force that was approved by who wrote it",
        find: own_approval,
    },
    Check {
        name: "two_in_force",
        kind: DOCUMENT,
        summary: "two editions of a document in force at once",
        find: two_in_force,
    },
    Check {
        name: "review_overdue",
        kind: DOCUMENT,
        summary: "a document in force whose review is overdue",
        find: review_overdue,
    },
    Check {
        name: "orphaned_statement",
        kind: STATEMENT,
        summary: "an active statement of a document that is not in force",
        find: orphaned,
    },
    Check {
        name: "not_acknowledged",
        kind: ACKNOWLEDGEMENT,
        summary: "somebody who has not acknowledged in time",
        find: not_acknowledged,
    },
];

/// Everything that is wrong, check by check.
pub fn faults(around: &Around) -> Vec<Fault> {
    let of = |check: &'static Check| {
        let found = (check.find)(around).into_iter();
        found.map(|(id, says)| Fault { check: check.name, kind: check.kind, id, says })
    };
    CHECKS.iter().flat_map(of).collect()
}

impl Around {
    fn policies(&self) -> impl Iterator<Item = (&Id, &Paper)> {
        self.papers.iter().filter(|it| it.1.form == POLICY && it.1.state == "in_force")
    }
}

/// Why no decision approves a policy; nothing where one does.
pub fn approval_problem(around: &Around, id: &Id) -> Option<String> {
    let all = around.approvals.get(id).map(Vec::as_slice).unwrap_or_default();
    if all.iter().any(|it| it.problem.is_none()) {
        return None;
    }
    let told = all.iter().find_map(|it| Some(format!("{}: {}", it.id, it.problem.as_ref()?)));
    Some(told.unwrap_or_else(|| {
        "no decision is about it; enter the one that approves it, with it as the subject".to_owned()
    }))
}

/// Who wrote a policy and approved it too, where nobody else did.
pub fn own_approver<'a>(around: &'a Around, id: &Id, paper: &'a Paper) -> Option<&'a String> {
    let yes = around.approvals.get(id)?.iter().filter(|it| it.problem.is_none());
    let own: Vec<Option<&String>> = yes.map(|it| it.deciders.iter().find(|who| paper.authors.contains(*who))).collect();
    own.iter().all(Option::is_some).then(|| own.into_iter().flatten().next())?
}

fn not_approved(around: &Around) -> Vec<(Id, String)> {
    let of = |(id, _): (&Id, &Paper)| Some((id.clone(), approval_problem(around, id)?));
    around.policies().filter_map(of).collect()
}

fn own_approval(around: &Around) -> Vec<(Id, String)> {
    let of = |(id, it): (&Id, &Paper)| {
        let who = own_approver(around, id, it)?;
        Some((id.clone(), format!("{who} wrote it and decided about it; let somebody else approve it")))
    };
    around.policies().filter_map(of).collect()
}

fn two_in_force(around: &Around) -> Vec<(Id, String)> {
    let in_force = || around.papers.iter().filter(|it| it.1.state == "in_force").map(|it| it.0);
    let lines: BTreeMap<&Id, BTreeSet<&Id>> = in_force().map(|it| (it, line(around, it))).collect();
    let of = |id: &Id| {
        let own = &lines[id];
        if let Some(former) = in_force().find(|it| *it != id && own.contains(it)) {
            return Some((id.clone(), format!("{former}, which it replaces, is in force too; supersede it")));
        }
        let other = in_force().find(|it| *it < id && lines[it].intersection(own).next().is_some())?;
        Some((id.clone(), format!("{other} replaces the same document and is in force too; supersede one of them")))
    };
    in_force().filter_map(of).collect()
}

/// All editions that a document replaces, one after the other.
fn line<'a>(around: &'a Around, id: &Id) -> BTreeSet<&'a Id> {
    let (mut found, mut ahead) = (BTreeSet::new(), vec![id.clone()]);
    while let Some(next) = ahead.pop() {
        for former in around.papers.get(&next).iter().flat_map(|it| &it.supersedes) {
            if found.insert(former) {
                ahead.push(former.clone());
            }
        }
    }
    found
}

fn review_overdue(around: &Around) -> Vec<(Id, String)> {
    let of = |(id, it): (&Id, &Paper)| {
        let day = it.review_by.filter(|it| *it < around.today)?;
        Some((id.clone(), format!("it was to be reviewed by {day}; confirm it, or bring a new edition in force")))
    };
    around.papers.iter().filter(|it| it.1.state == "in_force").filter_map(of).collect()
}

fn orphaned(around: &Around) -> Vec<(Id, String)> {
    let of = |it: &Statement| {
        let paper = it.document.as_ref().and_then(|id| around.papers.get(id));
        let alive = paper.is_some_and(|it| it.state == "in_force");
        (it.state == "active" && !alive).then(|| {
            (it.id.clone(), "its document is not in force; retire it, or move it to the edition that is".to_owned())
        })
    };
    around.statements.iter().filter_map(of).collect()
}

fn not_acknowledged(around: &Around) -> Vec<(Id, String)> {
    let in_force = |it: &&Asked| around.papers.get(&it.of).is_none_or(|it| it.state == "in_force");
    let late = around.asked.iter().filter(|it| it.is_overdue(around.today)).filter(in_force);
    let says = |it: &Asked| {
        let day = it.due.map(|it| it.to_string()).unwrap_or_default();
        (it.id.clone(), format!("{} was to acknowledge {} by {day}; remind, or say why not", it.person, it.of))
    };
    late.map(says).collect()
}
