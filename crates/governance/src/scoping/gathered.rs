//! What is around a scope, read as sets: a fixed number of statements for any number of uses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use record::Id;
use store::{Condition, Query, RecordRow, Visible};

use super::boundary::{Above, Scope};
use super::{DEFINITION, ISSUE, REQUIREMENT, USE};
use crate::Error;
use crate::conformity::OBLIGATION;
use crate::conformity::checks::conditions;
use crate::data::lineage::targets;
use crate::deciding::in_force::Tables;
use crate::deciding::shipped::Scheme;
use crate::derived::{Snapshot, date};
use crate::libraries::Libraries;
use crate::responsibility::UNIT;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::around::Around as Behind;
use crate::tiering::counting::{by_subject, of_scheme};
use crate::tiering::facts::Fact;
use crate::tiering::{CLASSIFICATION, CONFIRMED};

/// The folder of the tables, and the output that is the verdict.
pub(crate) const TABLES: &str = "scope";
/// The purpose under which records hold tables of their own.
const PURPOSE: &str = "applicability";

/// What is around a scope.
pub(crate) struct Around {
    /// Units by number, with those that are closed or retired, since records may still lead there.
    pub units: BTreeMap<Id, RecordRow>,
    /// The unit directly above each.
    pub above: Above,
    /// Uses that are not over.
    pub uses: Vec<RecordRow>,
    /// AI systems that count.
    pub systems: BTreeMap<Id, RecordRow>,
    /// Requirements of interested parties.
    pub requirements: Vec<RecordRow>,
    /// Obligations of ours that apply on the day.
    pub obligations: Vec<RecordRow>,
    /// Issues; not read for verdicts alone.
    pub issues: Vec<RecordRow>,
    /// People who look after interfaces; not read for verdicts alone.
    pub people: BTreeMap<Id, RecordRow>,
    /// Whether something is an AI system, as far as a confirmed classification says so.
    pub defined: BTreeMap<Id, Fact>,
    /// The tables that decide.
    pub tables: Tables,
    /// What scopes go by.
    pub libraries: Arc<Libraries>,
}

/// The scheme of the tables: those of records in force go before those that ship.
pub(crate) fn scheme() -> Scheme {
    let (name, purpose) = (TABLES.to_owned(), PURPOSE.to_owned());
    Scheme { output: name.clone(), name, label: String::new(), purpose, says: String::new() }
}

impl Around {
    /// What verdicts about everything follow from.
    pub fn of_verdicts(at: &Snapshot, on: Date) -> Result<Around, Error> {
        Around::of(at, on, at.list(USE, Vec::new())?, at.list(SYSTEM, Vec::new())?)
    }

    /// What the verdict about one use, AI system or unit follows from.
    pub fn near(at: &Snapshot, on: Date, row: &RecordRow) -> Result<Around, Error> {
        let (mut uses, mut systems) = (Vec::new(), Vec::new());
        match row.kind.as_str() {
            USE => {
                systems = at.records(&targets(&row.document, "system"))?;
                uses.push(row.clone());
            }
            SYSTEM => {
                let links = at.read.links_to_any(std::slice::from_ref(&row.id), &[USE])?;
                let own: BTreeSet<Id> =
                    links.into_iter().filter(|it| it.1.field == "system").map(|it| it.1.end.id).collect();
                uses = at.records(&own.into_iter().collect::<Vec<_>>())?;
                systems.push(row.clone());
            }
            _ => {}
        }
        Around::of(at, on, uses, systems)
    }

    fn of(at: &Snapshot, on: Date, mut uses: Vec<RecordRow>, mut systems: Vec<RecordRow>) -> Result<Around, Error> {
        let states = &at.libraries.scoping.states;
        let everything = Query { retired: true, limit: u32::MAX, as_of: at.place, ..Query::of(UNIT, Visible::All) };
        let units: BTreeMap<Id, RecordRow> =
            at.read.list(&everything)?.into_iter().map(|it| (it.id.clone(), it)).collect();
        uses.retain(|it| !it.retired && !states.ended_uses.contains(&it.state));
        systems.retain(counts);
        let applicable = vec![Condition::State(states.applicable.clone())];
        let mut obligations = at.list(OBLIGATION, applicable)?;
        obligations.retain(|it| it.text("direction") == Some("ours") && holds_on(it, on));
        let (defined, tables) = defined(at)?;
        Ok(Around {
            above: units.values().map(|it| (it.id.clone(), it.link("parent"))).collect(),
            units,
            uses,
            systems: systems.into_iter().map(|it| (it.id.clone(), it)).collect(),
            requirements: at.list(REQUIREMENT, Vec::new())?,
            obligations,
            issues: Vec::new(),
            people: BTreeMap::new(),
            defined,
            tables,
            libraries: at.libraries.clone(),
        })
    }

    /// The same with what contradictions of a scope follow from.
    pub fn read(at: &Snapshot, on: Date, scope: &Scope) -> Result<Around, Error> {
        let owners: BTreeSet<Id> = scope.interfaces.iter().filter_map(|it| it.owner.clone()).collect();
        let people = at.records(&owners.into_iter().collect::<Vec<_>>())?;
        Ok(Around {
            issues: at.list(ISSUE, Vec::new())?,
            people: people.into_iter().map(|it| (it.id.clone(), it)).collect(),
            ..Around::of_verdicts(at, on)?
        })
    }

    /// Requirements of interested parties that were taken on.
    pub fn adopted(&self) -> impl Iterator<Item = &RecordRow> {
        self.requirements.iter().filter(|it| self.libraries.scoping.states.adopted.contains(&it.state))
    }

    /// Whether a unit is no longer there.
    pub fn is_closed(&self, unit: &Id) -> bool {
        let closed = &self.libraries.scoping.states.closed_units;
        self.units.get(unit).is_some_and(|it| it.retired || closed.contains(&it.state))
    }

    /// The unit of a record; that of its AI system where it names none.
    pub fn unit_of(&self, row: &RecordRow) -> Option<Id> {
        let own = |it: &RecordRow| it.unit.as_deref().and_then(|it| it.parse().ok());
        own(row).or_else(|| own(self.systems.get(&row.link("system")?)?))
    }
}

/// Whether an obligation is in force on a day.
fn holds_on(row: &RecordRow, on: Date) -> bool {
    date(&row.document, "from").is_none_or(|it| it <= on) && date(&row.document, "until").is_none_or(|it| on <= it)
}

/// Whether uses and AI systems are AI systems, by confirmed classifications; and the tables that decide about scopes.
fn defined(at: &Snapshot) -> Result<(BTreeMap<Id, Fact>, Tables), Error> {
    let mut asked = conditions(&at.catalog, CLASSIFICATION, &format!("scheme:{DEFINITION}"))?;
    asked.push(Condition::State(vec![CONFIRMED.to_owned()]));
    let rows = at.list(CLASSIFICATION, asked)?;
    let behind = Behind::read(at, &rows.iter().collect::<Vec<_>>(), true)?;
    let fact = |(subject, rows): (Id, Vec<&RecordRow>)| {
        let (counted, id) = of_scheme(&rows, &behind, DEFINITION, at.time)?;
        let fact =
            Fact { fact: "is_ai_system".to_owned(), value: counted.outcome?, source: format!("{id}: {}", counted.why) };
        Some((subject, fact))
    };
    let found = by_subject(&rows).into_iter().filter_map(fact).collect();
    Ok((found, Tables::choose(&behind.in_force, &scheme())))
}

/// The records that a requirement or an obligation names.
pub(crate) fn covers(row: &RecordRow) -> Vec<Id> {
    targets(&row.document, "covers")
}
