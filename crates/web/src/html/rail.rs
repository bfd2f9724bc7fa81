//! A life cycle as a rail of steps: what is behind, where it stands, what is ahead, and what bars the way.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::language::Language;

/// Where a step lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Past,
    Here,
    Ahead,
    /// Ahead, with something in the way.
    Barred,
}

/// One step.
pub(crate) struct Step {
    pub label: String,
    pub place: Place,
    /// When it was reached, or what bars it.
    pub note: Option<String>,
}

/// The steps in order.
pub(crate) fn rail(language: Language, name: &str, steps: &[Step]) -> Html {
    maud! {
        ol .rail aria-label=(name) tabindex="0" {
            @for step in steps {
                li class=(class(step.place)) aria-current=[(step.place == Place::Here).then_some("step")] {
                    (step.label) span .hidden { ": " (language.say(said(step.place))) }
                    @if let Some(note) = &step.note { small { (note) } }
                }
            }
        }
    }
    .memoize()
}

fn class(place: Place) -> &'static str {
    match place {
        Place::Past => "past",
        Place::Here => "here",
        Place::Ahead => "ahead",
        Place::Barred => "barred",
    }
}

fn said(place: Place) -> &'static str {
    match place {
        Place::Past => "rail.past",
        Place::Here => "rail.here",
        Place::Ahead => "rail.ahead",
        Place::Barred => "rail.barred",
    }
}
