//! What tables of mandates and of decision rights ask about a record: the tier of its AI system, its unit, how far a change reaches.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use store::RecordRow;

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::responsibility::UNIT;
use crate::responsibility::catalogue::{ORGANISATION, UNKNOWN};
use crate::surroundings::SYSTEM;
use crate::tiering::answers::by_tables;
use crate::tiering::counting::{by_subject, of_scheme};
use crate::tiering::{CLASSIFICATION, OWN_TIER};

/// Fields by which records hang on an AI system, directly or by one record between.
const TOWARDS: &[&str] =
    &["system", "systems", "about", "subject", "risk", "treats", "model", "dataset", "release", "of", "changes"];
/// Tiers from the strictest on; one that nobody has settled is held as strictly as the gravest.
const STRICT: &[&str] = &["T0", UNKNOWN, "T1", "T2", "T3", "T4"];
/// Classes of changes from the one that reaches furthest on.
const FAR: &[&str] = &["alters_intended_use", "significant", "minor"];
/// The kind of changes.
const CHANGE: &str = "change";

/// What tables ask about a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Matter {
    /// The strictest tier of its AI systems; `organisation` where it is about none.
    pub tier: String,
    /// Names of its unit and of the units above, from the nearest on.
    pub units: Vec<String>,
    /// The same by number.
    #[serde(skip)]
    pub unit_ids: Vec<Id>,
    /// How far the change reaches that it is or carries; `none` where there is none.
    pub change_class: String,
    /// Its AI systems.
    pub systems: Vec<Id>,
    /// Its AI systems with who owns them.
    #[serde(skip)]
    pub owners: Vec<(Id, Id)>,
}

/// What tables ask about each of these records; of tiers only where they are asked for, since what decides about an override of a tier
/// cannot wait for that tier.
pub fn read(at: &Snapshot, rows: &[&RecordRow], with_tiers: bool) -> Result<BTreeMap<Id, Matter>, Error> {
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let near = fetch(at, rows)?;
    let far = fetch(at, &near.values().collect::<Vec<_>>())?;
    let known: BTreeMap<&Id, &RecordRow> = near.iter().chain(&far).chain(rows.iter().map(|it| (&it.id, *it))).collect();
    let systems: Vec<RecordRow> = known.values().filter(|it| it.kind == SYSTEM).map(|it| (*it).clone()).collect();
    let tiers = if with_tiers { tiers(at, &systems)? } else { BTreeMap::new() };
    let given = if with_tiers { given(at, rows)? } else { BTreeMap::new() };
    let units = units(at)?;
    let matter = |row: &&RecordRow| {
        let own = systems_of(row, &known);
        let tier = own.iter().map(|it| tiers.get(*it).map_or(UNKNOWN, String::as_str));
        let tier = tier.chain(given.get(&row.id).map(String::as_str));
        let tier = tier.min_by_key(|it| STRICT.iter().position(|known| known == it)).unwrap_or(ORGANISATION);
        let of_system = || own.iter().find_map(|it| known[*it].unit.clone());
        let owner = |it: &&&Id| Some(((**it).clone(), known[**it].owner.as_ref()?.parse().ok()?));
        // What is decided for an AI system is decided where that belongs, whatever unit is written on the record about it.
        let (unit_ids, names) = upwards(of_system().or_else(|| row.unit.clone()), &units);
        let found = Matter {
            tier: tier.to_owned(),
            units: names,
            unit_ids,
            change_class: change_class(row, &known).to_owned(),
            owners: own.iter().filter_map(|it| owner(&it)).collect(),
            systems: own.into_iter().cloned().collect(),
        };
        (row.id.clone(), found)
    };
    Ok(rows.iter().map(matter).collect())
}

