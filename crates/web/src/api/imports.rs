//! Bringing records in from a file, and taking them out again.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::import::Mapping;
use governance::importing::ImportOptions;
use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::multipart::{Posted, parts};
use crate::reply::{self, Reply};

/// What stands in place of a kind for an organisation chart.
const CHART: &str = "org";

/// `POST /api/v1/imports`: a form with `kind`, `file` and, where wanted, `mapping` (TOML) and `dry_run`;
/// the kind `org` stands for an organisation chart.
pub(crate) async fn import(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let (kind, options) = wanted(&call, &posted)?;
    let dry_run = options.dry_run;
    let file = posted.file("file").ok_or_else(|| Failure::input("the form has no file in the part `file`"))?;
    let (name, bytes) = (&file.name, file.bytes.to_vec());
    let report = match kind == CHART {
        true => call.aims().import_chart(&call.actor, name, bytes, options).await?,
        false => call.aims().import(&call.actor, &kind, name, bytes, options).await?,
    };
    reply::json(if dry_run { StatusCode::OK } else { StatusCode::CREATED }, &report)
}

/// `POST /api/v1/imports/proposals`: a form with `kind` and `file`; the mapping as TOML, and what was decided about columns.
pub(crate) async fn propose(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let (kind, _) = wanted(&call, &posted)?;
    let file = posted.file("file").ok_or_else(|| Failure::input("the form has no file in the part `file`"))?;
    let (aims, name, bytes) = (call.aims().clone(), file.name.clone(), file.bytes.clone());
    let look = tokio::task::spawn_blocking(move || aims.propose(&kind, &name, &bytes));
    let proposal = look.await.map_err(|cause| crate::failure::failed(&cause.to_string()))??;
    let mapping = proposal.to_toml().map_err(Failure::input)?;
    let duplicates = reply::value(&proposal.duplicates)?;
    reply::ok(&json!({ "mapping": mapping, "notes": reply::value(&proposal.notes)?, "duplicates": duplicates }))
}

/// Kind and options that a form names.
fn wanted(call: &Call, posted: &Posted) -> Result<(String, ImportOptions), Failure> {
    const KNOWN: &[&str] = &["kind", "mapping", "dry_run"];
    if let Some((name, _)) = posted.texts.iter().find(|(it, _)| !KNOWN.contains(&it.as_str())) {
        return Err(Failure::input(format!(
            "`{name}` is not a part of this form; it has kind, file, mapping and dry_run"
        )));
    }
    let kind = posted.text("kind").ok_or_else(|| Failure::input("name the kind of the records in the part `kind`"))?;
    let kind = if kind == CHART { kind.to_owned() } else { call.kind(kind)?.kind.clone() };
    let mapping = posted.text("mapping").map(read_mapping).transpose()?;
    let dry_run = match posted.text("dry_run") {
        None | Some("false" | "no" | "0") => false,
        Some("true" | "yes" | "1" | "on") => true,
        Some(other) => return Err(Failure::input(format!("`dry_run` takes true or false, not `{other}`"))),
    };
    Ok((kind, ImportOptions { mapping, dry_run, ..ImportOptions::default() }))
}

/// A mapping as people write it.
pub(crate) fn read_mapping(text: &str) -> Result<Mapping, Failure> {
    Mapping::from_toml("mapping", text).map_err(|fault| Failure::input(fault.to_string()))
}

/// `GET /api/v1/imports`
pub(crate) async fn list(call: Call) -> Reply {
    call.query.only(&[])?;
    let batches = call.aims().batches(&call.actor).await?;
    reply::ok(&json!({ "imports": reply::value(&batches)? }))
}

/// `POST /api/v1/imports/{batch}/undo`
pub(crate) async fn undo(call: Call, Path(batch): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let undone = call.aims().undo(&call.actor, number(&batch)?).await?;
    reply::ok(&undone)
}

/// The number of an import.
pub(crate) fn number(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::missing(format!("there is no import `{text}`; imports are numbered from 1")))
}
