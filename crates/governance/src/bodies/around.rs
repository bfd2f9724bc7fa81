//! Everything around bodies, meetings and their decisions, read as sets: a fixed number of statements for any number of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use rules::{Case, Table, Value};
use store::RecordRow;

use super::charter::{Body, Seat};
use super::matter;
pub use super::matter::Matter;
use super::sitting::Sitting;
use super::{BODY, DECISION, MEETING};
use crate::Error;
use crate::data::lineage::targets;
use crate::deciding::in_force::Deciding;
use crate::deciding::purpose::unit_of;
use crate::deciding::shipped::Ruled;
use crate::deciding::{IN_FORCE, KIND, RULES};
use crate::derived::{Snapshot, date, day};
use crate::responsibility::organisation::{Person, person};

/// The state of a body whose charter is not in force yet, or is being amended.
const PROPOSED: &str = "proposed";

/// A table of a mandate, with the days on which it decided.
#[derive(Debug, Clone)]
struct Tabled {
    ruled: Arc<Ruled>,
    from: Option<Date>,
    until: Option<Date>,
}

/// What stands around decisions of bodies.
#[derive(Debug, Default)]
pub struct Around {
    /// Bodies.
    pub bodies: BTreeMap<Id, Body>,
    /// Their charters as they stood before, each with the day of its version, the oldest first.
    earlier: BTreeMap<Id, Vec<(Date, Body)>>,
    /// Meetings.
    pub meetings: BTreeMap<Id, Sitting>,
    /// Assignments by which seats are held.
    pub assignments: BTreeMap<Id, RecordRow>,
    /// Who holds each of them.
    holders: BTreeMap<Id, Id>,
    /// People in seats.
    pub people: BTreeMap<Id, Person>,
    /// Records that are decided about.
    pub subjects: BTreeMap<Id, RecordRow>,
    /// What tables ask about them.
    pub matters: BTreeMap<Id, Matter>,
    tables: BTreeMap<Id, Tabled>,
}

impl Around {
    /// What stands around decisions that name a body or a meeting; nothing is read where none does.
    pub fn of_decisions(at: &Snapshot, decisions: &[&RecordRow]) -> Result<Around, Error> {
        let of_body: Vec<&RecordRow> = decisions.iter().copied().filter(|it| is_of_body(it)).collect();
        if of_body.is_empty() {
            return Ok(Around::default());
        }
        let meetings = at.records(&linked(&of_body, "meeting"))?;
        let subjects = of_body.iter().flat_map(|it| targets(&it.document, "subject")).collect();
        Around::read(at, &meetings, &[], (subjects, false))
    }

    /// What stands around meetings.
    pub fn of_meetings(at: &Snapshot, meetings: &[RecordRow]) -> Result<Around, Error> {
        let item = |it: &serde_json::Value| it["item"].as_str()?.parse().ok();
        let items = meetings.iter().flat_map(|it| it.list("agenda").filter_map(item)).collect();
        Around::read(at, meetings, &[], (items, true))
    }

    /// What stands around bodies with these meetings, without what was decided about.
    pub fn of_bodies(at: &Snapshot, bodies: &[RecordRow], meetings: &[RecordRow]) -> Result<Around, Error> {
        Around::read(at, meetings, bodies, (BTreeSet::new(), false))
    }

    fn read(
        at: &Snapshot,
        meetings: &[RecordRow],
        given: &[RecordRow],
        (subjects, with_tiers): (BTreeSet<Id>, bool),
    ) -> Result<Around, Error> {
        let meetings: Vec<&RecordRow> = meetings.iter().filter(|it| it.kind == MEETING && !it.retired).collect();
        let mut bodies: Vec<RecordRow> = given.to_vec();
        let known: BTreeSet<Id> = given.iter().map(|it| it.id.clone()).collect();
        let missing: Vec<Id> = linked(&meetings, "body").into_iter().filter(|it| !known.contains(it)).collect();
        bodies.extend(at.records(&missing)?.into_iter().filter(|it| it.kind == BODY));
        let earlier = charters(at, &bodies)?;
        let bodies: BTreeMap<Id, Body> = bodies.iter().map(|it| (it.id.clone(), Body::of(it))).collect();
        let subjects: BTreeMap<Id, RecordRow> = by_id(at.records(&subjects.into_iter().collect::<Vec<_>>())?);
        let matters = matter::read(at, &subjects.values().collect::<Vec<_>>(), with_tiers)?;
        let sittings = meetings.iter().map(|it| (it.id.clone(), Sitting::of(it))).collect();
        let around = Around { bodies, earlier, meetings: sittings, subjects, matters, ..Around::default() };
        around.with_seats(at)?.with_tables(at)
    }

    fn with_seats(self, at: &Snapshot) -> Result<Around, Error> {
        let held = self.charters().flat_map(|it| &it.seats).filter_map(|it| it.holder.clone());
        let assignments = by_id(at.records(&unique(held))?);
        let holder = |it: &RecordRow| Some((it.id.clone(), targets(&it.document, "person").pop()?));
        let holders: BTreeMap<Id, Id> = assignments.values().filter_map(holder).collect();
        let people = at.records(&unique(holders.values().cloned()))?;
        let people = people.iter().map(|it| (it.id.clone(), person(it))).collect();
        Ok(Around { assignments, holders, people, ..self })
    }

