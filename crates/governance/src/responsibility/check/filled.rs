//! Whether each duty has its people: one who answers, somebody who does the work, and somebody who challenges where that is asked.

use record::Id;

use super::Found;
use crate::responsibility::map::{Map, Part};

/// The table names no role in use.
pub(super) fn orphan(map: &Map, found: &mut Found) {
    for cell in &map.cells {
        if let Err(why) = cell.named.as_ref() {
            found.add(&[], &[], [cell.duty.clone()], why.clone());
        }
    }
}

/// Nobody answers.
pub(super) fn nobody(map: &Map, found: &mut Found) {
    missing(map, found, Part::Accountable, |_| true);
}

/// Nobody does the work.
pub(super) fn no_work(map: &Map, found: &mut Found) {
    missing(map, found, Part::Responsible, |_| true);
}

/// Nobody challenges.
pub(super) fn no_challenge(map: &Map, found: &mut Found) {
    missing(map, found, Part::Challenger, |challenged| challenged);
}

fn missing(map: &Map, found: &mut Found, part: Part, asked: fn(bool) -> bool) {
    for cell in map.cells.iter().filter(|it| it.named.is_ok() && asked(it.challenged) && it.people(part).is_empty()) {
        let keys = cell.roles(part);
        let roles: Vec<&Id> = keys.iter().filter_map(|it| map.org.role(it)).map(|it| &it.id).collect();
        let says = match keys.is_empty() {
            true => format!("the table names no role as {}", part.name()),
            false => format!("nobody holds `{}` for it", keys.join("` or `")),
        };
        found.add(&[], &roles, [cell.duty.clone()], says);
    }
}

/// Several people answer.
pub(super) fn several(map: &Map, found: &mut Found) {
    for cell in map.cells.iter().filter(|it| it.accountable.len() > 1) {
        let people: Vec<&Id> = cell.accountable.iter().map(|it| &it.person).collect();
        let by: Vec<&Id> = cell.accountable.iter().filter_map(|it| it.by.as_ref()).collect();
        let names: Vec<String> = people.iter().map(ToString::to_string).collect();
        let key = cell.roles(Part::Accountable).concat();
        found.add(&people, &by, [cell.duty.clone()], format!("{} all hold `{key}` for it", names.join(" and ")));
    }
}
