//! The parts of the page of reviews.

use chart::forest::{Estimate as Drawn, Forest};
use chart::{Chart, Plot};
use governance::reviewing::REQUEST;
use governance::reviewing::board::{Board, Mislaid, OfLane};
use governance::reviewing::cost::Cost;
use governance::reviewing::lane::Laned;
use governance::reviewing::replay::Replay;
use governance::reviewing::reviewers::Predicted;
use hypertext::{maud_borrow as maud, prelude::*};
use measure::Estimate;
use record::Id;

use super::badged;
use crate::call::Call;
use crate::html::figure::figure;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts};

/// Lines of a table; the interface has all.
const SHOWN: usize = 100;

fn number(it: f64) -> String {
    parts::rounded(it, 1)
}

/// A number with its interval and how many requests it is of.
fn told(it: &Option<Estimate>, times: f64, unit: &str) -> String {
    let Some(it) = it else { return String::new() };
    let interval = it.interval.map(|it| format!(" [{}, {}]", number(times * it.low), number(times * it.high)));
    format!("{}{}{unit} (n = {})", number(times * it.value), interval.unwrap_or_default(), it.n)
}

fn days(it: &Result<Predicted, String>) -> String {
    match it {
        Ok(it) => number(it.days),
        Err(why) => parts::sentence(why),
    }
}

/// What an answer costs, with the plan that says so; why nobody can tell otherwise.
fn cost(it: &Result<Cost, String>) -> Html {
    match it {
        Ok(it) => maud! {
            (number(it.amount)) " " (it.currency) " " a href={ "/resource_plan/" (it.by.to_string()) } { (it.by.to_string()) }
        }
        .memoize(),
        Err(why) => maud! { span .help { (parts::sentence(why)) } }.memoize(),
    }
}

