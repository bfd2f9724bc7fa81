//! A sentence that something was done, above the page that follows; it never vanishes by itself.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// The sentence, told to screen readers when the page opens.
pub(crate) fn toast(message: Option<&str>) -> Html {
    maud! { @if let Some(message) = message { p .toast role="status" { (message) } } }.memoize()
}
