//! What is missing in treatment plans, each with the records that it is about. Pure.

use record::Id;

use super::around::Around;
use super::load::Fits;
use super::stated::{Holds, Lag, Stated};
use super::success::Verdict;
use super::task::{chain, circle, out_of_order};
use super::whole::Board;
pub use crate::lacking::Gap;
use crate::risking::due::Reason;
use crate::risking::level::{Basis, Verdict as Side};

/// Every sort of gap, with what is to be done about it.
pub const GAPS: &[(&str, &str)] = &[
    ("reopened", "take the treatment up again, or say what is done instead"),
    ("not_shown", "find out why it did not work, and rework the treatment"),
    ("stale", "measure again, so that something fresh says whether it is still so"),
    ("late", "put it in place, or set another day and let that be approved"),
    ("cannot_be_judged", "name the records by which success shows, and see that there are fresh ones"),
    ("no_owner", "name who answers for the treatment"),
    ("task_without_owner", "name who does the task"),
    ("task_late", "finish the task, or set another day"),
    ("no_task", "enter the tasks that carry it out"),
    ("circle", "take one of the tasks out of what another waits for"),
    ("out_of_order", "set days in the order in which the tasks can be done"),
    ("after_the_risk", "put it in place before the risk is assessed again, or assess it earlier"),
    ("too_much", "give tasks to somebody else, or set later days"),
    ("hours_not_told", "say what keeps the hours from being told"),
    ("cost_not_told", "state what it costs, in one currency"),
    ("no_criteria", "let risk criteria come into force, and score the risk by them"),
    ("no_effect_on_risk", "say to which level it brings the risk, or do not treat the risk by it"),
    ("row_does_not_count", "name another control, or find another way"),
    ("wrong_row", "set the row right"),
    ("left_otherwise", "let the risk say what the treatments leave, or say what else they change"),
    ("still_above", "treat the risk further, or let somebody entitled keep it"),
    ("approval_outdated", "rework the treatment, and let it be approved again"),
    ("statement_lags", "bring the statement of applicability in step"),
];

fn gap(sort: &'static str, says: String, records: Vec<Id>) -> Gap {
    Gap { sort, says, records }
}

/// Every gap of these plans, sorted.
pub(crate) fn gaps(around: &Around, board: &[Board], stated: &[Stated], lags: &[Lag]) -> Vec<Gap> {
    let mut found: Vec<Gap> = board.iter().flat_map(|it| of_plan(around, it)).collect();
    let left_out = stated.iter().filter(|it| it.gone.is_none() && it.holds != Holds::Necessary);
    found.extend(left_out.map(|it| {
        let holds = it.holds.name().replace('_', " ");
        let says = format!("a treatment names {}, and {} holds {} as {holds}", it.control, it.statement, it.entry);
        gap("statement_lags", says, vec![it.control.clone(), it.statement.clone()])
    }));
    found.extend(lags.iter().map(|it| gap("statement_lags", it.says.clone(), it.records.clone())));
    found.sort();
    found.dedup();
    found
}

fn of_plan(around: &Around, it: &Board) -> Vec<Gap> {
    let Some(plan) = around.plans.iter().find(|of| *of.id() == it.id) else { return Vec::new() };
    let id = &it.id;
    let mut found = Vec::new();
    let sort = match it.success.verdict {
        Verdict::Reopened => Some("reopened"),
        Verdict::NotShown => Some("not_shown"),
        Verdict::Late => Some("late"),
        Verdict::Stale => Some("stale"),
        Verdict::NotAssessable => Some("cannot_be_judged"),
        Verdict::Running | Verdict::Shown | Verdict::Closed | Verdict::GivenUp => None,
    };
    found.extend(sort.map(|of| gap(of, format!("{id}: {}", it.success.why), vec![id.clone()])));
    if !plan.live() {
        return found;
    }
    if it.success.looked.iter().any(|of| of.holds.is_none()) || it.success.looked.is_empty() {
        let why = crate::predicate::truth::truth(&it.success.looked);
        if let (crate::predicate::truth::Truth::Unknown(why), None) = (why, sort) {
            found.push(gap("cannot_be_judged", format!("{id}: {why}"), vec![id.clone()]));
        }
    }
    found.extend(it.owner.is_none().then(|| gap("no_owner", format!("nobody answers for {id}"), vec![id.clone()])));
    found.extend(plan.faults().into_iter().map(|says| gap("wrong_row", format!("{id}: {says}"), vec![id.clone()])));
    found.extend(of_tasks(around, it, plan));
    found.extend(of_risks(around, it, plan));
    if it.agreement.stands == Some(false) {
        found.push(gap("approval_outdated", format!("{id}: {}", it.agreement.why), vec![id.clone()]));
    }
    found
}

