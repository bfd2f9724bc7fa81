//! Calendars for other programs: an address that is a secret answers with an iCalendar file, to whoever knows it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::failure::Failure;
use crate::language::Language;

/// `GET /calendar/{file}`
pub(crate) async fn calendar(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let unknown = || Failure::missing(Language::of(&headers).say("digest.no_calendar"));
    let secret = file.strip_suffix(".ics").ok_or_else(unknown)?;
    let calendar = app.aims.calendar(secret, &base(&app, &headers), "").await?.ok_or_else(unknown)?;
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"aims.ics\""),
        (header::CACHE_CONTROL, "private, max-age=900"),
    ];
    Ok((kind, calendar.text()).into_response())
}

/// Where browsers reach this server, as the one who asks does.
pub(crate) fn base(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let plain = !host.is_empty() && host.bytes().all(|it| it.is_ascii_alphanumeric() || b".-:[]".contains(&it));
    match (plain, app.settings.https) {
        (false, _) => String::new(),
        (true, true) => format!("https://{host}"),
        (true, false) => format!("http://{host}"),
    }
}
