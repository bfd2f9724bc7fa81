//! Access to data for programs: who can see what, opening data for a purpose, and logs of other places.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::access::log::keep::LogFile;
use governance::access::open::Form;

use crate::body::bytes;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::access::open::file;

/// `GET /api/v1/access/{id}`: who can see what of a dataset, by which grants.
pub(crate) async fn matrix(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().access_matrix(&call.actor, &number(&id)?).await?)
}

/// `GET /api/v1/access/{id}/data?purpose=…&form=csv`: the data of a version.
pub(crate) async fn data(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["purpose", "form"])?;
    let form = match Form::of(call.query.get("form").unwrap_or("csv"))? {
        Form::Rows => Form::Json,
        form => form,
    };
    let purpose = call.query.get("purpose").unwrap_or_default();
    let opened = call.aims().open_data(&call.actor, &number(&id)?, purpose, form).await?;
    file(&call, &opened, form).await
}

/// `POST /api/v1/access/logs?name=…&source=…`: a log of a warehouse, as CSV or XLSX.
pub(crate) async fn log(call: Call, body: Body) -> Reply {
    call.query.only(&["name", "source"])?;
    call.key()?;
    let name = call.query.get("name").ok_or_else(|| Failure::input("name the file: `?name=week-12.csv`"))?.to_owned();
    let bytes = bytes(&call.headers, body, call.app.settings.file_limit).await?.to_vec();
    let source = call.query.get("source").map(str::to_owned);
    let report = call.aims().import_access_log(&call.actor, LogFile { name, bytes, mapping: None, source }).await?;
    reply::json(if report.made { StatusCode::CREATED } else { StatusCode::OK }, &report)
}
