//! An assertion over the records of a moment: how many hold it, which do not and for which values, and which are excepted.

use std::collections::HashSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Condition, Query, RecordRow, Visible};

use super::MOST;
use super::asserted::{Assertion, Exception};
use super::comparing::Compared;
use super::log::told::Share;
use super::trend::{Trend, trend};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day, midnight};

/// A record that does not hold to a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The record.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it breaks, with the values that were compared, a sentence each.
    pub why: Vec<String>,
}

/// An excepted record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excepted {
    /// The record.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// Whether it would break the statement.
    pub breaks: bool,
    /// Why it is excepted.
    pub reason: String,
    /// Last day.
    pub until: Option<Date>,
}

/// What records show of an assertion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// Records that hold it, of those that are neither excepted nor waiting.
    pub share: Option<Share>,
    /// The population: the kind and the filter of a list.
    pub kind: String,
    /// Which of them.
    pub filter: String,
    /// What must hold of each.
    pub rule: Vec<String>,
    /// Records whose time is not over.
    pub waiting: u64,
    /// Records that are excepted.
    pub excepted: Vec<Excepted>,
    /// Records that do not hold it, the first of them.
    pub violations: Vec<Violation>,
    /// Every one of them.
    #[serde(skip)]
    pub all: Vec<Violation>,
    /// How many these are.
    pub broken: u64,
    /// Records that were entered recently beside those before.
    pub trend: Trend,
    /// Why there is no rate.
    pub why: String,
}

/// What the records of a moment show, as far as somebody may see them.
pub fn tested(
    at: &Snapshot,
    assertion: &Assertion,
    exceptions: &[Exception],
    visible: &Visible,
) -> Result<Tested, Error> {
    let practice = &at.libraries.practice;
    let query = |conditions: Vec<Condition>| Query {
        conditions,
        limit: MOST,
        as_of: at.place,
        ..Query::of(&assertion.kind, visible.clone())
    };
    let rows = at.read.list(&query(assertion.of.clone()))?;
    if rows.len() >= MOST as usize {
        let says = format!("{MOST} records or more are in its population, which is more than is looked at; narrow it");
        return Ok(Tested { why: says, ..Sums::default().told(assertion, practice.level, practice.violations) });
    }
    let mut why: Vec<Vec<String>> = vec![Vec::new(); rows.len()];
    for (part, condition) in &assertion.holds {
        let not = Condition::Not(Box::new(condition.clone()));
        let breaking = at.read.list_ids(&query(assertion.of.iter().cloned().chain([not]).collect()))?;
        let breaking: HashSet<Id> = breaking.into_iter().collect();
        let own = rows.iter().zip(&mut why).filter(|it| breaking.contains(&it.0.id));
        own.for_each(|(row, why)| why.push(format!("{}; asked is `{part}`", value(row, part))));
    }
    let mut waiting = vec![false; rows.len()];
    for comparison in &assertion.compares {
        for (at, compared) in comparison.of(at, &rows, visible)?.into_iter().enumerate() {
            match compared {
                Compared::Holds => {}
                Compared::Waits => waiting[at] = true,
                Compared::Broken(says) => why[at].push(says),
            }
        }
    }
    let today = day(at.time);
    let recent = practice.recent.parse::<Span>().ok().and_then(|it| midnight(today.checked_sub(it).ok()?));
    let mut sums = Sums::default();
    for ((row, why), waits) in rows.into_iter().zip(why).zip(waiting) {
        let is_recent = recent.is_some_and(|it| row.created >= it);
        match exceptions.iter().find(|it| it.holds(today) && covers(it, &row)) {
            Some(it) => sums.excepted.push(excepted(row, it, !why.is_empty())),
            None => sums.add(row, why, waits, is_recent),
        }
    }
    Ok(sums.told(assertion, practice.level, practice.violations))
}

#[derive(Default)]
struct Sums {
    /// Kept and all, before and recently.
    before: (u64, u64),
    recent: (u64, u64),
    waiting: u64,
    excepted: Vec<Excepted>,
    violations: Vec<Violation>,
}

impl Sums {
    fn add(&mut self, row: RecordRow, why: Vec<String>, waits: bool, is_recent: bool) {
        if why.is_empty() && waits {
            self.waiting += 1;
            return;
        }
        let side = if is_recent { &mut self.recent } else { &mut self.before };
        *side = (side.0 + u64::from(why.is_empty()), side.1 + 1);
        if !why.is_empty() {
            let violation = Violation { id: row.id, title: row.title, state: row.state, owner: row.owner, why };
            self.violations.push(violation);
        }
    }

    fn told(mut self, assertion: &Assertion, level: f64, most: usize) -> Tested {
        let (kept, all) = (self.before.0 + self.recent.0, self.before.1 + self.recent.1);
        let all_broken = self.violations.clone();
        self.violations.truncate(most);
        let why = match (all, self.waiting, self.excepted.len()) {
            (1.., ..) => String::new(),
            (0, 0, 0) => "there is no record of which it could be told".to_owned(),
            (0, waiting, excepted) => {
                format!("of its records {waiting} wait and {excepted} are excepted, so that none tells")
            }
        };
        let holds = assertion.holds.iter().map(|it| it.0.clone());
        Tested {
            share: Share::of(kept, all, level),
            kind: assertion.kind.clone(),
            filter: assertion.population.clone(),
            rule: holds.chain(assertion.compares.iter().map(|it| it.says.clone())).collect(),
            waiting: self.waiting,
            excepted: self.excepted,
            violations: self.violations,
            broken: all_broken.len() as u64,
            all: all_broken,
            trend: trend(self.before, self.recent, level),
            why,
        }
    }
}

/// Whether an exception covers a record: it is about it, its unit, or something to which it links.
fn covers(exception: &Exception, row: &RecordRow) -> bool {
    exception.about == row.id
        || row.unit.as_deref() == Some(exception.about.to_string().as_str())
        || row.document.keys().any(|it| targets(&row.document, it).contains(&exception.about))
}

fn excepted(row: RecordRow, by: &Exception, breaks: bool) -> Excepted {
    Excepted { id: row.id, title: row.title, breaks, reason: by.reason.clone(), until: by.until }
}

/// What a record has where a part of a filter looks.
fn value(row: &RecordRow, part: &str) -> String {
    let bare = part.trim_start_matches('-');
    let name = bare.split([':', '<', '>', '=', '~']).next().unwrap_or_default();
    let name = if name == "has" { bare.trim_start_matches("has:") } else { name };
    let found = match name {
        "state" => Some(Value::from(row.state.as_str())),
        "owner" => row.owner.clone().map(Value::from),
        "unit" => row.unit.clone().map(Value::from),
        _ => row.document.get(name).cloned(),
    };
    match found {
        None => format!("`{name}` is blank"),
        Some(Value::String(it)) => format!("`{name}` is {it}"),
        Some(it) => format!("`{name}` is {it}"),
    }
}
