//! The tables and decisions behind classifications, read as sets: a fixed number of statements for any number of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use record::Id;
use serde_json::Value;
use store::{RecordRow, Way};

use super::{CLASSIFICATION, CONFIRMED};
use crate::bodies::gate;
use crate::bodies::in_effect::decided_about;
use crate::bodies::matter::{self, Matter};
use crate::data::lineage::targets;
use crate::deciding::in_force::{Deciding, Tables, of_records};
use crate::deciding::shipped::{Ruled, scheme, tables};
use crate::deciding::{IN_FORCE, RULES};
use crate::derived::{Snapshot, date};
use crate::libraries::Libraries;
use crate::surroundings::SYSTEM;
use crate::{Error, reached};

/// From a system to its classifications.
const CLASSIFIED: &[Way] = &[Way::against(CLASSIFICATION, "subject", SYSTEM)];

/// What stands behind classifications.
#[derive(Debug)]
pub struct Around {
    /// Versions of records that hold frozen tables.
    frozen: HashMap<(Id, i64), Arc<Ruled>>,
    /// Tables of records that are in force; read where a classification is not confirmed.
    pub in_force: Vec<Deciding>,
    /// Decisions about overrides.
    pub decisions: HashMap<Id, RecordRow>,
    /// The versions of classifications that these decisions were about, by decision.
    pub about: HashMap<Id, RecordRow>,
    /// Bodies that may have to decide about overrides.
    pub bodies: crate::bodies::around::Around,
    /// What their mandates ask about classifications with overrides, but for the tier, which the override itself would change.
    pub matters: BTreeMap<Id, Matter>,
    /// Of these, those of bodies that do not count, each with the reasons.
    pub invalid: BTreeMap<Id, String>,
    /// Assignments of the roles that may decide, by person.
    pub assigned: BTreeMap<Id, Vec<RecordRow>>,
    /// What the classifications are about.
    pub subjects: HashMap<Id, RecordRow>,
    /// What overrides need.
    pub libraries: Arc<Libraries>,
}

/// The confirmed classifications of AI systems.
#[derive(Debug)]
pub struct Classified {
    /// The classifications.
    pub rows: Vec<RecordRow>,
    /// What stands behind them.
    pub around: Around,
}

impl Classified {
    /// Those of these systems at a moment; with the tables in force where there are several to be compared.
    pub fn read(at: &Snapshot, systems: &[RecordRow]) -> Result<Classified, Error> {
        let mut rows = reached::rows(at, systems, [CLASSIFIED])?;
        rows.retain(|it| it.kind == CLASSIFICATION && it.state == CONFIRMED);
        let around = Around::about(at, &rows.iter().collect::<Vec<_>>(), rows.len() > 1, systems)?;
        Ok(Classified { rows, around })
    }
}

/// The tables that are frozen in a classification.
#[derive(Debug)]
pub enum Frozen {
    /// None are.
    Nothing,
    /// These.
    Tables(Tables),
    /// They are named and not known here, or have never been in force.
    Unknown(String),
}

impl Around {
    /// Where nothing stands behind anything.
    pub(crate) fn nothing(libraries: &Arc<Libraries>) -> Around {
        Around {
            frozen: HashMap::new(),
            in_force: Vec::new(),
            decisions: HashMap::new(),
            about: HashMap::new(),
            bodies: crate::bodies::around::Around::default(),
            matters: BTreeMap::new(),
            invalid: BTreeMap::new(),
            assigned: BTreeMap::new(),
            subjects: HashMap::new(),
            libraries: libraries.clone(),
        }
    }

    /// What stands behind these classifications at a moment; with the tables in force where `now` asks for them.
    pub fn read(at: &Snapshot, rows: &[&RecordRow], now: bool) -> Result<Around, Error> {
        Around::about(at, rows, now, &[])
    }

