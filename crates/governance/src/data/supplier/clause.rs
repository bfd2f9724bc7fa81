//! What a contract must speak of by the tier of what depends on it, and whether it does. The topics are data
//! (`data/library/clauses.toml`).

use jiff::Timestamp;
use record::{Catalog, Id};
use serde::Deserialize;
use store::RecordRow;

use super::around::Around;
use super::{CONTRACT, OBLIGATION};
use crate::data::tier::{Tiered, of_system};
use crate::derived::{date, day_after};
use crate::libraries::{Libraries, Part, choices};
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
#[derive(Debug, Clone, Deserialize)]
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

impl Part for Clauses {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let (topics, ways) = (choices(catalog, OBLIGATION, "topic"), choices(catalog, OBLIGATION, "direction"));
        let forms = choices(catalog, CONTRACT, "form");
        let mut faults = Vec::new();
        faults.extend(
            self.forms.iter().filter(|it| !forms.contains(it)).map(|it| format!("`{it}` is no type of contract")),
        );
        for it in &self.clause {
            faults
                .extend((!topics.contains(&it.topic)).then(|| format!("`{}` is no topic of an obligation", it.topic)));
            let way = it.direction.iter().filter(|it| !ways.contains(it));
            faults.extend(way.map(|it| format!("`{it}` is no direction of an obligation")));
            faults.extend(all.tiers.unknown(&it.tiers));
        }
        faults
    }
}

/// What a contract must speak of and whether it does.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The tier that asks.
    pub tier: Tiered,
    /// Each topic with the obligation that speaks of it.
    pub asked: Vec<(Clause, Option<Id>)>,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Coverage {
    /// The topics of which it does not speak, each with its clause.
    pub fn missing(&self) -> Vec<String> {
        let of = |it: &Clause| format!("{} ({})", it.label, it.clause.rsplit(':').next().unwrap_or_default());
        self.asked.iter().filter(|it| it.1.is_none()).map(|it| of(&it.0)).collect()
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
    let clauses = &around.lineage.libraries.clauses;
    if contract.text("form").is_some_and(|form| !clauses.forms.iter().any(|it| it == form)) {
        return None;
    }
    let tier = tier(around, contract);
    let agreed = around.obligations(&contract.id);
    let speaks = |clause: &Clause, it: &RecordRow| {
        let towards = clause.direction.is_none() || it.text("direction") == clause.direction.as_deref();
        it.text("topic") == Some(&clause.topic) && towards
    };
    let asked = clauses.clause.iter().filter(|it| it.tiers.iter().any(|it| it == tier.name()));
    let asked = asked
        .map(|clause| (clause.clone(), agreed.iter().find(|it| speaks(clause, it)).map(|it| it.id.clone())))
        .collect();
    let ends = agreed.iter().filter_map(|it| date(&it.document, "until").and_then(day_after));
    let until = ends.chain(tier.until).min();
    Some(Coverage { tier, asked, until })
}

/// The highest tier of the AI systems that a contract names and of the data that come under it.
pub fn tier(around: &Around, contract: &RecordRow) -> Tiered {
    let (lineage, tiers) = (&around.lineage, &around.lineage.libraries.tiers);
    let systems = around.systems(contract).into_iter().filter(|it| counts(it)).map(|it| of_system(lineage, it));
    let data = around.datasets(contract).into_iter().map(|it| lineage.tier(it));
    let all: Vec<Tiered> = systems.chain(data).collect();
    let until = all.iter().filter_map(|it| it.until).min();
    let nothing = || tiers.follows(tiers.rank(&tiers.unused), "nothing is known to depend on it".to_owned(), until);
    all.into_iter().max_by_key(|it| it.rank).map_or_else(nothing, |it| Tiered { until, ..it })
}
