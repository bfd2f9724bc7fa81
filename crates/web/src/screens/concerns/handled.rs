//! What handlers see and do: the dialogue on the page of a concern with a form for an answer, the name that was given in confidence, and
//! what happened to reporters.

use axum::body::Body;
use axum::extract::Path;
use governance::concerns::channel::messages;
use governance::concerns::watch::Happened;
use governance::concerns::{CONFIDENTIAL, KIND};
use hypertext::{maud_borrow as maud, prelude::*};
use serde_json::Value;

use super::said;
use crate::call::{Call, number};
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts};
use crate::pages::detail::View;
use crate::pages::form::Sent;
use crate::panels::Drawing;
use crate::reply::Reply;

/// On the page of a concern: what was said back and forth.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, view.record.id.to_string());
        let confidential = view.record.document.get("reporter").and_then(Value::as_str) == Some(CONFIDENTIAL);
        let all = messages(&view.record.document);
        Ok(maud! {
            section .panel aria-labelledby="said" {
                h2 #said { (call.say("concerns.dialogue")) }
                (said(&all, call.say("concerns.reporter"), call.say("concerns.handler"), call.say("concerns.silence")))
                form action={ "/concerns/" (id) "/answer" } method="post" {
                    (parts::once())
                    div .field {
                        label for="answer-words" { (call.say("concerns.answer")) }
                        textarea #answer-words name="words" rows="5" maxlength="20000" required {}
                    }
                    button type="submit" { (call.say("concerns.send_answer")) }
                }
                form action="/concerns/watch" method="post" {
                    (parts::once())
                    button type="submit" { (call.say("concerns.watch")) }
                }
                @if confidential {
                    form action={ "/concerns/" (id) "/reporter" } method="post" {
                        (parts::once())
                        button type="submit" { (call.say("concerns.see_name")) }
                        p .help { (call.say("concerns.see_name_help")) }
                    }
                }
            }
        }
        .memoize())
    })
}

/// `POST /concerns/{id}/answer`
pub(crate) async fn answer(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let id = number(&id)?;
    call.aims()
        .answer_concern(&call.actor, &id, sent.posted.text("words").unwrap_or_default(), sent.key().as_deref())
        .await?;
    Ok(page::see(&format!("/{KIND}/{id}?done=changed")))
}

/// `POST /concerns/{id}/reporter`: the name that was given in confidence; each look is entered.
pub(crate) async fn reporter(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    let id = number(&id)?;
    let name = call.aims().reporter_of_concern(&call.actor, &id).await?;
    let crumbs = [(format!("/{KIND}/{id}"), id.to_string())];
    let title = call.say("concerns.name_of");
    let heading = Heading { crumbs: &crumbs, ..Heading::of(title) };
    let body = maud! { (heading.draw(call.language())) p { (name) } p .help { (call.say("concerns.see_name_help")) } };
    Ok(page::page(&call, title, body.memoize()))
}

/// `POST /concerns/watch`: what happened to reporters; a look that is entered is asked for, and no link leads to it.
pub(crate) async fn watch(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    let all = call.aims().watch_reporters(&call.actor).await?;
    let title = call.say("concerns.watch");
    let lead = maud! { p { (call.say("concerns.watch_help")) } };
    let heading = Heading { lead: Some(lead.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if all.is_empty() { p .done { (call.say("concerns.nothing_happened")) } } @else { (table(&call, &all)) }
    };
    Ok(page::page(&call, title, body.memoize()))
}

fn table(call: &Call, all: &[Happened]) -> Html {
    let columns = [
        Column::title(call.say("concerns.reporter")),
        Column::of(call.say("concerns.concern")),
        Column::of(call.say("concerns.day")),
        Column::wide(call.say("concerns.happened")),
    ];
    let line = |it: &Happened| {
        let concern = it.concern.to_string();
        let cells = vec![
            maud! { a href={ "/person/" (it.person.to_string()) } { (it.name) } }.memoize(),
            maud! { a href={ "/" (KIND) "/" (concern) } { (concern) } }.memoize(),
            maud! { (it.day.to_string()) }.memoize(),
            maud! { (parts::sentence(&it.says)) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    Table { caption: call.say("concerns.watch"), columns: &columns, lines: &lines }.draw()
}
