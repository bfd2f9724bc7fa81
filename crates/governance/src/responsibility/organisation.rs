//! People, roles, assignments, units and AI systems on a day, as responsibility needs them: small views, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::{Condition, Query, RecordRow, Visible};

use super::catalogue::{Catalogue, UNKNOWN};
use super::{ASSIGNMENT, PERSON, ROLE, UNIT, table};
use crate::Error;
use crate::bodies::around::Around as Bodies;
use crate::deciding::shipped::Ruled;
use crate::derived::{Snapshot, date, day, midnight};
use crate::libraries::Libraries;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::around::Around;
use crate::tiering::counting::{by_subject, of_scheme};
use crate::tiering::{CLASSIFICATION, OWN_TIER};

/// Most records of one kind that are read.
const MOST: u32 = 200_000;

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Number.
    pub id: Id,
    /// Line manager.
    pub manager: Option<Id>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// State of the record.
    pub state: String,
    /// Times away.
    pub absences: Vec<Absence>,
}

/// A time away.
#[derive(Debug, Clone)]
pub struct Absence {
    /// First day.
    pub from: Option<Date>,
    /// Last day, when it is known.
    pub until: Option<Date>,
    /// Who stands in.
    pub deputy: Option<Id>,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Number.
    pub id: Id,
    /// The word by which tables and policies speak of it.
    pub key: String,
    /// Its name.
    pub title: String,
    /// The sort of work that it belongs to.
    pub family: String,
    /// Roles that the same person must not hold over the same.
    pub incompatible: BTreeSet<Id>,
    /// Whether a holder may take an AI system out of use at once.
    pub may_stop: bool,
    /// Whether it audits the others and answers to those who govern, whoever stands above it in the chart.
    pub third_line: bool,
}

/// An assignment of a role.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// Number.
    pub id: Id,
    /// Version of the record.
    pub version: i64,
    /// Who holds the role.
    pub person: Id,
    /// The role.
    pub role: Id,
    /// Unit or AI system for which it counts; the whole organisation when there is none.
    pub covers: Option<Id>,
    /// Appointment, seat, deputising or delegation.
    pub basis: String,
    /// The assignment whose authority it uses.
    pub on_behalf_of: Option<Id>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// State of the record.
    pub state: String,
    /// The day on which it came into that state or was changed last.
    pub changed: Date,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its name.
    pub title: String,
    /// The unit above it.
    pub parent: Option<Id>,
    /// When it works, as far as it says so itself.
    pub hours: Hours,
}

/// When people of a unit work, as far as the unit says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// Its time zone, by its IANA name.
    pub zone: Option<String>,
    /// Its days of work, as days of the week.
    pub days: Vec<String>,
    /// Its days off.
    pub holidays: Vec<Date>,
}

/// An AI system.
#[derive(Debug, Clone)]
pub struct System {
    /// Number.
    pub id: Id,
    /// Its unit.
    pub unit: Option<Id>,
    /// Who a field of the record names as holder of a role: its key and the person.
    pub holders: Vec<(String, Id)>,
    /// Its tier.
    pub tier: String,
}

/// An organisation on a day.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// The day.
    pub day: Date,
    /// People.
    pub people: BTreeMap<Id, Person>,
    /// Roles that are in use.
    pub roles: BTreeMap<Id, Role>,
    /// Assignments of roles.
    pub assignments: BTreeMap<Id, Assignment>,
    /// Units.
    pub units: BTreeMap<Id, Unit>,
    /// AI systems that are neither retired nor refused.
    pub systems: BTreeMap<Id, System>,
    /// The table that says who answers for what.
    pub table: Option<Arc<Ruled>>,
    /// The duty catalogue and the limits of responsibility.
    pub libraries: Arc<Libraries>,
    /// Governance bodies with their seats; read where a ladder of escalation names one.
    pub bodies: Arc<Bodies>,
    /// Assignments by their role.
    by_role: BTreeMap<Id, Vec<Id>>,
}

impl Organisation {
    /// Reads what there is at a moment, of AI systems those that are visible, or `only` one; `day` is the day for which dates are asked.
    pub(crate) fn read(at: &Snapshot, visible: &Visible, day: Date, only: Option<&Id>) -> Result<Organisation, Error> {
        let mut rows = Vec::new();
        for kind in [PERSON, ROLE, ASSIGNMENT, UNIT, SYSTEM, CLASSIFICATION] {
            // Who answers does not depend on who asks, as far as it is about people; systems are shown to those who may see them.
            let whose = if kind == SYSTEM { visible.clone() } else { Visible::All };
            let conditions = only.and_then(|it| about(kind, it)).into_iter().collect();
            rows.extend(at.read.list(&Query { conditions, limit: MOST, as_of: at.place, ..Query::of(kind, whose) })?);
        }
        let tiers = tiers(at, &rows, day)?;
        let table = table::TABLE.in_force(at)?;
        Ok(Organisation { table, ..Organisation::of(&rows, &tiers, &at.libraries, day) })
    }

