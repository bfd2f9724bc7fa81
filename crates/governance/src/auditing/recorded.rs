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

/// A record that holds others: its kind, theirs, and the field by which these name it.
const HOLDERS: &[(&str, &str, &str)] = &[("contract", DUTY, "contract"), ("document", POLICY, "document")];
/// The field by which such a record names the AI systems that it is about.
const ABOUT: &str = "systems";

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

/// Records that audits name as criteria, with the clauses of contracts and the statements of policies in the place of these; read together, whatever
/// the number of audits.
#[derive(Default)]
struct Named {
    rows: BTreeMap<Id, RecordRow>,
    /// What stands in contracts and policies.
    held: BTreeMap<Id, BTreeSet<Id>>,
    /// Why some of them cannot be breached.
    refused: BTreeMap<Id, String>,
}

impl Named {
    fn read(at: &Snapshot, audits: &[&RecordRow]) -> Result<Named, Error> {
        let ids: BTreeSet<Id> = audits.iter().flat_map(|it| targets(&it.document, "criteria_records")).collect();
        if ids.is_empty() {
            return Ok(Named::default());
        }
        let mut all = Named::default();
        all.enter(at.records(&ids.into_iter().collect::<Vec<_>>())?);
        let holders: Vec<Id> =
            all.rows.values().filter(|it| held_by(&it.kind).is_some()).map(|it| it.id.clone()).collect();
        if !holders.is_empty() {
            let kinds: Vec<&str> = HOLDERS.iter().map(|it| it.1).collect();
            let links = at.read.links_to_any(&holders, &kinds)?.into_iter();
            let links =
                links.filter(|(of, it)| all.rows.get(of).and_then(|of| held_by(&of.kind)) == Some(it.field.as_str()));
            let pairs: Vec<(Id, Id)> = links.map(|(of, it)| (of, it.end.id)).collect();
            let inner: BTreeSet<Id> = pairs.iter().map(|it| it.1.clone()).collect();
            let inner = at.records(&inner.into_iter().collect::<Vec<_>>())?;
            all.enter(inner.into_iter().filter(|it| !it.retired).collect());
            for (of, it) in pairs.into_iter().filter(|it| all.rows.contains_key(&it.1)) {
                all.held.entry(of).or_default().insert(it);
            }
        }
        all.refused = problems(at, &all.rows.values().collect::<Vec<_>>())?;
        for it in all.rows.values().filter(|it| held_by(&it.kind).is_some() && !all.held.contains_key(&it.id)) {
            let why = || "holds nothing that could be breached; enter its duties or its statements first".to_owned();
            all.refused.entry(it.id.clone()).or_insert_with(why);
        }
        Ok(all)
    }

    fn enter(&mut self, rows: Vec<RecordRow>) {
        self.rows.extend(rows.into_iter().map(|it| (it.id.clone(), it)));
    }

    /// Those of one audit, in the order of numbers. A contract or policy in which nothing stands is there itself, so that it does not go unnoticed.
    fn of(&self, audit: &RecordRow) -> Vec<&RecordRow> {
        let mut ids: BTreeSet<&Id> = BTreeSet::new();
        let named = targets(&audit.document, "criteria_records");
        for row in named.iter().filter_map(|it| self.rows.get(it)) {
            match self.held.get(&row.id) {
                Some(held) => ids.extend(held),
                None => _ = ids.insert(&row.id),
            }
        }
        let mut all: Vec<&RecordRow> = ids.into_iter().filter_map(|it| self.rows.get(it)).collect();
        all.sort_by_key(|it| (it.kind.as_str(), it.id.number));
        all
    }
}

/// The field by which records name the contract or policy of this kind in which they stand.
fn held_by(kind: &str) -> Option<&'static str> {
    HOLDERS.iter().find(|it| it.0 == kind).map(|it| it.2)
}

/// The contract or policy in which a record stands.
fn holder(row: &RecordRow) -> Option<Id> {
    HOLDERS.iter().find(|it| it.1 == row.kind).and_then(|it| row.link(it.2))
}

