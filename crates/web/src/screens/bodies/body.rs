//! A body as a sheet to print: its charter, seats with lights, what its mandate covers, what waits for it and what it decided.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use governance::Moment;
use governance::bodies::paper::CHARTER;
use governance::bodies::waiting::Waiting;
use governance::bodies::whole::{Chair, Power};
use governance::bodies::{BODY, MEETING};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{able, files, linked, log};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::matrix::{Cell, Matrix};
use crate::html::page::{self, Sheet};
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;

/// `GET /bodies/{id}` of a body.
pub(super) async fn page(call: &Call, id: &Id) -> Reply {
    let record = call.aims().record(&call.actor, id, &Moment::Now).await?;
    let (body, overlaps) = call.aims().body(&call.actor, id).await?;
    let number = id.to_string();
    let title = call.tell("bodies.charter_of", &[("body", &body.title)]);
    let shown = maud! {
        div .dossier {
            h1 { (title) }
            p .help .no-print {
                a href={ "/" (BODY) "/" (number) } { (number) } " "
                a href={ "/" (MEETING) "/new?body=" (number) } { (call.say("bodies.plan_meeting")) } " "
                a href="/bodies" { (call.say("bodies.all")) }
            }
            (files(call, id, "charter"))
            p { (able(call, &body.faults)) }
            @for it in &body.neglected {
                p { (badge::badge(Tone::Watch, call.say("bodies.neglected"))) " " (parts::sentence(it)) }
            }
            (charter(call, &record.document))
            (seats(call, &body.seats, &body.names))
            (mandate(call, &body.mandate))
            @for it in overlaps.iter().filter(|_| !body.mandate.is_empty()) {
                p { (badge::badge(Tone::Bad, call.say("bodies.overlap"))) " " (parts::sentence(&it.says)) " " (call.tell("bodies.example", &[("case", &it.case)])) }
            }
            (waiting(call, &body.waiting, None))
            (log(call, body.decisions.iter()))
            p { (call.say("bodies.sign")) " ______________________" }
        }
    };
    let sheet = Sheet { version: Some(record.version), digest: None };
    Ok(page::sheet(StatusCode::OK, call, &title, shown.memoize(), sheet))
}

fn charter(call: &Call, document: &record::Document) -> Html {
    let kind = call.configuration.catalog.kind(BODY);
    let label = |name: &str| kind.and_then(|it| it.field(name)).map_or_else(|| words(name), |it| it.label.clone());
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), words);
    maud! {
        h2 { (call.say("bodies.charter")) }
        dl .fields {
            @for name in CHARTER { @if let Some(value) = document.get(*name) { div { dt { (label(name)) } dd { (text(value)) } } } }
        }
    }
    .memoize()
}