    /// From records of any kinds, on a day, with the tiers of AI systems, without a table.
    fn of(rows: &[RecordRow], tiers: &BTreeMap<Id, String>, libraries: &Arc<Libraries>, day: Date) -> Organisation {
        let kind = |wanted: &'static str| rows.iter().filter(move |it| it.kind == wanted && !it.retired);
        let by_id = |wanted| kind(wanted).map(|it| (it.id.clone(), it));
        let systems = by_id(SYSTEM).filter(|it| counts(it.1));
        let assignments: BTreeMap<Id, Assignment> =
            by_id(ASSIGNMENT).filter_map(|(id, it)| Some((id, assignment(it)?))).collect();
        let mut by_role: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        for it in assignments.values() {
            by_role.entry(it.role.clone()).or_default().push(it.id.clone());
        }
        Organisation {
            day,
            people: by_id(PERSON).map(|(id, it)| (id, person(it))).collect(),
            roles: by_id(ROLE).filter(|it| it.1.state == "active").map(|(id, it)| (id, role(it))).collect(),
            assignments,
            units: by_id(UNIT).map(|(id, it)| (id, unit(it))).collect(),
            systems: systems.map(|(id, it)| (id, system(it, tiers, &libraries.duties))).collect(),
            by_role,
            table: None,
            libraries: libraries.clone(),
            bodies: Arc::default(),
        }
    }

    /// The role of a key.
    pub fn role(&self, key: &str) -> Option<&Role> {
        self.roles.values().find(|it| it.key == key)
    }

    /// Assignments of a role.
    pub fn assigned(&self, role: &Id) -> impl Iterator<Item = &Assignment> {
        self.by_role.get(role).into_iter().flatten().filter_map(|it| self.assignments.get(it))
    }

    /// Whether an assignment counts on the day; what was ended later counts for the time before.
    pub fn held(&self, it: &Assignment) -> bool {
        let state = it.state == "accepted" || (it.state == "ended" && it.changed > self.day);
        state && it.from.is_none_or(|from| from <= self.day) && it.until.is_none_or(|until| self.day <= until)
    }

    /// Assignments that count on the day.
    pub fn in_force(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments.values().filter(|it| self.held(it))
    }

    /// A unit and all above it, from the nearest on.
    pub fn upwards(&self, unit: Option<&Id>) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        let mut next = unit.cloned();
        while let Some(id) = next.filter(|it| !found.contains(it)) {
            next = self.units.get(&id).and_then(|it| it.parent.clone());
            found.push(id);
        }
        found
    }

    /// When people of a unit work: what it says itself, and of what it leaves open what the nearest unit above it says.
    pub fn hours(&self, unit: Option<&Id>) -> Hours {
        let mut found = Hours::default();
        for own in self.upwards(unit).iter().filter_map(|it| self.units.get(it)).map(|it| &it.hours) {
            found.zone = found.zone.or_else(|| own.zone.clone());
            if found.days.is_empty() {
                found.days.clone_from(&own.days);
            }
            if found.holidays.is_empty() {
                found.holidays.clone_from(&own.holidays);
            }
        }
        found
    }

    /// Whether a unit stands above no other than itself, so that a role held there is held over the whole organisation.
    pub fn is_top(&self, id: &Id) -> bool {
        let tops = || self.units.values().filter(|it| it.parent.as_ref().is_none_or(|it| !self.units.contains_key(it)));
        tops().count() == 1 && self.units.get(id).is_some_and(|it| it.parent.is_none())
    }
}

impl Person {
    /// The last day of somebody who has gone by a day.
    pub fn gone(&self, on: Date) -> bool {
        self.until.map_or(self.state == "left", |until| until < on)
    }

    /// Whether somebody has not come yet on a day.
    pub fn expected(&self, on: Date) -> bool {
        self.state == "expected" || self.from.is_some_and(|from| on < from)
    }

    /// Whether somebody belongs here on a day: has come, and has not gone.
    pub fn works(&self, on: Date) -> bool {
        !self.gone(on) && !self.expected(on)
    }

