//! The lists of Today: one line an item, with what can be done about it.

use governance::dates::Due;
use governance::inbox::{Decision, Inbox};
use governance::listing::Row;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::tone::Tone;
use crate::html::{Html, badge, moment, parts, words};

/// A section with a heading and how much is in it; nothing when it is empty.
fn section(id: &str, title: &str, why: &str, count: usize, body: Html) -> Html {
    maud! {
        @if count > 0 {
            section .panel.items aria-labelledby=(id) {
                h2 id=(id) { (title) " " span .count { (count) } }
                @if !why.is_empty() { p .help { (why) } }
                ul .plain { (body) }
            }
        }
    }
    .memoize()
}

/// The record of an item, as a link.
fn record(kind: &str, id: &str, title: &str) -> Html {
    maud! { a href={ "/" (kind) "/" (id) } { span .number { (id) } " " (title) } }.memoize()
}

/// The name of a kind.
fn kind_label<'a>(call: &'a Call, kind: &'a str) -> &'a str {
    call.configuration.catalog.kind(kind).map_or(kind, |it| it.label.as_str())
}

/// Decisions that I may take, with the button that takes them.
pub(super) fn decisions(call: &Call, inbox: &Inbox) -> Html {
    let lines = maud! { @for it in &inbox.decisions { (decision(call, it)) } }.memoize();
    section("decisions", call.say("today.decisions"), call.say("today.decisions_why"), inbox.decisions.len(), lines)
}

fn decision(call: &Call, it: &Decision) -> Html {
    let (id, kind) = (it.row.id.to_string(), it.row.kind.as_str());
    let label = format!("{} {id}", it.label);
    maud! {
        li {
            div {
                (record(kind, &id, &it.row.title))
                p .facts { (kind_label(call, kind)) " " (parts::state(call, kind, &it.row.state, false)) " " span { (call.tell("today.since", &[("moment", &it.row.changed.strftime("%Y-%m-%d"))])) } }
            }
            div .acts {
                @if it.ready {
                    form action={ "/today/" (id) "/moves/" (it.transition) } method="post" {
                        (parts::once())
                        input type="hidden" name="base" value=(it.row.version);
                        button .main type="submit" aria-label=(label) { (it.label) }
                    }
                } @else {
                    a .button href={ "/" (kind) "/" (id) "#moves" } aria-label={ (call.say("today.open")) ": " (label) } { (call.say("today.open")) }
                }
                (later(call, &id))
            }
        }
    }
    .memoize()
}

fn later(call: &Call, id: &str) -> Html {
    maud! { a .button.plain href={ "/?later=" (id) } aria-label={ (call.say("today.later")) " " (id) } { (call.say("today.later")) } }.memoize()
}

/// Dates that I keep.
pub(super) fn dates(call: &Call, id: &str, title: &str, why: &str, dues: &[&Due]) -> Html {
    let lines = maud! { @for it in dues { (date(call, it)) } }.memoize();
    section(id, title, why, dues.len(), lines)
}

fn date(call: &Call, due: &Due) -> Html {
    let id = due.id.to_string();
    let tone = match due.left {
        ..0 => Tone::Bad,
        0..=7 => Tone::Watch,
        _ => Tone::Quiet,
    };
    maud! {
        li {
            div {
                (record(&due.kind, &id, &due.title))
                p .facts {
                    (badge::badge(tone, &format!("{} {}", parts::sentence(&due.says).trim_end_matches('.'), due.on)))
                    " " (kind_label(call, &due.kind)) " " span { (distance(call, due.left)) }
                }
            }
            div .acts {
                a .button.plain href={ "/?delegate=" (id) } aria-label={ (call.say("today.delegate")) " " (id) } { (call.say("today.delegate")) }
                (later(call, &id))
            }
        }
    }
    .memoize()
}

/// How far off a day is.
pub(crate) fn distance(call: &Call, left: i64) -> String {
    match left {
        0 => call.say("today.day_today").to_owned(),
        1.. => call.count("today.days_left", left.unsigned_abs()),
        _ => call.count("today.days_past", left.unsigned_abs()),
    }
}

