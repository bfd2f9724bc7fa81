//! Objectives, their map, and how much is attained, for the page, the command and the interface.
//!
//! Everything is told from what the reader may see. Whoever writes an indicator says what it counts, so a value over more than that
//! would tell of records that neither of them may open; and each value is the number of the rows that it leads to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::attainment::{Aim, Attained, Judged, attained};
use super::indicator::{self, Counted, Point, Reading, aim, direction, fresh, points, trend};
use super::map::{Effect, Exhausted, Map};
use super::{ENTERPRISE, INDICATOR, OBJECTIVE, budget};
use crate::data::lineage::targets;
use crate::{Actor, Aims, Error, Listing, Moment};

/// Objectives, and indicators, that are looked at.
const MOST: u32 = 1_000;
/// Measurements that are looked at, the newest of all plans.
const MEASUREMENTS: u32 = 10_000;
/// States in which an objective counts.
const COUNTS: &[&str] = &["draft", "in_force"];

/// What an objective is judged by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The indicator.
    pub indicator: Id,
    /// Its name, where it is there for the reader.
    pub title: String,
    /// The value to be reached.
    pub target: Option<f64>,
    /// The value now.
    pub value: Option<f64>,
    /// The share of the way that has been come.
    pub reached: Option<f64>,
    /// Why that cannot be told.
    pub why: String,
}

/// An objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Its record.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its level.
    pub level: String,
    /// Its state.
    pub state: String,
    /// The day by which it is to be reached.
    pub due: Option<Date>,
    /// How much of it is attained, where any part can be told.
    pub attained: Option<f64>,
    /// The part, by weight, of which that can be told.
    pub known: f64,
    /// Objectives of which it cannot be told, each with the reason.
    pub lacking: Vec<(Id, String)>,
    /// What it is judged by itself.
    pub parts: Vec<Part>,
    /// Its own budget by currency.
    pub budget: BTreeMap<String, f64>,
    /// For a goal what comes to it from all budgets, by currency, as a share of all of that currency.
    pub budget_share: BTreeMap<String, f64>,
}

/// What one objective does to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// The objective that does it.
    pub from: Id,
    /// The one to which it is done.
    pub to: Id,
    /// Whether it supports; otherwise it hinders.
    pub supports: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Two pulls that clash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opposed {
    /// Where they meet.
    pub at: Id,
    /// The path that lifts it.
    pub up: Vec<Id>,
    /// The path that presses it down.
    pub down: Vec<Id>,
    /// Both in one sentence.
    pub says: String,
}

/// What an objective does to the goals, along all ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The objective.
    pub objective: Id,
    /// For each goal that it reaches whether it lifts it (`+`), presses it down (`-`) or does both (`±`).
    pub pulls: BTreeMap<String, &'static str>,
}

/// All of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Strategy {
    /// Objectives, goals first, then by number.
    pub objectives: Vec<Line>,
    /// What they do to each other.
    pub effects: Vec<Drawn>,
    /// Indicators with their values.
    pub indicators: Vec<Reading>,
    /// Goals that no objective of the management system serves.
    pub uncovered: Vec<Id>,
    /// Objectives that serve no goal.
    pub orphans: Vec<Id>,
    /// Pulls that clash.
    pub clashes: Vec<Opposed>,
    /// Circles of effects.
    pub circles: Vec<Vec<Id>>,
    /// The alignment of objectives with goals.
    pub matrix: Vec<Row>,
    /// What is spent for no goal, by currency, as a share of all of that currency.
    pub spent_for_none: BTreeMap<String, f64>,
    /// What is not known, one sentence each.
    pub unsettled: Vec<String>,
    /// Whether the reader may see every record; otherwise values can differ for somebody who sees more.
    pub whole: bool,
}

impl Strategy {
    /// How many things are wrong with the map.
    pub fn wrong(&self) -> usize {
        self.uncovered.len() + self.orphans.len() + self.clashes.len() + self.circles.len()
    }

    /// What an objective is called.
    pub fn title(&self, id: &Id) -> String {
        let own = self.objectives.iter().find(|it| it.id == *id);
        own.map_or_else(|| id.to_string(), |it| it.title.clone())
    }
}

/// What was read.
struct Rows {
    objectives: Vec<RecordRow>,
    indicators: Vec<RecordRow>,
    measurements: Vec<RecordRow>,
    /// Whether that is all there is.
    whole: bool,
}

