//! On the page of a line: its sample with what it supports, the forms that draw and freeze it, and the button that makes a finding; and the page
//! of frozen evidence that is opened again. One plan: the record itself.

use axum::extract::Path;
use governance::auditing::ITEM;
use governance::auditing::paper::supports;
use governance::auditing::reopening::Opened;
use governance::auditing::whole::{Sample, sample_of};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::{Call, number};
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;

/// The panel on the page of a line.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, record) = (view.call, view.record);
        let (id, sample) = (record.id.to_string(), sample_of(&record.document));
        let text = |field: &str| record.document.get(field).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        let frozen = sample.as_ref().is_some_and(|it| !it.frozen_on.is_empty());
        Ok(maud! {
            section .panel aria-labelledby="drawn" {
                h2 #drawn { (call.say("audits.sample")) }
                @match &sample { Some(it) => { p { (supports(it)) } (rows(call, it)) }, None => { p { (call.say("audits.no_sample")) } } }
                @if !frozen { (draw(call, &id, &text("population_kind"), &text("population_filter"))) }
                @if sample.is_some() && !frozen {
                    form .inline.no-print action={ "/audits/" (id) "/freeze" } method="post" { (parts::once()) button type="submit" { (call.say("audits.freeze")) } }
                }
                @if frozen { p .no-print { a .button href={ "/audits/frozen/" (id) } { (call.say("audits.reopen")) } } }
            }
            @if text("finding").is_empty() {
                form .inline.no-print action={ "/audits/" (id) "/finding" } method="post" { (parts::once()) button type="submit" { (call.say("audits.make_finding")) } }
            }
        }
        .memoize())
    })
}

/// The form that draws a sample.
fn draw(call: &Call, id: &str, kind: &str, filter: &str) -> Html {
    maud! {
        form .no-print action={ "/audits/" (id) "/sample" } method="post" {
            (parts::once())
            p { label for="kind" { (call.say("audits.kind")) } input #kind type="text" name="kind" value=(kind); }
            p { label for="filter" { (call.say("audits.filter")) } input #filter type="text" name="filter" value=(filter); }
            p { label for="confidence" { (call.say("audits.confidence")) } input #confidence type="text" inputmode="decimal" name="confidence" size="6"; }
            p { label for="tolerable" { (call.say("audits.tolerable")) } input #tolerable type="text" inputmode="decimal" name="tolerable" size="6"; }
            p { label for="chosen" { (call.say("audits.chosen")) } input #chosen type="text" name="chosen"; }
            p { label for="because" { (call.say("audits.why_these")) } input #because type="text" name="because"; }
            button .main type="submit" { (call.say("audits.draw")) }
        }
    }
    .memoize()
}

fn rows(call: &Call, it: &Sample) -> Html {
    let columns = [
        Column::title(call.say("audits.record")),
        Column::end(call.say("audits.version")),
        Column::end(call.say("audits.place")),
        Column::of(call.say("audits.seen")),
        Column::wide(call.say("audits.digest")),
    ];
    let seen = |record: &str| {
        let found = it.checked.iter().find(|it| it.0 == record);
        found.map_or(call.say("audits.not_looked"), |it| {
            call.say(if it.1 { "audits.exception" } else { "audits.conforms" })
        })
    };
    let line = |row: &governance::auditing::frozen::Frozen| {
        let href = format!("/{}/{}?as_of=%23{}", it.kind, row.record, row.place);
        let cells = vec![
            maud! { a href=(href) { (row.record) } }.memoize(),
            maud! { (row.version) }.memoize(),
            maud! { (row.place) }.memoize(),
            maud! { (seen(&row.record)) }.memoize(),
            maud! { code { (row.digest) } }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = it.rows.iter().map(line).collect();
    Table { caption: call.say("audits.sample"), columns: &columns, lines: &lines }.draw()
}

/// `GET /audits/frozen/AUI-0001`, or of an audit.
pub(crate) async fn reopened(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = number(&id)?;
    let opened = call.aims().reopen(&call.actor, &id).await?;
    let title = call.tell("audits.frozen_of", &[("id", &id)]);
    let lead = maud! { p { (call.say("audits.frozen_lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if opened.is_empty() { p { (call.say("audits.no_sample")) } }
        @for it in &opened { (line(&call, it)) }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

fn line(call: &Call, it: &Opened) -> Html {
    let id = it.item.to_string();
    let columns = [
        Column::title(call.say("audits.record")),
        Column::end(call.say("audits.version")),
        Column::of(call.say("audits.same")),
        Column::wide(call.say("audits.said_then")),
    ];
    let row = |row: &governance::auditing::frozen::Reopened| {
        let says = row.says.as_ref().map(ToString::to_string);
        let cells = vec![
            maud! { (row.frozen.record) " " (row.title) }.memoize(),
            maud! { (row.frozen.version) }.memoize(),
            maud! { @if row.same { (call.say("audits.yes_same")) } @else { strong { (call.say("audits.not_same")) } " " (row.why) } }.memoize(),
            maud! {
                @match &says {
                    Some(says) => { details { summary { (call.say("audits.show_frozen")) } code { (says) } } },
                    None => (call.say("conformity.hidden")),
                }
            }
            .memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = it.records.iter().map(row).collect();
    let table = Table { caption: &it.title, columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby=(id) {
            h2 id=(id) { a href={ "/" (ITEM) "/" (id) } { (id) } " " (it.title) }
            @if it.frozen_on.is_empty() { p .notice { (call.say("audits.not_frozen")) } }
            @else { p { (call.tell("audits.frozen_on", &[("day", &it.frozen_on)])) } }
            @if !it.file.is_empty() { p .notice { (it.file) } }
            (table.draw())
        }
    }
    .memoize()
}
