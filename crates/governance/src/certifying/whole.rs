//! Certificates told for the page, the command and the interface, as far as somebody may see them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Condition, Read, RecordRow};

use super::CERTIFICATION;
use super::answers::standings;
use super::cycle::{Certificate, Due};
use super::library::Sort;
use super::then::Then;
use super::truth::{Change, Said, Side, Since, Telling, of_scope, of_statement, telling, weighed};
use crate::conformity::STATEMENT;
use crate::conformity::statement::read_statement;
use crate::correcting::FINDING;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::scoping::boundary::{Above, Scope};
use crate::scoping::gathered::Around;
use crate::scoping::verdict::{All as Verdicts, judged};
use crate::scoping::{IN_FORCE, in_force};
use crate::{Actor, Aims, Error};

/// A finding of the body that is not settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The finding.
    pub id: Id,
    /// Its grade.
    pub grade: String,
    /// Its state.
    pub state: String,
    /// The day by which it is to be answered.
    pub answer_by: Option<Date>,
    /// Whether that day has passed without an answer.
    pub late: bool,
}

/// A certificate with what follows for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its number; blank where none is entered.
    pub number: String,
    /// The framework by which it is certified.
    pub framework: String,
    /// The body.
    pub body: Option<Id>,
    /// Its state.
    pub state: String,
    /// The scope that was certified.
    pub scope: Option<Id>,
    /// The statement that it names.
    pub statement: Option<Id>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// The last day.
    pub expires: Option<Date>,
    /// How it stands.
    pub standing: &'static str,
    /// Why.
    pub why: Vec<String>,
    /// Visits of its cycle.
    pub visits: Vec<Due>,
    /// Findings of the body that are not settled.
    pub findings: Vec<Open>,
    /// Whether what was certified is still what is there; nothing where no scope was certified or it is over.
    pub still_true: Option<bool>,
    /// The day as of which units and AI systems are compared; nothing where records do not reach back to it, so that only what was written is.
    pub compared_from: Option<Date>,
    /// What is otherwise now.
    pub changes: Vec<Change>,
    /// Differences of which the body must be told and was not.
    pub untold: usize,
    /// Differences and findings that may not be seen.
    pub hidden: usize,
}

/// Every certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct All {
    /// The day.
    pub on: Date,
    /// Certificates, by number.
    pub certificates: Vec<Told>,
    /// Sorts of differences, with what to do.
    pub sorts: Vec<Sort>,
    /// Certificates that may not be seen.
    pub hidden: usize,
    /// Titles of records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// What a certificate would have to be told for, were a unit moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The certificate.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Differences that come anew.
    pub changes: Vec<Change>,
}

/// A scope with what follows from it at a moment.
pub(crate) struct Now {
    id: Id,
    scope: Scope,
    all: Verdicts,
    above: Above,
    /// The day from which each AI system is known.
    known: Since,
}

impl Now {
    /// A scope with what is around it and the verdicts that follow.
    pub(crate) fn of(id: &Id, scope: &Scope, around: &Around, all: Verdicts) -> Now {
        let known = around.systems.values().map(|it| (it.id.clone(), day(it.created))).collect();
        Now { id: id.clone(), scope: scope.clone(), all, above: around.above.clone(), known }
    }

    pub(super) fn judged(row: &RecordRow, around: &Around) -> Now {
        let scope = Scope::read(row);
        Now::of(&row.id, &scope, around, judged(around, &scope))
    }

    fn side(&self) -> Side<'_> {
        Side { id: &self.id, scope: &self.scope, all: &self.all, above: &self.above }
    }
}

