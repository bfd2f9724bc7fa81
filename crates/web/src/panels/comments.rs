//! Comments on a record of any kind: in threads that can be settled, telling the people whom they mention.

use axum::body::Body;
use axum::extract::Path;
use governance::listing::{Page, Row};
use governance::{Listing, Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Id};
use serde_json::Value;

use super::{Drawing, mentions};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, moment, page, parts};
use crate::pages::detail::{self, Trouble, View};
use crate::pages::form::Sent;
use crate::pages::moves::{committed, told};
use crate::reply::Reply;

/// The kind of comments.
pub(crate) const KIND: &str = "comment";
/// The field that names the record commented on.
pub(crate) const ABOUT: &str = "about";
/// The fields that hold what is said, the comment that it answers, and the people whom it mentions.
const BODY: &str = "body";
const REPLY: &str = "reply_to";
const MENTIONS: &str = "mentions";
/// The state of a thread that is settled, and the transitions to it and back.
const SETTLED: &str = "resolved";
const SETTLE: &str = "resolve";
const REOPEN: &str = "reopen";

/// Most comments that the page shows.
const SHOWN: u32 = 200;

/// A comment with the answers to it, oldest first.
struct Thread<'a> {
    first: &'a Row,
    answers: Vec<&'a Row>,
}

/// Comments on a record, oldest thread first, and a form for one more.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        if view.call.configuration.catalog.kind(KIND).is_none() || view.kind.kind == KIND {
            return Ok(maud! {}.memoize());
        }
        let filter = format!("{ABOUT}:{}", view.record.id);
        let listing = Listing { filter, limit: SHOWN, moment: view.moment, ..Listing::of(KIND) };
        let page = view.call.aims().list(&view.call.actor, &listing).await?;
        let threads = threads(&page.rows);
        let call = view.call;
        let moves = threads.iter().map(|it| (it.first.id.clone(), verb(it)));
        let movable = call.aims().movable(&call.actor, moves.collect()).await?;
        let html = maud! {
            section .panel aria-labelledby="comments" {
                h2 #comments { (call.say("comments.title")) @if page.total > 0 { " " span .count { (page.total) } } }
                @for thread in &threads { (drawn(&view, &page, thread, movable.contains(&thread.first.id))) }
                @if page.total > u64::from(SHOWN) {
                    p { a href={ "/" (KIND) "?filter=" (ABOUT) ":" (view.record.id.to_string()) } { (call.tell("detail.all", &[("count", &page.total)])) } }
                }
                @if !view.past { (form(&view, None)) }
            }
        };
        Ok(html.memoize())
    })
}

/// Comments by the thread to which they belong; an answer to what is not shown begins a thread of its own.
fn threads(rows: &[Row]) -> Vec<Thread<'_>> {
    let of = |id: &str| rows.iter().find(|it| it.id.to_string() == id);
    let first = |row: &'_ Row| {
        let mut first = row.id.to_string();
        // No chain is longer than the list; a circle ends as well.
        for _ in 0..rows.len() {
            let Some(above) = of(&first).and_then(|it| text(&it.document, REPLY)).filter(|it| of(it).is_some()) else {
                break;
            };
            first = above.to_owned();
        }
        first
    };
    let mut threads: Vec<Thread<'_>> = Vec::new();
    for row in rows {
        let begins = first(row);
        match threads.iter_mut().find(|it| it.first.id.to_string() == begins) {
            Some(thread) => thread.answers.push(row),
            None => threads.push(Thread { first: row, answers: Vec::new() }),
        }
    }
    threads
}

fn text<'a>(document: &'a Document, field: &str) -> Option<&'a str> {
    document.get(field).and_then(Value::as_str)
}

