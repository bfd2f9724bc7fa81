//! What policies may know of treatments: what is wrong with a plan, whether it is the one that was approved, and whether it worked.

use policy::Fact as Known;
use store::{RecordRow, Visible};

use super::agreed::agreement;
use super::around::Around;
use super::cost::cost;
use super::plan::Plan;
use super::success::{Verdict, told};
use super::task::{chain, circle};
use crate::Error;
use crate::derived::Snapshot;
use crate::predicate::looked::look;

/// An answer for each treatment with what is around it.
fn each(
    at: &Snapshot,
    rows: &[&RecordRow],
    one: impl Fn(&Around, &Plan) -> Result<Option<String>, Error>,
) -> Result<Vec<Known>, Error> {
    let answer = |row: &&RecordRow| {
        let around = Around::of(at, vec![Plan::of(row)])?;
        let said = around.plans.first().map(|plan| one(&around, plan)).transpose()?.flatten();
        Ok(Known::Text(said.unwrap_or_default()))
    };
    rows.iter().map(answer).collect()
}

/// What is wrong with a plan; empty where nothing is.
pub(crate) fn treatment_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    each(at, rows, |around, plan| {
        if let Some(says) = plan.faults().into_iter().next() {
            return Ok(Some(says));
        }
        let mut named = false;
        for row in plan.row.list("effect") {
            named = true;
            let looked = look(at, row, plan.in_place_on, &Visible::All)?;
            if looked.holds.is_none() && looked.why.starts_with("it cannot be read") {
                return Ok(Some(format!("`{}`: {}", looked.says, looked.why)));
            }
        }
        if !named {
            return Ok(Some(
                "nothing in records is named by which its success would show; fill in `effect`".to_owned(),
            ));
        }
        if let Some(found) = circle(&plan.tasks, &around.after()) {
            return Ok(Some(format!("its tasks wait for each other: {}", chain(&found))));
        }
        let priced =
            plan.cost.is_some() || plan.cost_a_year.is_some() || around.own(plan).iter().any(|it| it.cost.is_some());
        Ok(cost(plan, &around.own(plan), at.libraries.treating.years).err().filter(|_| priced))
    })
}

/// Why the approval of a plan does not cover it as it is; empty where it does, or none was given here.
pub(crate) fn agreement_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    each(at, rows, |around, plan| {
        let levels = around.risks.by().map(|it| it.levels.clone()).unwrap_or_default();
        let it = agreement(plan, &around.left(plan), &levels);
        Ok((it.stands == Some(false)).then_some(it.why))
    })
}

/// Why the success of a treatment is not shown; empty where it is.
pub(crate) fn success_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let it = told(at, &Plan::of(row), &Visible::All)?;
        let open = !matches!(it.verdict, Verdict::Shown | Verdict::Closed);
        Ok(Known::Text(if open { it.why } else { String::new() }))
    };
    rows.iter().map(one).collect()
}