impl Aims {
    /// Objectives that somebody may see, what they do to each other, and how much is attained: today, or as it stood at the end of a day.
    pub async fn strategy(&self, actor: &Actor, on: Option<Date>) -> Result<Strategy, Error> {
        let at = self.moment_of(on)?;
        let (this, who) = (self.clone(), actor.clone());
        let rows = self.0.store.read_async(move |read: &Read| this.strategy_rows(read, &who, at.0)).await?;
        let mut readings = Vec::new();
        for row in &rows.indicators {
            readings.push(self.reading_at(actor, row, &rows.measurements, at).await?);
        }
        Ok(told(&rows, readings))
    }

    fn strategy_rows(&self, read: &Read, actor: &Actor, moment: Moment) -> Result<Rows, Error> {
        let actor = self.with_roles(read, actor)?;
        let visible = self.visible(read, &actor)?;
        let as_of = moment.place(read).map_err(|it| Error::problem("on", it.to_string()))?;
        let of = |kind: &str| Query { as_of, limit: MOST, ..Query::of(kind, visible.clone()) };
        let states = COUNTS.iter().map(|it| (*it).to_owned()).collect();
        let mut objectives = read.list(&Query { conditions: vec![Condition::State(states)], ..of(OBJECTIVE) })?;
        objectives.sort_by_key(|it| (it.text("level") != Some(ENTERPRISE), it.id.number));
        let indicators = read.list(&of(INDICATOR))?;
        let measurements = measured(read, &indicators, visible.clone(), as_of)?;
        Ok(Rows { objectives, indicators, measurements, whole: matches!(visible, Visible::All) })
    }

    /// The value of an indicator at a moment, told for its day, with what follows for it.
    pub(crate) async fn reading_at(
        &self,
        actor: &Actor,
        row: &RecordRow,
        measurements: &[RecordRow],
        (moment, today): (Moment, Date),
    ) -> Result<Reading, Error> {
        let text = |name: &str| row.text(name).unwrap_or_default();
        let period = text("period").parse::<jiff::Span>().ok();
        let (mut measurement, rows) = (None, counts(row));
        let (now, before, source) = match (targets(&row.document, "plan").pop(), &rows) {
            (Some(plan), _) => {
                let of_plan = |it: &&RecordRow| targets(&it.document, "plan").contains(&plan);
                let own: Vec<RecordRow> = measurements.iter().filter(of_plan).cloned().collect();
                let mut all = points(&own, text("metric"), text("metric_of"), today).into_iter();
                let newest = all.next();
                measurement = newest.as_ref().map(|it| it.0.clone());
                let none = || format!("no measurement by {plan} has a value of `{}`", text("metric"));
                (
                    newest.map(|it| it.1).ok_or_else(none),
                    all.next().map(|it| it.1),
                    format!("{} of {plan}", text("metric")),
                )
            }
            (None, None) => (Err("it names neither a plan nor records to count".to_owned()), None, String::new()),
            (None, Some(rows)) => {
                let now = self.counted(actor, rows, moment, today).await;
                let then = period.and_then(|it| today.checked_sub(it).ok());
                let before = match then.map(|day| (day, day.to_zoned(jiff::tz::TimeZone::UTC))) {
                    Some((day, Ok(time))) => self.counted(actor, rows, Moment::Time(time.timestamp()), day).await.ok(),
                    _ => None,
                };
                (now, before, format!("records of the kind {}", rows.kind))
            }
        };
        let aim = aim(row);
        let (now, why) = now.map_or_else(|why| (None, why), |it| (Some(it), String::new()));
        Ok(Reading {
            id: row.id.clone(),
            title: row.title.clone(),
            unit: text("unit_of_measure").to_owned(),
            fresh: now.and_then(|it| fresh(it.on, period, today)),
            trend: now.map_or("none", |it| trend(aim.as_ref(), &it, before.as_ref())),
            standing: standing(aim.as_ref(), now.as_ref()),
            rows: rows.filter(|_| measurement.is_none()),
            measurement,
            now,
            why,
            before,
            source,
        })
    }

    /// A share of records.
    async fn counted(&self, actor: &Actor, rows: &Counted, moment: Moment, on: Date) -> Result<Point, String> {
        let whole = self.total(actor, &rows.kind, &rows.out_of, &moment).await?;
        if rows.counted == rows.out_of {
            return Err(format!("it counts {whole} records and does not say out of how many; name those that count"));
        }
        indicator::share(self.total(actor, &rows.kind, &rows.counted, &moment).await?, whole, on)
    }

    async fn total(&self, actor: &Actor, kind: &str, filter: &str, moment: &Moment) -> Result<u64, String> {
        let listing = Listing { filter: filter.to_owned(), limit: 1, moment: *moment, ..Listing::of(kind) };
        let page = self.list(actor, &listing).await;
        page.map(|it| it.total).map_err(|it| format!("the records cannot be counted: {it}"))
    }
}

