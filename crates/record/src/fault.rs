//! What is wrong with a configuration file, and where.

use std::fmt;

/// One mistake in a configuration file: the file, its line and column where known, and one sentence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Path of the file below `data/` or below the organisation's overlay.
    pub file: String,
    /// Line, from 1; 0 when the fault belongs to the file as a whole.
    pub line: usize,
    /// Column, from 1; 0 when the fault belongs to the file as a whole.
    pub column: usize,
    /// One sentence, lower case, no full stop.
    pub message: String,
}

impl Fault {
    /// A fault of a whole file.
    pub fn of_file(file: &str, message: impl Into<String>) -> Fault {
        Fault { file: file.to_owned(), line: 0, column: 0, message: message.into() }
    }

    /// A fault that reading a value found, which knows no place in a text.
    pub fn of_value(file: &str, error: &toml::de::Error) -> Fault {
        Fault::of_file(file, in_plain_words(error.message()))
    }

    /// A fault that the TOML reader found, with its place in `text`.
    pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Fault {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
        Fault { file: file.to_owned(), line, column, message: in_plain_words(error.message()) }
    }

    /// A fault about `name`, placed at the line of `text` where `name` first stands in quotes.
    pub fn about(file: &str, text: &str, name: &str, message: impl Into<String>) -> Fault {
        let quoted = format!("\"{name}\"");
        let place = text.lines().enumerate().find_map(|(index, line)| Some((index + 1, line.find(&quoted)? + 1)));
        let (line, column) = place.unwrap_or((0, 0));
        Fault { file: file.to_owned(), line, column, message: message.into() }
    }
}

/// The TOML reader's message in the words of somebody who writes a configuration file.
fn in_plain_words(message: &str) -> String {
    const WORDS: [(&str, &str); 9] = [
        ("unknown field `", "there is no key `"),
        ("missing field `", "the key is missing: `"),
        ("duplicate field `", "the key is given twice: `"),
        ("expected u32", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a sequence", "expected a list"),
        ("expected struct FieldFile", "expected a field"),
        ("expected struct ", "expected a "),
        (", expected one of ", "; the keys are "),
    ];
    let line = message.replace('\n', " ");
    let said = WORDS.iter().fold(line, |text, (theirs, ours)| text.replace(theirs, ours));
    let said = said.trim_end_matches('.');
    let mut letters = said.chars();
    // The reader begins some sentences with a capital letter; ours begin small.
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.message),
            line => write!(out, "{}:{line}:{}: {}", self.file, self.column, self.message),
        }
    }
}
