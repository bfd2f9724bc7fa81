//! What is wrong with a plan, each as one sentence that says what to do; a plan with a fault is neither approved nor put in force.

use record::Id;

use super::money::currency;
use super::plan::Plan;
use super::scenario::Known;

/// Everything that is wrong with a plan, with the words of the tiers that the tables in force know.
pub fn faults(plan: &Plan, tiers: &[String], roles: &[Known]) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(period(plan));
    found.extend(hours(plan, roles));
    found.extend(unknown_tiers(plan, tiers));
    found.extend(nobody(plan, roles));
    found.extend(currency(plan).err());
    found
}

fn period(plan: &Plan) -> Option<String> {
    match (plan.from, plan.until) {
        (Some(from), Some(until)) if until < from => {
            Some(format!("the period ends on {until}, before it begins on {from}; turn the two days round"))
        }
        (Some(_), Some(_)) => None,
        _ => Some("the period has no first or no last day; state both".to_owned()),
    }
}

/// People without hours.
fn hours<'a>(plan: &'a Plan, roles: &'a [Known]) -> impl Iterator<Item = String> + 'a {
    let blank = plan.capacity.iter().filter(|it| it.people > 0 && it.hours.is_none_or(|it| it <= 0.0));
    blank
        .map(|it| format!("{} has people and no hours; state the hours that one has in a year", named(&it.role, roles)))
}

fn unknown_tiers(plan: &Plan, tiers: &[String]) -> Vec<String> {
    let all = plan.work.iter().map(|it| &it.tier).chain(plan.planned.iter().map(|it| &it.tier));
    let mut strange: Vec<&String> = all.filter(|it| !tiers.contains(it)).collect();
    strange.sort();
    strange.dedup();
    let known = tiers.join(", ");
    strange.into_iter().map(|it| format!("`{it}` is no tier of the tables in force; use one of {known}")).collect()
}

/// Work of a role of which the plan says nothing; a row without people is a gap, and no fault.
fn nobody(plan: &Plan, roles: &[Known]) -> Vec<String> {
    let mut alone: Vec<&Id> = plan.work.iter().map(|it| &it.role).collect();
    alone.retain(|role| !plan.capacity.iter().any(|it| it.role == **role));
    alone.sort();
    alone.dedup();
    let says = |it: &Id| {
        format!("{} has work and no row of capacity; add one, with no people where nobody is there", named(it, roles))
    };
    alone.into_iter().map(says).collect()
}

/// A role as people read it.
pub fn named(role: &Id, roles: &[Known]) -> String {
    let known = roles.iter().find(|it| it.id == *role).filter(|it| it.name != role.to_string());
    known.map_or_else(|| role.to_string(), |it| format!("{} ({role})", it.name))
}
