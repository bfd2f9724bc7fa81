//! A word in a pill: a state, a tier, a count; with a reason it can be opened.

use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::html::tone::Tone;
use crate::html::{Html, words};
use crate::language::Language;

/// A badge that says all there is to say.
pub(crate) fn badge(tone: Tone, label: &str) -> Html {
    maud! { span class={ "badge " (tone.class()) } { (label) } }.memoize()
}

/// A badge that says why when it is pressed; `id` is its own on the page.
pub(crate) fn reasoned(tone: Tone, label: &str, id: &str, why: &str) -> Html {
    maud! {
        button type="button" class={ "badge " (tone.class()) } popovertarget=(id) { (label) }
        span .reason id=(id) popover { (why) }
    }
    .memoize()
}

/// Levels that many kinds share, from the one that wants nothing to the one that wants most.
const LEVELS: &[(&str, Tone)] = &[
    ("none", Tone::Quiet),
    ("low", Tone::Good),
    ("minor", Tone::Watch),
    ("medium", Tone::Watch),
    ("moderate", Tone::Watch),
    ("major", Tone::Bad),
    ("high", Tone::Bad),
    ("critical", Tone::Bad),
];

/// A choice among levels as a badge; nothing when the choices are no levels.
pub(crate) fn level(choices: &[String], value: &str) -> Option<Html> {
    let tone = |it: &str| LEVELS.iter().find(|level| level.0 == it).map(|level| level.1);
    let levels = choices.len() > 2 && choices.iter().all(|it| tone(it).is_some());
    tone(value).filter(|_| levels).map(|tone| badge(tone, &words(value)))
}

/// The state of a record: hollow at the beginning of its life cycle, half while it runs, full at its end.
pub(crate) fn state(language: Language, kind: Option<&Kind>, state: &str, retired: bool) -> Html {
    let place = kind.map_or("", |kind| match state {
        it if it == kind.lifecycle.initial => "",
        it if kind.lifecycle.finals.iter().any(|end| end == it) => " ended",
        _ => " begun",
    });
    maud! {
        span class={ "state" (place) } { (words(state)) }
        @if retired { " " span .state.retired { (language.say("badge.retired")) } }
    }
    .memoize()
}
