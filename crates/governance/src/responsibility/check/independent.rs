//! Whether who challenges is independent of who answers and of who does the work: another person, in another reporting line.
//!
//! Where several people hold the challenging role, one who is independent is enough.

use record::Id;

use super::Found;
use crate::responsibility::lines::{depth, meeting};
use crate::responsibility::map::{Cell, Map};
use crate::responsibility::organisation::Organisation;

/// How two people stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Between {
    /// Far enough apart.
    Apart,
    /// One person.
    Same,
    /// One stands above the other.
    Line,
    /// This manager stands above both, below the top.
    Under(Id),
    /// Their reporting lines do not meet, so that nobody can tell.
    Unknown,
}

/// How two people stand to each other.
pub(crate) fn between(org: &Organisation, one: &Id, other: &Id) -> Between {
    if one == other {
        return Between::Same;
    }
    let limits = &org.libraries.duties.independence;
    let Some(meets) = meeting(org, one, other) else { return Between::Unknown };
    let high = depth(org, &meets) <= limits.common_manager_at_most;
    match meets == *one || meets == *other {
        true if high && limits.top_challenged_from_below => Between::Apart,
        true => Between::Line,
        false if high => Between::Apart,
        false => Between::Under(meets),
    }
}

/// Pairs of somebody who answers and somebody who challenges, of cells where no pair is far enough apart.
fn pairs<'a>(map: &'a Map, cell: &'a Cell) -> Vec<(&'a Id, &'a Id, Between)> {
    if !cell.challenged {
        return Vec::new();
    }
    let stands = |challenger: &'a Id| {
        let all =
            cell.accountable.iter().map(move |it| (&it.person, challenger, between(&map.org, &it.person, challenger)));
        all.collect::<Vec<_>>()
    };
    let all: Vec<Vec<_>> = cell.challenger.iter().map(|it| stands(&it.person)).collect();
    let free = |it: &Vec<(&Id, &Id, Between)>| it.iter().all(|pair| pair.2 == Between::Apart);
    match all.iter().any(free) {
        true => Vec::new(),
        false => all.into_iter().flatten().collect(),
    }
}

/// One person answers and challenges.
pub(super) fn own(map: &Map, found: &mut Found) {
    for cell in &map.cells {
        for (one, _, _) in pairs(map, cell).into_iter().filter(|it| it.2 == Between::Same) {
            found.add(&[one], &[], [cell.duty.clone()], format!("{one} answers for it and challenges it"));
        }
    }
}

/// One stands above the other.
pub(super) fn line(map: &Map, found: &mut Found) {
    for cell in &map.cells {
        for (one, other, _) in pairs(map, cell).into_iter().filter(|it| it.2 == Between::Line) {
            let says = format!("{one} answers, {other} challenges, and one of them reports to the other");
            found.add(&[one, other], &[], [cell.duty.clone()], says);
        }
    }
}

/// A manager below the top stands above both.
pub(super) fn common(map: &Map, found: &mut Found) {
    for cell in &map.cells {
        for (one, other, how) in pairs(map, cell) {
            if let Between::Under(manager) = how {
                let says = format!("{one} answers, {other} challenges, and both report to {manager}");
                found.add(&[one, other, &manager], &[], [cell.duty.clone()], says);
            }
        }
    }
}

/// Reporting lines that do not meet, because a manager is not entered.
pub(super) fn unknown(map: &Map, found: &mut Found) {
    for cell in &map.cells {
        for (one, other, _) in pairs(map, cell).into_iter().filter(|it| it.2 == Between::Unknown) {
            let says = format!("{one} answers, {other} challenges, and their reporting lines do not meet");
            found.add(&[one, other], &[], [cell.duty.clone()], says);
        }
    }
}

/// The challenger does the work, or shares a manager with all who do; those who answer are looked at elsewhere.
pub(super) fn work(map: &Map, found: &mut Found) {
    for cell in map.cells.iter().filter(|it| it.challenged) {
        let answers = |id: &Id| cell.accountable.iter().any(|it| it.person == *id);
        let workers: Vec<&Id> = cell.responsible.iter().map(|it| &it.person).filter(|it| !answers(it)).collect();
        let [challenger] = cell.challenger.as_slice() else { continue };
        let challenger = &challenger.person;
        if workers.contains(&challenger) {
            found.add(&[challenger], &[], [cell.duty.clone()], format!("{challenger} does the work and challenges it"));
            continue;
        }
        let under: Vec<Option<Id>> = workers.iter().map(|it| shared(map, it, challenger)).collect();
        if let Some(Some(manager)) = under.first().filter(|_| under.iter().all(Option::is_some)) {
            let mut people = workers.clone();
            people.extend([challenger, manager]);
            let says =
                format!("everybody who does the work reports to the same line as {challenger}, who challenges it");
            found.add(&people, &[], [cell.duty.clone()], says);
        }
    }
}

/// The manager below the top who stands above both, or is one of the two.
fn shared(map: &Map, worker: &Id, challenger: &Id) -> Option<Id> {
    match between(&map.org, worker, challenger) {
        Between::Under(manager) => Some(manager),
        Between::Line => meeting(&map.org, worker, challenger),
        Between::Same | Between::Apart | Between::Unknown => None,
    }
}
