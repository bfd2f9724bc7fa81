//! How a body stands: whether it could decide today, how often its seats are there, how long its decisions take, when it meets next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde_json::json;
use store::RecordRow;

use super::around::Around;
use super::charter::Body;
use super::member::{Membership, filled, membership};
use super::sitting::Sitting;
use crate::data::lineage::targets;
use crate::derived::{Answer, date, day, day_after, midnight, turns};

/// What is said of a body.
pub type Said = Answer;

/// A body with its meetings and decisions.
pub struct History<'a> {
    /// All that was read.
    pub around: &'a Around,
    /// The body.
    pub body: &'a Body,
    /// Decisions of all bodies that were read.
    pub decisions: &'a [RecordRow],
    /// What they were about.
    pub subjects: &'a BTreeMap<Id, RecordRow>,
    /// The moment.
    pub time: Timestamp,
}

impl History<'_> {
    /// Its meetings, by day.
    fn meetings(&self) -> Vec<&Sitting> {
        meetings(self.around, self.body)
    }

    fn today(&self) -> Date {
        day(self.time)
    }
}

/// The meetings of a body, by day.
fn meetings<'a>(around: &'a Around, body: &Body) -> Vec<&'a Sitting> {
    let mut own: Vec<&Sitting> = around.meetings.values().filter(|it| it.body.as_ref() == Some(&body.id)).collect();
    own.sort_by_key(|it| it.day);
    own
}

/// What is vacant or overdue on a day while a body could decide all the same, in words.
pub fn neglected(around: &Around, body: &Body, on: Date) -> Vec<String> {
    if body.state != "chartered" {
        return Vec::new();
    }
    let told = faults(around, body, on);
    let vacant = filled(around, body, on).into_iter().filter(|it| it.1.is_none());
    let vacant = vacant.map(|it| format!("`{}` is vacant", it.0.name));
    let vacant = vacant.filter(|_| told.is_empty());
    let due = due(body, &meetings(around, body)).filter(|it| it.0 < on);
    vacant.chain(due.map(|(day, why)| format!("it was to meet by {day}: {why}"))).collect()
}

/// Everything for which a body could not decide on a day, in words.
pub fn faults(around: &Around, body: &Body, on: Date) -> Vec<String> {
    let mut found: Vec<String> = body.silent(on).into_iter().collect();
    if ["suspended", "dissolved"].contains(&body.state.as_str()) {
        found.push(format!("{} is {}", body.id, body.state));
    }
    let seats = filled(around, body, on);
    let held = seats.iter().filter(|it| it.1.is_some()).count();
    for (seat, _) in seats.iter().filter(|it| it.1.is_none()) {
        let must = if seat.required { ", and must be" } else { "" };
        found.extend((seat.required || held < body.needed()).then(|| format!("`{}` is not filled{must}", seat.name)));
    }
    if held < body.needed() {
        found.push(format!("{held} of {} seats are filled, and {} must take part", seats.len(), body.needed()));
    }
    let independent = seats.iter().filter(|it| it.1.is_some() && it.0.independent).count();
    if independent < body.independent_least {
        found
            .push(format!("{independent} independent seats are filled, and {} must take part", body.independent_least));
    }
    let mut people: Vec<&Id> = seats.iter().filter_map(|it| it.1.as_ref()).collect();
    people.sort();
    found.extend(people.windows(2).filter(|it| it[0] == it[1]).map(|it| format!("{} sits in two seats", it[0])));
    found
}

/// Whether it could decide today.
pub(super) fn today(of: &History) -> Option<Said> {
    let found = faults(of.around, of.body, of.today());
    let until = next_turn(of);
    Some(match found.is_empty() {
        true => (json!(true), "chartered, and enough seats are filled".to_owned(), until),
        false => (json!(false), found.join("; "), until),
    })
}

