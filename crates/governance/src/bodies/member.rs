//! Who sits in a body on a day, and why somebody who seems to does not.

use jiff::civil::Date;
use record::Id;

use super::around::Around;
use super::charter::{Body, Seat};
use crate::tiering::around::held_on;

/// How somebody stands to a body on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership<'a> {
    /// In a seat whose term runs.
    Seated(&'a Seat),
    /// In a seat whose term does not run, in a sentence.
    OutOfTerm(String),
    /// In a seat by an assignment that does not hold, or gone from the organisation, in a sentence.
    Gone(String),
    /// In no seat, or in one for another role, in a sentence.
    Nobody(String),
}

/// How somebody stands to a body on a day; a seat that counts before others.
pub fn membership<'a>(around: &Around, body: &'a Body, person: &Id, day: Date) -> Membership<'a> {
    let own = body.seats.iter().filter(|it| around.sits(it) == Some(person));
    let mut found: Vec<Membership> = own.map(|it| in_seat(around, it, person, day)).collect();
    match found.iter().position(|it| matches!(it, Membership::Seated(_))) {
        Some(at) => found.swap_remove(at),
        None => found
            .into_iter()
            .next()
            .unwrap_or_else(|| Membership::Nobody(format!("{person} has no seat in {}", body.id))),
    }
}

/// How the holder of a seat stands to it on a day.
fn in_seat<'a>(around: &Around, seat: &'a Seat, person: &Id, day: Date) -> Membership<'a> {
    let name = &seat.name;
    match (seat.from, seat.until) {
        (Some(from), _) if day < from => {
            return Membership::OutOfTerm(format!("the term of {person} as `{name}` begins on {from}"));
        }
        (_, Some(until)) if until < day => {
            return Membership::OutOfTerm(format!("the term of {person} as `{name}` ended on {until}"));
        }
        _ => {}
    }
    let Some(assignment) = seat.holder.as_ref().and_then(|it| around.assignments.get(it)) else {
        return Membership::Nobody(format!("nobody sits as `{name}`"));
    };
    if !held_on(assignment, day) {
        return Membership::Gone(format!(
            "{}, by which {person} sits as `{name}`, did not hold on {day}",
            assignment.id
        ));
    }
    if let Some(gone) = around.people.get(person).filter(|it| it.gone(day) || it.expected(day)) {
        return Membership::Gone(format!("{} did not work here on {day}", gone.id));
    }
    if let Some(role) = seat.role.as_ref().filter(|it| assignment.text("role") != Some(&it.to_string())) {
        return Membership::Nobody(format!("`{name}` is for {role}, and {} gives another role", assignment.id));
    }
    Membership::Seated(seat)
}

/// The holder of each seat whose term runs on a day, and who sits there; vacant seats have nobody.
pub fn filled<'a>(around: &Around, body: &'a Body, day: Date) -> Vec<(&'a Seat, Option<Id>)> {
    let seated = |seat: &'a Seat| {
        let person = around.sits(seat)?;
        matches!(in_seat(around, seat, person, day), Membership::Seated(_)).then(|| person.clone())
    };
    let pick = |name: &str| {
        let terms: Vec<&'a Seat> = body.seats.iter().filter(|it| it.name == name).collect();
        let held = terms.iter().find_map(|it| Some((*it, Some(seated(it)?))));
        held.or_else(|| terms.iter().find(|it| it.runs(day)).or(terms.last()).map(|it| (*it, None)))
    };
    body.names().into_iter().filter_map(pick).collect()
}
