//! The page that says why something was not done.

use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::failure::Failure;
use crate::html::{page, parts};
use crate::reader::Reader;

/// A failure as a page, with the number under which the log has it.
pub(crate) fn page(reader: Reader, failure: &Failure, number: &str) -> Response {
    let body = maud! {
        (parts::alert(reader.language, failure))
        p { (reader.say("error.unchanged")) " " a href="/" { (reader.say("error.start")) } }
        p .help { (reader.say("error.number")) " " code { (number) } }
    }
    .memoize();
    page::bare(reader, failure.status, failure.said(reader.language), body)
}