/// Records of other kinds that concern me.
pub(super) fn rows(call: &Call, id: &str, title: &str, rows: &[Row], inbox: &Inbox) -> Html {
    let about = |row: &Row| -> Vec<String> {
        let links = ["systems", "about"].iter().filter_map(|it| row.document.get(*it)?.as_array());
        let numbers = links.flatten().filter_map(|it| it.as_str());
        numbers.filter_map(|it| Some(format!("{it} {}", inbox.titles.get(it)?.1))).collect()
    };
    let lines = maud! {
        @for row in rows {
            li {
                div {
                    (record(&row.kind, &row.id.to_string(), &row.title))
                    p .facts { (kind_label(call, &row.kind)) " " (parts::state(call, &row.kind, &row.state, false)) " " span { (about(row).join(", ")) } }
                }
                div .acts { (later(call, &row.id.to_string())) }
            }
        }
    }
    .memoize();
    section(id, title, "", rows.len(), lines)
}

/// Comments that name me.
pub(super) fn mentions(call: &Call, inbox: &Inbox) -> Html {
    let text =
        |row: &Row, field: &str| row.document.get(field).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
    let lines = maud! {
        @for row in &inbox.mentions {
            li {
                div {
                    p .said { (shortened(&text(row, "body"))) }
                    p .facts { (linked(call, inbox, &text(row, "owner"))) " " (linked(call, inbox, &text(row, "about"))) " " time { (moment(&row.changed)) } }
                }
            }
        }
    }
    .memoize();
    section("mentions", call.say("today.mentions"), "", inbox.mentions.len(), lines)
}

/// A record to which an item refers, where it may be seen.
fn linked(call: &Call, inbox: &Inbox, id: &str) -> Html {
    let known = inbox.titles.get(id).filter(|it| call.configuration.catalog.kind(&it.0).is_some());
    maud! { @if let Some((kind, title, _)) = known { a href={ "/" (kind) "/" (id) } { (title) } } }.memoize()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// What others changed in what is mine.
pub(super) fn changed(call: &Call, inbox: &Inbox) -> Html {
    let who = |editor: &str| {
        inbox.titles.get(editor).map_or_else(|| call.say("today.somebody").to_owned(), |it| it.1.clone())
    };
    maud! {
        @if !inbox.changed.is_empty() {
            section .panel.items aria-labelledby="changed" {
                h2 #changed { (call.say("today.changed")) " " span .count { (inbox.changed.len()) } }
                p .help { (call.tell("today.changed_since", &[("moment", &moment(&inbox.since))])) }
                ul .plain {
                    @for (row, editor) in &inbox.changed {
                        li { div {
                            (record(&row.kind, &row.id.to_string(), &row.title))
                            p .facts { span { (who(editor)) } time { (moment(&row.changed)) } a href={ "/" (row.kind) "/" (row.id.to_string()) "#history" } { (call.say("today.what")) } }
                        } }
                    }
                }
                form action="/today/seen" method="post" { button type="submit" { (call.say("today.seen")) } }
            }
        }
    }
    .memoize()
}

/// My records that lack something.
pub(super) fn incomplete(call: &Call, inbox: &Inbox) -> Html {
    let labels = |row: &Row, fields: &[String]| -> String {
        let kind = call.configuration.catalog.kind(&row.kind);
        let label =
            |name: &String| kind.and_then(|it| it.field(name)).map_or_else(|| words(name), |it| it.label.clone());
        fields.iter().map(label).collect::<Vec<_>>().join(", ")
    };
    let lines = maud! {
        @for (row, fields) in inbox.incomplete.iter().take(20) {
            li { div { (record(&row.kind, &row.id.to_string(), &row.title)) p .facts { (call.tell("today.lacks", &[("fields", &labels(row, fields))])) } } }
        }
    }
    .memoize();
    section("incomplete", call.say("today.incomplete"), "", inbox.incomplete.len(), lines)
}

/// What I have put off.
pub(super) fn snoozed(call: &Call, inbox: &Inbox) -> Html {
    maud! {
        @if !inbox.snoozed.is_empty() {
            details .panel.items {
                summary { (call.count("today.snoozed", inbox.snoozed.len() as u64)) }
                ul .plain {
                    @for (id, snooze) in &inbox.snoozed {
                        li {
                            div {
                                @if let Some(kind) = call.configuration.catalog.kind_of_prefix(&id.prefix) { a href={ "/" (kind.kind) "/" (id.to_string()) } { (id.to_string()) } }
                                p .facts { (call.tell("today.until", &[("day", &snooze.until)])) " " (snooze.why) }
                            }
                            form .acts action={ "/today/" (id.to_string()) "/now" } method="post" { button .plain type="submit" { (call.say("today.now")) } }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
