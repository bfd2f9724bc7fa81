//! Documents under control for those who ask: what is wrong, who has acknowledged what, and what a policy says, as far as they may see it.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Query, Read, RecordRow, Visible};

use super::check::{Approval, Around, Fault, Paper, Statement, faults};
use super::library::Says;
use super::readers::THERE;
use super::share::{Asked, Stands, by_unit, stands};
use super::{ACKNOWLEDGEMENT, DOCUMENT, POLICY, STATEMENT};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::responsibility::PERSON;
use crate::{Actor, Aims, Error};

/// Records of a kind that are looked at.
const MOST: u32 = 20_000;
/// States in which nobody looks at a document any more.
const GONE: &[&str] = &["superseded", "withdrawn"];

/// A document and who has acknowledged it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The document.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its type.
    pub form: String,
    /// Its state.
    pub state: String,
    /// All who were asked.
    pub all: Stands,
    /// The same by unit.
    pub units: Vec<Stands>,
    /// What a policy must say, with the statements that say it; empty for other documents.
    pub says: Vec<Said>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// Something that a policy must say, and the statements that say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What it is.
    pub wanted: Says,
    /// The statements; none where it is missing.
    pub by: Vec<Id>,
}

/// All documents that are not gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Control {
    /// Documents, by number.
    pub documents: Vec<Line>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What whoever asks has not acknowledged yet, with its document.
    pub mine: Vec<(Id, Id)>,
    /// Titles of units and documents.
    pub titles: BTreeMap<String, String>,
}

impl Aims {
    /// How documents stand that somebody may see: what is wrong, and who has acknowledged them.
    pub async fn documents(&self, actor: &Actor) -> Result<Control, Error> {
        let (this, who) = (self.clone(), actor.clone());
        self.0.store.read_async(move |read: &Read| this.documents_in(read, &who)).await
    }

    fn documents_in(&self, read: &Read, actor: &Actor) -> Result<Control, Error> {
        let actor = self.with_roles(read, actor)?;
        let (visible, at) = (self.visible(read, &actor)?, self.snapshot(read, None));
        let around = around(&at, &visible)?;
        let library = self.configuration().libraries.clone();
        let mine = around.asked.iter().filter(|it| Some(&it.person) == actor.person.as_ref() && it.state == "asked");
        let mine: Vec<(Id, Id)> = mine.map(|it| (it.id.clone(), it.of.clone())).collect();
        let documents: Vec<Line> = around
            .papers
            .iter()
            .filter(|it| !GONE.contains(&it.1.state.as_str()))
            .map(|(id, it)| line(&around, id, it, &library.policies.says))
            .collect();
        let units = around.asked.iter().filter_map(|it| it.unit.as_ref()?.parse().ok());
        let wanted: Vec<Id> = units.collect::<BTreeSet<Id>>().into_iter().collect();
        let mut titles = self.names_of(read, &actor, wanted)?;
        titles.extend(around.papers.iter().map(|(id, it)| (id.to_string(), it.title.clone())));
        Ok(Control { documents, faults: faults(&around), mine, titles })
    }
}

/// A document with what was asked about it and what it says.
fn line(around: &Around, id: &Id, it: &Paper, wanted: &[Says]) -> Line {
    let asked: Vec<&Asked> = around.asked.iter().filter(|it| it.of == *id).collect();
    let statements: Vec<Statement> =
        around.statements.iter().filter(|it| it.document.as_ref() == Some(id)).cloned().collect();
    let said = |says: &Says| {
        let by = statements.iter().filter(|it| it.state == "active" && it.answers.contains(&says.key));
        Said { wanted: says.clone(), by: by.map(|it| it.id.clone()).collect() }
    };
    let is_policy = it.form == POLICY && !statements.is_empty();
    Line {
        id: id.clone(),
        title: it.title.clone(),
        form: it.form.clone(),
        state: it.state.clone(),
        all: stands(None, &asked, around.today),
        units: by_unit(&asked, around.today),
        says: if is_policy { wanted.iter().map(said).collect() } else { Vec::new() },
        statements,
    }
}

