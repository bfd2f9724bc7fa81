//! Documents under control: what is wrong, what I have to acknowledge, how many have, by unit; and on the page of a policy its statements,
//! each under its number. One plan: the control of documents. Serves ISO/IEC 42001 5.2, 7.3 and 7.5.

use axum::body::Body;
use axum::extract::Path;
use governance::documents::share::Stands;
use governance::documents::whole::{Control, Line as Paper};
use governance::documents::{ACKNOWLEDGEMENT, DOCUMENT, STATEMENT};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, empty, page, parts, words};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::Reply;

/// `GET /documents`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&["done"])?;
    let control = call.aims().documents(&call.actor).await?;
    let title = call.say("documents.title");
    let lead = maud! { p { (call.say("documents.lead")) } }.memoize();
    let next = [(format!("/{DOCUMENT}/new"), call.say("documents.add").to_owned())];
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        (mine(&call, &control))
        (faults(&call, &control))
        @if control.documents.is_empty() { (empty::empty("book", call.say("documents.none"), call.say("documents.none_help"), &next)) }
        @else { (all(&call, &control)) }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// What I have not acknowledged yet, each with one button.
fn mine(call: &Call, control: &Control) -> Html {
    let title = |of: &record::Id| control.titles.get(&of.to_string()).cloned().unwrap_or_else(|| of.to_string());
    maud! {
        @if !control.mine.is_empty() {
            section .panel aria-labelledby="mine" {
                h2 #mine { (call.say("documents.mine")) }
                ul .plain {
                    @for (id, of) in &control.mine {
                        li {
                            a href={ "/" (DOCUMENT) "/" (of.to_string()) } { (of.to_string()) " " (title(of)) } " "
                            form .inline action={ "/documents/" (id.to_string()) "/acknowledge" } method="post" {
                                (parts::once())
                                button type="submit" { (call.say("documents.acknowledge")) span .hidden { " " (title(of)) } }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// `POST /documents/{id}/acknowledge`: one click, in one's own name.
pub(crate) async fn acknowledge(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let id = call.id(call.kind(ACKNOWLEDGEMENT)?, &id)?;
    let change = Change::Move { id, base: None, transition: "give".to_owned(), set: Document::new(), why: None };
    call.aims().commit(&call.actor, change, sent.key().as_deref()).await?;
    Ok(page::see("/documents?done=saved"))
}

fn faults(call: &Call, control: &Control) -> Html {
    maud! {
        @if !control.faults.is_empty() {
            section .panel aria-labelledby="wrong" {
                h2 #wrong { (call.say("documents.wrong")) }
                ul .plain {
                    @for it in &control.faults {
                        li { a href={ "/" (it.kind) "/" (it.id.to_string()) } { (it.id.to_string()) } ": " (it.says) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn all(call: &Call, control: &Control) -> Html {
    let columns = [
        Column::title(call.say("documents.document")),
        Column::of(call.say("documents.form")),
        Column::of(call.say("documents.state")),
        Column::end(call.say("documents.acknowledged")),
        Column::end(call.say("documents.overdue")),
    ];
    let line = |it: &Paper| {
        let address = format!("/{DOCUMENT}/{}", it.id);
        let cells = vec![
            maud! { a href=(address) { (it.id.to_string()) " " (it.title) } }.memoize(),
            maud! { (words(&it.form)) }.memoize(),
            parts::state(call, DOCUMENT, &it.state, false),
            maud! { (share(call, &it.all)) }.memoize(),
            maud! { (it.all.overdue.len()) }.memoize(),
        ];
        Line { cells, href: Some(address.clone()) }
    };
    let lines: Vec<Line> = control.documents.iter().map(line).collect();
    Table { caption: call.say("documents.title"), columns: &columns, lines: &lines }.draw()
}

/// How many have acknowledged, with the interval; nothing where nobody was asked.
fn share(call: &Call, it: &Stands) -> String {
    let percent = |value: f64| format!("{:.0} %", 100.0 * value);
    let Some((low, high)) = it.interval else { return call.say("documents.nobody").to_owned() };
    let (given, asked) = (it.given, it.asked);
    call.tell("documents.of", &[("given", &given), ("asked", &asked), ("low", &percent(low)), ("high", &percent(high))])
}

/// The panel on the page of a document: its statements, what a policy does not say, and who has acknowledged it.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        let control = call.aims().documents(&call.actor).await?;
        let Some(it) = control.documents.iter().find(|it| it.id == view.record.id) else {
            return Ok(maud! {}.memoize());
        };
        Ok(maud! { (statements(call, it)) (missing(call, it)) (units(call, &control, it)) }.memoize())
    })
}

/// The statements, each with its number as its address.
fn statements(call: &Call, it: &Paper) -> Html {
    maud! {
        @if !it.statements.is_empty() {
            section .panel aria-labelledby="statements" {
                h2 #statements { (call.say("documents.statements")) }
                dl {
                    @for one in &it.statements {
                        dt id=(one.number) { a href={ "/" (STATEMENT) "/" (one.id.to_string()) } { (one.number) } " " (parts::state(call, STATEMENT, &one.state, false)) }
                        dd { (one.text) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// What an AI policy must say and this one does not.
fn missing(call: &Call, it: &Paper) -> Html {
    maud! {
        @if !it.says.is_empty() {
            section .panel aria-labelledby="says" {
                h2 #says { (call.say("documents.says")) }
                ul {
                    @for one in &it.says {
                        li {
                            (one.wanted.title) ": "
                            @if one.by.is_empty() { strong { (call.say("documents.missing")) } }
                            @else { @for id in &one.by { a href={ "/" (STATEMENT) "/" (id.to_string()) } { (id.to_string()) } " " } }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Who has acknowledged it, by unit.
fn units(call: &Call, control: &Control, it: &Paper) -> Html {
    if it.units.is_empty() {
        return maud! {}.memoize();
    }
    let columns = [
        Column::title(call.say("documents.unit")),
        Column::end(call.say("documents.acknowledged")),
        Column::end(call.say("documents.overdue")),
        Column::end(call.say("documents.declined")),
    ];
    let named = |unit: &Option<String>| match unit {
        None => call.say("documents.no_unit").to_owned(),
        Some(unit) => control.titles.get(unit).cloned().unwrap_or_else(|| unit.clone()),
    };
    let line = |it: &Stands, name: String| Line {
        cells: vec![
            maud! { (name) }.memoize(),
            maud! { (share(call, it)) }.memoize(),
            maud! { (it.overdue.len()) }.memoize(),
            maud! { (it.declined.len()) }.memoize(),
        ],
        href: None,
    };
    let mut lines: Vec<Line> = it.units.iter().map(|it| line(it, named(&it.unit))).collect();
    lines.push(line(&it.all, call.say("documents.together").to_owned()));
    let table = Table { caption: call.say("documents.acknowledgements"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="acknowledgements" {
            h2 #acknowledgements { (call.say("documents.acknowledgements")) }
            (table.draw())
        }
    }
    .memoize()
}
