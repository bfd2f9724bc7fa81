//! The tables that both pages of duties share: what moves, places that nobody assessed, what clashes, what is missing.

use governance::obligations::clash::{Clashing, Party};
use governance::obligations::duty::Verdict;
use governance::obligations::gap::Gap;
use governance::obligations::moved::Moved;
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;

use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, parts, words};

/// Moved duties that are shown; the interface has all.
const SHOWN: usize = 300;

/// What moves between the two days.
pub(super) fn moved(call: &Call, all: &[Moved]) -> Html {
    let columns = [
        Column::title(call.say("obligations.provision")),
        Column::of(call.say("obligations.system")),
        Column::of(call.say("obligations.before")),
        Column::of(call.say("obligations.after")),
    ];
    let side = |it: Option<(Verdict, Option<Date>)>| {
        let day = it.and_then(|it| it.1).map(|it| it.to_string()).unwrap_or_default();
        maud! { @if let Some((of, _)) = it { (super::verdict(of)) " " (day) } }.memoize()
    };
    let line = |it: &Moved| {
        let id = it.system.to_string();
        let cells = vec![
            maud! { (it.title) " " span .number { (it.provision) } }.memoize(),
            maud! { a .number href={ "/system/" (id) "/obligations" } { (id) } }.memoize(),
            side(it.before),
            side(it.after),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().take(SHOWN).map(line).collect();
    let asked = ["than", "than_known"].iter().any(|it| call.query.get(it).is_some_and(|it| !it.is_empty()));
    maud! {
        @if asked {
            section .panel aria-labelledby="moved" {
                h2 #moved { (call.say("obligations.moved")) " (" (all.len().to_string()) ")" }
                p .help { (call.say("obligations.moved_help")) }
                @if !lines.is_empty() { (Table { caption: call.say("obligations.moved"), columns: &columns, lines: &lines }.draw()) }
            }
        }
    }
    .memoize()
}

/// Places whose duties nobody assessed.
pub(super) fn gaps(call: &Call, all: &[Gap]) -> Html {
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="gaps" {
                h2 #gaps { (call.say("obligations.gaps")) " (" (all.len().to_string()) ")" }
                p .help { (call.say("obligations.gaps_help")) }
                ul {
                    @for it in all {
                        li {
                            a .number href={ "/system/" (it.system.to_string()) "/obligations" } { (it.system.to_string()) } " "
                            (it.label) ": "
                            @if it.laws { (call.say("obligations.gap_laws")) } @else { (call.say("obligations.gap_unknown")) } " "
                            a href={ "/obligation/new?f.covers=" (it.system.to_string()) "&f.jurisdiction=" (it.place) } {
                                (call.say("obligations.assess")) span .hidden { " " (it.label) " " (it.system.to_string()) }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Two sides that pull in two directions.
pub(super) fn clash(call: &Call, it: &Clashing) -> Html {
    let side = |all: &[Party]| {
        let each = |it: &Party| {
            maud! { li { (it.title) " " span .number { (it.duty) } " " span .help { (it.source) } } }.memoize()
        };
        let all: Vec<Html> = all.iter().map(each).collect();
        maud! { ul { @for it in &all { (it) } } }.memoize()
    };
    maud! {
        h3 { (it.label) }
        p { (parts::sentence(&it.says)) }
        (side(&it.one))
        p { (call.say("obligations.against")) }
        (side(&it.other))
    }
    .memoize()
}

/// What is missing, by whom to ask.
pub(super) fn missing(call: &Call, all: &[(String, Vec<(String, usize)>)]) -> Html {
    let columns = [
        Column::title(call.say("obligations.whom")),
        Column::of(call.say("obligations.fact")),
        Column::of(call.say("obligations.waiting")),
    ];
    let each = |(whom, facts): &(String, Vec<(String, usize)>)| -> Vec<Line> {
        let line = |(fact, n): &(String, usize)| Line {
            cells: vec![
                maud! { (parts::sentence(whom)) }.memoize(),
                maud! { (words(fact)) }.memoize(),
                maud! { (n.to_string()) }.memoize(),
            ],
            href: None,
        };
        facts.iter().map(line).collect()
    };
    let lines: Vec<Line> = all.iter().flat_map(each).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="missing" {
                h2 #missing { (call.say("obligations.missing")) }
                p .help { (call.say("obligations.missing_help")) }
                (Table { caption: call.say("obligations.missing"), columns: &columns, lines: &lines }.draw())
            }
        }
    }
    .memoize()
}
