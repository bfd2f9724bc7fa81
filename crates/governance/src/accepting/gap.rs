//! What is missing of acceptances, each with the records that it is about. Pure.

use record::Id;

use super::standing::{Stands, readable};
use super::whole::Line;
pub use crate::lacking::Gap;

/// Every sort of gap, with what is to be done about it.
pub const GAPS: &[(&str, &str)] = &[
    ("expired", "treat the risk, let it be accepted again by somebody entitled, or end the acceptance"),
    ("suspended", "see that the condition is so again, or treat the risk"),
    ("outgrown", "treat the risk, or let it be accepted as it is now"),
    ("not_assessable", "measure again, so that something fresh says whether the condition is so"),
    ("review_overdue", "review it, and enter the day and what came of it"),
    ("asks_more_now", "let the next authority look at it, since more is kept together than when it was granted"),
    ("nobody_may", "give somebody a role that both tables name, or treat the risk"),
    ("authority_not_told", "name the risk, and bring tables in force that say who may keep it"),
    ("granted_elsewhere", "show by a decision who granted it, or let it be granted here"),
    ("no_condition_in_records", "name the records by which the condition is told, with the next acceptance"),
    ("no_owner", "name who answers for the acceptance"),
    ("beyond_limit", "treat some of the risks, or let those who direct set another limit"),
];

fn gap(sort: &'static str, says: String, records: Vec<Id>) -> Gap {
    Gap { sort, says, records }
}

/// Every gap of these acceptances, sorted.
pub(crate) fn gaps(lines: &[Line], sums: &[super::weighed::Sum]) -> Vec<Gap> {
    let mut found: Vec<Gap> = lines.iter().flat_map(of_line).collect();
    found.extend(sums.iter().filter(|it| it.beyond()).map(|it| {
        let limit = it.limit.unwrap_or_default();
        let says = format!("{} {} bears {} points, above the limit of {limit}", it.by.name(), it.of, it.points);
        gap("beyond_limit", says, it.acceptances.clone())
    }));
    found.sort();
    found.dedup();
    found
}

fn of_line(it: &Line) -> Vec<Gap> {
    let id = &it.id;
    let own = || std::iter::once(id.clone()).chain(it.risk.clone()).collect::<Vec<_>>();
    let mut found = Vec::new();
    let sort = match it.standing.stands {
        Stands::Expired => Some("expired"),
        Stands::Suspended => Some("suspended"),
        Stands::Outgrown => Some("outgrown"),
        Stands::NotAssessable => Some("not_assessable"),
        Stands::InEffect | Stands::NotYet | Stands::NeverGranted | Stands::Revoked => None,
    };
    found.extend(sort.filter(|_| !it.followed).map(|of| gap(of, format!("{id}: {}", it.standing.why), own())));
    if it.closed() {
        return found;
    }
    found.extend(it.overdue.iter().map(|due| {
        gap("review_overdue", format!("{id} was to be reviewed by {due}, and no review was entered"), vec![id.clone()])
    }));
    let bare = it.row.list("conditions").filter(|it| !readable(it)).filter_map(|it| it["condition"].as_str());
    found.extend(bare.map(|says| {
        gap("no_condition_in_records", format!("no records tell whether `{says}` of {id} is so"), vec![id.clone()])
    }));
    found.extend(it.owner.is_none().then(|| gap("no_owner", format!("nobody answers for {id}"), vec![id.clone()])));
    match &it.asked {
        Err(why) => found.push(gap("authority_not_told", format!("{id}: {why}"), vec![id.clone()])),
        Ok(asked) if it.granted() => found.extend(since_grant(it, asked)),
        Ok(_) => {
            if it.able.is_empty() {
                found.push(gap("nobody_may", format!("{id}: {}", it.who), vec![id.clone()]));
            }
        }
    }
    found
}

/// What of a grant is otherwise now.
fn since_grant(it: &Line, asked: &super::authority::Asked) -> Option<Gap> {
    let id = vec![it.id.clone()];
    match &it.rung {
        None => Some(gap("granted_elsewhere", format!("{} is granted, and nothing here shows by whom", it.id), id)),
        Some(then) if it.asks_more => {
            let says =
                format!("{} was granted on the {then} rung, and asks for the {} now: {}", it.id, asked.rung, asked.why);
            Some(gap("asks_more_now", says, id))
        }
        Some(_) => None,
    }
}
