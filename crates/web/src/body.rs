//! Bodies of requests, read up to a limit: JSON and forms.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::failure::Failure;

/// The content type of a request, without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The whole body, when it is no larger than `limit`. What is too large is read on and dropped up to [`DRAINED`] bytes, so
/// that a client which writes before it reads gets its answer.
pub(crate) async fn bytes(headers: &HeaderMap, mut body: Body, limit: usize) -> Result<Bytes, Failure> {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()).and_then(|it| it.parse::<usize>().ok());
    let mut whole = Vec::with_capacity(length.unwrap_or_default().min(limit));
    let mut read = 0_usize;
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let Some(frame) = frame else { break };
        let frame = frame.map_err(|_| Failure::input("the body ended before it was complete; send it again"))?;
        let Ok(data) = frame.into_data() else { continue };
        read += data.len();
        if read > limit + DRAINED {
            break;
        }
        if read <= limit {
            whole.extend_from_slice(&data);
        }
    }
    match read > limit {
        true => Err(Failure::too_large(limit)),
        false => Ok(Bytes::from(whole)),
    }
}

/// Reads a body and drops it, so that who is refused before it was read gets the answer; `within` bounds the patience.
pub(crate) async fn drain(headers: &HeaderMap, body: Body, within: std::time::Duration) {
    // What cannot be read is what nobody wants.
    let _ = tokio::time::timeout(within, bytes(headers, body, 0)).await;
}

/// How much of a body that is too large is still read.
const DRAINED: usize = 64 << 20;

/// A JSON body of the shape `T`.
pub(crate) async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body, limit: usize) -> Result<T, Failure> {
    let media = media_type(headers);
    if media != "application/json" && media != "application/merge-patch+json" {
        return Err(Failure::media("application/json", &media));
    }
    let bytes = bytes(headers, body, limit).await?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|cause| Failure::input(not_json(&cause)))?;
    shape(value)
}

/// A JSON value as the shape `T`.
pub(crate) fn shape<T: DeserializeOwned>(value: Value) -> Result<T, Failure> {
    serde_json::from_value(value).map_err(|cause| Failure::input(format!("the body does not fit: {cause}")))
}

fn not_json(cause: &serde_json::Error) -> String {
    match cause.is_eof() {
        true => format!("the body is not complete JSON: it ends at line {}, column {}", cause.line(), cause.column()),
        false => format!("the body is not JSON: see line {}, column {}", cause.line(), cause.column()),
    }
}

/// A JSON body of the shape `T`, or the default when there is no body at all.
pub(crate) async fn json_or_default<T: DeserializeOwned + Default>(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<T, Failure> {
    let bytes = bytes(headers, body, limit).await?;
    match bytes.is_empty() {
        true => Ok(T::default()),
        false => json(headers, Body::from(bytes), limit).await,
    }
}

/// The fields of a posted form, in their order.
pub(crate) async fn form(headers: &HeaderMap, body: Body, limit: usize) -> Result<Vec<(String, String)>, Failure> {
    let media = media_type(headers);
    if media != "application/x-www-form-urlencoded" {
        return Err(Failure::media("application/x-www-form-urlencoded", &media));
    }
    let bytes = bytes(headers, body, limit).await?;
    let pairs = url::form_urlencoded::parse(&bytes);
    Ok(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}
