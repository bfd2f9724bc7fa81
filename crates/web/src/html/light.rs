//! A status light that explains itself: colour and shape, a word, and on demand what it follows from.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::html::tone::Tone;
use crate::language::Language;

/// A status with its reasons.
pub(crate) struct Light<'a> {
    pub tone: Tone,
    /// What it says in a word or two.
    pub label: &'a str,
    /// What it follows from, a sentence each.
    pub why: &'a [String],
    /// An id of its own on the page, for the reasons.
    pub id: &'a str,
}

impl Light<'_> {
    /// The light; with reasons it is a button that shows them, without any it only says its word.
    pub fn draw(&self, language: Language) -> Html {
        maud! {
            @if self.why.is_empty() {
                span class={ "light " (self.tone.class()) } { (self.label) }
            } @else {
                button type="button" class={ "light " (self.tone.class()) } popovertarget=(self.id) {
                    (self.label) span .hidden { " " (language.say("light.why")) }
                }
                div .reason id=(self.id) popover {
                    h3 { (language.tell("light.heading", &[("label", &self.label)])) }
                    @if let [only] = self.why { p { (only) } }
                    @else { ul { @for why in self.why { li { (why) } } } }
                }
            }
        }
        .memoize()
    }
}
