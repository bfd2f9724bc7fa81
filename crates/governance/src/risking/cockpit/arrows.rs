//! What came into the cells of the heat map and left them since a day: where each risk was before its first change since then, and where it is now, both by the criteria
//! in force. Pure over versions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use record::Id;
use serde::Serialize;
use store::{RecordRow, VersionRow};

use super::super::OVER;
use super::super::criteria::Criteria;
use super::super::level::{Risk, Versions, judged};
use super::super::moving::feed::Moved;
use super::grid::{Of, Place, place};

/// Where a risk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// In a cell.
    Cell(Place),
    /// In no cell, for a reason.
    NotPlaced,
    /// Not there yet, or over.
    NotThere,
}

impl At {
    /// The cell, where it is in one.
    pub fn cell(self) -> Option<Place> {
        match self {
            At::Cell(it) => Some(it),
            At::NotPlaced | At::NotThere => None,
        }
    }
}

/// Risks that went from one place to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Where they were.
    pub from: At,
    /// Where they are.
    pub to: At,
    /// The risks.
    pub risks: Vec<Id>,
    /// Records that are named as the cause, as far as they may be seen.
    pub causes: Vec<Id>,
    /// Reasons that were given where no record is named.
    pub reasons: Vec<String>,
}

/// By what places are told.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The criteria in force.
    pub criteria: Option<&'a Criteria>,
    /// Versions of scales.
    pub versions: &'a Versions,
    /// What the map is of.
    pub of: Of<'a>,
}

impl By<'_> {
    fn at(&self, row: Option<&RecordRow>) -> At {
        let Some(row) = row.filter(|it| it.state != OVER && !it.retired) else { return At::NotThere };
        let risk = Risk::of(row);
        let told = self.criteria.map(|by| judged(&risk, by, self.versions)).unwrap_or_default();
        place(&risk, &told, self.criteria, self.of).map_or(At::NotPlaced, At::Cell)
    }
}

/// What moved between cells, into them and out of them since a moment, the gravest cell first; versions stand by record and in order, `feed` says why.
pub fn flows(versions: &[VersionRow], by: By<'_>, feed: &[Moved], since: Timestamp) -> Vec<Flow> {
    let mut found: BTreeMap<(At, At), Vec<Id>> = BTreeMap::new();
    for own in versions.chunk_by(|a, b| a.record.id == b.record.id) {
        let before = own.iter().rev().find(|it| it.record.changed < since).map(|it| &it.record);
        let (Some(now), before) = (own.last().map(|it| &it.record), by.at(before)) else { continue };
        let after = by.at(Some(now));
        if before != after && before.cell().or(after.cell()).is_some() {
            found.entry((before, after)).or_default().push(now.id.clone());
        }
    }
    let mut all: Vec<Flow> = found.into_iter().map(|((from, to), risks)| because(from, to, risks, feed)).collect();
    all.sort_by_key(|it| std::cmp::Reverse((it.to.cell(), it.from.cell())));
    all
}

/// A flow with its causes.
fn because(from: At, to: At, risks: Vec<Id>, feed: &[Moved]) -> Flow {
    let own = || feed.iter().filter(|it| risks.contains(&it.risk));
    let causes: BTreeSet<Id> = own().filter_map(|it| it.cause.clone()).collect();
    let reasons: BTreeSet<String> = own().filter(|it| it.cause.is_none()).filter_map(|it| it.why.clone()).collect();
    let (causes, reasons) = (causes.into_iter().collect(), reasons.into_iter().collect());
    Flow { from, to, risks, causes, reasons }
}

/// How many risks came into a cell, and how many left it.
pub fn marks(flows: &[Flow], cell: Place) -> (usize, usize) {
    let count = |fits: &dyn Fn(&Flow) -> bool| flows.iter().filter(|it| fits(it)).map(|it| it.risks.len()).sum();
    (count(&|it| it.to == At::Cell(cell)), count(&|it| it.from == At::Cell(cell)))
}
