//! What can be done with a record besides editing: its transitions, retiring and restoring.

use axum::body::Body;
use axum::extract::Path;
use governance::reading::Offer;
use governance::{Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use policy::Refusal;
use record::{Change, Field, Id, Kind};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::Filled;
use crate::html::pick::{Named, Picks};
use crate::html::widget::Widgets;
use crate::html::{Html, page, parts, read, words};
use crate::pages::detail;
use crate::pages::form::Sent;
use crate::reply::Reply;

/// The forms for every transition, and for retiring or restoring; a hint instead where a policy refuses.
pub(crate) async fn forms(call: &Call, kind: &Kind, record: &Record) -> Result<Html, Failure> {
    let offers = if record.retired { Vec::new() } else { call.aims().offers(&call.actor, &record.id).await? };
    let missing: Vec<&Field> = offers.iter().flat_map(|it| needed(kind, it)).collect();
    let picks = Picks::load(call, &missing).await?;
    let drawn: Vec<Html> = offers.iter().map(|it| transition_form(call, kind, record, it)).collect();
    let html = maud! {
        section .panel aria-labelledby="moves" {
            h2 #moves { "What can be done" }
            (picks.lists(&missing))
            @for form in &drawn { (form) }
            (retire_form(kind, record))
        }
    };
    Ok(html.memoize())
}

/// The input fields that a transition still needs.
fn needed<'a>(kind: &'a Kind, offer: &Offer) -> Vec<&'a Field> {
    offer.needs_missing.iter().filter_map(|it| kind.field(it)).filter(|it| it.is_input()).collect()
}

fn transition_form(call: &Call, kind: &Kind, record: &Record, offer: &Offer) -> Html {
    let filled = Filled::default();
    let form = format!("{}-", offer.name);
    let widgets = Widgets { catalog: &call.configuration.catalog, filled: &filled, problems: &[], form: &form };
    let fields = needed(kind, offer);
    let computed: Vec<&String> =
        offer.needs_missing.iter().filter(|it| !fields.iter().any(|field| field.name == **it)).collect();
    maud! {
        details .move {
            summary { (offer.label) " → " (words(&offer.to)) @if !offer.refusals.is_empty() { " " small { "(not permitted)" } } }
            p .help { (offer.help) }
            @if offer.refusals.is_empty() {
                form action={ "/" (kind.kind) "/" (record.id.to_string()) "/moves/" (offer.name) } method="post" enctype="multipart/form-data" {
                    (parts::once())
                    input type="hidden" name="base" value=(record.version);
                    @if !computed.is_empty() { p .help { "This is missing and follows from other fields: " @for name in &computed { (words(name)) " " } } }
                    @for field in &fields {
                        input type="hidden" name="with" value=(field.name);
                        (widgets.field(field, None))
                    }
                    (why(&form, offer.reason))
                    button .main type="submit" { (offer.label) }
                }
            } @else {
                (refused(&offer.refusals))
            }
        }
    }
    .memoize()
}

fn refused(refusals: &[Refusal]) -> Html {
    maud! { ul .refusals { @for refusal in refusals { li { (parts::reason(refusal)) } } } }.memoize()
}

fn why(form: &str, required: bool) -> Html {
    let id = format!("{form}why");
    maud! {
        div .field {
            label for=(id) { "Why" @if required { " " span .required { "(required)" } } }
            @if required {
                input id=(id) type="text" name="why" maxlength="500" required;
            } @else {
                input id=(id) type="text" name="why" maxlength="500";
            }
        }
    }
    .memoize()
}

fn retire_form(kind: &Kind, record: &Record) -> Html {
    let (verb, label, help) = match record.retired {
        true => ("restore", "Take back into use", "Lists show it again."),
        false => (
            "retire",
            "Take out of use",
            "Lists leave it out from then on; nothing is deleted, and it can be taken back.",
        ),
    };
    maud! {
        details .move {
            summary { (label) }
            p .help { (help) }
            form action={ "/" (kind.kind) "/" (record.id.to_string()) "/" (verb) } method="post" {
                (parts::once())
                input type="hidden" name="base" value=(record.version);
                (why(&format!("{verb}-"), true))
                button type="submit" { (label) }
            }
        }
    }
    .memoize()
}

/// `POST /{kind}/{id}/moves/{transition}`
pub(crate) async fn transition(
    call: Call,
    Path((kind, id, transition)): Path<(String, String, String)>,
    body: Body,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    call.transition(kind, &transition)?;
    let sent = Sent::read(&call, body).await?;
    let with: Vec<&Field> =
        sent.posted.all("with").filter_map(|it| kind.field(it)).filter(|it| it.is_input()).collect();
    let named = Named::look_up(&call, &with, &sent.filled).await?;
    let set = match read::read(&call.configuration.catalog, &with, &sent.filled, &named) {
        Ok(mut set) => {
            set.retain(|_, value| !value.is_null());
            set
        }
        Err(problems) => return told(&call, kind, &id, governance::Error::Problems(problems).into()).await,
    };
    let change = Change::Move { id: id.clone(), base: sent.base(), transition, set, why: sent.why() };
    committed(&call, kind, &id, change, &sent, "moved").await
}

/// `POST /{kind}/{id}/retire`
pub(crate) async fn retire(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, "retired", |id, base, why| Change::Retire { id, base, why }).await
}

/// `POST /{kind}/{id}/restore`
pub(crate) async fn restore(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, "restored", |id, base, why| Change::Restore { id, base, why }).await
}

async fn change(
    call: Call,
    Path((kind, id)): Path<(String, String)>,
    body: Body,
    done: &str,
    make: fn(Id, Option<i64>, String) -> Change,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let change = make(id.clone(), sent.base(), sent.why().unwrap_or_default());
    committed(&call, kind, &id, change, &sent, done).await
}

async fn committed(call: &Call, kind: &Kind, id: &Id, change: Change, sent: &Sent, done: &str) -> Reply {
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(_) => Ok(page::see(&format!("/{}/{id}?done={done}", kind.kind))),
        Err(error) => told(call, kind, id, error.into()).await,
    }
}

/// The page of the record, with what went wrong above it.
async fn told(call: &Call, kind: &Kind, id: &Id, failure: Failure) -> Reply {
    match failure.status.is_server_error() {
        true => Err(failure),
        false => detail::draw(call, kind, id, Moment::Now, Some(&failure)).await,
    }
}
