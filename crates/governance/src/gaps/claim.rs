//! What assessors say of a cell, and what its rating is.
//!
//! Where several differ, what they settled on counts, and the lowest of what they say until they have. A rating is never above what evidence
//! shows: what is claimed above it is listed, and whoever wants it to count adds the evidence.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::cell::Cell;
use super::library::Scale;
use crate::data::lineage::targets;

/// What an assessor says of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Number of the assessor.
    pub by: String,
    /// Whether what evidence showed was confirmed.
    pub confirmed: bool,
    /// The step.
    pub level: usize,
    /// Why, where it is challenged.
    pub reason: String,
    /// Evidence on which it rests.
    pub evidence: Vec<String>,
}

/// What assessors settled on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The step.
    pub level: usize,
    /// What decided it.
    pub reason: String,
}

/// A cell with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rated {
    /// The cell.
    #[serde(flatten)]
    pub cell: Cell,
    /// What assessors say, by number.
    pub claims: Vec<Claim>,
    /// What they settled on.
    pub settled: Option<Settled>,
    /// What is claimed: what was settled on, else the lowest.
    pub claimed: Option<usize>,
    /// The rating; nothing where nobody rated it or evidence cannot tell.
    pub rated: Option<usize>,
    /// Assessors differ, and nothing is settled.
    pub differ: bool,
    /// Something is claimed that is above what evidence shows.
    pub above: bool,
    /// Assessors who answer for it, where nobody else rated it.
    pub alone: Vec<String>,
}

impl Rated {
    /// The step at which it stands: the rating, and what evidence shows where nobody rated.
    pub fn stands(&self) -> Option<usize> {
        self.rated.or(self.cell.evidenced)
    }
}

/// What is said of cells, by reference and column.
pub type Claims = BTreeMap<(String, String), Vec<Claim>>;

/// What sheets say, as far as it is a step of the scale.
pub fn claims<'a>(sheets: impl Iterator<Item = &'a RecordRow>, scale: &Scale) -> Claims {
    let mut all = Claims::new();
    for sheet in sheets {
        let by = sheet.owner.clone().unwrap_or_default();
        for row in sheet.list("rows") {
            let Some(level) = scale.place(text(row, "level")) else { continue };
            let evidence = row.as_object().map(|it| targets(it, "evidence")).unwrap_or_default();
            let claim = Claim {
                by: by.clone(),
                confirmed: text(row, "said") == "confirmed",
                level,
                reason: text(row, "reason").to_owned(),
                evidence: evidence.iter().map(Id::to_string).collect(),
            };
            let of: &mut Vec<Claim> = all.entry(key(row)).or_default();
            // Of two rows about the same the later one counts.
            of.retain(|it| it.by != by);
            of.push(claim);
        }
    }
    all.values_mut().for_each(|it| it.sort_by(|one, other| one.by.cmp(&other.by)));
    all
}

/// What was settled on.
pub fn settlements(assessment: &RecordRow, scale: &Scale) -> BTreeMap<(String, String), Settled> {
    let row = |it: &Value| {
        let settled = Settled { level: scale.place(text(it, "level"))?, reason: text(it, "reason").to_owned() };
        Some((key(it), settled))
    };
    assessment.list("settled").filter_map(row).collect()
}

/// The requirement and column that a row names.
pub fn key(row: &Value) -> (String, String) {
    (text(row, "requirement").to_owned(), text(row, "subject").to_owned())
}

pub(super) fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A cell with what is said of it.
pub fn rated(cell: Cell, claims: Vec<Claim>, settled: Option<Settled>) -> Rated {
    let lowest = claims.iter().map(|it| it.level).min();
    let differ = settled.is_none() && claims.windows(2).any(|it| it[0].level != it[1].level);
    let claimed = settled.as_ref().map(|it| it.level).or(lowest).filter(|_| cell.asked());
    let highest = settled.as_ref().map(|it| it.level).max(claims.iter().map(|it| it.level).max());
    let own = |it: &&Claim| cell.answerable.contains(&it.by);
    let alone = match claims.iter().all(|it| own(&it)) {
        true => claims.iter().map(|it| it.by.clone()).collect(),
        false => Vec::new(),
    };
    Rated {
        rated: claimed.and_then(|it| Some(it.min(cell.evidenced?))),
        above: cell.asked() && highest.is_some_and(|it| cell.evidenced.is_none_or(|shown| it > shown)),
        differ,
        claimed,
        alone,
        claims,
        settled,
        cell,
    }
}
