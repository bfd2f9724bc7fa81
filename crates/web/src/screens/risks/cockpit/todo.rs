//! Part 6: what is to be done: risks that must be assessed again, those of the reader first, with what bears witness.

use governance::accepting::ACCEPTANCE;
use governance::risking::ASSESSMENT;
use governance::risking::cockpit::todo::Todo;
use governance::risking::level::Verdict;
use hypertext::{maud_borrow as maud, prelude::*};

use super::super::tone;
use super::{View, more, most};
use crate::html::section::{all_named, line, named, section};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let names = [
        ("moving.by", ""),
        ("moving.risk", "title"),
        ("moving.level", ""),
        ("moving.owner", ""),
        ("moving.reason", "wide"),
        ("cockpit.witnesses", "wide"),
        ("cockpit.do", ""),
    ];
    let lines: Vec<Line> = told.todo.iter().take(most(call)).map(|it| row(view, it)).collect();
    maud! {
        @if lines.is_empty() {
            section .panel aria-labelledby="cockpit-todo" { h2 #cockpit-todo { (call.say("cockpit.todo")) " (0)" } p { (call.say("moving.nothing")) } }
        } @else { (section(call, "cockpit-todo", ["cockpit.todo", "cockpit.todo_help"], &names, &lines)) }
        (more(call, told.todo.len()))
    }
    .memoize()
}

fn row(view: &View, it: &Todo) -> Line {
    let (call, told) = (view.call, view.told);
    let of = &it.waiting;
    let id = of.risk.to_string();
    let owner = match &of.owner {
        Some(owner) => maud! { (named(call, &told.names, owner)) @if it.mine { " " (badge::badge(Tone::Info, call.say("cockpit.mine"))) } }.memoize(),
        None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
    };
    let witnesses = maud! {
        (all_named(call, &told.names, &it.witnesses))
        div { a href={ "/risks/moved?risk=" (id) } { (call.say("cockpit.see_witnesses")) span .hidden { " " (id) } } }
    };
    let keeps = matches!(of.verdict, Some(Verdict::Tolerable | Verdict::Above));
    let acts = maud! {
        @if view.may_assess { a .button href={ "/" (ASSESSMENT) "/new?f.risks=" (id) } { (call.say("cockpit.assess")) span .hidden { " " (id) } } }
        @if view.may_ask && keeps { " " a href={ "/" (ACCEPTANCE) "/new?f.risk=" (id) } { (call.say("cockpit.ask")) span .hidden { " " (id) } } }
    };
    line(vec![
        badge::badge(Tone::Bad, &of.due.on.to_string()),
        named(call, &told.names, &of.risk),
        of.verdict.map_or_else(
            || badge::badge(Tone::Quiet, call.say("moving.not_told")),
            |verdict| badge::badge(tone(verdict), &words(of.gravest.as_deref().unwrap_or(verdict.name()))),
        ),
        owner,
        maud! { (parts::sentence(&of.due.says)) }.memoize(),
        witnesses.memoize(),
        acts.memoize(),
    ])
}
