//! What the register says against what stands here, with the ways to decide whose word goes.

use governance::integrating::reconcile::{Item, Missing, Verdict};
use governance::integrating::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{SHOWN, plural};
use crate::call::Call;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// What differs by kind, as the register was brought in last.
pub(super) fn section(call: &Call, told: &Told) -> Html {
    maud! {
        section .panel aria-labelledby="differences" {
            h2 #differences { (call.say("enterprise.reconciliation")) }
            p .help { (call.say("enterprise.reconciliation_help")) }
            @for (key, ids) in &told.twice {
                p .problem { (call.tell("enterprise.twice", &[("key", key)])) " " @for id in ids { (record(call, &id.to_string())) " " } }
            }
            @for (kind, items) in &told.items {
                h3 { (plural(call, kind)) " (" (items.len()) ")" }
                @if items.is_empty() { p .done { (call.say("enterprise.agrees")) } } @else {
                    (list(call, &told.register.name, kind, items, true))
                }
            }
        }
    }
    .memoize()
}

fn record(call: &Call, number: &str) -> Html {
    let prefix = number.split('-').next().unwrap_or_default();
    let kind = call.configuration.catalog.kind_of_prefix(prefix).map(|it| it.kind.as_str()).unwrap_or_default();
    maud! { a href={ "/" (kind) "/" (number) } { (number) } }.memoize()
}

/// Things that differ, as a table; with buttons where the record knows what the register says.
pub(super) fn list(call: &Call, register: &str, kind: &str, items: &[Item], buttons: bool) -> Html {
    let mut columns = vec![
        Column::title(call.say("enterprise.what")),
        Column::of(call.say("enterprise.key")),
        Column::wide(call.say("enterprise.differs")),
    ];
    if buttons {
        columns.push(Column::of(call.say("enterprise.goes")));
    }
    let line = |it: &Item| {
        let number = it.id.as_ref().map(ToString::to_string);
        let name = maud! {
            (it.title) " " @if let Some(number) = &number { span .number { (record(call, number)) } }
        };
        let mut cells = vec![name.memoize(), maud! { (it.key) }.memoize(), differs(call, it)];
        if buttons {
            let settles = number.filter(|_| !it.differences.is_empty());
            cells.push(maud! { @if let Some(number) = &settles { (settle(call, register, kind, number)) } }.memoize());
        }
        Line { cells, href: None }
    };
    let lines: Vec<Line> = items.iter().take(SHOWN).map(line).collect();
    let caption = call.tell("enterprise.differences_of", &[("kind", &plural(call, kind))]);
    maud! {
        (Table { caption: &caption, columns: &columns, lines: &lines }.draw())
        @if items.len() > SHOWN { p .help { (call.count("enterprise.more", (items.len() - SHOWN) as u64)) } }
    }
    .memoize()
}

/// What differs, attribute by attribute.
fn differs(call: &Call, it: &Item) -> Html {
    let missing = |it: &Missing| match it {
        Missing::Here => call.say("enterprise.missing_here"),
        Missing::There => call.say("enterprise.missing_there"),
    };
    let value = |it: &str| if it.is_empty() { call.say("enterprise.blank").to_owned() } else { it.to_owned() };
    maud! {
        @if let Some(it) = &it.missing { (badge::badge(Tone::Info, missing(it))) }
        @if !it.differences.is_empty() {
            ul {
                @for it in &it.differences {
                    li {
                        (words(it.attribute)) ": " (call.tell("enterprise.both", &[("ours", &value(&it.ours)), ("theirs", &value(&it.theirs))])) " "
                        (badge::badge(tone(it.verdict), &words(it.verdict.name())))
                    }
                }
            }
        }
        @if let Some(says) = &it.crosses { p .problem { (parts::sentence(says)) } }
    }
    .memoize()
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::BothChanged | Verdict::Crosses => Tone::Bad,
        Verdict::NeverAgreed | Verdict::DoesNotFollow => Tone::Watch,
        Verdict::TheirsChanged | Verdict::OursChanged => Tone::Info,
    }
}

/// Two buttons: ours goes, or theirs.
fn settle(call: &Call, register: &str, kind: &str, number: &str) -> Html {
    maud! {
        form .inline action={ "/enterprise-risk/" (number) "/settle" } method="post" {
            (parts::once())
            input type="hidden" name="register" value=(register);
            input type="hidden" name="kind" value=(kind);
            button type="submit" name="goes" value="ours" { (call.say("enterprise.ours_goes")) span .hidden { " " (number) } }
            button type="submit" name="goes" value="theirs" { (call.say("enterprise.theirs_goes")) span .hidden { " " (number) } }
        }
    }
    .memoize()
}