/// Which records an indicator counts; nothing where it counts none.
fn counts(row: &RecordRow) -> Option<Counted> {
    let text = |name: &str| row.text(name).unwrap_or_default().trim().to_owned();
    let (kind, out_of) = (text("counts_kind"), text("counts_within"));
    let counted = format!("{out_of} {}", text("counts_filter")).trim().to_owned();
    (!kind.is_empty()).then_some(Counted { kind, counted, out_of })
}

/// The newest measurements by the plans of indicators, of those that are visible, now or right after a place of the ledger.
pub(crate) fn measured(
    read: &Read,
    indicators: &[RecordRow],
    visible: Visible,
    as_of: Option<u64>,
) -> Result<Vec<RecordRow>, Error> {
    let linked = |target: Id| Condition::LinkedTo { field: Some("plan".to_owned()), target };
    let plans: Vec<Condition> = indicators.iter().flat_map(|it| targets(&it.document, "plan")).map(linked).collect();
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let (conditions, sort) = (vec![Condition::Any(plans)], vec![(store::Key::Number, store::Direction::Descending)]);
    Ok(read.list(&Query { conditions, sort, as_of, limit: MEASUREMENTS, ..Query::of("measurement", visible) })?)
}

fn standing(aim: Option<&Aim>, now: Option<&Point>) -> &'static str {
    match (aim, now) {
        (Some(aim), Some(now)) if aim.reached(now.value) >= 1.0 => "met",
        (Some(_), Some(_)) => "missed",
        _ => "not_assessable",
    }
}

/// The weight of a row, 1 where none is given.
fn weight(row: &Value) -> f64 {
    row.get("weight").and_then(Value::as_f64).filter(|it| *it > 0.0).unwrap_or(1.0)
}

fn link(row: &Value, name: &str) -> Option<Id> {
    row.get(name)?.as_str()?.parse().ok()
}

/// The map of objectives, by their places.
fn map(objectives: &[RecordRow]) -> Map {
    let place = |id: &Id| objectives.iter().position(|it| it.id == *id);
    let effect = |from: usize, row: &Value| {
        let up = row.get("sign").and_then(Value::as_str) != Some("hinders");
        Some(Effect { from, to: place(&link(row, "objective")?)?, up, weight: weight(row) })
    };
    let effects = objectives.iter().enumerate();
    Map {
        goals: objectives.iter().map(|it| it.text("level") == Some(ENTERPRISE)).collect(),
        effects: effects.flat_map(|(from, it)| it.list("effects").filter_map(move |row| effect(from, row))).collect(),
    }
}

/// What an objective is judged by, from the indicators that it names.
fn parts(row: &RecordRow, indicators: &[RecordRow], readings: &[Reading]) -> Vec<(Part, Judged)> {
    let part = |entry: &Value| {
        let id = link(entry, "indicator")?;
        let (own, reading) = (indicators.iter().find(|it| it.id == id), readings.iter().find(|it| it.id == id));
        let number = |name: &str| entry.get(name).and_then(Value::as_f64);
        let of_own = |name: &str| own.and_then(|it| it.document.get(name)).and_then(Value::as_f64);
        let target = number("target").or_else(|| of_own("target"));
        let value = reading.and_then(|it| it.now).map(|it| it.value);
        let reached = match (own, target, value) {
            (None, _, _) => Err(format!("{id} is not there for you")),
            (Some(_), None, _) => Err(format!("{id} has no target")),
            (Some(_), _, None) => Err(reading.map(|it| format!("{id}: {}", it.why)).unwrap_or_default()),
            (Some(own), Some(target), Some(value)) => {
                let baseline = number("baseline").or_else(|| of_own("baseline"));
                let tolerance = of_own("tolerance").unwrap_or(0.0);
                Ok(Aim { direction: direction(own), baseline, target, tolerance }.reached(value))
            }
        };
        let title = reading.map(|it| it.title.clone()).unwrap_or_default();
        let why = reached.clone().err().unwrap_or_default();
        let told = Part { indicator: id, title, target, value, reached: reached.clone().ok(), why };
        Some((told, Judged { weight: weight(entry), reached }))
    };
    row.list("measured_by").filter_map(part).collect()
}

