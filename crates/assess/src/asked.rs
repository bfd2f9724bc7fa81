//! What somebody asks for: files, the parts that they and their columns play, and how it is measured.

use read::base;

use crate::columns::Columns;
use crate::report::FileUsed;
use crate::{Error, Family};

pub use read::Options as Reading;

/// Parts that data beside those that are measured may play, in the order of their options.
pub const BESIDE: &[&str] = &["reference", "original", "training", "held_out"];

/// The part of the data that are measured.
pub(crate) const MEASURED: &str = "data";

/// The most that is measured for somebody who must not keep others waiting.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// Rows.
    pub rows: u64,
    /// Rows times columns.
    pub cells: u64,
}

/// What is measured, and how.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Files, folders, patterns or addresses of data.
    pub files: Vec<String>,
    /// Data beside them, by a part of [`BESIDE`].
    pub others: Vec<(&'static str, Vec<String>)>,
    /// A file with a plan, or the name of a shipped one; that of the family without it.
    pub plan: Option<String>,
    /// A plan of quality, as `plan` is named; data that fail it are not compared.
    pub quality_plan: Option<String>,
    /// Which column plays which part.
    pub columns: Columns,
    /// Seed of every random draw; that of the plan without it.
    pub seed: Option<u64>,
    /// Threads that work; all cores without it.
    pub threads: Option<usize>,
    /// The day or moment for which freshness is asked.
    pub as_of: Option<String>,
    /// The most that any of the data may hold; without it, any number.
    pub most: Option<Most>,
    /// How text is read.
    pub reading: read::Options,
}

impl Asked {
    /// Refuses what the family does nothing with.
    pub fn check(&self, family: &Family) -> Result<(), Error> {
        let Family { name, takes, .. } = family;
        self.columns.only(name, takes)?;
        if let Some(plan) = self.quality_plan.as_ref().filter(|_| !takes.contains(&"quality_plan")) {
            return Err(Error::input(format!("`{name}` does nothing with `--quality-plan {plan}`; leave it out")));
        }
        match self.others.iter().find(|(part, files)| !files.is_empty() && !takes.contains(part)) {
            None => Ok(()),
            Some((part, files)) => {
                let (option, files) = (part.replace('_', "-"), files.join(" "));
                Err(Error::input(format!("`{name}` does nothing with `--{option} {files}`; leave it out")))
            }
        }
    }

    /// The command that measures the same again: every file that was read, by its name without its folder, whatever pattern or folder
    /// named it.
    pub(crate) fn command(&self, family: &str, columns: &Columns, seed: u64, read: &[FileUsed]) -> Vec<String> {
        let mut words: Vec<String> = ["aims", "measure", family].map(str::to_owned).into();
        let (data, beside): (Vec<_>, Vec<_>) = read.iter().partition(|it| it.role == MEASURED);
        words.extend(data.iter().map(|it| it.name.clone()));
        let mut say =
            |name: &str, value: &str| words.extend([format!("--{}", name.replace('_', "-")), value.to_owned()]);
        self.plan.iter().for_each(|it| say("plan", base(it)));
        self.quality_plan.iter().for_each(|it| say("quality_plan", base(it)));
        beside.iter().for_each(|it| say(it.role, &it.name));
        for (part, named) in columns.parts() {
            named.iter().for_each(|it| say(part, it));
        }
        say("seed", &seed.to_string());
        self.as_of.iter().for_each(|it| say("as-of", it));
        words.extend(reading(&self.reading));
        words
    }
}

/// How text is read as words of a command line.
fn reading(options: &read::Options) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |name: &str, value: String| words.extend([format!("--{name}"), value]);
    options.delimiter.iter().for_each(|it| say("delimiter", it.to_string()));
    options.decimal.iter().for_each(|it| say("decimal", it.to_string()));
    options.encoding.iter().for_each(|it| say("encoding", it.clone()));
    options.nulls.iter().for_each(|it| say("null", it.clone()));
    options.text.iter().for_each(|it| say("text", it.clone()));
    let first = options.day_first.map(|day| if day { "--day-first" } else { "--month-first" });
    let numbered = options.number_repeated.then_some("--number-repeated");
    words.extend(first.into_iter().chain(numbered).map(str::to_owned));
    words
}
