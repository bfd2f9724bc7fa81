//! A batch sent to a monitor: by the form of its page, and by programs. Both end in the one way by which batches go in.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::monitoring::KIND;
use governance::monitoring::taking::{Sent, Taken};
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use record::Id;

use super::View;
use crate::call::Call;
use crate::failure::{Failure, failed};
use crate::html::{Html, page};
use crate::multipart::{Posted, parts};
use crate::reply::{self, Reply};
use crate::screens::measure::uploaded;

/// Parts of the form.
const PARTS: &[&str] = &["at"];

/// `POST /api/v1/monitors/{id}/batches`: a form with `data`, once or more often, and, where wanted, `at`.
pub(crate) async fn api(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    call.key()?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let taken = taken(&call, &id, posted).await?;
    reply::json(if taken.made { StatusCode::CREATED } else { StatusCode::OK }, &taken)
}

/// `POST /monitors/{id}/batches`: measures, and leads back to the monitor.
pub(crate) async fn send(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    match taken(&call, &id, posted).await {
        Ok(taken) => Ok(page::see(&format!("/{KIND}/{id}?done={}", if taken.made { "batch" } else { "known" }))),
        Err(failure) if failure.status.is_client_error() && failure.status != StatusCode::NOT_FOUND => {
            let whole = call.aims().monitor(&call.actor, &id).await?;
            let title = format!("{id} {}", whole.monitor.title);
            Ok(page::page_with(failure.status, &call, &title, super::body(&call, &whole, Some(&failure))))
        }
        Err(failure) => Err(failure),
    }
}

/// Takes a posted batch; the upload is gone when this ends.
async fn taken(call: &Call, id: &Id, posted: Posted) -> Result<Taken, Failure> {
    if let Some((name, _)) = posted.texts.iter().find(|(it, _)| !PARTS.contains(&it.as_str())) {
        return Err(Failure::input(call.tell("monitor.no_part", &[("part", &name)])));
    }
    let day = posted
        .text("at")
        .map(|it| it.parse::<Date>().map_err(|_| Failure::problem("at", call.tell("monitor.no_day", &[("day", &it)]))));
    let day = day.transpose()?;
    if posted.file("data").is_none() {
        return Err(Failure::input(call.say("monitor.no_file")));
    }
    let busy = || Failure::new(StatusCode::TOO_MANY_REQUESTS, "busy", call.say("measure.busy"));
    let place = call.app.measured.place().ok_or_else(busy)?;
    let language = call.language();
    let written = tokio::task::spawn_blocking(move || uploaded(&posted, language));
    let upload = Arc::new(written.await.map_err(|cause| failed(&cause.to_string()))??);
    let sent = Sent { files: upload.files.clone(), day, most: Some(upload.most), threads: Some(1) };
    let (aims, actor, id, kept) = (call.aims().clone(), call.actor.clone(), id.clone(), upload.clone());
    // The work goes on to its end when nobody waits for it any more, and holds its place until then.
    let work = tokio::spawn(async move {
        let _held = (place, kept);
        aims.take_batch(&actor, &id, sent).await
    });
    let ended = work.await.map_err(|cause| failed(&cause.to_string()))?;
    ended.map_err(|error| Failure::from(upload.without(error)))
}

/// The form.
pub(super) fn form(view: &View<'_>) -> Html {
    let (call, id) = (view.call, &view.whole.monitor.id);
    let active = view.whole.settings.state == "active";
    let today = call.aims().today();
    maud! {
        section .panel aria-labelledby="send" {
            h2 #send { (call.say("monitor.send")) }
            @if active {
                form method="post" action={ "/monitors/" (id.to_string()) "/batches" } enctype="multipart/form-data" {
                    div .field.drop data-drop {
                        label for="data" { (call.say("monitor.file")) }
                        p #data-help .help { (call.tell("monitor.file_help", &[("id", id)])) }
                        input #data type="file" name="data" multiple required aria-describedby="data-help";
                    }
                    div .field {
                        label for="at" { (call.say("monitor.at")) }
                        p #at-help .help { (call.say("monitor.at_help")) }
                        input #at type="date" name="at" value=(today.to_string()) max=(today.to_string()) aria-describedby="at-help";
                    }
                    button .main type="submit" { (call.say("monitor.go")) }
                }
            } @else { p .help { (call.say("monitor.not_active")) } }
        }
    }
    .memoize()
}
