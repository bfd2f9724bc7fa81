//! A governance body as a step of a ladder: who sits in it on the day, who of them is told as its charter says, and whether it still can decide without
//! those who are concerned.
//!
//! A table names a body by its key behind [`PREFIX`]. Seats, terms and quorum are those of [`crate::bodies`]; nothing is said twice.

use record::Id;

use super::reached::{Matter, Reached, told};
use crate::bodies::charter::{Body, Seat};
use crate::bodies::member::filled;
use crate::bodies::standing::faults;
use crate::responsibility::holders::Holding;
use crate::responsibility::organisation::Organisation;

/// What stands before the key of a body where a table names one.
pub const PREFIX: &str = "body:";
/// States in which a body decides nothing, whatever its charter says.
const RESTS: &[&str] = &["suspended", "dissolved"];

/// A body with the seats that are filled on the day.
pub struct Seated<'a> {
    /// The body.
    pub body: &'a Body,
    /// Its filled seats, each with who sits there by which assignment.
    pub seats: Vec<(&'a Seat, Holding)>,
}

/// The key of the body that a step names; nothing where it names something else.
pub fn key(to: &str) -> Option<&str> {
    to.strip_prefix(PREFIX).map(str::trim)
}

/// A body by its key.
pub fn body<'a>(org: &'a Organisation, key: &str) -> Option<&'a Body> {
    org.bodies.bodies.values().find(|it| it.key == key)
}

/// A body with those who sit in it on the day of the organisation.
///
/// Errors: why nobody can be told in it, in a sentence.
pub fn seated<'a>(org: &'a Organisation, key: &str) -> Result<Seated<'a>, String> {
    let body = body(org, key).ok_or_else(|| format!("there is no governance body with the key `{key}`"))?;
    if let Some(why) = body.silent(org.day) {
        return Err(why);
    }
    if RESTS.contains(&body.state.as_str()) {
        return Err(format!("{} is {}", body.id, body.state));
    }
    let sits =
        |(seat, person): (&'a Seat, Option<Id>)| Some((seat, Holding { person: person?, by: seat.holder.clone() }));
    let seats: Vec<_> = filled(&org.bodies, body, org.day).into_iter().filter_map(sits).collect();
    match seats.is_empty() {
        true => Err(format!("no seat of {} is filled", body.id)),
        false => Ok(Seated { body, seats }),
    }
}

impl Seated<'_> {
    /// Everybody who sits there, each once.
    pub fn people(&self) -> Vec<Holding> {
        let mut all: Vec<Holding> = self.seats.iter().map(|it| it.1.clone()).collect();
        all.sort();
        all.dedup_by(|one, other| one.person == other.person);
        all
    }

    /// Without those who are concerned, as far as they stand aside and the others still can decide.
    fn without(&self, org: &Organisation, matter: &Matter) -> Left<'_> {
        let (out, seats): (Vec<_>, Vec<_>) = self.seats.iter().partition(|it| matter.touches(org, &it.1.person));
        let concerned = out.iter().map(|it| it.1.person.clone()).collect();
        let required = out.iter().find(|it| it.0.required).map(|it| it.0.name.as_str());
        let shut = if out.is_empty() { None } else { self.shut(required, &seats) };
        Left { concerned, seats, shut }
    }

    /// Why the body cannot go on with these seats alone, of those that stood aside one that must take part.
    fn shut(&self, required: Option<&str>, left: &[&(&Seat, Holding)]) -> Option<String> {
        let (body, id, needed) = (self.body, &self.body.id, self.body.needed());
        let independent = left.iter().filter(|it| it.0.independent).count();
        let aside = "are left without those who are concerned";
        if !body.stand_aside {
            return Some(format!("the charter of {id} lets members with an interest take part"));
        }
        if let Some(seat) = required {
            return Some(format!("`{seat}` of {id} must take part, and whoever sits there is concerned"));
        }
        if left.len() < needed {
            return Some(format!("{} seats of {id} {aside}, and {needed} must take part", left.len()));
        }
        let least = body.independent_least;
        (independent < least)
            .then(|| format!("{independent} independent seats of {id} {aside}, and {least} must take part"))
    }
}

/// A body without those who are concerned.
struct Left<'a> {
    /// Who stands aside.
    concerned: Vec<Id>,
    /// The other seats.
    seats: Vec<&'a (&'a Seat, Holding)>,
    /// Why it cannot go on.
    shut: Option<String>,
}

/// Whom a step to a body reaches: the seats that its charter lets be told, with those who stand in; where none of them can be, everybody else
/// who sits there.
pub(super) fn reached(org: &Organisation, key: &str, matter: &Matter) -> Reached {
    let seated = match seated(org, key) {
        Ok(it) => it,
        Err(why) => return Reached { shut: Some(why), ..Reached::default() },
    };
    let Left { concerned, seats, shut } = seated.without(org, matter);
    let mut found = Reached { concerned, shut, ..Reached::default() };
    if found.shut.is_some() {
        return found;
    }
    let marked = seated.seats.iter().any(|it| it.0.receives);
    let (first, rest): (Vec<_>, Vec<_>) = seats.into_iter().partition(|it| it.0.receives || !marked);
    for seats in [first, rest] {
        if found.told.is_empty() {
            seats.iter().for_each(|it| found.take(org, matter, &it.1));
        }
    }
    found
}

impl Reached {
    /// Takes in somebody who holds what a step names.
    pub(super) fn take(&mut self, org: &Organisation, matter: &Matter, it: &Holding) {
        match told(org, it) {
            Some(told) if matter.touches(org, &told.person) => self.concerned.push(told.person),
            Some(told) if self.told.iter().any(|it| it.person == told.person) => {}
            Some(told) => self.told.push(told),
            None => self.away.push(it.person.clone()),
        }
    }
}

/// Why a step reaches nobody whoever is here: the body cannot be told, or not without those who are concerned.
pub fn shut(org: &Organisation, to: &str, matter: &Matter) -> Option<String> {
    let seated = match seated(org, key(to)?) {
        Ok(it) => it,
        Err(why) => return Some(why),
    };
    seated.without(org, matter).shut
}

/// Whether whoever is told in a body may stop a system: each of its seats is held by a role that may.
pub(super) fn stops(org: &Organisation, key: &str) -> bool {
    let Some(body) = body(org, key) else { return false };
    let may = |it: &Seat| {
        let assignment = it.holder.as_ref().and_then(|it| org.assignments.get(it));
        assignment.and_then(|it| org.roles.get(&it.role)).is_some_and(|it| it.may_stop)
    };
    let mut open = body.seats.iter().filter(|it| it.until.is_none_or(|until| org.day <= until)).peekable();
    open.peek().is_some() && open.all(may)
}

/// Why a body that somebody sits in could not decide on the day; nothing where it could.
pub(super) fn undecided(org: &Organisation, key: &str) -> Option<String> {
    let seated = seated(org, key).ok()?;
    let found = faults(&org.bodies, seated.body, org.day);
    (!found.is_empty()).then(|| format!("{} could not decide today: {}", seated.body.id, found.join("; ")))
}
