//! Bringing records in from a file: choose it, look at the proposed mapping and what would come of it, change the mapping
//! until it fits, then go; what was brought in can be taken back.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::import::Mapping;
use governance::importing::{ImportOptions, ImportReport};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::api::imports::{number, read_mapping};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::menu::areas;
use crate::html::{Html, page, parts};
use crate::multipart::{Posted, posted};
use crate::pages::running::{self, Job};
use crate::pages::{chart, report, wizard};
use crate::reply::{self, Reply};

/// `GET /import`
pub(crate) async fn form(call: Call) -> Reply {
    call.query.only(&["kind"])?;
    start(&call, call.query.get("kind").unwrap_or_default(), None).await
}

/// `POST /import`: what would come of it.
pub(crate) async fn preview(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    let tried = match File::of(&call, &posted).await {
        Ok(file) => file.draw(&call, None).await,
        Err(failure) => Err(failure),
    };
    match tried {
        Err(failure) if failure.status.is_client_error() => {
            start(&call, posted.text("kind").unwrap_or_default(), Some(failure)).await
        }
        other => other,
    }
}

/// `POST /import/mapping`: the mapping as a file; with `save`, kept for the next file of this kind.
pub(crate) async fn mapping(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    let file = File::of(&call, &posted).await?;
    let text = file.mapping(&call)?.to_toml().map_err(Failure::input)?;
    if posted.text("save").is_none() {
        return Ok(reply::file(&format!("{}-mapping.toml", file.kind), "application/toml", text.into_bytes()));
    }
    call.aims().set_personal(&call.actor, &saved_under(&file.kind), Some(text.into())).await?;
    file.draw(&call, Some(call.say("import.saved"))).await
}

/// `POST /import/errors`: rows that would be rejected, as a file.
pub(crate) async fn errors(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    let report = File::of(&call, &posted).await?.tried(&call).await?;
    Ok(rejected(&report))
}

