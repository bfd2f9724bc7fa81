//! How each lane works: how long it takes and was expected to take, how much is right the first time, what waits, and what was looked at
//! too little or too much. Every number says of how many requests it is, and names them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use measure::inference::median::median;
use measure::inference::resample::quantile;
use measure::inference::share::share;
use measure::{Estimate, Method};
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::around::Around;
use super::cost::{Cost, Rates, rates};
use super::eyes::Eyes;
use super::lane::{Laned, laned, taken};
use super::library::{Lane, Reviews};
use super::path::{Asked, path};
use super::reviewers::{Arrivals, Predicted, predicted, reviewers};
use super::{FAST, REQUEST};
use crate::derived::day;
use crate::{Actor, Aims, Error};

/// Level of the intervals.
pub const LEVEL: f64 = 0.95;
/// Days over which arrivals are counted.
const YEAR: i32 = 365;

/// A lane with its figures.
#[derive(Debug, Serialize)]
pub struct OfLane {
    /// The lane.
    pub lane: Lane,
    /// Requests that wait in it, the oldest first.
    pub open: Vec<Id>,
    /// Of these, those whose day has passed.
    pub late: Vec<Id>,
    /// Requests that it answered.
    pub answered: Vec<Id>,
    /// Days from question to answer: the median with its interval.
    pub days: Option<Estimate>,
    /// Days within which nine in ten were answered.
    pub p90: Option<f64>,
    /// Share of answers within the days of the lane.
    pub in_time: Option<Estimate>,
    /// Share that never came back.
    pub first_pass: Option<Estimate>,
    /// People who hold its role today.
    pub people: usize,
    /// Days that the queue predicts, or why nobody can tell.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub predicted: Result<Predicted, String>,
    /// What one answer costs, or why nobody can tell.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub cost: Result<Cost, String>,
}

/// How review works.
#[derive(Debug, Serialize)]
pub struct Board {
    /// The lanes, from the mildest to the strictest.
    pub lanes: Vec<OfLane>,
    /// Requests that are open, with where they stand.
    pub open: Vec<Laned>,
    /// Answered in a milder lane than the rules say for the tier that counts today.
    pub under: Vec<Mislaid>,
    /// Answered in a stricter lane than the rules say for the tier that counts today.
    pub over: Vec<Mislaid>,
    /// The share of answers that were looked at too little, and too much.
    pub shares: [Option<Estimate>; 2],
    /// Answered by the fast lane, and of these drawn for a look by people.
    pub sampled: (usize, usize),
    /// The table that says which lane.
    pub table: String,
    /// The day.
    pub today: Date,
}

/// A request whose lane does not fit what is known today.
#[derive(Debug, Serialize)]
pub struct Mislaid {
    /// The request.
    pub id: Id,
    /// The lane that it took.
    pub took: String,
    /// The lane that the rules say today.
    pub now: String,
    /// The tier that counts today, and why.
    pub why: String,
}

impl Aims {
    /// How review works, as far as this person may see requests.
    pub async fn review_board(&self, actor: &Actor) -> Result<Board, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let (actor, at) = (this.with_roles(read, &actor)?, this.snapshot(read, None));
            let around = Around::all(&at)?;
            let (people, rates) = (reviewers(&at)?, rates(&at, this.visible(read, &actor)?)?);
            Ok::<_, Error>(board(&around, &people, &rates, &this.eyes(read, &actor, &around)?))
        };
        self.0.store.read_async(read).await
    }

    /// Where one request stands.
    pub async fn review_lane(&self, actor: &Actor, id: &Id) -> Result<Laned, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            if row.kind != REQUEST {
                return Err(Error::Missing(format!(
                    "`{id}` is no request for review; `aims list {REQUEST}` shows them"
                )));
            }
            let around = Around::read(&this.snapshot(read, None), &[&row])?;
            Ok(this.eyes(read, &actor, &around)?.on(laned(&around, &row)))
        };
        self.0.store.read_async(read).await
    }
}

fn board(around: &Around, people: &BTreeMap<String, usize>, rates: &Rates, eyes: &Eyes) -> Board {
    let every: Vec<(&RecordRow, Laned)> = around.requests.values().map(|it| (it, laned(around, it))).collect();
    // What waits for the same people delays everybody, whoever may see it.
    let arrivals = arrivals(around, every.iter().map(|(row, it)| (*row, it.lane.as_str())));
    let seen = every.into_iter().filter(|it| eyes.see(&it.0.id));
    let all: Vec<(&RecordRow, Laned)> = seen.map(|(row, it)| (row, eyes.on(it))).collect();
    let reviews = &around.libraries.reviews;
    let predicted = predicted(reviews, people, &arrivals);
    let lanes = reviews.lane.iter().zip(predicted).map(|(lane, (_, predicted))| OfLane {
        predicted,
        people: people.get(&lane.role).copied().unwrap_or_default(),
        cost: rates.of(lane),
        ..of_lane(around, lane, &all)
    });
    let fast: Vec<&RecordRow> = all.iter().map(|it| it.0).filter(|it| taken(it) == Some(FAST)).collect();
    let sampled = (fast.len(), fast.iter().filter(|it| it.text("looked_at_in").is_some()).count());
    let (mut under, mut over) = (Vec::new(), Vec::new());
    for (row, it) in &all {
        let Some(mislaid) = mislaid(around, row, it) else { continue };
        let stricter = reviews.rank(&mislaid.now) > reviews.rank(&mislaid.took);
        if stricter { under.push(mislaid) } else { over.push(mislaid) }
    }
    let lanes = lanes.collect();
    let judged = all.iter().filter(|it| taken(it.0).is_some() && around.answered(it.0).is_some()).count();
    let part = |part: &[Mislaid]| share(part.len() as u64, judged as u64, LEVEL, Method::Wilson).ok();
    let shares = [part(&under), part(&over)];
    let mut open: Vec<Laned> = all.into_iter().filter(|it| around.is_open(it.0)).map(|it| it.1).collect();
    open.sort_by_key(|it| (it.due, it.request.clone()));
    Board { lanes, open, under, over, shares, sampled, table: around.table.name(), today: day(around.time) }
}

