//! The records around data, read once: what was made from what, with what models were made, and what uses them.
//!
//! Read by a fixed number of statements however long the lineage is. Links are taken from documents, so that a record that is
//! about to be stored is seen as it will be. Serves ISO/IEC 42001 A.7.5.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use record::{Document, Id};
use serde_json::Value;
use store::{Read, RecordRow, Way};

use super::budget;
use super::quality::{self, Quality};
use super::retention::DISPOSAL;
use super::tier::{Tiered, tier};
use super::{ACCEPTED, DATASET, MODEL, MODEL_VERSION, VERSION};
use crate::Error;
use crate::derived::Snapshot;
use crate::libraries::Libraries;
use crate::reached;
use crate::surroundings::SYSTEM;
use crate::tiering::CLASSIFICATION;
use crate::tiering::around::Around as Classified;

/// Ways from a record to all from which it was made, and to what is judged when it changes.
const UP: &[Way] = &[
    Way::along(VERSION, "derived_from", VERSION),
    Way::along(VERSION, "treats", VERSION),
    Way::along(VERSION, "dataset", DATASET),
    Way::against(VERSION, "dataset", DATASET),
    Way::along(MODEL_VERSION, "data", VERSION),
    Way::along(MODEL_VERSION, "built_on", MODEL_VERSION),
    Way::along(MODEL_VERSION, "model", MODEL),
    Way::against(MODEL_VERSION, "model", MODEL),
    Way::against(MODEL, "systems", SYSTEM),
    Way::against(DATASET, "systems", SYSTEM),
    Way::along("release", "bundle", MODEL_VERSION),
    Way::along("release", "system", SYSTEM),
    Way::along("measurement", "of", VERSION),
    Way::along("decision", "subject", VERSION),
    Way::along("decision", "subject", MODEL_VERSION),
    Way::along("classification", "subject", SYSTEM),
    Way::against(DISPOSAL, "items", VERSION),
    Way::against("decision", "subject", MODEL_VERSION),
];

/// Ways from a record to all that was made from it, and to what is known of that.
const DOWN: &[Way] = &[
    Way::against(VERSION, "derived_from", VERSION),
    Way::against(VERSION, "treats", VERSION),
    Way::along(VERSION, "dataset", DATASET),
    Way::against(VERSION, "dataset", DATASET),
    Way::against(MODEL_VERSION, "data", VERSION),
    Way::against(MODEL_VERSION, "built_on", MODEL_VERSION),
    Way::along(MODEL_VERSION, "model", MODEL),
    Way::along(MODEL, "systems", SYSTEM),
    Way::along(DATASET, "systems", SYSTEM),
    Way::against("release", "bundle", MODEL_VERSION),
    Way::against("measurement", "of", VERSION),
    Way::against("decision", "subject", VERSION),
    Way::against("decision", "subject", MODEL_VERSION),
    Way::against("classification", "subject", SYSTEM),
    Way::against(DISPOSAL, "items", VERSION),
];

/// Ways from a version whose persons are protected to all with which it shares a budget or is weighed, and what was measured of
/// them; only asked where there is such a version.
const TREATED: &[Way] = &[
    Way::along(VERSION, "treats", VERSION),
    Way::against(VERSION, "treats", VERSION),
    Way::along(VERSION, "derived_from", VERSION),
    Way::against(VERSION, "derived_from", VERSION),
    Way::along(VERSION, "dataset", DATASET),
    Way::against(VERSION, "dataset", DATASET),
    Way::against("measurement", "of", VERSION),
];

/// From what was measured to the version, and to those that are weighed against it.
const WEIGHED: &[Way] = &[
    Way::along("measurement", "of", VERSION),
    Way::along(VERSION, "treats", VERSION),
    Way::against(VERSION, "treats", VERSION),
];

