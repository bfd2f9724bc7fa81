//! Changing a record. When somebody else changed it meanwhile, both versions are shown and nobody's text is lost.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::{Error, Moment, Record};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Field, Id, Kind, Problem};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::{Filled, name_of};
use crate::html::pick::Named;
use crate::html::value::Shown;
use crate::html::{Html, page, parts, read};
use crate::pages::form::{Form, Sent, inputs};
use crate::reply::Reply;

/// `GET /{kind}/{id}/edit`
pub(crate) async fn form(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let record = call.aims().record(&call.actor, &call.id(kind, &id)?, &Moment::Now).await?;
    let filled = Filled::of(kind, &record.document, &record.titles);
    draw(&call, kind, &record, Drawn::of(&filled)).await
}

/// `POST /{kind}/{id}/edit`
pub(crate) async fn save(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    let sent = Sent::read(&call, body).await?;
    let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
    let base = sent.base().unwrap_or(record.version);
    if sent.wants_rows() {
        return draw(&call, kind, &record, Drawn { base, ..Drawn::of(&sent.filled) }).await;
    }
    if base != record.version {
        return conflict(&call, kind, &record, base, &sent).await;
    }
    let set = match wanted(&call, kind, &record, &sent.filled).await? {
        Ok(set) => set,
        Err(problems) => {
            let failure = Failure::from(Error::Problems(problems));
            return refused(&call, kind, &record, &sent, failure).await;
        }
    };
    let change = Change::Edit { id: id.clone(), base: Some(base), set, why: sent.why() };
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(made) => {
            let done = if made.changed { "saved" } else { "same" };
            Ok(page::see(&format!("/{}/{id}?done={done}", kind.kind)))
        }
        Err(Error::Stale { .. }) => {
            let record = call.aims().record(&call.actor, &id, &Moment::Now).await?;
            conflict(&call, kind, &record, base, &sent).await
        }
        Err(error) => refused(&call, kind, &record, &sent, error.into()).await,
    }
}

/// The fields that the form would change: those whose inputs differ from what the record shows, and whose value differs.
async fn wanted(
    call: &Call,
    kind: &Kind,
    record: &Record,
    filled: &Filled,
) -> Result<Result<Document, Vec<Problem>>, Failure> {
    let shown = Filled::of(kind, &record.document, &record.titles);
    let mut fields = inputs(kind);
    fields.retain(|it| !filled.agrees(&shown, &name_of(it)));
    let named = Named::look_up(call, &fields, filled).await?;
    let read = read::read(&call.configuration.catalog, &fields, filled, &named);
    Ok(read.map(|mut set| {
        set.retain(|name, value| record.document.get(name).unwrap_or_default() != value);
        set
    }))
}

async fn refused(call: &Call, kind: &Kind, record: &Record, sent: &Sent, failure: Failure) -> Reply {
    if failure.status.is_server_error() {
        return Err(failure);
    }
    let drawn = Drawn {
        status: failure.status,
        problems: &failure.problems,
        failure: Some(&failure),
        base: record.version,
        ..Drawn::of(&sent.filled)
    };
    draw(call, kind, record, drawn).await
}

/// What the person changed stays in the form, what they left alone takes the newer value, and beside each field that both
/// changed stands what is stored now.
async fn conflict(call: &Call, kind: &Kind, record: &Record, base: i64, sent: &Sent) -> Reply {
    let before = version(call, &record.id, base).await?;
    let now = Filled::of(kind, &record.document, &record.titles);
    let seen = before.as_ref().map(|it| Filled::of(kind, &it.document, &it.titles));
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &record.titles };
    let (mut filled, mut beside) = (sent.filled.clone(), Vec::new());
    for field in inputs(kind) {
        let name = name_of(field);
        let changed_by_me = seen.as_ref().is_none_or(|seen| !filled.agrees(seen, &name));
        match (changed_by_me, filled.agrees(&now, &name)) {
            (_, true) => {}
            (false, false) => filled.take(&now, &name),
            (true, false) => beside.push((field.name.clone(), stored_now(&shown, field, record))),
        }
    }
    let message = format!(
        "`{}` was changed while you were editing: you began with version {base}, it is at version {} now; below stands your text, \
         and what is stored now beside it; save again to keep yours",
        record.id, record.version
    );
    let failure = Failure::new(StatusCode::CONFLICT, "stale", message);
    let drawn = Drawn {
        status: StatusCode::CONFLICT,
        failure: Some(&failure),
        beside: &beside,
        base: record.version,
        ..Drawn::of(&filled)
    };
    draw(call, kind, record, drawn).await
}

fn stored_now(shown: &Shown<'_>, field: &Field, record: &Record) -> Html {
    maud! {
        div .stored {
            strong { "Stored now: " }
            @match record.document.get(&field.name) {
                Some(value) => (shown.value(field, value)),
                None => em { "nothing" },
            }
        }
    }
    .memoize()
}

/// A record as it was in a version.
async fn version(call: &Call, id: &Id, version: i64) -> Result<Option<Record>, Failure> {
    let history = call.aims().history(&call.actor, id).await?;
    let Some(past) = history.iter().find(|it| it.version == version) else { return Ok(None) };
    Ok(Some(call.aims().record(&call.actor, id, &Moment::Place(past.place)).await?))
}

/// What differs from one drawing of the form to the next.
struct Drawn<'a> {
    status: StatusCode,
    filled: &'a Filled,
    problems: &'a [Problem],
    failure: Option<&'a Failure>,
    beside: &'a [(String, Html)],
    base: i64,
}

impl<'a> Drawn<'a> {
    fn of(filled: &'a Filled) -> Drawn<'a> {
        Drawn { status: StatusCode::OK, filled, problems: &[], failure: None, beside: &[], base: 0 }
    }
}

async fn draw(call: &Call, kind: &Kind, record: &Record, drawn: Drawn<'_>) -> Result<Response, Failure> {
    let action = format!("/{}/{}/edit", kind.kind, record.id);
    let base = Some(if drawn.base == 0 { record.version } else { drawn.base });
    let form = Form { call, kind, action, filled: drawn.filled, problems: drawn.problems, base, beside: drawn.beside };
    let form = form.draw().await?;
    let title = format!("Edit {}", record.id);
    let body = maud! {
        nav .crumbs aria-label="Where you are" {
            a href={ "/" (kind.kind) } { (kind.plural) } " › "
            a href={ "/" (kind.kind) "/" (record.id.to_string()) } { (record.id.to_string()) }
        }
        h1 { (title) }
        @if let Some(failure) = drawn.failure { (parts::alert(call.language(), failure)) }
        (form)
    }
    .memoize();
    Ok(page::page_with(drawn.status, call, &format!("Edit {}", record.id), body))
}