/// When the clock alone may change that: a term, an assignment, a contract of employment or the charter begins or ends.
fn next_turn(of: &History) -> Option<Timestamp> {
    let begins = |it: Option<Date>| it.and_then(midnight);
    let ends = |it: Option<Date>| it.and_then(day_after);
    let seats = of.body.seats.iter().flat_map(|it| [begins(it.from), ends(it.until)]);
    let rows = of.body.seats.iter().filter_map(|it| of.around.assignments.get(it.holder.as_ref()?));
    let people = of.body.seats.iter().filter_map(|it| of.around.people.get(of.around.sits(it)?));
    let people = people.flat_map(|it| [begins(it.from), ends(it.until)]);
    let own = [begins(of.body.from), ends(of.body.until)];
    let turns = rows.map(|it| turns(it, of.time));
    seats.chain(people).chain(own).chain(turns).flatten().filter(|it| of.time < *it).min()
}

/// The share of seats that were there.
pub(super) fn attendance(of: &History) -> Option<Said> {
    let held: Vec<&Sitting> = of.meetings().into_iter().filter(|it| it.held()).collect();
    let seats = of.body.names().len() * held.len();
    let there: usize = held.iter().map(|it| seated(of, it)).sum();
    let share = |it: usize| (it as f64 / seats as f64 * 1000.0).round() / 10.0;
    (seats > 0).then(|| {
        let why = format!("{there} of {seats} seats in {} meetings that were held", held.len());
        (json!(share(there)), why, None)
    })
}

fn seated(of: &History, sitting: &Sitting) -> usize {
    let Some(on) = sitting.day else { return 0 };
    let people: BTreeSet<&Id> = sitting.present.iter().collect();
    let seats: BTreeSet<&str> = people
        .into_iter()
        .filter_map(|it| match membership(of.around, of.body, it, on) {
            Membership::Seated(seat) => Some(seat.name.as_str()),
            _ => None,
        })
        .collect();
    seats.len()
}

/// Days from the entry of a subject to the decision about it, the one in the middle.
pub(super) fn latency(of: &History) -> Option<Said> {
    let own: BTreeSet<Id> = of.meetings().iter().filter_map(|it| it.id.clone()).collect();
    let days = |it: &RecordRow| {
        targets(&it.document, "meeting").pop().filter(|it| own.contains(it))?;
        let subject = of.subjects.get(targets(&it.document, "subject").last()?)?;
        let taken = date(&it.document, "decided_on")?;
        Some(day(subject.created).until(taken).ok()?.get_days().max(0))
    };
    let mut all: Vec<i32> = of.decisions.iter().filter_map(days).collect();
    all.sort_unstable();
    let (low, high) = (all.get(all.len().checked_sub(1)? / 2)?, all.get(all.len() / 2)?);
    let middle = f64::from(low + high) / 2.0;
    Some((
        json!(middle),
        format!("the middle of {} decisions, from {} to {} days", all.len(), all[0], all[all.len() - 1]),
        None,
    ))
}

/// The next meeting that is planned, or by the cadence the day on which one is due.
pub(super) fn next_meeting(of: &History) -> Option<Said> {
    if of.body.state != "chartered" {
        return None;
    }
    due(of.body, &of.meetings()).map(|(on, why)| (json!(on.to_string()), why, None))
}

/// The day by which a body meets next, and why.
fn due(body: &Body, all: &[&Sitting]) -> Option<(Date, String)> {
    let planned = all.iter().find(|it| it.state == "planned" && it.day.is_some());
    if let Some((id, on)) = planned.and_then(|it| it.id.as_ref().zip(it.day)) {
        return Some((on, format!("{id} is planned")));
    }
    let last = all.iter().rev().find(|it| it.held()).and_then(|it| it.day);
    let from = last.or(body.from)?;
    let on = from.checked_add(body.cadence?).ok()?;
    let what = if last.is_some() { "the last meeting was on" } else { "it was chartered on" };
    Some((on, format!("{what} {from}, and the cadence adds to that")))
}
