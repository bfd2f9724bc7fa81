//! Signing in and out; and what becomes of a form that was sent after a session had ended.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use governance::account::SignedIn;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::admit::set_cookie;
use crate::api::session::{agent, end_session};
use crate::failure::Failure;
use crate::html::{page, parts};
use crate::multipart::Posted;
use crate::pages::resume;
use crate::query::Query;
use crate::reader::Reader;
use crate::reply::Reply;
use crate::unsent::Unsent;
use crate::{App, body};

/// `GET /sign-in`
pub(crate) async fn form(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Reply {
    let query = Query::read(uri.query());
    query.only(&["next"])?;
    let form = Form { next: query.get("next").unwrap_or("/"), ..Form::default() };
    Ok(form.draw(&app, Reader::of(&headers), StatusCode::OK, None))
}

/// `POST /sign-in`
pub(crate) async fn sign_in(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    // What is carried along grows when it is packed, and again when the form is sent.
    let texts = body::form(&headers, body, app.settings.body_limit.saturating_mul(2)).await?;
    let posted = Posted { texts, files: Vec::new() };
    let form = Form {
        next: posted.text("next").unwrap_or("/"),
        email: posted.text("email").unwrap_or_default(),
        kept: posted.text("kept"),
    };
    let password = posted.text("password").unwrap_or_default();
    match app.aims.sign_in(form.email, password, &agent(&headers)).await {
        Ok(signed_in) => form.signed_in(&app, Reader::of(&headers), &signed_in).await,
        Err(error) => {
            let failure = Failure::from(error);
            match failure.status.is_server_error() {
                true => Err(failure),
                false => Ok(form.draw(&app, Reader::of(&headers), failure.status, Some(&failure))),
            }
        }
    }
}

/// `POST /sign-out`
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Reply {
    end_session(&app, &headers).await?;
    let mut response = page::see("/sign-in");
    if let Some(value) = set_cookie(&app.settings, None) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The answer to a form that was sent without a session: the sign-in page, with the form's texts inside.
pub(crate) async fn ended(app: &App, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let Some(unsent) = Unsent::read(&parts.headers, body, app.settings.body_limit).await else {
        return Failure::anonymous().into_response();
    };
    let packed = unsent.packed();
    let form = Form { next: &path, kept: Some(&packed), ..Form::default() };
    form.draw(app, Reader::of(&parts.headers), StatusCode::UNAUTHORIZED, None)
}

/// The form to sign in.
#[derive(Default)]
struct Form<'a> {
    /// Where to go afterwards.
    next: &'a str,
    email: &'a str,
    /// A form that was sent in vain.
    kept: Option<&'a str>,
}

impl Form<'_> {
    fn draw(&self, app: &App, reader: Reader, status: StatusCode, failure: Option<&Failure>) -> Response {
        let body = maud! {
            h1 { (reader.say("sign_in.title")) }
            @if let Some(failure) = failure { (parts::alert(reader.language, failure)) }
            @if self.kept.is_some() { p .notice role="status" { (reader.say("sign_in.kept")) } }
            form .narrow action="/sign-in" method="post" {
                input type="hidden" name="next" value=(own(self.next));
                @if let Some(kept) = self.kept { input type="hidden" name="kept" value=(kept); }
                div .field {
                    label for="email" { (reader.say("sign_in.email")) }
                    input #email type="email" name="email" value=(self.email) autocomplete="username" required autofocus;
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

    /// Onwards with a session; what was sent in vain is shown to whoever signed in.
    async fn signed_in(&self, app: &App, reader: Reader, signed_in: &SignedIn) -> Reply {
        let next = own(self.next);
        let mut response = match self.kept.and_then(Unsent::unpacked) {
            Some(unsent) => resume::resume(app, reader, &signed_in.actor, next, unsent).await?,
            None => page::see(next),
        };
        if let Some(value) = set_cookie(&app.settings, Some(&signed_in.secret)) {
            response.headers_mut().insert(header::SET_COOKIE, value);
        }
        Ok(response)
    }
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
