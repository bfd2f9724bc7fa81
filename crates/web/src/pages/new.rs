//! Making a record.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Kind, Problem};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::filled::Filled;
use crate::html::pick::Named;
use crate::html::{page, parts, read};
use crate::pages::form::{Form, Sent, inputs};
use crate::reply::Reply;

/// `GET /{kind}/new`; `?f.system=SYS-0001` fills a field beforehand.
pub(crate) async fn form(call: Call, Path(name): Path<String>) -> Reply {
    let kind = call.kind(&name)?;
    let names: Vec<String> = inputs(kind).into_iter().map(crate::html::filled::name_of).collect();
    call.query.only(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut filled = Filled::default();
    for name in &names {
        if let Some(text) = call.query.get(name) {
            filled.add(name, text);
        }
    }
    draw(&call, kind, StatusCode::OK, &filled, &[], None).await
}

/// `POST /{kind}/new`
pub(crate) async fn create(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    if sent.wants_rows() {
        return draw(&call, kind, StatusCode::OK, &sent.filled, &[], None).await;
    }
    let fields = inputs(kind);
    let named = Named::look_up(&call, &fields, &sent.filled).await?;
    let mut document = match read::read(&call.configuration.catalog, &fields, &sent.filled, &named) {
        Ok(document) => document,
        Err(problems) => {
            let failure = Failure::from(governance::Error::Problems(problems.clone()));
            return draw(&call, kind, StatusCode::UNPROCESSABLE_ENTITY, &sent.filled, &problems, Some(&failure)).await;
        }
    };
    document.retain(|_, value| !value.is_null());
    let change = Change::Create { kind: kind.kind.clone(), state: None, document };
    match call.aims().commit(&call.actor, change, sent.key().as_deref()).await {
        Ok(made) => Ok(page::see(&format!("/{}/{}?done=made", kind.kind, made.id))),
        Err(error) => {
            let failure = Failure::from(error);
            match failure.status.is_server_error() {
                true => Err(failure),
                false => draw(&call, kind, failure.status, &sent.filled, &failure.problems, Some(&failure)).await,
            }
        }
    }
}

async fn draw(
    call: &Call,
    kind: &Kind,
    status: StatusCode,
    filled: &Filled,
    problems: &[Problem],
    failure: Option<&Failure>,
) -> Result<Response, Failure> {
    let action = format!("/{}/new", kind.kind);
    let form = Form { call, kind, action, filled, problems, base: None, beside: &[] }.draw().await?;
    let title = format!("New: {}", kind.label);
    let body = maud! {
        h1 { (title) }
        p .help { (kind.summary) }
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (form)
    }
    .memoize();
    Ok(page::page_with(status, call, &format!("New {}", kind.label), body))
}
