//! Events as they are read: records that the library calls events, each with its day and what it is about; and with them, the events that reach risks.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::{Condition, RecordRow, VersionRow};

use super::super::RISK;
use super::super::level::Risk;
use super::known::{known, late, versions};
use super::library::{CHANGED, CREATED, ITSELF, STATE, Sort};
use super::reach::{Reached, Web, reached};
use crate::Error;
use crate::challenging::around::contradicted;
use crate::challenging::likelihood::Beside as Contradiction;
use crate::conformity::checks::conditions;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The record that says so.
    pub id: Id,
    /// What it is, by its name in the library.
    pub name: String,
    /// The place of that in the library.
    pub place: usize,
    /// Its day.
    pub day: Date,
    /// The day on which it came to light, as the ledger has it.
    pub known: Date,
    /// What it is about.
    pub about: Vec<Id>,
    /// Kind of which it is about every record where nothing is named.
    pub every: Option<String>,
    /// The day by which risks must be assessed, where the record names one from which something applies.
    pub before: Option<Date>,
    /// Whether it calls for an assessment though criteria do not name it.
    pub always: bool,
    /// What moved, where a change of fields is the event.
    pub moved: String,
}

impl Happened {
    /// Whether it came after an assessment, or asks for one before a day that is still to come then.
    pub fn comes_after(&self, assessed: Date) -> bool {
        self.day > assessed || self.before.is_some_and(|on| on > assessed)
    }
}

/// A day that a field holds, also where it is the first of a period.
fn held(row: &RecordRow, field: &str) -> Option<Date> {
    let value = row.document.get(field)?;
    value.as_str().or_else(|| value.get("from")?.as_str())?.parse().ok()
}

/// What the record of an event is about.
fn about(sort: &Sort, row: &RecordRow) -> Vec<Id> {
    let of = |field: &String| match field.as_str() {
        ITSELF => vec![row.id.clone()],
        field => targets(&row.document, field),
    };
    let named = sort.about.iter().map(|all| all.iter().flat_map(of).collect::<Vec<Id>>());
    let mut found = named.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    found.sort();
    found.dedup();
    found
}

/// The day on which one of the fields moved last, and what moved.
fn changed(sort: &Sort, versions: &[VersionRow]) -> Option<(Date, String)> {
    let shown = |it: Option<&Value>| match it {
        None => "nothing".to_owned(),
        Some(Value::String(it)) if it.len() <= 40 => it.clone(),
        Some(_) => "other words".to_owned(),
    };
    let moves = versions.windows(2).rev().find_map(|pair| {
        let (old, new) = (&pair[0].record, &pair[1].record);
        let one = |field: &String| {
            let (was, is) = (old.document.get(field), new.document.get(field));
            (was != is).then(|| format!("`{field}` moved from {} to {}", shown(was), shown(is)))
        };
        let all: Vec<String> = sort.changes.iter().filter_map(one).collect();
        (!all.is_empty()).then(|| (day(new.changed), all.join(", ")))
    });
    let entered = || versions.first().filter(|_| sort.entered).map(|it| (day(it.record.changed), String::new()));
    moves.or_else(entered)
}

/// What is known of the records of an entry beside their fields.
#[derive(Default)]
struct Beside {
    states: HashMap<Id, Date>,
    versions: HashMap<Id, Vec<VersionRow>>,
}

impl Beside {
    fn read(at: &Snapshot, sort: &Sort, rows: &[RecordRow]) -> Result<Beside, Error> {
        let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
        let mut found = Beside::default();
        let asks = |it: &str| sort.day.iter().any(|of| of == it);
        if asks(STATE) {
            let since = at.read.states_since(&ids, at.place)?;
            found.states = since.into_iter().map(|it| (it.0, day(it.2))).collect();
        }
        if asks(CHANGED) {
            found.versions = versions(at, &ids)?;
        }
        Ok(found)
    }

    /// The day of a record, and what moved.
    fn day(&self, sort: &Sort, row: &RecordRow) -> Option<(Date, String)> {
        sort.day.iter().find_map(|it| match it.as_str() {
            CREATED => Some((day(row.created), String::new())),
            STATE => self.states.get(&row.id).map(|it| (*it, String::new())),
            CHANGED => changed(sort, self.versions.get(&row.id)?),
            field => held(row, field).map(|it| (it, String::new())),
        })
    }
}

