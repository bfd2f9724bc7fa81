//! The channel for concerns: a form for whoever comes, the code that is shown once, and the way back by the code. Nobody is asked who they are: no
//! cookie of a session is read, and nothing of the request but its form. Serves ISO/IEC 42001 A.3.3.

mod handled;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use governance::concerns::channel::{Followed, Message, Told};
use governance::concerns::{ANONYMOUS, CONFIDENTIAL, NAMED};
use hypertext::{maud_borrow as maud, prelude::*};

pub(crate) use handled::{answer, panel, reporter, watch};

use crate::failure::Failure;
use crate::html::{Html, page, parts, words};
use crate::multipart::Posted;
use crate::query::Query;
use crate::reader::Reader;
use crate::reply::Reply;
use crate::{App, body};

/// `GET /concerns`
pub(crate) async fn form(State(_): State<App>, headers: HeaderMap, uri: Uri) -> Reply {
    Query::read(uri.query()).only(&[])?;
    Ok(draw(Reader::of(&headers), StatusCode::OK, &Posted::default(), None))
}

/// `POST /concerns`: takes it in and shows the code, this once.
pub(crate) async fn raise(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let (posted, reader) = (read(&app, &headers, body).await?, Reader::of(&headers));
    let text = |name: &str| posted.text(name).unwrap_or_default().to_owned();
    let told = Told {
        reporter: text("reporter"),
        name: text("name"),
        topic: text("topic"),
        words: text("words"),
        concerned: text("concerned"),
    };
    match app.aims.raise_concern(told).await.map_err(Failure::from) {
        Ok(code) => Ok(shown_once(reader, &code)),
        Err(failure) if failure.status.is_server_error() => Err(failure),
        Err(failure) => Ok(draw(reader, failure.status, &posted, Some(&failure))),
    }
}

/// `GET /concerns/follow`
pub(crate) async fn follow_form(State(_): State<App>, headers: HeaderMap, uri: Uri) -> Reply {
    Query::read(uri.query()).only(&[])?;
    Ok(ask(Reader::of(&headers), StatusCode::OK, None))
}

/// `POST /concerns/follow`: what became of the concern with a code. The code comes in a form, never in an address, which browsers and proxies keep.
pub(crate) async fn follow(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let (posted, reader) = (read(&app, &headers, body).await?, Reader::of(&headers));
    let code = posted.text("code").unwrap_or_default();
    let found = app.aims.follow_concern(code).await;
    answered(reader, code, found)
}

/// `POST /concerns/follow/words`: adds words to the concern with a code.
pub(crate) async fn add(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let (posted, reader) = (read(&app, &headers, body).await?, Reader::of(&headers));
    let code = posted.text("code").unwrap_or_default();
    let found = app.aims.add_to_concern(code, posted.text("words").unwrap_or_default()).await;
    answered(reader, code, found)
}

async fn read(app: &App, headers: &HeaderMap, body: Body) -> Result<Posted, Failure> {
    let texts = body::form(headers, body, app.settings.body_limit).await?;
    Ok(Posted { texts, files: Vec::new() })
}

fn answered(reader: Reader, code: &str, found: Result<Followed, governance::Error>) -> Reply {
    match found.map_err(Failure::from) {
        Ok(found) => Ok(followed(reader, code, &found)),
        Err(failure) if failure.status.is_server_error() => Err(failure),
        Err(failure) => Ok(ask(reader, failure.status, Some(&failure))),
    }
}

