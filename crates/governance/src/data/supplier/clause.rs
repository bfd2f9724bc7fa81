//! What a contract must speak of by the tier of what depends on it, and whether it does. The topics are data
//! (`data/library/clauses.toml`).

use std::sync::LazyLock;

use jiff::Timestamp;
use record::Id;
use serde::Deserialize;
use store::RecordRow;

use super::around::Around;
use crate::data::library::{library, read};
use crate::data::tier::{Tiered, of_system};
use crate::derived::{date, day_after};
use crate::surroundings::counts;

/// What contracts must speak of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clauses {
    /// Types of contracts that are asked.
    pub forms: Vec<String>,
    /// What is asked.
    pub clause: Vec<Clause>,
}

/// One topic that is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The topic of the obligation.
    pub topic: String,
    /// What it is, in words.
    pub label: String,
    /// Whose duty it must be, where that matters.
    pub direction: Option<String>,
    /// Tiers that ask for it.
    pub tiers: Vec<String>,
    /// The place of the standard that it serves.
    pub clause: String,
}

static CLAUSES: LazyLock<Clauses> = LazyLock::new(|| read("library/clauses.toml").unwrap_or_default());

/// What contracts must speak of.
pub fn clauses() -> &'static Clauses {
    &CLAUSES
}

/// What a contract must speak of and whether it does.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The tier that asks.
    pub tier: Tiered,
    /// Each topic with the obligation that speaks of it.
    pub asked: Vec<(&'static Clause, Option<Id>)>,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Coverage {
    /// The topics of which it does not speak, each with its clause.
    pub fn missing(&self) -> Vec<String> {
        let of = |it: &Clause| format!("{} ({})", it.label, it.clause.rsplit(':').next().unwrap_or_default());
        self.asked.iter().filter(|it| it.1.is_none()).map(|it| of(it.0)).collect()
    }

    /// The share of which it speaks, in percent with one decimal.
    pub fn percent(&self) -> f64 {
        let there = self.asked.iter().filter(|it| it.1.is_some()).count();
        match self.asked.len() {
            0 => 100.0,
            all => (1000.0 * there as f64 / all as f64).round() / 10.0,
        }
    }

    /// What is missing, in a sentence.
    pub fn why(&self) -> String {
        let (missing, all) = (self.missing(), self.asked.len());
        let asks = format!("tier {} asks for {all} topics ({})", self.tier.name(), self.tier.why);
        if missing.is_empty() {
            format!("{asks}; all are agreed")
        } else {
            format!("{asks}; missing: {}", missing.join(", "))
        }
    }
}

/// What a contract must speak of and whether it does; `None` for types of contracts that are asked nothing.
pub fn coverage(around: &Around, contract: &RecordRow) -> Option<Coverage> {
    if contract.text("form").is_some_and(|form| !clauses().forms.iter().any(|it| it == form)) {
        return None;
    }
    let tier = tier(around, contract);
    let agreed = around.obligations(&contract.id);
    let speaks = |clause: &Clause, it: &RecordRow| {
        let towards = clause.direction.is_none() || it.text("direction") == clause.direction.as_deref();
        it.text("topic") == Some(&clause.topic) && towards
    };
    let asked = clauses().clause.iter().filter(|it| it.tiers.iter().any(|it| it == tier.name()));
    let asked =
        asked.map(|clause| (clause, agreed.iter().find(|it| speaks(clause, it)).map(|it| it.id.clone()))).collect();
    let ends = agreed.iter().filter_map(|it| date(&it.document, "until").and_then(day_after));
    let until = ends.chain(tier.until).min();
    Some(Coverage { tier, asked, until })
}

/// The highest tier of the AI systems that a contract names and of the data that come under it.
pub fn tier(around: &Around, contract: &RecordRow) -> Tiered {
    let (lineage, tiers) = (&around.lineage, &library().tiers);
    let systems = around.systems(contract).into_iter().filter(|it| counts(it)).map(|it| of_system(lineage, it));
    let data = around.datasets(contract).into_iter().map(|it| lineage.tier(it));
    let all: Vec<Tiered> = systems.chain(data).collect();
    let until = all.iter().filter_map(|it| it.until).min();
    let nothing =
        || Tiered { rank: tiers.rank(&tiers.unused), why: "nothing is known to depend on it".to_owned(), until };
    all.into_iter().max_by_key(|it| it.rank).map_or_else(nothing, |it| Tiered { until, ..it })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_tier_and_type_exists() {
        let catalog = crate::Configuration::load(None).unwrap().catalog;
        let choices = |kind: &str, field: &str| match &catalog.kind(kind).unwrap().field(field).unwrap().ty {
            record::FieldType::Choice { choices } => choices.clone(),
            other => panic!("{other:?} is no choice"),
        };
        let (topics, ways) =
            (choices(super::super::OBLIGATION, "topic"), choices(super::super::OBLIGATION, "direction"));
        let forms = choices(super::super::CONTRACT, "form");
        assert!(!clauses().clause.is_empty() && clauses().forms.iter().all(|it| forms.contains(it)));
        for it in &clauses().clause {
            assert!(topics.contains(&it.topic) && it.direction.iter().all(|it| ways.contains(it)), "{it:?}");
            assert!(it.tiers.iter().all(|name| library().tiers.tier.iter().any(|it| it.name == *name)), "{it:?}");
            assert!(it.clause.starts_with("ISO/IEC 42001:") && !it.label.is_empty(), "{it:?}");
        }
    }
}