/// The records to which these point on their way to AI systems.
fn fetch(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, RecordRow>, Error> {
    let on = rows.iter().filter(|it| it.kind != SYSTEM);
    let ids: BTreeSet<Id> = on.flat_map(|it| TOWARDS.iter().flat_map(|field| targets(&it.document, field))).collect();
    let found = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// The AI systems of a record: itself, those that it names, or those of what it names.
fn systems_of<'a>(row: &'a RecordRow, known: &BTreeMap<&'a Id, &'a RecordRow>) -> BTreeSet<&'a Id> {
    if row.kind == SYSTEM {
        return BTreeSet::from([&row.id]);
    }
    let next = |row: &RecordRow| -> Vec<&'a RecordRow> {
        let ids = TOWARDS.iter().flat_map(|field| targets(&row.document, field));
        ids.filter_map(|it| known.get(&it).copied()).collect()
    };
    let (direct, between): (Vec<_>, Vec<_>) = next(row).into_iter().partition(|it| it.kind == SYSTEM);
    let behind = between.into_iter().flat_map(next).filter(|it| it.kind == SYSTEM);
    direct.into_iter().chain(behind).map(|it| &it.id).collect()
}

/// How far the change reaches that a record is, or the furthest of those that it carries; one without a class counts as significant.
fn change_class<'a>(row: &'a RecordRow, known: &BTreeMap<&'a Id, &'a RecordRow>) -> &'a str {
    let carried: Vec<&RecordRow> =
        targets(&row.document, "changes").iter().filter_map(|it| known.get(it).copied()).collect();
    let class = |it: &&'a RecordRow| it.text("class").unwrap_or("significant");
    let all = std::iter::once(row).chain(carried).filter(|it| it.kind == CHANGE);
    all.map(|it| class(&it)).min_by_key(|it| FAR.iter().position(|known| known == it)).unwrap_or("none")
}

/// The tier of each AI system, by the one reading of classifications.
fn tiers(at: &Snapshot, systems: &[RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let classified = at.classified(systems)?;
    let tier = |(id, rows): (Id, Vec<&RecordRow>)| {
        let outcome = of_scheme(&rows, &classified.around, OWN_TIER, at.time)?.0.outcome?;
        Some((id, at.libraries.duties.tier(&outcome).to_owned()))
    };
    Ok(by_subject(&classified.rows).into_iter().filter_map(tier).collect())
}

/// The tiers that tables give to those of these records that are classifications: who decides about an override of one is asked by it, and
/// not by the milder one that the override makes.
fn given(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let own = |it: &&RecordRow| it.kind == CLASSIFICATION && it.text("scheme") == Some(OWN_TIER);
    let rows: Vec<RecordRow> = rows.iter().copied().filter(own).cloned().collect();
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let around = at.behind(&rows)?;
    let tier = |it: &RecordRow| Some((it.id.clone(), at.libraries.duties.tier(&by_tables(it, &around).0?).to_owned()));
    Ok(rows.iter().filter_map(tier).collect())
}

/// A unit with those above it, by number and by name, from the nearest on; nothing for the organisation as a whole.
pub(crate) fn of_unit(at: &Snapshot, unit: Option<&Id>) -> Result<(Vec<Id>, Vec<String>), Error> {
    match unit {
        Some(unit) => Ok(upwards(Some(unit.to_string()), &units(at)?)),
        None => Ok((Vec::new(), Vec::new())),
    }
}

/// Units by their numbers: their names and the units above them.
pub(crate) type Units = BTreeMap<String, (String, Option<String>)>;

/// Units as they stood.
pub(crate) fn units(at: &Snapshot) -> Result<Units, Error> {
    let query = store::Query { limit: 10_000, as_of: at.place, ..store::Query::of(UNIT, store::Visible::All) };
    Ok(at.read.list(&query)?.iter().map(unit).collect())
}

/// A unit by its number, with its name and the one above it.
pub(crate) fn unit(row: &RecordRow) -> (String, (String, Option<String>)) {
    (row.id.to_string(), (row.title.clone(), row.text("parent").map(str::to_owned)))
}

/// A unit and those above it, by number and by name, from the nearest on.
pub(crate) fn upwards(unit: Option<String>, units: &Units) -> (Vec<Id>, Vec<String>) {
    let (mut ids, mut names, mut seen, mut next) = (Vec::new(), Vec::new(), BTreeSet::new(), unit);
    while let Some((id, (name, parent))) = next.take().and_then(|it| Some((it.clone(), units.get(&it)?))) {
        if !seen.insert(id.clone()) {
            break;
        }
        ids.extend(id.parse::<Id>());
        names.push(name.clone());
        next = parent.clone();
    }
    (ids, names)
}