    /// The same, where some of what they are about is given, as it may not be stored yet.
    fn about(at: &Snapshot, rows: &[&RecordRow], now: bool, given: &[RecordRow]) -> Result<Around, Error> {
        let in_force = if now { of_records(at)? } else { Vec::new() };
        let wanted: Vec<(Id, i64)> = rows.iter().flat_map(|it| it.list("tables").filter_map(named)).collect();
        let versions = if wanted.is_empty() { Vec::new() } else { at.read.versions(&wanted)? };
        let frozen = versions.iter().filter(|it| it.record.state == IN_FORCE).filter_map(|it| {
            let key = (it.record.id.clone(), it.record.version);
            Some((key.clone(), Arc::new(Ruled::read(it.record.text(RULES)?, Some(key)).ok()?)))
        });
        let frozen = frozen.collect();
        let mut subjects: HashMap<Id, RecordRow> = given.iter().map(|it| (it.id.clone(), it.clone())).collect();
        let about: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "subject")).collect();
        let others: Vec<Id> = about.into_iter().filter(|it| !subjects.contains_key(it)).collect();
        if !others.is_empty() {
            subjects.extend(at.records(&others)?.into_iter().map(|it| (it.id.clone(), it)));
        }
        Ok(Around { frozen, in_force, subjects, ..Around::decided(at, rows)? })
    }

    /// The same, with the tables in force where one of them is open and names none.
    pub fn of(at: &Snapshot, rows: &[RecordRow]) -> Result<Around, Error> {
        let open = |it: &RecordRow| it.state != CONFIRMED && it.list("tables").next().is_none();
        Around::read(at, &rows.iter().collect::<Vec<_>>(), rows.iter().any(open))
    }

    /// Decisions about overrides, what they were about, and which roles those who took them held.
    fn decided(at: &Snapshot, rows: &[&RecordRow]) -> Result<Around, Error> {
        let ids: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "override_decision")).collect();
        if ids.is_empty() {
            return Ok(Around::nothing(&at.libraries));
        }
        let decisions = at.records(&ids)?;
        let about = decided_about(at, &decisions)?.into_iter().map(|it| (it.0, it.1.version)).collect();
        let overridden: Vec<&RecordRow> =
            rows.iter().copied().filter(|it| !targets(&it.document, "override_decision").is_empty()).collect();
        let (bodies, matters) = (gate::every(at)?, matter::read(at, &overridden, false)?);
        let people: Vec<Id> = decisions.iter().flat_map(|it| targets(&it.document, "deciders")).collect();
        let assigned = assignments(at, &people)?;
        let invalid = crate::bodies::answers::invalid(at, &decisions.iter().collect::<Vec<_>>())?;
        let decisions = decisions.into_iter().map(|it| (it.id.clone(), it)).collect();
        Ok(Around { decisions, about, bodies, matters, assigned, invalid, ..Around::nothing(&at.libraries) })
    }

    /// The tables in force for a scheme.
    pub fn now(&self, name: &str) -> Option<Tables> {
        scheme(name).map(|it| Tables::choose(&self.in_force, it))
    }

    /// The tables that are frozen in a classification.
    pub fn frozen(&self, row: &RecordRow) -> Frozen {
        let output = row.text("scheme").and_then(scheme).map(|it| it.output.clone());
        let rows: Vec<&Value> = row.list("tables").collect();
        let (Some(output), false) = (output, rows.is_empty()) else { return Frozen::Nothing };
        let mut all = Vec::new();
        for line in rows {
            match self.one(line, row.text("scheme").unwrap_or_default()) {
                Some(ruled) => all.push(ruled),
                None => return Frozen::Unknown(line["table"].as_str().unwrap_or_default().to_owned()),
            }
        }
        Frozen::Tables(Tables { all, output })
    }

    fn one(&self, line: &Value, scheme: &str) -> Option<Arc<Ruled>> {
        let ruled = match named(line) {
            Some(key) => self.frozen.get(&key).cloned()?,
            None => {
                let digest = line["digest"].as_str()?;
                tables().iter().find(|it| it.0 == scheme && it.1.digest == digest)?.1.clone()
            }
        };
        (line["digest"].as_str() == Some(ruled.digest.as_str())).then_some(ruled)
    }
}

/// Tables as the field of a classification holds them.
pub fn rows(tables: &Tables) -> Value {
    let row = |it: &Arc<Ruled>| {
        let mut row = serde_json::Map::new();
        row.insert("table".into(), it.table.name.clone().into());
        if let Some((id, version)) = &it.record {
            row.insert("record".into(), id.to_string().into());
            row.insert("version".into(), (*version).into());
        }
        row.insert("digest".into(), it.digest.clone().into());
        Value::Object(row)
    };
    tables.all.iter().map(row).collect()
}

/// The record and version that a line of frozen tables names.
fn named(line: &Value) -> Option<(Id, i64)> {
    Some((line["record"].as_str()?.parse().ok()?, line["version"].as_i64()?))
}

/// Assignments of roles that may decide on overrides, by person.
fn assignments(at: &Snapshot, people: &[Id]) -> Result<BTreeMap<Id, Vec<RecordRow>>, Error> {
    let links = at.read.links_to_any(people, &["role_assignment"])?;
    let held: Vec<(Id, Id)> =
        links.into_iter().filter(|it| it.1.field == "person").map(|it| (it.0, it.1.end.id)).collect();
    let rows = at.records(&held.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let roles = at.records(&rows.iter().flat_map(|it| targets(&it.document, "role")).collect::<Vec<_>>())?;
    let may = |it: &&RecordRow| {
        it.text("key").is_some_and(|key| at.libraries.tiering.overriding.roles.iter().any(|it| it == key))
    };
    let able: Vec<Id> = roles.iter().filter(may).map(|it| it.id.clone()).collect();
    let mut found: BTreeMap<Id, Vec<RecordRow>> = BTreeMap::new();
    for row in rows.into_iter().filter(|it| targets(&it.document, "role").iter().any(|it| able.contains(it))) {
        let people = held.iter().filter(|it| it.1 == row.id).map(|it| it.0.clone());
        people.for_each(|it| found.entry(it).or_default().push(row.clone()));
    }
    Ok(found)
}

/// Whether an assignment held on a day.
pub fn held_on(row: &RecordRow, day: jiff::civil::Date) -> bool {
    held_within(row, (day, day))
}

/// Whether an assignment held when a decision of a day was entered: what had ended by its step before gives nothing more on its last day.
pub fn held_when(row: &RecordRow, on: jiff::civil::Date, entered: jiff::Timestamp) -> bool {
    let last = row.state == "ended" && date(&row.document, "until") == Some(on);
    held_on(row, on) && !(last && crate::derived::day(entered) == on && row.changed <= entered)
}

/// Whether an assignment held at some time between two days, both included.
pub fn held_within(row: &RecordRow, (first, last): (jiff::civil::Date, jiff::civil::Date)) -> bool {
    let accepted = ["accepted", "ended"].contains(&row.state.as_str()) && !row.retired;
    let (from, until) = (date(&row.document, "from"), date(&row.document, "until"));
    let open = row.state == "accepted" || until.is_some();
    accepted && open && from.is_none_or(|it| it <= last) && until.is_none_or(|it| first <= it)
}
