//! Tasks of a treatment: how far they are, in which order they can be done, and how they burnt down. Pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{RecordRow, VersionRow};

use super::cost::Money;
use crate::data::lineage::targets;
use crate::derived::{date, day};

/// States of a task that is to be done.
pub const OPEN: [&str; 2] = ["open", "in_progress"];
/// The state of a task that was done.
const DONE: &str = "done";

/// A task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Who does it.
    pub owner: Option<Id>,
    /// Its last day.
    pub due: Option<Date>,
    /// Hours that it takes.
    pub hours: Option<f64>,
    /// What it costs beside hours.
    pub cost: Option<Money>,
    /// Tasks that must be done first.
    pub after: Vec<Id>,
    /// Whether its last day has passed and it is not done.
    pub overdue: bool,
}

impl Task {
    /// The task of a record.
    pub fn of(row: &RecordRow, today: Date) -> Task {
        let due = date(&row.document, "due");
        Task {
            id: row.id.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            owner: row.owner.as_deref().and_then(|it| it.parse().ok()),
            due,
            hours: row.document.get("effort").and_then(serde_json::Value::as_f64),
            cost: Money::of(row.document.get("cost")),
            after: targets(&row.document, "after"),
            overdue: OPEN.contains(&row.state.as_str()) && due.is_some_and(|it| it < today),
        }
    }

    /// Whether it is to be done.
    pub fn open(&self) -> bool {
        OPEN.contains(&self.state.as_str())
    }
}

/// How far tasks are.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Progress {
    /// Tasks that were not cancelled.
    pub tasks: usize,
    /// Of these, those that are done.
    pub done: usize,
    /// Of these, those that are late.
    pub overdue: usize,
    /// Hours of all of them; nothing where one does not say.
    pub hours: Option<f64>,
    /// Hours of those that are done.
    pub hours_done: Option<f64>,
}

/// How far these tasks are.
pub fn progress(tasks: &[&Task]) -> Progress {
    let own: Vec<&&Task> = tasks.iter().filter(|it| it.open() || it.state == DONE).collect();
    let done = || own.iter().filter(|it| it.state == DONE);
    let hours: Option<f64> = own.iter().map(|it| it.hours).sum();
    Progress {
        tasks: own.len(),
        done: done().count(),
        overdue: own.iter().filter(|it| it.overdue).count(),
        hours: hours.filter(|_| !own.is_empty()),
        hours_done: hours.and_then(|_| done().map(|it| it.hours).sum::<Option<f64>>()).filter(|_| !own.is_empty()),
    }
}

/// A circle of tasks of which each waits for the next; nothing where there is none.
pub fn circle<'a>(from: impl IntoIterator<Item = &'a Id>, after: &BTreeMap<Id, Vec<Id>>) -> Option<Vec<Id>> {
    let mut over = BTreeSet::new();
    from.into_iter().find_map(|it| walk(it, after, &mut Vec::new(), &mut over))
}

fn walk(id: &Id, after: &BTreeMap<Id, Vec<Id>>, way: &mut Vec<Id>, over: &mut BTreeSet<Id>) -> Option<Vec<Id>> {
    // A stack of one's own, since a chain of tasks can be long.
    let mut stack = vec![(id.clone(), 0)];
    while let Some((at, next)) = stack.pop() {
        if next == 0 {
            if let Some(start) = way.iter().position(|it| *it == at) {
                let mut found = way[start..].to_vec();
                found.push(at);
                return Some(found);
            }
            if over.contains(&at) {
                continue;
            }
            way.push(at.clone());
        }
        match after.get(&at).and_then(|it| it.get(next)) {
            Some(ahead) => {
                stack.push((at, next + 1));
                stack.push((ahead.clone(), 0));
            }
            None => {
                way.pop();
                over.insert(at);
            }
        }
    }
    None
}

/// A circle in words.
pub fn chain(circle: &[Id]) -> String {
    circle.iter().map(ToString::to_string).collect::<Vec<_>>().join(" after ")
}

/// What of the days of tasks contradicts the plan or each other, each with the tasks.
pub fn out_of_order(tasks: &[&Task], all: &BTreeMap<Id, Task>, due: Option<Date>) -> Vec<(String, Vec<Id>)> {
    let mut found = Vec::new();
    for it in tasks.iter().filter(|it| it.open()) {
        let id = &it.id;
        let Some(own) = it.due else {
            found.push((format!("{id} has no last day"), vec![id.clone()]));
            continue;
        };
        if let Some(due) = due.filter(|due| own > *due) {
            found.push((format!("{id} is due on {own}, after the plan on {due}"), vec![id.clone()]));
        }
        for before in it.after.iter().filter_map(|it| all.get(it)).filter(|it| it.open()) {
            let first = before.due.filter(|it| own < *it);
            found.extend(first.map(|day| {
                let says = format!("{id} is due on {own} and waits for {}, which is due on {day}", before.id);
                (says, vec![id.clone(), before.id.clone()])
            }));
        }
    }
    found
}

/// How many tasks were left at the end of a day, and how many were to be left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    /// The day.
    pub on: Date,
    /// Tasks that were open; nothing of a day that is to come.
    pub open: Option<usize>,
    /// Tasks whose last day was still to come, of those that were there and not cancelled.
    pub planned: usize,
}

/// How tasks burnt down: a row for each day on which a task came, changed its state or is due, and today.
pub fn burnt_down(tasks: &[&Task], versions: &[VersionRow], today: Date) -> Vec<Left> {
    let own = |id: &Id| tasks.iter().find(|it| it.id == *id);
    let mut days: BTreeSet<Date> = tasks.iter().filter_map(|it| it.due).collect();
    let mut told: BTreeMap<Id, Vec<(Date, bool)>> = BTreeMap::new();
    for it in versions.iter().filter(|it| own(&it.record.id).is_some()) {
        let on = day(it.record.changed);
        let open = OPEN.contains(&it.record.state.as_str()) && !it.record.retired;
        told.entry(it.record.id.clone()).or_default().push((on, open));
        days.insert(on);
    }
    if tasks.is_empty() {
        return Vec::new();
    }
    days.insert(today);
    let open_on = |on: Date| {
        let open = |all: &Vec<(Date, bool)>| all.iter().rfind(|it| it.0 <= on).is_some_and(|it| it.1);
        told.values().filter(|it| open(it)).count()
    };
    let kept: Vec<&&Task> = tasks.iter().filter(|it| it.open() || it.state == DONE).collect();
    let first = |id: &Id| told.get(id).and_then(|it| it.first()).map(|it| it.0);
    let planned = |on: Date| {
        kept.iter().filter(|it| first(&it.id).is_none_or(|it| it <= on) && it.due.is_none_or(|it| it > on)).count()
    };
    let row = |on: Date| Left { on, open: (on <= today).then(|| open_on(on)), planned: planned(on) };
    days.into_iter().map(row).collect()
}
