//! What the licence of a dataset allows, what is done with the data, and what stands in the way.

use governance::data::licence::Reason;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, tone};
use crate::html::{Html, badge, parts, words};

/// The panel.
pub(super) fn panel(view: &View<'_>) -> Html {
    let (call, licensed) = (view.call, &view.whole.licensed);
    let written = if licensed.written.is_empty() { call.say("data.licence_none") } else { &licensed.written };
    maud! {
        section .panel aria-labelledby="licence" {
            h2 #licence { (call.say("data.licence")) ": " (written) }
            p { (badge::badge(tone(licensed.verdict), &words(licensed.verdict))) " " (parts::sentence(&licensed.why())) }
            @if !licensed.reasons.is_empty() {
                h3 { (call.say("data.needs")) }
                ul { @for it in &licensed.reasons { li { (reason(view, it)) } } }
            }
            h3 { (call.say("data.uses")) }
            @if licensed.uses.is_empty() { p .help { (call.say("data.no_uses")) } }
            @else { ul { @for it in &licensed.uses { li { (words(&it.name)) ": " (view.linked(&it.by)) } } } }
            @if let Some(known) = &licensed.known {
                h3 { (call.say("data.terms")) }
                dl { @for (term, answer) in &known.terms { dt { (words(term)) } dd { (answer) } } }
                p { a href=(known.source) rel="noreferrer" { (call.say("data.source")) } }
            }
            p .help { (call.say("data.legal")) }
        }
    }
    .memoize()
}

fn reason(view: &View<'_>, reason: &Reason) -> Html {
    maud! {
        (badge::badge(tone(reason.verdict), &words(reason.verdict))) " "
        (parts::sentence(&reason.says)) " " (words(&reason.term)) ": " (reason.answer)
        @if let Some(by) = &reason.of { " (" (view.linked(&by.by)) ")" }
    }
    .memoize()
}
