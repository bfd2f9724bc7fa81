//! What follows for an objective or an indicator, on the page of its record: how much is attained and by what, or the value with its interval.

use std::future::Future;
use std::pin::Pin;

use governance::strategy::indicator::{Point, Reading};
use governance::strategy::whole::{Part, Strategy};
use governance::strategy::{INDICATOR, OBJECTIVE};
use hypertext::{maud_borrow as maud, prelude::*};

use super::percent;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts};
use crate::pages::detail::View;
use crate::query::Query;

/// The panel on the page of an objective or an indicator.
pub(crate) fn panel(view: View<'_>) -> Pin<Box<dyn Future<Output = Result<Html, Failure>> + Send + '_>> {
    Box::pin(async move {
        let strategy = view.call.aims().strategy(&view.call.actor, None).await?;
        let (call, id) = (view.call, &view.record.id);
        Ok(match view.record.kind == INDICATOR {
            true => match strategy.indicators.iter().find(|it| it.id == *id) {
                Some(it) => indicator(call, it),
                None => nothing(),
            },
            false => objective(call, &strategy, id),
        })
    })
}

fn nothing() -> Html {
    maud! {}.memoize()
}

fn objective(call: &Call, strategy: &Strategy, id: &record::Id) -> Html {
    let Some(own) = strategy.objectives.iter().find(|it| it.id == *id) else { return nothing() };
    let columns = [
        Column::title(call.say("strategy.indicator")),
        Column::end(call.say("strategy.value")),
        Column::end(call.say("strategy.target")),
        Column::end(call.say("strategy.attained")),
        Column::wide(call.say("strategy.lacking")),
    ];
    let number = |it: Option<f64>| maud! { (it.map(|it| it.to_string()).unwrap_or_default()) }.memoize();
    let line = |it: &Part| {
        let href = format!("/{INDICATOR}/{}", it.indicator);
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.indicator.to_string()) } }.memoize(),
            number(it.value),
            number(it.target),
            maud! { (it.reached.map(percent).unwrap_or_default()) }.memoize(),
            maud! { (parts::sentence(&it.why)) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = own.parts.iter().map(line).collect();
    let clashes: Vec<_> = strategy.clashes.iter().filter(|it| it.up.contains(id) || it.down.contains(id)).collect();
    maud! {
        section .panel aria-labelledby="attained" {
            h2 #attained { (call.say("strategy.attained")) ": " (own.attained.map_or_else(|| call.say("strategy.unknown").to_owned(), percent)) }
            p .help { (call.tell("strategy.known_of", &[("share", &percent(own.known))])) " " a href="/strategy" { (call.say("strategy.title")) } }
            @if !lines.is_empty() { (Table { caption: call.say("strategy.indicators"), columns: &columns, lines: &lines }.draw()) }
            @else { ul { @for (of, why) in &own.lacking { li { a href={ "/" (OBJECTIVE) "/" (of.to_string()) } { (strategy.title(of)) } ": " (parts::sentence(why)) } } } }
            @if strategy.orphans.contains(id) { p .notice { (call.say("strategy.is_orphan")) } }
            @if strategy.uncovered.contains(id) { p .notice { (call.say("strategy.is_uncovered")) } }
            @for it in &clashes { p .notice { (parts::sentence(&it.says)) } }
        }
    }
    .memoize()
}

fn indicator(call: &Call, it: &Reading) -> Html {
    maud! {
        section .panel aria-labelledby="value" {
            h2 #value { (call.say("strategy.value")) ": " (value(call, it)) " " (standing(call, it)) }
            dl {
                dt { (call.say("strategy.source")) } dd { (it.source) (leads_to(call, it)) }
                @if let Some(n) = it.now.and_then(|it| it.n) { dt { (call.say("strategy.n")) } dd { (n) } }
                @if let Some(point) = &it.now { dt { (call.say("strategy.on")) } dd { (point.on.to_string()) " " (fresh(call, it)) } }
                @if let Some(before) = &it.before { dt { (call.say("strategy.before")) } dd { (shown(before, &it.unit)) ", " (before.on.to_string()) } }
                dt { (call.say("strategy.trend")) } dd { (call.say(trend(it))) }
            }
        }
    }
    .memoize()
}

/// Where the rows of a value are: the measurement, or the lists of those that count and of those out of which they do.
fn leads_to(call: &Call, it: &Reading) -> Html {
    let list = |kind: &str, filter: &str| format!("/{kind}?{}", Query::read(None).with("filter", filter));
    maud! {
        @if let Some(id) = &it.measurement { " " a href={ "/measurement/" (id.to_string()) } { (id.to_string()) } }
        @if let Some(rows) = &it.rows {
            " · " a href=(list(&rows.kind, &rows.counted)) { (call.say("strategy.counted")) }
            @if rows.counted != rows.out_of { " · " a href=(list(&rows.kind, &rows.out_of)) { (call.say("strategy.out_of")) } }
        }
    }
    .memoize()
}

/// A value with its interval.
fn shown(point: &Point, unit: &str) -> String {
    let number = |it: f64| {
        let text = format!("{it:.4}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let ends = point.interval.map(|it| format!(" ({} – {})", number(it.0), number(it.1))).unwrap_or_default();
    format!("{} {unit}{ends}", number(point.value))
}

/// The value of an indicator, or why there is none.
pub(super) fn value(call: &Call, it: &Reading) -> Html {
    match &it.now {
        Some(point) => maud! { (shown(point, &it.unit)) }.memoize(),
        None => maud! { (call.say("strategy.unknown")) " – " (parts::sentence(&it.why)) }.memoize(),
    }
}

/// Whether its target is met.
pub(super) fn standing(call: &Call, it: &Reading) -> Html {
    let (tone, key) = match it.standing {
        "met" => (Tone::Good, "strategy.met"),
        "missed" => (Tone::Bad, "strategy.missed"),
        _ => (Tone::Quiet, "strategy.not_judged"),
    };
    badge::badge(tone, call.say(key))
}

/// The key of the word for how it moved.
pub(super) fn trend(it: &Reading) -> &'static str {
    match it.trend {
        "better" => "strategy.better",
        "worse" => "strategy.worse",
        "steady" => "strategy.steady",
        "unclear" => "strategy.unclear",
        _ => "strategy.no_trend",
    }
}

/// Whether the value is fresh.
pub(super) fn fresh(call: &Call, it: &Reading) -> Html {
    match it.fresh {
        Some(true) => badge::badge(Tone::Good, call.say("strategy.is_fresh")),
        Some(false) => badge::badge(Tone::Watch, call.say("strategy.is_old")),
        None => nothing(),
    }
}