/// Seats, each with a light.
pub(super) fn seats(call: &Call, all: &[Chair], names: &BTreeMap<String, String>) -> Html {
    let columns = [
        Column::title(call.say("bodies.seat")),
        Column::of(call.say("bodies.holder")),
        Column::of(call.say("bodies.term")),
        Column::of(call.say("bodies.kind_of_seat")),
        Column::of(call.say("bodies.filled")),
    ];
    let line = |it: &Chair| {
        let (tone, key) = match (&it.person, it.required) {
            (Some(_), _) => (Tone::Good, "bodies.is_filled"),
            (None, true) => (Tone::Bad, "bodies.must_be_filled"),
            (None, false) => (Tone::Watch, "bodies.vacant"),
        };
        let cells = vec![
            maud! { (it.seat) }.memoize(),
            maud! { @if let Some(person) = &it.person { (linked(call, person, names)) } }.memoize(),
            maud! { @if let Some(until) = it.until { (call.tell("bodies.until", &[("day", &until)])) } }.memoize(),
            maud! {
                @if it.required { (call.say("bodies.required")) " " }
                @if it.independent { (call.say("bodies.independent")) }
            }
            .memoize(),
            badge::badge(tone, call.say(key)),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    maud! {
        h2 { (call.say("bodies.seats")) " (" (all.len()) ")" }
        (Table { caption: call.say("bodies.seats"), columns: &columns, lines: &lines }.draw())
    }
    .memoize()
}

/// The mandate: actions against tiers, with the classes of change for which it covers them.
fn mandate(call: &Call, all: &[Power]) -> Html {
    let tiers: Vec<String> = governance::bodies::whole::words_of("tier");
    let classes = governance::bodies::whole::words_of("change_class").len();
    let columns: Vec<String> = tiers.iter().map(|it| words(it)).collect();
    let cell = |action: &str, tier: &String| {
        let found: Vec<&Power> = all.iter().filter(|it| it.action == action && it.tier == *tier).collect();
        let named: Vec<String> = found.iter().map(|it| words(&it.change_class)).collect();
        match found.len() {
            0 => Cell { text: "–".to_owned(), ..Cell::default() },
            some if some == classes => {
                Cell { text: call.say("bodies.covers").to_owned(), tone: Tone::Good, href: None }
            }
            _ => Cell { text: named.join(", "), tone: Tone::Info, href: None },
        }
    };
    let actions: BTreeSet<&str> = all.iter().map(|it| it.action.as_str()).collect();
    let rows: Vec<(Html, Vec<Cell>)> = actions
        .into_iter()
        .map(|action| (maud! { (words(action)) }.memoize(), tiers.iter().map(|it| cell(action, it)).collect()))
        .collect();
    let by: BTreeSet<&str> = all.iter().map(|it| it.by.as_str()).collect();
    maud! {
        h2 { (call.say("bodies.mandate")) }
        @if rows.is_empty() { p .help { (call.say("bodies.no_mandate")) } }
        @else {
            (Matrix { caption: call.say("bodies.mandate"), corner: call.say("rights.action"), columns: &columns, rows: &rows }.draw())
            ul .help { @for it in &by { li { (it) } } }
        }
    }
    .memoize()
}

/// What waits for a body; on the page of a meeting each with a form that puts it on the agenda.
pub(super) fn waiting(call: &Call, all: &[Waiting], meeting: Option<&Id>) -> Html {
    let columns = [
        Column::title(call.say("bodies.about")),
        Column::of(call.say("bodies.asked")),
        Column::wide(call.say("bodies.why")),
        Column::of(call.say("bodies.next")),
    ];
    let line = |it: &Waiting| {
        let names = BTreeMap::from([(it.id.to_string(), it.title.clone())]);
        let cells = vec![
            linked(call, &it.id, &names),
            maud! { (words(&it.asked)) }.memoize(),
            maud! { (parts::sentence(&it.why)) }.memoize(),
            maud! {
                @if let Some(meeting) = meeting {
                    form action={ "/bodies/" (meeting.to_string()) "/agenda" } method="post" {
                        (parts::once())
                        input type="hidden" name="item" value=(it.id.to_string());
                        input type="hidden" name="asked" value=(it.asked);
                        button type="submit" { (call.say("bodies.put_on_agenda")) span .hidden { " " (it.id.to_string()) } }
                    }
                }
            }
            .memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    maud! {
        h2 { (call.say("bodies.waiting")) " (" (all.len()) ")" }
        @if lines.is_empty() { p .help { (call.say("bodies.nothing_waits")) } }
        @else { (Table { caption: call.say("bodies.waiting"), columns: &columns, lines: &lines }.draw()) }
    }
    .memoize()
}

/// On the page of the record: the way to the sheet.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let id = view.record.id.to_string();
        let label = if view.kind.kind == BODY { "bodies.sheet" } else { "bodies.sitting" };
        Ok::<_, Failure>(maud! { p { a .button href={ "/bodies/" (id) } { (view.call.say(label)) } } }.memoize())
    })
}
