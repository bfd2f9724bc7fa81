//! What happened, moment by moment.

use hypertext::{maud_borrow as maud, prelude::*};
use jiff::Timestamp;

use crate::html::tone::Tone;
use crate::html::{Html, moment};

/// One thing that happened.
pub(crate) struct Event {
    pub time: Timestamp,
    pub tone: Tone,
    pub title: Html,
    pub body: Option<Html>,
}

/// The events in the order given.
pub(crate) fn timeline(events: &[Event]) -> Html {
    maud! {
        ol .timeline {
            @for event in events {
                li class=(event.tone.class()) {
                    (event.title) " " time datetime=(event.time.to_string()) { (moment(&event.time)) }
                    @if let Some(body) = &event.body { div { (body) } }
                }
            }
        }
    }
    .memoize()
}