/// Everything around the documents that may be seen.
fn around(at: &Snapshot, visible: &Visible) -> Result<Around, Error> {
    let list = |kind: &str| at.read.list(&Query { limit: MOST, ..Query::of(kind, visible.clone()) });
    let documents = list(DOCUMENT)?;
    let papers: BTreeMap<Id, Paper> = documents.iter().map(|it| (it.id.clone(), paper(it))).collect();
    let of: Vec<Id> = papers.keys().cloned().collect();
    let rows = list(ACKNOWLEDGEMENT)?;
    let people: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "person")).collect();
    let people = at.records(&people.into_iter().collect::<Vec<_>>())?;
    let known: BTreeMap<&Id, &RecordRow> =
        people.iter().filter(|it| it.kind == PERSON).map(|it| (&it.id, it)).collect();
    Ok(Around {
        today: day(at.time),
        approvals: approvals(at, &of)?,
        statements: list(STATEMENT)?.iter().map(statement).collect(),
        asked: rows.iter().filter_map(|it| asked(it, &known)).collect(),
        papers,
    })
}

/// A document as far as its control depends on it.
pub(super) fn paper(row: &RecordRow) -> Paper {
    Paper {
        title: row.title.clone(),
        form: row.text("form").unwrap_or_default().to_owned(),
        state: row.state.clone(),
        authors: authors(row),
        supersedes: targets(&row.document, "supersedes"),
        review_by: date(&row.document, "review_by"),
    }
}

/// Who wrote a document or a statement, as far as that is stated or known.
pub(crate) fn authors(row: &RecordRow) -> BTreeSet<String> {
    let stated = targets(&row.document, "authors").into_iter().map(|it| it.to_string());
    stated.chain([row.makers.creator.clone()]).collect()
}

/// Decisions about these documents.
pub(crate) fn approvals(at: &Snapshot, documents: &[Id]) -> Result<BTreeMap<Id, Vec<Approval>>, Error> {
    if documents.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = at.records(&crate::bodies::about(at.read, documents)?)?;
    let invalid = crate::bodies::answers::invalid(at, &rows.iter().collect::<Vec<_>>())?;
    let papers: BTreeMap<Id, RecordRow> = at.records(documents)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let about = |it: &RecordRow| targets(&it.document, "subject").into_iter().find_map(|it| papers.get(&it));
    let taken: Vec<(&RecordRow, &RecordRow)> = rows.iter().filter_map(|it| Some((it, about(it)?))).collect();
    let without = crate::bodies::alone::without_right(at, &taken)?;
    let mut found: BTreeMap<Id, Vec<Approval>> = BTreeMap::new();
    for (row, paper) in taken {
        let no = crate::packing::answers::not_yes(row).or_else(|| of_another_sort(at, row, paper));
        // Whoever wrote it decides nothing about it, whatever their rights: that is told of its own.
        let own = authors(paper);
        let own = targets(&row.document, "deciders").iter().any(|it| own.contains(&it.to_string()));
        let approval = Approval {
            id: row.id.clone(),
            deciders: targets(&row.document, "deciders").iter().map(ToString::to_string).collect(),
            problem: no.or_else(|| invalid.get(&row.id).or_else(|| without.get(&row.id).filter(|_| !own)).cloned()),
        };
        found.entry(paper.id.clone()).or_default().push(approval);
    }
    Ok(found)
}

/// Why a decision is of a sort that brings nothing into force; one that says nothing of its sort is taken as it is meant.
fn of_another_sort(at: &Snapshot, decision: &RecordRow, paper: &RecordRow) -> Option<String> {
    let (form, act) = (decision.text("form")?, at.libraries.deciding.act_on(paper)?);
    let fits = form == act.action || form == crate::bodies::gate::APPROVE;
    (!fits).then(|| format!("it is of type `{form}` and approves nothing; this asks for `{}`", act.action))
}

fn statement(row: &RecordRow) -> Statement {
    let answers = row.document.get("answers").and_then(Value::as_array).into_iter().flatten();
    Statement {
        id: row.id.clone(),
        number: row.text("anchor").unwrap_or_default().to_owned(),
        text: row.text("text").unwrap_or_default().to_owned(),
        document: targets(&row.document, "document").pop(),
        state: row.state.clone(),
        answers: answers.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
    }
}

fn asked(row: &RecordRow, people: &BTreeMap<&Id, &RecordRow>) -> Option<Asked> {
    let person = targets(&row.document, "person").pop()?;
    let known = people.get(&person);
    Some(Asked {
        id: row.id.clone(),
        of: targets(&row.document, "of").pop()?,
        unit: known.and_then(|it| it.unit.clone()),
        there: known.is_some_and(|it| it.state == THERE && !it.retired),
        state: row.state.clone(),
        due: date(&row.document, "due"),
        person,
    })
}
