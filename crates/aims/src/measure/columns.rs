//! Which column plays which part, as people name them on the command line or in the plan.
//!
//! Nothing is guessed from a name: a column that a family needs and nobody named is asked for, and one that a family does
//! not take is refused.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::exit::Failure;

/// Columns by the part that they play.
#[derive(Debug, Clone, Default, PartialEq, Args, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = "Columns")]
pub struct Columns {
    /// Column with what came true
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Column with what was predicted; `compare` takes two, the old one first
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prediction: Vec<String>,
    /// Column with the probability of the positive class; `compare` takes two, the old one first
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub score: Vec<String>,
    /// Column by which rows fall into groups; may be repeated, and groups are then crossed
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<String>,
    /// Column within whose values groups are compared again
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// Column with the weight of each row
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Value that is the positive class, where it is not 1 or true
    #[arg(long, value_name = "VALUE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive: Option<String>,
    /// Column by which somebody may be recognised; may be repeated
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quasi: Vec<String>,
    /// Column that nobody may learn of a person; may be repeated
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sensitive: Vec<String>,
    /// Column that says whether a row was used in training, for attacks by `--score`
    #[arg(long, value_name = "COLUMN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What is predicted, where the label does not tell
    #[arg(long, value_enum)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
}

/// What is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// One of two classes.
    Binary,
    /// One of several classes.
    Classes,
    /// A number.
    Numbers,
}

impl Task {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Task::Binary => "binary",
            Task::Classes => "classes",
            Task::Numbers => "numbers",
        }
    }
}

impl Columns {
    /// Whether no part is named.
    pub fn is_empty(&self) -> bool {
        *self == Columns::default()
    }

    /// Every part with the columns that play it, in the order of the options.
    pub fn parts(&self) -> [(&'static str, Vec<&str>); 11] {
        [
            ("label", one(&self.label)),
            ("prediction", several(&self.prediction)),
            ("score", several(&self.score)),
            ("group", several(&self.group)),
            ("strata", one(&self.strata)),
            ("weight", one(&self.weight)),
            ("positive", one(&self.positive)),
            ("quasi", several(&self.quasi)),
            ("sensitive", several(&self.sensitive)),
            ("member", one(&self.member)),
            ("task", self.task.map(Task::name).into_iter().collect()),
        ]
    }

    /// These columns, and those of `plan` for parts that are not named here.
    pub fn over(self, plan: &Columns) -> Columns {
        let several = |own: Vec<String>, plan: &Vec<String>| if own.is_empty() { plan.clone() } else { own };
        let one = |own: Option<String>, plan: &Option<String>| own.or_else(|| plan.clone());
        Columns {
            label: one(self.label, &plan.label),
            prediction: several(self.prediction, &plan.prediction),
            score: several(self.score, &plan.score),
            group: several(self.group, &plan.group),
            strata: one(self.strata, &plan.strata),
            weight: one(self.weight, &plan.weight),
            positive: one(self.positive, &plan.positive),
            quasi: several(self.quasi, &plan.quasi),
            sensitive: several(self.sensitive, &plan.sensitive),
            member: one(self.member, &plan.member),
            task: self.task.or(plan.task),
        }
    }

    /// Refuses parts that a family does not take.
    pub fn only(&self, family: &str, takes: &[&str]) -> Result<(), Failure> {
        match self.parts().iter().find(|(part, named)| !named.is_empty() && !takes.contains(part)) {
            None => Ok(()),
            Some((part, named)) => Err(Failure::input(format!(
                "`{family}` does nothing with `--{part} {}`; leave it out",
                named.join(" ")
            ))),
        }
    }
}

fn one(name: &Option<String>) -> Vec<&str> {
    name.as_deref().into_iter().collect()
}

fn several(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// The only column of a part that a family cannot do without.
pub fn needed<'a>(named: Option<&'a String>, part: &str, what: &str) -> Result<&'a str, Failure> {
    named.map(String::as_str).ok_or_else(|| Failure::input(format!("name {what} with --{part} COLUMN")))
}

/// At most one column of a part that may hold several.
pub fn single<'a>(named: &'a [String], part: &str, family: &str) -> Result<Option<&'a str>, Failure> {
    match named {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Failure::input(format!("`{family}` takes one --{part}; `compare` holds two against each other"))),
    }
}
