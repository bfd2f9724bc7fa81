//! Who holds a role for something on a day, and who acts in place of somebody who is away.
//!
//! The nearest assignment counts: one for the AI system itself before one for its unit, that before one for a unit above it, and
//! that before one for the whole organisation. Deputies and delegates hold a role for somebody else and never answer themselves.

use record::Id;

use super::organisation::{Assignment, Organisation, Person, Role};

/// What a duty is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The organisation as a whole.
    Organisation,
    /// An AI system.
    System(Id),
}

/// Somebody who holds a role for something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Holding {
    /// Who.
    pub person: Id,
    /// By which assignment; none where a field of the AI system names the person.
    pub by: Option<Id>,
}

/// Basis of an assignment that stands in for another.
pub const DEPUTISING: &str = "deputising";
/// Basis of an assignment that passes authority on.
pub const DELEGATION: &str = "delegation";

impl Assignment {
    /// Whether it uses the authority of another one.
    pub fn passed_on(&self) -> bool {
        self.on_behalf_of.is_some() || [DEPUTISING, DELEGATION].contains(&self.basis.as_str())
    }
}

/// Who holds a role for something, without those who are left out; several where several are equally near.
pub fn holders(org: &Organisation, role: &str, subject: &Subject, without: Option<&Id>) -> Vec<Holding> {
    let Some(role) = org.role(role) else { return Vec::new() };
    let path = reach(org, subject);
    let mut all: Vec<(usize, Holding)> = org
        .assigned(&role.id)
        .filter(|it| !it.passed_on() && org.held(it) && Some(&it.person) != without)
        .filter_map(|it| {
            Some((distance(org, &path, it)?, Holding { person: it.person.clone(), by: Some(it.id.clone()) }))
        })
        .collect();
    if let Subject::System(id) = subject {
        let named = org.systems.get(id).into_iter().flat_map(|it| &it.holders);
        let named = named.filter(|it| it.0 == role.key && Some(&it.1) != without);
        let fresh: Vec<_> =
            named.filter(|it| !all.iter().any(|known| known.0 == 0 && known.1.person == it.1)).collect();
        all.extend(fresh.into_iter().map(|it| (0, Holding { person: it.1.clone(), by: None })));
    }
    let nearest = all.iter().map(|it| it.0).min();
    let mut found: Vec<Holding> = all.into_iter().filter(|it| Some(it.0) == nearest).map(|it| it.1).collect();
    found.sort();
    found.dedup_by(|one, other| one.person == other.person);
    found
}

/// What a role must cover to be held for something, from the nearest on.
fn reach(org: &Organisation, subject: &Subject) -> Vec<Id> {
    let Subject::System(id) = subject else { return Vec::new() };
    let unit = org.systems.get(id).and_then(|it| it.unit.as_ref());
    std::iter::once(id.clone()).chain(org.upwards(unit)).collect()
}

/// How far an assignment is from something; none where it does not reach it.
fn distance(org: &Organisation, path: &[Id], it: &Assignment) -> Option<usize> {
    match &it.covers {
        None => Some(usize::MAX),
        Some(covers) if path.is_empty() => org.is_top(covers).then_some(usize::MAX),
        Some(covers) => path.iter().position(|it| it == covers),
    }
}

/// Who acts for somebody on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acting {
    /// The person, who is here.
    Here,
    /// A deputy, who is here.
    Deputy(Id),
    /// The person is away and names nobody.
    Nobody,
    /// The deputy is away too.
    AwayToo(Id),
    /// The deputies lead back to one of them.
    Circle(Vec<Id>),
}

/// The deputy of a person on a day: by an assignment that stands in for theirs, else by the absence.
pub fn deputy(org: &Organisation, person: &Person, by: Option<&Id>) -> Option<Id> {
    standing(org, by).or_else(|| person.away(org.day).and_then(|it| it.deputy.clone()))
}

/// Who stands in for an assignment at all times.
pub fn standing(org: &Organisation, by: Option<&Id>) -> Option<Id> {
    let by = by?;
    let stands = |it: &&Assignment| it.basis == DEPUTISING && it.on_behalf_of.as_ref() == Some(by);
    org.in_force().find(stands).map(|it| it.person.clone())
}

/// Who acts where somebody holds a role.
pub fn acting(org: &Organisation, holding: &Holding) -> Acting {
    let Some(person) = org.people.get(&holding.person) else { return Acting::Here };
    if person.away(org.day).is_none() {
        return Acting::Here;
    }
    let Some(first) = deputy(org, person, holding.by.as_ref()) else { return Acting::Nobody };
    let (mut path, mut next) = (vec![holding.person.clone()], Some(first.clone()));
    while let Some(id) = next {
        if let Some(place) = path.iter().position(|it| *it == id) {
            return Acting::Circle(path[place..].to_vec());
        }
        let away = org.people.get(&id).and_then(|it| it.away(org.day));
        let Some(away) = away else { break };
        next = away.deputy.clone();
        path.push(id);
    }
    match path.len() {
        1 => Acting::Deputy(first),
        _ => Acting::AwayToo(first),
    }
}

/// Those to whom an assignment's authority was passed on.
pub fn delegates<'a>(org: &'a Organisation, by: &'a Id) -> impl Iterator<Item = &'a Assignment> {
    org.in_force().filter(move |it| it.basis == DELEGATION && it.on_behalf_of.as_ref() == Some(by))
}

/// Whether a deputy can hold a role: by holding it or one of the same family already, and none that the role does not go with.
///
/// Errors: why not, in a sentence.
pub fn qualified(org: &Organisation, deputy: &Id, role: &Id) -> Result<(), String> {
    let Some(wanted) = org.roles.get(role) else { return Ok(()) };
    if let Some(why) = clash(org, deputy, wanted) {
        return Err(why);
    }
    let mut held = org.in_force().filter(|it| it.person == *deputy).filter_map(|it| org.roles.get(&it.role));
    match held.any(|it| it.id == wanted.id || (!it.family.is_empty() && it.family == wanted.family)) {
        true => Ok(()),
        false => Err(format!("{deputy} holds neither `{}` nor another role of its family", wanted.key)),
    }
}

/// A role that somebody holds and that does not go with another one, in a sentence.
pub fn clash(org: &Organisation, person: &Id, wanted: &Role) -> Option<String> {
    let held = org.in_force().filter(|it| it.person == *person).filter_map(|it| org.roles.get(&it.role));
    let mut against = held.filter(|it| it.incompatible.contains(&wanted.id) || wanted.incompatible.contains(&it.id));
    against.next().map(|it| format!("{person} holds `{}`, which does not go with `{}`", it.key, wanted.key))
}
