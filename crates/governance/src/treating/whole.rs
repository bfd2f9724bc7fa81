//! Treatment plans for the command, the interface and pages: of an AI system, of a risk, one of them, or all; named as far as they may be seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Condition, Read, RecordRow, VersionRow, Visible};

use super::agreed::{Agreement, agreement};
use super::around::Around;
use super::cost::{Cost, Worth, by_levels, cost};
use super::gap::{Gap, gaps, of_whole};
use super::load::{Free, Load, load};
use super::plan::{Change, Plan};
use super::residual::{Moved, factors};
use super::stated::{Lag, Stated, stated};
use super::success::{self, told as success_of};
use super::task::{Left, OPEN, Progress, Task, burnt_down, progress};
use super::{TASK, TREATMENT};
use crate::conformity::kept::covered_in;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, holds};
use crate::resourcing;
use crate::responsibility::ASSIGNMENT;
use crate::responsibility::whole::Names;
use crate::risking::RISK;
use crate::risking::quantifying::treated::{Reduced, Treated};
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error, Via};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One AI system.
    pub system: Option<Id>,
    /// One risk.
    pub risk: Option<Id>,
    /// One treatment.
    pub treatment: Option<Id>,
}

/// A treatment on the board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// The record.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// The option.
    pub option: Option<String>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// The day by which it is in place.
    pub due: Option<Date>,
    /// What it treats.
    pub treats: Vec<Id>,
    /// Whether it worked.
    pub success: success::Told,
    /// Whether it is the plan that was approved.
    pub agreement: Agreement,
    /// What it says that it changes.
    pub changes: Vec<Change>,
    /// What it leaves of each risk by itself.
    pub moved: Vec<Moved>,
    /// How far its tasks are.
    pub progress: Progress,
    /// Its tasks.
    pub tasks: Vec<Task>,
    /// How its tasks burnt down.
    pub burnt: Vec<Left>,
    /// The hours of those who do its open tasks.
    pub owners: Vec<Load>,
    /// What it costs.
    pub cost: Option<Cost>,
    /// Why that cannot be told.
    pub cost_why: Option<String>,
    /// What a unit of risk less costs.
    pub worth: Vec<Worth>,
}

/// A risk with everything that is done about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskRow {
    /// The risk.
    pub risk: Id,
    /// Its title.
    pub title: String,
    /// Treatments of it that count.
    pub plans: Vec<Id>,
    /// Whether one of them is not over.
    pub planned: bool,
    /// What all of them together leave.
    pub moved: Vec<Moved>,
}

/// Treatment plans on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// What was asked for: a system, a risk or a treatment with its title; nothing for all.
    pub of: Option<(Id, String)>,
    /// The criteria in force.
    pub by: Option<Id>,
    /// Treatments.
    pub plans: Vec<Board>,
    /// Risks before and after everything that is planned.
    pub risks: Vec<RiskRow>,
    /// Controls in statements of applicability in force.
    pub controls: Vec<Stated>,
    /// What of statements lags behind.
    pub lags: Vec<Lag>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Treatments and risks that are left out, since the reader may not see them.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

/// What was read in one go, before losses are drawn.
struct Gathered {
    told: Told,
    /// What a plan does to losses, with its place on the board.
    treated: Vec<(usize, Treated)>,
}

impl Aims {
    /// Treatment plans on a day.
    ///
    /// Errors: a record that is none of the kind that is asked for or that the reader may not see; a day before the ledger begins, or to come.
    pub async fn treatments(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let (this, who, on) = (self.clone(), actor.clone(), part.on);
        let read = move |read: &Read| this.treatments_in(read, &this.with_roles(read, &who)?, &part);
        let mut found = self.0.store.read_async(read).await?;
        let asked: Vec<Treated> = found.treated.iter().map(|it| it.1.clone()).collect();
        let reduced = self.losses_treated(on, asked).await?;
        for ((at, it), reduced) in found.treated.iter().zip(reduced) {
            if let Some(board) = found.told.plans.get_mut(*at) {
                worth(board, &it.risk, reduced);
            }
        }
        let (this, who, mut told) = (self.clone(), actor.clone(), found.told);
        let ids = told.named();
        let names = move |read: &Read| this.names_of(read, &this.with_roles(read, &who)?, ids);
        told = told.shown(self.0.store.read_async(names).await?);
        Ok(told)
    }

