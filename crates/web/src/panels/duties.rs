//! What a person carries and what falls when the person goes, on the page of the person; the letter of an assignment on its page.

use hypertext::{maud_borrow as maud, prelude::*};

use super::Drawing;
use crate::html::Html;
use crate::pages::detail::View;
use crate::screens::duties::person;

/// The panel of a person.
pub(super) fn of_person(view: View<'_>) -> Drawing<'_> {
    Box::pin(person::panel(view))
}

/// The panel of an assignment.
pub(super) fn of_assignment(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { Ok(letter(&view)) })
}

fn letter(view: &View<'_>) -> Html {
    let named = ["person", "role"].iter().all(|it| view.record.document.contains_key(*it));
    maud! {
        @if named {
            p { a .button href={ "/duties/" (view.record.id.to_string()) } { (view.call.say("duties.letter")) } }
        }
    }
    .memoize()
}
