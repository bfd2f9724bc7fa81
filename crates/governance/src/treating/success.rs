//! Whether a treatment worked: what its predicates find on fresh data, from the day on which success is judged. Tasks that are done say nothing of
//! it, and what was shown once is shown again whenever somebody asks.

use jiff::civil::Date;
use serde::Serialize;
use store::Visible;

use super::plan::Plan;
use super::{CLOSED, IN_PLACE};
use crate::Error;
use crate::derived::{Snapshot, date, day};
use crate::predicate::looked::{Looked, look};
use crate::predicate::truth::{Truth, bound, since, truth};

/// How a treatment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was closed by what was shown, and is not so any more.
    Reopened,
    /// It is in place, its day has come, and success does not show.
    NotShown,
    /// Its day has come, and it is not in place.
    Late,
    /// Whether it worked cannot be told.
    NotAssessable,
    /// It was closed by what was shown, and no fresh record says so now.
    Stale,
    /// Its day has not come.
    Running,
    /// Its day has come, and success shows.
    Shown,
    /// It was closed by what was shown, and it is still so.
    Closed,
    /// It was closed without being shown.
    GivenUp,
}

impl Verdict {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Reopened => "reopened",
            Verdict::NotShown => "not_shown",
            Verdict::Late => "late",
            Verdict::NotAssessable => "not_assessable",
            Verdict::Stale => "stale",
            Verdict::Running => "running",
            Verdict::Shown => "shown",
            Verdict::Closed => "closed",
            Verdict::GivenUp => "given_up",
        }
    }
}

/// How a treatment stands, with what was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// How it stands.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub why: String,
    /// The day on which success is judged.
    pub judged_on: Option<Date>,
    /// The day on which it was closed by what was shown.
    pub shown_on: Option<Date>,
    /// Since when it is open again, as far as records tell.
    pub since: Option<Date>,
    /// What was looked at.
    pub looked: Vec<Looked>,
}

/// How a treatment stands on the day of the snapshot, by records that somebody may see.
pub(crate) fn told(at: &Snapshot, plan: &Plan, visible: &Visible) -> Result<Told, Error> {
    let mut looked = Vec::new();
    for row in plan.row.list("effect") {
        looked.push(bound(row, look(at, row, plan.in_place_on, visible)?));
    }
    let truth = truth(&looked);
    let shown_on = date(&plan.row.document, "shown_on").filter(|_| plan.row.state == CLOSED);
    let (verdict, why) = judged(plan, shown_on, &truth, day(at.time));
    let since = match verdict {
        Verdict::Reopened => since(at, &looked, shown_on)?,
        _ => None,
    };
    let why = match since {
        Some(day) => format!("{why}, since {day}"),
        None => why,
    };
    Ok(Told { verdict, why, judged_on: plan.judged_on, shown_on, since, looked })
}

fn judged(plan: &Plan, shown_on: Option<Date>, truth: &Truth, today: Date) -> (Verdict, String) {
    let state = plan.row.state.replace('_', " ");
    if plan.row.state == CLOSED {
        return match (shown_on, truth) {
            (None, _) => (Verdict::GivenUp, "it was closed, and its success was not shown then".to_owned()),
            (Some(day), Truth::Holds(says)) => (Verdict::Closed, format!("shown on {day}, and so now: {says}")),
            (Some(day), Truth::Fails(says)) => {
                (Verdict::Reopened, format!("shown on {day}, and not so any more: {says}"))
            }
            (Some(day), Truth::Unknown(why)) => {
                (Verdict::Stale, format!("shown on {day}, and it cannot be told now: {why}"))
            }
        };
    }
    let Some(judged_on) = plan.judged_on else {
        return (
            Verdict::NotAssessable,
            "no day is set on which it is to be in place and its success is judged".to_owned(),
        );
    };
    let in_place = plan.row.state == IN_PLACE;
    if let Some(due) = plan.due.filter(|it| *it < today && !in_place) {
        return (Verdict::Late, format!("it is to be in place by {due}, and is {state}"));
    }
    if today < judged_on {
        let now = match truth {
            Truth::Holds(says) => format!("as it stands, success shows: {says}"),
            Truth::Fails(says) => format!("as it stands, it does not show: {says}"),
            Truth::Unknown(why) => format!("as it stands, it cannot be told: {why}"),
        };
        return (Verdict::Running, format!("success is judged on {judged_on}; {now}"));
    }
    match truth {
        _ if !in_place => (Verdict::Late, format!("its success is judged since {judged_on}, and it is {state}")),
        Truth::Holds(says) => (Verdict::Shown, says.clone()),
        Truth::Fails(says) => (Verdict::NotShown, format!("not so: {says}")),
        Truth::Unknown(why) => (Verdict::NotAssessable, why.clone()),
    }
}
