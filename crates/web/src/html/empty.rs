//! What stands where nothing is: why it is empty, and the next step.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::html::icon::icon;

/// A sign, a heading, a sentence, and links to what can be done; the first one stands out.
pub(crate) fn empty(sign: &str, title: &str, text: &str, next: &[(String, String)]) -> Html {
    maud! {
        div .empty {
            (icon(sign))
            h2 { (title) }
            p { (text) }
            @for (index, (to, label)) in next.iter().enumerate() {
                a class=(if index == 0 { "button main" } else { "button plain" }) href=(to) { (label) } " "
            }
        }
    }
    .memoize()
}
