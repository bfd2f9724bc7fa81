//! From when a difference between policy and practice is told, and how much of it is shown (`data/library/practice.toml`).

use record::Catalog;
use serde::Deserialize;

use super::log::told::Limits;
use crate::correcting::FINDING;
use crate::libraries::{Libraries, Part, Words, choices, lengths};

/// From when a difference is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// Confidence of exact intervals.
    pub level: f64,
    /// Below which corrected p-value a trend is told.
    pub alpha: f64,
    /// How recent records are that are held against those before them.
    pub recent: String,
    /// Of how many days a statement is told again.
    pub points: u32,
    /// How far these lie apart.
    pub apart: String,
    /// Within which time whoever is asked to attest answers.
    pub answer_within: String,
    /// Most violations that are told of one statement.
    pub violations: usize,
    /// Most combinations of values that are tried when two statements are compared.
    pub combinations: usize,
    /// Names of columns.
    pub columns: Columns,
    /// What is told of logs.
    pub log: Limits,
    /// What is asked of findings.
    pub finding: Found,
    /// Words of files.
    pub words: Words,
}

/// Names by which columns of a log are known, in lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// What belongs together.
    pub case: Vec<String>,
    /// What was done.
    pub activity: Vec<String>,
    /// When.
    pub time: Vec<String>,
    /// By whom.
    pub who: Vec<String>,
}

/// What is asked of a finding that is raised from a violation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Its grade.
    pub grade: String,
}

impl Part for Practice {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = lengths([&self.recent, &self.apart, &self.answer_within]);
        let grades = choices(catalog, FINDING, "grade");
        let level = |it: f64| it > 0.5 && it < 1.0;
        let columns = [&self.columns.case, &self.columns.activity, &self.columns.time, &self.columns.who];
        for (wrong, says) in [
            (!grades.contains(&self.finding.grade), "`finding.grade` is no grade of findings"),
            (!level(self.level) || !level(self.log.level), "`level` lies between 0.5 and 1, such as 0.95"),
            (!(self.alpha > 0.0 && self.alpha < 0.5), "`alpha` lies between 0 and 0.5, such as 0.05"),
            (
                !(self.log.frequent > 0.0 && self.log.frequent < 1.0),
                "`log.frequent` is a share between 0 and 1, such as 0.02",
            ),
            (self.points > 60, "`points` is 60 at most, since each is computed when a page is shown"),
            (columns.iter().any(|it| it.is_empty()), "each of `columns` has a name at least"),
            (
                self.violations == 0 || self.log.deviating == 0 || self.log.variants == 0,
                "something is shown at least; write 1 or more",
            ),
        ] {
            found.extend(wrong.then(|| says.to_owned()));
        }
        found.extend(self.words.missing(&super::paper::words()));
        found
    }
}
