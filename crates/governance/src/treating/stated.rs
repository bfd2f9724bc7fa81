//! How statements of applicability in force hold the controls of treatments, and what of them lags behind.

use std::collections::BTreeSet;

use conformity::soa::check::faults;
use conformity::soa::{Around, Statement};
use record::Id;
use serde::Serialize;
use store::{Condition, RecordRow};

use super::plan::Plan;
use crate::Error;
use crate::conformity::STATEMENT;
use crate::conformity::kept::Covered;
use crate::conformity::statement::{around, read_statement};
use crate::derived::Snapshot;

/// Checks of statements that speak of treatments.
const CHECKS: [&str; 2] = ["treatment_left_out", "without_treatment"];

/// How a statement holds a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// As necessary.
    Necessary,
    /// As left out.
    LeftOut,
    /// Without a decision.
    Open,
    /// It has no entry for it.
    Absent,
}

impl Holds {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Holds::Necessary => "necessary",
            Holds::LeftOut => "left_out",
            Holds::Open => "open",
            Holds::Absent => "absent",
        }
    }
}

/// A control in a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The control.
    pub control: Id,
    /// The statement.
    pub statement: Id,
    /// The entry: a reference control that it meets, or itself.
    pub entry: String,
    /// How it is held.
    pub holds: Holds,
    /// Why the control is gone; nothing where it is there.
    pub gone: Option<String>,
}

/// Something of a statement that lags behind treatments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lag {
    /// The statement.
    pub statement: Id,
    /// The control of its entry.
    pub control: String,
    /// What is so, and what to do.
    pub says: String,
    /// Treatments and risks that it is about.
    pub records: Vec<Id>,
}

/// Controls in statements, and what lags behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Every control of a plan in every statement in force.
    pub controls: Vec<Stated>,
    /// What lags behind.
    pub lags: Vec<Lag>,
}

/// How statements in force hold the controls of these plans; `gone` says why a control does not count.
pub(crate) fn stated(
    at: &Snapshot,
    covered: &Covered,
    plans: &[&Plan],
    gone: impl Fn(&Id) -> Option<String>,
) -> Result<Told, Error> {
    let mut told = Told::default();
    for row in at.list(STATEMENT, vec![Condition::State(vec!["in_force".to_owned()])])? {
        let statement = read_statement(&row.document);
        let around = around(at, &statement.framework, covered)?;
        told.add(&row, &statement, &around, plans, &gone);
    }
    told.lags.sort();
    told.lags.dedup();
    Ok(told)
}

impl Told {
    fn add(
        &mut self,
        row: &RecordRow,
        statement: &Statement,
        around: &Around,
        plans: &[&Plan],
        gone: impl Fn(&Id) -> Option<String>,
    ) {
        let controls: BTreeSet<&Id> = plans.iter().filter(|it| it.live()).flat_map(|it| &it.controls).collect();
        for control in controls {
            let gone = gone(control);
            let name = control.to_string();
            for entry in around.entries_of(&name) {
                let own = statement.entries.iter().find(|it| it.control == entry);
                let holds = match own.map(|it| it.necessary) {
                    None => Holds::Absent,
                    Some(None) => Holds::Open,
                    Some(Some(true)) => Holds::Necessary,
                    Some(Some(false)) => Holds::LeftOut,
                };
                self.controls.push(Stated {
                    control: control.clone(),
                    statement: row.id.clone(),
                    entry,
                    holds,
                    gone: gone.clone(),
                });
            }
            let realised = statement.entries.iter().filter(|it| it.realised_by.contains(&name));
            self.lags.extend(realised.filter_map(|it| {
                let says = format!(
                    "{} says that {name} carries it out, and {}; name another control, or leave it out",
                    row.id,
                    gone.as_ref()?
                );
                Some(Lag {
                    statement: row.id.clone(),
                    control: it.control.clone(),
                    says,
                    records: vec![control.clone()],
                })
            }));
        }
        let own: BTreeSet<String> =
            plans.iter().flat_map(|it| it.treats.iter().chain([it.id()])).map(ToString::to_string).collect();
        let found = faults(statement, around).into_iter().filter(|it| CHECKS.contains(&it.check));
        self.lags.extend(found.filter(|it| it.records.iter().any(|it| own.contains(it))).map(|it| Lag {
            statement: row.id.clone(),
            says: format!("{} of {}: {}", it.control, row.id, it.says),
            control: it.control,
            records: it.records.iter().filter_map(|it| it.parse().ok()).collect(),
        }));
    }
}
