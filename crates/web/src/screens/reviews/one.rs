//! Where a request for review stands, on its page: its lane and why, what has not passed, and what its lane still lacks.

use std::future::Future;
use std::pin::Pin;

use governance::reviewing::lane::{Laned, Unpassed};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use super::badged;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};
use crate::pages::detail::View;

/// The panel on the page of a request.
pub(crate) fn panel(view: View<'_>) -> Pin<Box<dyn Future<Output = Result<Html, Failure>> + Send + '_>> {
    Box::pin(async move {
        let found = view.call.aims().review_lane(&view.call.actor, &view.record.id).await?;
        Ok(drawn(view.call, &found))
    })
}

fn drawn(call: &Call, it: &Laned) -> Html {
    let says = it.path.as_ref().map(|it| it.says.as_str()).or(it.problem.as_deref()).unwrap_or_default();
    let due = it.due.map(|it| it.to_string()).unwrap_or_default();
    maud! {
        section .panel aria-labelledby="lane" {
            h2 #lane { (call.say("reviews.lane")) " " (badged(call, &it.lane)) @if it.late { " " (badge::badge(Tone::Bad, call.say("reviews.late"))) } }
            p { (parts::sentence(says)) " " (parts::sentence(&it.tier_why)) }
            @if !due.is_empty() { p .help { (call.tell("reviews.answered_by", &[("day", &due)])) } }
            @if let Some(group) = &it.together {
                p { (call.say("reviews.together")) @for id in &group.requests { " " a href={ "/review_request/" (id.to_string()) } { (id.to_string()) } } @if group.others > 0 { " " (call.count("reviews.others", group.others as u64)) } }
            }
            (list(call, "reviews.unpassed", &it.unpassed))
            (list(call, "reviews.lacks", &it.missing))
        }
    }
    .memoize()
}

fn list(call: &Call, heading: &'static str, all: &[Unpassed]) -> Html {
    maud! {
        @if !all.is_empty() {
            h3 { (call.say(heading)) }
            ul { @for it in all { li { (words(&it.check)) " (" a href={ "/" (SYSTEM) "/" (it.system.to_string()) } { (it.system.to_string()) } "): " (parts::sentence(&it.why)) } } }
        }
    }
    .memoize()
}