/// Whose answers may differ when a record changes, by its kind: all that can be reached by one of these sets of ways. A kind
/// that is not named moves nobody's.
const MOVES: &[(&str, &[&[Way]])] = &[
    ("measurement", &[WEIGHED]),
    ("decision", &[&[Way::along("decision", "subject", VERSION)], DECIDED]),
    (DISPOSAL, &[USED]),
    (VERSION, &[UP, DOWN, WEIGHED]),
    (MODEL_VERSION, &[UP, DOWN]),
    (DATASET, &[UP, DOWN]),
    (MODEL, &[UP, DOWN]),
    (SYSTEM, &[UP]),
    ("classification", &[UP]),
];

/// From a decision to the model versions that it may let stay, and to their models.
const DECIDED: &[Way] = &[Way::along("decision", "subject", MODEL_VERSION), Way::along(MODEL_VERSION, "model", MODEL)];

/// From a run of disposal to the models that were made with what it destroyed.
const USED: &[Way] = &[
    Way::along(DISPOSAL, "items", VERSION),
    Way::against(MODEL_VERSION, "data", VERSION),
    Way::along(MODEL_VERSION, "model", MODEL),
];

/// From a new version to its dataset and to the models that were made with others of it, which are no longer the newest.
const USERS: &[Way] = &[
    Way::along(VERSION, "dataset", DATASET),
    Way::against(VERSION, "dataset", DATASET),
    Way::against(MODEL_VERSION, "data", VERSION),
    Way::along(MODEL_VERSION, "model", MODEL),
];

/// The records around data at a moment.
#[derive(Debug)]
pub struct Lineage {
    rows: BTreeMap<Id, RecordRow>,
    /// Sources of links by target and field.
    towards: HashMap<(Id, &'static str), Vec<Id>>,
    /// The moment for which it is asked.
    pub time: Timestamp,
    /// What is asked of data.
    pub libraries: Arc<Libraries>,
    /// The tier of each dataset, found out when it is first asked for.
    tiers: OnceLock<HashMap<Id, Tiered>>,
    /// How the quality of each version stands, found out when it is first asked for.
    qualities: Mutex<HashMap<Id, Option<Quality>>>,
    /// When versions that spend privacy were first accepted.
    accepted: HashMap<Id, Timestamp>,
    /// What stands behind the classifications of its AI systems.
    pub(crate) classified: Classified,
    /// Decisions of bodies that do not count, each with the reasons.
    invalid: BTreeMap<Id, String>,
}

/// What a model version did with data.
#[derive(Debug, Clone)]
pub struct Made<'a> {
    /// The model version.
    pub model: &'a RecordRow,
    /// `train`, `validate` or `test`.
    pub used_for: String,
}

impl Lineage {
    /// The records around these, which are taken as they are given.
    pub(crate) fn around(at: &Snapshot, seeds: &[RecordRow]) -> Result<Lineage, Error> {
        let treated = |it: &RecordRow| it.kind == VERSION && (it.text("treats").is_some() || budget::spends(it));
        let treated = seeds.iter().any(treated).then_some(TREATED);
        let rows = reached::rows(at, seeds, [UP, DOWN].into_iter().chain(treated))?;
        let spending = rows.iter().filter(|it| it.kind == VERSION && budget::spends(it)).map(|it| it.id.clone());
        let spending: Vec<Id> = spending.collect();
        let accepted =
            if spending.is_empty() { Vec::new() } else { at.read.first_in(&spending, ACCEPTED, at.place)? };
        let classes: Vec<&RecordRow> = rows.iter().filter(|it| it.kind == CLASSIFICATION).collect();
        let classified = Classified::read(at, &classes, false)?;
        let decisions: Vec<&RecordRow> = rows.iter().filter(|it| it.kind == "decision").collect();
        let invalid = crate::bodies::answers::invalid(at, &decisions)?;
        Ok(Lineage {
            accepted: accepted.into_iter().collect(),
            classified,
            invalid,
            ..Lineage::of(rows, at.time, &at.libraries)
        })
    }

