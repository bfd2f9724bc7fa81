//! What waits for somebody: attacks that succeed still, attacks that no monitor saw, and likelihoods that may be taken over.

use governance::challenging::proposing::Proposal;
use governance::challenging::whole::{Told, Waiting};
use hypertext::{maud_borrow as maud, prelude::*};

use super::acts;
use crate::call::Call;
use crate::html::section::{behind, line, named, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// The cells that both lists have.
fn attack(call: &Call, told: &Told, it: &Waiting) -> Vec<Html> {
    let of = &it.attack;
    let says = if of.says.is_empty() { of.attack.clone() } else { of.says.clone() };
    let tone = match of.severity.as_deref() {
        Some("critical" | "high") => Tone::Bad,
        Some(_) => Tone::Watch,
        None => Tone::Quiet,
    };
    let grave = of.severity.as_deref().map_or_else(|| call.say("challenges.ungraded").to_owned(), words);
    let risk = of.risk.as_ref().map_or_else(|| text(""), |risk| named(call, &told.names, risk));
    let what = maud! { (says) div .help { (of.technique) " " (of.attack) } };
    vec![named(call, &told.names, &it.exercise), what.memoize(), badge::badge(tone, &grave), risk]
}

/// How many of a list stand on the page, where not all do.
fn more(call: &Call, all: usize) -> (usize, Html) {
    let most = call.configuration.libraries.challenging.most_listed;
    let says = maud! {
        @if all > most { p .notice { (call.tell("challenges.more", &[("shown", &most), ("all", &all)])) } }
    };
    (most, says.memoize())
}

/// Attacks that succeed still.
pub(super) fn queue(call: &Call, told: &Told) -> Html {
    let row = |it: &Waiting| {
        let mut cells = attack(call, told, it);
        let next = if it.ready() { "challenges.replay" } else { "challenges.fix" };
        cells.extend([named(call, &told.names, &it.attack.run), text(call.say(next))]);
        line(cells)
    };
    let (most, says) = more(call, told.queue.len());
    let lines: Vec<Line> = told.queue.iter().take(most).map(row).collect();
    let names = [
        ("challenges.exercise", ""),
        ("challenges.attack", "wide"),
        ("challenges.severity", ""),
        ("challenges.risk", ""),
        ("challenges.last_run", ""),
        ("challenges.next", ""),
    ];
    let list = section(call, "challenges-queue", ["challenges.queue", "challenges.queue_help"], &names, &lines);
    maud! { (list) (says) }.memoize()
}

/// Attacks that no monitor saw, with the buttons that make actions of them.
pub(super) fn missed(call: &Call, told: &Told) -> Html {
    let row = |it: &Waiting| {
        let mut cells = attack(call, told, it);
        cells.push(match &it.action {
            Some(action) => named(call, &told.names, action),
            None => badge::badge(Tone::Bad, call.say("challenges.no_action")),
        });
        line(cells)
    };
    let (most, says) = more(call, told.missed.len());
    let lines: Vec<Line> = told.missed.iter().take(most).map(row).collect();
    let names = [
        ("challenges.exercise", ""),
        ("challenges.attack", "wide"),
        ("challenges.severity", ""),
        ("challenges.risk", ""),
        ("challenges.action", ""),
    ];
    let left = |id: &record::Id| told.missed.iter().filter(|it| it.exercise == *id && it.action.is_none()).count();
    let list = section(call, "challenges-missed", ["challenges.missed", "challenges.missed_help"], &names, &lines);
    maud! {
        (list) (says)
        @for it in &told.exercises { @if left(&it.id) > 0 { (acts::acting(call, it, left(&it.id))) } }
    }
    .memoize()
}

/// Likelihoods that are proposed, with the button of whoever answers for the risk.
pub(super) fn proposals(call: &Call, told: &Told) -> Html {
    let row = |it: &Proposal| {
        let mine = call.actor.person.is_some() && call.actor.person == it.owner;
        let action = format!("/challenges/{}/take", it.exercise);
        let owner = match &it.owner {
            Some(owner) => named(call, &told.names, owner),
            None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
        };
        let taking = maud! {
            @if mine {
                form .inline.no-print action=(action) method="post" {
                    (parts::once())
                    input type="hidden" name="risk" value=(it.risk.to_string());
                    input type="hidden" name="base" value=(it.version);
                    button type="submit" { (call.say("challenges.take")) }
                }
            } @else { (owner) }
        };
        line(vec![
            named(call, &told.names, &it.risk),
            text(&it.from.1),
            behind(Tone::Watch, &it.to.1, &it.because),
            taking.memoize(),
        ])
    };
    let lines: Vec<Line> = told.proposals.iter().map(row).collect();
    let names = [
        ("challenges.risk", "title"),
        ("challenges.assessed", ""),
        ("challenges.proposed", "wide"),
        ("challenges.taken_by", ""),
    ];
    section(call, "challenges-proposals", ["challenges.proposals", "challenges.proposals_help"], &names, &lines)
}
