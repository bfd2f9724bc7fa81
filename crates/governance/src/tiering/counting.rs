//! What a classification says while it counts: the one reading of the tier and of any other class of an AI system.
//!
//! An override that holds, else the verdict of the tables that were frozen with it, else, where no table decided, what a person
//! stated and another confirmed. Nothing else is a tier.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::CONFIRMED;
use super::around::{Around, Frozen};
use super::facts::{Fact, alike, frozen, merged, of_system};
use super::overriding::{self, lapses, mildness};
use super::verdict::verdict;
use crate::data::lineage::targets;
use crate::deciding::in_force::Tables;
use crate::deciding::shipped::scheme;
use crate::derived::{date, day_after};

/// What an outcome follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A decision against the verdict, for a time.
    Override,
    /// The tables.
    Tables,
    /// A person's word, which another confirmed.
    Statement,
}

/// What a classification says.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// The outcome; nothing where facts are missing or it does not count.
    pub outcome: Option<String>,
    /// What it follows from.
    pub by: By,
    /// Why, in one sentence.
    pub why: String,
    /// When the clock alone may change it.
    #[serde(skip)]
    pub until: Option<Timestamp>,
}

/// What a classification says at a moment; nothing where it is not confirmed or not valid any more.
pub fn counted(row: &RecordRow, around: &Around, time: Timestamp) -> Option<Counted> {
    let ends = date(&row.document, "valid_until").and_then(day_after);
    if row.state != CONFIRMED || row.retired || ends.is_some_and(|it| it <= time) {
        return None;
    }
    let (base, tables) = base(row, around);
    let until = [ends, lapses(row)].into_iter().flatten().filter(|it| *it > time).min();
    let then = overridden(row, around, &tables, Counted { until: until.or(base.until), ..base }, time);
    let outcomes = tables.outcomes();
    let mild = |it: &Counted| it.outcome.as_deref().map_or(Some(0), |it| mildness(&outcomes, it));
    let today = today(row, around, &tables).map(|it| Counted { until: then.until, ..it });
    Some(today.filter(|it| then.outcome.is_some() && (it.outcome.is_none() || mild(it) < mild(&then))).unwrap_or(then))
}

/// What counts of a classification with its override, where it has one that holds.
fn overridden(row: &RecordRow, around: &Around, tables: &Tables, own: Counted, time: Timestamp) -> Counted {
    let Some(to) = overriding::outcome(row).filter(|_| lapses(row).is_none_or(|it| it > time)) else {
        return own;
    };
    let outcomes = tables.outcomes();
    let decided = own.outcome.as_deref().filter(|_| own.by == By::Tables);
    match overriding::problem(row, around, &outcomes, decided, time) {
        Some(problem) => Counted { why: format!("{}; its override does not hold: {problem}", own.why), ..own },
        None => {
            let until = [own.until, decided_until(row, around)].into_iter().flatten().min();
            let to = mildness(&outcomes, to).map_or(to, |it| outcomes[it]).to_owned();
            let why = format!("{} overrides it: {}", row.id, row.text("override_reason").unwrap_or_default());
            Counted { outcome: Some(to), by: By::Override, why, until }
        }
    }
}

/// What the tables of a classification make of the facts as its subject's record gives them today, where it gives them otherwise than
/// then; an answer of a person does not make it milder than its record says.
fn today(row: &RecordRow, around: &Around, tables: &Tables) -> Option<Counted> {
    // What a person stated without tables rested on no facts that could have changed.
    row.list("tables").next()?;
    let subject = around.subjects.get(&targets(&row.document, "subject").pop()?)?;
    let held = frozen(row);
    let kept = |it: &Fact| held.iter().any(|old| old.fact == it.fact && alike(tables, old, it));
    let asked = |it: &Fact| tables.inputs().iter().any(|input| input.name == it.fact);
    let moved: Vec<Fact> =
        of_system(&around.libraries.facts, subject).into_iter().filter(|it| asked(it) && !kept(it)).collect();
    let first = moved.first()?;
    let found = verdict(tables, &merged(&moved, &held));
    let why = format!(
        "{} was worked out of other facts: `{}` is {} by {}; by the facts of today {}; let it be worked out again",
        row.id,
        first.fact,
        first.value,
        first.source,
        found.why()
    );
    Some(Counted { outcome: found.outcome, by: By::Tables, why, until: None })
}

/// When the decision about an override ends by itself.
fn decided_until(row: &RecordRow, around: &Around) -> Option<Timestamp> {
    let id = row.text("override_decision")?.parse().ok()?;
    date(&around.decisions.get(&id)?.document, "valid_until").and_then(day_after)
}

/// What a classification says without its override, and the tables by which outcomes are compared.
fn base(row: &RecordRow, around: &Around) -> (Counted, Tables) {
    let stated = row.text("outcome").filter(|it| !it.trim().is_empty()).map(str::to_owned);
    let shipped = || row.text("scheme").and_then(scheme).map(|it| Tables::choose(&[], it)).unwrap_or_default();
    let said = |by: By, why: String| Counted { outcome: stated.clone(), by, why, until: None };
    match around.frozen(row) {
        Frozen::Tables(tables) => {
            let found = verdict(&tables, &frozen(row));
            let why = format!("{}: {}", row.id, found.why());
            (Counted { outcome: found.outcome, by: By::Tables, why, until: None }, tables)
        }
        Frozen::Unknown(table) => {
            let why = format!("stated in {}, which was worked out by a table `{table}` that is not known here", row.id);
            (said(By::Statement, why), shipped())
        }
        Frozen::Nothing => {
            (said(By::Statement, format!("stated in {} and confirmed; no table decided it", row.id)), shipped())
        }
    }
}

/// Classifications by the record that each is about.
pub fn by_subject<'a>(rows: impl IntoIterator<Item = &'a RecordRow>) -> BTreeMap<Id, Vec<&'a RecordRow>> {
    let mut of: BTreeMap<Id, Vec<&RecordRow>> = BTreeMap::new();
    for row in rows {
        targets(&row.document, "subject").into_iter().for_each(|it| of.entry(it).or_default().push(row));
    }
    of
}

/// What counts of a scheme for a system: of all its classifications the strictest.
pub fn of_scheme(rows: &[&RecordRow], around: &Around, name: &str, time: Timestamp) -> Option<(Counted, Id)> {
    let known = scheme(name).map(|it| Tables::choose(&around.in_force, it)).unwrap_or_default();
    let outcomes = known.outcomes();
    let all = rows.iter().filter(|it| it.text("scheme") == Some(name));
    let mut found: Vec<(Counted, Id)> =
        all.filter_map(|it| Some((counted(it, around, time)?, it.id.clone()))).collect();
    let until = found.iter().filter_map(|it| it.0.until).min();
    let mild =
        |it: &Counted| it.outcome.as_deref().map_or(usize::MAX, |it| mildness(&outcomes, it).unwrap_or(outcomes.len()));
    found.sort_by_key(|it| mild(&it.0));
    let (first, id) = found.into_iter().next()?;
    let word = first.outcome.as_deref().map(|it| mildness(&outcomes, it).map_or(it, |at| outcomes[at]).to_owned());
    Some((Counted { outcome: word, until, ..first }, id))
}
