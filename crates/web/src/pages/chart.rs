//! Bringing an organisation chart in: a table of people with their managers, or users as SCIM 2.0 lists them. What would come of it
//! is shown first; taking it back is that of every import.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use governance::importing::{ImportOptions, ImportReport};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::multipart::{Posted, posted};
use crate::pages::{import, report};
use crate::reply::Reply;

/// `POST /import/chart`: what would come of it.
pub(crate) async fn preview(call: Call, body: Body) -> Reply {
    answer(&call, body, true).await
}

/// `POST /import/chart/run`: brings it in.
pub(crate) async fn run(call: Call, body: Body) -> Reply {
    answer(&call, body, false).await
}

async fn answer(call: &Call, body: Body, dry_run: bool) -> Reply {
    call.query.only(&[])?;
    let limit = call.app.settings.file_limit;
    let sent = posted(&call.headers, body, limit, limit).await?;
    match tried(call, &sent, dry_run).await {
        Ok((name, key, report)) if dry_run => Ok(seen(call, &name, &key, &report)),
        Ok((name, key, report)) => {
            call.app.uploads.forget(&key);
            report::done(call, &key, &name, &report).await
        }
        Err(failure) if failure.status.is_client_error() => import::start(call, "", Some(failure)).await,
        Err(failure) => Err(failure),
    }
}

async fn tried(call: &Call, sent: &Posted, dry_run: bool) -> Result<(String, String, ImportReport), Failure> {
    let (name, bytes, key) = file(call, sent)?;
    let options = ImportOptions { dry_run, ..ImportOptions::default() };
    let report = call.aims().import_chart(&call.actor, &name, bytes.to_vec(), options).await?;
    Ok((name, key, report))
}

/// The file that came with the form, or the one that the preview left at hand.
fn file(call: &Call, sent: &Posted) -> Result<(String, Bytes, String), Failure> {
    let account = &call.actor.account;
    if let Some(file) = sent.file("chart") {
        let key = call.app.uploads.keep(account, &file.name, file.bytes.clone());
        return Ok((file.name.clone(), file.bytes.clone(), key));
    }
    let key = sent.text("upload").ok_or_else(|| Failure::input(call.say("import.no_file")))?;
    let (name, bytes) = call.app.uploads.get(account, key).ok_or_else(|| Failure::input(call.say("import.gone")))?;
    Ok((name, bytes, key.to_owned()))
}

fn seen(call: &Call, name: &str, key: &str, seen: &ImportReport) -> Response {
    let title = call.tell("import.preview", &[("file", &name)]);
    let crumbs = [("/import".to_owned(), call.say("import.title").to_owned())];
    let body = maud! {
        (Heading { crumbs: &crumbs, ..Heading::of(&title) }.draw(call.language()))
        p .notice { (call.say("import.nothing_yet")) }
        (report::counts(call, seen))
        (report::leavers(call, seen))
        form action="/import/chart/run" method="post" enctype="multipart/form-data" {
            (parts::once())
            input type="hidden" name="upload" value=(key);
            div .actions.bar { button .main type="submit" { (call.say("import.go")) } }
        }
        (report::notes(call, seen))
        (report::rows(call, seen))
    };
    page::page_with(StatusCode::OK, call, &title, body.memoize())
}

/// The form on the page of imports.
pub(crate) fn form(call: &Call) -> Html {
    maud! {
        form .narrow action="/import/chart" method="post" enctype="multipart/form-data" {
            h2 { (call.say("import.chart")) }
            div .field {
                label for="chart" { (call.say("import.chart_file")) }
                p #chart-help .help { (call.say("import.chart_help")) }
                input #chart type="file" name="chart" accept=".csv,.tsv,.txt,.xlsx,.json" required aria-describedby="chart-help";
            }
            button type="submit" { (call.say("import.chart_look")) }
        }
    }
    .memoize()
}
