//! Bringing in a log of a warehouse from the page of a dataset; what it shows stands on the page of its record and in findings.
//!
//! Serves ISO/IEC 42001 A.7.2.

use axum::body::Body;
use axum::extract::Path;
use governance::access::LOG;
use governance::access::log::keep::LogFile;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::number;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /access/{id}/log`
pub(crate) async fn bring_in(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    number(&call, &id)?;
    let sent = Sent::read(&call, body).await?;
    let log = sent.posted.file("log").ok_or_else(|| Failure::problem("log", call.say("access.log_none")))?;
    let mapping = sent.posted.file("mapping").map(|it| String::from_utf8_lossy(&it.bytes).into_owned());
    let source = sent.posted.text("source").map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let file = LogFile { name: log.name.clone(), bytes: log.bytes.to_vec(), mapping, source };
    let report = call.aims().import_access_log(&call.actor, file).await?;
    let made = report.id.map(|it| format!("/{it}?done=made")).unwrap_or_default();
    Ok(page::see(&format!("/{LOG}{made}")))
}

/// The form that takes one.
pub(super) fn form(call: &Call, dataset: &Id) -> Html {
    maud! {
        section .panel aria-labelledby="log" {
            h2 #log { (call.say("access.log")) }
            p .help { (call.say("access.log_help")) }
            form action={ "/access/" (dataset.to_string()) "/log" } method="post" enctype="multipart/form-data" {
                (parts::once())
                div .field { label for="log-file" { (call.say("access.log_file")) } input #log-file type="file" name="log" required; }
                div .field { label for="log-mapping" { (call.say("access.log_mapping")) } input #log-mapping type="file" name="mapping"; }
                div .field { label for="log-source" { (call.say("access.log_source")) } input #log-source type="text" name="source" maxlength="200"; }
                button type="submit" { (call.say("access.log_button")) }
            }
        }
    }
    .memoize()
}
