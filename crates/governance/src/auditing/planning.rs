//! A programme told: every clause and necessary control with how often it is audited and why, whether the cycle covers it, and what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use conformity::Status;
use conformity::plan::About;
use jiff::civil::Date;
use library::Found;
use record::Id;
use serde::Serialize;
use store::{Condition, Read, RecordRow};

use super::gathered;
use super::programme::{Cycle, Held, Planned, Process, planned};
use super::recorded::{DUTY, numbers, problems};
use super::{AUDIT, FINDING, NONCONFORMITY, PROGRAMME};
use crate::conformity::kept::Covered;
use crate::conformity::statement::left_out;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::documents::STATEMENT as POLICY;
use crate::modality::answers::necessity;
use crate::modality::cited::cited;
use crate::modality::guard::may_anchor;
use crate::responsibility::UNIT;
use crate::scoping::boundary::Scope;
use crate::scoping::gathered::Around;
use crate::scoping::in_force;
use crate::scoping::verdict::{IN, judged};
use crate::{Actor, Aims, Error};

/// States of audits that came to a result.
const DONE: &[&str] = &["reported", "closed"];
/// The state of audits that do not take place.
const CANCELLED: &str = "cancelled";
/// Grades of findings by which something was not met.
pub(crate) const NOT_MET: &[&str] = &["major_nonconformity", "minor_nonconformity"];

/// A programme with what follows for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Programme {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// First and last day of the cycle.
    pub cycle: (Date, Date),
    /// Every clause and necessary control, in the order of the framework.
    pub rows: Vec<Planned>,
    /// Statements of policies and duties that can be breached, by number, as far as they may be seen.
    pub records: Vec<Planned>,
    /// Units inside the scope, by number, as far as they may be seen.
    pub units: Vec<Planned>,
    /// How many statements, duties and units may not be seen.
    pub hidden: usize,
    /// Controls that are left out and need no audit of their own.
    pub left_out: Vec<String>,
    /// How many of the rows the cycle covers.
    pub covered: usize,
    /// Audits of the programme: number, title, state, first day, days planned and used, as they stand.
    pub audits: Vec<Listed>,
    /// Titles of people and records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// An audit of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
    /// How many rows of the programme it looks at: requirements, and the records and units that may be seen.
    pub covers: usize,
}

impl Aims {
    /// A programme with what follows for it, as far as this person may see it.
    pub async fn audit_programme(&self, actor: &Actor, id: &Id) -> Result<Programme, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        self.0.store.read_async(move |read| this.programme_in(read, &who, &id)).await
    }

    fn programme_in(&self, read: &Read, actor: &Actor, id: &Id) -> Result<Programme, Error> {
        let actor = self.with_roles(read, actor)?;
        let row = self.readable(read, &actor, id, None)?;
        if row.kind != PROGRAMME {
            return Err(Error::Missing(format!("{id} is no audit programme; `aims list audit_programme` shows them")));
        }
        let day = |field: &str| {
            let says = || Error::problem(field, format!("{id} does not say when its cycle begins and ends; enter it"));
            date(&row.document, field).ok_or_else(says)
        };
        let cycle = Cycle { from: day("from")?, until: day("until")? };
        let (at, covered) = (self.snapshot(read, None), self.covered(read)?);
        let (processes, left_out) = processes(&at, &covered)?;
        // Audits of every programme count as results; those that are planned, where they are of this one.
        let audits = at.list(AUDIT, Vec::new())?;
        let own: Vec<Held> =
            held(&at, &audits)?.into_iter().filter(|it| it.done || of_programme(&audits, &it.audit, id)).collect();
        let rules = &at.libraries.auditing.programme;
        let rows = planned(rules, cycle, &processes, &own);
        let records = planned(rules, cycle, &stated(&at)?, &own);
        let units = planned(rules, cycle, &units(&at, self.today())?, &own);
        let listed: Vec<&RecordRow> =
            audits.iter().filter(|it| targets(&it.document, "programme").contains(id)).collect();
        let mut names: Vec<Id> = listed.iter().map(|it| it.id.clone()).collect();
        names.extend(
            own.iter()
                .flat_map(|it| it.auditors.iter().cloned().chain([it.audit.clone()]))
                .filter_map(|it| it.parse().ok()),
        );
        names.extend(records.iter().chain(&units).filter_map(|it| it.reference.parse().ok()));
        let titles = self.names_of(read, &actor, names)?;
        let seen = |all: Vec<Planned>| -> Vec<Planned> {
            all.into_iter().filter(|it| titles.contains_key(&it.reference)).collect()
        };
        let before = records.len() + units.len();
        let (records, units) = (seen(records), seen(units));
        let told: BTreeSet<&str> = rows.iter().chain(&records).chain(&units).map(|it| it.reference.as_str()).collect();
        let audits = listed.into_iter().filter(|it| titles.contains_key(&it.id.to_string()));
        let audits = audits.map(|it| self::listed(it, &own, &told)).collect();
        Ok(Programme {
            hidden: before - records.len() - units.len(),
            records,
            units,
            id: row.id.clone(),
            title: row.title.clone(),
            state: row.state,
            cycle: (cycle.from, cycle.until),
            covered: rows.iter().filter(|it| it.covered).count(),
            rows,
            left_out,
            audits,
            titles,
        })
    }
}