impl Aims {
    /// Every certificate as of today or the end of a day.
    pub async fn certificates(&self, actor: &Actor, on: Option<Date>) -> Result<All, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let told = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let (at, on) = this.at_day(read, on)?;
            let all = this.certificates_at(&at, on)?;
            let titles = this.names_of(read, &who, all.iter().flat_map(named).collect())?;
            let (certificates, hidden) = seen(all, &titles);
            Ok(All { on, certificates, hidden, sorts: at.libraries.certifying.change.clone(), titles })
        };
        self.0.store.read_async(told).await
    }

    /// Every certificate at a moment, whoever may see it.
    pub(crate) fn certificates_at(&self, at: &Snapshot, on: Date) -> Result<Vec<Told>, Error> {
        let rows = at.list(CERTIFICATION, Vec::new())?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let around = in_force(at)?.map(|row| Ok::<_, Error>((row, Around::of_verdicts(at, on)?))).transpose()?;
        let now = around.as_ref().map(|(row, around)| Now::judged(row, around));
        let mut then = Then::of(self, at, &rows, around.map(|it| it.1))?;
        let (statements, findings) = (statements(at)?, findings(at, &rows, on)?);
        let standings = standings(at, &rows)?;
        let held = |row: &RecordRow| at.libraries.certifying.held.contains(&row.state);
        let mut differences = Vec::new();
        for row in &rows {
            differences.push(match held(row) {
                true => otherwise(at, row, &mut then, now.as_ref(), &statements)?,
                false => (Vec::new(), None),
            });
        }
        // The days of all differences are read at once.
        let since = since(at, differences.iter().flat_map(|it| &it.0), now.as_ref())?;
        let mut all = Vec::new();
        for ((row, standing), (found, compared_from)) in rows.iter().zip(standings).zip(differences) {
            let held = held(row);
            let changes = weighed(found, &at.libraries.certifying, &since, &telling(&row.document));
            let visits = targets(&row.document, "visits");
            let own = findings.iter().filter(|it| visits.contains(&it.0)).map(|it| it.1.clone());
            all.push(Told {
                id: row.id.clone(),
                title: row.title.clone(),
                number: row.text("certificate_number").unwrap_or_default().to_owned(),
                framework: row.text("framework").unwrap_or_default().to_owned(),
                body: row.link("body"),
                state: row.state.clone(),
                scope: row.link("scope"),
                statement: row.link("statement"),
                issued: date(&row.document, "issued"),
                expires: date(&row.document, "expires"),
                standing: standing.standing,
                why: standing.why,
                visits: standing.visits,
                findings: own.collect(),
                still_true: (held && row.link("scope").is_some()).then_some(changes.is_empty()),
                compared_from,
                untold: changes.iter().filter(|it| it.open).count(),
                changes,
                hidden: 0,
            });
        }
        Ok(all)
    }

    /// What certificates would have to be told for, were these verdicts to stand instead of those.
    pub(crate) fn certificates_moved(&self, at: &Snapshot, before: &Now, after: &Now) -> Result<Vec<Moved>, Error> {
        let rules = &at.libraries.certifying;
        let held = vec![Condition::State(rules.held.clone())];
        let rows = at.list(CERTIFICATION, held)?;
        let mut then = Then::of(self, at, &rows, None)?;
        let mut all = Vec::new();
        for row in &rows {
            let (Some(certified), _) = then.certified(row)? else { continue };
            let side = certified.side();
            let (old, new) = (of_scope(&side, Some(&before.side())), of_scope(&side, Some(&after.side())));
            let anew = new.into_iter().filter(|it| !old.contains(it)).collect();
            let changes = weighed(anew, rules, &Since::new(), &Telling::new());
            if !changes.is_empty() {
                all.push(Moved { id: row.id.clone(), title: row.title.clone(), changes });
            }
        }
        Ok(all)
    }
}

