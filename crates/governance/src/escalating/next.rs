//! The step that comes now: the first one after those taken that reaches somebody, with the moment by which they must answer.
//!
//! A step that reaches nobody is passed over at once. Behind the last step stands everybody who may stop a system, and where all of them
//! report to whom it is about whoever audits, so that nothing is ever lost.

use jiff::Timestamp;
use serde::Serialize;

use super::calendar::{Calendar, named};
use super::ladder::Step;
use super::reached::{Matter, Reached, Told, holding, reached};
use crate::responsibility::holders::Holding;
use crate::responsibility::organisation::{Organisation, Role};

/// What happens now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Number of the step; one more than the ladder has where everybody who may stop a system is told.
    pub number: usize,
    /// The key of the role, or what stands for it.
    pub to: String,
    /// Those who are told.
    pub told: Vec<Told>,
    /// When.
    pub sent: Timestamp,
    /// By when they must answer; nothing behind the last step.
    pub until: Option<Timestamp>,
    /// Steps that were passed over, and why.
    pub passed: Vec<String>,
}

/// What stands for the role behind the last step, whoever it is that it reaches.
pub const EVERYBODY: &str = "everybody_who_may_stop";

/// The step after number `after`, taken at a moment.
pub fn next(
    steps: &[Step],
    after: usize,
    (org, matter): (&Organisation, &Matter),
    calendars: &[Calendar],
    now: Timestamp,
) -> Next {
    let mut passed = Vec::new();
    for step in steps.iter().filter(|it| it.number > after) {
        let found = reached(org, &step.to, matter);
        let until = clock(step, calendars, now);
        match until {
            Ok(until) if !found.told.is_empty() => {
                let (number, to, told) = (step.number, step.to.clone(), found.told);
                return Next { number, to, told, sent: now, until: Some(until), passed };
            }
            Ok(_) => passed.push(format!("step {} `{}`: {}", step.number, step.to, why(&found))),
            Err(why) => passed.push(format!("step {} `{}`: {why}", step.number, step.to)),
        }
    }
    let told = everybody(org, matter);
    Next { number: steps.len() + 1, to: EVERYBODY.to_owned(), told, sent: now, until: None, passed }
}

/// The moment at which the time of a step is over.
///
/// Errors: why it never is, in a sentence.
pub fn clock(step: &Step, calendars: &[Calendar], from: Timestamp) -> Result<Timestamp, String> {
    let calendar =
        named(calendars, &step.calendar).ok_or_else(|| format!("there is no calendar `{}`", step.calendar))?;
    let seconds = calendar.seconds(&step.within)?;
    calendar
        .after(from, seconds)
        .ok_or_else(|| format!("calendar `{}` has no such time within ten years", step.calendar))
}

fn why(found: &Reached) -> String {
    if let Some(why) = &found.shut {
        return why.clone();
    }
    let all = |ids: &[record::Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (found.away.is_empty(), found.concerned.is_empty()) {
        (true, true) => "nobody holds it".to_owned(),
        (false, true) => format!("{} away, and nobody stands in", all(&found.away)),
        (true, false) => format!("{} concerned, or reporting to somebody who is", all(&found.concerned)),
        (false, false) => format!("{} away, {} concerned", all(&found.away), all(&found.concerned)),
    }
}

/// Whom the end of a ladder reaches: the first of these that reaches anybody.
///
/// 1. Everybody who may stop a system, or who stands in for them, and neither is concerned nor reports to somebody who is.
/// 2. The same people though they are away.
/// 3. Whoever audits: the third line answers to those who govern, so it is told though the person at the top is concerned.
/// 4. Whoever may stop a system and is not concerned, though they report to somebody who is: more than nobody.
///
/// Whom it is about is never told.
fn everybody(org: &Organisation, matter: &Matter) -> Vec<Told> {
    let keys = |of: &dyn Fn(&Role) -> bool| -> Vec<String> {
        org.roles.values().filter(|it| of(it)).map(|it| it.key.clone()).collect()
    };
    let (stop, third) = (keys(&|it| it.may_stop), keys(&|it| it.third_line));
    let held = |keys: &[String], fits: &dyn Fn(&Holding) -> bool| -> Vec<Told> {
        let all = keys.iter().flat_map(|it| holding(org, it, matter)).filter(|it| fits(it));
        all.map(|it| Told { person: it.person, instead_of: None }).collect()
    };
    let aside = |it: &Holding| !matter.touches(org, &it.person);
    let not_it = |it: &Holding| !matter.concerned.contains(&it.person);
    let here = || stop.iter().flat_map(|it| reached(org, it, matter).told).collect();
    let ends: [&dyn Fn() -> Vec<Told>; 4] =
        [&here, &|| held(&stop, &aside), &|| held(&third, &not_it), &|| held(&stop, &not_it)];
    let mut found = ends.iter().map(|end| end()).find(|it| !it.is_empty()).unwrap_or_default();
    found.sort_by(|one, other| one.person.cmp(&other.person));
    found.dedup_by(|one, other| one.person == other.person);
    found
}
