//! The life cycle of a record as a rail: the states it went through with their days, where it stands, and what bars the way.

use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use crate::html::rail::{Place, Step, rail as draw};
use crate::html::{Html, words};
use crate::pages::moves::Moves;

/// The rail; nothing for a kind with a single state.
pub(super) fn rail(view: &View<'_>, moves: &Moves) -> Html {
    let states = view.kind.states();
    let steps: Vec<Step> = states.iter().map(|it| step(view, moves, it)).collect();
    maud! { @if steps.len() > 1 { (draw(view.call.language(), view.call.say("detail.rail"), &steps)) } }.memoize()
}

fn step(view: &View<'_>, moves: &Moves, state: &str) -> Step {
    let label = words(state);
    let reached = reached(view, state);
    if state == view.record.state {
        return Step { label, place: Place::Here, note: reached };
    }
    if let Some(day) = reached {
        return Step { label, place: Place::Past, note: Some(day) };
    }
    match moves.barred(view, state) {
        Some(note) => Step { label, place: Place::Barred, note: Some(note) },
        None => Step { label, place: Place::Ahead, note: None },
    }
}

/// The day on which the record last came into a state, up to the version that is shown.
fn reached(view: &View<'_>, state: &str) -> Option<String> {
    let mut versions = view.versions.iter().filter(|it| it.version <= view.record.version).peekable();
    while let Some(version) = versions.next() {
        let came = versions.peek().is_none_or(|before| before.state != version.state);
        if version.state == state && came {
            return Some(version.time.strftime("%Y-%m-%d").to_string());
        }
    }
    None
}
