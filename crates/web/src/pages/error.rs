//! The page that says what happened, what to do, and the number under which the log has it.

use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::failure::Failure;
use crate::html::{page, parts};
use crate::reader::Reader;

/// A failure as a page.
pub(crate) fn page(reader: Reader, failure: &Failure, number: &str) -> Response {
    let body = maud! {
        h1 .hidden { (failure.said(reader.language)) }
        section aria-label=(reader.say("error.what")) { (parts::alert(reader.language, failure)) p { (reader.say("error.unchanged")) } }
        section aria-labelledby="next" {
            h2 #next { (reader.say("error.next")) }
            ul {
                @for key in next(failure) { li { (reader.say(key)) } }
                @if failure.slug == "not-signed-in" { li { a href="/sign-in" { (reader.say("error.sign_in")) } } }
                li { a href="/" { (reader.say("error.start")) } }
            }
        }
        p .help { (reader.say("error.number")) " " code { (number) } }
    }
    .memoize();
    page::bare(reader, failure.status, failure.said(reader.language), body)
}

/// What can be done about a failure.
fn next(failure: &Failure) -> &'static [&'static str] {
    match failure.slug {
        "busy" | "too-slow" | "too-many" => &["error.again"],
        "refused" => &["error.ask"],
        "missing" => &["error.look"],
        "failed" => &["error.again", "error.tell"],
        "invalid" | "malformed" | "too-large" | "media-type" | "stale" => &["error.mend", "error.back"],
        _ => &["error.back"],
    }
}
