//! Small pieces that many pages share.

use governance::lacking::{Gap, Sorts};
use hypertext::{maud_borrow as maud, prelude::*};
use policy::Refusal;

use crate::call::Call;
use crate::failure::Failure;
use crate::frame::random_hex;
use crate::html::table::Line;
use crate::html::{Html, badge, toast, words};
use crate::language::Language;

/// Heading of an area.
pub(crate) fn area(language: Language, name: &str) -> String {
    if name.is_empty() { language.say("nav.other").to_owned() } else { words(name) }
}

/// A number with at most so many places behind the point.
pub(crate) fn rounded(value: f64, places: i32) -> String {
    let by = 10_f64.powi(places);
    assess::number::number((by * value).round() / by)
}

/// What is missing, each with what to do, as the lines of a table.
pub(crate) fn gaps(all: &[Gap], sorts: &Sorts) -> Vec<Line> {
    let text = |it: String| maud! { (it) }.memoize();
    let line = |it: &Gap| Line {
        cells: vec![text(words(it.sort)), text(sentence(&it.says)), text(sentence(it.next(sorts)))],
        href: None,
    };
    all.iter().map(line).collect()
}

/// The state of a record of this kind as a badge.
pub(crate) fn state(call: &Call, kind: &str, state: &str, retired: bool) -> Html {
    badge::state(call.language(), call.configuration.catalog.kind(kind), state, retired)
}

/// The hidden input by which a form sent twice does its work once.
pub(crate) fn once() -> Html {
    maud! { input type="hidden" name="once" value=(random_hex(16)); }.memoize()
}

/// What stands in the way, above a form.
pub(crate) fn alert(language: Language, failure: &Failure) -> Html {
    maud! {
        div .alert role="alert" {
            h2 { (failure.said(language)) }
            @if failure.refusals.is_empty() && failure.problems.is_empty() {
                p { (sentence(&failure.detail)) }
            }
            ul {
                @for refusal in &failure.refusals { li { (reason(refusal)) } }
                @for problem in &failure.problems {
                    li { @if !problem.field.is_empty() { strong { (words(&problem.field)) } " " } (problem.message) }
                }
            }
        }
    }
    .memoize()
}

/// Why a policy refused, with the clause that it serves.
pub(crate) fn reason(refusal: &Refusal) -> Html {
    maud! {
        (sentence(&refusal.message))
        @if let Some(clause) = &refusal.clause { " " small .clause { (clause) } }
    }
    .memoize()
}

/// A message of the program as a sentence on a page.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let begun: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    match begun.ends_with(['.', '!', '?', ':']) {
        true => begun,
        false => begun + ".",
    }
}

/// A sentence that something was done.
pub(crate) fn done(message: Option<&str>) -> Html {
    toast::toast(message)
}
