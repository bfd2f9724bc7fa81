//! Signing in and out.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::admit::set_cookie;
use crate::api::session::{agent, end_session};
use crate::failure::Failure;
use crate::html::{page, parts};
use crate::multipart::Posted;
use crate::query::Query;
use crate::reader::Reader;
use crate::reply::Reply;
use crate::{App, body};

/// `GET /sign-in`
pub(crate) async fn form(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Reply {
    let query = Query::read(uri.query());
    query.only(&["next"])?;
    Ok(draw(&app, Reader::of(&headers), StatusCode::OK, query.get("next").unwrap_or("/"), "", None))
}

/// `POST /sign-in`
pub(crate) async fn sign_in(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let texts = body::form(&headers, body, app.settings.body_limit).await?;
    let posted = Posted { texts, files: Vec::new() };
    let (email, password) = (posted.text("email").unwrap_or_default(), posted.text("password").unwrap_or_default());
    let next = posted.text("next").unwrap_or("/");
    match app.aims.sign_in(email, password, &agent(&headers)).await {
        Ok(signed_in) => {
            let mut response = page::see(own(next));
            if let Some(value) = set_cookie(app.settings.https, Some(&signed_in.secret)) {
                response.headers_mut().insert(header::SET_COOKIE, value);
            }
            Ok(response)
        }
        Err(error) => {
            let failure = Failure::from(error);
            match failure.status.is_server_error() {
                true => Err(failure),
                false => Ok(draw(&app, Reader::of(&headers), failure.status, next, email, Some(&failure))),
            }
        }
    }
}

/// `POST /sign-out`
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Reply {
    end_session(&app, &headers).await?;
    let mut response = page::see("/sign-in");
    if let Some(value) = set_cookie(app.settings.https, None) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

fn draw(app: &App, reader: Reader, status: StatusCode, next: &str, email: &str, failure: Option<&Failure>) -> Response {
    let body = maud! {
        h1 { (reader.say("sign_in.title")) }
        @if let Some(failure) = failure { (parts::alert(reader.language, failure)) }
        form .narrow action="/sign-in" method="post" {
            input type="hidden" name="next" value=(own(next));
            div .field {
                label for="email" { (reader.say("sign_in.email")) }
                input #email type="email" name="email" value=(email) autocomplete="username" required autofocus;
            }
            div .field {
                label for="password" { (reader.say("sign_in.password")) }
                input #password type="password" name="password" autocomplete="current-password" required;
            }
            button .main type="submit" { (reader.say("sign_in.button")) }
        }
        @if let Some(hint) = &app.settings.sign_in_hint { p .help { (hint) } }
    }
    .memoize();
    page::bare(reader, status, reader.say("sign_in.title"), body)
}

/// Where to go after signing in: a page of this site, never elsewhere.
pub(crate) fn own(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if inside { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn leads_nowhere_else() {
        assert_eq!(own("/x?filter=a"), "/x?filter=a");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)"] {
            assert_eq!(own(elsewhere), "/", "{elsewhere}");
        }
    }
}