/// How many requests a year take each lane, by those of the last year.
pub(super) fn arrivals<'a>(around: &Around, laned: impl Iterator<Item = (&'a RecordRow, &'a str)>) -> Arrivals {
    let today = day(around.time);
    let age = |it: &RecordRow| (today - around.submitted(it)).get_days();
    let mut all: BTreeMap<String, f64> = BTreeMap::new();
    let mut longest = 1;
    for (row, lane) in laned.filter(|it| (0..YEAR).contains(&age(it.0))) {
        longest = longest.max(age(row) + 1);
        *all.entry(lane.to_owned()).or_default() += 1.0;
    }
    // Of less than a year, what came is stretched to one.
    all.values_mut().for_each(|it| *it *= f64::from(YEAR) / f64::from(longest));
    Arrivals { a_year: all, days: longest }
}

/// What requests tell of a lane.
fn of_lane(around: &Around, lane: &Lane, all: &[(&RecordRow, Laned)]) -> OfLane {
    let own: Vec<&(&RecordRow, Laned)> = all.iter().filter(|it| it.1.lane == lane.name).collect();
    let answered: Vec<(&RecordRow, f64)> = own.iter().filter_map(|it| Some((it.0, lead(around, it.0)?))).collect();
    let mut open: Vec<&Laned> = own.iter().filter(|it| around.is_open(it.0)).map(|it| &it.1).collect();
    open.sort_by_key(|it| (it.due, it.request.clone()));
    let mut days: Vec<f64> = answered.iter().map(|it| it.1).collect();
    days.sort_unstable_by(f64::total_cmp);
    let of = |count: usize| share(count as u64, answered.len() as u64, LEVEL, Method::Wilson).ok();
    OfLane {
        late: open.iter().filter(|it| it.late).map(|it| it.request.clone()).collect(),
        open: open.into_iter().map(|it| it.request.clone()).collect(),
        days: median(days.clone(), LEVEL).ok(),
        p90: (!days.is_empty()).then(|| quantile(&days, 0.9)),
        in_time: of(answered.iter().filter(|it| in_time(around, lane, it.0)).count()),
        first_pass: of(answered.iter().filter(|it| !around.came_back(it.0)).count()),
        answered: answered.into_iter().map(|it| it.0.id.clone()).collect(),
        people: 0,
        lane: lane.clone(),
        predicted: Err(String::new()),
        cost: Err(String::new()),
    }
}

/// Whether a request was answered within the days of a lane.
fn in_time(around: &Around, lane: &Lane, request: &RecordRow) -> bool {
    let due = lane.due(around.submitted(request), &around.libraries);
    around.answered(request).is_some_and(|it| due.is_none_or(|due| it <= due))
}

/// Days from question to answer.
pub(super) fn lead(around: &Around, request: &RecordRow) -> Option<f64> {
    let days = (around.answered(request)? - around.submitted(request)).get_days();
    Some(f64::from(days.max(0)))
}

/// What the table was asked when a request was taken up; what it would be asked now where nothing was kept.
pub(super) fn asked(request: &RecordRow, now: &Laned) -> Asked {
    let Some(kept) = request.list("path").next() else { return now.asked.clone() };
    let text = |name: &str| kept[name].as_str().map(str::to_owned);
    let count = |name: &str| kept[name].as_u64().and_then(|it| usize::try_from(it).ok());
    Asked {
        tier: text("tier").unwrap_or_else(|| now.asked.tier.clone()),
        request: text("request").unwrap_or_else(|| now.asked.request.clone()),
        unpassed: count("unpassed").unwrap_or_default(),
        repeated: count("repeated").unwrap_or(1),
    }
}

/// Whether an answered request took another lane than the rules say for the tier that counts today.
fn mislaid(around: &Around, request: &RecordRow, now: &Laned) -> Option<Mislaid> {
    let took = taken(request)?;
    around.answered(request)?;
    let asked = Asked { tier: now.asked.tier.clone(), ..asked(request, now) };
    let said = path(&around.table.table, &asked).ok()?;
    (said.lane != took).then(|| Mislaid {
        id: request.id.clone(),
        took: took.to_owned(),
        now: said.lane,
        why: format!("{}; {}", said.says, now.tier_why),
    })
}

/// The lane of a name for people.
pub fn label<'a>(reviews: &'a Reviews, name: &'a str) -> &'a str {
    reviews.lane(name).map_or(name, |it| it.label.as_str())
}
