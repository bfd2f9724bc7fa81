//! What assessors scored, each alone: how far they agree, where they differ, and what they settled on. Nothing of it is told before all have handed in.
//! Pure. Serves ISO/IEC 42001 6.1.2.

use std::collections::{BTreeMap, BTreeSet};

use measure::Interval;
use measure::inference::agreement::{Weights, cohen_kappa};
use record::{Document, Id};
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::criteria::Criteria;
use crate::data::lineage::targets;
use crate::gaps::library::Agreement;

/// What is scored: a risk, and the type of its consequence; no type is its likelihood.
pub type Key = (Id, Option<String>);

/// A sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The record.
    pub id: Id,
    /// Number of the assessor.
    pub by: String,
    /// Whether it was handed in.
    pub handed_in: bool,
    /// What it scores, by places from 1.
    pub scores: BTreeMap<Key, usize>,
}

/// What assessors settled on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The level by its place, from 1.
    pub level: usize,
    /// Who agreed.
    pub agreed: Vec<Id>,
    /// What decided it.
    pub why: String,
}

/// Scores that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The risk.
    pub risk: Id,
    /// The type of consequence; nothing for likelihood.
    #[serde(rename = "type")]
    pub of: Option<String>,
    /// What each says, by number of the assessor.
    pub said: BTreeMap<String, usize>,
    /// What they settled on.
    pub settled: Option<Settled>,
    /// Assessors who scored it and did not agree; everybody while nothing is settled.
    pub open: Vec<String>,
}

/// How far two assessors agree about one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// About what: `likelihood`, `consequence` or `level`, which follows from both.
    pub what: &'static str,
    /// Scores that both gave.
    pub shared: usize,
    /// Of these, the same.
    pub same: usize,
    /// Cohen's kappa, where a difference weighs by the number of steps.
    pub kappa: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Why none can be told.
    pub why: Option<String>,
}

/// What assessors scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreed {
    /// Assessors who have not handed in; while there is one, nothing is told.
    pub waiting: Vec<String>,
    /// How far each two agree.
    pub pairs: Vec<Pair>,
    /// Where they differ.
    pub differences: Vec<Difference>,
}

/// The scores of a sheet.
pub fn sheet(row: &RecordRow) -> Sheet {
    let score = |it: &Value| Some((key(it)?, it.get("level")?.as_u64()? as usize));
    Sheet {
        id: row.id.clone(),
        by: row.owner.clone().unwrap_or_default(),
        handed_in: row.state == "handed_in",
        scores: row.list("scores").filter_map(score).collect(),
    }
}

/// What the assessors of an assessment settled on.
pub fn settled(row: &RecordRow) -> BTreeMap<Key, Settled> {
    settled_in(&row.document)
}

/// The same of the fields of one.
pub(crate) fn settled_in(fields: &Document) -> BTreeMap<Key, Settled> {
    let one = |it: &Value| {
        let settled = Settled {
            level: it.get("level")?.as_u64()? as usize,
            agreed: it.as_object().map(|it| targets(it, "agreed")).unwrap_or_default(),
            why: it.get("why").and_then(Value::as_str).unwrap_or_default().to_owned(),
        };
        Some((key(it)?, settled))
    };
    let rows = fields.get("reconciled").and_then(Value::as_array);
    rows.into_iter().flatten().filter_map(one).collect()
}

/// The risk and the type that a row is about.
pub fn key(row: &Value) -> Option<Key> {
    let risk = row.get("risk")?.as_str()?.parse().ok()?;
    Some((risk, row.get("type").and_then(Value::as_str).map(str::to_owned)))
}