/// The lanes with their figures.
pub(super) fn lanes(call: &Call, board: &Board) -> Html {
    let columns = [
        Column::title(call.say("reviews.lane")),
        Column::end(call.say("reviews.open")),
        Column::end(call.say("reviews.late")),
        Column::of(call.say("reviews.days")),
        Column::of(call.say("reviews.in_time")),
        Column::of(call.say("reviews.first_pass")),
        Column::end(call.say("reviews.people")),
        Column::end(call.say("reviews.cost")),
        Column::wide(call.say("reviews.predicted")),
    ];
    let line = |it: &OfLane| {
        let key = if it.lane.calendar.is_some() { "reviews.allowed_of_work" } else { "reviews.allowed" };
        let allowed = call.count(key, it.lane.days.unsigned_abs());
        let cells = vec![
            maud! { (badged(call, &it.lane.name)) " " span .help { (allowed) } }.memoize(),
            maud! { (it.open.len()) }.memoize(),
            maud! { @if it.late.is_empty() { "0" } @else { (badge::badge(Tone::Bad, &it.late.len().to_string())) } }.memoize(),
            maud! { (told(&it.days, 1.0, "")) }.memoize(),
            maud! { (told(&it.in_time, 100.0, " %")) }.memoize(),
            maud! { (told(&it.first_pass, 100.0, " %")) }.memoize(),
            maud! { (it.people) }.memoize(),
            cost(&it.cost),
            maud! { (days(&it.predicted)) @if let Ok(it) = &it.predicted { " " span .help { (call.tell("reviews.used", &[("percent", &number(100.0 * it.utilisation))])) } } }.memoize(),
        ];
        Line { cells, href: Some(format!("/{REQUEST}?filter=lane:{}", it.lane.name)) }
    };
    let lines: Vec<Line> = board.lanes.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="lanes" {
            h2 #lanes { (call.say("reviews.lanes")) }
            p .help { (call.say("reviews.lanes_help")) }
            (Table { caption: call.say("reviews.lanes"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

/// The days that each lane took.
pub(super) fn chart(call: &Call, board: &Board) -> Chart {
    let row = |it: &OfLane| {
        let days = it.days.as_ref()?;
        let interval = days.interval.map(|it| (it.low, it.high));
        let link = format!("/{REQUEST}?filter=lane:{}", it.lane.name);
        Some(Drawn { label: it.lane.label.clone(), value: days.value, interval, n: Some(days.n), link })
    };
    Chart {
        title: call.say("reviews.chart").to_owned(),
        description: call.say("reviews.chart_help").to_owned(),
        plot: Plot::Forest(Forest {
            of: call.say("reviews.lane").to_owned(),
            measure: call.say("reviews.days").to_owned(),
            rows: board.lanes.iter().filter_map(row).collect(),
            lines: Vec::new(),
        }),
    }
}

/// The picture of the days, once something was answered.
pub(super) fn picture(call: &Call, board: &Board) -> Html {
    let any = board.lanes.iter().any(|it| it.days.is_some());
    maud! { @if any { (figure(call.language(), &chart(call, board), "picture-lanes", Some("/reviews/charts/lanes"))) } }
        .memoize()
}

fn request(id: &Id) -> Html {
    maud! { a href={ "/" (REQUEST) "/" (id.to_string()) } { (id.to_string()) } }.memoize()
}

/// What waits, the most urgent first.
pub(super) fn open(call: &Call, board: &Board) -> Html {
    let columns = [
        Column::title(call.say("reviews.request")),
        Column::of(call.say("reviews.lane")),
        Column::of(call.say("reviews.due")),
        Column::wide(call.say("reviews.why")),
        Column::end(call.say("reviews.missing")),
    ];
    let line = |it: &Laned| {
        let says = it.path.as_ref().map(|it| it.says.as_str()).or(it.problem.as_deref()).unwrap_or_default();
        let due = it.due.map(|it| it.to_string()).unwrap_or_default();
        let cells = vec![
            maud! { a href={ "/" (REQUEST) "/" (it.request.to_string()) } { (it.title) } " " span .number { (it.request.to_string()) } }.memoize(),
            badged(call, &it.lane),
            maud! { @if it.late { (badge::badge(Tone::Bad, &due)) } @else { (due) } }.memoize(),
            maud! { (parts::sentence(says)) }.memoize(),
            maud! { (it.missing.len()) }.memoize(),
        ];
        Line { cells, href: Some(format!("/{REQUEST}/{}", it.request)) }
    };
    let lines: Vec<Line> = board.open.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel aria-labelledby="open" {
            h2 #open { (call.say("reviews.waiting")) " (" (board.open.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("reviews.nothing_waits")) } }
            @else { (Table { caption: call.say("reviews.waiting"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

/// Requests whose lane does not fit what is known today, and the share of answers that they are; nothing where all do.
pub(super) fn mislaid(call: &Call, heading: &'static str, all: &[Mislaid], share: &Option<Estimate>) -> Html {
    if all.is_empty() {
        return maud! {}.memoize();
    }
    let columns = [
        Column::title(call.say("reviews.request")),
        Column::of(call.say("reviews.took")),
        Column::of(call.say("reviews.today")),
        Column::wide(call.say("reviews.why")),
    ];
    let line = |it: &Mislaid| {
        let cells = vec![
            request(&it.id),
            badged(call, &it.took),
            badged(call, &it.now),
            maud! { (parts::sentence(&it.why)) }.memoize(),
        ];
        Line { cells, href: Some(format!("/{REQUEST}/{}", it.id)) }
    };
    let lines: Vec<Line> = all.iter().take(SHOWN).map(line).collect();
    maud! {
        section .panel {
            h2 { (call.say(heading)) " (" (all.len()) ")" }
            p .help { (call.tell("reviews.share", &[("share", &told(share, 100.0, " %"))])) }
            (Table { caption: call.say(heading), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

/// How many answers of the fast lane people look at afterwards.
pub(super) fn sample(call: &Call, board: &Board) -> Html {
    let (fast, drawn) = board.sampled;
    let share = number(100.0 * call.configuration.libraries.reviews.sample);
    let says = call.tell("reviews.sampled", &[("fast", &fast), ("drawn", &drawn), ("share", &share)]);
    maud! { section .panel { h2 { (call.say("reviews.sample")) } p { (says) } } }.memoize()
}

/// What another table would have done: its number is asked for, and the answer stands beneath.
pub(super) fn replay(call: &Call, replayed: Option<&Replay>) -> Html {
    maud! {
        section .panel aria-labelledby="replay" {
            h2 #replay { (call.say("reviews.replay")) }
            p .help { (call.say("reviews.replay_help")) }
            form .inline.row action="/reviews" method="get" {
                label for="table" { (call.say("reviews.table")) }
                input #table name="table" placeholder="DTB-2" value=(call.query.get("table").unwrap_or_default());
                button type="submit" { (call.say("reviews.try")) }
            }
            @if let Some(replayed) = replayed { (answered(call, replayed)) }
        }
    }
    .memoize()
}

fn answered(call: &Call, of: &Replay) -> Html {
    let columns = [
        Column::title(call.say("reviews.lane")),
        Column::end(call.say("reviews.now")),
        Column::end(call.say("reviews.then")),
        Column::of(call.say("reviews.days_now")),
        Column::of(call.say("reviews.days_then")),
    ];
    let figures = of.before.predicted.iter().zip(&of.after.predicted);
    let lines: Vec<Line> = of
        .before
        .lanes
        .iter()
        .zip(&of.after.lanes)
        .zip(figures)
        .map(|((now, then), (before, after))| {
            let cells = vec![
                badged(call, &now.0),
                maud! { (now.1) }.memoize(),
                maud! { (then.1) }.memoize(),
                maud! { (days(&before.1)) }.memoize(),
                maud! { (days(&after.1)) }.memoize(),
            ];
            Line { cells, href: None }
        })
        .collect();
    let (missed, then) = (of.before.missed.len(), of.after.missed.len());
    maud! {
        p { (call.tell("reviews.replayed", &[("moved", &of.moved.len()), ("all", &of.requests), ("table", &of.after.table)])) }
        p { (call.tell("reviews.missed", &[("now", &missed), ("then", &then)])) }
        (Table { caption: call.say("reviews.replay"), columns: &columns, lines: &lines }.draw())
        @if !of.moved.is_empty() {
            ul .plain {
                @for it in of.moved.iter().take(SHOWN) {
                    li { (request(&it.id)) " " (badged(call, &it.from)) " → " (badged(call, &it.to)) " " (parts::sentence(&it.why)) }
                }
            }
        }
    }
    .memoize()
}
