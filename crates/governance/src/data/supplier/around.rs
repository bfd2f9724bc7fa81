//! Contracts with their obligations, the data that are supplied under them and every delivery, read as sets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::{Catalog, Id};
use store::{Read, RecordRow, Way};

use super::{CONTRACT, OBLIGATION};
use crate::Error;
use crate::data::lineage::{Lineage, targets};
use crate::data::{DATASET, VERSION};
use crate::derived::day;
use crate::derived::{Snapshot, date};
use crate::reached::{self, begins_new};
use crate::surroundings::SYSTEM;

/// The party with which a contract is made.
const PARTY: &str = "external_party";

/// From a contract or an obligation to all that is supplied under it.
const SUPPLIED: &[Way] = &[
    Way::along(OBLIGATION, "contract", CONTRACT),
    Way::against(OBLIGATION, "contract", CONTRACT),
    Way::along(CONTRACT, "party", PARTY),
    Way::along(CONTRACT, "systems", SYSTEM),
    Way::along(OBLIGATION, "covers", DATASET),
    Way::against(DATASET, "supplied_by", PARTY),
];

/// From what is supplied, measured or classified to the contracts and obligations that it concerns.
const CONCERNED: &[Way] = &[
    Way::along("measurement", "of", VERSION),
    Way::along("classification", "subject", SYSTEM),
    Way::along(VERSION, "dataset", DATASET),
    Way::along(DATASET, "supplied_by", PARTY),
    Way::against(CONTRACT, "party", PARTY),
    Way::against(CONTRACT, "systems", SYSTEM),
    Way::against(OBLIGATION, "covers", DATASET),
    Way::along(OBLIGATION, "contract", CONTRACT),
    Way::against(OBLIGATION, "contract", CONTRACT),
];

/// Kinds whose records move answers about contracts, beside those that move the lineage.
const MOVING: &[&str] = &[CONTRACT, OBLIGATION, PARTY];

/// The records around contracts at a moment.
#[derive(Debug)]
pub struct Around {
    rows: BTreeMap<Id, RecordRow>,
    /// The lineage of the data and AI systems that are concerned.
    pub lineage: Lineage,
    /// The day for which it is asked.
    pub today: Date,
}

/// One delivery: a version of data that came in from the supplier.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// The version.
    pub row: &'a RecordRow,
    /// The day on which it came.
    pub day: Date,
}

impl Around {
    /// The records around these contracts and obligations, which are taken as they are given.
    pub(crate) fn read(at: &Snapshot, seeds: &[RecordRow]) -> Result<Around, Error> {
        let rows = reached::rows(at, seeds, [SUPPLIED])?;
        let given: BTreeSet<&Id> = seeds.iter().map(|it| &it.id).collect();
        let used: Vec<RecordRow> =
            rows.iter().filter(|it| [DATASET, SYSTEM].contains(&it.kind.as_str())).cloned().collect();
        let rows = rows.into_iter().filter(|it| !it.retired || given.contains(&it.id));
        let rows = rows.map(|it| (it.id.clone(), it)).collect();
        Ok(Around { rows, lineage: Lineage::around(at, &used)?, today: day(at.time) })
    }

    /// The contract from which an obligation follows.
    pub fn contract(&self, obligation: &RecordRow) -> Option<&RecordRow> {
        self.rows.get(targets(&obligation.document, "contract").first()?)
    }

    /// The obligations of a contract that apply and have not run out, by number.
    pub fn obligations(&self, contract: &Id) -> Vec<&RecordRow> {
        let all = self.rows.values().filter(|it| it.kind == OBLIGATION && self.applies(it));
        all.filter(|it| targets(&it.document, "contract").contains(contract)).collect()
    }

    /// Whether an obligation applies today.
    pub fn applies(&self, obligation: &RecordRow) -> bool {
        let over = date(&obligation.document, "until").is_some_and(|it| it < self.today);
        obligation.state == "applicable" && !obligation.retired && !over
    }

    /// The data that an obligation covers: those it names, else all that the party of its contract supplies.
    pub fn covered(&self, obligation: &RecordRow) -> Vec<&RecordRow> {
        let named = self.among(targets(&obligation.document, "covers"), DATASET);
        match named.is_empty() {
            true => self.contract(obligation).map(|it| self.supplied(it)).unwrap_or_default(),
            false => named,
        }
    }

    /// The data that come under a contract, by what its obligations cover; without any, all that its party supplies.
    pub fn datasets(&self, contract: &RecordRow) -> Vec<&RecordRow> {
        let covered: BTreeMap<&Id, &RecordRow> =
            self.obligations(&contract.id).into_iter().flat_map(|it| self.covered(it)).map(|it| (&it.id, it)).collect();
        match covered.is_empty() {
            true => self.supplied(contract),
            false => covered.into_values().collect(),
        }
    }

    /// The AI systems that a contract names.
    pub fn systems(&self, contract: &RecordRow) -> Vec<&RecordRow> {
        self.among(targets(&contract.document, "systems"), SYSTEM)
    }

    /// What came of a dataset from outside, the oldest first; what was made from it here is no delivery.
    pub fn deliveries(&self, dataset: &Id) -> Vec<Delivery<'_>> {
        let made_here =
            |it: &RecordRow| ["derived_from", "treats"].iter().any(|field| !targets(&it.document, field).is_empty());
        let came = self.lineage.versions(dataset).into_iter().filter(|it| !it.retired && !made_here(it));
        let mut all: Vec<Delivery> = came.map(|row| Delivery { row, day: came_on(row) }).collect();
        all.sort_by(|one, other| (one.day, &one.row.id).cmp(&(other.day, &other.row.id)));
        all
    }

    fn supplied(&self, contract: &RecordRow) -> Vec<&RecordRow> {
        let party = targets(&contract.document, "party");
        let by = |it: &&RecordRow| targets(&it.document, "supplied_by").iter().any(|it| party.contains(it));
        self.rows.values().filter(|it| it.kind == DATASET).filter(by).collect()
    }

    fn among(&self, ids: Vec<Id>, kind: &str) -> Vec<&RecordRow> {
        ids.iter().filter_map(|it| self.rows.get(it)).filter(|it| it.kind == kind).collect()
    }
}

/// The day on which a version came: as stated, else when it was produced, else when it was entered.
fn came_on(version: &RecordRow) -> Date {
    let stated = ["received_on", "produced_on"].iter().find_map(|it| date(&version.document, it));
    stated.unwrap_or_else(|| day(version.created))
}

/// The contracts and obligations whose answers may differ once this record is stored, given what else its lineage moves.
pub(crate) fn touched(read: &Read, catalog: &Catalog, row: &RecordRow, moved: &[Id]) -> Result<Vec<Id>, Error> {
    let moves = MOVING.contains(&row.kind.as_str()) || CONCERNED.iter().any(|it| it.source == row.kind);
    if !moves && moved.is_empty() {
        return Ok(Vec::new());
    }
    let from: BTreeSet<Id> = begins_new(row, CONCERNED).into_iter().chain(moved.iter().cloned()).collect();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let mut reached = read.reach(&from.into_iter().collect::<Vec<_>>(), CONCERNED, None)?;
    reached.retain(|it| *it != row.id && reached::is_of(catalog, it, &[CONTRACT, OBLIGATION]));
    Ok(reached)
}
