//! What is done from the page of a register: a file compared or brought in, a file that goes out, and whose word goes.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use hypertext::{maud_borrow as maud, prelude::*};

use super::reconciled;
use crate::api::erm::{asked, file, goes};
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::multipart::posted;
use crate::pages::form::Sent;
use crate::pages::report;
use crate::reply::Reply;

/// `GET /enterprise-risk/exports/{file}`
pub(crate) async fn export(call: Call, path: Path<String>) -> Reply {
    crate::api::erm::export(call, path).await
}

/// `POST /enterprise-risk/compare`: what a file of the register says against what stands here; nothing is changed.
pub(crate) async fn compare(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = posted(&call.headers, body, call.app.settings.body_limit, call.app.settings.file_limit).await?;
    let (asked, found) = (asked(&sent), file(&call, &sent));
    let items = match found {
        Ok(file) => call.aims().reconcile_register(&call.actor, &asked, &file.name, file.bytes.to_vec()).await,
        Err(failure) => return Ok(again(&call, &failure)),
    };
    let items = match items.map_err(Failure::from) {
        Err(failure) if failure.status == StatusCode::UNPROCESSABLE_ENTITY => return Ok(again(&call, &failure)),
        other => other?,
    };
    let body = maud! {
        p { (call.count("enterprise.differences", items.len() as u64)) }
        (reconciled::list(&call, &asked.register, &asked.kind, &items, false))
    };
    Ok(answer(&call, call.say("enterprise.compared"), StatusCode::OK, body.memoize()))
}

/// `POST /enterprise-risk/import`
pub(crate) async fn import(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = posted(&call.headers, body, call.app.settings.body_limit, call.app.settings.file_limit).await?;
    let (asked, file) = match (asked(&sent), file(&call, &sent)) {
        (asked, Ok(file)) => (asked, file),
        (_, Err(failure)) => return Ok(again(&call, &failure)),
    };
    let done = call.aims().import_register(&call.actor, &asked, &file.name, file.bytes.to_vec(), false).await;
    let done = match done.map_err(Failure::from) {
        Err(failure) if failure.status == StatusCode::UNPROCESSABLE_ENTITY => return Ok(again(&call, &failure)),
        other => other?,
    };
    let body = maud! {
        (report::counts(&call, &done))
        (report::faults(&call, "import.rejected_rows", &done.errors))
        (report::faults(&call, "enterprise.waits", &done.notices))
    };
    Ok(answer(&call, call.say("enterprise.imported"), StatusCode::OK, body.memoize()))
}

/// `POST /enterprise-risk/{id}/settle`: lets one side go before.
pub(crate) async fn settle(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let (asked, goes) = (asked(&sent.posted), goes(sent.posted.text("goes").unwrap_or_default())?);
    call.aims().settle_entry(&call.actor, &asked, &number(&id)?, goes).await?;
    Ok(page::see(&format!("/enterprise-risk?register={}&done=saved", asked.register)))
}

/// What stands in the way, with the way back.
fn again(call: &Call, failure: &Failure) -> axum::response::Response {
    answer(call, call.say("enterprise.bring"), failure.status, parts::alert(call.language(), failure))
}

fn answer(call: &Call, title: &str, status: StatusCode, body: Html) -> axum::response::Response {
    let crumbs = [("/enterprise-risk".to_owned(), call.say("enterprise.title").to_owned())];
    let heading = Heading { crumbs: &crumbs, ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (body)
        p { a .button href="/enterprise-risk" { (call.say("enterprise.back")) } }
    };
    page::page_with(status, call, title, body.memoize())
}