fn draw(reader: Reader, status: StatusCode, sent: &Posted, failure: Option<&Failure>) -> Response {
    let text = |name: &str| sent.text(name).unwrap_or_default().to_owned();
    let chosen = sent.text("reporter").unwrap_or(ANONYMOUS).to_owned();
    let ways = [(ANONYMOUS, "concerns.anonymous"), (CONFIDENTIAL, "concerns.confidential"), (NAMED, "concerns.named")];
    let body = maud! {
        h1 { (reader.say("concerns.title")) }
        @if let Some(failure) = failure { (parts::alert(reader.language, failure)) }
        section {
            h2 { (reader.say("concerns.happens")) }
            ul {
                @for key in ["concerns.happens_first", "concerns.happens_code", "concerns.happens_who", "concerns.happens_harm"] { li { (reader.say(key)) } }
            }
            p { a href="/concerns/follow" { (reader.say("concerns.have_code")) } }
        }
        form action="/concerns" method="post" autocomplete="off" {
            fieldset {
                legend { (reader.say("concerns.how")) }
                @for (way, key) in ways {
                    div {
                        @if chosen == way { input type="radio" name="reporter" id=(way) value=(way) checked; } @else { input type="radio" name="reporter" id=(way) value=(way); }
                        " " label for=(way) { (reader.say(key)) }
                    }
                }
            }
            div .field {
                label for="name" { (reader.say("concerns.name")) }
                input #name type="text" name="name" value=(text("name")) maxlength="120" aria-describedby="name-help";
                p #name-help .help { (reader.say("concerns.name_help")) }
            }
            div .field {
                label for="topic" { (reader.say("concerns.topic")) }
                input #topic type="text" name="topic" value=(text("topic")) maxlength="120" required;
            }
            div .field {
                label for="words" { (reader.say("concerns.words")) }
                textarea #words name="words" rows="10" maxlength="20000" required { (text("words")) }
            }
            div .field {
                label for="concerned" { (reader.say("concerns.concerned")) }
                textarea #concerned name="concerned" rows="3" maxlength="2000" aria-describedby="concerned-help" { (text("concerned")) }
                p #concerned-help .help { (reader.say("concerns.concerned_help")) }
            }
            button .main type="submit" { (reader.say("concerns.send")) }
        }
    };
    page::bare(reader, status, reader.say("concerns.title"), body.memoize())
}

fn shown_once(reader: Reader, code: &str) -> Response {
    let body = maud! {
        h1 { (reader.say("concerns.received")) }
        p { (reader.say("concerns.code_help")) }
        p { strong { code { (code) } } }
        p { a .button href="/concerns/follow" { (reader.say("concerns.have_code")) } }
    };
    page::bare(reader, StatusCode::OK, reader.say("concerns.received"), body.memoize())
}

fn ask(reader: Reader, status: StatusCode, failure: Option<&Failure>) -> Response {
    let body = maud! {
        h1 { (reader.say("concerns.follow")) }
        @if let Some(failure) = failure { (parts::alert(reader.language, failure)) }
        form .narrow action="/concerns/follow" method="post" autocomplete="off" {
            div .field {
                label for="code" { (reader.say("concerns.code")) }
                input #code type="text" name="code" maxlength="80" autocomplete="off" spellcheck="false" required;
            }
            button .main type="submit" { (reader.say("concerns.show")) }
        }
        p { a href="/concerns" { (reader.say("concerns.raise")) } }
    };
    page::bare(reader, status, reader.say("concerns.follow"), body.memoize())
}

fn followed(reader: Reader, code: &str, it: &Followed) -> Response {
    let body = maud! {
        h1 { (it.topic) }
        p { (reader.language.tell("concerns.stands", &[("day", &it.day), ("state", &words(&it.state).to_lowercase())])) }
        @if !it.outcome.is_empty() { h2 { (reader.say("concerns.outcome")) } p .prose { (it.outcome) } }
        h2 { (reader.say("concerns.dialogue")) }
        (said(&it.messages, reader.say("concerns.you"), reader.say("concerns.they"), reader.say("concerns.silence")))
        form action="/concerns/follow/words" method="post" autocomplete="off" {
            input type="hidden" name="code" value=(code);
            div .field {
                label for="words" { (reader.say("concerns.more")) }
                textarea #words name="words" rows="6" maxlength="20000" required {}
            }
            button .main type="submit" { (reader.say("concerns.add")) }
        }
    };
    page::bare(reader, StatusCode::OK, reader.say("concerns.follow"), body.memoize())
}

/// Messages, one after the other, with names for both sides.
fn said(all: &[Message], reporter: &str, handler: &str, none: &str) -> Html {
    maud! {
        @if all.is_empty() { p .help { (none) } } @else {
            ol {
                @for it in all {
                    li { strong { @if it.by == "reporter" { (reporter) } @else { (handler) } } " " (it.day) p .prose { (it.words) } }
                }
            }
        }
    }
    .memoize()
}