fn of_tasks(around: &Around, it: &Board, plan: &super::plan::Plan) -> Vec<Gap> {
    let (id, own) = (&it.id, around.own(plan));
    let mut found = Vec::new();
    if own.is_empty() {
        found.push(gap("no_task", format!("no task carries {id} out"), vec![id.clone()]));
    }
    for task in own.iter().filter(|it| it.open()) {
        let both = vec![task.id.clone(), id.clone()];
        if task.owner.is_none() {
            found.push(gap("task_without_owner", format!("nobody does {} of {id}", task.id), both.clone()));
        }
        if let Some(day) = task.due.filter(|_| task.overdue) {
            found.push(gap("task_late", format!("{} of {id} is due since {day}", task.id), both));
        }
    }
    if let Some(of) = circle(&plan.tasks, &around.after()) {
        found.push(gap("circle", format!("tasks of {id} wait for each other: {}", chain(&of)), of));
    }
    let order = out_of_order(&own, &around.tasks, plan.due);
    found.extend(order.into_iter().map(|(says, records)| gap("out_of_order", format!("{id}: {says}"), records)));
    found.extend(it.owners.iter().filter_map(|of| {
        let sort = match of.fits {
            Fits::TooMuch => "too_much",
            Fits::NotAssessable => "hours_not_told",
            Fits::Fits => return None,
        };
        Some(gap(sort, format!("{} in {id}: {}", of.person, of.why), vec![of.person.clone(), id.clone()]))
    }));
    found.extend(it.cost_why.as_ref().map(|why| gap("cost_not_told", format!("{id}: {why}"), vec![id.clone()])));
    found
}

fn of_risks(around: &Around, it: &Board, plan: &super::plan::Plan) -> Vec<Gap> {
    let id = &it.id;
    let mut found = Vec::new();
    for risk in around.risks_of(plan) {
        let both = vec![risk.clone(), id.clone()];
        if around.risks.by().is_none() {
            let says = format!("no risk criteria are in force, so what {id} leaves of {risk} is not assessable");
            found.push(gap("no_criteria", says, both));
            continue;
        }
        let own: Vec<_> = it.moved.iter().filter(|it| it.risk == *risk).collect();
        let untold = own.iter().find(|it| it.after.verdict == Side::NotAssessable);
        if let Some(of) = untold {
            found.push(gap(
                "no_criteria",
                format!("what {id} leaves of {risk} is not assessable: {}", of.after.says),
                both.clone(),
            ));
        }
        if !plan.changes.iter().any(|it| it.risk == *risk) {
            found.push(gap(
                "no_effect_on_risk",
                format!("{id} treats {risk}, and does not say what it changes of it"),
                both.clone(),
            ));
        }
        found.extend(own.iter().filter_map(|of| {
            let says = beyond(around, plan, of)?;
            Some(gap("left_otherwise", says, both.clone()))
        }));
        let mut without: Vec<&String> = own.iter().flat_map(|it| &it.without).collect();
        without.dedup();
        found.extend(without.into_iter().map(|why| gap("row_does_not_count", format!("{risk}: {why}"), both.clone())));
        let due = around.risks.risks.iter().find(|it| it.risk.id == *risk).and_then(|it| it.due.as_ref());
        if let Some((due, day)) = due.zip(plan.due).filter(|(due, day)| day > &due.on) {
            // Who reads the plan may not see the event that calls for the assessment.
            let why = match due.reason {
                Reason::Event { .. } => String::new(),
                _ => format!(": {}", due.says),
            };
            let says = format!("{id} is due on {day}, and {risk} is assessed again on {}{why}", due.on);
            found.push(gap("after_the_risk", says, both));
        }
    }
    found
}

/// How a plan leaves more of a risk than it says that it expects.
fn beyond(around: &Around, plan: &super::plan::Plan, of: &super::residual::Moved) -> Option<String> {
    let expected = plan.row.text("expected_residual")?;
    let levels = &around.risks.by()?.levels;
    let place = |it: &str| levels.iter().position(|of| of == it);
    let left = of.after.level.as_deref()?;
    (place(left)? > place(expected)?).then(|| {
        format!(
            "{} expects {expected} to be left, and what it changes leaves {left} of {} for {}",
            plan.id(),
            of.risk,
            of.of
        )
    })
}

/// What is missing of risks with all their plans together.
pub(crate) fn of_whole(around: &Around, risks: &[super::whole::RiskRow]) -> Vec<Gap> {
    let mut found = Vec::new();
    for it in risks {
        let kept = around.risks.risks.iter().any(|of| of.risk.id == it.risk && of.kept);
        for of in &it.moved {
            if of.after.verdict == Side::Above && !kept && it.planned {
                let says = format!(
                    "with everything that is planned {} stays above the line for {}: {}",
                    it.risk, of.of, of.after.says
                );
                found.push(gap("still_above", says, vec![it.risk.clone()]));
            }
            let stated = around.risks.risks.iter().find(|it| it.risk.id == of.risk);
            let stated =
                stated.and_then(|it| it.judged.iter().find(|it| it.basis == Basis::Residual && it.of == of.of));
            if let Some(level) =
                stated.and_then(|it| it.level.as_ref()).filter(|it| Some(*it) != of.after.level.as_ref())
            {
                let left = of.after.level.as_deref().unwrap_or("what cannot be told");
                let says =
                    format!("{} says that {level} is left for {}, and its treatments leave {left}", it.risk, of.of);
                found.push(gap("left_otherwise", says, vec![it.risk.clone()]));
            }
        }
    }
    found
}
