//! Tiers of all AI systems: how many have which, who is undecided and lacks what, overrides with their end, and systems alike that
//! are not treated alike. One plan: the portfolio. Working one out and tables stand in files of their own, `marks` says which rows a fault is about. Serves ISO/IEC 42001 6.1.2.

pub(crate) mod grid;
mod marks;
pub(crate) mod one;
pub(crate) mod table;

use governance::deciding;
use governance::surroundings::SYSTEM;
use governance::tiering::portfolio::{Override, Portfolio, Unlike};
use governance::tiering::{CLASSIFICATION, UNDECIDED};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::reply::Reply;

/// Systems of one tier that are shown; the interface has all.
const SHOWN: usize = 100;

/// `GET /tiering`
pub(crate) async fn tiering(call: Call) -> Reply {
    call.query.only(&[])?;
    let portfolio = call.aims().tiers(&call.actor).await?;
    let title = call.say("tiering.title");
    let acts = maud! { a .button href={ "/" (deciding::KIND) } { (call.say("tiering.all_tables")) } };
    let lead = maud! { p { (call.say("tiering.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (distribution(&call, &portfolio))
        @for (tier, count) in portfolio.distribution.iter().filter(|it| it.1 > 0) { (of_tier(&call, &portfolio, tier, *count)) }
        (overrides(&call, &portfolio.overrides))
        (unlike(&call, &portfolio.unlike))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// A tier as people read it.
pub(super) fn named(call: &Call, tier: &str) -> String {
    if tier == UNDECIDED { call.say("tiering.undecided").to_owned() } else { words(tier) }
}

fn distribution(call: &Call, portfolio: &Portfolio) -> Html {
    let columns = [Column::title(call.say("inventory.tier")), Column::end(call.say("tiering.systems"))];
    let line = |(tier, count): &(String, usize)| {
        Line {
        cells: vec![
            maud! { @if *count > 0 { a href={ "#tier-" (tier) } { (named(call, tier)) } } @else { (named(call, tier)) } }.memoize(),
            maud! { (count) }.memoize(),
        ],
        href: None,
    }
    };
    let lines: Vec<Line> = portfolio.distribution.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="distribution" {
            h2 #distribution { (call.say("tiering.distribution")) }
            (Table { caption: call.say("tiering.distribution"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn of_tier(call: &Call, portfolio: &Portfolio, tier: &str, count: usize) -> Html {
    let columns = [
        Column::title(call.say("tiering.system")),
        Column::wide(call.say("tiering.why")),
        Column::of(call.say("tiering.next")),
    ];
    let line = |it: &governance::tiering::portfolio::Line| {
        let id = it.id.to_string();
        let cells = vec![
            maud! { a href={ "/" (SYSTEM) "/" (id) } { (it.title) } " " span .number { (id) } }.memoize(),
            maud! { (parts::sentence(&it.why)) }.memoize(),
            maud! { a href={ "/tiering/" (id) } { (call.say("tiering.work_out")) span .hidden { " " (id) } } }
                .memoize(),
        ];
        Line { cells, href: Some(format!("/{SYSTEM}/{id}")) }
    };
    let lines: Vec<Line> = portfolio.systems.iter().filter(|it| it.tier == tier).take(SHOWN).map(line).collect();
    let heading = named(call, tier);
    maud! {
        section .panel aria-labelledby={ "tier-" (tier) } {
            h2 id={ "tier-" (tier) } { (badge::badge(if tier == UNDECIDED { Tone::Watch } else { Tone::Info }, &heading)) " (" (count) ")" }
            (Table { caption: &heading, columns: &columns, lines: &lines }.draw())
            @if count > SHOWN { p .help { (call.count("tiering.more", (count - SHOWN) as u64)) } }
        }
    }
    .memoize()
}

fn overrides(call: &Call, all: &[Override]) -> Html {
    let columns = [
        Column::title(call.say("tiering.classification")),
        Column::of(call.say("tiering.system")),
        Column::of(call.say("tiering.instead")),
        Column::of(call.say("tiering.expires")),
        Column::wide(call.say("tiering.holds")),
    ];
    let line = |it: &Override| {
        let (id, href) = (it.id.to_string(), format!("/{CLASSIFICATION}/{}", it.id));
        let cells = vec![
            maud! { a href=(href) { (id) } }.memoize(),
            maud! { a href={ "/" (SYSTEM) "/" (it.system) } { (it.system) } }.memoize(),
            maud! { (words(&it.to)) }.memoize(),
            maud! { (it.expires) }.memoize(),
            maud! {
                @match &it.problem {
                    None => (badge::badge(Tone::Good, call.say("tiering.in_effect"))),
                    Some(problem) => { (badge::badge(Tone::Bad, call.say("tiering.no_effect"))) " " (parts::sentence(problem)) },
                }
            }
            .memoize(),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="overrides" {
            h2 #overrides { (call.say("tiering.overrides")) " (" (lines.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("tiering.no_overrides")) } }
            @else { (Table { caption: call.say("tiering.overrides"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn unlike(call: &Call, pairs: &[Unlike]) -> Html {
    let system =
        |id: &record::Id| maud! { a href={ "/" (SYSTEM) "/" (id.to_string()) } { (id.to_string()) } }.memoize();
    maud! {
        section .panel aria-labelledby="unlike" {
            h2 #unlike { (call.say("tiering.unlike")) " (" (pairs.len()) ")" }
            p .help { (call.say("tiering.unlike_help")) }
            ul {
                @for it in pairs.iter().take(SHOWN) {
                    li {
                        (system(&it.systems[0])) " " (named(call, &it.tiers[0])) ", " (system(&it.systems[1])) " " (named(call, &it.tiers[1])) ": "
                        @match &it.fact { Some(fact) => (words(fact)), None => (call.say("tiering.alike")) }
                    }
                }
            }
        }
    }
    .memoize()
}
