//! The tables of a monitor: what changed most in the newest batch, every batch with the way to its report, and what it raised.

use governance::monitoring::contribution::{Contribution, contributions, effect};
use governance::monitoring::judge::{Judged, judge};
use governance::monitoring::{ALERT, BATCH};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, tone};
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, badge, empty, parts, words};
use crate::language::grouped;

/// Changes that are listed.
const CHANGES: usize = 15;
/// Batches that are listed, the newest.
const BATCHES: usize = 36;

/// What changed most in the newest batch.
pub(super) fn changes(view: &View<'_>) -> Html {
    let (call, newest) = (view.call, view.whole.batches.last());
    let most = newest.map(contributions).unwrap_or_default();
    let some = |it: &&Contribution<'_>| it.times > 0.0;
    let lines: Vec<Line> = most.iter().filter(some).take(CHANGES).map(change).collect();
    let columns = [
        Column::title(call.say("monitor.column")),
        Column::of(call.say("monitor.metric")),
        Column::end(call.say("monitor.change")),
        Column::end(call.say("monitor.interval")),
        Column::end(call.say("monitor.p")),
        Column::end(call.say("monitor.times")),
        Column::of(call.say("monitor.verdict")),
    ];
    maud! {
        section .panel aria-labelledby="changes" {
            h2 #changes { (call.say("monitor.changes")) }
            @if lines.is_empty() { p .help { (call.say("monitor.no_changes")) } }
            @else { (Table { caption: call.say("monitor.changes"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn change(it: &Contribution<'_>) -> Line {
    let number = it.number;
    let plain = |it: String| maud! { (it) }.memoize();
    let metric = measure::metric::find(&number.metric).map_or(number.metric.clone(), |it| it.title.to_owned());
    let interval = number
        .interval
        .map(|(low, high)| format!("[{}, {}]", assess::number::number(low), assess::number::number(high)));
    let verdict = match number.verdict.as_str() {
        "fail" => badge::badge(tone("drifting"), &words("drifting")),
        other => badge::badge(tone(if other == "pass" { "in_order" } else { "" }), &words(other)),
    };
    let cells = vec![
        maud! { (number.of) @if let Some(cause) = it.cause { p .help { (parts::sentence(cause)) } } }.memoize(),
        plain(metric),
        plain(number.value.map(assess::number::number).unwrap_or_default()),
        plain(interval.unwrap_or_default()),
        plain(number.adjusted_p.map(assess::number::p_value).unwrap_or_default()),
        plain(format!("{:.1}", it.times)),
        verdict,
    ];
    Line { cells, href: None }
}

/// Every batch, the newest first, with the way to its measurement and its report.
pub(super) fn batches(view: &View<'_>) -> Html {
    let (call, whole) = (view.call, view.whole);
    if whole.batches.is_empty() {
        return empty::empty(
            "data",
            call.say("monitor.no_batches"),
            &call.tell("monitor.no_batches_help", &[("id", &whole.monitor.id)]),
            &[],
        );
    }
    let columns = [
        Column::title(call.say("monitor.batch")),
        Column::of(call.say("monitor.day")),
        Column::end(call.say("monitor.rows_of")),
        Column::of(call.say("monitor.against")),
        Column::of(call.say("monitor.word")),
        Column::wide(call.say("monitor.why")),
        Column::of(call.say("monitor.report")),
    ];
    let judged = judge(&whole.batches);
    let lines: Vec<Line> = judged.iter().rev().take(BATCHES).map(|it| line(view, it)).collect();
    let all = format!("/{BATCH}?filter=monitor:{}", whole.monitor.id);
    maud! {
        section .panel aria-labelledby="batches" {
            h2 #batches { (call.say("monitor.batches")) " " span .count { (whole.batches.len()) } }
            (Table { caption: call.say("monitor.batches"), columns: &columns, lines: &lines }.draw())
            p { a href=(all) { (call.say("monitor.all_batches")) } }
        }
    }
    .memoize()
}

fn line(view: &View<'_>, it: &Judged<'_>) -> Line {
    let (call, batch) = (view.call, it.batch);
    let href = format!("/{BATCH}/{}", batch.id);
    let plain = |it: String| maud! { (it) }.memoize();
    let thin = view.whole.settings.rows.is_some_and(|least| batch.rows < least);
    let why = match effect(batch) {
        Some(effect) => format!("{}; {effect}", it.why),
        None => it.why.clone(),
    };
    let cells = vec![
        maud! { a href=(href) { (batch.id.to_string()) } }.memoize(),
        plain(batch.day.to_string()),
        maud! { (grouped(batch.rows)) @if thin { " " (badge::badge(crate::html::tone::Tone::Watch, call.say("monitor.thin"))) } }.memoize(),
        plain(batch.compared_with.clone()),
        badge::badge(tone(it.word.name()), &words(it.word.name())),
        plain(parts::sentence(&why)),
        maud! { @if let Some(report) = &batch.report { a href={ "/files/" (report) } download { (call.say("monitor.report")) } } }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

/// What it raised.
pub(super) fn alerts(view: &View<'_>) -> Html {
    let (call, alerts) = (view.call, &view.whole.alerts);
    maud! {
        section .panel aria-labelledby="alerts" {
            h2 #alerts { (call.say("monitor.alerts")) }
            @if alerts.is_empty() { p .help { (call.say("monitor.no_alerts")) } }
            @else {
                ul { @for it in alerts.iter().take(BATCHES) {
                    li { a href={ "/" (ALERT) "/" (it.id.to_string()) } { (it.id.to_string()) " " (it.title) } " " (parts::state(call, ALERT, &it.state, it.retired)) }
                } }
            }
        }
    }
    .memoize()
}
