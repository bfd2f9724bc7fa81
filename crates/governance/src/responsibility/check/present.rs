//! Whether those who hold duties are there, and who acts when they are away.

use record::Id;

use super::Found;
use crate::responsibility::holders::{Acting, Holding, acting, deputy, qualified};
use crate::responsibility::map::{Duty, Map};
use crate::responsibility::organisation::{Assignment, Person};

/// Holdings of duties, each once with its duties; assignments in force count even where no duty follows from them.
fn holdings(map: &Map) -> Vec<(Holding, Vec<Duty>)> {
    let mut all: std::collections::BTreeMap<Holding, Vec<Duty>> = Default::default();
    for cell in &map.cells {
        for (_, holding) in cell.held() {
            all.entry(holding.clone()).or_default().push(cell.duty.clone());
        }
    }
    for it in map.org.in_force().filter(|it| !it.passed_on()) {
        all.entry(Holding { person: it.person.clone(), by: Some(it.id.clone()) }).or_default();
    }
    all.into_iter().collect()
}

/// Holdings whose person fits, told once a person.
fn told(map: &Map, found: &mut Found, fits: impl Fn(&Person) -> Option<String>) {
    for (holding, duties) in holdings(map) {
        if let Some(says) = map.org.people.get(&holding.person).and_then(&fits) {
            found.add(&[&holding.person], &[], duties, says);
        }
    }
}

/// Somebody who has left.
pub(super) fn leaver(map: &Map, found: &mut Found) {
    let day = map.org.day;
    let last = |it: &Person| it.until.map(|it| format!(" on {it}")).unwrap_or_default();
    told(map, found, |it| it.gone(day).then(|| format!("{} left{}", it.id, last(it))));
}

/// Somebody who has not come yet.
pub(super) fn expected(map: &Map, found: &mut Found) {
    let day = map.org.day;
    let first = |it: &Person| it.from.map(|it| format!(" before {it}")).unwrap_or_default();
    told(map, found, |it| (!it.gone(day) && it.expected(day)).then(|| format!("{} does not come{}", it.id, first(it))));
}

/// Holdings of people who are there in principle, with who acts for them.
fn away(map: &Map) -> Vec<(Holding, Vec<Duty>, Acting)> {
    let day = map.org.day;
    let works = |it: &Holding| map.org.people.get(&it.person).is_some_and(|it| !it.gone(day) && !it.expected(day));
    let all = holdings(map).into_iter().filter(|it| works(&it.0));
    all.map(|(holding, duties)| (acting(&map.org, &holding), holding, duties))
        .filter(|it| it.0 != Acting::Here)
        .map(|(acting, holding, duties)| (holding, duties, acting))
        .collect()
}

/// Away, and nobody stands in.
pub(super) fn no_deputy(map: &Map, found: &mut Found) {
    for (holding, duties, _) in away(map).into_iter().filter(|it| it.2 == Acting::Nobody) {
        found.add(&[&holding.person], &[], duties, format!("{} is away and names no deputy", holding.person));
    }
}

/// The deputy is away, has left or has not come yet.
pub(super) fn deputy_away(map: &Map, found: &mut Found) {
    let day = map.org.day;
    for (holding, duties, acting) in away(map) {
        let absent = |id: &Id| map.org.people.get(id).is_none_or(|it| !it.here(day));
        let deputy = match acting {
            Acting::AwayToo(deputy) => deputy,
            Acting::Deputy(deputy) if absent(&deputy) => deputy,
            _ => continue,
        };
        let says = format!("{} is away, and so is the deputy {deputy}", holding.person);
        found.add(&[&holding.person, &deputy], &[], duties, says);
    }
}

/// Deputies who lead back to one of them.
pub(super) fn circle(map: &Map, found: &mut Found) {
    for (_, duties, acting) in away(map) {
        if let Acting::Circle(path) = acting {
            let mut people: Vec<&Id> = path.iter().collect();
            people.sort();
            let names: Vec<String> = people.iter().map(ToString::to_string).collect();
            found.add(&people, &[], duties, format!("{} stand in for each other and are away", names.join(" and ")));
        }
    }
}

/// A deputy, named for an absence or at all times, who cannot hold the role.
pub(super) fn unqualified(map: &Map, found: &mut Found) {
    for (holding, duties) in holdings(map) {
        let (Some(by), Some(person)) = (&holding.by, map.org.people.get(&holding.person)) else { continue };
        let (Some(it), Some(deputy)) = (map.org.assignments.get(by), deputy(&map.org, person, Some(by))) else {
            continue;
        };
        let stands_in = map.org.people.get(&deputy).is_some_and(|it| it.here(map.org.day));
        if let (true, Err(why)) = (stands_in, fits(map, &deputy, it)) {
            found.add(
                &[&holding.person, &deputy],
                &[by],
                duties,
                format!("{why}, and stands in for {}", holding.person),
            );
        }
    }
}

fn fits(map: &Map, deputy: &Id, it: &Assignment) -> Result<(), String> {
    qualified(&map.org, deputy, &it.role)
}
