//! A decision table: typed inputs, typed outputs, a hit policy and rows, checked when it is made.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell::Test;
use crate::engine::Engine;
use crate::number::Number;
use crate::units::Units;
use crate::value::Value;

/// Which values an input can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Domain {
    /// Decimals, or whole numbers only, between two ends where they are given.
    Number {
        /// Whether only whole numbers are allowed.
        whole: bool,
        /// The least that is allowed.
        least: Option<Number>,
        /// The most that is allowed.
        most: Option<Number>,
    },
    /// Days, between two ends where they are given.
    Date {
        /// The first that is allowed.
        least: Option<Date>,
        /// The last that is allowed.
        most: Option<Date>,
    },
    /// One of a closed list; a later value is greater.
    Choice(Vec<String>),
    /// Yes or no.
    Flag,
    /// Any number of the values of a closed list.
    Set(Vec<String>),
    /// A unit of a hierarchy.
    Unit(Arc<Units>),
}

/// Whether a greater value means more harm or less: what monotone proofs are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// A greater value is more harm, or a stricter outcome.
    More,
    /// A greater value is less harm, or a milder outcome.
    Less,
}

/// A column of conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Name by which cases and other tables speak of it.
    pub name: String,
    /// What it is, in words.
    pub says: String,
    /// Which values it can have.
    pub domain: Domain,
    /// What numbers count, such as `EUR`.
    pub measure: String,
    /// Whether it may be missing; whoever does not know it then says so.
    pub optional: bool,
    /// Whether a greater value means more harm or less.
    pub harm: Option<Harm>,
}

/// What values an output has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// One of a closed list, from the highest priority to the lowest.
    Choice(Vec<String>),
    /// A decimal.
    Number,
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// A period of time, such as a deadline.
    Period,
    /// Several words, of a closed list where one is given.
    List(Vec<String>),
}

/// What a period of an output means for a clock that several tables share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// The step takes this long; steps add up.
    Takes,
    /// All steps together may take this long.
    Allows,
}

/// A column of conclusions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Name by which other tables speak of it.
    pub name: String,
    /// What it is, in words.
    pub says: String,
    /// Which values it has.
    pub form: Form,
    /// Whether a value later in the list, or a greater number, is stricter or milder.
    pub harm: Option<Harm>,
    /// Name of the clock that a period runs on, and what it means there.
    pub clock: Option<(String, Clock)>,
}

/// What several rows that hit the same case do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// One row at most may hit.
    Unique,
    /// The first row that hits wins.
    First,
    /// The row whose outcome stands first in the list of the first output wins.
    Priority,
    /// Several rows may hit when they say the same.
    Any,
    /// All rows that hit count.
    Collect(Collect),
}

/// How the outcomes of all rows that hit become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collect {
    /// All of them, in the order of rows.
    List,
    /// Their sum.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// How many.
    Count,
}

impl Policy {
    /// Every policy with its name and the sign that DMN gives it.
    pub const ALL: &[(&str, &str, Policy)] = &[
        ("unique", "U", Policy::Unique),
        ("first", "F", Policy::First),
        ("priority", "P", Policy::Priority),
        ("any", "A", Policy::Any),
        ("collect", "C", Policy::Collect(Collect::List)),
        ("collect sum", "C+", Policy::Collect(Collect::Sum)),
        ("collect min", "C<", Policy::Collect(Collect::Min)),
        ("collect max", "C>", Policy::Collect(Collect::Max)),
        ("collect count", "C#", Policy::Collect(Collect::Count)),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Policy::ALL.iter().find(|it| it.2 == self).map_or("", |it| it.0)
    }
}

/// A rule: conditions, conclusions and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Identifier, unique in the table.
    pub id: String,
    /// What it asks of each input.
    pub when: Vec<Test>,
    /// What it says of each output; missing where it says nothing.
    pub then: Vec<Value>,
    /// The reason, in words.
    pub says: String,
    /// A remark.
    pub note: String,
    /// The document that it comes from.
    pub source: String,
    /// The section of that document.
    pub section: String,
}

/// Two outputs of which the first waits for the second: who decides needs the approval of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Output that names who decides.
    pub by: String,
    /// Output that names whose approval that needs.
    pub needs: String,
}

/// A decision table, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name, unique among the tables that are looked at together.
    pub name: String,
    /// Version of its text.
    pub version: String,
    /// What it decides; tables with the same decision must agree.
    pub decision: String,
    /// What several rows that hit the same case do together.
    pub policy: Policy,
    /// Whether it means to decide some cases only, so that a gap is no fault.
    pub partial: bool,
    /// Columns of conditions.
    pub inputs: Vec<Input>,
    /// Columns of conclusions.
    pub outputs: Vec<Output>,
    /// Rules, in order.
    pub rows: Vec<Row>,
    /// Outputs of which the first waits for the second.
    pub approval: Option<Approval>,
    pub(crate) engine: Engine,
}

impl Table {
    /// Place of an input.
    pub fn input(&self, name: &str) -> Option<usize> {
        self.inputs.iter().position(|it| it.name == name)
    }

    /// Place of an output.
    pub fn output(&self, name: &str) -> Option<usize> {
        self.outputs.iter().position(|it| it.name == name)
    }
}
