//! Logs of access to data that lie elsewhere: brought in as they were written, held against the grants, one record a log and one
//! finding an alert. Serves ISO/IEC 42001 A.7.2 and A.6.2.8.
//!
//! - [`reading`]: from lines to accesses, with a mapping of columns. [`names`]: whom and what the names in them mean.
//! - [`rules`]: what an access can break. [`usual`]: how many rows are far more than usual. [`judge`]: both over a whole log.
//! - [`keep`]: the log, its report, its findings and the use of grants as records. `escalation`: whom the alerts must reach, and until when.
//!
//! Which rules there are, in which order, and their limits are data (`data/tables/access_alerts.toml`).

mod escalation;
pub mod judge;
pub mod keep;
pub mod names;
pub mod reading;
pub mod rules;
pub mod usual;

use jiff::Timestamp;
use record::Id;

/// An access that a log tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Line of the file.
    pub line: u64,
    /// When.
    pub time: Timestamp,
    /// Who, among the people of the log.
    pub person: usize,
    /// What, among the datasets of the log.
    pub dataset: usize,
    /// Columns; nothing where the log does not tell.
    pub columns: Vec<String>,
    /// For what; nothing where the log does not tell.
    pub purpose: Option<String>,
    /// Rows that were read; nothing where the log does not tell.
    pub rows: Option<u64>,
}

/// The accesses of a log.
#[derive(Debug, Default)]
pub struct Events {
    /// The accesses, in the order of their time.
    pub all: Vec<Event>,
    /// The people.
    pub people: Vec<Id>,
    /// The datasets.
    pub datasets: Vec<Id>,
    /// Lines that were not understood.
    pub rejected: Vec<Rejected>,
    /// What the log does not tell.
    pub notes: Vec<String>,
    /// Whether it tells purposes.
    pub tells_purpose: bool,
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rejected {
    /// Line of the file.
    pub line: u64,
    /// Why, in a sentence.
    pub why: String,
}

/// Something that a log shows and that somebody has to look at.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Alert {
    /// The rule, by its name.
    pub rule: String,
    /// Who.
    pub person: Id,
    /// What.
    pub dataset: Id,
    /// The grant that comes nearest.
    pub grant: Option<Id>,
    /// Why, in a sentence, told of the first access.
    pub reason: String,
    /// Lines of the file.
    pub lines: Vec<u64>,
    /// Rows that were read in them.
    pub rows: u64,
    /// The first access.
    pub first: Timestamp,
    /// The last access.
    pub last: Timestamp,
    /// Other rules that the same accesses break.
    pub also: Vec<String>,
}
