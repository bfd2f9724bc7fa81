//! The life of a system as a rail, and the gates that lead on: what each needs, what is there, and what is missing now.

use governance::reading::Offer;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Transition, is_blank};

use super::{ASIDE, STAGES, View};
use crate::html::rail::{Place, Step, rail as draw};
use crate::html::{Html, parts, words};

/// The rail and the gates below it.
pub(crate) fn rail(view: &View<'_>) -> Html {
    let state = view.around.system.state.as_str();
    let mut stages: Vec<&str> = STAGES.to_vec();
    if ASIDE.contains(&state) {
        // Where a system stands beside the order, its place is after the stage from which it came.
        let from = view.past.iter().map(|it| it.state.as_str()).find(|it| STAGES.contains(it));
        let after = STAGES.iter().position(|it| Some(*it) == from).map_or(0, |it| it + 1);
        stages.insert(after, state);
    }
    let here = stages.iter().position(|it| *it == state).unwrap_or_default();
    let steps: Vec<Step> = stages.iter().enumerate().map(|(at, stage)| step(view, &stages, at, here, stage)).collect();
    maud! {
        (draw(view.call.language(), view.call.say("system.life"), &steps))
        (gates(view))
    }
    .memoize()
}

fn step(view: &View<'_>, stages: &[&str], at: usize, here: usize, stage: &str) -> Step {
    let reached =
        view.past.iter().rev().find(|it| it.state == stage).map(|it| it.time.strftime("%Y-%m-%d").to_string());
    let label = words(stage);
    let missing = || {
        let before = stages.get(at.wrapping_sub(1))?;
        let gate = view
            .kind
            .lifecycle
            .transitions
            .iter()
            .find(|it| it.to == stage && it.from.iter().any(|it| it == before))?;
        let missing = lacking(view, gate);
        (!missing.is_empty()).then(|| view.call.tell("system.lacks", &[("fields", &missing.join(", "))]))
    };
    match at.cmp(&here) {
        std::cmp::Ordering::Less if reached.is_some() => Step { label, place: Place::Past, note: reached },
        std::cmp::Ordering::Less => {
            Step { label, place: Place::Ahead, note: Some(view.call.say("system.skipped").to_owned()) }
        }
        std::cmp::Ordering::Equal => Step { label, place: Place::Here, note: reached },
        std::cmp::Ordering::Greater => match missing() {
            Some(note) => Step { label, place: Place::Barred, note: Some(note) },
            None => Step { label, place: Place::Ahead, note: None },
        },
    }
}

/// Names of the fields that a gate needs and that are not filled.
fn lacking(view: &View<'_>, gate: &Transition) -> Vec<String> {
    let blank = |it: &&String| view.around.system.document.get(*it).is_none_or(is_blank);
    gate.needs.iter().filter(blank).map(|it| label(view, it)).collect()
}

fn label(view: &View<'_>, field: &str) -> String {
    view.kind.field(field).map_or_else(|| words(field), |it| it.label.clone())
}

/// The gates that can be passed from here.
fn gates(view: &View<'_>) -> Html {
    let call = view.call;
    maud! {
        @if !view.offers.is_empty() {
            details .panel.gates open[view.offers.iter().any(|it| leads_on(view, it))] {
                summary { (call.say("system.gates")) }
                ul .plain {
                    @for offer in view.offers { (gate(view, offer)) }
                }
            }
        }
    }
    .memoize()
}

/// Whether a gate leads to the next stage.
fn leads_on(view: &View<'_>, offer: &Offer) -> bool {
    let place = |state: &str| STAGES.iter().position(|it| *it == state);
    let here = place(&view.around.system.state);
    here.is_some_and(|here| here < 5 && place(&offer.to) == Some(here + 1))
}

fn gate(view: &View<'_>, offer: &Offer) -> Html {
    let needs = view.kind.transition(&offer.name).map(|it| it.needs.as_slice()).unwrap_or_default();
    maud! {
        li {
            div {
                strong { (offer.label) } " → " (words(&offer.to))
                p .help { (offer.help) }
                ul .needs {
                    @for need in needs {
                        @let missing = offer.needs_missing.contains(need);
                        li class=(if missing { "missing" } else { "there" }) {
                            (label(view, need)) span .hidden { ": " (view.call.say(if missing { "system.missing" } else { "system.there" })) }
                        }
                    }
                    @for refusal in &offer.refusals { li .missing { (parts::reason(refusal)) } }
                }
            }
            @if offer.refusals.is_empty() {
                div .acts { a .button href={ (view.record()) "#moves" } aria-label={ (view.call.say("system.pass")) ": " (offer.label) } { (view.call.say("system.pass")) } }
            }
        }
    }
    .memoize()
}
