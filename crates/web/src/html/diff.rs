//! Two texts compared word by word, in one text or side by side.

use hypertext::{maud_borrow as maud, prelude::*};
use similar::{Algorithm, ChangeTag, TextDiff};

use crate::html::Html;
use crate::language::Language;

/// Longest text, in bytes, that is compared word by word; longer ones are compared line by line.
const BY_WORD: usize = 20_000;

/// One text with what went and what came marked.
pub(crate) fn inline(before: &str, after: &str) -> Html {
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Patience);
    let diff = match before.len() + after.len() <= BY_WORD {
        true => config.diff_words(before, after),
        false => config.diff_lines(before, after),
    };
    maud! {
        div .diff.inline {
            @for change in diff.iter_all_changes() {
                @match change.tag() {
                    ChangeTag::Equal => (change.value()),
                    ChangeTag::Delete => { del { (change.value()) } },
                    ChangeTag::Insert => { ins { (change.value()) } },
                }
            }
        }
    }
    .memoize()
}

/// Two values side by side, for what is no text.
pub(crate) fn beside(language: Language, before: Html, after: Html) -> Html {
    maud! {
        div .diff {
            div { p .side { (language.say("diff.before")) } (before) }
            div { p .side { (language.say("diff.after")) } (after) }
        }
    }
    .memoize()
}