/// The records that an audit names as criteria, with the clauses of contracts and the statements of policies in their place; in the order of numbers.
pub(crate) fn recorded(at: &Snapshot, audit: &RecordRow) -> Result<Vec<Recorded>, Error> {
    let mut named = Named::read(at, &[audit])?;
    let all: Vec<RecordRow> = named.of(audit).into_iter().cloned().collect();
    let about = about(at, &all.iter().collect::<Vec<_>>())?;
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
    let one = |row: RecordRow| Recorded {
        record: row.id.to_string(),
        title: row.title.clone(),
        says: row.text("text").unwrap_or(&row.title).to_owned(),
        systems: about.get(&row.id).into_iter().flatten().map(ToString::to_string).collect(),
        sample: row
            .text("records")
            .map(|kind| Plan { kind: kind.to_owned(), filter: row.text("population").unwrap_or_default().to_owned() }),
        refused: named.refused.remove(&row.id),
        live: said.remove(&row.id),
        kind: row.kind,
    };
    Ok(all.into_iter().map(one).collect())
}

/// The numbers of the records that each of these audits looks at as criteria: those that can be breached and name no other AI systems than it looks at.
pub(crate) fn numbers(at: &Snapshot, audits: &[&RecordRow]) -> Result<BTreeMap<Id, BTreeSet<String>>, Error> {
    let named = Named::read(at, audits)?;
    let about = about(at, &named.rows.values().collect::<Vec<_>>())?;
    let of = |audit: &RecordRow| -> BTreeSet<String> {
        let scope = targets(&audit.document, "systems");
        let inside = |it: &&RecordRow| {
            let own = about.get(&it.id);
            scope.is_empty() || own.is_none_or(|own| own.is_empty() || own.iter().any(|it| scope.contains(it)))
        };
        let looked_at = named.of(audit).into_iter().filter(|it| !named.refused.contains_key(&it.id)).filter(inside);
        looked_at.map(|it| it.id.to_string()).collect()
    };
    Ok(audits.iter().map(|it| (it.id.clone(), of(it))).collect())
}

/// Why records cannot be breached on the day of the snapshot, by what they say and by the contract or policy in which they stand; nothing of those that can.
pub(crate) fn problems(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let on = day(at.time);
    let over = |it: RecordRow| {
        let state = state_problem(at, &it).map(|_| "is not in force".to_owned());
        Some((it.id.clone(), state.or_else(|| outside(&it, on))?))
    };
    let over: BTreeMap<Id, String> = holders(at, rows)?.into_iter().filter_map(over).collect();
    let why = |row: &RecordRow| {
        let stands_in = holder(row).and_then(|it| Some(format!("stands in {it}, which {}", over.get(&it)?)));
        state_problem(at, row).or_else(|| outside(row, on)).or(stands_in)
    };
    Ok(rows.iter().filter_map(|it| Some((it.id.clone(), why(it)?))).collect())
}

/// The contracts and policies in which records stand.
fn holders(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<RecordRow>, Error> {
    let ids: BTreeSet<Id> = rows.iter().filter_map(|it| holder(it)).collect();
    if ids.is_empty() { Ok(Vec::new()) } else { at.records(&ids.into_iter().collect::<Vec<_>>()) }
}

/// Why a day lies outside the dates of a record; one that renews itself goes on after its last.
fn outside(row: &RecordRow, on: Date) -> Option<String> {
    let renews = row.document.get("renews_itself").and_then(serde_json::Value::as_bool).unwrap_or_default();
    let begins = date(&row.document, "from").filter(|it| on < *it).map(|it| format!("does not apply before {it}"));
    let ended = date(&row.document, "until").filter(|it| *it < on && !renews).map(|it| format!("ended on {it}"));
    begins.or(ended)
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

/// AI systems to which records apply: those that they name, else those that the contract or policy names in which they stand; none where all are meant.
fn about(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, BTreeSet<Id>>, Error> {
    let systems = |row: &RecordRow, field: &str| -> BTreeSet<Id> {
        let own = targets(&row.document, field).into_iter();
        own.filter(|it| crate::reached::is_of(&at.catalog, it, &[SYSTEM])).collect()
    };
    let named: BTreeMap<Id, BTreeSet<Id>> =
        holders(at, rows)?.iter().map(|it| (it.id.clone(), systems(it, ABOUT))).collect();
    let of = |row: &RecordRow| {
        let own = systems(row, "covers");
        let held = || holder(row).and_then(|it| named.get(&it).cloned()).unwrap_or_default();
        if own.is_empty() { held() } else { own }
    };
    Ok(rows.iter().map(|it| (it.id.clone(), of(it))).collect())
}
