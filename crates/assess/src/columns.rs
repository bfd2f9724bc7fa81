//! Which column plays which part, as people name them on the command line or in the plan.
//!
//! Nothing is guessed from a name: a column that a family needs and nobody named is asked for, and one that a family does
//! not take is refused.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Columns by the part that they play.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// Column with what came true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Column with what was predicted; `compare` takes two or more, the old one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prediction: Vec<String>,
    /// Column with the probability of the positive class; `compare` takes two or more, the old one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub score: Vec<String>,
    /// Column by which rows fall into groups; may be repeated, and groups are then crossed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<String>,
    /// Column within whose values groups are compared again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// Column with the weight of each row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Value that is the positive class, where it is not 1 or true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive: Option<String>,
    /// Column by which somebody may be recognised; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quasi: Vec<String>,
    /// Column that nobody may learn of a person; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sensitive: Vec<String>,
    /// Column that says whether a row was used in training, for attacks by `--score`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Column that names the party that holds a row, for learning that averages models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Column with the labels that one person gave; there are two or more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rater: Vec<String>,
    /// Column with what would have been predicted had only the protected attribute been another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flipped: Option<String>,
    /// Column of numbers by which persons are alike; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feature: Vec<String>,
    /// Column that is held equal when the odds of groups are compared once more; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjust: Vec<String>,
    /// What is predicted, where the label does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
}

/// A part that a column can play.
#[derive(Debug)]
pub struct Part {
    /// Its name, as plans and reports write it.
    pub name: &'static str,
    /// Whether several columns may play it.
    pub several: bool,
    /// What is given: the name of a `COLUMN`, a `VALUE`, or a `WORD` of [`TASKS`].
    pub value: &'static str,
    /// What it is for, in a line.
    pub help: &'static str,
}

/// Every part, in the order in which they are shown.
pub const PARTS: &[Part] = &[
    Part { name: "label", several: false, value: "COLUMN", help: "Column with what came true" },
    Part {
        name: "prediction",
        several: true,
        value: "COLUMN",
        help: "Column with what was predicted; `compare` takes two or more, the old one first",
    },
    Part {
        name: "score",
        several: true,
        value: "COLUMN",
        help: "Column with the probability of the positive class; `compare` takes two or more, the old one first",
    },
    Part {
        name: "group",
        several: true,
        value: "COLUMN",
        help: "Column by which rows fall into groups; may be repeated, and groups are then crossed",
    },
    Part {
        name: "strata",
        several: false,
        value: "COLUMN",
        help: "Column within whose values groups are compared again",
    },
    Part { name: "weight", several: false, value: "COLUMN", help: "Column with the weight of each row" },
    Part {
        name: "positive",
        several: false,
        value: "VALUE",
        help: "Value that is the positive class, where it is not 1 or true",
    },
    Part {
        name: "quasi",
        several: true,
        value: "COLUMN",
        help: "Column by which somebody may be recognised; may be repeated",
    },
    Part {
        name: "sensitive",
        several: true,
        value: "COLUMN",
        help: "Column that nobody may learn of a person; may be repeated",
    },
    Part {
        name: "member",
        several: false,
        value: "COLUMN",
        help: "Column that says whether a row was used in training, for attacks by `--score`",
    },
    Part {
        name: "party",
        several: false,
        value: "COLUMN",
        help: "Column that names the party that holds a row; learning that averages their models is simulated",
    },
    Part {
        name: "rater",
        several: true,
        value: "COLUMN",
        help: "Column with the labels that one person gave; repeat it for each",
    },
    Part {
        name: "flipped",
        several: false,
        value: "COLUMN",
        help: "Column with what would have been predicted had only the protected attribute been another",
    },
    Part {
        name: "feature",
        several: true,
        value: "COLUMN",
        help: "Column of numbers by which persons are alike; may be repeated",
    },
    Part {
        name: "adjust",
        several: true,
        value: "COLUMN",
        help: "Column that is held equal when the odds of groups are compared once more; may be repeated",
    },
    Part { name: "task", several: false, value: "WORD", help: "What is predicted, where the label does not tell" },
];

