//! Part 4: hazards of the catalogue by AI system: measured, suspected, not found, excluded, and untouched; each number leads to those hazards.

use governance::hazards::spread::{OfSystem, STANDINGS};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, more, most};
use crate::html::matrix::{Cell, Matrix};
use crate::html::section::named;
use crate::html::tone::Tone;
use crate::html::{Html, parts, words};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let columns: Vec<String> = STANDINGS.iter().map(|it| words(it)).collect();
    let caption = call.say("cockpit.hazards");
    let untold = || told.hazards.iter().filter_map(|it| Some((it, it.why.as_ref()?)));
    let row = |it: &OfSystem| {
        let cells = STANDINGS.map(|of| cell(it, of));
        (named(call, &told.names, &it.system), cells.to_vec())
    };
    let shown = told.hazards.iter().filter(|it| it.why.is_none()).take(most(call));
    let rows: Vec<(Html, Vec<Cell>)> = shown.map(row).collect();
    maud! {
        section .panel aria-labelledby="cockpit-hazards" {
            h2 #cockpit-hazards { (caption) " (" (told.hazards.len()) ")" }
            p .help { (call.tell("cockpit.hazards_help", &[("n", &call.configuration.libraries.hazards.hazard.len())])) }
            @if rows.is_empty() { p { (call.say("cockpit.no_hazards")) } }
            @else { (Matrix { caption, corner: call.say("risks.system"), columns: &columns, rows: &rows }.draw()) }
            @for (it, why) in untold() { p .notice { (named(call, &told.names, &it.system)) ": " (parts::sentence(why)) } }
            (more(call, told.hazards.len()))
        }
    }
    .memoize()
}

/// How many hazards of a system stand so.
fn cell(it: &OfSystem, standing: &str) -> Cell {
    let count = it.hazards.get(standing).map_or(0, Vec::len);
    let tone = match (standing, count) {
        (_, 0) => Tone::Quiet,
        ("measured", _) => Tone::Bad,
        ("suspected", _) => Tone::Watch,
        ("not_found", _) => Tone::Good,
        _ => Tone::Quiet,
    };
    let href = (count > 0).then(|| format!("/hazards/{}?standing={standing}", it.system));
    Cell { text: count.to_string(), tone, href }
}
