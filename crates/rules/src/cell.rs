//! What a cell of an input asks, in the spelling of S-FEEL unary tests (DMN 1.5, clause 9 and 10.3.2.12).
//!
//! Reading is in `parse`; which values of an input fulfil a test is told by `axis`.

use crate::value::{Value, quoted};

mod parse;

pub(crate) use parse::{LONGEST, date, parse, unquoted, value, words};

/// What a cell asks of an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// Nothing: `-` or empty.
    Any,
    /// That the input is missing.
    Missing,
    /// That the input is there, whatever it is.
    Known,
    /// That one of these holds.
    OneOf(Vec<Atom>),
    /// That the input is there and none of these holds.
    NotOneOf(Vec<Atom>),
}

/// One part of a disjunction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// The value itself; for a unit everything below it too.
    Is(Value),
    /// Between two ends, of which one may be open.
    Between(Option<End>, Option<End>),
    /// A question to a set.
    Holds(Holding, Vec<String>),
}

/// An end of an interval.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// Where it lies.
    pub value: Value,
    /// Whether it belongs to the interval.
    pub within: bool,
}

/// What is asked of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// At least one of these.
    AnyOf,
    /// All of these.
    AllOf,
    /// None of these.
    NoneOf,
}

impl Holding {
    /// Every question with its spelling.
    pub(crate) const ALL: &[(&str, Holding)] =
        &[("any of", Holding::AnyOf), ("all of", Holding::AllOf), ("none of", Holding::NoneOf)];

    fn word(self) -> &'static str {
        Holding::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl std::fmt::Display for Test {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joined = |atoms: &[Atom]| atoms.iter().map(Atom::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Test::Any => write!(out, "-"),
            Test::Missing => write!(out, "missing"),
            Test::Known => write!(out, "not(missing)"),
            Test::OneOf(atoms) => write!(out, "{}", joined(atoms)),
            Test::NotOneOf(atoms) => write!(out, "not({})", joined(atoms)),
        }
    }
}

impl std::fmt::Display for Atom {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Atom::Is(value) => write!(out, "{value}"),
            Atom::Between(Some(low), Some(high)) => {
                let (open, close) = (if low.within { '[' } else { ']' }, if high.within { ']' } else { '[' });
                write!(out, "{open}{}..{}{close}", low.value, high.value)
            }
            Atom::Between(Some(low), None) => write!(out, "{} {}", if low.within { ">=" } else { ">" }, low.value),
            Atom::Between(None, Some(high)) => write!(out, "{} {}", if high.within { "<=" } else { "<" }, high.value),
            Atom::Between(None, None) => write!(out, "not(missing)"),
            Atom::Holds(how, words) => {
                let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
                write!(out, "{} ({})", how.word(), words.join(", "))
            }
        }
    }
}
