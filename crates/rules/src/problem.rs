//! What is wrong with a table, a cell or a case: one sentence with the place where it stands.

use serde::Serialize;

/// Something that cannot be read or asked, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct Problem {
    /// Table, when it has a name already.
    pub table: Option<String>,
    /// Identifier of the row.
    pub row: Option<String>,
    /// Name of the input or output.
    pub column: Option<String>,
    /// Character in the cell, from 1.
    pub position: Option<usize>,
    /// What is wrong and what is allowed; one sentence, lower case, no full stop.
    pub says: String,
}

impl Problem {
    /// A problem whose place is added by those who know it.
    pub fn new(says: impl Into<String>) -> Problem {
        Problem { table: None, row: None, column: None, position: None, says: says.into() }
    }

    /// At a character of a cell, from 1.
    pub fn at(mut self, position: usize) -> Problem {
        self.position.get_or_insert(position);
        self
    }

    /// In a column.
    pub fn column(mut self, name: &str) -> Problem {
        self.column.get_or_insert_with(|| name.to_owned());
        self
    }

    /// In a row.
    pub fn row(mut self, id: &str) -> Problem {
        self.row.get_or_insert_with(|| id.to_owned());
        self
    }

    /// In a table.
    pub fn table(mut self, name: &str) -> Problem {
        self.table.get_or_insert_with(|| name.to_owned());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = |what: &str, name: &Option<String>| name.as_ref().map(|it| format!("{what} `{}`", short(it)));
        let position = self.position.map(|it| format!("character {it}"));
        let places = [named("table", &self.table), named("row", &self.row), named("column", &self.column), position];
        let places: Vec<String> = places.into_iter().flatten().collect();
        match places.is_empty() {
            true => write!(out, "{}", self.says),
            false => write!(out, "{}: {}", places.join(", "), self.says),
        }
    }
}

/// Characters of somebody's text that a message repeats.
const SHOWN: usize = 60;

/// `text` as a message repeats it: not longer than a line, nothing that steers a terminal.
pub(crate) fn short(text: &str) -> String {
    let letters = text.chars().map(|it| if it.is_control() { ' ' } else { it });
    match text.chars().count() > SHOWN {
        true => letters.take(SHOWN - 1).chain(['…']).collect(),
        false => letters.collect(),
    }
}

/// Words as a message lists what is allowed.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    const MOST: usize = 12;
    // One word more is shorter than saying that there is one more.
    let most = if words.len() == MOST + 1 { MOST + 1 } else { MOST };
    let shown: Vec<String> = words.iter().take(most).map(|it| format!("`{}`", short(it.as_ref()))).collect();
    match words.len() > most {
        true => format!("{} and {} more", shown.join(", "), words.len() - most),
        false => shown.join(", "),
    }
}
