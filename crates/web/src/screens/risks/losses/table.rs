//! Appetites and whether they hold, and each risk by its numbers: how often and from what, what an event costs, where it lies in the matrix, what it adds.

use governance::risking::RISK;
use governance::risking::quantifying::answered::{Held, Numbers, Placed};
use governance::risking::quantifying::rates::Source;
use governance::risking::quantifying::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use super::figures::{amount, ends, how, limit, percent};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::language::grouped;

/// How much may be lost, how likely more is, and whether that holds.
pub(in crate::screens::risks) fn appetites(call: &Call, numbers: &Numbers) -> Html {
    let columns = [
        Column::title(call.say("losses.appetite")),
        Column::end(call.say("losses.exceeding")),
        Column::end(call.say("losses.interval")),
        Column::of(call.say("losses.holds")),
        Column::wide(call.say("losses.definition")),
    ];
    let line = |it: &Held| {
        let interval =
            it.exceeding.interval.map(|of| format!("{} – {}", percent(of.low), percent(of.high))).unwrap_or_default();
        let (tone, key) = match it.verdict {
            "holds" => (Tone::Good, "losses.verdict_holds"),
            "broken" => (Tone::Bad, "losses.verdict_broken"),
            _ => (Tone::Watch, "losses.verdict_cannot_tell"),
        };
        let why = it.why.as_deref().map(parts::sentence).unwrap_or_default();
        let cells = vec![
            maud! { (limit(call, &it.appetite)) }.memoize(),
            maud! { (percent(it.exceeding.value)) }.memoize(),
            maud! { (interval) }.memoize(),
            maud! { (badge::badge(tone, call.say(key))) " " span .help { (why) } }.memoize(),
            how(call, "exceeding"),
        ];
        Line { cells, href: None }
    };
    let single = call.query.get("risk").is_some();
    let lines: Vec<Line> = numbers.appetites.iter().map(line).collect();
    maud! {
        @if lines.is_empty() && single { p .help { (call.say("losses.one_risk")) } }
        @else if lines.is_empty() { p .help { (call.say("losses.no_appetite")) } }
        @else { (Table { caption: call.say("losses.appetite"), columns: &columns, lines: &lines }.draw()) }
    }
    .memoize()
}

/// Each risk by its numbers.
pub(super) fn risks(call: &Call, told: &Told, numbers: &Numbers) -> Html {
    let columns = [
        Column::title(call.say("risks.risk")),
        Column::end(call.say("losses.events")),
        Column::wide(call.say("losses.source")),
        Column::end(call.say("losses.cost")),
        Column::end(call.say("losses.expected")),
        Column::end(call.say("losses.share")),
        Column::wide(call.say("losses.position")),
    ];
    let lines: Vec<Line> = numbers.risks.iter().map(|it| line(call, told, numbers, it)).collect();
    maud! {
        h3 { (call.say("losses.risks")) }
        p .help { (call.say("losses.risks_help")) }
        (Table { caption: call.say("losses.risks"), columns: &columns, lines: &lines }.draw())
    }
    .memoize()
}

fn line(call: &Call, told: &Told, numbers: &Numbers, it: &Placed) -> Line {
    let id = it.risk.to_string();
    let href = format!("/{RISK}/{id}");
    let name = told.names.get(&id).cloned().unwrap_or_default();
    let kept = numbers.losses.risks.iter().find(|of| of.id == id).and_then(|of| of.kept.expected.value());
    let share = numbers.together.as_ref().and_then(|of| of.risks.iter().find(|of| of.name == id)?.share);
    let interval = it.interval.map(|of| format!(" ({})", ends(of))).unwrap_or_default();
    let cells = vec![
        maud! { a href=(href) { (name) } " " span .number { (id) } }.memoize(),
        maud! { (amount(it.events)) (interval) }.memoize(),
        source(call, &it.rate.source),
        maud! { (it.cost.map(amount).unwrap_or_default()) }.memoize(),
        maud! { (kept.map(amount).unwrap_or_default()) }.memoize(),
        maud! { (share.map(percent).unwrap_or_default()) }.memoize(),
        position(call, it),
    ];
    Line { cells, href: None }
}

/// Where it comes from how often a risk happens, with the records behind it.
fn source(call: &Call, it: &Source) -> Html {
    maud! {
        @match it {
            Source::Causes => (call.say("losses.by_causes")),
            Source::Stated => (call.say("losses.by_law")),
            Source::Indicator { seen, outside } => {
                a href={ "/indicator/" (seen.indicator.to_string()) } { (seen.indicator.to_string()) } " "
                (call.tell("losses.by_indicator", &[
                    ("value", &assess::number::number(seen.value)),
                    ("interval", &seen.interval.map(ends).unwrap_or_else(|| call.say("chart.no_interval").to_owned())),
                    ("n", &seen.n.map(grouped).unwrap_or_default()),
                    ("on", &seen.on),
                ]))
                @if let Some(of) = &seen.measurement { " " a href={ "/measurement/" (of.to_string()) } { (of.to_string()) } }
                @if outside.is_some() { " " (badge::badge(Tone::Watch, call.say("losses.outside"))) }
            },
            Source::Incidents { incidents, count, from, exposure, prior, conflict, .. } => {
                (call.tell("losses.by_incidents", &[
                    ("count", count), ("from", from), ("exposure", &assess::number::number(*exposure)),
                    ("prior", &assess::number::number(prior.mean)), ("conflict", &assess::number::number(*conflict)),
                ]))
                @for of in incidents { " " a href={ "/incident/" (of.to_string()) } { (of.to_string()) } }
            },
        }
    }
    .memoize()
}

/// The place in the matrix, or why there is none.
fn position(call: &Call, it: &Placed) -> Html {
    let reaches = |low: usize, high: usize| call.tell("losses.reaches", &[("low", &low), ("high", &high)]);
    maud! {
        @match &it.position {
            Some(of) => {
                (of.likelihood_name) ", " (of.consequence_name) " "
                (badge::badge(super::super::tone(of.verdict), &words(of.level.as_deref().unwrap_or(of.verdict.name()))))
                @if of.likelihood_reaches.0 != of.likelihood_reaches.1 { " " span .help { (reaches(of.likelihood_reaches.0, of.likelihood_reaches.1)) } }
                div .help { (parts::sentence(&of.says)) }
            },
            None => { (badge::badge(Tone::Quiet, call.say("losses.not_placed"))) " " (parts::sentence(it.why.as_deref().unwrap_or_default())) },
        }
    }
    .memoize()
}
