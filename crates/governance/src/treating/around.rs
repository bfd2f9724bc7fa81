//! What is around treatments: the risks that they treat, as they stand by the criteria; their tasks with what these wait for; their controls.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::plan::Plan;
use super::residual::{Controls, Moved, moved};
use super::task::Task;
use super::{TASK, TREATMENT};
use crate::Error;
use crate::conformity::CONTROL;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::risking::RISK;
use crate::risking::around::Around as Risks;
use crate::risking::level::Risk;

/// What is around treatments.
pub(crate) struct Around {
    /// The day.
    pub on: Date,
    /// The treatments.
    pub plans: Vec<Plan>,
    /// What they treat.
    pub treated: BTreeMap<Id, RecordRow>,
    /// The criteria, and risks that are not over as they stand by them.
    pub risks: Risks,
    /// Their tasks, and those for which these wait.
    pub tasks: BTreeMap<Id, Task>,
    /// Controls that they name.
    pub controls: BTreeMap<Id, RecordRow>,
    /// States in which a control has ended.
    pub ended: Vec<String>,
}

/// Links of tasks that are followed at most; more are no plan that anybody keeps.
const MOST: usize = 5_000;

impl Around {
    /// Treatments that fit, with everything around them.
    pub(crate) fn read(at: &Snapshot, fits: impl Fn(&Plan, &BTreeMap<Id, RecordRow>) -> bool) -> Result<Around, Error> {
        let rows = at.list(TREATMENT, Vec::new())?;
        let plans: Vec<Plan> = rows.iter().filter(|it| !it.retired).map(Plan::of).collect();
        let treated = known(at, plans.iter().flat_map(|it| it.treats.clone()))?;
        let mut plans: Vec<Plan> = plans.into_iter().filter(|it| fits(it, &treated)).collect();
        plans.sort_by_key(|it| it.row.id.number);
        Around::of(at, plans)
    }

    /// These treatments with everything around them.
    pub(crate) fn of(at: &Snapshot, plans: Vec<Plan>) -> Result<Around, Error> {
        let today = day(at.time);
        let treated = known(at, plans.iter().flat_map(|it| it.treats.clone()))?;
        let systems: BTreeSet<Id> = treated.values().flat_map(|it| targets(&it.document, "systems")).collect();
        let bare = treated.values().any(|it| it.kind == RISK && targets(&it.document, "systems").is_empty());
        // Of a past day everything is read, since links are known as they are now.
        let risks = match bare || at.place.is_some() {
            true => Risks::read(at, None)?,
            false => Risks::read(at, Some(&at.records(&systems.into_iter().collect::<Vec<_>>())?))?,
        };
        Ok(Around {
            on: today,
            tasks: tasks(at, plans.iter().flat_map(|it| it.tasks.clone()).collect(), today)?,
            controls: known(at, plans.iter().flat_map(|it| it.controls.clone()))?
                .into_iter()
                .filter(|it| it.1.kind == CONTROL)
                .collect(),
            ended: at.libraries.conformity.statement.ended_controls.clone(),
            plans,
            treated,
            risks,
        })
    }

    /// Controls as they stand.
    pub(crate) fn controls(&self) -> Controls<'_> {
        Controls { known: &self.controls, ended: &self.ended }
    }

    /// What these treatments leave of a risk; nothing where no criteria are in force.
    pub(crate) fn moved(&self, risk: &Id, plans: &[&Plan]) -> Vec<Moved> {
        let (Some(by), Some(row)) = (self.risks.by(), self.treated.get(risk)) else { return Vec::new() };
        moved(&Risk::of(row), plans, &self.controls(), by, &self.risks.versions)
    }

    /// The risks that a plan treats and that are not over.
    pub(crate) fn risks_of<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = &'a Id> {
        plan.treats
            .iter()
            .filter(|it| self.treated.get(it).is_some_and(|it| it.kind == RISK && it.state != crate::risking::OVER))
    }

    /// What a plan leaves of all its risks by itself.
    pub(crate) fn left(&self, plan: &Plan) -> Vec<Moved> {
        self.risks_of(plan).flat_map(|it| self.moved(it, &[plan])).collect()
    }

    /// The tasks of a plan.
    pub(crate) fn own<'a>(&'a self, plan: &Plan) -> Vec<&'a Task> {
        plan.tasks.iter().filter_map(|it| self.tasks.get(it)).collect()
    }

    /// What each task waits for.
    pub(crate) fn after(&self) -> BTreeMap<Id, Vec<Id>> {
        self.tasks.values().map(|it| (it.id.clone(), it.after.clone())).collect()
    }
}

fn known(at: &Snapshot, ids: impl Iterator<Item = Id>) -> Result<BTreeMap<Id, RecordRow>, Error> {
    let ids: BTreeSet<Id> = ids.collect();
    Ok(at.records(&ids.into_iter().collect::<Vec<_>>())?.into_iter().map(|it| (it.id.clone(), it)).collect())
}

/// Tasks with everything for which they wait, a statement a step.
fn tasks(at: &Snapshot, mut next: Vec<Id>, today: Date) -> Result<BTreeMap<Id, Task>, Error> {
    let mut found: BTreeMap<Id, Task> = BTreeMap::new();
    while !next.is_empty() && found.len() < MOST {
        next.sort();
        next.dedup();
        let rows = at.records(&next)?;
        let new: Vec<Task> =
            rows.iter().filter(|it| it.kind == TASK && !it.retired).map(|it| Task::of(it, today)).collect();
        let ahead: Vec<Id> = new.iter().flat_map(|it| it.after.clone()).collect();
        found.extend(new.into_iter().map(|it| (it.id.clone(), it)));
        next = ahead.into_iter().filter(|it| !found.contains_key(it)).collect();
    }
    Ok(found)
}
