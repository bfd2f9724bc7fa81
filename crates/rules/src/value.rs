//! Values of inputs and outputs, and cases: what is known of one thing to decide.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::number::{Number, ONE};
use crate::period::Period;

/// A value of an input or an output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// An exact decimal.
    Number(Number),
    /// A day.
    Date(Date),
    /// A value of a closed list, a unit of a hierarchy, or text.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// Values of a closed list.
    Set(BTreeSet<String>),
    /// A period of time.
    Period(Period),
    /// Several values, in order.
    List(Vec<Value>),
    /// Known to be missing; only for an input that is optional.
    Missing,
}

impl Value {
    /// A word.
    pub fn word(text: impl Into<String>) -> Value {
        Value::Word(text.into())
    }

    /// A whole number.
    pub fn whole(value: i64) -> Value {
        Value::Number(Number::whole(value))
    }

    /// As it stands in a file of cases and in messages: without quotes.
    pub fn bare(&self) -> String {
        match self {
            Value::Word(it) => it.clone(),
            Value::Set(it) => format!("{{{}}}", it.iter().cloned().collect::<Vec<_>>().join(", ")),
            Value::List(it) => it.iter().map(Value::bare).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number(it) => write!(out, "{it}"),
            Value::Date(it) => write!(out, "{it}"),
            Value::Word(it) => write!(out, "{}", quoted(it)),
            Value::Flag(it) => write!(out, "{it}"),
            Value::Set(it) => write!(out, "{{{}}}", it.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")),
            Value::Period(it) => write!(out, "{it}"),
            Value::List(it) => write!(out, "{}", it.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")),
            Value::Missing => write!(out, "missing"),
        }
    }
}

/// A word as a cell writes it, whatever it holds.
pub(crate) fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(it) => match i64::try_from(it.0 / ONE) {
                Ok(whole) if it.is_whole() => to.serialize_i64(whole),
                _ => to.serialize_f64(it.to_f64()),
            },
            Value::Flag(it) => to.serialize_bool(*it),
            Value::Set(it) => it.serialize(to),
            Value::List(it) => it.serialize(to),
            Value::Missing => to.serialize_none(),
            other => to.serialize_str(&other.bare()),
        }
    }
}

/// What is known of one thing to decide: a value for each input that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Case {
    values: BTreeMap<String, Value>,
}

impl Case {
    /// The same case, in which this input is known too.
    pub fn with(mut self, input: &str, value: Value) -> Case {
        self.set(input, value);
        self
    }

    /// Says the value of an input.
    pub fn set(&mut self, input: &str, value: Value) {
        self.values.insert(input.to_owned(), value);
    }

    /// The value of an input, where it is known.
    pub fn get(&self, input: &str) -> Option<&Value> {
        self.values.get(input)
    }

    /// Every input that is known, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.values.iter().map(|(name, value)| format!("{name} = {}", value.bare())).collect();
        write!(out, "{}", parts.join(", "))
    }
}
