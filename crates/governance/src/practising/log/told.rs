//! A whole log held against the paths that are allowed: the rate with its exact interval, deviations by sort and case, the ways that cases take,
//! and what is frequent and documented nowhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use measure::inference::share::clopper_pearson;
use serde::{Deserialize, Serialize};

use super::events::{Case, Log, Odd};
use super::model::Model;
use super::replay::{Deviates, Found, replay};

/// What is told of a log, and from when something is frequent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Confidence of intervals.
    pub level: f64,
    /// A step is frequent when the lower end of its share of cases is at least this.
    pub frequent: f64,
    /// Most ways that are told.
    pub variants: usize,
    /// Most cases with deviations that are told.
    pub deviating: usize,
    /// Most rows of a log.
    pub rows: usize,
}

/// A share with its exact interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// The share.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

impl Share {
    /// The share of `k` in `n`; nothing where `n` is 0.
    pub fn of(k: u64, n: u64, level: f64) -> Option<Share> {
        (n > 0).then(|| {
            let interval = clopper_pearson(k, n, level);
            Share { k, n, value: k as f64 / n as f64, low: interval.low, high: interval.high }
        })
    }
}

/// A deviation of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The case.
    pub case: String,
    /// Its sort.
    pub sort: Deviates,
    /// What it is about: the step that was left out, the two steps of a rule; blank where the order itself is.
    pub what: String,
    /// Numbers of the events of the case at which it shows, from 1.
    pub at: Vec<usize>,
    /// The step at which it shows first.
    pub step: String,
    /// When it shows first.
    pub time: Option<Timestamp>,
    /// Line of the file at which it shows first.
    pub line: u64,
    /// Whether the case goes on, and does not count yet.
    pub open: bool,
}

/// How often a sort of deviation occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The sort.
    pub sort: Deviates,
    /// Cases in which it occurs.
    pub cases: u64,
    /// Deviations.
    pub deviations: u64,
}

/// A way that cases take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Its steps.
    pub path: Vec<String>,
    /// Cases that take it, of all that are clear.
    pub share: Share,
    /// How many of these deviate in something; rules of time and people do not show in the path.
    pub deviating: u64,
}

/// What directly follows what; a blank step is the beginning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The step before.
    pub from: String,
    /// The step after.
    pub to: String,
    /// Cases in which it occurs, of all that are clear.
    pub share: Share,
    /// How often it occurs.
    pub times: u64,
    /// Whether the model documents it.
    pub documented: bool,
    /// Whether it is frequent and documented nowhere: practice without policy.
    pub without_policy: bool,
}

/// What a log shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Events, each once.
    pub events: u64,
    /// Cases.
    pub cases: u64,
    /// Conforming cases of those that ended and whose order is clear.
    pub conforming: Option<Share>,
    /// Cases that go on.
    pub open: u64,
    /// Those of them that deviate already.
    pub open_deviating: u64,
    /// Cases whose order cannot be told, the first of them with the reason.
    pub unclear: Vec<(String, String)>,
    /// How many these are.
    pub unclear_cases: u64,
    /// Deviations by sort, of cases that ended.
    pub sorts: Vec<Counted>,
    /// Deviations, the first of them by case.
    pub deviations: Vec<Deviation>,
    /// Ways, the most frequent first.
    pub variants: Vec<Variant>,
    /// How many ways there are.
    pub ways: usize,
    /// What follows what, the most frequent first.
    pub steps: Vec<Step>,
    /// What is odd about the rows.
    pub odd: Odd,
    /// What could not be judged, a sentence each.
    pub notes: Vec<String>,
}

/// How often a step occurs: cases and times.
type Steps = HashMap<(Option<u32>, u32), (u64, u64)>;

/// Holds a log against a model.
pub fn told(model: &Model, log: &Log, limits: &Limits) -> Told {
    let places: Vec<Option<usize>> =
        log.activities.iter().map(|it| model.activities.iter().position(|of| of == it)).collect();
    let mut counts = Counts::default();
    let (mut ways, mut steps) = (HashMap::<Vec<u32>, (u64, u64)>::new(), Steps::new());
    for case in &log.cases {
        let Some(found) = counts.take(model, log, &places, case, limits) else { continue };
        let way = ways.entry(case.events.iter().map(|it| it.activity).collect()).or_default();
        *way = (way.0 + 1, way.1 + u64::from(!found.deviations.is_empty()));
        walk(case, &mut steps);
    }
    let clear = log.cases.len() as u64 - counts.unclear_cases;
    let (count, variants) = (ways.len(), variants(log, ways, clear, limits));
    Told {
        events: log.events,
        cases: log.cases.len() as u64,
        conforming: Share::of(counts.ended - counts.ended_deviating, counts.ended, limits.level),
        open: clear - counts.ended,
        open_deviating: counts.open_deviating,
        sorts: counts.sorts.iter().map(|(sort, it)| Counted { sort: *sort, cases: it.0, deviations: it.1 }).collect(),
        notes: counts.notes(log),
        unclear: counts.unclear,
        unclear_cases: counts.unclear_cases,
        deviations: counts.deviations,
        variants,
        ways: count,
        steps: documented(model, log, &places, steps, clear, limits),
        odd: log.odd.clone(),
    }
}

