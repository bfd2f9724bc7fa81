//! A status light that explains itself: colour and shape, a word, and on demand what it follows from.

use governance::derived::Standing;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Id, Kind};
use serde_json::Value;

use crate::html::tone::Tone;
use crate::html::value::Shown;
use crate::html::{Html, moment, parts};
use crate::language::Language;

/// A status with its reasons.
pub(crate) struct Light<'a> {
    pub tone: Tone,
    /// What it says in a word or two.
    pub label: &'a str,
    /// What it follows from, a sentence each.
    pub why: &'a [String],
    /// An id of its own on the page, for the reasons.
    pub id: &'a str,
}

impl Light<'_> {
    /// The light; with reasons it is a button that shows them, without any it only says its word.
    pub fn draw(&self, language: Language) -> Html {
        maud! {
            @if self.why.is_empty() {
                span class={ "light " (self.tone.class()) } { (self.label) }
            } @else {
                button type="button" class={ "light " (self.tone.class()) } popovertarget=(self.id) {
                    (self.label) span .hidden { " " (language.say("light.why")) }
                }
                // Only spans, so that it can stand within a paragraph.
                span .reason id=(self.id) popover {
                    strong { (language.tell("light.heading", &[("label", &self.label)])) }
                    @for why in self.why { span .line { (why) } }
                }
            }
        }
        .memoize()
    }
}

/// Endings of derived flags that say that something is wrong; the others say that something is right.
const WRONG: &[&str] = &["overdue", "_due", "stale", "expired"];

/// A derived value of a record: a light for a flag, the value for anything else, each with what it follows from.
pub(crate) fn standing(shown: &Shown<'_>, kind: &Kind, record: &Id, standing: &Standing) -> Html {
    let Some(field) = kind.field(&standing.name) else { return maud! { (standing.value.to_string()) }.memoize() };
    let Value::Bool(flag) = standing.value else { return shown.cell(field, &standing.value) };
    let wrong = WRONG.iter().any(|it| standing.name.ends_with(it));
    let tone = match (flag, wrong) {
        (true, true) => Tone::Bad,
        (true, false) => Tone::Good,
        (false, true) => Tone::Quiet,
        (false, false) => Tone::Watch,
    };
    let mut why = vec![parts::sentence(&standing.why)];
    why.extend(standing.until.map(|it| shown.language.tell("light.until", &[("moment", &moment(&it))])));
    let label = shown.language.say(if flag { "value.yes" } else { "value.no" });
    let id = format!("why-{record}-{}", standing.name);
    Light { tone, label, why: &why, id: &id }.draw(shown.language)
}
