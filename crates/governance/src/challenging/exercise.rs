//! An exercise and its runs as their records hold them. Pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use crate::data::lineage::targets;
use crate::derived::{date, day};

/// A risk that is challenged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hypothesis {
    /// The risk.
    pub risk: Id,
    /// What would show that it is assessed rightly or wrongly.
    pub expects: Option<String>,
    /// Beginnings of techniques whose attempts are about it, in lower case.
    pub techniques: Vec<String>,
    /// Real attempts that are expected in a year; nothing where nobody says.
    pub attempts_a_year: Option<u64>,
}

/// What was thought through.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// What happens.
    pub scenario: String,
    /// The risk that comes true.
    pub risk: Id,
    /// The chance in a year that those who took part hold possible: from, to.
    pub chance: Option<(f64, f64)>,
    /// Whether controls would stop it.
    pub controls: Option<String>,
    /// Why.
    pub because: Option<String>,
}

/// An exercise.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// The record.
    pub row: RecordRow,
    /// The AI systems that are challenged.
    pub systems: Vec<Id>,
    /// The risks that are challenged.
    pub hypotheses: Vec<Hypothesis>,
    /// People who challenge.
    pub challengers: Vec<Id>,
    /// Scenarios.
    pub scenarios: Vec<Scenario>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// What all runs up to one come to for a risk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Attacks whose outcome is known.
    pub attacks: u64,
    /// Those that succeeded when they were tried last.
    pub succeeded: u64,
    /// Attacks of which is known whether a monitor saw them.
    pub told: u64,
    /// Those that a monitor saw.
    pub seen: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, more: Count) {
        self.attacks += more.attacks;
        self.succeeded += more.succeeded;
        self.told += more.told;
        self.seen += more.seen;
    }
}

/// A run.
#[derive(Debug, Clone)]
pub struct Run {
    /// The record.
    pub row: RecordRow,
    /// The exercise.
    pub exercise: Option<Id>,
    /// The day on which it was run.
    pub on: Date,
    /// Digest of the blob that holds its attempts.
    pub report: Option<String>,
    /// What all runs up to it come to, by risk.
    pub counts: BTreeMap<Id, Count>,
}

/// The text of a cell, where it says something.
fn said(row: &Value, name: &str) -> Option<String> {
    row[name].as_str().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
}

fn linked(row: &Value, name: &str) -> Option<Id> {
    row[name].as_str()?.parse().ok()
}

impl Exercise {
    /// The exercise of a record.
    pub fn of(row: &RecordRow) -> Exercise {
        let hypothesis = |it: &Value| {
            let techniques = said(it, "techniques").unwrap_or_default();
            let techniques = techniques.split(';').map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty());
            Some(Hypothesis {
                risk: linked(it, "risk")?,
                expects: said(it, "expects"),
                techniques: techniques.collect(),
                attempts_a_year: it["attempts_a_year"].as_u64().filter(|it| *it > 0),
            })
        };
        let scenario = |it: &Value| {
            Some(Scenario {
                scenario: said(it, "scenario")?,
                risk: linked(it, "risk")?,
                chance: it["chance_least"].as_f64().zip(it["chance_most"].as_f64()),
                controls: said(it, "controls"),
                because: said(it, "because"),
            })
        };
        Exercise {
            systems: targets(&row.document, "systems"),
            hypotheses: row.list("hypotheses").filter_map(hypothesis).collect(),
            challengers: targets(&row.document, "challengers"),
            scenarios: row.list("scenarios").filter_map(scenario).collect(),
            from: date(&row.document, "from"),
            until: date(&row.document, "until"),
            row: row.clone(),
        }
    }

    /// Its number.
    pub fn id(&self) -> &Id {
        &self.row.id
    }

    /// The hypothesis about a risk.
    pub fn hypothesis(&self, risk: &Id) -> Option<&Hypothesis> {
        self.hypotheses.iter().find(|it| it.risk == *risk)
    }

    /// The risk that a technique is about: the only one, or the one whose longest beginning fits.
    pub fn risk_of(&self, technique: &str) -> Option<Id> {
        if let [only] = self.hypotheses.as_slice()
            && only.techniques.is_empty()
        {
            return Some(only.risk.clone());
        }
        let technique = technique.to_lowercase();
        let fitting = self.hypotheses.iter().flat_map(|it| it.techniques.iter().map(move |of| (of, &it.risk)));
        fitting.filter(|it| technique.starts_with(it.0.as_str())).max_by_key(|it| it.0.len()).map(|it| it.1.clone())
    }
}

impl Run {
    /// The run of a record.
    pub fn of(row: &RecordRow) -> Run {
        let number = |it: &Value, name: &str| it[name].as_u64().unwrap_or_default();
        let count = |it: &Value| {
            let count = Count {
                attacks: number(it, "attacks"),
                succeeded: number(it, "succeeded"),
                told: number(it, "told"),
                seen: number(it, "seen"),
            };
            Some((linked(it, "risk")?, count))
        };
        Run {
            exercise: row.link("exercise"),
            on: date(&row.document, "run_on").unwrap_or_else(|| day(row.created)),
            report: row.document.get("report").and_then(|it| it["digest"].as_str()).map(str::to_owned),
            counts: row.list("counts").filter_map(count).collect(),
            row: row.clone(),
        }
    }

    /// Its number.
    pub fn id(&self) -> &Id {
        &self.row.id
    }

    /// A count that its record holds.
    pub fn count(&self, field: &str) -> u64 {
        self.row.document.get(field).and_then(Value::as_u64).unwrap_or_default()
    }
}
