//! Records that link here: a list for each field through which they do, counted, short, with a way to all of them.

use governance::reading::Inverse;
use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use crate::html::{Html, parts, words};
use crate::language::grouped;
use crate::panels;

/// Most records that a list on the page shows.
const SHOWN: usize = 8;

/// The lists; kinds that have a panel of their own on this page are left out.
pub(super) fn lists(view: &View<'_>) -> Html {
    let lists: Vec<&Inverse> = view.record.inverse.iter().filter(|it| !panels::shows(&it.kind, &it.field)).collect();
    maud! {
        @if !lists.is_empty() {
            section .panel aria-labelledby="inverse" {
                h2 #inverse { (view.call.say("detail.inverse")) }
                div .inverse { @for list in &lists { (one(view, list)) } }
            }
        }
    }
    .memoize()
}

fn one(view: &View<'_>, list: &Inverse) -> Html {
    let (call, shown, id) = (view.call, view.shown(), &view.record.id);
    let all = list.total;
    let more = if view.keep.is_empty() { String::new() } else { view.keep.replacen('?', "&", 1) };
    let rows: Vec<String> = list.ids.iter().take(SHOWN).map(ToString::to_string).collect();
    let state = |id: &str| {
        let (kind, _, state) = view.record.titles.get(id)?;
        Some(parts::state(call, kind, state, false))
    };
    maud! {
        section {
            h3 { (words(&list.label)) " " span .count { (grouped(all)) } }
            ul .plain { @for id in &rows { li { (shown.link(id)) " " (state(id)) } } }
            p .actions {
                @if all > SHOWN as u64 {
                    a href={ "/" (list.kind) "?filter=" (list.field) ":" (id.to_string()) (more) } {
                        (call.tell("detail.all", &[("count", &grouped(all))]))
                    }
                }
                @if !view.past { a href={ "/" (list.kind) "/new?f." (list.field) "=" (id.to_string()) } { (call.say("detail.add")) } }
            }
        }
    }
    .memoize()
}