/// `POST /import/run`: begins the import itself.
pub(crate) async fn run(call: Call, body: Body) -> Reply {
    let posted = read(&call, body).await?;
    let file = File::of(&call, &posted).await?;
    let options = ImportOptions { mapping: Some(file.mapping(&call)?), ..ImportOptions::default() };
    let job = running::File { kind: file.kind.clone(), name: file.name.clone(), bytes: file.bytes.to_vec(), options };
    call.app.running.begin(call.aims().clone(), call.actor.clone(), &file.upload, job);
    // Small files are done before anybody looks.
    for _ in 0..20 {
        if call.app.running.find(&call.actor.account, &file.upload).is_none_or(|it| it.outcome.is_some()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(page::see(&format!("/import/running/{}", file.upload)))
}

/// `GET /import/running/{key}`: how far it is, or what came of it.
pub(crate) async fn progress(call: Call, Path(key): Path<String>) -> Reply {
    call.query.only(&[])?;
    let job = job(&call, &key)?;
    match &job.outcome {
        None => Ok(report::at_work(&call, &job)),
        Some(Ok(done)) => {
            call.app.uploads.forget(&key);
            report::done(&call, &key, &job.name, done).await
        }
        Some(Err(failure)) if failure.status.is_server_error() => Err(failure.clone()),
        Some(Err(failure)) => start(&call, "", Some(failure.clone())).await,
    }
}

/// `GET /import/running/{key}/errors`: rows that were rejected, as a file.
pub(crate) async fn running_errors(call: Call, Path(key): Path<String>) -> Reply {
    call.query.only(&[])?;
    match job(&call, &key)?.outcome {
        Some(Ok(report)) => Ok(rejected(&report)),
        _ => Err(Failure::missing(call.say("import.not_ended"))),
    }
}

/// `POST /import/{batch}/undo`
pub(crate) async fn undo(call: Call, Path(batch): Path<String>) -> Reply {
    let undone = call.aims().undo(&call.actor, number(&batch)?).await?;
    Ok(report::undone(&call, &undone))
}

fn job(call: &Call, key: &str) -> Result<Job, Failure> {
    let gone = || Failure::missing(call.say("import.forgotten"));
    call.app.running.find(&call.actor.account, key).ok_or_else(gone)
}

fn rejected(report: &ImportReport) -> Response {
    reply::file(&format!("{}-errors.csv", report.kind), "text/csv; charset=utf-8", report.errors_csv())
}

/// The key under which an account keeps its mapping of a kind.
fn saved_under(kind: &str) -> String {
    format!("mapping/{kind}")
}

async fn read(call: &Call, body: Body) -> Result<Posted, Failure> {
    call.query.only(&[])?;
    posted(&call.headers, body, call.app.settings.file_limit, call.app.settings.file_limit).await
}

/// A file that is to be imported, with the mapping as far as it is decided.
struct File {
    kind: String,
    name: String,
    bytes: Bytes,
    /// The key under which the file is at hand for the next step.
    upload: String,
    mapping: Option<Mapping>,
}

impl File {
    /// The file that came with the form, or the one that an earlier step left at hand; with what the form says of columns.
    async fn of(call: &Call, posted: &Posted) -> Result<File, Failure> {
        let kind = posted.text("kind").ok_or_else(|| Failure::input(call.say("import.no_kind")))?;
        let kind = call.kind(kind)?.kind.clone();
        let (name, bytes, upload) = match posted.file("file") {
            Some(file) => {
                let key = call.app.uploads.keep(&call.actor.account, &file.name, file.bytes.clone());
                (file.name.clone(), file.bytes.clone(), key)
            }
            None => {
                let key = posted.text("upload").ok_or_else(|| Failure::input(call.say("import.no_file")))?;
                let gone = || Failure::input(call.say("import.gone"));
                let (name, bytes) = call.app.uploads.get(&call.actor.account, key).ok_or_else(gone)?;
                (name, bytes, key.to_owned())
            }
        };
        let mapping = given(call, posted, &kind).await?;
        let wanted = wizard::wanted(posted);
        let mapping = match mapping {
            Some(mapping) if !wanted.is_empty() => Some(call.aims().choose(&name, &bytes, mapping, &wanted)?),
            other => other,
        };
        Ok(File { kind, name, bytes, upload, mapping })
    }

    /// The mapping, which every step after the first one has.
    fn mapping(&self, call: &Call) -> Result<Mapping, Failure> {
        self.mapping.clone().ok_or_else(|| Failure::input(call.say("import.no_mapping")))
    }

    /// What would come of it.
    async fn tried(&self, call: &Call) -> Result<ImportReport, Failure> {
        let options = ImportOptions { mapping: self.mapping.clone(), dry_run: true, ..ImportOptions::default() };
        Ok(call.aims().import(&call.actor, &self.kind, &self.name, self.bytes.to_vec(), options).await?)
    }

    /// The preview, with the reasons of a proposal beside the columns.
    async fn draw(&self, call: &Call, told: Option<&str>) -> Reply {
        let mut seen = self.tried(call).await?;
        if seen.notes.is_empty() {
            let (aims, kind, name, bytes) =
                (call.aims().clone(), self.kind.clone(), self.name.clone(), self.bytes.clone());
            let look = tokio::task::spawn_blocking(move || aims.propose(&kind, &name, &bytes));
            seen.notes = look.await.map_err(|cause| crate::failure::failed(&cause.to_string()))??.notes;
        }
        let mapping = read_mapping(&seen.mapping)?;
        let kind = call.kind(&self.kind)?;
        Ok(drawn(call, kind, self, &seen, &mapping, told))
    }
}

/// The mapping that the form brings: a file, the text that an earlier step left, or the one that was saved.
async fn given(call: &Call, posted: &Posted, kind: &str) -> Result<Option<Mapping>, Failure> {
    if let Some(file) = posted.file("mapping_file") {
        let text = std::str::from_utf8(&file.bytes);
        return read_mapping(text.map_err(|_| Failure::input(call.say("import.no_text")))?).map(Some);
    }
    if posted.text("saved").is_some() {
        let saved = call.aims().personal(&call.actor, &saved_under(kind)).await?;
        let none = || Failure::input(call.tell("import.none_saved", &[("kind", &kind)]));
        return read_mapping(saved.as_ref().and_then(|it| it.as_str()).ok_or_else(none)?).map(Some);
    }
    posted.text("mapping").map(read_mapping).transpose()
}

/// The page of the preview.
fn drawn(
    call: &Call,
    kind: &Kind,
    file: &File,
    seen: &ImportReport,
    mapping: &Mapping,
    told: Option<&str>,
) -> Response {
    let title = call.tell("import.preview", &[("file", &file.name)]);
    let heading =
        Heading { crumbs: &[("/import".to_owned(), call.say("import.title").to_owned())], ..Heading::of(&title) };
    let text = mapping.to_toml().unwrap_or_default();
    let body = maud! {
        (heading.draw(call.language()))
        (parts::done(told))
        p .notice { (call.say("import.nothing_yet")) }
        (report::counts(call, seen))
        form action="/import" method="post" enctype="multipart/form-data" {
            (parts::once())
            input type="hidden" name="kind" value=(file.kind);
            input type="hidden" name="upload" value=(file.upload);
            textarea name="mapping" hidden readonly { "\n" (text) }
            section .panel aria-labelledby="columns" {
                h2 #columns { (call.say("import.columns")) }
                p .help { (call.say("import.columns_help")) }
                (wizard::columns(call, kind, seen, mapping))
            }
            div .actions.bar {
                button type="submit" { (call.say("import.again")) }
                button .main type="submit" formaction="/import/run" { (call.say("import.go")) }
                button .plain type="submit" formaction="/import/mapping" { (call.say("import.download_mapping")) }
                button .plain type="submit" formaction="/import/mapping" name="save" value="yes" { (call.say("import.save_mapping")) }
                @if !seen.errors.is_empty() { button .plain type="submit" formaction="/import/errors" { (call.say("import.download_errors")) } }
            }
        }
        (wizard::understood(call, kind, seen, mapping))
        (report::notes(call, seen))
        (report::rows(call, seen))
    };
    page::page(call, &title, body.memoize())
}

/// The first page: what to import, and what was imported before.
pub(crate) async fn start(call: &Call, chosen: &str, failure: Option<Failure>) -> Reply {
    let batches = call.aims().batches(&call.actor).await?;
    let status = failure.as_ref().map_or(StatusCode::OK, |it| it.status);
    let title = call.say("import.title");
    let body = maud! {
        (Heading::of(title).draw(call.language()))
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        (choose(call, chosen))
        (chart::form(call))
        @if !batches.is_empty() { (report::batches(call, &batches)) }
    }
    .memoize();
    Ok(page::page_with(status, call, title, body))
}

fn choose(call: &Call, chosen: &str) -> Html {
    let areas = areas(call);
    maud! {
        form .narrow action="/import" method="post" enctype="multipart/form-data" {
            div .field {
                label for="kind" { (call.say("import.kind")) }
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
            div .field.drop data-drop {
                label for="file" { (call.say("import.file")) }
                p #file-help .help { (call.say("import.file_help")) }
                input #file type="file" name="file" accept=".csv,.tsv,.txt,.xlsx" required aria-describedby="file-help";
            }
            details {
                summary { (call.say("import.have_mapping")) }
                label .check { input type="checkbox" name="saved" value="yes"; (call.say("import.use_saved")) }
                div .field {
                    label for="mapping_file" { (call.say("import.mapping_file")) }
                    input #mapping_file type="file" name="mapping_file" accept=".toml";
                }
            }
            button .main type="submit" { (call.say("import.look")) }
        }
    }
    .memoize()
}
