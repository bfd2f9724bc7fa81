//! Other rules for the same requests: which would have taken another lane, how long each lane would take, and how many of those that went
//! wrong afterwards nobody would have looked at.
//!
//! Each request is asked with what was known when it was taken up. Nothing is changed. All requests are counted; those that are named are
//! those that the reader may see.

use std::collections::BTreeMap;

use jiff::Span;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::FAST;
use super::around::Around;
use super::board::{arrivals, asked};
use super::eyes::Eyes;
use super::lane::{Laned, laned};
use super::path::{TABLE, path};
use super::reviewers::{Predicted, predicted, reviewers};
use crate::deciding::shipped::Ruled;
use crate::deciding::{self, RULES};
use crate::{Actor, Aims, Error};

/// Two sets of rules over the same requests.
#[derive(Debug, Serialize)]
pub struct Replay {
    /// The rules in force.
    pub before: OfRules,
    /// The other rules.
    pub after: OfRules,
    /// Requests that would take another lane.
    pub moved: Vec<Moved>,
    /// Requests that were asked.
    pub requests: usize,
}

/// What rules come to.
#[derive(Debug, Serialize)]
pub struct OfRules {
    /// The table.
    pub table: String,
    /// Requests by lane, in the order of the lanes; those of which it decides nothing come last, under no name.
    pub lanes: Vec<(String, usize)>,
    /// Days that each lane would take, or why nobody can tell.
    pub predicted: Vec<(String, Result<Predicted, String>)>,
    /// Requests of the fast lane whose system had an incident, a nonconformity or a finding soon after the answer.
    pub missed: Vec<Id>,
}

/// A request that would take another lane.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The request.
    pub id: Id,
    /// Its lane by the rules in force.
    pub from: String,
    /// Its lane by the other rules.
    pub to: String,
    /// Why, by the other rules.
    pub why: String,
}

impl Aims {
    /// What the table of a record would do with all requests; this person is told which, of those that they may see.
    ///
    /// Errors: no decision table, or one that cannot be read.
    pub async fn review_replay(&self, actor: &Actor, table: &Id) -> Result<Replay, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), table.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &actor)?;
            let row = this.readable(read, &who, &id, None)?;
            let none = || Error::Missing(format!("`{id}` is no decision table; `aims list decision_table` shows them"));
            let text = row.text(RULES).filter(|_| row.kind == deciding::KIND).ok_or_else(none)?;
            if row.text("purpose") != Some(TABLE.name) {
                let says =
                    format!("`{id}` is no table of review paths, so no request takes a lane by it; name one that is");
                return Err(Error::problem("table", says));
            }
            let other = Ruled::read(text, Some((row.id.clone(), row.version)))
                .map_err(|it| Error::problem(RULES, it.to_string()))?;
            let at = this.snapshot(read, None);
            let around = Around::all(&at)?;
            Ok::<_, Error>(replay(&around, &reviewers(&at)?, &this.eyes(read, &who, &around)?, &other))
        };
        self.0.store.read_async(read).await
    }
}

/// A request with the lane that a table says and why, or why it says none.
type Said<'a> = (&'a RecordRow, Result<(String, String), String>);

fn replay(around: &Around, people: &BTreeMap<String, usize>, eyes: &Eyes, other: &Ruled) -> Replay {
    let counts = |it: &&RecordRow| it.state != "withdrawn";
    let all: Vec<(&RecordRow, Laned)> =
        around.requests.values().filter(counts).map(|it| (it, laned(around, it))).collect();
    let by = |rules: &Ruled| -> Vec<Said<'_>> {
        let one =
            |(row, now): &(&'_ RecordRow, Laned)| path(&rules.table, &asked(row, now)).map(|it| (it.lane, it.says));
        all.iter().map(|it| (it.0, one(it))).collect()
    };
    let (before, after) = (by(&around.table), by(other));
    let word = |it: &Result<(String, String), String>| it.as_ref().map(|it| it.0.clone()).unwrap_or_default();
    let differs = |it: &(&Said<'_>, &Said<'_>)| word(&it.0.1) != word(&it.1.1) && eyes.see(&it.0.0.id);
    let moved = before.iter().zip(&after).filter(differs).map(|(one, two)| Moved {
        id: one.0.id.clone(),
        from: word(&one.1),
        to: word(&two.1),
        why: two.1.as_ref().map_or_else(Clone::clone, |it| it.1.clone()),
    });
    let moved = moved.collect();
    let of = |rules: &Ruled, laned: &[Said<'_>]| {
        let words: Vec<(&RecordRow, String)> = laned.iter().map(|it| (it.0, word(&it.1))).collect();
        let mut of = of_rules(around, people, rules, &words);
        of.missed.retain(|it| eyes.see(it));
        of
    };
    Replay { before: of(&around.table, &before), after: of(other, &after), moved, requests: all.len() }
}

fn of_rules(
    around: &Around,
    people: &BTreeMap<String, usize>,
    rules: &Ruled,
    laned: &[(&RecordRow, String)],
) -> OfRules {
    let reviews = &around.libraries.reviews;
    let arrivals = arrivals(around, laned.iter().map(|it| (it.0, it.1.as_str())));
    let count = |name: &str| (name.to_owned(), laned.iter().filter(|it| it.1 == name).count());
    let undecided = count("");
    let lanes = reviews.lane.iter().map(|it| count(&it.name)).chain((undecided.1 > 0).then_some(undecided));
    let missed = laned.iter().filter(|it| it.1 == FAST && went_wrong(around, it.0)).map(|it| it.0.id.clone());
    OfRules {
        table: rules.name(),
        lanes: lanes.collect(),
        predicted: predicted(reviews, people, &arrivals),
        missed: missed.collect(),
    }
}

/// Whether something went wrong with a system of a request soon after it was answered.
fn went_wrong(around: &Around, request: &RecordRow) -> bool {
    let Some(answered) = around.answered(request) else { return false };
    let span: Span = around.libraries.reviews.within.parse().unwrap_or_default();
    let Ok(until) = answered.checked_add(span) else { return false };
    around.of(&request.id).flat_map(|it| &it.troubles).any(|it| answered < it.1 && it.1 <= until)
}
