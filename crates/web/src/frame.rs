//! What surrounds every request: its number, the time it may take, its failures as a problem document or a page, and the
//! headers that every answer carries.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::reader::Reader;
use crate::{App, crossing, reply};

/// The number of a request, for the log, the ledger and whoever asks what happened.
#[derive(Debug, Clone)]
pub(crate) struct RequestNumber(pub String);

/// Answers one request, whatever happens inside.
pub(crate) async fn frame(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = random_hex(8);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    request.extensions_mut().insert(RequestNumber(number.clone()));
    let reader = Reader::of(request.headers());
    let api = path.starts_with("/api/");
    let answered = match refused_at_the_door(&request, api) {
        Some(failure) => {
            let (parts, body) = request.into_parts();
            crate::body::drain(&parts.headers, body, app.settings.timeout).await;
            failure.into_response()
        }
        None => within(time_for(&app, &path), request, next).await,
    };
    let mut response = told(answered, api, reader, &number);
    common_headers(response.headers_mut(), &app, &number);
    let took = began.elapsed().as_micros() as u64;
    tracing::debug!(request = number, %method, path, status = response.status().as_u16(), took_us = took, "answered");
    response
}

/// What is wrong with a request before anybody looks at who asks.
fn refused_at_the_door(request: &Request, api: bool) -> Option<Failure> {
    if let Some(failure) = crossing::refused(request.method(), request.headers()) {
        return Some(failure);
    }
    match api && !accepts_json(request.method(), request.uri().path(), request.headers()) {
        true => {
            let detail = "this address answers `application/json`; send `Accept: application/json` or leave it out";
            Some(Failure::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", detail))
        }
        false => None,
    }
}

/// Whether the client takes JSON; addresses that answer files and plain text are not asked.
fn accepts_json(_: &Method, path: &str, headers: &HeaderMap) -> bool {
    let other = ["/api/v1/export", "/api/v1/backup", "/api/v1/files/", "/api/v1/ledger/"];
    if other.iter().any(|it| path.starts_with(it)) {
        return true;
    }
    let takes = |part: &str| {
        let media = part.split(';').next().unwrap_or_default().trim();
        matches!(media, "*/*" | "application/*" | "application/json" | "application/problem+json" | "")
    };
    match headers.get(header::ACCEPT).map(HeaderValue::to_str) {
        Some(Ok(text)) => text.split(',').any(takes),
        Some(Err(_)) => false,
        None => true,
    }
}

/// Runs the request in a task of its own: a panic ends as a failure, a client that leaves does not stop a change half-way.
async fn within(limit: std::time::Duration, request: Request, next: Next) -> Response {
    let mut work = tokio::spawn(next.run(request));
    match tokio::time::timeout(limit, &mut work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => crate::failure::failed("the work on the request panicked").into_response(),
        Err(_) => {
            work.abort();
            let detail =
                format!("this took longer than {} seconds; repeat it with the same idempotency key", limit.as_secs());
            Failure::new(StatusCode::SERVICE_UNAVAILABLE, "too-slow", detail).into_response()
        }
    }
}

fn time_for(app: &App, path: &str) -> std::time::Duration {
    let long = [
        "/api/v1/files",
        "/api/v1/imports",
        "/api/v1/export",
        "/api/v1/backup",
        "/import",
        "/measure",
        "/readiness/files",
        "/start/demonstration",
    ];
    match long.iter().any(|it| path.starts_with(it)) {
        true => app.settings.long_timeout,
        false => app.settings.timeout,
    }
}

/// A failed answer in the words of whoever asked: a problem document for a program, a page for a person.
fn told(response: Response, api: bool, reader: Reader, number: &str) -> Response {
    let failure = response.extensions().get::<Failure>().cloned().or_else(|| unexplained(&response));
    let Some(failure) = failure else { return response };
    logged(&failure, number);
    let mut told = match api {
        true => reply::problem(&failure, number),
        false => crate::pages::error::page(reader, &failure, number),
    };
    for name in [header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told.headers_mut().extend(failure.headers.clone());
    told
}

/// Writes a failure to the log under the number that the answer names; what a person typed stays out of it.
fn logged(failure: &Failure, number: &str) {
    let (status, sort) = (failure.status.as_u16(), failure.slug);
    match &failure.cause {
        Some(cause) => tracing::error!(request = number, status, sort, cause, "a request failed"),
        None => tracing::info!(request = number, status, sort, "a request was not done"),
    }
}

/// A failed answer that the framework gave without words.
fn unexplained(response: &Response) -> Option<Failure> {
    let status = response.status();
    let explained = response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let bare = explained.is_none_or(|it| it.starts_with("text/plain"));
    let detail = match status {
        _ if status.as_u16() < 400 || !bare => return None,
        StatusCode::NOT_FOUND => {
            "there is nothing at this address; see `/kinds` or `/api/v1/openapi.json` for what there is"
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            "this address does not know this method; see the header `Allow` for those that it knows"
        }
        _ => "the request cannot be read",
    };
    let slug = match status {
        StatusCode::NOT_FOUND => "missing",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        _ => "malformed",
    };
    Some(Failure::new(status, slug, detail))
}

/// Headers of every answer.
fn common_headers(headers: &mut HeaderMap, app: &App, number: &str) {
    const ALWAYS: &[(&str, &str)] = &[
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if app.settings.https {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if let Ok(value) = HeaderValue::from_str(number) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

/// Scripts, styles and images from here alone; nothing inline; no frames.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                                form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// As many random bytes, in hexadecimal.
pub(crate) fn random_hex(bytes: usize) -> String {
    let mut random = vec![0_u8; bytes];
    // A number that repeats is a nuisance in a log, nothing more; secrets are made elsewhere.
    let _ = getrandom::fill(&mut random);
    random.iter().map(|it| format!("{it:02x}")).collect()
}
