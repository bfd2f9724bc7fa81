//! Signing in and out, for programs that keep cookies.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use crate::App;
use crate::admit::{cookie, cookie_name, set_cookie};
use crate::body;
use crate::failure::Failure;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `email` and `password`")]
struct Wanted {
    email: String,
    password: String,
}

/// `POST /api/v1/session`
pub(crate) async fn sign_in(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let wanted: Wanted = body::json(&headers, body, app.settings.body_limit).await?;
    let signed_in = app.aims.sign_in(&wanted.email, &wanted.password, &agent(&headers)).await?;
    let mut response =
        reply::json(StatusCode::CREATED, &json!({ "account": signed_in.actor.account, "name": signed_in.actor.name }))?;
    if let Some(value) = set_cookie(&app.settings, Some(&signed_in.secret)) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// `DELETE /api/v1/session`
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Reply {
    end_session(&app, &headers).await?;
    let mut response = reply::done();
    if let Some(value) = set_cookie(&app.settings, None) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// Ends the session of the cookie, when there is one.
pub(crate) async fn end_session(app: &App, headers: &HeaderMap) -> Result<(), Failure> {
    let Some(secret) = cookie(headers, &cookie_name(&app.settings)) else { return Ok(()) };
    if let Some(actor) = app.aims.session(secret, "").await? {
        app.aims.sign_out(&actor, secret).await?;
    }
    Ok(())
}

/// What the client calls itself, for the list of sessions.
pub(crate) fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    text.chars().take(200).collect()
}
