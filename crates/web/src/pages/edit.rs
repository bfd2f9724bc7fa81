//! Changing a record: the form filled with what stands, and what becomes of it when it is sent.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::{Error, Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Kind};

use crate::call::Call;
use crate::drafts::{self, Draft};
use crate::failure::Failure;
use crate::html::filled::{Filled, name_of};
use crate::html::head::Heading;
use crate::html::pick::Named;
use crate::html::{Html, page, read};
use crate::pages::conflict;
use crate::pages::form::{Form, Sent, Step, inputs};
use crate::reply::Reply;

/// `GET /{kind}/{id}/edit`; `?draft=yes` fills the form from the draft.
pub(crate) async fn form(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&["draft"])?;
    let kind = call.kind(&kind)?;
    let record = call.aims().record(&call.actor, &call.id(kind, &id)?, &Moment::Now).await?;
    let draft = drafts::find(&call, kind, Some(&record.id)).await?;
    if let (Some(_), Some(draft)) = (call.query.get("draft"), &draft) {
        let base = draft.base.unwrap_or(record.version);
        return draw(&call, kind, &record, Drawn { base, ..Drawn::of(&draft.filled) }).await;
    }
    let filled = Filled::of(kind, &record.document, &record.titles);
    draw(&call, kind, &record, Drawn { draft: draft.as_ref(), ..Drawn::of(&filled) }).await
}

/// `POST /{kind}/{id}/edit`
pub(crate) async fn save(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let mut sent = Sent::read(&call, body).await?;
    let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    let base = sent.base().unwrap_or(record.version);
    if let Some(step) = sent.step() {
        let find = if let Step::Find(name) = &step { Some(name.as_str()) } else { None };
        return draw(&call, kind, &record, Drawn { base, find, ..Drawn::of(&sent.filled) }).await;
    }
    if base != record.version {
        return conflict(&call, kind, &record, base, &sent).await;
    }
    conflict::take_theirs(kind, &record, &mut sent);
    match saved(&call, kind, &record, base, &sent).await {
        Ok(changed) => {
            drafts::forget(&call, kind, Some(&id)).await?;
            let done = if changed { "saved" } else { "same" };
            Ok(page::see(&format!("/{}/{id}?done={done}", kind.kind)))
        }
        Err(failure) if failure.slug == "stale" => {
            let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
            conflict(&call, kind, &record, base, &sent).await
        }
        Err(failure) if failure.status.is_server_error() => Err(failure),
        Err(failure) => {
            let drawn = Drawn { failure: Some(&failure), base: record.version, ..Drawn::of(&sent.filled) };
            draw(&call, kind, &record, drawn).await
        }
    }
}

/// Saves what differs; tells whether anything did.
async fn saved(call: &Call, kind: &Kind, record: &Record, base: i64, sent: &Sent) -> Result<bool, Failure> {
    let set = wanted(call, kind, record, &sent.filled).await?;
    let change = Change::Edit { id: record.id.clone(), base: Some(base), set, why: sent.why() };
    Ok(call.aims().commit(&call.actor, change, sent.key().as_deref()).await?.changed)
}

/// The fields that the form would change: those whose inputs differ from what the record shows, and whose value differs.
async fn wanted(call: &Call, kind: &Kind, record: &Record, filled: &Filled) -> Result<Document, Failure> {
    let shown = Filled::of(kind, &record.document, &record.titles);
    let mut fields = inputs(kind);
    fields.retain(|it| !filled.agrees(&shown, &name_of(it)));
    let named = Named::look_up(call, &fields, filled).await?;
    let mut set = read::read(&call.configuration.catalog, &fields, filled, &named).map_err(Error::Problems)?;
    set.retain(|name, value| record.document.get(name).unwrap_or_default() != value);
    Ok(set)
}

/// The form again, with both versions where two people changed the same field.
async fn conflict(call: &Call, kind: &Kind, record: &Record, base: i64, sent: &Sent) -> Reply {
    let merged = conflict::merge(call, kind, record, base, &sent.filled).await?;
    let drawn = Drawn {
        failure: Some(&merged.failure),
        beside: &merged.beside,
        base: record.version,
        ..Drawn::of(&merged.filled)
    };
    draw(call, kind, record, drawn).await
}

/// What differs from one drawing of the form to the next.
struct Drawn<'a> {
    filled: &'a Filled,
    failure: Option<&'a Failure>,
    beside: &'a [(String, Html)],
    base: i64,
    find: Option<&'a str>,
    draft: Option<&'a Draft>,
}

impl<'a> Drawn<'a> {
    fn of(filled: &'a Filled) -> Drawn<'a> {
        Drawn { filled, failure: None, beside: &[], base: 0, find: None, draft: None }
    }
}

async fn draw(call: &Call, kind: &Kind, record: &Record, drawn: Drawn<'_>) -> Result<Response, Failure> {
    let Drawn { filled, failure, beside, base, find, draft } = drawn;
    let base = Some(if base == 0 { record.version } else { base });
    let form = Form { call, kind, id: Some(&record.id), filled, failure, base, beside, find, draft };
    let form = form.draw().await?;
    let id = record.id.to_string();
    let name = record.document.get("title").and_then(|it| it.as_str()).unwrap_or_default();
    let title = call.tell("form.edit", &[("id", &id)]);
    let heading = Heading {
        crumbs: &[
            (format!("/{}", kind.kind), kind.plural.clone()),
            (format!("/{}/{id}", kind.kind), format!("{id} {name}")),
        ],
        ..Heading::of(&title)
    };
    let body = maud! { (heading.draw(call.language())) (form) }.memoize();
    Ok(page::page_with(failure.map_or(StatusCode::OK, |it| it.status), call, &title, body))
}