fn of_programme(audits: &[RecordRow], name: &str, id: &Id) -> bool {
    audits.iter().any(|it| it.id.to_string() == name && targets(&it.document, "programme").contains(id))
}

/// An audit, with how many of these rows it looks at.
fn listed(row: &RecordRow, held: &[Held], rows: &BTreeSet<&str>) -> Listed {
    let held = held.iter().filter(|it| it.audit == row.id.to_string());
    let covers = held.flat_map(|it| &it.covers).filter(|it| rows.contains(it.as_str())).count();
    Listed {
        id: row.id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        from: date(&row.document, "from"),
        until: date(&row.document, "until"),
        covers,
    }
}

/// Whether an audit is neither over nor cancelled.
pub(crate) fn is_open(row: &RecordRow) -> bool {
    !row.retired && row.state != CANCELLED && !DONE.contains(&row.state.as_str())
}

/// Audits as a programme sees them, without those that are cancelled or have no day.
fn held(at: &Snapshot, audits: &[RecordRow]) -> Result<Vec<Held>, Error> {
    let rows: Vec<&RecordRow> = audits.iter().filter(|it| it.state != CANCELLED && !it.retired).collect();
    let mut records = numbers(at, &rows)?;
    let one = |row: &&RecordRow| {
        let mut covers = gathered::looked_at(at, row);
        covers.extend(records.remove(&row.id).unwrap_or_default());
        covers.extend(targets(&row.document, "units").iter().map(ToString::to_string));
        let judging = gathered::team(row).into_iter().filter(|it| ["lead", "auditor"].contains(&it.part.as_str()));
        Some(Held {
            audit: row.id.to_string(),
            covers,
            on: date(&row.document, "from")?,
            done: DONE.contains(&row.state.as_str()),
            auditors: judging.map(|it| it.person).collect(),
        })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// Statements of policies and duties that can be breached today, with what was found against them earlier.
fn stated(at: &Snapshot) -> Result<Vec<Process>, Error> {
    let mut earlier: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in at.list(FINDING, followed(at, FINDING))? {
        if row.text("grade").is_some_and(|it| NOT_MET.contains(&it)) {
            for it in targets(&row.document, "criterion_records") {
                earlier.entry(it.to_string()).or_default().push(row.id.to_string());
            }
        }
    }
    let mut all = Vec::new();
    for kind in [POLICY, DUTY] {
        let mut rows = at.list(kind, Vec::new())?;
        let refused = problems(at, &rows.iter().collect::<Vec<_>>())?;
        rows.retain(|it| !refused.contains_key(&it.id));
        rows.sort_by_key(|it| it.id.number);
        all.extend(rows.into_iter().map(|it| {
            let reference = it.id.to_string();
            let bears = earlier.get(&reference).map(|it| ("earlier_finding".to_owned(), it.clone()));
            Process { title: it.title, bears: bears.into_iter().collect(), reference }
        }));
    }
    Ok(all)
}

/// Units inside the scope in force; all that are there where none is.
fn units(at: &Snapshot, on: Date) -> Result<Vec<Process>, Error> {
    let inside: Option<BTreeSet<Id>> = match in_force(at)? {
        Some(row) => {
            let all = judged(&Around::of_verdicts(at, on)?, &Scope::read(&row)).units;
            Some(all.into_iter().filter(|it| it.verdict == IN).map(|it| it.id).collect())
        }
        None => None,
    };
    let mut rows = at.list(UNIT, Vec::new())?;
    rows.retain(|it| !it.retired && inside.as_ref().is_none_or(|all| all.contains(&it.id)));
    rows.sort_by_key(|it| it.id.number);
    let process = |it: RecordRow| Process { reference: it.id.to_string(), title: it.title, bears: BTreeMap::new() };
    Ok(rows.into_iter().map(process).collect())
}

/// The states in which what was found earlier is followed up.
fn followed(at: &Snapshot, kind: &str) -> Vec<Condition> {
    let states = at.libraries.auditing.checklist.followed_states.get(kind);
    states.map(|it| Condition::State(it.iter().cloned().collect())).into_iter().collect()
}

/// Clauses and necessary controls with what bears on them, and controls that are left out.
fn processes(at: &Snapshot, covered: &Covered) -> Result<(Vec<Process>, Vec<String>), Error> {
    let shelf = at.libraries.shelf();
    let out = left_out(at)?;
    let necessary = necessity(out.clone());
    let bearing = Bearing::read(at, covered)?;
    let rules = &at.libraries.auditing.programme;
    let (mut all, mut left) = (Vec::new(), Vec::new());
    for (framework, node) in
        shelf.framework(&rules.framework).iter().flat_map(|it| it.assessable().map(move |node| (*it, node)))
    {
        let reference = framework.reference(node);
        if out.contains_key(&reference) {
            left.push(reference);
        } else if may_anchor(shelf, &reference, &necessary).is_ok() {
            let found = Found { framework, node };
            all.push(Process { title: node.title.clone(), bears: bearing.of(&found, &reference), reference });
        }
    }
    Ok((all, left))
}

/// What bears on how often something is audited.
struct Bearing<'a> {
    covered: &'a Covered,
    strict: Vec<String>,
    open: BTreeMap<String, Vec<String>>,
    earlier: BTreeMap<String, Vec<String>>,
    important: BTreeSet<String>,
}

impl<'a> Bearing<'a> {
    fn read(at: &Snapshot, covered: &'a Covered) -> Result<Bearing<'a>, Error> {
        let shelf = at.libraries.shelf();
        let library = &at.libraries.auditing;
        let systems: Vec<RecordRow> = covered.systems().cloned().collect();
        let tiers = crate::tiering::answers::tiers(at, &systems)?;
        let tier = |it: &Option<crate::derived::Answer>| {
            it.as_ref().and_then(|it| it.0.as_str().map(str::to_owned)).unwrap_or_default()
        };
        let strict = systems.iter().zip(&tiers).filter(|it| library.checklist.own_tiers.contains(&tier(it.1)));
        let strict = strict.map(|it| it.0.id.to_string()).collect();
        let cites = |rows: Vec<RecordRow>, field: &str| {
            let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for row in rows {
                for it in cited(shelf, row.text(field).unwrap_or_default()) {
                    found.entry(it).or_default().push(row.id.to_string());
                }
            }
            found
        };
        let open = cites(at.list(NONCONFORMITY, followed(at, NONCONFORMITY))?, "requirement");
        let mut findings = at.list(FINDING, followed(at, FINDING))?;
        findings.retain(|it| it.text("grade").is_some_and(|it| NOT_MET.contains(&it)));
        let named = library.programme.point.iter().flat_map(|it| it.references.iter().cloned());
        let important = match named.collect::<Vec<_>>().as_slice() {
            [] => BTreeSet::new(),
            all => gathered::expanded(at, all),
        };
        Ok(Bearing { covered, strict, open, earlier: cites(findings, "criterion"), important })
    }

    fn of(&self, found: &Found, reference: &str) -> BTreeMap<String, Vec<String>> {
        let mut bears = BTreeMap::new();
        let about = found.node.applies.as_ref().map(|it| it.about.as_str()).unwrap_or_default();
        if self.important.contains(reference) {
            bears.insert("important".to_owned(), Vec::new());
        }
        if about == "system" && !self.strict.is_empty() {
            bears.insert("strict_systems".to_owned(), self.strict.clone());
        }
        for (name, all) in [("open_nonconformity", &self.open), ("earlier_finding", &self.earlier)] {
            if let Some(records) = all.get(reference) {
                bears.insert(name.to_owned(), records.clone());
            }
        }
        let matrix = &self.covered.matrix;
        let Some(node) = matrix.plan.place(reference) else { return bears };
        let whom = (matrix.plan.lines[node].about != About::System).then_some(None);
        let systems =
            (0..matrix.systems.len()).map(Some).filter(|_| matrix.plan.lines[node].about != About::Organisation);
        let statuses: Vec<Status> = whom.into_iter().chain(systems).map(|it| matrix.status(node, it)).collect();
        if statuses.contains(&Status::Failing) {
            bears.insert("failing".to_owned(), Vec::new());
        } else if statuses.iter().any(|it| matches!(it, Status::Stale | Status::NotStarted)) {
            bears.insert("stale".to_owned(), Vec::new());
        }
        bears
    }
}
