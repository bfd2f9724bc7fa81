//! Styles, scripts and images, inside the binary.
//!
//! The stylesheets are small files that are served as one; the address of a page's files names their digest, so that a browser
//! keeps them until they change.

use std::sync::LazyLock;

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::failure::Failure;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// The stylesheets in the order in which they are laid over one another.
const STYLES: &[&str] = &[
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/parts.css",
    "css/table.css",
    "css/form.css",
    "css/list.css",
    "css/record.css",
    "css/chart.css",
    "css/screens.css",
    "css/print.css",
];

/// All stylesheets as one, and its tag.
static STYLE: LazyLock<(Vec<u8>, String)> = LazyLock::new(|| {
    let files: Vec<_> = STYLES.iter().filter_map(|it| Static::get(it)).collect();
    let digests: Vec<u8> = files.iter().map(|it| it.metadata.sha256_hash()[0]).collect();
    (files.into_iter().flat_map(|it| it.data.into_owned()).collect(), tag(&digests))
});

/// One tag over every file, so that a page names the versions of all that it loads.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut paths: Vec<_> = Static::iter().collect();
    paths.sort();
    let mut mixed = [0_u8; 8];
    for hash in paths.iter().filter_map(|it| Static::get(it)).map(|it| it.metadata.sha256_hash()) {
        mixed.iter_mut().zip(hash).for_each(|(mixed, byte)| *mixed = mixed.rotate_left(3) ^ byte);
    }
    tag(&mixed).trim_matches('"').to_owned()
});

/// The address of a file in its present version.
pub(crate) fn address(path: &str) -> String {
    format!("/static/{path}?v={}", *VERSION)
}

/// `GET /static/{*path}`
pub(crate) async fn asset(Path(path): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some((bytes, tag)) = file(&path) else {
        return Failure::missing(format!("there is no file `{path}`")).into_response();
    };
    if headers.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let lasting = match query == Some(format!("v={}", *VERSION)) {
        true => "public, max-age=31536000, immutable",
        false => "public, max-age=300",
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media(&path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lasting));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The bytes and the tag of a file.
fn file(path: &str) -> Option<(Vec<u8>, String)> {
    if path == "aims.css" {
        return Some(STYLE.clone());
    }
    let file = Static::get(path)?;
    let tag = tag(&file.metadata.sha256_hash());
    Some((file.data.into_owned(), tag))
}

fn tag(digest: &[u8]) -> String {
    let hex: String = digest.iter().take(8).map(|it| format!("{it:02x}")).collect();
    format!("\"{hex}\"")
}

fn media(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    }
}