    fn treatments_in(&self, read: &Read, who: &Actor, part: &Part) -> Result<Gathered, Error> {
        let (at, on) = self.at_day(read, part.on)?;
        let asked = [(&part.system, SYSTEM), (&part.risk, RISK), (&part.treatment, TREATMENT)];
        let mut of = None;
        for (id, kind) in asked.into_iter().filter_map(|it| Some((it.0.as_ref()?, it.1))) {
            let row = self.readable(read, who, id, at.place)?;
            if row.kind != kind {
                return Err(Error::Missing(format!("`{id}` is no {}; name one", kind.replace('_', " "))));
            }
            of = Some((row.id, row.title));
        }
        let around = Around::read(&at, |plan, treated| fits(part, plan, treated))?;
        let visible = self.visible(read, who)?;
        let free = self.free_hours(read, &at, &around)?;
        let tasks: Vec<Id> = around.plans.iter().flat_map(|it| around.own(it)).map(|it| it.id.clone()).collect();
        let versions = at.read.histories(&tasks, at.place)?;
        let mut plans = Vec::new();
        for plan in &around.plans {
            plans.push(board(&at, &around, plan, (&visible, &free, &versions))?);
        }
        let treated = treated(&around, &plans);
        let risks = risks(&around, &plans, part);
        let covered = match at.place {
            None => (*self.covered(read)?).clone(),
            Some(_) => covered_in(&at, false, String::new(), on, 0)?,
        };
        let own: Vec<&Plan> = around.plans.iter().collect();
        let stated = stated(&at, &covered, &own, |id| around.controls().gone(id))?;
        let mut all = gaps(&around, &plans, &stated.controls, &stated.lags);
        all.extend(of_whole(&around, &risks));
        all.sort();
        let told = Told {
            on,
            of,
            by: around.risks.by().map(|it| it.id.clone()),
            plans,
            risks,
            controls: stated.controls,
            lags: stated.lags,
            gaps: all,
            hidden: 0,
            names: Names::new(),
        };
        Ok(Gathered { told, treated })
    }

    /// Open tasks of everybody who does one of these plans, with hours a year that resource plans in force leave each.
    fn free_hours(&self, read: &Read, at: &Snapshot, around: &Around) -> Result<Hours, Error> {
        let open = around.plans.iter().flat_map(|it| around.own(it)).filter(|it| it.open());
        let people: BTreeSet<Id> = open.filter_map(|it| it.owner.clone()).collect();
        if people.is_empty() {
            return Ok(Hours::default());
        }
        let state = |of: &[&str]| vec![Condition::State(of.iter().map(|it| (*it).to_owned()).collect())];
        let tasks = at.list(TASK, state(&OPEN))?.iter().map(|it| Task::of(it, around.on)).collect();
        if at.place.is_some() {
            let why = "the hours that are left are told of today alone".to_owned();
            return Ok(Hours { tasks, free: people.into_iter().map(|it| (it, Err(why.clone()))).collect() });
        }
        let assigned = at.list(ASSIGNMENT, state(&["accepted"]))?;
        let mut roles: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for it in assigned.iter().filter(|it| holds(it, at.time)) {
            if let Some((person, role)) = it.link("person").zip(it.link("role")).filter(|it| people.contains(&it.0)) {
                roles.entry(person).or_default().insert(role);
            }
        }
        let left = self.left_by_role(read, at, around.on)?;
        let one = |person: Id| {
            let own = roles.get(&person).cloned().unwrap_or_default();
            (person.clone(), free(&person, &own, &left))
        };
        Ok(Hours { tasks, free: people.into_iter().map(one).collect() })
    }

    /// Hours a year that one person of each role has left of its resource plan in force, with the formula, or why not.
    fn left_by_role(&self, read: &Read, at: &Snapshot, on: Date) -> Result<Vec<(Id, Free)>, Error> {
        let mut found = Vec::new();
        for row in at.list(resourcing::KIND, vec![Condition::State(vec!["in_force".to_owned()])])? {
            let Ok(plan) = resourcing::plan::Plan::read(&row.document) else { continue };
            if plan.from.is_some_and(|it| on < it) || plan.until.is_some_and(|it| it < on) {
                continue;
            }
            let around = self.around_plan(read, &Actor::operator(Via::System), &plan)?;
            let assessed = resourcing::assessed::assess(&plan, &around, &resourcing::scenario::Scenario::default());
            found.extend(
                assessed.roles.into_iter().filter(|it| plan.capacity.iter().any(|of| of.role == it.role.id)).map(
                    |it| {
                        let told = match (it.there, &it.why) {
                            (Some(there), _) => {
                                let (people, need) = (f64::from(it.people), it.need);
                                let each = ((there - need) / people).max(0.0);
                                Ok((
                                    each,
                                    format!(
                                        "({there:.1} h − {need:.1} h) / {people} people with the role {} by {}",
                                        it.role.id, row.id
                                    ),
                                ))
                            }
                            (None, why) => Err(why
                                .clone()
                                .unwrap_or_else(|| "nobody has said how many hours there are".to_owned())),
                        };
                        (it.role.id, told)
                    },
                ),
            );
        }
        Ok(found)
    }
}

/// Open tasks, and what people have left of a year.
#[derive(Default)]
struct Hours {
    tasks: Vec<Task>,
    free: BTreeMap<Id, Free>,
}

/// What somebody has left of a year by their roles.
fn free(person: &Id, roles: &BTreeSet<Id>, left: &[(Id, Free)]) -> Free {
    let own: Vec<&Free> = left.iter().filter(|it| roles.contains(&it.0)).map(|it| &it.1).collect();
    if own.is_empty() {
        return Err(format!("no resource plan in force plans hours for a role of {person}"));
    }
    let mut sum = (0.0, Vec::new());
    for it in own {
        let (hours, formula) = it.as_ref().map_err(Clone::clone)?;
        sum.0 += hours;
        sum.1.push(formula.clone());
    }
    Ok((sum.0, format!("{} = {:.1} h a year", sum.1.join(" + "), sum.0)))
}

