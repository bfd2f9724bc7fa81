//! The most time until somebody who may stop a system, and is here, must have answered; with the formula and the moment from which it takes so
//! long.
//!
//! Whoever may stop a system can be away, and is then passed over at once; everybody before who may not stop it lets the whole time pass. So the
//! longest is, over each step that may stop it, the times of those before that may not, and its own. A deadline of work takes longest
//! from the end of a working time on, so those moments are all tried.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::calendar::{Calendar, named};
use super::ladder::Step;
use super::next::clock;
use super::reached::stops;
use crate::responsibility::organisation::Organisation;

/// Days of a year, over which moments are tried.
const YEAR: i32 = 366;

/// The longest time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Longest {
    /// Seconds by the clock on the wall.
    pub seconds: i64,
    /// Seconds of work.
    pub work: i64,
    /// From when it takes so long.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Steps whose times pass, by their numbers; the last one may stop a system.
    pub steps: Vec<usize>,
    /// How it was counted.
    pub formula: String,
}

/// The longest time of a ladder within a year from a day; nothing where nobody on it may stop a system or a clock never ends.
pub fn longest(steps: &[Step], org: &Organisation, calendars: &[Calendar], from: Date) -> Option<Longest> {
    let ends = steps.iter().filter(|it| stops(org, &it.to));
    let path = |end: &Step| -> Vec<&Step> {
        let before = steps.iter().filter(|it| it.number < end.number && !stops(org, &it.to));
        before.chain(steps.iter().filter(|it| it.number == end.number)).collect()
    };
    ends.filter_map(|it| of_path(&path(it), calendars, from)).max_by_key(|it| it.seconds)
}

fn of_path(path: &[&Step], calendars: &[Calendar], from: Date) -> Option<Longest> {
    let first = named(calendars, &path.first()?.calendar)?;
    let mut starts: Vec<Timestamp> =
        path.iter().filter_map(|it| named(calendars, &it.calendar)).flat_map(|it| it.closings(from, YEAR)).collect();
    if starts.is_empty() {
        starts.extend(first.hours(from).map(|it| it.0));
    }
    let until = |start: Timestamp| path.iter().try_fold(start, |at, it| clock(it, calendars, at).ok());
    let timed = starts.into_iter().filter_map(|it| Some((it, until(it)?)));
    let (from, until) = timed.max_by_key(|(from, until)| (until.duration_since(*from), std::cmp::Reverse(*from)))?;
    let work = path.iter().map(|it| named(calendars, &it.calendar)?.seconds(&it.within).ok()).sum::<Option<i64>>()?;
    Some(Longest {
        seconds: until.duration_since(from).as_secs(),
        work,
        from,
        until,
        steps: path.iter().map(|it| it.number).collect(),
        formula: formula(path, work),
    })
}

fn formula(path: &[&Step], work: i64) -> String {
    let parts: Vec<String> = path.iter().map(|it| format!("{} by `{}` ({})", it.within, it.calendar, it.to)).collect();
    format!("{} = {} h of work", parts.join(" + "), assess::number::number(work as f64 / 3600.0))
}
