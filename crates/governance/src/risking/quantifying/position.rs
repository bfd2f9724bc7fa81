//! The place of a risk in the matrix that its numbers give: the level of likelihood by events a year, the level of consequence by what an event costs, and
//! what follows from both by the criteria. Derived, never typed. Pure. Serves ISO/IEC 42001 6.1.2.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use simulate::loss::Appetite;
use store::RecordRow;

use super::super::criteria::Criteria;
use super::super::level::{Basis, Risk, Verdict, Versions, judged};

/// How much of a type may be lost, as the criteria say it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Appetites {
    /// The type of consequence.
    pub of: String,
    /// The unit of its losses.
    pub unit: String,
    /// How much in how many years.
    #[serde(flatten)]
    pub appetite: Appetite,
}

/// The appetites of criteria, as they are written.
pub fn appetites(row: &RecordRow) -> Vec<Appetites> {
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let number = |it: &Value, name: &str| it.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    row.list("appetites")
        .map(|it| Appetites {
            of: text(it, "type"),
            unit: text(it, "unit"),
            appetite: Appetite { loss: number(it, "loss"), probability: number(it, "probability") },
        })
        .collect()
}

/// Up to which number each level of the scales holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bands {
    /// Events a year of each level of likelihood.
    pub likelihood: Vec<Option<f64>>,
    /// What one event costs at each level of consequence, by type.
    pub consequences: BTreeMap<String, Vec<Option<f64>>>,
}

impl Bands {
    /// The bands of criteria.
    pub fn of(row: &RecordRow) -> Bands {
        let up_to = |it: &Value| it.get("up_to").and_then(Value::as_f64);
        let mut consequences: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
        for it in row.list("consequences") {
            let of = it.get("type").and_then(Value::as_str).unwrap_or_default();
            consequences.entry(of.to_owned()).or_default().push(up_to(it));
        }
        Bands { likelihood: row.list("likelihood").map(up_to).collect(), consequences }
    }
}

/// The place of a scale in which a number lies, from 1; `what` is the scale and `unit` what its numbers count.
pub(in crate::risking) fn place(bands: &[Option<f64>], value: f64, what: &str) -> Result<usize, String> {
    let Some((_, all)) = bands.split_last().filter(|it| !it.1.is_empty()) else {
        return Err(format!("the criteria have no scale of {what}"));
    };
    let known: Vec<f64> = all.iter().flatten().copied().collect();
    if known.len() < all.len() {
        return Err(format!("the criteria do not say up to which number each level of {what} holds; fill in `up_to`"));
    }
    if known.windows(2).any(|it| it[1] <= it[0]) {
        return Err(format!("the levels of {what} do not rise in `up_to` of the criteria; put them in order"));
    }
    Ok(known.partition_point(|it| *it < value) + 1)
}

/// Where a risk lies in the matrix by its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// The level of likelihood, from 1.
    pub likelihood: usize,
    /// The lowest and the highest level that the interval of how often it happens reaches.
    pub likelihood_reaches: (usize, usize),
    /// What that level is called.
    pub likelihood_name: String,
    /// The level of consequence, from 1.
    pub consequence: usize,
    /// What that level is called.
    pub consequence_name: String,
    /// The level of risk.
    pub level: Option<String>,
    /// The side of the line.
    pub verdict: Verdict,
    /// The cell and the line that decided.
    pub says: String,
}

/// The criteria by which numbers are placed.
#[derive(Debug)]
pub struct By<'a> {
    /// Scales, matrix and line.
    pub criteria: &'a Criteria,
    /// Up to which number each level holds.
    pub bands: &'a Bands,
    /// Versions of scales.
    pub versions: &'a Versions,
}

impl By<'_> {
    /// The place of a risk that happens `events` times a year, between the ends of `interval`, and costs `cost` an event; or why it has none.
    pub fn position(
        &self,
        risk: &Risk,
        of: &str,
        (events, interval): (f64, (f64, f64)),
        cost: f64,
    ) -> Result<Position, String> {
        let often = |events: f64| place(&self.bands.likelihood, events, "likelihood");
        let (likelihood, reaches) = (often(events)?, (often(interval.0)?, often(interval.1)?));
        let own = self.bands.consequences.get(of).map(Vec::as_slice).unwrap_or_default();
        let consequence = place(own, cost, &format!("consequences for {of}"))?;
        let numbered = Risk {
            touches: BTreeSet::from([of.to_owned()]),
            likelihood: BTreeMap::from([(Basis::Current, likelihood)]),
            consequence: BTreeMap::from([((Basis::Current, of.to_owned()), consequence)]),
            criteria: Some(self.criteria.id.clone()),
            ..risk.clone()
        };
        let judged = judged(&numbered, self.criteria, self.versions).into_iter().find(|it| it.basis == Basis::Current);
        let judged = judged.ok_or_else(|| "the criteria tell nothing of it".to_owned())?;
        Ok(Position {
            likelihood,
            likelihood_reaches: reaches,
            likelihood_name: self.criteria.likelihood.get(likelihood - 1).cloned().unwrap_or_default(),
            consequence,
            consequence_name: self.criteria.named(of, consequence).to_owned(),
            level: judged.level,
            verdict: judged.verdict,
            says: judged.says,
        })
    }
}
