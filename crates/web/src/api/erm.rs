//! AI risks and controls beside a register of the enterprise, for programs: what is told, a file that comes in or is compared, a file that
//! goes out, and whose word goes.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::integrating::RISK;
use governance::integrating::bringing_in::{Asked, Goes};
use governance::integrating::whole::Wanted;
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::multipart::{Posted, Upload, parts};
use crate::reply::{self, Reply};

/// `GET /api/v1/erm?register=enterprise&first=…&second=…`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&["register", "first", "second"])?;
    reply::ok(&call.aims().enterprise(&call.actor, &wanted(&call)).await?)
}

/// What a query asks for.
pub(crate) fn wanted(call: &Call) -> Wanted {
    let text = |name: &str| call.query.get(name).filter(|it| !it.is_empty()).map(str::to_owned);
    Wanted { register: text("register"), first: text("first"), second: text("second") }
}

/// `POST /api/v1/erm/imports`: a form with `register`, `file` and, where wanted, `kind` and `dry_run`.
pub(crate) async fn import(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let dry_run = match posted.text("dry_run") {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(Failure::input(format!("`dry_run` takes true or false, not `{other}`"))),
    };
    let (asked, file) = (asked(&posted), file(&call, &posted)?);
    let report = call.aims().import_register(&call.actor, &asked, &file.name, file.bytes.to_vec(), dry_run).await?;
    reply::json(if dry_run { StatusCode::OK } else { StatusCode::CREATED }, &report)
}

/// `POST /api/v1/erm/reconciliations`: a form with `register`, `file` and, where wanted, `kind`.
pub(crate) async fn reconcile(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let (asked, file) = (asked(&posted), file(&call, &posted)?);
    let items = call.aims().reconcile_register(&call.actor, &asked, &file.name, file.bytes.to_vec()).await?;
    reply::ok(&json!({ "register": asked.register, "kind": asked.kind, "items": items }))
}

/// `GET /api/v1/erm/exports/{file}?register=enterprise`, where the file is `risk.csv`, `risk.json`, `control.csv` or `control.json`.
pub(crate) async fn export(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&["register"])?;
    let named = "an export to a register is `risk.csv`, `risk.json`, `control.csv` or `control.json`";
    let (kind, ending) = file.rsplit_once('.').ok_or_else(|| Failure::missing(named))?;
    let csv = match ending {
        "csv" => true,
        "json" => false,
        _ => return Err(Failure::missing(named)),
    };
    let register = call.query.get("register").unwrap_or_default().to_owned();
    let asked = Asked { register, kind: kind.to_owned() };
    let bytes = call.aims().export_register(&call.actor, &asked, csv).await?;
    Ok(reply::file(&file, if csv { "text/csv; charset=utf-8" } else { "application/json" }, bytes))
}

/// Whose word goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settled {
    register: String,
    goes: String,
}

/// `POST /api/v1/erm/{id}/settle`: lets `ours` or `theirs` go.
pub(crate) async fn settle(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let id = number(&id)?;
    let sent: Settled = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone()).unwrap_or_default();
    let asked = Asked { register: sent.register, kind };
    let made = call.aims().settle_entry(&call.actor, &asked, &id, goes(&sent.goes)?).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}

/// Whose word goes, as it is written.
pub(crate) fn goes(word: &str) -> Result<Goes, Failure> {
    match word {
        "ours" => Ok(Goes::Ours),
        "theirs" => Ok(Goes::Theirs),
        other => Err(Failure::problem("goes", format!("takes ours or theirs, not `{other}`"))),
    }
}

/// The register and the kind that a form names; risks where it names no kind.
pub(crate) fn asked(posted: &Posted) -> Asked {
    let text = |name: &str, otherwise: &str| posted.text(name).unwrap_or(otherwise).to_owned();
    Asked { register: text("register", ""), kind: text("kind", RISK) }
}

/// The file of a form.
pub(crate) fn file<'a>(call: &Call, posted: &'a Posted) -> Result<&'a Upload, Failure> {
    posted.file("file").ok_or_else(|| Failure::problem("file", call.say("enterprise.no_file")))
}
