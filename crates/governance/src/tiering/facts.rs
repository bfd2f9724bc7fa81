//! The facts that the record of an AI system knows, each with its source. What it leaves blank is not known.

use serde::Serialize;
use serde_json::{Value, json};
use store::RecordRow;

use super::library::{Facts, Reading, Source};
use super::verdict::case;
use crate::deciding::in_force::Tables;

/// A fact about one system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The input of tables that it answers.
    pub fact: String,
    /// The answer, as tables read it.
    pub value: String,
    /// Where it comes from.
    pub source: String,
}

/// Every fact that a record knows, by what its fields answer.
pub fn of_system(answers: &Facts, system: &RecordRow) -> Vec<Fact> {
    let source = format!("{}, version {}", system.id, system.version);
    let fact = |from: &Source| {
        let value = read(from, system)?;
        Some(Fact { fact: from.input.clone(), value, source: source.clone() })
    };
    answers.fact.iter().filter_map(fact).collect()
}

/// The facts that are frozen in a classification.
pub fn frozen(classification: &RecordRow) -> Vec<Fact> {
    let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_owned();
    let fact = |row: &Value| Fact { fact: text(row, "fact"), value: text(row, "value"), source: text(row, "source") };
    classification.list("facts").map(fact).collect()
}

/// Facts as the field of a classification holds them.
pub fn rows(facts: &[Fact]) -> Value {
    facts.iter().map(|it| json!({ "fact": it.fact, "value": it.value, "source": it.source })).collect()
}

fn read(from: &Source, system: &RecordRow) -> Option<String> {
    let value = system.document.get(&from.field)?;
    match from.reading {
        Reading::Value => plain(value),
        Reading::Mapped => from.words.get(value.as_str()?).cloned(),
        Reading::Sum => {
            let cells: Option<Vec<u64>> = value.as_array()?.iter().map(|it| it[&from.column].as_u64()).collect();
            cells
                .filter(|it| !it.is_empty())
                .map(|it| it.iter().fold(0u64, |sum, it| sum.saturating_add(*it)).to_string())
        }
        Reading::Any => {
            let cells: Vec<Option<bool>> = value.as_array()?.iter().map(|it| it[&from.column].as_bool()).collect();
            let known = !cells.is_empty() && cells.iter().all(Option::is_some);
            let any = cells.contains(&Some(true));
            (any || known).then(|| any.to_string())
        }
    }
}

/// A choice, a flag or a number as a table reads it.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|it| !it.is_empty()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether two answers to a question are the same to the tables.
pub fn alike(tables: &Tables, one: &Fact, other: &Fact) -> bool {
    let read = |it: &Fact| case(tables, std::slice::from_ref(it)).ok();
    one.value == other.value || read(one).is_some_and(|it| Some(it) == read(other))
}

/// Facts by name; those of the first list win.
pub fn merged(first: &[Fact], others: &[Fact]) -> Vec<Fact> {
    let more = others.iter().filter(|it| !first.iter().any(|one| one.fact == it.fact));
    first.iter().chain(more).cloned().collect()
}
