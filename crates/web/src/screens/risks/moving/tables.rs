//! The tables of what moves risks: figures, the queue with the way on which each event reaches a risk, proposals, and levels that moved.

use governance::risking::moving::answered::{Event, Told, Waiting};
use governance::risking::moving::feed::{Moved, Shift};
use governance::risking::moving::proposing::{Proposal, Untold};
use governance::risking::replay::Moved as Replayed;
use hypertext::{maud_borrow as maud, prelude::*};

use super::super::tone;
use crate::call::Call;
use crate::html::section::{behind, line, named, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// How many of a list stand on the page.
fn most(call: &Call) -> usize {
    call.configuration.libraries.moving.most_listed
}

/// A note where not all of a list stand on the page.
fn more(call: &Call, all: usize) -> Html {
    let shown = most(call);
    maud! { @if all > shown { p .notice { (call.tell("moving.more", &[("shown", &shown), ("all", &all)])) } } }
        .memoize()
}

/// How many risks wait, and how many moved; each leads to its list below.
pub(super) fn figures(call: &Call, told: &Told) -> Html {
    let it = &told.figures;
    let since = told.since;
    let all = [
        ("#moving-queue", call.tell("moving.figure_now", &[("k", &it.now), ("n", &it.risks)])),
        (
            "#moving-queue",
            call.count_with(
                "moving.figure_reached",
                it.reached as u64,
                &[("new", &it.newly_reached), ("since", &since)],
            ),
        ),
        ("#moving-queue", call.count_with("moving.figure_due", it.became_due as u64, &[("since", &since)])),
        ("#moving-feed", call.count_with("moving.figure_moved", it.moved as u64, &[("since", &since)])),
    ];
    maud! {
        section .panel aria-labelledby="moving-figures" {
            h2 #moving-figures { (call.say("moving.figures")) }
            ul .plain { @for (to, says) in &all { li { a href=(to) { (says) } } } }
            @if told.by.is_none() { p .help { (call.say("moving.no_criteria")) } }
        }
    }
    .memoize()
}

/// The way on which an event reaches a risk, in words and as links.
fn path(call: &Call, told: &Told, it: &Event) -> Html {
    maud! {
        (badge::badge(Tone::Watch, &words(&it.event))) " " (it.on.to_string()) " " (named(call, &told.names, &it.id))
        @for hop in &it.path {
            @if hop.says.is_empty() { ": " } @else { " " (hop.says) " " }
            (named(call, &told.names, &hop.id))
        }
        @if !it.moved.is_empty() { div .help { (parts::sentence(&it.moved)) } }
    }
    .memoize()
}

/// The events that reach a risk, the first of them open to the eye.
fn events(call: &Call, told: &Told, it: &Waiting) -> Html {
    let shown = most(call);
    let all: Vec<Html> = it.events.iter().take(shown).map(|it| path(call, told, it)).collect();
    maud! {
        @match all.as_slice() {
            [] => (text("")),
            [one] => (one),
            [first, rest @ ..] => {
                (first)
                details { summary { (call.tell("moving.more_events", &[("count", &(it.events.len() - 1))])) } ul { @for of in rest { li { (of) } } } }
            },
        }
    }
    .memoize()
}

/// What reaches one risk.
pub(super) fn reached(call: &Call, told: &Told) -> Html {
    let row = |it: &Waiting| it.events.iter().map(|of| line(vec![path(call, told, of)])).collect::<Vec<_>>();
    let lines: Vec<Line> = told.queue.iter().flat_map(row).take(most(call)).collect();
    section(call, "moving-reached", ["moving.reached", "moving.reached_help"], &[("moving.event", "wide")], &lines)
}

/// Risks that are to be assessed again.
pub(super) fn queue(call: &Call, told: &Told) -> Html {
    let row = |it: &Waiting| {
        let owner = match &it.owner {
            Some(owner) => named(call, &told.names, owner),
            None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
        };
        let (as_is, level) = match (&it.gravest, it.verdict) {
            (Some(level), Some(verdict)) => (tone(verdict), words(level)),
            _ => (Tone::Quiet, call.say("moving.not_told").to_owned()),
        };
        let why = it.level_says.as_deref().unwrap_or_else(|| call.say("moving.no_criteria"));
        let by = maud! {
            (badge::badge(if it.now { Tone::Bad } else { Tone::Quiet }, &it.due.on.to_string()))
            @if let Some(days) = it.days_assessed { div .help { (call.count("moving.days_assessed", days.max(0) as u64)) } }
            @if let Some(days) = it.days_event { div .help { (call.count("moving.days_event", days.max(0) as u64)) } }
        };
        line(vec![
            by.memoize(),
            named(call, &told.names, &it.risk),
            behind(as_is, &level, why),
            owner,
            behind(Tone::Quiet, &words(it.due.reason.name()), &it.due.says),
            events(call, told, it),
        ])
    };
    let lines: Vec<Line> = told.queue.iter().take(most(call)).map(row).collect();
    let names = [
        ("moving.by", ""),
        ("moving.risk", "title"),
        ("moving.level", ""),
        ("moving.owner", ""),
        ("moving.reason", ""),
        ("moving.event", "wide"),
    ];
    let list = section(call, "moving-queue", ["moving.queue", "moving.queue_help"], &names, &lines);
    maud! { @if lines.is_empty() { p .done { (call.say("moving.nothing")) } } (list) (more(call, told.queue.len())) }
        .memoize()
}

/// Likelihoods that are proposed, with the button of whoever answers for the risk.
pub(super) fn proposals(call: &Call, told: &Told) -> Html {
    let row = |it: &Proposal| {
        let mine = call.actor.person.is_some() && call.actor.person == it.owner;
        let action = format!("/risks/{}/take", it.risk);
        let owner = match &it.owner {
            Some(owner) => named(call, &told.names, owner),
            None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
        };
        let taking = maud! {
            @if mine {
                form .inline.no-print action=(action) method="post" {
                    (parts::once())
                    input type="hidden" name="base" value=(it.version);
                    button type="submit" { (call.say("moving.take")) }
                }
            } @else { (owner) }
        };
        let behind_it = maud! {
            (behind(Tone::Watch, &it.to.1, &it.because))
            @for of in it.records.iter().take(most(call)) { div .help { (named(call, &told.names, of)) } }
        };
        line(vec![named(call, &told.names, &it.risk), text(&it.from.1), behind_it.memoize(), taking.memoize()])
    };
    let lines: Vec<Line> = told.proposals.iter().take(most(call)).map(row).collect();
    let names =
        [("moving.risk", "title"), ("moving.assessed", ""), ("moving.proposed", "wide"), ("moving.taken_by", "")];
    section(call, "moving-proposals", ["moving.proposals", "moving.proposals_help"], &names, &lines)
}

/// Likelihoods that cannot be told.
pub(super) fn untold(call: &Call, told: &Told) -> Html {
    let row = |it: &Untold| line(vec![named(call, &told.names, &it.risk), text(parts::sentence(&it.why))]);
    let lines: Vec<Line> = told.untold.iter().take(most(call)).map(row).collect();
    let names = [("moving.risk", "title"), ("moving.why", "wide")];
    section(call, "moving-untold", ["moving.untold", "moving.untold_help"], &names, &lines)
}

/// Levels that moved.
pub(super) fn feed(call: &Call, told: &Told) -> Html {
    let level = |it: &Option<String>| it.as_deref().map_or_else(|| call.say("moving.no_level").to_owned(), words);
    let shift = |it: &Shift| {
        let of = it.of.as_deref().map(|of| format!(", {}", words(of).to_lowercase())).unwrap_or_default();
        format!("{}{of}: {} → {}", words(it.basis.name()), level(&it.before), level(&it.after))
    };
    let row = |it: &Moved| {
        let what = maud! {
            @for of in &it.shifts { div { (shift(of)) } }
            @if let Some((from, to)) = &it.state { div .help { (words(from)) " → " (words(to)) } }
            @if it.shifts.is_empty() && it.assessed { div { (call.say("moving.as_it_was")) } }
        };
        let cause = maud! {
            @if let Some(cause) = &it.cause { (named(call, &told.names, cause)) " " }
            @if let Some(why) = &it.why { (parts::sentence(why)) }
        };
        let history = format!("/risk/{}/history", it.risk);
        let when = maud! { a href=(history) { (it.on.to_string()) } };
        line(vec![
            when.memoize(),
            named(call, &told.names, &it.risk),
            what.memoize(),
            text(it.by.clone()),
            cause.memoize(),
        ])
    };
    let lines: Vec<Line> = told.feed.iter().take(most(call)).map(row).collect();
    let names = [
        ("moving.on", ""),
        ("moving.risk", "title"),
        ("moving.what", "wide"),
        ("moving.by_whom", ""),
        ("moving.cause", "wide"),
    ];
    let list = section(call, "moving-feed", ["moving.feed", "moving.feed_help"], &names, &lines);
    maud! { (list) (more(call, told.feed.len())) }.memoize()
}

/// What moved because other criteria took the place of those before.
pub(super) fn replaced(call: &Call, told: &Told) -> Html {
    let row = |it: &Replayed| {
        line(vec![
            named(call, &told.names, &it.risk),
            text(words(&it.was.of)),
            badge::badge(tone(it.was.verdict), &words(it.was.verdict.name())),
            badge::badge(tone(it.becomes.verdict), &words(it.becomes.verdict.name())),
            text(parts::sentence(&it.becomes.says)),
        ])
    };
    let lines: Vec<Line> = told.replaced.iter().flat_map(|it| it.moved.iter()).take(most(call)).map(row).collect();
    let names =
        [("moving.risk", "title"), ("risks.type", ""), ("risks.was", ""), ("risks.becomes", ""), ("risks.how", "wide")];
    section(call, "moving-replaced", ["moving.replaced", "moving.replaced_help"], &names, &lines)
}
