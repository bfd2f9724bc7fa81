//! Internal audits for programs: an audit told, a programme told, lines, samples, frozen evidence, findings, sheets and reports.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::auditing::entering::Asked;
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::multipart::parts;
use crate::reply::{self, Reply};

/// `GET /api/v1/audits/{id}`
pub(crate) async fn told(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().audit(&call.actor, &number(&id)?).await?)
}

/// `GET /api/v1/audits/programmes/{id}`
pub(crate) async fn programme(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().audit_programme(&call.actor, &number(&id)?).await?)
}

/// `GET /api/v1/audits/frozen/{id}`: of a line, or of every line of an audit.
pub(crate) async fn reopened(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().reopen(&call.actor, &number(&id)?).await?)
}

/// `POST /api/v1/audits/{id}/lines`: enters the lines that are not there yet.
pub(crate) async fn lines(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::json(StatusCode::CREATED, &call.aims().make_lines(&call.actor, &number(&id)?).await?)
}

/// What is drawn.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    kind: String,
    filter: String,
    confidence: Option<f64>,
    tolerable: Option<f64>,
    chosen: Vec<String>,
    because: String,
}

/// `POST /api/v1/audits/{id}/sample`: draws the sample of a line.
pub(crate) async fn sample(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let it: Wanted = body::json_or_default(&call.headers, sent, call.app.settings.body_limit).await?;
    let chosen = it.chosen.iter().map(|it| it.parse().map_err(Failure::input)).collect::<Result<_, _>>()?;
    let asked = Asked {
        kind: it.kind,
        filter: it.filter,
        confidence: it.confidence,
        tolerable: it.tolerable,
        chosen,
        because: it.because,
    };
    let made = call.aims().draw_sample(&call.actor, &number(&id)?, &asked).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}

/// `POST /api/v1/audits/{id}/freeze`: freezes the sample of a line.
pub(crate) async fn freeze(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let made = call.aims().freeze_sample(&call.actor, &number(&id)?).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}

/// `POST /api/v1/audits/{id}/finding`: makes a finding of a line; the one that was made already, where there is one.
pub(crate) async fn finding(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let made = call.aims().finding_of(&call.actor, &number(&id)?).await?;
    reply::json(StatusCode::CREATED, &json!({ "id": made }))
}

/// `POST /api/v1/audits/{id}/report`: issues the report of an audit.
pub(crate) async fn report(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::json(StatusCode::CREATED, &call.aims().issue_audit_report(&call.actor, &number(&id)?).await?)
}

/// `POST /api/v1/audits/{id}/answers`: a form with `file`, a sheet that comes back.
pub(crate) async fn answers(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let id = number(&id)?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let file = posted.file("file").ok_or_else(|| Failure::problem("file", call.say("audits.no_file")))?;
    reply::ok(&call.aims().take_answers(&call.actor, &id, &file.name, file.bytes.to_vec()).await?)
}
