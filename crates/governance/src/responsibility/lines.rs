//! Reporting lines: who stands above whom, how deep, under which common manager, and where a line runs in a circle.

use std::collections::BTreeSet;

use record::Id;

use super::organisation::Organisation;

/// Somebody and the managers above, from the person on; a circle is walked once.
pub fn upwards(org: &Organisation, person: &Id) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    let mut next = Some(person.clone());
    while let Some(id) = next.filter(|it| !found.contains(it)) {
        let manager = org.people.get(&id).and_then(|it| it.manager.clone());
        next = manager.filter(|it| org.people.contains_key(it));
        found.push(id);
    }
    found
}

/// How many managers stand above somebody; who reports to nobody has none.
pub fn depth(org: &Organisation, person: &Id) -> usize {
    upwards(org, person).len().saturating_sub(1)
}

/// The nearest person in both lines, who may be one of the two; none where no line meets.
pub fn meeting(org: &Organisation, one: &Id, other: &Id) -> Option<Id> {
    let above: BTreeSet<Id> = upwards(org, other).into_iter().collect();
    upwards(org, one).into_iter().find(|it| above.contains(it))
}

/// Circles of managers, each once and from its least number on; somebody who reports to themself is one too.
pub fn circles(org: &Organisation) -> Vec<Vec<Id>> {
    circles_of(org.people.keys(), |id| org.people.get(id).and_then(|it| it.manager.clone()))
}

/// The same of any relation in which each has at most one next.
pub fn circles_of<'a, T: Ord + Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    next: impl Fn(&T) -> Option<T>,
) -> Vec<Vec<T>> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for start in all {
        let mut path: Vec<T> = Vec::new();
        let mut at = Some(start.clone());
        while let Some(id) = at.filter(|it| !seen.contains(it)) {
            if let Some(place) = path.iter().position(|it| *it == id) {
                let mut circle = path[place..].to_vec();
                let least = circle.iter().enumerate().min_by_key(|it| it.1).map_or(0, |it| it.0);
                circle.rotate_left(least);
                found.push(circle);
                break;
            }
            at = next(&id);
            path.push(id);
        }
        seen.extend(path);
    }
    found
}