    /// The lineage of these records; those that are retired are left out, unless they are data that something was made from.
    pub fn of(rows: Vec<RecordRow>, time: Timestamp, libraries: &Arc<Libraries>) -> Lineage {
        let counts =
            |it: &RecordRow| !it.retired || [VERSION, DATASET, MODEL_VERSION, MODEL].contains(&it.kind.as_str());
        let rows: BTreeMap<Id, RecordRow> = rows.into_iter().filter(counts).map(|it| (it.id.clone(), it)).collect();
        let mut towards: HashMap<(Id, &'static str), Vec<Id>> = HashMap::new();
        for way in UP.iter().chain(DOWN) {
            for row in rows.values().filter(|it| it.kind == way.source) {
                for target in targets(&row.document, way.field) {
                    let sources = towards.entry((target, way.field)).or_default();
                    if !sources.contains(&row.id) {
                        sources.push(row.id.clone());
                    }
                }
            }
        }
        let (accepted, classified) = (HashMap::new(), Classified::nothing(libraries));
        let (tiers, qualities) = (OnceLock::new(), Mutex::default());
        Lineage {
            rows,
            towards,
            time,
            libraries: libraries.clone(),
            tiers,
            qualities,
            accepted,
            classified,
            invalid: BTreeMap::new(),
        }
    }

    /// The same without the records that somebody may not see.
    pub(crate) fn seen(self, may: impl Fn(&RecordRow) -> bool) -> Lineage {
        let Lineage { rows, time, libraries, accepted, classified, invalid, .. } = self;
        let rows = rows.into_values().filter(may).collect();
        Lineage { accepted, classified, invalid, ..Lineage::of(rows, time, &libraries) }
    }

    /// When a version that spends privacy was first accepted, also where it is so only now.
    pub fn accepted(&self, version: &RecordRow) -> Option<Timestamp> {
        self.accepted.get(&version.id).copied().or_else(|| (version.state == ACCEPTED).then_some(self.time))
    }

    /// Whether a decision is a yes that opens something now: in effect, and valid where a body took it.
    pub fn opens(&self, decision: &RecordRow) -> bool {
        quality::in_effect(decision, self.time) && !self.invalid.contains_key(&decision.id)
    }

    /// Every record, by number.
    pub fn rows(&self) -> impl Iterator<Item = &RecordRow> {
        self.rows.values()
    }

    /// A record.
    pub fn row(&self, id: &Id) -> Option<&RecordRow> {
        self.rows.get(id)
    }

    /// Records of a kind to which a record links in a field.
    pub fn to<'a>(&'a self, row: &RecordRow, field: &str) -> Vec<&'a RecordRow> {
        targets(&row.document, field).iter().filter_map(|it| self.row(it)).collect()
    }

    /// Records of a kind that link to a record in a field.
    pub fn from<'a>(&'a self, id: &Id, kind: &str, field: &'static str) -> Vec<&'a RecordRow> {
        let sources = self.towards.get(&(id.clone(), field)).into_iter().flatten();
        sources.filter_map(|it| self.row(it)).filter(|it| it.kind == kind).collect()
    }

    /// The versions of a dataset.
    pub fn versions(&self, dataset: &Id) -> Vec<&RecordRow> {
        self.from(dataset, VERSION, "dataset")
    }

    /// The dataset of a version.
    pub fn dataset(&self, version: &RecordRow) -> Option<&RecordRow> {
        self.to(version, "dataset").into_iter().next()
    }

    /// How the quality of a version stands; found out once for a version as it is here.
    pub fn quality(&self, version: &RecordRow) -> Option<Quality> {
        if self.row(&version.id) != Some(version) {
            return quality::quality(self, version);
        }
        let known = self.qualities.lock().unwrap_or_else(PoisonError::into_inner).get(&version.id).cloned();
        known.unwrap_or_else(|| {
            let found = quality::quality(self, version);
            let mut all = self.qualities.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(version.id.clone(), found.clone());
            found
        })
    }

    /// The tier of a dataset.
    pub fn tier(&self, dataset: &RecordRow) -> Tiered {
        let all = || self.rows().filter(|it| it.kind == DATASET).map(|it| (it.id.clone(), tier(self, it))).collect();
        let tiers = self.tiers.get_or_init(all);
        tiers.get(&dataset.id).cloned().unwrap_or_else(|| tier(self, dataset))
    }

    /// The versions of a dataset and all that was made from them.
    pub fn made_from<'a>(&'a self, dataset: &Id) -> Vec<&'a RecordRow> {
        walk(self.versions(dataset), |it| self.from(&it.id, VERSION, "derived_from"))
    }

    /// A version and all from which it was made, the nearest first.
    pub fn ancestors<'a>(&'a self, version: &'a RecordRow) -> Vec<&'a RecordRow> {
        walk(vec![version], |it| self.to(it, "derived_from"))
    }

    /// The model versions that were made or tested with a version.
    pub fn models(&self, version: &Id) -> Vec<Made<'_>> {
        let mut made = Vec::new();
        for model in self.from(version, MODEL_VERSION, "data") {
            let rows = model.list("data");
            let of = rows.filter(|it| it["dataset_version"].as_str() == Some(&version.to_string()));
            let what = |it: &Value| it["used_for"].as_str().unwrap_or("train").to_owned();
            made.extend(of.map(|it| Made { model, used_for: what(it) }));
        }
        made
    }

    /// A model version and all that were built upon it.
    pub fn built_upon<'a>(&'a self, model: &'a RecordRow) -> Vec<&'a RecordRow> {
        walk(vec![model], |it| self.from(&it.id, MODEL_VERSION, "built_on"))
    }
}