    fn with_tables(self, at: &Snapshot) -> Result<Around, Error> {
        let ids = unique(self.charters().flat_map(|it| it.mandate.clone()));
        if ids.is_empty() {
            return Ok(self);
        }
        let rows = at.records(&ids)?;
        let first = |state: &str| at.read.first_in(&ids, state, at.place);
        let since: BTreeMap<Id, Timestamp> = first(IN_FORCE)?.into_iter().collect();
        let ended: BTreeMap<Id, Timestamp> = first("superseded")?.into_iter().chain(first("withdrawn")?).collect();
        let table = |row: &RecordRow| {
            let ruled = Ruled::read(row.text(RULES)?, Some((row.id.clone(), row.version))).ok()?;
            let began = since.get(&row.id).map(|it| day(*it)).or_else(|| (row.state == IN_FORCE).then(|| day(at.time)));
            // What was in force elsewhere before it was entered here says so itself.
            let from = date(&row.document, "valid_from").into_iter().chain(began).min().filter(|_| began.is_some());
            let until = if row.state == IN_FORCE { None } else { ended.get(&row.id).map(|it| day(*it)) };
            Some((row.id.clone(), Tabled { ruled: Arc::new(ruled), from: Some(from?), until }))
        };
        let tables = rows.iter().filter(|it| it.kind == KIND && !it.retired).filter_map(table).collect();
        Ok(Around { tables, ..self })
    }

    /// Every charter, of today and of before.
    fn charters(&self) -> impl Iterator<Item = &Body> {
        self.bodies.values().chain(self.earlier.values().flatten().map(|it| &it.1))
    }

    /// A body with the charter that it had at the end of a day. What was entered later than it met speaks for the days before; a charter that
    /// is amended since does not.
    pub fn body_on(&self, id: &Id, on: Date) -> Option<&Body> {
        let now = self.bodies.get(id)?;
        let Some(all) = self.earlier.get(id) else { return Some(now) };
        let known: Vec<&(Date, Body)> = all.iter().filter(|it| it.1.state != PROPOSED).collect();
        let then = known.iter().rev().find(|it| it.0 <= on).or(known.first());
        Some(then.map_or(now, |it| &it.1))
    }

    /// The body of a meeting, with the charter of its day.
    pub fn body_of(&self, sitting: &Sitting) -> Option<&Body> {
        let id = sitting.body.as_ref()?;
        sitting.day.map_or_else(|| self.bodies.get(id), |on| self.body_on(id, on))
    }

    /// Who sits by the assignment of a seat.
    pub fn sits(&self, seat: &Seat) -> Option<&Id> {
        self.holders.get(seat.holder.as_ref()?)
    }

    /// The tables of a mandate on a day; the shipped one where the body names none.
    pub fn mandate(&self, body: &Body, day: Date) -> Vec<Arc<Ruled>> {
        if body.mandate.is_empty() {
            return super::mandate::TABLE.shipped().into_iter().collect();
        }
        let held = |it: &&Tabled| it.from.is_none_or(|from| from <= day) && it.until.is_none_or(|until| day <= until);
        body.mandate.iter().filter_map(|it| self.tables.get(it)).filter(held).map(|it| it.ruled.clone()).collect()
    }

    /// The tables of all mandates that decide on a day, each once, as they can be held against each other.
    pub fn mandates(&self, day: Date) -> Vec<Deciding> {
        let mut all: Vec<Deciding> = Vec::new();
        for ruled in self.bodies.values().filter(|it| it.state == "chartered").flat_map(|it| self.mandate(it, day)) {
            if !all.iter().any(|it| it.ruled.digest == ruled.digest) {
                all.push(Deciding::alone(super::mandate::TABLE.name, "", ruled));
            }
        }
        all
    }
}

impl Matter {
    /// The matter as a table takes it, with an action.
    pub fn case(&self, table: &Table, action: &str) -> Case {
        let tier = if self.tier.is_empty() { "organisation" } else { &self.tier };
        let class = if self.change_class.is_empty() { "none" } else { &self.change_class };
        let mut case = Case::default()
            .with("action", Value::word(action))
            .with("tier", Value::word(tier))
            .with("change_class", Value::word(class));
        if let Some(unit) = unit_of(table, self.units.iter().map(String::as_str)) {
            case.set("unit", Value::word(unit));
        }
        case
    }
}

/// The charters of bodies that were changed, version by version.
fn charters(at: &Snapshot, bodies: &[RecordRow]) -> Result<BTreeMap<Id, Vec<(Date, Body)>>, Error> {
    let ids: Vec<Id> = bodies.iter().filter(|it| it.version > 1).map(|it| it.id.clone()).collect();
    let mut all: BTreeMap<Id, Vec<(Date, Body)>> = BTreeMap::new();
    for version in at.read.histories(&ids, at.place)? {
        let row = version.record;
        all.entry(row.id.clone()).or_default().push((day(row.changed), Body::of(&row)));
    }
    Ok(all)
}

/// Whether a decision says that a body took it.
pub fn is_of_body(decision: &RecordRow) -> bool {
    decision.kind == DECISION && ["body", "meeting"].iter().any(|it| decision.text(it).is_some_and(|it| !it.is_empty()))
}

fn linked(rows: &[&RecordRow], field: &str) -> Vec<Id> {
    unique(rows.iter().flat_map(|it| targets(&it.document, field)))
}

fn unique(ids: impl Iterator<Item = Id>) -> Vec<Id> {
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

fn by_id(rows: Vec<RecordRow>) -> BTreeMap<Id, RecordRow> {
    rows.into_iter().map(|it| (it.id.clone(), it)).collect()
}