#[derive(Default)]
struct Counts {
    ended: u64,
    ended_deviating: u64,
    open_deviating: u64,
    unclear: Vec<(String, String)>,
    unclear_cases: u64,
    nobody: u64,
    sorts: BTreeMap<Deviates, (u64, u64)>,
    deviations: Vec<Deviation>,
}

impl Counts {
    /// Takes a case in; nothing is found of one whose order cannot be told.
    fn take(
        &mut self,
        model: &Model,
        log: &Log,
        places: &[Option<usize>],
        case: &Case,
        limits: &Limits,
    ) -> Option<Found> {
        if let Some(why) = &case.unclear {
            self.unclear_cases += 1;
            if self.unclear.len() < limits.deviating {
                self.unclear.push((case.name.clone(), why.clone()));
            }
            return None;
        }
        let found = replay(model, &log.activities, places, case, log.last);
        self.nobody += found.nobody;
        let deviates = u64::from(!found.deviations.is_empty());
        match found.open {
            true => self.open_deviating += deviates,
            false => (self.ended, self.ended_deviating) = (self.ended + 1, self.ended_deviating + deviates),
        }
        if !found.open {
            let once: HashSet<Deviates> = found.deviations.keys().map(|it| it.0).collect();
            once.into_iter().for_each(|it| self.sorts.entry(it).or_default().0 += 1);
            found.deviations.keys().for_each(|it| self.sorts.entry(it.0).or_default().1 += 1);
        }
        let room = limits.deviating.saturating_sub(self.deviations.len());
        self.deviations.extend(found.deviations.iter().take(room).map(|((sort, what), at)| {
            let event = at.first().and_then(|it| case.events.get(*it));
            Deviation {
                case: case.name.clone(),
                sort: *sort,
                what: what.clone(),
                at: at.iter().map(|it| it + 1).collect(),
                step: event.map(|it| log.activities[it.activity as usize].clone()).unwrap_or_default(),
                time: event.and_then(|it| Timestamp::from_microsecond(it.time).ok()),
                line: event.map(|it| it.line).unwrap_or_default(),
                open: found.open,
            }
        }));
        Some(found)
    }

    fn notes(&self, log: &Log) -> Vec<String> {
        let odd = &log.odd;
        [
            (odd.nameless_rows, "rows name no case or no activity and are left out"),
            (odd.timeless_rows, "rows tell no time that can be read; their cases are not judged"),
            (odd.doubled, "rows say the same as another; each counts once"),
            (odd.unordered, "rows stand after a later one of their case; they were put in the order of time"),
            (self.unclear_cases, "cases are not judged, because their order cannot be told"),
            (self.nobody, "pairs of steps need two people, and one of them names nobody; they are not judged"),
        ]
        .iter()
        .filter(|it| it.0 > 0)
        .map(|(count, says)| format!("{count} {says}"))
        .collect()
    }
}

/// What follows what in a case, each once and as often as it occurs.
fn walk(case: &Case, steps: &mut Steps) {
    let mut seen: HashSet<(Option<u32>, u32)> = HashSet::new();
    let mut before = None;
    for event in &case.events {
        let step = (before, event.activity);
        let count = steps.entry(step).or_default();
        *count = (count.0 + u64::from(seen.insert(step)), count.1 + 1);
        before = Some(event.activity);
    }
}

fn variants(log: &Log, ways: HashMap<Vec<u32>, (u64, u64)>, clear: u64, limits: &Limits) -> Vec<Variant> {
    let mut all: Vec<(Vec<u32>, (u64, u64))> = ways.into_iter().collect();
    all.sort_by(|one, other| other.1.0.cmp(&one.1.0).then_with(|| one.0.cmp(&other.0)));
    let name = |it: &u32| log.activities[*it as usize].clone();
    all.into_iter()
        .take(limits.variants)
        .filter_map(|(path, (cases, deviating))| {
            let share = Share::of(cases, clear, limits.level)?;
            Some(Variant { path: path.iter().map(name).collect(), share, deviating })
        })
        .collect()
}

/// What follows what, and whether the model knows it.
fn documented(
    model: &Model,
    log: &Log,
    places: &[Option<usize>],
    steps: Steps,
    clear: u64,
    limits: &Limits,
) -> Vec<Step> {
    let known = |from: Option<u32>, to: u32| {
        let to = places[to as usize];
        match from {
            None => to.is_some_and(|it| model.start.contains(&it)),
            Some(from) => places[from as usize].zip(to).is_some_and(|it| model.follows.contains(&it)),
        }
    };
    let name = |it: u32| log.activities[it as usize].clone();
    let mut all: Vec<Step> = steps
        .into_iter()
        .filter_map(|((from, to), (cases, times))| {
            let (share, documented) = (Share::of(cases, clear, limits.level)?, known(from, to));
            let without_policy = !documented && share.low >= limits.frequent;
            Some(Step {
                from: from.map(name).unwrap_or_default(),
                to: name(to),
                share,
                times,
                documented,
                without_policy,
            })
        })
        .collect();
    all.sort_by(|one, other| {
        other.share.k.cmp(&one.share.k).then_with(|| (&one.from, &one.to).cmp(&(&other.from, &other.to)))
    });
    all
}
