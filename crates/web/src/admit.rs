//! Who asks: the session of a cookie or the account of a token. Every route that is not public passes here.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use governance::{Actor, Via};

use crate::failure::Failure;
use crate::frame::RequestNumber;
use crate::{App, Settings};

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Who it is, with the roles held now.
    pub actor: Actor,
    /// Whether a token was shown rather than a cookie.
    pub bearer: bool,
    /// Whether they read what is internal, as roles are held now; asked once a request.
    pub insider: bool,
}

/// Lets a request pass when somebody is signed in.
pub(crate) async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let number = request.extensions().get::<RequestNumber>().map(|it| it.0.clone()).unwrap_or_default();
    let path = request.uri().path().to_owned();
    match identify(&app, request.headers(), &path, &number).await {
        Ok(Some(admitted)) => {
            request.extensions_mut().insert(admitted);
            next.run(request).await
        }
        Ok(None) if request.method() == Method::GET && !path.starts_with("/api/") => {
            let to = request.uri().path_and_query().map_or("/", |it| it.as_str());
            let back = url::form_urlencoded::byte_serialize(to.as_bytes()).collect::<String>();
            Redirect::to(&format!("/sign-in?next={back}")).into_response()
        }
        Ok(None) if request.method() == Method::POST && !path.starts_with("/api/") => {
            crate::pages::sign_in::ended(&app, request).await
        }
        Ok(None) => {
            let (parts, body) = request.into_parts();
            crate::body::drain(&parts.headers, body, app.settings.timeout).await;
            Failure::anonymous().into_response()
        }
        Err(failure) => failure.into_response(),
    }
}

/// Lets a request pass when whoever is signed in reads what is internal.
pub(crate) async fn insider(request: Request, next: Next) -> Response {
    match request.extensions().get::<Admitted>().is_some_and(|it| it.insider) {
        true => next.run(request).await,
        false => Failure::outsider().into_response(),
    }
}

/// Whoever shows a token, else whoever shows a cookie; a request with a token never falls back to its cookie.
pub(crate) async fn identify(
    app: &App,
    headers: &HeaderMap,
    path: &str,
    number: &str,
) -> Result<Option<Admitted>, Failure> {
    let via = if path.starts_with("/api/") { Via::Api } else { Via::Web };
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let Some(token) = bearer(authorization) else { return Ok(None) };
        let actor = app.aims.token_actor(token, number).await?;
        return admitted(app, actor.map(|it| Actor { via, ..it }), true).await;
    }
    let Some(secret) = cookie(headers, &cookie_name(&app.settings)) else { return Ok(None) };
    let session = app.aims.session(secret, number).await?;
    admitted(app, session.map(|it| Actor { via, ..it }), false).await
}

/// Somebody with the roles that are held now.
async fn admitted(app: &App, actor: Option<Actor>, bearer: bool) -> Result<Option<Admitted>, Failure> {
    let Some(actor) = actor else { return Ok(None) };
    let actor = app.aims.with_roles_now(&actor).await?;
    Ok(Some(Admitted { insider: app.aims.is_insider(&actor), actor, bearer }))
}

fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|it| !it.is_empty())
}

/// The cookie of this name.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = lines.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(it, value)| *it == name && !value.is_empty()).map(|(_, value)| value)
}

/// Name of the session's cookie; browsers bind one with a prefix to this host and to `https`.
pub(crate) fn cookie_name(settings: &Settings) -> String {
    let prefix = if settings.https { "__Host-" } else { "" };
    format!("{prefix}aims{}", settings.cookie_suffix)
}

/// The header that sets the session's cookie, or takes it away when `secret` is `None`.
pub(crate) fn set_cookie(settings: &Settings, secret: Option<&str>) -> Option<HeaderValue> {
    let name = cookie_name(settings);
    let secure = if settings.https { "; Secure" } else { "" };
    let text = match secret {
        Some(secret) => format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    };
    HeaderValue::from_str(&text).ok()
}