    /// The absence that covers a day.
    pub fn away(&self, on: Date) -> Option<&Absence> {
        self.absences
            .iter()
            .find(|it| it.from.is_some_and(|from| from <= on) && it.until.is_none_or(|until| on <= until))
    }

    /// Whether somebody can act on a day.
    pub fn here(&self, on: Date) -> bool {
        self.works(on) && self.away(on).is_none()
    }
}

/// What narrows records of a kind down to those of one AI system; nothing where all of them matter.
fn about(kind: &str, system: &Id) -> Option<Condition> {
    match kind {
        SYSTEM => Some(Condition::Ids(vec![system.clone()])),
        CLASSIFICATION => Some(Condition::LinkedTo { field: Some("subject".to_owned()), target: system.clone() }),
        _ => None,
    }
}

/// Whether somebody works here at a moment: has come, and has not gone.
pub(crate) fn works(row: &RecordRow, time: Timestamp) -> bool {
    person(row).works(crate::derived::day(time))
}

fn unit(row: &RecordRow) -> Unit {
    let days = row.list("working_days").filter_map(|it| it.as_str()).map(str::to_owned).collect();
    let holidays = row.list("holidays").filter_map(|it| it["day"].as_str()?.parse().ok()).collect();
    let hours = Hours { zone: row.text("time_zone").map(str::to_owned), days, holidays };
    Unit { title: row.title.clone(), parent: row.link("parent"), hours }
}

pub(crate) fn person(row: &RecordRow) -> Person {
    let day = |it: &Value, field: &str| it[field].as_str().and_then(|it| it.parse().ok());
    let absence = |it: &Value| Absence {
        from: day(it, "from"),
        until: day(it, "until"),
        deputy: it["deputy"].as_str().and_then(|it| it.parse().ok()),
    };
    Person {
        id: row.id.clone(),
        manager: row.link("manager"),
        from: date(&row.document, "from"),
        until: date(&row.document, "until"),
        state: row.state.clone(),
        absences: row.list("absences").map(absence).collect(),
    }
}

fn role(row: &RecordRow) -> Role {
    Role {
        id: row.id.clone(),
        key: row.text("key").unwrap_or_default().to_owned(),
        title: row.title.clone(),
        family: row.text("family").unwrap_or_default().to_owned(),
        incompatible: crate::data::lineage::targets(&row.document, "incompatible_with").into_iter().collect(),
        third_line: row.text("line_of_defence") == Some("third"),
        may_stop: row.document.get("may_stop_a_system").and_then(Value::as_bool).unwrap_or_default(),
    }
}

fn assignment(row: &RecordRow) -> Option<Assignment> {
    Some(Assignment {
        id: row.id.clone(),
        version: row.version,
        person: row.link("person")?,
        role: row.link("role")?,
        covers: row.link("covers"),
        basis: row.text("basis").unwrap_or_default().to_owned(),
        on_behalf_of: row.link("on_behalf_of"),
        from: date(&row.document, "from"),
        until: date(&row.document, "until"),
        state: row.state.clone(),
        changed: day(row.changed),
    })
}

fn system(row: &RecordRow, tiers: &BTreeMap<Id, String>, duties: &Catalogue) -> System {
    let named = duties.holder.iter().filter(|it| it.kind == SYSTEM);
    System {
        id: row.id.clone(),
        unit: row.link("unit"),
        holders: named.filter_map(|it| Some((it.role.clone(), row.link(&it.field)?))).collect(),
        tier: tiers.get(&row.id).cloned().unwrap_or_else(|| UNKNOWN.to_owned()),
    }
}

/// The tier of each AI system on a day, by the one reading of classifications.
fn tiers(at: &Snapshot, rows: &[RecordRow], day: Date) -> Result<BTreeMap<Id, String>, Error> {
    let own = |it: &&RecordRow| !it.retired && it.kind == CLASSIFICATION && it.text("scheme") == Some(OWN_TIER);
    let rows: Vec<&RecordRow> = rows.iter().filter(own).collect();
    let around = Around::read(at, &rows, false)?;
    let moment = midnight(day).unwrap_or(at.time);
    let tier = |(id, rows): (Id, Vec<&RecordRow>)| {
        let outcome = of_scheme(&rows, &around, OWN_TIER, moment)?.0.outcome?;
        Some((id, at.libraries.duties.tier(&outcome).to_owned()))
    };
    Ok(by_subject(rows).into_iter().filter_map(tier).collect())
}
