//! Criteria that are records: statements of policies, clauses of contracts and duties, against which an audit holds evidence as well as against
//! requirements of libraries. What is not in force, does not apply or has ended cannot be breached, and is left out with that reason.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::checklist::{Live, Plan};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::documents::STATEMENT as POLICY;
use crate::practising::logged::runs;
use crate::surroundings::SYSTEM;

/// The kind of duties.
pub(crate) const DUTY: &str = "obligation";

/// A record that holds others, and by which field these name it.
const HOLDERS: &[(&str, &str, &str)] = &[("contract", DUTY, "contract"), ("document", POLICY, "document")];

/// A criterion that is a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorded {
    /// Its number.
    pub record: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub says: String,
    /// AI systems that it names; none where it is about all.
    pub systems: BTreeSet<String>,
    /// Records by which it can be looked at.
    pub sample: Option<Plan>,
    /// Why it cannot be breached.
    pub refused: Option<String>,
    /// What records say of it.
    pub live: Option<Live>,
}

/// The records that an audit names as criteria, with the clauses of contracts and the statements of policies in their place; in the order of numbers.
pub(crate) fn recorded(at: &Snapshot, audit: &RecordRow) -> Result<Vec<Recorded>, Error> {
    let all = leaves(at, audit)?;
    let ids: Vec<Id> = all.iter().map(|it| it.id.clone()).collect();
    let mut said: BTreeMap<Id, Live> = BTreeMap::new();
    if ids.iter().any(|it| crate::reached::is_of(&at.catalog, it, &[POLICY])) {
        for (id, run) in runs(at, &ids, &store::Visible::All)? {
            let share = run.share.as_ref().map(|it| format!(" in {} of {}", it.k, it.n)).unwrap_or_default();
            let on = run.on.map(|it| format!(" on {it}")).unwrap_or_default();
            let why = format!("{} looked at records{on}: kept{share}", run.id);
            said.insert(id, Live { status: run.verdict, why, records: vec![run.id.to_string()] });
        }
    }
    let mut refused = problems(at, &all.iter().collect::<Vec<_>>())?;
    let one = |row: RecordRow| Recorded {
        record: row.id.to_string(),
        title: row.title.clone(),
        says: row.text("text").unwrap_or(&row.title).to_owned(),
        systems: systems(at, &row).iter().map(ToString::to_string).collect(),
        sample: row
            .text("records")
            .map(|kind| Plan { kind: kind.to_owned(), filter: row.text("population").unwrap_or_default().to_owned() }),
        refused: refused.remove(&row.id),
        live: said.remove(&row.id),
        kind: row.kind,
    };
    Ok(all.into_iter().map(one).collect())
}

/// The numbers of the records that an audit looks at as criteria: those that can be breached and name no other AI systems than it looks at.
pub(crate) fn numbers(at: &Snapshot, audit: &RecordRow) -> Result<BTreeSet<String>, Error> {
    let all = leaves(at, audit)?;
    let refused = problems(at, &all.iter().collect::<Vec<_>>())?;
    let scope = targets(&audit.document, "systems");
    let inside = |it: &&RecordRow| {
        let own = systems(at, it);
        own.is_empty() || scope.is_empty() || own.iter().any(|it| scope.contains(it))
    };
    let looked_at = all.iter().filter(|it| !refused.contains_key(&it.id)).filter(inside);
    Ok(looked_at.map(|it| it.id.to_string()).collect())
}

/// The records that an audit names, and in the place of contracts and policies what these hold.
fn leaves(at: &Snapshot, audit: &RecordRow) -> Result<Vec<RecordRow>, Error> {
    let named = targets(&audit.document, "criteria_records");
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<Id, RecordRow> = BTreeMap::new();
    for row in at.records(&named)? {
        let Some((_, kind, field)) = HOLDERS.iter().find(|it| it.0 == row.kind) else {
            found.insert(row.id.clone(), row);
            continue;
        };
        let links = at.read.links_to_any(std::slice::from_ref(&row.id), &[kind])?;
        let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == *field).map(|it| it.1.end.id).collect();
        let held = at.records(&ids.into_iter().collect::<Vec<_>>())?;
        found.extend(held.into_iter().filter(|it| !it.retired).map(|it| (it.id.clone(), it)));
    }
    let mut all: Vec<RecordRow> = found.into_values().collect();
    all.sort_by_key(|it| (it.kind.clone(), it.id.number));
    Ok(all)
}

/// Why records cannot be breached on the day of the snapshot, by what they say and by the contract or policy in which they stand; nothing of those that can.
pub(crate) fn problems(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let holder = |row: &RecordRow| HOLDERS.iter().find(|it| it.1 == row.kind).and_then(|it| row.link(it.2));
    let holders: BTreeSet<Id> = rows.iter().filter_map(|it| holder(it)).collect();
    let held = if holders.is_empty() { Vec::new() } else { at.records(&holders.into_iter().collect::<Vec<_>>())? };
    let over: BTreeSet<Id> = held.iter().filter(|it| state_problem(at, it).is_some()).map(|it| it.id.clone()).collect();
    let on = day(at.time);
    let why = |row: &RecordRow| {
        let stands_in = holder(row).filter(|it| over.contains(it));
        problem(at, row, on).or_else(|| stands_in.map(|it| format!("stands in {it}, which is not in force")))
    };
    Ok(rows.iter().filter_map(|it| Some((it.id.clone(), why(it)?))).collect())
}

fn problem(at: &Snapshot, row: &RecordRow, on: Date) -> Option<String> {
    let (from, until) = (date(&row.document, "from"), date(&row.document, "until"));
    let begins = from.filter(|it| on < *it).map(|it| format!("does not apply before {it}"));
    let ended = until.filter(|it| *it < on).map(|it| format!("ended on {it}"));
    state_problem(at, row).or(begins).or(ended)
}

fn state_problem(at: &Snapshot, row: &RecordRow) -> Option<String> {
    let states = at.libraries.auditing.checklist.criteria_states.get(&row.kind)?;
    if row.retired {
        return Some("is retired".to_owned());
    }
    let all: Vec<String> = states.iter().map(|it| it.replace('_', " ")).collect();
    let now = row.state.replace('_', " ");
    (!states.contains(&row.state)).then(|| format!("is {now}, and asks for nothing unless it is {}", all.join(" or ")))
}

/// AI systems that a record names as those to which it applies.
fn systems(at: &Snapshot, row: &RecordRow) -> BTreeSet<Id> {
    let own = targets(&row.document, "covers").into_iter();
    own.filter(|it| crate::reached::is_of(&at.catalog, it, &[SYSTEM])).collect()
}
