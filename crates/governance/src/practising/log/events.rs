//! The rows of a log as cases in the order of time. What tells no order, because a time is missing or two events bear the same, is told and
//! its case is judged by nobody; a row that stands twice counts once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// One row of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file.
    pub line: u64,
    /// What belongs together.
    pub case: String,
    /// What was done.
    pub activity: String,
    /// When, in microseconds; nothing where it cannot be read.
    pub time: Option<i64>,
    /// Who or what did it; blank where nobody is named.
    pub who: String,
}

/// One event of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Place of the activity among those of the log.
    pub activity: u32,
    /// When, in microseconds.
    pub time: i64,
    /// Place of whoever did it among those of the log.
    pub who: Option<u32>,
    /// Line of the file.
    pub line: u64,
}

/// What belongs together, in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Its events.
    pub events: Vec<Event>,
    /// Why its order cannot be told.
    pub unclear: Option<String>,
}

/// What is odd about the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Odd {
    /// Rows without a case or an activity, which are left out; the first of them by line.
    pub nameless: Vec<u64>,
    /// How many these are.
    pub nameless_rows: u64,
    /// Rows whose time is missing or cannot be read; the first of them by line.
    pub timeless: Vec<u64>,
    /// How many these are.
    pub timeless_rows: u64,
    /// Rows that say the same as another; each counts once.
    pub doubled: u64,
    /// Rows that stand after a later one of their case; they were put in the order of time.
    pub unordered: u64,
}

/// A log as cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// Names of activities.
    pub activities: Vec<String>,
    /// Names of those who act.
    pub people: Vec<String>,
    /// The cases, in the order in which they first occur.
    pub cases: Vec<Case>,
    /// What is odd about the rows.
    pub odd: Odd,
    /// Events, each once.
    pub events: u64,
    /// The last moment of the log.
    pub last: i64,
}

/// Lines that are named of each sort of oddity.
const NAMED: usize = 10;

/// Names by their places.
#[derive(Default)]
struct Names(HashMap<String, u32>, Vec<String>);

impl Names {
    fn place(&mut self, name: String) -> u32 {
        if let Some(at) = self.0.get(&name) {
            return *at;
        }
        let at = self.1.len() as u32;
        self.1.push(name.clone());
        self.0.insert(name, at);
        at
    }
}

impl Log {
    /// The cases of these rows.
    pub fn gather(rows: impl Iterator<Item = Row>) -> Log {
        let (mut activities, mut people, mut cases) = (Names::default(), Names::default(), Names::default());
        let mut log = Log::default();
        for row in rows {
            if row.case.is_empty() || row.activity.is_empty() {
                note(&mut log.odd.nameless, &mut log.odd.nameless_rows, row.line);
                continue;
            }
            let at = cases.place(row.case) as usize;
            if at == log.cases.len() {
                log.cases.push(Case::default());
            }
            let case = &mut log.cases[at];
            let Some(time) = row.time else {
                note(&mut log.odd.timeless, &mut log.odd.timeless_rows, row.line);
                case.unclear.get_or_insert_with(|| format!("line {} tells no time", row.line));
                continue;
            };
            log.odd.unordered += u64::from(case.events.last().is_some_and(|it| it.time > time));
            let who = (!row.who.is_empty()).then(|| people.place(row.who));
            case.events.push(Event { activity: activities.place(row.activity), time, who, line: row.line });
        }
        for (case, name) in log.cases.iter_mut().zip(cases.1) {
            case.name = name;
            log.odd.doubled += case.in_order();
            log.events += case.events.len() as u64;
        }
        log.last = log.cases.iter().filter_map(|it| it.events.last()).map(|it| it.time).max().unwrap_or_default();
        (log.activities, log.people) = (activities.1, people.1);
        log
    }
}

impl Case {
    /// Puts the events in order, each once; how many stood twice.
    fn in_order(&mut self) -> u64 {
        let before = self.events.len();
        self.events.sort_by_key(|it| (it.time, it.activity, it.who, it.line));
        self.events.dedup_by_key(|it| (it.time, it.activity, it.who));
        if let Some(pair) = self.events.windows(2).find(|it| it[0].time == it[1].time) {
            let why = || format!("lines {} and {} bear the same time", pair[0].line, pair[1].line);
            self.unclear.get_or_insert_with(why);
        }
        (before - self.events.len()) as u64
    }
}

fn note(lines: &mut Vec<u64>, count: &mut u64, line: u64) {
    *count += 1;
    if lines.len() < NAMED {
        lines.push(line);
    }
}
