//! A treatment as its record holds it, as far as anything is computed from it. Pure.

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::cost::Money;
use crate::data::lineage::targets;
use crate::derived::date;

/// What a row changes of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How often it happens.
    Likelihood,
    /// How grave it is.
    Consequence,
}

impl Part {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Likelihood => "likelihood",
            Part::Consequence => "consequence",
        }
    }
}

/// What a treatment changes of a risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Its row, counted from 1.
    pub row: usize,
    /// The risk.
    pub risk: Id,
    /// What it changes.
    pub part: Part,
    /// For whom it changes the consequence; nothing for likelihood, and for everybody.
    #[serde(rename = "type")]
    pub of: Option<String>,
    /// The level to which it brings it, by its place from 1.
    pub to: Option<usize>,
    /// What is left of it as a factor.
    pub factor: Option<f64>,
    /// The control that does it.
    pub control: Option<Id>,
}

/// A treatment.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The record.
    pub row: RecordRow,
    /// What it treats: risks and assessments.
    pub treats: Vec<Id>,
    /// The option.
    pub option: Option<String>,
    /// Controls that it puts in place or changes.
    pub controls: Vec<Id>,
    /// Its tasks.
    pub tasks: Vec<Id>,
    /// The day by which it is in place.
    pub due: Option<Date>,
    /// The first day on which success is judged.
    pub judged_on: Option<Date>,
    /// The day from which it is in place.
    pub in_place_on: Option<Date>,
    /// What it costs once.
    pub cost: Option<Money>,
    /// What it costs a year.
    pub cost_a_year: Option<Money>,
    /// What it changes.
    pub changes: Vec<Change>,
}

impl Plan {
    /// The treatment of a record.
    pub fn of(row: &RecordRow) -> Plan {
        let due = date(&row.document, "due");
        Plan {
            treats: targets(&row.document, "treats"),
            option: row.text("option").map(str::to_owned),
            controls: targets(&row.document, "controls"),
            tasks: targets(&row.document, "tasks"),
            judged_on: date(&row.document, "judged_on").or(due),
            in_place_on: date(&row.document, "in_place_on"),
            cost: Money::of(row.document.get("cost")),
            cost_a_year: Money::of(row.document.get("cost_a_year")),
            changes: row.list("changes").enumerate().filter_map(|(at, it)| change(at + 1, it)).collect(),
            due,
            row: row.clone(),
        }
    }

    /// Its number.
    pub fn id(&self) -> &Id {
        &self.row.id
    }

    /// Whether it is neither closed nor given up.
    pub fn live(&self) -> bool {
        self.row.state != super::CLOSED && !self.row.retired
    }

    /// Whether it was approved and is not over.
    pub fn approved(&self) -> bool {
        super::APPROVED.contains(&self.row.state.as_str())
    }

    /// What of its rows cannot be: about a risk that it does not treat, by a control that it does not name, to no level; each in a sentence.
    pub fn faults(&self) -> Vec<String> {
        let mut found = Vec::new();
        for it in &self.changes {
            let row = it.row;
            if !self.treats.contains(&it.risk) {
                found.push(format!("row {row} of what it changes is about {}, which it does not treat", it.risk));
            }
            if let Some(control) = it.control.as_ref().filter(|it| !self.controls.contains(it)) {
                found.push(format!("row {row} of what it changes rests on {control}, which is none of its controls"));
            }
            match (it.to, it.factor) {
                (None, None) => {
                    found.push(format!(
                        "row {row} of what it changes says neither a level nor what is left as a factor"
                    ));
                }
                (Some(0), _) => found.push(format!("row {row} of what it changes names level 0; levels count from 1")),
                _ => {}
            }
            if it.part == Part::Likelihood && it.of.is_some() {
                found.push(format!("row {row} of what it changes names a type for likelihood, which has none"));
            }
        }
        found
    }
}

fn change(row: usize, it: &Value) -> Option<Change> {
    let text = |name: &str| it.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    let part = match text("part")? {
        "likelihood" => Part::Likelihood,
        "consequence" => Part::Consequence,
        _ => return None,
    };
    Some(Change {
        row,
        risk: text("risk")?.parse().ok()?,
        part,
        of: text("type").map(str::to_owned),
        to: it.get("to").and_then(Value::as_u64).map(|it| it as usize),
        factor: it.get("factor").and_then(Value::as_f64),
        control: text("control").and_then(|it| it.parse().ok()),
    })
}
