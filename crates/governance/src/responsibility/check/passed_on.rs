//! Authority that is passed on: never to oneself, never in a circle, and only from an assignment that counts. And reporting lines
//! that run in a circle.

use record::Id;

use super::Found;
use crate::responsibility::lines::circles;
use crate::responsibility::map::Map;
use crate::responsibility::organisation::Assignment;

fn named(ids: &[Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

/// Authority that comes back to who passed it on, or assignments on behalf of each other.
pub(super) fn circle(map: &Map, found: &mut Found) {
    for it in map.org.in_force().filter(|it| it.on_behalf_of.is_some()) {
        let path = back(map, it);
        let mut people: Vec<Id> = path.iter().map(|it| it.person.clone()).collect();
        people.sort();
        people.dedup();
        if people.len() > 1 {
            let (who, records): (Vec<&Id>, Vec<&Id>) =
                (people.iter().collect(), path.iter().map(|it| &it.id).collect());
            found.add(&who, &records, [], format!("{} pass authority on to each other in a circle", named(&people)));
        }
    }
}

/// The assignments from one back to itself or to another one of the same person; empty where the authority does not come back.
fn back<'a>(map: &'a Map, from: &'a Assignment) -> Vec<&'a Assignment> {
    let mut path = vec![from];
    let next = |it: &Assignment| it.on_behalf_of.as_ref().and_then(|it| map.org.assignments.get(it));
    while let Some(behind) = path.last().and_then(|it| next(it)) {
        if let Some(place) = path.iter().position(|it| it.id == behind.id) {
            return path.split_off(place);
        }
        path.push(behind);
        if behind.person == from.person && path.len() > 2 {
            return path;
        }
    }
    Vec::new()
}

/// Authority passed on to oneself.
pub(super) fn own(map: &Map, found: &mut Found) {
    for it in map.org.in_force() {
        let behind = it.on_behalf_of.as_ref().and_then(|it| map.org.assignments.get(it));
        if let Some(behind) = behind.filter(|other| other.person == it.person) {
            let says = format!("{} passes `{}` on to themself", it.person, behind.id);
            found.add(&[&it.person], &[&it.id, &behind.id], [], says);
        }
    }
}

/// Authority passed on from an assignment that does not count; where it only has ended, the end is told elsewhere too.
pub(super) fn ground(map: &Map, found: &mut Found) {
    for it in map.org.in_force() {
        let Some(behind) = &it.on_behalf_of else { continue };
        let counts = map.org.assignments.get(behind).is_some_and(|it| map.org.held(it));
        if !counts {
            let says = format!("{} acts on behalf of {behind}, which does not count", it.person);
            found.add(&[&it.person], &[&it.id, behind], [], says);
        }
    }
}

/// Reporting lines that run in a circle.
pub(super) fn managers(map: &Map, found: &mut Found) {
    for circle in circles(&map.org) {
        let people: Vec<&Id> = circle.iter().collect();
        let says = match circle.as_slice() {
            [one] => format!("{one} reports to themself"),
            all => format!("{} report to each other in a circle", named(all)),
        };
        found.add(&people, &[], [], says);
    }
}
