//! A dialog and the button that opens it. It is a popover, so it opens, closes with Escape and gives the focus back without
//! scripts; nothing that must be answered stands in one.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::html::icon::icon;
use crate::language::Language;

/// A dialog with an id of its own on the page.
pub(crate) fn dialog(language: Language, id: &str, title: &str, body: Html) -> Html {
    let heading = format!("{id}-heading");
    maud! {
        dialog id=(id) popover aria-labelledby=(heading) {
            header {
                h2 id=(heading) { (title) }
                button .plain.icon-only type="button" popovertarget=(id) popovertargetaction="hide" aria-label=(language.say("dialog.close")) { (icon("close")) }
            }
            div .body { (body) }
        }
    }
    .memoize()
}

/// The button that opens the dialog of this id.
pub(crate) fn opener(id: &str, label: &str) -> Html {
    maud! { button type="button" popovertarget=(id) { (label) } }.memoize()
}
