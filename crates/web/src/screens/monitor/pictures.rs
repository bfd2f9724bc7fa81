//! The charts of a monitor: its largest change over time within the margin, and each column by itself on one scale.

use axum::extract::Path;
use chart::axis::Axis;
use chart::lines::{Band, Change, Lines, Point, Series};
use chart::multiples::Multiples;
use chart::{Chart, Plot};
use governance::monitoring::KIND;
use governance::monitoring::batches::Batch;
use governance::monitoring::contribution::contributions;
use governance::monitoring::judge::{Judged, Word, judge};
use governance::monitoring::whole::Whole;
use jiff::civil::Date;

use crate::call::Call;
use crate::html::words;
use crate::reply::Reply;
use crate::screens::pictures;

/// Batches that a chart shows, the newest.
const SHOWN: usize = 60;
/// Columns that have a chart of their own, the most changed first.
const COLUMNS: usize = 24;

/// `GET /monitors/{id}/charts/{file}`
pub(crate) async fn file(call: Call, Path((id, file)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    let whole = call.aims().monitor(&call.actor, &id).await?;
    match file.rsplit_once('.') {
        Some(("drift", ending)) => pictures::answer(&call, &drift(&call, &whole), &format!("{id}-drift"), ending),
        Some(("columns", ending)) => pictures::answer(&call, &columns(&call, &whole), &format!("{id}-columns"), ending),
        _ => Err(pictures::unknown(&call, &file)),
    }
}

/// The largest change of every batch as a multiple of its margin.
pub(super) fn drift(call: &Call, whole: &Whole) -> Chart {
    let judged = judge(&whole.batches);
    let newest = &judged[judged.len().saturating_sub(SHOWN)..];
    let series = Series { name: call.say("monitor.largest").to_owned(), points: newest.iter().map(largest).collect() };
    let change = |it: &Judged<'_>| Change { x: days(it.batch.day), label: words(it.word.name()) };
    Chart {
        title: call.say("monitor.drift").to_owned(),
        description: call.say("monitor.drift_help").to_owned(),
        plot: Plot::Lines(Lines {
            across: Axis::days(call.say("monitor.day")),
            up: Axis::numbers(call.say("monitor.times")),
            series: vec![series],
            bands: vec![Band { low: 0.0, high: 1.0, label: call.say("monitor.margin").to_owned() }],
            changes: newest.iter().filter(|it| it.word != Word::InOrder).map(change).collect(),
        }),
    }
}

fn largest(it: &Judged<'_>) -> Point {
    let most = contributions(it.batch).into_iter().next().filter(|_| it.word != Word::NotAssessable);
    let ends = most.as_ref().and_then(|it| Some((it.number.interval?, it.number.margin?)));
    Point {
        x: days(it.batch.day),
        y: most.as_ref().map_or(f64::NAN, |it| it.times),
        interval: ends.map(|((low, high), margin)| bounds(low, high, margin)),
        link: address(it.batch),
    }
}

/// The interval of a change, as multiples of its margin and without its sign.
fn bounds(low: f64, high: f64, margin: f64) -> (f64, f64) {
    let nearest = if low <= 0.0 && high >= 0.0 { 0.0 } else { low.abs().min(high.abs()) };
    (nearest / margin, low.abs().max(high.abs()) / margin)
}

/// Each column over time, the most changed of the newest batch first.
pub(super) fn columns(call: &Call, whole: &Whole) -> Chart {
    let batches = &whole.batches[whole.batches.len().saturating_sub(SHOWN)..];
    let names: Vec<(String, String)> = batches
        .last()
        .map(|it| contributions(it).into_iter().map(|it| (it.number.of.clone(), it.number.metric.clone())).collect())
        .unwrap_or_default();
    let panels = names
        .iter()
        .take(COLUMNS)
        .map(|(of, metric)| (title(call, of, metric), one(call, batches, of, metric)))
        .filter(|it| moves(&it.1))
        .collect();
    Chart {
        title: call.say("monitor.columns").to_owned(),
        description: call.say("monitor.columns_help").to_owned(),
        plot: Plot::Multiples(Multiples { of: call.say("monitor.column").to_owned(), panels }),
    }
}

/// Whether a column ever changed at all.
fn moves(lines: &Lines) -> bool {
    lines.series.iter().flat_map(|it| &it.points).any(|it| it.y > 0.0)
}

/// A column, and whether its missing values are meant.
fn title(call: &Call, of: &str, metric: &str) -> String {
    match metric == measure::drift::compare::MISSING.id {
        true => call.tell("monitor.missing_of", &[("column", &of)]),
        false => of.to_owned(),
    }
}

fn one(call: &Call, batches: &[Batch], of: &str, metric: &str) -> Lines {
    let point = |batch: &Batch| {
        let number = batch.numbers.iter().find(|it| it.of == of && it.metric == metric)?;
        let margin = number.margin.filter(|it| *it > 0.0)?;
        let ends = number.interval.map(|(low, high)| bounds(low, high, margin));
        Some(Point { x: days(batch.day), y: number.value?.abs() / margin, interval: ends, link: address(batch) })
    };
    Lines {
        across: Axis::days(call.say("monitor.day")),
        up: Axis::numbers(call.say("monitor.times")),
        series: vec![Series { name: String::new(), points: batches.iter().filter_map(point).collect() }],
        bands: vec![Band { low: 0.0, high: 1.0, label: String::new() }],
        changes: Vec::new(),
    }
}

fn address(batch: &Batch) -> String {
    format!("/{}/{}", governance::monitoring::BATCH, batch.id)
}

/// Days since the beginning of 1970.
fn days(day: Date) -> f64 {
    let since = day.since((jiff::Unit::Day, Date::constant(1970, 1, 1)));
    since.map_or(0.0, |it| f64::from(it.get_days()))
}
