//! What can be done from Today: decide, pass on, put off, mark as seen. Each works by a plain form.

use axum::body::Body;
use axum::extract::Path;
use governance::inbox::Snooze;
use governance::{Error, Listing, Moment};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Id};

use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::today::draw;

/// People among whom one can be chosen at once.
const PEOPLE: u32 = 500;
/// Days that something is put off unless another day is chosen.
const LATER: i64 = 7;

/// The form for what the address asks for: to pass an item on, or to put it off.
pub(super) async fn asked(call: &Call) -> Result<Option<Html>, Failure> {
    let Some((name, number)) = ["delegate", "later"].iter().find_map(|it| Some((*it, call.query.get(it)?))) else {
        return Ok(None);
    };
    let id: Id = number.parse().map_err(Failure::missing)?;
    let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    let title = record.document.get("title").and_then(|it| it.as_str()).unwrap_or_default();
    let heading = format!("{id} {title}");
    Ok(Some(match name {
        "delegate" => delegate_form(call, &heading, &id, record.version, &people(call).await?),
        _ => later_form(call, &heading, &id),
    }))
}

/// People to whom something may be passed, by name.
async fn people(call: &Call) -> Result<Vec<(String, String)>, Failure> {
    let filter = "state:active".to_owned();
    let listing = Listing { filter, sort: vec!["title".to_owned()], limit: PEOPLE, ..Listing::of("person") };
    let page = call.aims().list(&call.actor, &listing).await?;
    let me = call.actor.identity();
    Ok(page.rows.into_iter().map(|it| (it.id.to_string(), it.title)).filter(|it| it.0 != me).collect())
}

fn delegate_form(call: &Call, heading: &str, id: &Id, version: i64, people: &[(String, String)]) -> Html {
    maud! {
        section .panel.asked aria-labelledby="asked" {
            h2 #asked { (call.tell("today.delegate_what", &[("what", &heading)])) }
            form .narrow action={ "/today/" (id.to_string()) "/delegate" } method="post" {
                (parts::once())
                input type="hidden" name="base" value=(version);
                div .field {
                    label for="owner" { (call.say("today.to_whom")) }
                    select #owner name="owner" required autofocus {
                        option value="" { }
                        @for (number, name) in people { option value=(number) { (name) " (" (number) ")" } }
                    }
                }
                div .field { label for="why" { (call.say("today.why")) } input #why type="text" name="why" maxlength="500"; }
                div .actions { button .main type="submit" { (call.say("today.delegate")) } " " a href="/" { (call.say("today.cancel")) } }
            }
        }
    }
    .memoize()
}

fn later_form(call: &Call, heading: &str, id: &Id) -> Html {
    let until = call.aims().today().saturating_add(jiff::Span::new().days(LATER));
    maud! {
        section .panel.asked aria-labelledby="asked" {
            h2 #asked { (call.tell("today.later_what", &[("what", &heading)])) }
            p .help { (call.say("today.later_help")) }
            form .narrow action={ "/today/" (id.to_string()) "/later" } method="post" {
                div .field { label for="until" { (call.say("today.until_when")) } input #until type="date" name="until" value=(until.to_string()) required autofocus; }
                div .field { label for="why" { (call.say("today.why_later")) } input #why type="text" name="why" maxlength="500" required; }
                div .actions { button .main type="submit" { (call.say("today.later")) } " " a href="/" { (call.say("today.cancel")) } }
            }
        }
    }
    .memoize()
}

/// `POST /today/{id}/moves/{transition}`
pub(crate) async fn decide(call: Call, Path((id, transition)): Path<(String, String)>, body: Body) -> Reply {
    let (id, sent) = (number(&id)?, Sent::read(&call, body).await?);
    let change = Change::Move { id, base: sent.base(), transition, set: Document::new(), why: sent.why() };
    committed(&call, change, &sent, "decided").await
}

/// `POST /today/{id}/delegate`
pub(crate) async fn delegate(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let (id, sent) = (number(&id)?, Sent::read(&call, body).await?);
    let owner = sent.posted.text("owner").map(str::trim).filter(|it| !it.is_empty());
    let Some(owner) = owner else {
        return told(&call, Error::problem("owner", call.say("today.to_nobody")).into()).await;
    };
    let set = Document::from_iter([("owner".to_owned(), owner.into())]);
    let change = Change::Edit { id, base: sent.base(), set, why: sent.why() };
    committed(&call, change, &sent, "delegated").await
}

/// `POST /today/{id}/later`
pub(crate) async fn later(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let (id, sent) = (number(&id)?, Sent::read(&call, body).await?);
    let until = sent.posted.text("until").and_then(|it| it.parse().ok());
    let Some(until) = until else {
        return told(&call, Error::problem("until", call.say("today.no_day")).into()).await;
    };
    let snooze = Snooze { until, why: sent.why().unwrap_or_default() };
    match call.aims().snooze(&call.actor, &id, Some(snooze)).await {
        Ok(()) => Ok(page::see("/?done=later")),
        Err(error) => told(&call, error.into()).await,
    }
}

/// `POST /today/{id}/now`
pub(crate) async fn now(call: Call, Path(id): Path<String>) -> Reply {
    call.aims().snooze(&call.actor, &number(&id)?, None).await?;
    Ok(page::see("/?done=now"))
}

/// `POST /today/seen`
pub(crate) async fn seen(call: Call) -> Reply {
    call.aims().mark_seen(&call.actor).await?;
    Ok(page::see("/?done=seen"))
}

async fn committed(call: &Call, change: Change, sent: &Sent, done: &str) -> Reply {
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(_) => Ok(page::see(&format!("/?done={done}"))),
        Err(error) => told(call, error.into()).await,
    }
}

/// Today, with what went wrong above it.
async fn told(call: &Call, failure: Failure) -> Reply {
    match failure.status.is_server_error() {
        true => Err(failure),
        false => draw(call, Some(&failure)).await,
    }
}