/// Records and all that can be reached from them, the nearest first; circles end.
fn walk<'a>(mut all: Vec<&'a RecordRow>, next: impl Fn(&RecordRow) -> Vec<&'a RecordRow>) -> Vec<&'a RecordRow> {
    let mut seen: HashSet<&Id> = all.iter().map(|it| &it.id).collect();
    let mut at = 0;
    while let Some(row) = all.get(at).copied() {
        all.extend(next(row).into_iter().filter(|it| seen.insert(&it.id)));
        at += 1;
    }
    all
}

/// The records that a document names in a field: a link, several, or links in a table.
pub(crate) fn targets(document: &Document, field: &str) -> Vec<Id> {
    let mut found = Vec::new();
    gather(document.get(field).unwrap_or(&Value::Null), &mut found);
    found
}

fn gather(value: &Value, found: &mut Vec<Id>) {
    match value {
        Value::String(text) => found.extend(text.parse::<Id>()),
        Value::Array(all) => all.iter().for_each(|it| gather(it, found)),
        Value::Object(row) => row.values().for_each(|it| gather(it, found)),
        _ => {}
    }
}

/// The records whose answers may differ once this one is stored.
pub(crate) fn touched(read: &Read, row: &RecordRow) -> Result<BTreeSet<Id>, Error> {
    let Some((_, moves)) = MOVES.iter().find(|it| it.0 == row.kind) else { return Ok(BTreeSet::new()) };
    let newcomer = row.kind == VERSION && row.version == 1 && !from_elsewhere(read, row)?;
    let moves = if newcomer { &[USERS][..] } else { *moves };
    let mut touched = BTreeSet::new();
    for ways in moves {
        touched.extend(reached::from_new(read, row, ways)?);
    }
    // Other versions only lie on the way to models; nothing that they are asked follows from a newcomer.
    touched.retain(|it| *it != row.id && !(newcomer && it.prefix == row.id.prefix));
    Ok(touched)
}

/// Whether a version was made from data of another dataset, whose uses it may add to.
fn from_elsewhere(read: &Read, row: &RecordRow) -> Result<bool, Error> {
    let own = targets(&row.document, "dataset");
    let parents = ["derived_from", "treats"].iter().flat_map(|it| targets(&row.document, it));
    let parents = read.records(&parents.collect::<Vec<_>>())?;
    Ok(parents.iter().any(|it| targets(&it.document, "dataset") != own))
}
