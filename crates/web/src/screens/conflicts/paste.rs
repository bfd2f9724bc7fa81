//! The text of a procedure is pasted, read line by line, shown as a proposed table with what could not be read, and kept as a draft.

use axum::body::Body;
use axum::http::StatusCode;
use governance::conflicts::pasted::Proposed;
use governance::deciding::{KIND, RULES};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document};
use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// What was typed.
#[derive(Default)]
struct Typed {
    title: String,
    text: String,
}

/// `GET /conflicts/paste`: the form.
pub(crate) async fn form(call: Call) -> Reply {
    call.query.only(&[])?;
    Ok(drawn(&call, &Typed::default(), None))
}

/// `POST /conflicts/paste`: the proposed table, and what was not read.
pub(crate) async fn read(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let typed = typed(&Sent::read(&call, body).await?);
    let proposed = call.aims().paste_procedure(&call.actor, &typed.title, &typed.text).await?;
    Ok(drawn(&call, &typed, Some(&proposed)))
}

/// `POST /conflicts/tables`: keeps the proposal as a draft of a procedure of the house.
pub(crate) async fn keep(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let typed = typed(&sent);
    if typed.title.trim().is_empty() {
        return Err(Failure::problem("title", call.say("conflicts.no_title")));
    }
    let proposed = call.aims().paste_procedure(&call.actor, &typed.title, &typed.text).await?;
    if proposed.rows == 0 {
        return Err(Failure::problem("text", call.say("conflicts.no_rows")));
    }
    let mut document = Document::new();
    document.insert("title".to_owned(), json!(typed.title.trim()));
    document.insert("purpose".to_owned(), json!("house_procedure"));
    document.insert(RULES.to_owned(), json!(proposed.toml));
    let person = call.actor.person.iter();
    document.extend(person.map(|it| ("owner".to_owned(), json!(it))));
    let change = Change::Create { kind: KIND.to_owned(), state: None, document };
    let made = call.aims().commit(&call.actor, change, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{KIND}/{}?done=made", made.id)))
}

fn typed(sent: &Sent) -> Typed {
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().to_owned();
    Typed { title: text("title"), text: text("text") }
}

fn drawn(call: &Call, typed: &Typed, proposed: Option<&Proposed>) -> axum::response::Response {
    let title = call.say("conflicts.paste");
    let crumbs = [("/conflicts".to_owned(), call.say("conflicts.title").to_owned())];
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(title) }.draw(call.language()))
        p .help { (call.say("conflicts.paste_help")) }
        form action="/conflicts/paste" method="post" {
            (parts::once())
            label for="title" { (call.say("conflicts.paste_title")) }
            input #title type="text" name="title" value=(typed.title) required;
            label for="text" { (call.say("conflicts.paste_text")) }
            textarea #text name="text" rows="12" required { (typed.text) }
            button type="submit" { (call.say("conflicts.read")) }
            @if proposed.is_some_and(|it| it.rows > 0) {
                button .main type="submit" formaction="/conflicts/tables" { (call.say("conflicts.keep")) }
            }
        }
        @if let Some(proposed) = proposed { (found(call, proposed)) }
    };
    page::page_with(StatusCode::OK, call, title, body.memoize())
}

fn found(call: &Call, proposed: &Proposed) -> Html {
    maud! {
        @if !proposed.unread.is_empty() {
            section .panel aria-labelledby="unread" {
                h2 #unread { (call.say("conflicts.unread")) " (" (proposed.unread.len()) ")" }
                ul {
                    @for it in &proposed.unread {
                        li {
                            @if it.line > 0 { (call.tell("conflicts.line", &[("line", &it.line)])) ": " }
                            (parts::sentence(&it.why)) " " q { (it.text) }
                        }
                    }
                }
            }
        }
        section .panel aria-labelledby="proposal" {
            h2 #proposal { (call.tell("conflicts.rows_read", &[("rows", &proposed.rows)])) }
            @if !proposed.declared.is_empty() {
                p .help { (call.tell("conflicts.declared", &[("words", &proposed.declared.join(", "))])) }
            }
            @if proposed.rows > 0 { div .scroll role="region" tabindex="0" aria-labelledby="proposal" { pre { (proposed.toml) } } }
        }
    }
    .memoize()
}
