//! How often what is audited, what of it is covered in a cycle, and whose turn it is. Pure over requirements, audits and what bears on them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

use super::library::Programmes;

/// A requirement or necessary control, with what bears on it.
#[derive(Debug, Clone, Default)]
pub struct Process {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub title: String,
    /// What bears on it: names of points, each with the records behind it.
    pub bears: BTreeMap<String, Vec<String>>,
}

/// An audit as a programme sees it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its number.
    pub audit: String,
    /// References of all that it looks at.
    pub covers: BTreeSet<String>,
    /// The day on which it begins or began.
    pub on: Date,
    /// Whether it came to a result; else it is planned.
    pub done: bool,
    /// Those who audit.
    pub auditors: BTreeSet<String>,
}

/// A requirement in a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub title: String,
    /// Points, and what they are for.
    pub points: u64,
    /// Each point in words, with the records behind it.
    pub because: Vec<String>,
    /// Months at most between two audits of it.
    pub months: i32,
    /// When it was last audited, and in which audit.
    pub last: Option<(Date, String)>,
    /// The day by which it is due.
    pub due: Date,
    /// The next audit in which it is planned.
    pub next: Option<(Date, String)>,
    /// Whether an audit of the cycle covers it.
    pub covered: bool,
    /// What is wrong: not covered, planned too late, or the same person too often.
    pub wrong: Vec<String>,
}

/// A cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// Every requirement in a cycle, in their order.
pub fn planned(rules: &Programmes, cycle: Cycle, processes: &[Process], audits: &[Held]) -> Vec<Planned> {
    processes.iter().map(|it| one(rules, cycle, it, audits)).collect()
}

fn one(rules: &Programmes, cycle: Cycle, process: &Process, audits: &[Held]) -> Planned {
    let mut of: Vec<&Held> = audits.iter().filter(|it| it.covers.contains(&process.reference)).collect();
    of.sort_by(|a, b| (a.on, &a.audit).cmp(&(b.on, &b.audit)));
    let bearing: Vec<_> = rules.point.iter().filter(|it| process.bears.contains_key(&it.name)).collect();
    let points = bearing.iter().map(|it| it.points).sum();
    let because = bearing.iter().map(|it| match process.bears[&it.name].as_slice() {
        [] => it.says.clone(),
        records => format!("{}: {}", it.says, records.join(", ")),
    });
    let months = rules.frequency.iter().find(|it| points >= it.points).map_or(12, |it| it.months);
    let dated = |it: &&Held| (it.on, it.audit.clone());
    let last = of.iter().rev().find(|it| it.done).map(dated);
    let next = of.iter().find(|it| !it.done).map(dated);
    let after = |day: Date| day.saturating_add(Span::new().months(months));
    // What was never audited is due within its months from the beginning of the cycle, and in the cycle in any case.
    let due = last.as_ref().map_or_else(|| after(cycle.from), |it| after(it.0));
    let due = if last.as_ref().is_some_and(|it| it.0 >= cycle.from) { due } else { due.min(cycle.until) };
    let covered = of.iter().any(|it| it.on >= cycle.from && it.on <= cycle.until);
    let mut wrong = Vec::new();
    if !covered {
        wrong.push("no audit of the cycle looks at it".to_owned());
    }
    match &next {
        Some((on, audit)) if *on > due => wrong.push(format!("{audit} looks at it on {on}, and it is due by {due}")),
        None if covered && due <= cycle.until => {
            wrong.push(format!("it is due again by {due}, and no audit is planned"))
        }
        _ => {}
    }
    wrong.extend(too_often(rules.rotation, &of));
    Planned {
        reference: process.reference.clone(),
        title: process.title.clone(),
        points,
        because: because.collect(),
        months,
        last,
        due,
        next,
        covered,
        wrong,
    }
}

/// Whoever audits the same thing more often in a row than the rule allows.
fn too_often(most: usize, audits: &[&Held]) -> Option<String> {
    let mut rows: BTreeMap<&String, usize> = BTreeMap::new();
    for held in audits {
        rows.retain(|it, _| held.auditors.contains(*it));
        held.auditors.iter().for_each(|it| *rows.entry(it).or_default() += 1);
    }
    let (who, times) = rows.into_iter().max_by_key(|it| it.1).filter(|it| it.1 > most)?;
    Some(format!("{who} looks at it {times} times in a row; let somebody else after {most}"))
}