/// How far assessors agree and where they differ; blind until every one of them has handed in.
pub fn agreed(
    assessors: &[Id],
    sheets: &[Sheet],
    mut settled: BTreeMap<Key, Settled>,
    by: Option<&Criteria>,
    least: &Agreement,
) -> Agreed {
    let handed = |it: &&Id| sheets.iter().any(|of| of.handed_in && of.by == it.to_string());
    let waiting: Vec<String> = assessors.iter().filter(|it| !handed(it)).map(ToString::to_string).collect();
    let mut told = Agreed { waiting, pairs: Vec::new(), differences: Vec::new() };
    if !told.waiting.is_empty() {
        return told;
    }
    // A sheet of somebody who left before handing it in says nothing.
    let mut sheets: Vec<&Sheet> = sheets.iter().filter(|it| it.handed_in).collect();
    sheets.sort_by(|a, b| a.by.cmp(&b.by));
    for (at, one) in sheets.iter().enumerate() {
        told.pairs.extend(sheets.iter().skip(at + 1).flat_map(|other| pairs(one, other, by, least)));
    }
    let keys: BTreeSet<&Key> = sheets.iter().flat_map(|it| it.scores.keys()).collect();
    for key in keys {
        let said: BTreeMap<String, usize> =
            sheets.iter().filter_map(|it| Some((it.by.clone(), *it.scores.get(key)?))).collect();
        if said.values().collect::<BTreeSet<_>>().len() < 2 {
            continue;
        }
        let settled = settled.remove(key);
        let agreed: BTreeSet<String> = settled.iter().flat_map(|it| &it.agreed).map(ToString::to_string).collect();
        let open = said.keys().filter(|it| !agreed.contains(*it)).cloned().collect();
        told.differences.push(Difference { risk: key.0.clone(), of: key.1.clone(), said, settled, open });
    }
    told
}

/// How far two agree about likelihood, about consequences, and about the levels that follow by the criteria.
fn pairs(one: &Sheet, other: &Sheet, by: Option<&Criteria>, least: &Agreement) -> Vec<Pair> {
    let both = |wanted: bool| {
        let own = one.scores.iter().filter(move |it| it.0.1.is_none() == wanted);
        own.filter_map(|(key, it)| Some((*it, *other.scores.get(key)?))).collect::<Vec<_>>()
    };
    let Some(by) = by else { return Vec::new() };
    let most = by.consequences.values().map(Vec::len).max().unwrap_or_default();
    let level = |of: &Sheet, key: &Key| {
        by.level(key.1.as_deref()?, *of.scores.get(&(key.0.clone(), None))?, *of.scores.get(key)?).map(|it| it + 1)
    };
    let levels = one.scores.keys().filter_map(|key| Some((level(one, key)?, level(other, key)?))).collect();
    [
        ("likelihood", both(true), by.likelihood.len()),
        ("consequence", both(false), most),
        ("level", levels, by.levels.len()),
    ]
    .into_iter()
    .map(|(what, scores, classes)| pair(one, other, what, &scores, classes, least))
    .collect()
}

fn pair(
    one: &Sheet,
    other: &Sheet,
    what: &'static str,
    scores: &[(usize, usize)],
    classes: usize,
    least: &Agreement,
) -> Pair {
    let within = |it: &&(usize, usize)| (1..=classes).contains(&it.0) && (1..=classes).contains(&it.1);
    let mut cells = vec![0_u64; classes * classes];
    scores.iter().filter(within).for_each(|(row, column)| cells[(row - 1) * classes + column - 1] += 1);
    let shared = scores.iter().filter(within).count();
    let same = scores.iter().filter(within).filter(|it| it.0 == it.1).count();
    let (one, other) = (one.by.clone(), other.by.clone());
    let mut pair = Pair { one, other, what, shared, same, kappa: None, interval: None, why: None };
    if shared < least.least {
        pair.why =
            Some(format!("not assessable: they share {shared} scores, and agreement is told from {} on", least.least));
        return pair;
    }
    match cohen_kappa(&cells, classes, Weights::Linear, least.level) {
        Ok(told) => (pair.kappa, pair.interval) = (Some(told.value), told.interval),
        Err(why) => pair.why = Some(format!("not assessable: {why}")),
    }
    pair
}