/// A difference: its sort, what is otherwise, and the record that moved.
type Difference = (&'static str, String, Id);

/// What is otherwise than a certificate says, and the day as of which units and AI systems were compared.
fn otherwise(
    at: &Snapshot,
    row: &RecordRow,
    then: &mut Then,
    now: Option<&Now>,
    statements: &[RecordRow],
) -> Result<(Vec<Difference>, Option<Date>), Error> {
    let mut found = Vec::new();
    let (certified, from) = then.certified(row)?;
    if let Some(certified) = certified {
        found.extend(of_scope(&certified.side(), now.map(Now::side).as_ref()));
    }
    if let Some(named) = statement_named(at, row)? {
        let of = |it: &&RecordRow| it.text("framework") == row.text("framework");
        let current = statements.iter().filter(of).max_by_key(|it| it.id.number);
        let current: Option<Said> = current.map(|it| (it.id.clone(), read_statement(&it.document)));
        found.extend(of_statement(&named, current.as_ref()));
    }
    Ok((found, from))
}

/// Statements of applicability in force.
fn statements(at: &Snapshot) -> Result<Vec<RecordRow>, Error> {
    at.list(STATEMENT, vec![Condition::State(vec![IN_FORCE.to_owned()])])
}

/// The statement that a certificate names, in the version that it names.
fn statement_named(at: &Snapshot, row: &RecordRow) -> Result<Option<Said>, Error> {
    let Some(id) = row.link("statement") else { return Ok(None) };
    let version = row.document.get("statement_version").and_then(serde_json::Value::as_i64);
    let found = match version {
        Some(version) => at.read.version(&id, version)?.map(|it| it.record),
        None => at.records(std::slice::from_ref(&id))?.pop(),
    };
    Ok(found.map(|it| (id, read_statement(&it.document))))
}

/// Findings of the audits that certificates name and that are nonconformities not settled, each with its audit.
fn findings(at: &Snapshot, rows: &[RecordRow], on: Date) -> Result<Vec<(Id, Open)>, Error> {
    let visits: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "visits")).collect();
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let rules = &at.libraries.certifying;
    let of = |target: Id| Condition::LinkedTo { field: Some("in_audit".to_owned()), target };
    let all = at.list(FINDING, vec![Condition::Any(visits.into_iter().map(of).collect())])?;
    let open = |row: &RecordRow| {
        let grade = row.text("grade").filter(|it| rules.nonconformities.iter().any(|of| of == it))?.to_owned();
        let answer_by = date(&row.document, "answer_by");
        let late = answer_by.is_some_and(|it| it < on) && row.text("answer").is_none();
        let open = Open { id: row.id.clone(), grade, state: row.state.clone(), answer_by, late };
        (!rules.settled.contains(&row.state)).then_some((row.link("in_audit")?, open))
    };
    Ok(all.iter().filter_map(open).collect())
}

/// The day on which each record of these differences came to be what it is: scopes and statements since they are in force, AI systems since
/// they are known.
fn since<'a>(
    at: &Snapshot,
    found: impl Iterator<Item = &'a Difference> + Clone,
    now: Option<&Now>,
) -> Result<Since, Error> {
    let ids: Vec<Id> = found.clone().map(|it| it.2.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    if ids.is_empty() {
        return Ok(Since::new());
    }
    let mut all: Since =
        at.read.first_in(&ids, IN_FORCE, at.place)?.into_iter().map(|(id, time)| (id, day(time))).collect();
    for (_, _, id) in found.filter(|it| it.0 == "system_entered") {
        let known = now.and_then(|it| it.known.get(id));
        all.extend(known.map(|it| (id.clone(), *it)));
    }
    Ok(all)
}

/// Records that a certificate names.
pub(crate) fn named(of: &Told) -> Vec<Id> {
    let mut ids = vec![of.id.clone()];
    ids.extend(of.body.iter().chain(&of.scope).chain(&of.statement).cloned());
    ids.extend(of.visits.iter().filter_map(|it| it.visit.clone()));
    ids.extend(of.findings.iter().map(|it| it.id.clone()));
    ids.extend(of.changes.iter().map(|it| it.record.clone()));
    ids
}

/// Certificates as far as they may be seen by whoever knows these titles, and how many may not.
pub(crate) fn seen(all: Vec<Told>, titles: &BTreeMap<String, String>) -> (Vec<Told>, usize) {
    let known = |it: &Id| titles.contains_key(&it.to_string());
    let count = all.len();
    let one = |mut it: Told| {
        let before = it.changes.len() + it.findings.len();
        it.changes.retain(|it| known(&it.record));
        it.findings.retain(|it| known(&it.id));
        it.hidden = before - it.changes.len() - it.findings.len();
        for of in [&mut it.body, &mut it.scope, &mut it.statement] {
            *of = of.take().filter(known);
        }
        it.visits.iter_mut().for_each(|it| it.visit = it.visit.take().filter(known));
        it
    };
    let seen: Vec<Told> = all.into_iter().filter(|it| known(&it.id)).map(one).collect();
    let hidden = count - seen.len();
    (seen, hidden)
}

impl Told {
    /// The visit that comes next; nothing where it is over.
    pub fn next(&self) -> Option<&Due> {
        Certificate::coming(self.standing, &self.visits)
    }
}