fn told(rows: &Rows, readings: Vec<Reading>) -> Strategy {
    let map = map(&rows.objectives);
    let id = |at: usize| rows.objectives[at].id.clone();
    let ids = |all: &[usize]| all.iter().map(|it| id(*it)).collect::<Vec<Id>>();
    let judged: Vec<Vec<(Part, Judged)>> =
        rows.objectives.iter().map(|it| parts(it, &rows.indicators, &readings)).collect();
    let plain: Vec<Vec<Judged>> = judged.iter().map(|it| it.iter().map(|it| it.1.clone()).collect()).collect();
    let mut strategy = Strategy::default();
    for (at, (row, attained)) in rows.objectives.iter().zip(attained(&map, &plain)).enumerate() {
        let parts = judged[at].iter().map(|it| it.0.clone()).collect();
        strategy.objectives.push(line(row, attained, parts, &id));
    }
    spent(&map, &rows.objectives, &mut strategy);
    let drawn = |it: &Effect| Drawn { from: id(it.from), to: id(it.to), supports: it.up, weight: it.weight };
    strategy.effects = map.effects.iter().map(drawn).collect();
    strategy.uncovered = ids(&map.uncovered());
    strategy.orphans = ids(&map.orphans());
    strategy.circles = map.circles().iter().map(|it| ids(it)).collect();
    match map.clashes() {
        Ok(all) => {
            let says = |it: &super::map::Clash| {
                let name = |at: usize| format!("`{}`", rows.objectives[at].title);
                let way = |it: &[usize]| it.iter().map(|it| name(*it)).collect::<Vec<_>>().join(" → ");
                format!("{} is lifted by {} and pressed down by {}", name(it.at), way(&it.up), way(&it.down))
            };
            let opposed = |it: &super::map::Clash| Opposed {
                at: id(it.at),
                up: ids(&it.up),
                down: ids(&it.down),
                says: says(it),
            };
            strategy.clashes = all.iter().map(opposed).collect();
        }
        Err(Exhausted) => strategy.unsettled.push("whether pulls clash takes more work than is allowed".to_owned()),
    }
    if matrix(&map, &rows.objectives, &mut strategy).is_err() {
        strategy.unsettled.push("what objectives do to goals takes more work than is allowed".to_owned());
    }
    strategy.indicators = readings;
    strategy.whole = rows.whole;
    strategy
}

fn line(row: &RecordRow, attained: Attained, parts: Vec<Part>, id: &dyn Fn(usize) -> Id) -> Line {
    Line {
        id: row.id.clone(),
        title: row.title.clone(),
        level: row.text("level").unwrap_or_default().to_owned(),
        state: row.state.clone(),
        due: crate::derived::date(&row.document, "due"),
        attained: attained.share,
        known: attained.known,
        lacking: attained.lacking.into_iter().map(|(at, why)| (id(at), why)).collect(),
        parts,
        budget: money(row).into_iter().collect(),
        budget_share: BTreeMap::new(),
    }
}

/// The budget of an objective: currency and amount.
fn money(row: &RecordRow) -> Option<(String, f64)> {
    let value = row.document.get("budget")?;
    let amount = value.get("amount")?.as_str()?.parse().ok()?;
    Some((value.get("currency")?.as_str()?.to_owned(), amount))
}

/// What comes to each goal from all budgets, and what comes to none, currency by currency.
fn spent(map: &Map, objectives: &[RecordRow], strategy: &mut Strategy) {
    let all: Vec<Option<(String, f64)>> = objectives.iter().map(money).collect();
    let mut currencies: Vec<&String> = all.iter().flatten().map(|it| &it.0).collect();
    currencies.sort();
    currencies.dedup();
    for currency in currencies {
        let amounts: Vec<f64> =
            all.iter().map(|it| it.as_ref().filter(|it| it.0 == *currency).map_or(0.0, |it| it.1)).collect();
        let sum: f64 = amounts.iter().sum();
        for (goal, amount) in budget::shares(map, &amounts).into_iter().filter(|_| sum > 0.0) {
            let into = match goal {
                Some(at) => &mut strategy.objectives[at].budget_share,
                None => &mut strategy.spent_for_none,
            };
            into.insert(currency.clone(), amount / sum);
        }
    }
}

/// What every objective does to every goal.
fn matrix(map: &Map, objectives: &[RecordRow], strategy: &mut Strategy) -> Result<(), Exhausted> {
    let mut rows: BTreeMap<usize, BTreeMap<String, &'static str>> = BTreeMap::new();
    for goal in (0..objectives.len()).filter(|it| map.goals[*it]) {
        for (from, signs) in map.pulled(goal)? {
            let sign = match (signs.contains(&true), signs.contains(&false)) {
                (true, true) => "±",
                (true, false) => "+",
                (false, _) => "-",
            };
            rows.entry(from).or_default().insert(objectives[goal].id.to_string(), sign);
        }
    }
    let row = |(at, pulls): (usize, _)| Row { objective: objectives[at].id.clone(), pulls };
    strategy.matrix = rows.into_iter().map(row).collect();
    Ok(())
}
