//! Every cell of one pair of scales in the other, with the line of appetite and what crosses it.

use governance::integrating::scale::{Cell as Place, Scales};
use governance::integrating::whole::{Told, Translated};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::matrix::{Cell, Matrix};
use crate::html::tone::Tone;
use crate::html::{Html, parts};

/// Both directions, and every cell that crosses with its sentence.
pub(super) fn section(call: &Call, told: &Told) -> Html {
    let there = told.register.scales();
    maud! {
        section .panel aria-labelledby="scales" {
            h2 #scales { (call.say("enterprise.scales")) }
            p .help { (call.say("enterprise.scales_help")) }
            (direction(call, call.say("enterprise.there"), &told.there, &told.own, &there))
            (direction(call, call.say("enterprise.back_again"), &told.back, &there, &told.own))
        }
    }
    .memoize()
}

fn direction(call: &Call, title: &str, all: &[Translated], from: &Scales, to: &Scales) -> Html {
    let columns: Vec<String> = from.impact.iter().map(|it| it.level.clone()).collect();
    let cell = |it: &Translated| {
        let tone = match (&it.crosses, it.above) {
            (Some(_), _) => Tone::Watch,
            (None, true) => Tone::Bad,
            (None, false) => Tone::Good,
        };
        let mark = if it.crosses.is_some() { " ⚠" } else { "" };
        let side = call.say(if it.above { "enterprise.above" } else { "enterprise.within" });
        Cell { text: format!("{} → {} ({side}){mark}", it.level, it.becomes), tone, href: None }
    };
    let row = |likelihood: usize| {
        let cells = all.iter().filter(|it| it.from.likelihood == likelihood).map(cell).collect();
        let name = from.likelihood.get(likelihood).map(|it| it.level.as_str()).unwrap_or_default();
        (maud! { (name) }.memoize(), cells)
    };
    let rows: Vec<(Html, Vec<Cell>)> = (0..from.likelihood.len()).map(row).collect();
    let crossing: Vec<&Translated> = all.iter().filter(|it| it.crosses.is_some()).collect();
    maud! {
        h3 { (title) }
        (Matrix { caption: title, corner: call.say("enterprise.corner"), columns: &columns, rows: &rows }.draw())
        @if crossing.is_empty() { p .done { (call.say("enterprise.none_crosses")) } } @else {
            details {
                summary { (call.count("enterprise.crossing", crossing.len() as u64)) }
                ul {
                    @for it in &crossing {
                        li { (named(from, it.from)) " → " (named(to, it.to)) ": " (parts::sentence(it.crosses.as_deref().unwrap_or_default())) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn named(scales: &Scales, at: Place) -> String {
    let level = |all: &[governance::integrating::scale::Band], at: usize| {
        all.get(at).map(|it| it.level.clone()).unwrap_or_default()
    };
    format!("{} × {}", level(&scales.likelihood, at.likelihood), level(&scales.impact, at.impact))
}
