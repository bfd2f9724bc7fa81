//! The quality of a dataset over time: a chart of each number that broke a limit or moved, every point leading to its measurement.
//!
//! Serves ISO/IEC 42001 A.7.4 and 9.1.3.

use chart::axis::Axis;
use chart::lines::{Band, Lines, Point as Drawn, Series};
use chart::{Chart, Plot};
use governance::data::trend::{Point, Trend};
use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use super::charts::{self, Named};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts};
use crate::language::grouped;

/// Numbers that have a chart; the table has all.
const CHARTS: usize = 4;
/// Lines from which on the table waits to be opened.
const FOLDED: usize = 6;
/// Points of a chart, the newest.
const SHOWN: usize = 60;

/// The trend of every number that was measured at least twice; nothing where none was.
pub(super) fn block(view: &View<'_>) -> Html {
    let (call, trends) = (view.call, &view.whole.trends);
    if trends.is_empty() {
        return maud! {}.memoize();
    }
    let columns: Vec<Column> = [
        ("title", "data.metric"),
        ("end", "data.times_measured"),
        ("end", "data.first_value"),
        ("end", "data.newest_value"),
        ("", "data.limit"),
        ("", "data.verdict"),
    ]
    .iter()
    .map(|(class, key)| Column { class, ..Column::of(call.say(key)) })
    .collect();
    let lines: Vec<Line> = trends.iter().map(|it| line(call, it)).collect();
    let table = Table { caption: call.say("data.trend"), columns: &columns, lines: &lines }.draw();
    maud! {
        section .panel aria-labelledby="trend" {
            h2 #trend { (call.say("data.trend")) }
            p .help { (call.say("data.trend_help")) }
            @if lines.len() <= FOLDED { (table) } @else {
                details { summary { (call.count("data.numbers", lines.len() as u64)) } (table) }
            }
        }
        (charts::figures(view, &charts(view)))
    }
    .memoize()
}

/// A chart of each of the first trends.
pub(super) fn charts(view: &View<'_>) -> Vec<Named> {
    let drawn = view.whole.trends.iter().take(CHARTS).enumerate();
    drawn.map(|(at, it)| (format!("trend-{at}"), chart(view.call, it))).collect()
}

/// The metric, and what it is of.
fn name(trend: &Trend) -> String {
    let title = measure::metric::find(&trend.metric).map_or(trend.metric.as_str(), |it| it.title);
    if trend.of.is_empty() { title.to_owned() } else { format!("{title}: {}", trend.of) }
}

fn limits(call: &Call, trend: &Trend) -> String {
    let least = trend.allowed.0.map(|it| call.tell("data.at_least", &[("bound", &assess::number::number(it))]));
    let most = trend.allowed.1.map(|it| call.tell("data.at_most", &[("bound", &assess::number::number(it))]));
    least.into_iter().chain(most).collect::<Vec<_>>().join(", ")
}

fn line(call: &Call, trend: &Trend) -> Line {
    let value = |it: Option<&Point>| {
        let number = it.map(|it| assess::number::number(it.value)).unwrap_or_default();
        maud! { @if let Some(it) = it { a href={ "/measurement/" (it.by.to_string()) } { (number) } } }.memoize()
    };
    let verdict = match (trend.newest().map(|it| it.verdict.as_str()), trend.unusual()) {
        (Some("fail"), _) => badge::badge(Tone::Bad, call.say("data.trend_broken")),
        (_, true) => badge::badge(Tone::Watch, call.say("data.trend_unusual")),
        (_, false) if trend.usual.is_some() => badge::badge(Tone::Good, call.say("data.trend_usual")),
        _ => badge::badge(Tone::Quiet, call.say("data.trend_short")),
    };
    let cells = vec![
        maud! { (name(trend)) }.memoize(),
        maud! { (grouped(trend.points.len() as u64)) }.memoize(),
        value(trend.points.first()),
        value(trend.newest()),
        maud! { (limits(call, trend)) }.memoize(),
        verdict,
    ];
    Line { cells, href: None }
}

fn chart(call: &Call, trend: &Trend) -> Chart {
    let newest = &trend.points[trend.points.len().saturating_sub(SHOWN)..];
    let limit = |at: f64, key| Band { low: at, high: at, label: call.say(key).to_owned() };
    let allowed = trend.allowed.0.map(|it| limit(it, "data.trend_least"));
    let allowed = allowed.into_iter().chain(trend.allowed.1.map(|it| limit(it, "data.trend_most")));
    let usual = trend.usual.map(|(low, _, high)| Band { low, high, label: call.say("data.trend_band").to_owned() });
    let title = name(trend);
    let count = trend.points.len();
    Chart {
        description: match usual {
            Some(_) => call.tell("data.trend_chart_limits", &[("count", &(count - 1))]),
            None => call.say("data.trend_chart_help").to_owned(),
        },
        plot: Plot::Lines(Lines {
            across: Axis::days(call.say("data.trend_day")),
            up: Axis::numbers(parts::sentence(&title).trim_end_matches('.')),
            series: vec![Series { name: title.clone(), points: newest.iter().map(drawn).collect() }],
            bands: allowed.chain(usual).collect(),
            changes: Vec::new(),
        }),
        title,
    }
}

fn drawn(point: &Point) -> Drawn {
    Drawn {
        x: chart::ticks::day(point.day),
        y: point.value,
        interval: point.interval,
        link: format!("/measurement/{}", point.by),
    }
}