/// The events of one entry of the library up to a day.
fn of_records(at: &Snapshot, (sort, place): (&Sort, usize), kind: &str) -> Result<Vec<Happened>, Error> {
    let lead: Span = at.libraries.moving.lead.parse().unwrap_or_default();
    let today = day(at.time);
    let mut wanted = conditions(&at.catalog, kind, &sort.filter)?;
    if !sort.states.is_empty() {
        wanted.push(Condition::State(sort.states.clone()));
    }
    let rows = at.list(kind, wanted.clone())?;
    let beside = if rows.is_empty() { Beside::default() } else { Beside::read(at, sort, &rows)? };
    let known = if sort.is_dated() { known(at, sort, &wanted, &rows)? } else { HashMap::new() };
    let one = |row: &RecordRow| {
        let (on, moved) = beside.day(sort, row).filter(|it| it.0 <= today)?;
        let before = sort.before.as_ref().and_then(|it| held(row, it));
        Some(Happened {
            id: row.id.clone(),
            name: sort.name.clone(),
            place,
            day: on,
            known: known.get(&row.id).copied().unwrap_or(on),
            about: about(sort, row),
            every: sort.every.clone(),
            before: before.and_then(|it| it.checked_sub(lead).ok()),
            always: sort.always,
            moved,
        })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// Likelihoods that challenges contradict, known from the day on which the run was entered or the exercise reported.
fn challenges(at: &Snapshot, risks: &[RecordRow], (sort, place): (&Sort, usize)) -> Result<Vec<Happened>, Error> {
    let all = contradicted(at, risks)?;
    let runs: Vec<Id> = all.iter().filter_map(|it| it.run.clone()).collect();
    let mut known: HashMap<Id, Date> = at.records(&runs)?.into_iter().map(|it| (it.id, day(it.created))).collect();
    let thought: Vec<Id> = all.iter().filter(|it| it.run.is_none()).map(|it| it.exercise.clone()).collect();
    known.extend(at.read.states_since(&thought, at.place)?.into_iter().map(|it| (it.0, day(it.2))));
    let one = |it: Contradiction| {
        let id = it.run.unwrap_or(it.exercise);
        Happened {
            name: sort.name.clone(),
            place,
            day: it.on,
            known: known.get(&id).copied().unwrap_or(it.on),
            about: vec![it.risk],
            every: None,
            before: None,
            always: sort.always,
            moved: String::new(),
            id,
        }
    };
    Ok(all.into_iter().map(one).collect())
}

/// Every event up to a day, in the order of the library; `risks` are those of whom challenges are asked.
fn happened(at: &Snapshot, risks: &[RecordRow]) -> Result<Vec<Happened>, Error> {
    let all = &at.libraries.moving.event;
    let mut found = Vec::new();
    for sort in all {
        // Entries of one name are one event.
        let place = all.iter().position(|it| it.name == sort.name).unwrap_or_default();
        match &sort.kind {
            Some(kind) => found.extend(of_records(at, (sort, place), kind)?),
            None => found.extend(challenges(at, risks, (sort, place))?),
        }
    }
    Ok(found)
}

/// What lies between events and risks, by kind; `given` are records as they are about to be stored.
fn between<'a>(at: &'a Snapshot, given: &[RecordRow]) -> Result<BTreeMap<&'a str, Vec<RecordRow>>, Error> {
    let mut rows = BTreeMap::new();
    for kind in at.libraries.moving.between() {
        let mut all = at.list(kind, Vec::new())?;
        all.retain(|it| !given.iter().any(|own| own.id == it.id));
        all.extend(given.iter().filter(|it| it.kind == kind && !it.retired).cloned());
        rows.insert(kind, all);
    }
    Ok(rows)
}

/// The events that reach each of these risks and came after its assessment, came to light after it, or ask for one before a day; `given` are records as they are about to be stored.
pub(crate) fn reaching(
    at: &Snapshot,
    risks: &[RecordRow],
    given: &[RecordRow],
) -> Result<HashMap<Id, Vec<Reached>>, Error> {
    let assessed = |it: &RecordRow| Some((it.id.clone(), (Risk::of(it).assessed_on?, day(it.created))));
    let assessed: HashMap<Id, (Date, Date)> = risks.iter().filter_map(assessed).collect();
    // Nothing that came before every assessment reaches anything, unless it came to light after a risk was entered.
    let after = |event: &Happened, (on, entered): (Date, Date)| event.comes_after(on) || event.known > entered;
    let days = |it: fn(&(Date, Date)) -> Date| assessed.values().map(it).min();
    let Some(first) = days(|it| it.0).zip(days(|it| it.1)) else { return Ok(HashMap::new()) };
    let mut events = happened(at, risks)?;
    events.retain(|it| after(it, first));
    if events.is_empty() {
        return Ok(HashMap::new());
    }
    let mut rows = between(at, given)?;
    for event in events.iter_mut().filter(|it| it.about.is_empty()) {
        let all = event.every.as_deref().and_then(|it| rows.get(it)).into_iter().flatten();
        event.about = all.map(|it| it.id.clone()).collect();
    }
    rows.insert(RISK, risks.to_vec());
    let library = &at.libraries.moving;
    let web = Web::of(library, |kind| rows.get(kind).map(Vec::as_slice).unwrap_or_default());
    let kind_of = |id: &Id| at.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone());
    let events: Vec<Arc<Happened>> = events.into_iter().map(Arc::new).collect();
    let wants = |risk: &Id, event: &Happened| assessed.get(risk).is_some_and(|it| after(event, *it));
    let mut found = reached(library, &web, kind_of, &events, wants);
    late(at, risks, &mut found)?;
    Ok(found)
}
