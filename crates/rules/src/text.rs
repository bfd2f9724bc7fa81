//! Tables as TOML.

use crate::draft::Draft;
use crate::model::Table;
use crate::problem::{Problem, short};
use crate::value::Case;
use crate::vocabulary::Vocabulary;

/// Bytes of a file that are read.
const LARGEST: usize = 16 << 20;

impl Table {
    /// Reads a table that brings all its words with it.
    pub fn parse_toml(text: &str) -> Result<Table, Problem> {
        Table::parse_toml_with(text, &Vocabulary::default())
    }

    /// Reads a table that takes words from a vocabulary.
    pub fn parse_toml_with(text: &str, vocabulary: &Vocabulary) -> Result<Table, Problem> {
        if text.len() > LARGEST {
            return Err(Problem::new("the file is larger than 16 MiB; split the table"));
        }
        let draft: Draft = toml::from_str(text).map_err(|it| problem(text, &it))?;
        draft.check(vocabulary)
    }

    /// Writes the table so that it reads as the same.
    pub fn to_toml(&self) -> String {
        toml::to_string(&Draft::of(self)).unwrap_or_default()
    }

    /// Reads a case from names and texts, as files of cases and arguments hold them. Names that are no inputs are left out; blank
    /// texts are not known, and `missing` is known to be missing.
    pub fn case<'a>(&self, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Case, Problem> {
        let mut case = Case::default();
        for (name, text) in texts {
            let Some(input) = self.input(name).map(|it| &self.inputs[it]) else { continue };
            let value = match text.trim() {
                "" => continue,
                "missing" if input.optional => crate::value::Value::Missing,
                text => crate::cell::value(&input.domain, text).map_err(|it| it.column(name).table(&self.name))?,
            };
            case.set(name, value);
        }
        Ok(case)
    }
}

impl Case {
    /// Reads a case for several tables from names and texts, each text as the tables read it that have such an input.
    pub fn read<'a, T>(tables: impl IntoIterator<Item = &'a Table>, texts: T) -> Result<Case, Problem>
    where
        T: IntoIterator<Item = (&'a str, &'a str)> + Clone,
    {
        let mut whole = Case::default();
        for table in tables {
            table.case(texts.clone())?.iter().for_each(|(name, value)| whole.set(name, value.clone()));
        }
        Ok(whole)
    }
}

/// What is wrong with TOML, with its line and column.
pub(crate) fn problem(text: &str, cause: &toml::de::Error) -> Problem {
    let at = cause.span().map_or(0, |it| it.start.min(text.len()));
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message: String = cause.message().lines().collect::<Vec<_>>().join("; ");
    Problem::new(format!("line {line}, column {column}: {}", short_message(&message)))
}

fn short_message(message: &str) -> String {
    match message.chars().count() > 300 {
        true => short(message),
        false => message.to_owned(),
    }
}
