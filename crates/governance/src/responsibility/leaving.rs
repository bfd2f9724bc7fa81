//! What falls when somebody goes: every duty that the person holds, who is left for it, and who could stand in, with the reason.

use record::Id;

use super::check::{Between, between};
use super::holders::{Holding, clash, holders, qualified, standing};
use super::load::{Load, loads};
use super::map::{Cell, Duty, Map, Part};
use super::organisation::Role;

/// A duty of somebody who goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Falling {
    /// The duty.
    pub duty: Duty,
    /// What the person does for it.
    pub part: Part,
    /// The assignment by which the person holds it.
    pub by: Option<Id>,
    /// Who is left for it; it falls when nobody is.
    pub left: Vec<Id>,
    /// Who could stand in, where it falls.
    pub proposal: Option<Proposal>,
}

/// Somebody who could stand in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Proposal {
    /// Who.
    pub person: Id,
    /// Why this one.
    pub why: String,
}

/// Every duty of somebody who goes, in the order of the catalogue.
pub fn leaving(map: &Map, person: &Id) -> Vec<Falling> {
    let loads = loads(map);
    let mut all = Vec::new();
    for cell in &map.cells {
        for (part, holding) in cell.held().filter(|it| it.1.person == *person) {
            if part == Part::Challenger && !cell.challenged {
                continue;
            }
            let subject = cell.subject();
            let others = cell.roles(part).into_iter().flat_map(|it| holders(&map.org, it, &subject, Some(person)));
            let mut left: Vec<Id> = others.map(|it| it.person).collect();
            left.sort();
            left.dedup();
            let proposal = if left.is_empty() { propose(map, &loads, cell, part, holding) } else { None };
            all.push(Falling { duty: cell.duty.clone(), part, by: holding.by.clone(), left, proposal });
        }
    }
    all
}

type Loads = std::collections::BTreeMap<Id, Load>;

/// Who could stand in: a standing deputy, the deputy of the last absence, who holds the role elsewhere and answers for least, or
/// the line manager; each only where the person is here, may hold the role, and keeps the challenge independent.
fn propose(map: &Map, loads: &Loads, cell: &Cell, part: Part, gone: &Holding) -> Option<Proposal> {
    let org = &map.org;
    let roles: Vec<&Role> = cell.roles(part).into_iter().filter_map(|it| org.role(it)).collect();
    let role = (roles.iter().find(|it| holds(map, gone, it))).or(roles.first()).copied()?;
    let fits = |id: &Id| {
        let here = org.people.get(id).is_some_and(|it| it.here(org.day));
        here && *id != gone.person && clash(org, id, role).is_none() && apart(map, cell, part, id)
    };
    let deputies = deputies(map, gone).into_iter().filter(|it| qualified(org, &it.person, &role.id).is_ok());
    let manager = org.people.get(&gone.person).and_then(|it| it.manager.clone());
    let manager = manager.map(|person| Proposal { person, why: "is the line manager".to_owned() });
    let mut all = deputies.chain(elsewhere(map, loads, role)).chain(manager);
    all.find(|it| fits(&it.person))
}

/// Whether somebody holds a role by the assignment of a holding, or by a field that names its holder.
fn holds(map: &Map, gone: &Holding, role: &Role) -> bool {
    gone.by.as_ref().and_then(|it| map.org.assignments.get(it)).is_some_and(|it| it.role == role.id)
}

/// Those who stand in at all times, and who stood in last.
fn deputies(map: &Map, gone: &Holding) -> Vec<Proposal> {
    let always = standing(&map.org, gone.by.as_ref());
    let always = always.map(|person| Proposal { person, why: "stands in for the assignment already".to_owned() });
    let absences = map.org.people.get(&gone.person).map(|it| it.absences.as_slice()).unwrap_or_default();
    let last = absences.iter().filter(|it| it.deputy.is_some()).max_by_key(|it| it.from);
    let last = last.and_then(|it| {
        let since = it.from.map(|it| format!(" from {it}")).unwrap_or_default();
        Some(Proposal { person: it.deputy.clone()?, why: format!("stood in for the absence{since}") })
    });
    always.into_iter().chain(last).collect()
}

/// Those who hold the role for something else, the least burdened first.
fn elsewhere(map: &Map, loads: &Loads, role: &Role) -> Vec<Proposal> {
    let burden = |id: &Id| loads.get(id).map_or(0, |it| it.accountable.len());
    let held = map.org.assigned(&role.id).filter(|it| map.org.held(it) && !it.passed_on());
    let named = map.org.systems.values().flat_map(|it| &it.holders).filter(|it| it.0 == role.key);
    let all = held.map(|it| &it.person).chain(named.map(|it| &it.1));
    let mut people: Vec<(usize, Id)> = all.map(|it| (burden(it), it.clone())).collect();
    people.sort();
    people.dedup();
    let why = |burden: usize| format!("holds `{}` elsewhere and answers for {burden}", role.key);
    people.into_iter().map(|(burden, person)| Proposal { person, why: why(burden) }).collect()
}

/// Whether a duty stays independently challenged when this person takes a part of it.
fn apart(map: &Map, cell: &Cell, part: Part, id: &Id) -> bool {
    let free = |one: &Id, other: &Id| matches!(between(&map.org, one, other), Between::Apart | Between::Unknown);
    match part {
        _ if !cell.challenged => true,
        Part::Accountable => cell.challenger.is_empty() || cell.challenger.iter().any(|it| free(id, &it.person)),
        Part::Challenger => cell.accountable.iter().all(|it| free(&it.person, id)),
        Part::Responsible => !cell.challenger.iter().any(|it| it.person == *id),
    }
}
