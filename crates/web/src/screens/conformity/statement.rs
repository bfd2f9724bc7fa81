//! On the page of a statement of applicability: what is wrong with it, what changed since somebody looked, its entries with how far each is
//! carried out, and what it says differently from the statement before. One plan: the statement told.

use axum::extract::Path;
use governance::conformity::statement::Told;
use governance::conformity::{STATEMENT, statement};
use governance::packing::issue::{FILES, media};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{explained, status};
use crate::call::{Call, number};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::{self, Reply};

/// `GET /conformity/statements/SOA-0001.xlsx`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (id, ending) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
    let bytes = call.aims().statement_file(&call.actor, &number(id)?, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// The panel on the page of a statement.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let told = call.aims().statement(&call.actor, &view.record.id).await?;
        Ok(maud! { (files(call, &told)) (scope(call, &told)) (faults(call, &told)) (moved(call, &told)) (entries(call, &told)) (differences(call, &told)) }.memoize())
    })
}

fn files(call: &Call, told: &Told) -> Html {
    maud! {
        p .no-print {
            (call.say("soa.files")) " "
            @for (ending, _) in FILES {
                a .button href={ "/conformity/statements/" (told.id.to_string()) "." (ending) } { (ending.to_uppercase()) } " "
            }
        }
    }
    .memoize()
}

/// The scope for which it is made, and whether that is the one in force.
fn scope(call: &Call, told: &Told) -> Html {
    maud! {
        @if let Some(it) = &told.scope {
            p {
                (call.say("soa.made_for")) " " a href={ "/aims_scope/" (it.id.to_string()) } { (it.id.to_string()) " " (it.title) } " "
                @if it.in_force { (badge::badge(Tone::Good, call.say("soa.scope_in_force"))) }
                @else { (badge::badge(Tone::Bad, call.say("soa.scope_not_in_force"))) }
            }
        } @else if !told.scope_words.is_empty() { p .help { (call.say("soa.scope_in_words")) } }
    }
    .memoize()
}

fn faults(call: &Call, told: &Told) -> Html {
    maud! {
        section .panel aria-labelledby="faults" {
            h2 #faults { (call.say("soa.faults")) }
            @if told.faults.is_empty() { p { (call.say("soa.sound")) } }
            @else { ul { @for it in &told.faults { li { strong { (it.control) } ": " (it.says) } } } }
        }
    }
    .memoize()
}

fn moved(call: &Call, told: &Told) -> Html {
    let seen = told.moved.iter().filter(|it| told.titles.contains_key(*it)).cloned().collect::<Vec<_>>();
    let hidden = told.moved.len() - seen.len();
    maud! {
        @if !told.moved.is_empty() {
            section .panel aria-labelledby="moved" {
                h2 #moved { (call.say("soa.moved")) }
                p .help { (call.say("soa.moved_help")) }
                ul {
                    @for id in &seen { li { (linked(call, told, id)) } }
                    @if hidden > 0 { li { (call.tell("soa.hidden", &[("count", &hidden)])) } }
                }
            }
        }
    }
    .memoize()
}

/// A record as a link; of one that may not be seen, that it is there.
fn linked(call: &Call, told: &Told, id: &str) -> Html {
    let kind = id.parse::<record::Id>().ok().and_then(|it| call.configuration.catalog.kind_of_prefix(&it.prefix));
    let known = told.titles.get(id).zip(kind);
    maud! {
        @match known {
            Some((title, kind)) => { a href={ "/" (kind.kind) "/" (id) } { (id) " " (title) } },
            None => (call.say("conformity.hidden")),
        }
    }
    .memoize()
}

fn entries(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("soa.control")),
        Column::of(call.say("soa.necessary")),
        Column::wide(call.say("soa.because")),
        Column::wide(call.say("soa.realised_by")),
        Column::of(call.say("soa.status")),
    ];
    let necessary = |it: Option<bool>| match it {
        Some(true) => call.say("soa.yes"),
        Some(false) => call.say("soa.no"),
        None => call.say("soa.open"),
    };
    let line = |it: &conformity::soa::Entry| {
        let title = told.titles.get(&it.control).cloned().unwrap_or_default();
        let own = it.control.parse::<record::Id>().is_ok();
        let links = |all: &std::collections::BTreeSet<String>| -> Html {
            maud! { @for id in all { (linked(call, told, id)) " " } }.memoize()
        };
        let cells = vec![
            maud! {
                @if own { (linked(call, told, &it.control)) }
                @else { a href=(explained(call, &it.control, None)) { (it.control) " " (title) } }
            }
            .memoize(),
            maud! { (necessary(it.necessary)) }.memoize(),
            maud! { (links(&it.because)) (it.why) }.memoize(),
            links(&it.realised_by),
            told.status.get(&it.control).map_or_else(|| maud! {}.memoize(), |it| status(*it)),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.statement.entries.iter().map(line).collect();
    let table = Table { caption: call.say("soa.entries"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="entries" { h2 #entries { (call.say("soa.entries")) } (table.draw()) }
    }
    .memoize()
}

fn differences(call: &Call, told: &Told) -> Html {
    let Some(before) = &told.before else { return maud! {}.memoize() };
    maud! {
        section .panel aria-labelledby="differences" {
            h2 #differences { (call.say("soa.differences")) }
            p { a href={ "/" (STATEMENT) "/" (before.to_string()) } { (before.to_string()) } }
            @if told.differences.is_empty() { p { (call.say("soa.same")) } }
            @else {
                ul {
                    @for it in &told.differences {
                        li {
                            strong { (it.control) } " " (it.system.clone().unwrap_or_default())
                            @for (part, old, new) in &it.parts { "; " (words(part)) ": " del { (old) } " " ins { (new) } }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// What a record says, for the interface.
pub(crate) async fn told(call: &Call, id: &str) -> Result<statement::Told, crate::failure::Failure> {
    Ok(call.aims().statement(&call.actor, &number(id)?).await?)
}