/// The transition that a thread offers.
fn verb(thread: &Thread<'_>) -> &'static str {
    if thread.first.state == SETTLED { REOPEN } else { SETTLE }
}

fn drawn(view: &View<'_>, page: &Page, thread: &Thread<'_>, movable: bool) -> Html {
    let (call, settled) = (view.call, thread.first.state == SETTLED);
    let label = call.say(if settled { "comments.reopen" } else { "comments.settle" });
    let act = format!("{}/comments/{}/{}", view.address(), thread.first.id, verb(thread));
    let inside = maud! {
        (one(view, page, thread.first))
        @for answer in &thread.answers { div .answer { (one(view, page, answer)) } }
        @if !view.past {
            @if movable { div .actions {
                form action=(act) method="post" { (parts::once()) button .plain type="submit" { (label) } }
            } }
            @if !settled { details { summary { (call.say("comments.answer")) } (form(view, Some(&thread.first.id))) } }
        }
    };
    maud! {
        article .thread {
            @if settled { details { summary { (call.tell("comments.settled", &[("id", &thread.first.id)])) } (inside) } }
            @else { (inside) }
        }
    }
    .memoize()
}

/// One comment: who, when, what, and who is told.
fn one(view: &View<'_>, page: &Page, row: &Row) -> Html {
    let named = |id: &str| page.titles.get(id).map_or_else(|| id.to_owned(), |it| it.1.clone());
    let listed = row.document.get(MENTIONS).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let people: Vec<(String, String)> = listed.map(|it| (it.to_owned(), named(it))).collect();
    let author = text(&row.document, "owner").map(named).unwrap_or_default();
    maud! {
        div .comment id=(row.id.to_string()) {
            p .help {
                strong { (author) } " " a href={ "/" (KIND) "/" (row.id.to_string()) (view.keep) } { (moment(&row.created)) }
            }
            div .prose { (mentions::linked(text(&row.document, BODY).unwrap_or_default(), &people, view.keep)) }
        }
    }
    .memoize()
}

/// The form for a comment, or for an answer to one.
fn form(view: &View<'_>, answers: Option<&Id>) -> Html {
    let call = view.call;
    let id = answers.map_or_else(|| "comment".to_owned(), |it| format!("answer-{it}"));
    let said = view.said.filter(|_| answers.is_none()).unwrap_or_default();
    let (help, label) = (format!("{id}-help"), if answers.is_some() { "comments.answer" } else { "comments.new" });
    maud! {
        form action={ (view.address()) "/comments" } method="post" {
            (parts::once())
            @if let Some(first) = answers { input type="hidden" name="answers" value=(first.to_string()); }
            div .field {
                label for=(id) { (call.say(label)) }
                p .help id=(help) { (call.say("comments.help")) }
                textarea id=(id) name="body" rows="3" maxlength="100000" required aria-describedby=(help) { "\n" (said) }
            }
            button type="submit" { (call.say("comments.button")) }
        }
    }
    .memoize()
}

/// `POST /{kind}/{id}/comments`
pub(crate) async fn add(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let said = sent.posted.text("body").unwrap_or_default().replace("\r\n", "\n").trim_end().to_owned();
    let people = mentions::resolve(&call, &said).await?;
    let mut document =
        Document::from_iter([(ABOUT.to_owned(), id.to_string().into()), (BODY.to_owned(), said.clone().into())]);
    document.extend(sent.posted.text("answers").map(|it| (REPLY.to_owned(), it.into())));
    document.extend(call.actor.person.as_ref().map(|it| ("owner".to_owned(), it.to_string().into())));
    if !people.is_empty() {
        document.insert(MENTIONS.to_owned(), people.into());
    }
    let change = Change::Create { kind: KIND.to_owned(), state: None, document };
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await.map_err(Failure::from) {
        Ok(_) => Ok(page::see(&format!("/{}/{id}?done=commented", kind.kind))),
        Err(failure) if failure.status.is_server_error() => Err(failure),
        Err(failure) => {
            let trouble = Trouble { failure: &failure, said: Some(&said) };
            detail::draw(&call, kind, &id, Moment::Now, Some(trouble)).await
        }
    }
}

/// `POST /{kind}/{id}/comments/{comment}/{transition}`: a thread is settled, or opened again.
pub(crate) async fn settle(
    call: Call,
    Path((kind, id, comment, transition)): Path<(String, String, String, String)>,
    body: Body,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let comments = call.kind(KIND)?;
    let (comment, _) = (call.id(comments, &comment)?, call.transition(comments, &transition)?);
    let sent = Sent::read(&call, body).await?;
    let record: Record = call.aims().record(&call.actor, &comment, &Moment::Now).await?;
    if text(&record.document, ABOUT) != Some(id.to_string().as_str()) {
        let failure = Failure::missing(call.tell("comments.not_about", &[("comment", &comment), ("id", &id)]));
        return told(&call, kind, &id, failure).await;
    }
    let change = Change::Move { id: comment, base: None, transition, set: Document::new(), why: None };
    committed(&call, kind, &id, change, &sent, "settled").await
}