/// Every task by its name.
pub const TASKS: &[(&str, Task)] = &[("binary", Task::Binary), ("classes", Task::Classes), ("numbers", Task::Numbers)];

/// What is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
        TASKS.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl Columns {
    /// Whether no part is named.
    pub fn is_empty(&self) -> bool {
        *self == Columns::default()
    }

    /// Every part with the columns that play it, in the order of the options.
    pub fn parts(&self) -> [(&'static str, Vec<&str>); 16] {
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
            ("party", one(&self.party)),
            ("rater", several(&self.rater)),
            ("flipped", one(&self.flipped)),
            ("feature", several(&self.feature)),
            ("adjust", several(&self.adjust)),
            ("task", self.task.map(Task::name).into_iter().collect()),
        ]
    }

    /// Lets columns of these names play a part; blank names are nobody's.
    pub fn set(&mut self, part: &str, names: impl IntoIterator<Item = String>) -> Result<(), Error> {
        let mut names = names.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        match part {
            "label" => self.label = names.next(),
            "prediction" => self.prediction = names.collect(),
            "score" => self.score = names.collect(),
            "group" => self.group = names.collect(),
            "strata" => self.strata = names.next(),
            "weight" => self.weight = names.next(),
            "positive" => self.positive = names.next(),
            "quasi" => self.quasi = names.collect(),
            "sensitive" => self.sensitive = names.collect(),
            "member" => self.member = names.next(),
            "party" => self.party = names.next(),
            "rater" => self.rater = names.collect(),
            "flipped" => self.flipped = names.next(),
            "feature" => self.feature = names.collect(),
            "adjust" => self.adjust = names.collect(),
            "task" => self.task = names.next().map(|it| task(&it)).transpose()?,
            _ => return Err(Error::input(format!("there is no part `{part}` that a column can play"))),
        }
        Ok(())
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
            party: one(self.party, &plan.party),
            rater: several(self.rater, &plan.rater),
            flipped: one(self.flipped, &plan.flipped),
            feature: several(self.feature, &plan.feature),
            adjust: several(self.adjust, &plan.adjust),
            task: self.task.or(plan.task),
        }
    }

    /// Refuses a column that plays one part twice, which would count it twice; a system may be compared with itself.
    pub fn once(&self) -> Result<(), Error> {
        let again = |named: &[&str]| {
            named.iter().enumerate().find(|it| named[..it.0].contains(it.1)).map(|it| it.1.to_string())
        };
        let parts = self.parts();
        let mut counted = parts.iter().filter(|it| !["prediction", "score"].contains(&it.0));
        match counted.find_map(|(part, named)| Some((*part, again(named)?))) {
            None => Ok(()),
            Some((part, name)) => Err(Error::input(format!("`--{part} {name}` is named twice; name it once"))),
        }
    }

    /// Refuses parts that a family does not take.
    pub fn only(&self, family: &str, takes: &[&str]) -> Result<(), Error> {
        match self.parts().iter().find(|(part, named)| !named.is_empty() && !takes.contains(part)) {
            None => Ok(()),
            Some((part, named)) => {
                Err(Error::input(format!("`{family}` does nothing with `--{part} {}`; leave it out", named.join(" "))))
            }
        }
    }
}

fn task(name: &str) -> Result<Task, Error> {
    let known = || TASKS.iter().map(|it| format!("`{}`", it.0)).collect::<Vec<_>>().join(", ");
    let found = TASKS.iter().find(|it| it.0 == name).map(|it| it.1);
    found.ok_or_else(|| Error::input(format!("there is no task `{name}`; the tasks are {}", known())))
}

fn one(name: &Option<String>) -> Vec<&str> {
    name.as_deref().into_iter().collect()
}

fn several(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// The only column of a part that a family cannot do without.
pub fn needed<'a>(named: Option<&'a String>, part: &str, what: &str) -> Result<&'a str, Error> {
    named.map(String::as_str).ok_or_else(|| Error::input(format!("name {what} with --{part} COLUMN")))
}

/// At most one column of a part that may hold several.
pub fn single<'a>(named: &'a [String], part: &str, family: &str) -> Result<Option<&'a str>, Error> {
    match named {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Error::input(format!("`{family}` takes one --{part}; `compare` holds two against each other"))),
    }
}
