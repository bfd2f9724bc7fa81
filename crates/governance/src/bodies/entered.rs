//! What is wrong with a body or a meeting when it is entered: refused at its field, with the place and the reason.
//!
//! What only turns out when somebody decides is no problem of a record but a reason of [`super::ground`].

use std::collections::BTreeSet;

use record::{Id, Problem};
use store::{Read, RecordRow};

use super::charter::Body;
use super::sitting::Sitting;
use super::{BODY, DECISION, MEETING};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{date, day};
use crate::responsibility::ASSIGNMENT;
use jiff::Timestamp;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(
    read: &Read,
    time: Timestamp,
    brought: bool,
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Result<Vec<Problem>, Error> {
    let moved = before.is_none_or(|it| it.document != after.document || it.state != after.state);
    match after.kind.as_str() {
        BODY if moved => charter(read, before, after),
        MEETING if moved => {
            let mut found = meeting(read, time, before, after)?;
            if let Some(before) = before.filter(|_| !brought) {
                found.extend(super::settled::problems(read, before, after)?);
            }
            Ok(found)
        }
        // What comes from another store names versions and days of that store; whether it is in effect is told beside it.
        DECISION if moved && !brought => decision(read, time, before, after),
        ASSIGNMENT => passed_on(read, before, after),
        _ => Ok(Vec::new()),
    }
}

fn charter(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let body = Body::of(after);
    // What cannot be is refused at once; what is not said yet, once the charter is to hold.
    let mut found = seats(&body);
    found.extend(beyond(&body));
    if body.state != "proposed" {
        if body.names().is_empty() {
            found.push(Problem::of("seats", "a body without seats decides nothing; enter at least one"));
        }
        if body.quorum.is_none() && body.quorum_share.is_none() {
            found.push(Problem::of("quorum", "say how many seats must take part, here or as a share"));
        }
    }
    let was = before.and_then(|it| it.text("escalates_to").map(str::to_owned));
    if body.state != "proposed"
        && (after.text("escalates_to") != was.as_deref() || before.is_none_or(|it| it.state == "proposed"))
    {
        found.extend(circle(read, after)?);
    }
    Ok(found)
}

/// Conditions that are written otherwise once they were decided: only whether each is met is told, and by what.
fn conditions(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let said = |row: &RecordRow| -> Vec<(serde_json::Value, serde_json::Value)> {
        row.list("conditions").map(|it| (it["condition"].clone(), it["due"].clone())).collect()
    };
    let other = before.is_some_and(|it| it.state == "taken" && after.state == "taken" && said(it) != said(after));
    let says = "are what was decided, and only whether they are met is told; revoke it, and decide anew";
    other.then(|| Problem::of("conditions", says)).into_iter().collect()
}

/// A decision about a version that is not there, or of a day that has not come.
fn decision(
    read: &Read,
    time: Timestamp,
    before: Option<&RecordRow>,
    after: &RecordRow,
) -> Result<Vec<Problem>, Error> {
    let new = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    let mut found = conditions(before, after);
    let named = after.document.get("subject_version").and_then(serde_json::Value::as_i64);
    if let (Some(version), Some(subject)) = (named.filter(|_| new("subject_version")), after.link("subject"))
        && read.versions(&[(subject.clone(), version)])?.is_empty()
    {
        let newest = read.record(&subject)?.map_or(0, |it| it.version);
        let says =
            format!("{subject} has no version {version}; its newest is {newest}, which is meant where this is blank");
        found.push(Problem::of("subject_version", says));
    }
    if before.is_none()
        && let Some(first) = decided_already(read, after)?
    {
        let says = format!("decided about it already by {first}; let that be revoked before another one is entered");
        found.push(Problem::of("meeting", says));
    }
    if let Some(on) = date(&after.document, "decided_on").filter(|on| new("decided_on") && day(time) < *on) {
        let says = format!("{on} lies after {}; what is still to be decided is no decision yet", day(time));
        found.push(Problem::of("decided_on", says));
    }
    Ok(found)
}

/// The decision that a meeting took about the same before, where it stands.
fn decided_already(read: &Read, after: &RecordRow) -> Result<Option<Id>, Error> {
    let Some(meeting) = after.link("meeting") else { return Ok(None) };
    let same = |it: &RecordRow| it.link("subject") == after.link("subject") && it.text("form") == after.text("form");
    let first = super::settled::taken(read, &meeting)?.into_iter().find(|it| it.id != after.id && same(it));
    Ok(first.map(|it| it.id))
}

/// Quorums that no meeting could reach, and quorums of nobody; seats that nobody entered yet are no reason.
fn beyond(body: &Body) -> Vec<Problem> {
    let (mut found, count) = (Vec::new(), body.names().len());
    if let Some(quorum) = body.quorum.filter(|it| *it > count && count > 0) {
        found.push(Problem::of(
            "quorum",
            format!("asks for {quorum} seats, and there are {count}; lower it or add seats"),
        ));
    }
    if body.cadence.is_some_and(|it| !it.is_positive() || day(Timestamp::UNIX_EPOCH).checked_add(it).is_err()) {
        found.push(Problem::of("cadence", "is no time after which a body meets again; write one such as P1M"));
    }
    if body.quorum == Some(0) {
        found.push(Problem::of("quorum", "asks for nobody; at least one seat must take part"));
    }
    if body.quorum_share.is_some_and(|it| !(it > 0.0 && it <= 100.0)) {
        found.push(Problem::of("quorum_share", "is a share of the seats; write more than 0 and at most 100"));
    }
    let independent: BTreeSet<&str> =
        body.seats.iter().filter(|it| it.independent).map(|it| it.name.as_str()).collect();
    if body.independent_least > independent.len() && count > 0 {
        let (asked, there) = (body.independent_least, independent.len());
        found.push(Problem::of(
            "independent_least",
            format!("asks for {asked} independent seats, and there are {there}"),
        ));
    }
    found
}

/// Terms that end before they begin, or that overlap within one seat.
fn seats(body: &Body) -> Vec<Problem> {
    let mut found = Vec::new();
    for (place, seat) in body.seats.iter().enumerate() {
        let row = place + 1;
        if seat.from.zip(seat.until).is_some_and(|(from, until)| until < from) {
            found.push(Problem::of("seats", format!("row {row}: the term ends before it begins")));
        }
        let ends_before = |one: &super::charter::Seat, other: &super::charter::Seat| {
            one.until.zip(other.from).is_some_and(|(until, from)| until < from)
        };
        let same =
            |it: &&super::charter::Seat| it.name == seat.name && !ends_before(it, seat) && !ends_before(seat, it);
        if body.seats[..place].iter().any(|it| same(&it)) {
            found.push(Problem::of(
                "seats",
                format!("row {row}: `{}` is held twice at once; end one term first", seat.name),
            ));
        }
    }
    found
}

/// Bodies that escalate to each other.
fn circle(read: &Read, body: &RecordRow) -> Result<Option<Problem>, Error> {
    let (mut seen, mut next) = (BTreeSet::new(), targets(&body.document, "escalates_to").pop());
    while let Some(id) = next.filter(|it| seen.insert(it.clone())) {
        if id == body.id {
            return Ok(Some(Problem::of("escalates_to", "leads back to this body; name one that stands above")));
        }
        next = read.record(&id)?.and_then(|it| targets(&it.document, "escalates_to").pop());
    }
    Ok(None)
}

fn meeting(read: &Read, time: Timestamp, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let sitting = Sitting::of(after);
    let was = before.map(Sitting::of).unwrap_or_default();
    // Before a meeting is held, interests may be declared and an agenda may change.
    let mut found = if sitting.held() { people(&sitting, &was) } else { Vec::new() };
    found.extend(if sitting.held() { items(&sitting) } else { Vec::new() });
    let early = sitting.day.filter(|it| day(time) < *it && !sitting.votes.is_empty() && sitting.votes != was.votes);
    if let Some(on) = early {
        found.push(Problem::of("votes", format!("are entered when it has met, from {on} on")));
    }
    if sitting.held() && sitting.day.is_some_and(|it| day(time) < it) {
        found.push(Problem::of("held_on", format!("lies after {}; a meeting is held before it counts", day(time))));
    }
    if (&sitting.body, sitting.day, &sitting.state) != (&was.body, was.day, &was.state) {
        found.extend(under_charter(read, &sitting)?);
    }
    Ok(found)
}

/// A meeting before the charter, or of a body that does not decide for the time being.
fn under_charter(read: &Read, sitting: &Sitting) -> Result<Vec<Problem>, Error> {
    let Some(row) = sitting.body.as_ref().map(|it| read.record(it)).transpose()?.flatten() else {
        return Ok(Vec::new());
    };
    let id = &row.id;
    let mut found = Vec::new();
    let from = date(&row.document, "chartered_on");
    if let Some((from, on)) = from.zip(sitting.day).filter(|(from, on)| on < from) {
        let says =
            format!("lies before the charter of {id}, which holds from {from}; what meets on {on} decides nothing");
        found.push(Problem::of("held_on", says));
    }
    if sitting.held() && row.state == "proposed" {
        found.push(Problem::of("body", format!("{id} has not been chartered; charter it before it meets")));
    }
    if sitting.state == "held" && row.state == "suspended" {
        found.push(Problem::of("body", format!("{id} is suspended; resume it before it meets")));
    }
    Ok(found)
}

/// Interests of people who are not there.
fn people(sitting: &Sitting, was: &Sitting) -> Vec<Problem> {
    let there: BTreeSet<&Id> = sitting.present.iter().collect();
    let known = |it: &super::sitting::Interest| was.interests.contains(it) && was.present == sitting.present;
    let absent = sitting.interests.iter().enumerate().filter(|it| !there.contains(&it.1.person) && !known(it.1));
    let says = |(place, it): (usize, &super::sitting::Interest)| {
        let row = place + 1;
        Problem::of("interests", format!("row {row}: {} is not there; enter who was there first", it.person))
    };
    absent.map(says).collect()
}

/// Votes and interests about what is not on the agenda, and items that stand there twice.
fn items(sitting: &Sitting) -> Vec<Problem> {
    let agenda: BTreeSet<&Id> = sitting.agenda.iter().map(|it| &it.record).collect();
    let strange = |field: &str, item: Option<&Id>, place: usize| {
        let item = item.filter(|it| !agenda.contains(it))?;
        Some(Problem::of(field, format!("row {}: {item} is not on the agenda; add it there first", place + 1)))
    };
    let votes = sitting.votes.iter().enumerate().filter_map(|(at, it)| strange("votes", it.item.as_ref(), at));
    let interests =
        sitting.interests.iter().enumerate().filter_map(|(at, it)| strange("interests", it.item.as_ref(), at));
    let twice = sitting.agenda.iter().enumerate().filter_map(|(at, it)| {
        let again = sitting.agenda[..at].iter().any(|other| other.record == it.record);
        again.then(|| Problem::of("agenda", format!("row {}: {} stands there already", at + 1, it.record)))
    });
    votes.chain(interests).chain(twice).collect()
}

/// A right that somebody passes on to themselves, or that is not the one that is held.
fn passed_on(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let same = |field: &str| before.is_some_and(|it| it.document.get(field) == after.document.get(field));
    let Some(source) = targets(&after.document, "on_behalf_of").pop() else { return Ok(Vec::new()) };
    let moved = before.is_none_or(|it| it.state != after.state);
    if !moved && ["on_behalf_of", "person", "role"].iter().all(|it| same(it)) {
        return Ok(Vec::new());
    }
    let Some(given) = read.record(&source)? else { return Ok(Vec::new()) };
    let alike = |field: &str| given.text(field).is_some() && given.text(field) == after.text(field);
    let own = alike("person").then(|| {
        Problem::of(
            "on_behalf_of",
            format!("{source} is held by the same person; nobody passes a right on to themselves"),
        )
    });
    Ok(own.into_iter().collect())
}
