//! What is wrong with a person or a unit when they are entered: refused at its field, with the place and the reason.
//!
//! What stood before is no problem of a change; [`super::check`] tells it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use record::{Id, Problem};
use store::{Read, RecordRow};

use super::PERSON;
use crate::Error;

/// What a change of this record brings in that cannot be: lines that lead back, somebody who is their own deputy, units that go too early.
pub(crate) fn problems(
    read: &Read,
    time: Timestamp,
    (whole, brought): (bool, bool),
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Result<Vec<Problem>, Error> {
    let mut found = super::unit::problems(read, time, brought, (before, after))?;
    if !brought {
        found.extend(super::assigned::problems(time, before, after));
    }
    if after.kind == PERSON {
        found.extend(of_person(read, whole, before, after)?);
    }
    Ok(found)
}

fn of_person(read: &Read, whole: bool, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let led = |it: &RecordRow| it.link("manager");
    let moved = led(after).filter(|it| before.and_then(led).as_ref() != Some(it));
    let line = moved.map(|manager| leads_back(read, (after, whole), manager)).transpose()?.flatten();
    let known = before.map(own_deputies).unwrap_or_default();
    let deputies = own_deputies(after).into_iter().filter(|it| !whole && !known.contains(it)).map(|row| {
        Problem::of(
            "absences",
            format!("row {row}: nobody stands in for themself; name another deputy, or leave it blank"),
        )
    });
    Ok(line.into_iter().chain(deputies).chain(no_address(before, after)).collect())
}

/// An e-mail address that none can be, where it was changed.
fn no_address(before: Option<&RecordRow>, after: &RecordRow) -> Option<Problem> {
    let address = |it: &RecordRow| it.text("email").unwrap_or_default().trim().to_owned();
    let now = address(after);
    let known = now.is_empty() || before.is_some_and(|it| address(it) == now);
    let sound = |(name, host): (&str, &str)| ![name, host].iter().any(|it| it.is_empty() || it.contains([' ', '@']));
    let says = || format!("`{now}` is no e-mail address; write it like `name@example.org`, or leave it blank");
    (!known && !now.split_once('@').is_some_and(sound)).then(|| Problem::of("email", says()))
}

/// Lines of managers that lead back to whoever they begin with.
fn leads_back(read: &Read, (person, whole): (&RecordRow, bool), manager: Id) -> Result<Option<Problem>, Error> {
    if manager == person.id {
        let says = format!(
            "{} would report to themself; name somebody else, or leave it blank for who is at the top",
            person.id
        );
        return Ok(Some(Problem::of("manager", says)));
    }
    // Whole charts come in one by one, and each of their circles is found by the checks.
    if whole {
        return Ok(None);
    }
    let (mut line, mut seen, mut next) = (vec![person.id.to_string()], BTreeSet::new(), Some(manager));
    while let Some(id) = next.filter(|it| seen.insert(it.clone())) {
        line.push(id.to_string());
        if id == person.id {
            let says = format!(
                "{} would report to each other in a circle; change the other's manager first",
                line.join(" to ")
            );
            return Ok(Some(Problem::of("manager", says)));
        }
        next = read.record(&id)?.and_then(|it| it.link("manager"));
    }
    Ok(None)
}

/// Rows of absences in which somebody is their own deputy, from 1.
fn own_deputies(person: &RecordRow) -> Vec<usize> {
    let own = |it: &serde_json::Value| it["deputy"].as_str() == Some(&person.id.to_string());
    person.list("absences").enumerate().filter(|it| own(it.1)).map(|it| it.0 + 1).collect()
}
