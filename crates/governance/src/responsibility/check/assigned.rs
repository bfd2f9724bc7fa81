//! Whether assignments are as they should be: begun ones accepted, ended ones followed, and none that do not go together in one hand.

use record::Id;

use super::Found;
use crate::responsibility::map::Map;
use crate::responsibility::organisation::{Assignment, Organisation};

/// An assignment whose last day has passed while nobody holds the same role for the same.
pub(super) fn expired(map: &Map, found: &mut Found) {
    let org = &map.org;
    let past = |it: &&Assignment| it.state == "accepted" && it.until.is_some_and(|until| until < org.day);
    for it in org.assignments.values().filter(past) {
        let follows = org.assigned(&it.role).any(|other| org.held(other) && other.covers == it.covers);
        if !follows && org.roles.contains_key(&it.role) {
            let until = it.until.map(|it| it.to_string()).unwrap_or_default();
            let says = format!("{} of {} ended on {until}, and nobody follows", it.id, it.person);
            found.add(&[&it.person], &[&it.id], [], says);
        }
    }
}

/// An assignment that should have begun and waits for its acceptance.
pub(super) fn not_accepted(map: &Map, found: &mut Found) {
    let day = map.org.day;
    let waits = |it: &&Assignment| {
        let begun = it.from.is_some_and(|from| from <= day);
        it.state == "proposed" && begun && it.until.is_none_or(|until| day <= until)
    };
    for it in map.org.assignments.values().filter(waits) {
        let says = format!("{} of {} should count and is not accepted", it.id, it.person);
        found.add(&[&it.person], &[&it.id], [], says);
    }
}

/// Roles in one hand that do not go together, over something that both cover.
pub(super) fn incompatible(map: &Map, found: &mut Found) {
    let org = &map.org;
    let held: Vec<&Assignment> = org.in_force().collect();
    for (place, one) in held.iter().enumerate() {
        for other in held[place + 1..].iter().filter(|it| it.person == one.person && it.role != one.role) {
            let (Some(first), Some(second)) = (org.roles.get(&one.role), org.roles.get(&other.role)) else { continue };
            let apart = first.incompatible.contains(&second.id) || second.incompatible.contains(&first.id);
            if apart && (covers(org, one, other) || covers(org, other, one)) {
                let says =
                    format!("{} holds `{}` and `{}`, which do not go together", one.person, first.key, second.key);
                found.add(&[&one.person], &[&one.id, &other.id], [], says);
            }
        }
    }
}

/// Whether everything that the second assignment covers is covered by the first.
fn covers(org: &Organisation, one: &Assignment, other: &Assignment) -> bool {
    let (Some(wide), Some(narrow)) = (&one.covers, &other.covers) else { return one.covers.is_none() };
    let unit: Option<&Id> = org.systems.get(narrow).map_or(Some(narrow), |it| it.unit.as_ref());
    wide == narrow || org.upwards(unit).contains(wide)
}
