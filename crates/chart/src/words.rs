//! The words that charts add to those of their data: whoever draws says them in the reader's language.

use std::fmt::Display;

use crate::text;

/// Says a text by its key in the table `chart` of the messages, such as `chart.from`.
#[derive(Clone, Copy)]
pub struct Words<'a>(pub &'a dyn Fn(&'static str) -> &'static str);

impl Words<'_> {
    /// The text as it is.
    pub fn say(self, key: &'static str) -> &'static str {
        (self.0)(key)
    }

    /// The text with its placeholders filled in.
    pub fn tell(self, key: &'static str, with: &[(&str, &dyn Display)]) -> String {
        let text = self.say(key).to_owned();
        with.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), &value.to_string()))
    }

    /// Both ends of something.
    pub(crate) fn between(self, from: &dyn Display, to: &dyn Display) -> String {
        self.tell("chart.between", &[("from", from), ("to", to)])
    }

    /// An interval in brackets, to stand behind its estimate; nothing where there is none.
    pub(crate) fn interval(self, ends: Option<(f64, f64)>) -> String {
        let said = |(low, high)| format!(" ({})", self.between(&text::number(low), &text::number(high)));
        ends.map(said).unwrap_or_default()
    }
}

/// Why there is no picture; the table has the data all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undrawn {
    /// There are no data.
    Nothing,
    /// No value is a number.
    NoNumber,
    /// Amounts below zero cannot be stacked.
    Negative,
    /// More than a picture can show: how many, of what (a key), and the most that can be shown.
    TooMany(usize, &'static str, usize),
}

impl Undrawn {
    /// The sentence that stands in the place of the picture.
    pub fn said(self, words: Words<'_>) -> String {
        match self {
            Undrawn::Nothing => words.say("chart.nothing").to_owned(),
            Undrawn::NoNumber => words.say("chart.no_number").to_owned(),
            Undrawn::Negative => words.say("chart.negative").to_owned(),
            Undrawn::TooMany(count, things, most) => {
                let things = words.say(things);
                words.tell("chart.too_many", &[("count", &count), ("things", &things), ("most", &most)])
            }
        }
    }
}