/// Whether a treatment belongs to what is asked for.
fn fits(part: &Part, plan: &Plan, treated: &BTreeMap<Id, RecordRow>) -> bool {
    let of_system = |system: &Id| {
        let behind = plan.treats.iter().filter_map(|it| treated.get(it));
        behind.into_iter().any(|it| targets(&it.document, "systems").contains(system))
    };
    part.system.as_ref().is_none_or(of_system)
        && part.risk.as_ref().is_none_or(|it| plan.treats.contains(it))
        && part.treatment.as_ref().is_none_or(|it| plan.id() == it)
}

fn board(
    at: &Snapshot,
    around: &Around,
    plan: &Plan,
    (visible, hours, versions): (&Visible, &Hours, &[VersionRow]),
) -> Result<Board, Error> {
    let tasks = around.own(plan);
    let (moved, cost) = (around.left(plan), cost(plan, &tasks, at.libraries.treating.years));
    let levels = around.risks.by().map(|it| it.levels.clone()).unwrap_or_default();
    let doing: BTreeSet<Id> = tasks.iter().filter(|it| it.open()).filter_map(|it| it.owner.clone()).collect();
    let owners = doing.iter().filter_map(|it| Some(load(it, &hours.tasks, hours.free.get(it)?, around.on)));
    let why = "its loss is not written in numbers, or no row says what is left of it as a factor";
    Ok(Board {
        id: plan.id().clone(),
        version: plan.row.version,
        title: plan.row.title.clone(),
        state: plan.row.state.clone(),
        option: plan.option.clone(),
        owner: plan.row.owner.as_deref().and_then(|it| it.parse().ok()),
        due: plan.due,
        treats: plan.treats.clone(),
        success: success_of(at, plan, visible)?,
        agreement: agreement(plan, &moved, &levels),
        changes: plan.changes.clone(),
        progress: progress(&tasks),
        burnt: burnt_down(&tasks, versions, around.on),
        owners: owners.collect(),
        worth: moved.iter().map(|it| by_levels(it, &cost, why)).collect(),
        cost_why: cost.as_ref().err().cloned(),
        cost: cost.ok(),
        tasks: tasks.into_iter().cloned().collect(),
        moved,
    })
}

/// What plans do to losses: those of which a row says a factor.
fn treated(around: &Around, plans: &[Board]) -> Vec<(usize, Treated)> {
    let mut found = Vec::new();
    for (at, (board, plan)) in plans.iter().zip(&around.plans).enumerate() {
        for risk in around.risks_of(plan) {
            if let Some(factors) = factors(risk, &[plan], &around.controls()) {
                let cost = board.cost.as_ref().map(|it| (it.yearly, it.currency.clone()));
                found.push((at, Treated { risk: risk.clone(), factors, cost }));
            }
        }
    }
    found
}

/// Risks with what all their plans leave: those that are not over, and those that were shown to work after the risk was assessed, whose effect its scores
/// do not hold yet.
fn risks(around: &Around, boards: &[Board], part: &Part) -> Vec<RiskRow> {
    let counts = |plan: &Plan, board: &Board, risk: &RecordRow| {
        let assessed = date(&risk.document, "assessed_on");
        let new = || board.success.shown_on.zip(assessed).is_none_or(|(shown, assessed)| assessed <= shown);
        plan.treats.contains(&risk.id) && (plan.live() || (board.success.verdict == success::Verdict::Closed && new()))
    };
    let own = around.treated.values().filter(|it| it.kind == RISK && it.state != crate::risking::OVER && !it.retired);
    let own = own.filter(|it| part.risk.as_ref().is_none_or(|of| it.id == *of));
    let row = |it: &RecordRow| {
        let both = around.plans.iter().zip(boards).filter(|(plan, board)| counts(plan, board, it));
        let plans: Vec<&Plan> = both.map(|it| it.0).collect();
        RiskRow {
            risk: it.id.clone(),
            title: it.title.clone(),
            planned: plans.iter().any(|it| it.live()),
            moved: around.moved(&it.id, &plans),
            plans: plans.iter().map(|it| it.id().clone()).collect(),
        }
    };
    own.map(row).collect()
}

/// Puts what a unit of loss less costs in the place of what a level less does.
fn worth(board: &mut Board, risk: &Id, reduced: Result<Reduced, String>) {
    match reduced {
        Ok(it) => {
            board.worth.retain(|of| of.risk != *risk || of.of != it.of);
            board.worth.push(Worth { risk: risk.clone(), of: it.of, per: it.per, says: it.says });
        }
        Err(why) => {
            let own = board.worth.iter_mut().filter(|it| it.risk == *risk);
            own.for_each(|it| it.says = format!("{}; by its loss it cannot be told: {why}", it.says));
        }
    }
}
