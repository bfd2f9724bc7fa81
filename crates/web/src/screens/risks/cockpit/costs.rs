//! Part 3: what the risks cost together, type by type, with the curve and the appetite; the figures and the chart are those of the page of losses.

use governance::risking::quantifying::whole::{OfType, Told as Costs};
use hypertext::{maud_borrow as maud, prelude::*};

use super::super::losses::{charts, figures, table};
use super::{View, more, most, narrowed};
use crate::call::Call;
use crate::html::figure::figure;
use crate::html::section::named;
use crate::html::{Html, parts, words};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let call = view.call;
    let Some(costs) = &view.told.losses else { return maud! {}.memoize() };
    let asked = view.told.map.of.as_str();
    let chosen = |it: &&OfType| call.query.get("type").is_none() || it.of == asked;
    let types: Vec<&OfType> = costs.types.iter().filter(chosen).collect();
    maud! {
        section .panel aria-labelledby="cockpit-costs" {
            h2 #cockpit-costs { (call.say("cockpit.costs")) }
            p .help { (call.say("cockpit.costs_help")) " " a href=(narrowed(call, "/risks/losses", &["on"])) { (call.say("losses.open")) } }
            @if types.is_empty() { p .notice { (call.say("cockpit.no_costs")) } }
            @for it in &types { (of_type(call, it)) }
            (missing(call, costs))
        }
        @for it in &types {
            @if let Some(numbers) = &it.numbers {
                (figure(call.language(), &charts::curve(call, numbers, &unit(call, it)), &format!("cockpit-curve-{}", it.of), None))
            }
        }
    }
    .memoize()
}

/// The unit of a type.
pub(super) fn unit(call: &Call, it: &OfType) -> String {
    it.unit.clone().unwrap_or_else(|| call.say("losses.no_unit").to_owned())
}

/// The figures of a type, with how many risks they are of.
pub(super) fn of_type(call: &Call, it: &OfType) -> Html {
    maud! {
        h3 { (call.tell("losses.of_type", &[("of", &words(&it.of)), ("unit", &unit(call, it))])) }
        @if let Some(why) = &it.why { p .notice { (parts::sentence(why)) } }
        @if let Some(numbers) = &it.numbers {
            p .help { (call.tell("cockpit.costs_n", &[("n", &numbers.losses.risks.len()), ("years", &numbers.losses.draws.years), ("seed", &numbers.losses.draws.seed)])) }
            (table::appetites(call, numbers))
            (figures::figures(call, numbers, "cockpit.together"))
        }
    }
    .memoize()
}

/// Risks of which nothing is in the sum: those that cannot be told, with the reason, and those of which no loss is written.
pub(super) fn missing(call: &Call, costs: &Costs) -> Html {
    maud! {
        @if !costs.not_assessable.is_empty() {
            details {
                summary { (call.say("losses.not_assessable")) " (" (costs.not_assessable.len()) ")" }
                ul { @for it in costs.not_assessable.iter().take(most(call)) { li { (named(call, &costs.names, &it.risk)) ": " (parts::sentence(&it.why)) } } }
                (more(call, costs.not_assessable.len()))
            }
        }
        @if !costs.unwritten.is_empty() {
            details {
                summary { (call.say("losses.unwritten")) " (" (costs.unwritten.len()) ")" }
                ul { @for it in costs.unwritten.iter().take(most(call)) { li { (named(call, &costs.names, it)) } } }
                (more(call, costs.unwritten.len()))
            }
        }
    }
    .memoize()
}
