//! Answers: JSON, files and problem documents.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use tokio_util::io::ReaderStream;

use crate::failure::{Failure, failed};

/// What handlers give back.
pub(crate) type Reply = Result<Response, Failure>;

/// A JSON answer.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    let text = serde_json::to_string(value).map_err(|cause| failed(&cause.to_string()))?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A JSON answer with status 200.
pub(crate) fn ok(value: &impl Serialize) -> Reply {
    json(StatusCode::OK, value)
}

/// A shape as a JSON value, to add to it.
pub(crate) fn value(of: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(of).map_err(|cause| failed(&cause.to_string()))
}

/// A problem document, RFC 9457.
pub(crate) fn problem(failure: &Failure, number: &str) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (failure.status, kind, failure.document(number).to_string()).into_response()
}

/// A JSON answer about one version of a record, with its `ETag`.
pub(crate) fn versioned(status: StatusCode, version: i64, value: &impl Serialize) -> Reply {
    let mut response = json(status, value)?;
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// A file to keep, never to be shown or run by the browser.
pub(crate) fn file(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    kept(name, media, Body::from(bytes))
}

/// The same, of a file that is sent as it is read.
pub(crate) fn streamed(name: &str, media: &str, file: std::fs::File) -> Response {
    kept(name, media, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file))))
}

fn kept(name: &str, media: &str, body: Body) -> Response {
    let mut headers = HeaderMap::new();
    let media = HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, media);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{}", percent_encoded(name))) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    (headers, body).into_response()
}

/// Plain text.
pub(crate) fn text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Nothing more to say.
pub(crate) fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// RFC 8187: letters, digits and a few signs as they are, every other byte as `%XX`.
fn percent_encoded(name: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&it);
    let one = |it: u8| if plain(it) { (it as char).to_string() } else { format!("%{it:02X}") };
    name.bytes().map(one).collect()
}
