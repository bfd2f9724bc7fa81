//! Part 2: what moved between cells since a day, each with its cause.

use governance::risking::cockpit::arrows::{At, Flow};
use governance::risking::cockpit::paper::at;
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, more, most, narrowed};
use crate::html::section::{all_named, line, section, text};
use crate::html::table::Line;
use crate::html::{Html, parts};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let place = |it: At| match it {
        At::Cell(of) => at(told, of),
        At::NotPlaced => call.say("cockpit.at_none").to_owned(),
        At::NotThere => call.say("cockpit.not_there").to_owned(),
    };
    let row = |it: &Flow| {
        let because = maud! {
            (all_named(call, &told.names, &it.causes))
            @for why in &it.reasons { div { (parts::sentence(why)) } }
        };
        line(vec![
            text(place(it.from)),
            text(place(it.to)),
            text(it.risks.len().to_string()),
            all_named(call, &told.names, &it.risks[..it.risks.len().min(most(call))]),
            because.memoize(),
        ])
    };
    let names = [
        ("cockpit.from", "title"),
        ("cockpit.to", ""),
        ("cockpit.count", "end"),
        ("cockpit.which", "wide"),
        ("moving.cause", "wide"),
    ];
    let lines: Vec<Line> = told.flows.iter().take(most(call)).map(row).collect();
    let causes = format!("{}#moving-feed", narrowed(call, "/risks/moved", &["on", "since", "system", "owner"]));
    maud! {
        @if lines.is_empty() {
            section .panel aria-labelledby="cockpit-moved" {
                h2 #cockpit-moved { (call.say("cockpit.moved")) " (0)" }
                p { (call.tell("cockpit.nothing_moved", &[("since", &told.since)])) }
            }
        } @else { (section(call, "cockpit-moved", ["cockpit.moved", "cockpit.moved_help"], &names, &lines)) }
        (more(call, told.flows.len()))
        @if let Some((from, to)) = &told.replaced { p .notice { (call.tell("cockpit.replaced", &[("from", &from.id), ("to", &to.id)])) } }
        p { a href=(causes) { (call.say("cockpit.causes")) } }
    }
    .memoize()
}
