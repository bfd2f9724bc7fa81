//! One case held against the paths that are allowed: each deviation once, with its sort, what it is about and where it shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::events::Case;
use super::model::{Model, Rule};

/// A sort of deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deviates {
    /// Something was done that the model does not know.
    UnknownActivity,
    /// A step that the allowed way goes through was left out.
    SkippedStep,
    /// Everything was done, in another order.
    WrongOrder,
    /// What had to follow did not follow in time, or not at all.
    TooLate,
    /// Two steps that need two people were done by one.
    SamePerson,
    /// Something was done more often than allowed.
    TooOften,
}

impl Deviates {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Deviates::UnknownActivity => "unknown_activity",
            Deviates::SkippedStep => "skipped_step",
            Deviates::WrongOrder => "wrong_order",
            Deviates::TooLate => "too_late",
            Deviates::SamePerson => "same_person",
            Deviates::TooOften => "too_often",
        }
    }
}

/// A sort of deviation and what it is about.
pub type Mark = (Deviates, String);

/// What was found of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Deviations with the places of the events at which they show, from 0.
    pub deviations: BTreeMap<Mark, Vec<usize>>,
    /// Whether it has not come to an end yet.
    pub open: bool,
    /// Pairs of steps that need two people and of which one names nobody.
    pub nobody: u64,
}

impl Found {
    fn add(&mut self, sort: Deviates, what: String, at: usize) {
        let places = self.deviations.entry((sort, what)).or_default();
        if !places.contains(&at) {
            places.push(at);
        }
    }
}

/// Holds a case against the model; `places` are those of the log's activities in the model, `last` is the last moment of the log.
pub fn replay(model: &Model, names: &[String], places: &[Option<usize>], case: &Case, last: i64) -> Found {
    let mut found = Found::default();
    let mut way: Vec<(usize, usize)> = Vec::with_capacity(case.events.len());
    for (at, event) in case.events.iter().enumerate() {
        match places[event.activity as usize] {
            Some(place) => way.push((at, place)),
            None => found.add(Deviates::UnknownActivity, names[event.activity as usize].clone(), at),
        }
    }
    found.open = !model.end.is_empty() && way.last().is_none_or(|it| !model.end.contains(&it.1));
    steps(model, &way, &mut found);
    for rule in &model.rules {
        ruled(model, rule, case, &way, last, &mut found);
    }
    whole(model, case, last, &mut found);
    found
}

/// Where the case begins, and what follows what.
fn steps(model: &Model, way: &[(usize, usize)], found: &mut Found) {
    let Some(&(at, first)) = way.first() else { return };
    if !model.start.contains(&first) {
        let ways = model.start.iter().filter_map(|it| {
            let between = model.between(*it, first)?;
            Some(std::iter::once(*it).chain(between.iter().copied()).collect::<Vec<_>>())
        });
        leap(model, way, at, ways.min_by_key(Vec::len), found);
    }
    for pair in way.windows(2) {
        let ((_, from), (at, to)) = (pair[0], pair[1]);
        if !model.follows.contains(&(from, to)) {
            leap(model, way, at, model.between(from, to).map(<[usize]>::to_vec), found);
        }
    }
}

/// A step to somewhere else: what lies between was left out, or comes in another order.
fn leap(model: &Model, way: &[(usize, usize)], at: usize, between: Option<Vec<usize>>, found: &mut Found) {
    let left_out = |it: &usize| way.iter().all(|of| of.1 != *it);
    let missing: Vec<usize> = between.unwrap_or_default().into_iter().filter(left_out).collect();
    if missing.is_empty() {
        found.add(Deviates::WrongOrder, String::new(), at);
    }
    missing.into_iter().for_each(|it| found.add(Deviates::SkippedStep, model.activities[it].clone(), at));
}

fn ruled(model: &Model, rule: &Rule, case: &Case, way: &[(usize, usize)], last: i64, found: &mut Found) {
    let of = |activity: usize| way.iter().filter(move |it| it.1 == activity).map(|it| it.0);
    let name = |it: usize| model.activities[it].as_str();
    match *rule {
        Rule::Precedes(first, second) => {
            let earliest = of(first).next();
            for at in of(second).filter(|at| earliest.is_none_or(|it| it > *at)) {
                match earliest {
                    None => found.add(Deviates::SkippedStep, name(first).to_owned(), at),
                    Some(_) => found.add(Deviates::WrongOrder, String::new(), at),
                }
            }
        }
        Rule::FollowedWithin(first, second, within) => {
            for at in of(first) {
                let limit = case.events[at].time.saturating_add(within);
                let next = of(second).find(|it| *it > at);
                let late = match next {
                    Some(it) => case.events[it].time > limit,
                    None => !found.open || last > limit,
                };
                if late {
                    found.add(Deviates::TooLate, format!("{} → {}", name(first), name(second)), next.unwrap_or(at));
                }
            }
        }
        Rule::OtherPerson(first, second) => {
            for at in of(second) {
                let own = case.events[at].who;
                for before in of(first).filter(|it| *it != at) {
                    match (case.events[before].who, own) {
                        (Some(one), Some(other)) if one == other => {
                            found.add(Deviates::SamePerson, format!("{}, {}", name(first), name(second)), at);
                        }
                        (Some(_), Some(_)) => {}
                        _ => found.nobody += 1,
                    }
                }
            }
        }
        Rule::AtMost(activity, times) => {
            of(activity)
                .skip(times as usize)
                .for_each(|at| found.add(Deviates::TooOften, name(activity).to_owned(), at));
        }
    }
}

/// How long the whole case may take.
fn whole(model: &Model, case: &Case, last: i64, found: &mut Found) {
    let (Some(within), Some(first), Some(end)) = (model.complete_within, case.events.first(), case.events.last())
    else {
        return;
    };
    let until = if found.open { last } else { end.time };
    if until > first.time.saturating_add(within) {
        found.add(Deviates::TooLate, "the whole case".to_owned(), case.events.len() - 1);
    }
}
