//! Bringing records in from a file: choose it, look at the proposed mapping and what would come of it, then go.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::importing::ImportOptions;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::api::imports::{number, read_mapping};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::menu::areas;
use crate::html::{Html, page, parts};
use crate::multipart::{Posted, posted};
use crate::pages::report;
use crate::reply::Reply;

/// `GET /import`
pub(crate) async fn form(call: Call) -> Reply {
    call.query.only(&["kind"])?;
    start(&call, call.query.get("kind").unwrap_or_default(), None).await
}

/// `POST /import`: what would come of it.
pub(crate) async fn preview(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    match dry_run(&call, &posted).await {
        Ok(response) => Ok(response),
        Err(failure) if failure.status.is_client_error() => {
            start(&call, posted.text("kind").unwrap_or_default(), Some(failure)).await
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /import/run`: the import itself.
pub(crate) async fn run(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    let kind = kind(&call, &posted)?;
    let mapping = read_mapping(posted.text("mapping").unwrap_or_default())?;
    let (name, bytes) = kept(&call, &posted)?;
    let options = ImportOptions { mapping: Some(mapping), dry_run: false, ..ImportOptions::default() };
    let done = call.aims().import(&call.actor, &kind, &name, bytes.to_vec(), options).await?;
    call.app.uploads.forget(posted.text("upload").unwrap_or_default());
    let body = maud! {
        h1 { "Imported: " (name) }
        (report::counts(&done))
        @if let Some(batch) = done.batch { (undo_form(batch)) }
        (report::rows(&done))
        p { a href={ "/" (kind) } { "Show the list" } }
    }
    .memoize();
    Ok(page::page(&call, "Imported", body))
}

/// `POST /import/{batch}/undo`
pub(crate) async fn undo(call: Call, Path(batch): Path<String>) -> Reply {
    let batch = number(&batch)?;
    let undone = call.aims().undo(&call.actor, batch).await?;
    let body = maud! {
        h1 { "Undone: import " (batch) }
        ul { li { (undone.retired) " records taken out of use" } li { (undone.reverted) " records put back as they were" } }
        @if !undone.skipped.is_empty() {
            h2 { "Left alone" }
            ul { @for it in &undone.skipped { li { (it.id.to_string()) ": " (it.why) } } }
        }
        p { a href="/import" { "Back to imports" } }
    }
    .memoize();
    Ok(page::page(&call, "Import undone", body))
}

async fn read(call: &Call, body: Body) -> Result<Posted, Failure> {
    call.query.only(&[])?;
    posted(&call.headers, body, call.app.settings.file_limit, call.app.settings.file_limit).await
}

fn kind(call: &Call, posted: &Posted) -> Result<String, Failure> {
    let name = posted.text("kind").ok_or_else(|| Failure::input("choose the kind of the records"))?;
    Ok(call.kind(name)?.kind.clone())
}

/// The file that was uploaded for the preview.
fn kept(call: &Call, posted: &Posted) -> Result<(String, Bytes), Failure> {
    let key = posted.text("upload").unwrap_or_default();
    let gone = || Failure::input("the uploaded file is no longer at hand; choose it again on the page for imports");
    call.app.uploads.get(&call.actor.account, key).ok_or_else(gone)
}

async fn dry_run(call: &Call, posted: &Posted) -> Result<Response, Failure> {
    let kind = kind(call, posted)?;
    let (name, bytes) = match posted.file("file") {
        Some(file) => (file.name.clone(), file.bytes.clone()),
        None if posted.text("upload").is_some() => kept(call, posted)?,
        None => return Err(Failure::input("choose a file")),
    };
    let mapping = posted.text("mapping").map(read_mapping).transpose()?;
    let options = ImportOptions { mapping, dry_run: true, ..ImportOptions::default() };
    let seen = call.aims().import(&call.actor, &kind, &name, bytes.to_vec(), options).await?;
    let upload = match posted.text("upload").filter(|_| posted.file("file").is_none()) {
        Some(key) => key.to_owned(),
        None => call.app.uploads.keep(&call.actor.account, &name, bytes),
    };
    let body = maud! {
        h1 { "Preview: " (name) }
        p .notice { "Nothing has been imported yet." }
        (report::counts(&seen))
        (report::notes(&seen))
        (report::rows(&seen))
        form action="/import/run" method="post" enctype="multipart/form-data" {
            (parts::once())
            input type="hidden" name="kind" value=(kind);
            input type="hidden" name="upload" value=(upload);
            div .field {
                label for="mapping" { "Mapping" }
                p #mapping-help .help { "Which column becomes which field. Change it where the proposal is wrong, then look at the preview again." }
                textarea #mapping name="mapping" rows="24" spellcheck="false" aria-describedby="mapping-help" { "\n" (seen.mapping) }
            }
            div .actions {
                button type="submit" formaction="/import" { "Preview again" } " "
                button .main type="submit" { "Import" }
            }
        }
    }
    .memoize();
    Ok(page::page(call, "Preview of an import", body))
}

/// The first page: what to import, and what was imported before.
async fn start(call: &Call, chosen: &str, failure: Option<Failure>) -> Reply {
    let batches = call.aims().batches(&call.actor).await?;
    let status = failure.as_ref().map_or(StatusCode::OK, |it| it.status);
    let body = maud! {
        h1 { "Import" }
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        (choose(call, chosen))
        @if !batches.is_empty() {
            h2 { "Imports so far" }
            div .scroll {
                table {
                    thead { tr { th scope="col" { "Number" } th scope="col" { "What" } th scope="col" { "Begun" } th scope="col" { "Came of it" } th scope="col" { "Change" } } }
                    tbody {
                        @for it in &batches {
                            tr {
                                th scope="row" { (it.id) } td { (it.what) } td { (crate::html::moment(&it.begun)) } td { (report::told(&it.counts)) }
                                td { @if it.undone.is_some() { span .state.retired { "Undone" } } @else if it.ended.is_some() { (undo_form(it.id)) } @else { "not finished" } }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize();
    Ok(page::page_with(status, call, "Import", body))
}

fn choose(call: &Call, chosen: &str) -> Html {
    let areas = areas(call);
    maud! {
        form .narrow action="/import" method="post" enctype="multipart/form-data" {
            div .field {
                label for="kind" { "Kind" }
                select #kind name="kind" required {
                    option value="" {}
                    @for (area, kinds) in &areas {
                        optgroup label=(parts::area(call.language(), area)) {
                            @for kind in kinds {
                                @if kind.kind == chosen { option value=(kind.kind) selected { (kind.plural) } }
                                @else { option value=(kind.kind) { (kind.plural) } }
                            }
                        }
                    }
                }
            }
            div .field {
                label for="file" { "File" }
                p #file-help .help { "CSV or XLSX, at most 64 MiB; the first row holds the headers. Nothing is imported before you have seen a preview." }
                input #file type="file" name="file" required aria-describedby="file-help";
            }
            button .main type="submit" { "Preview" }
        }
    }
    .memoize()
}

fn undo_form(batch: i64) -> Html {
    maud! { form action={ "/import/" (batch) "/undo" } method="post" { button type="submit" { "Undo" } } }.memoize()
}
