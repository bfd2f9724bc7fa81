//! The page that says why something was not done.

use axum::response::Response;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::failure::Failure;
use crate::html::{page, parts};

/// A failure as a page, with the number under which the log has it.
pub(crate) fn page(failure: &Failure, number: &str) -> Response {
    let body = maud! {
        (parts::alert(failure))
        p { "Nothing was changed. " a href="/" { "Go to the start" } " or use your browser's button to go back." }
        p .help { "Incident number: " code { (number) } }
    }
    .memoize();
    page::bare(failure.status, failure.title(), body)
}
