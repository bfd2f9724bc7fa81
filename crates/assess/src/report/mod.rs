//! The report of a measurement: one model, written as JSON and shown in every other form.
//!
//! It holds no clock, no folder and no machine, so the same data, plan, version and seed give the same bytes. Its shape is
//! published as a JSON Schema beside this file; [`FORM`] grows when the shape breaks. Serves ISO/IEC 42001 9.1.

mod known;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use measure::estimate::Limit;
use measure::inference::{Known, Tested};
use measure::report::Line;
use measure::{Measured, Undefined, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;

pub use table::{Cell, Table};

/// The form of the report; another number means another form.
pub const FORM: u32 = 1;

/// The JSON Schema of the report, draft 2020-12.
pub const SCHEMA: &str = include_str!("schema.json");

/// What was measured, by what, of which bytes, and what follows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// [`FORM`].
    pub form: u32,
    /// The family of measures.
    #[serde(deserialize_with = "known::family")]
    pub family: Known,
    /// The program and its version.
    pub engine: String,
    /// The command that gives this report again.
    pub repeat: Vec<String>,
    /// The plan.
    pub plan: PlanUsed,
    /// Every file that was read.
    pub data: Vec<FileUsed>,
    /// Rows of the data.
    pub rows: u64,
    /// Columns by the part that they played.
    #[serde(deserialize_with = "known::columns")]
    pub columns: BTreeMap<&'static str, Vec<String>>,
    /// The verdict of the whole; none where nothing was held against a limit.
    pub overall: Option<Verdict>,
    /// Everything that was held against a limit or a rule.
    pub rulings: Vec<Ruling>,
    /// Metrics that the short forms show; all without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Vec<String>>,
    /// Every number.
    pub lines: Vec<Line>,
    /// Every test.
    pub tests: Vec<Test>,
    /// What a reader must know to read the numbers right.
    pub notes: Vec<Note>,
    /// Data of pictures.
    pub figures: Vec<Figure>,
    /// What is read side by side.
    pub tables: Vec<Table>,
    /// The weight of each row under which the data meet a population, or why there are none; for a file of its own, since a report tells of
    /// no single row.
    #[serde(skip)]
    pub weights: Option<Result<Vec<f64>, Undefined>>,
}

/// The plan that was used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanUsed {
    /// Its name.
    pub name: String,
    /// SHA-256 of `settings` as JSON without spaces, in hexadecimal.
    pub sha256: String,
    /// The whole plan with everything that the shipped plan of the family adds.
    pub settings: Value,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileUsed {
    /// The part that it plays: `data`, `reference`, ….
    #[serde(deserialize_with = "known::role")]
    pub role: Known,
    /// Its name without its folder.
    pub name: String,
    /// Its length as it lies there.
    pub bytes: u64,
    /// SHA-256 of these bytes, in hexadecimal.
    pub sha256: String,
}

/// Something held against a limit or a rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ruling {
    /// The metric or the name of the rule.
    pub rule: String,
    /// What it is of; empty where it is of the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// What is asked, in words.
    pub wanted: String,
    /// The limit, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What was found, or why there is nothing.
    pub found: Measured,
    /// What follows.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// The p-value of its test by itself, where a test decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// The p-value corrected for all tests of the family.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_p: Option<f64>,
    /// The two groups that drive it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
    /// Rows or values that do not comply; the first few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

impl Ruling {
    /// The rule without what it is of, which stands beside it.
    pub fn alone(&self) -> Cow<'_, str> {
        let of = format!(" of {}", self.of);
        match !self.of.is_empty() && self.rule.contains(&of) {
            true => Cow::Owned(self.rule.replacen(&of, "", 1)),
            false => Cow::Borrowed(&self.rule),
        }
    }

    /// The rule and what it is of.
    pub fn title(&self) -> String {
        let rule = self.alone();
        if self.of.is_empty() { rule.into_owned() } else { format!("{rule} of {}", self.of) }
    }
}

/// The outcome of a test.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Test {
    /// What is tested, in words.
    pub question: String,
    /// The test.
    #[serde(flatten)]
    pub tested: Tested,
    /// The p-value corrected for all tests of its family; none for a test that stands alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
}

/// Something that a reader must know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// A short name that does not change.
    pub name: Cow<'static, str>,
    /// The column, group or file that it is about; empty where it is about the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// One sentence.
    pub sentence: String,
}

/// The data of a picture.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Figure {
    /// Numbers with their intervals, beside a value that they are compared with.
    Intervals {
        /// Heading.
        title: String,
        /// The value that they are compared with.
        #[serde(skip_serializing_if = "Option::is_none")]
        beside: Option<f64>,
        /// The numbers.
        rows: Vec<Line>,
    },
    /// Counts side by side.
    Counts {
        /// Heading.
        title: String,
        /// What is counted, from left to right.
        labels: Vec<String>,
        /// Counts under a name, one a label.
        series: Vec<(String, Vec<u64>)>,
    },
    /// Lines over a pair of axes.
    Curve {
        /// Heading.
        title: String,
        /// What goes across.
        across: String,
        /// What goes up.
        up: String,
        /// Points under a name.
        series: Vec<(String, Vec<[f64; 2]>)>,
    },
    /// Groups by labels.
    Mosaic {
        /// Heading.
        title: String,
        /// What the groups are of.
        of: String,
        /// The labels.
        labels: Vec<String>,
        /// The groups.
        rows: Vec<MosaicRow>,
    },
}

/// A group of a mosaic.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MosaicRow {
    /// The group.
    pub group: String,
    /// Rows of each label.
    pub counts: Vec<u64>,
    /// Whether they are enough to be read.
    pub enough: bool,
}

/// What a family found.
#[derive(Debug, Default)]
pub struct Found {
    /// Rows of the data.
    pub rows: u64,
    /// Every number.
    pub lines: Vec<Line>,
    /// What was held against rules of the family's own.
    pub rulings: Vec<Ruling>,
    /// Every test.
    pub tests: Vec<Test>,
    /// What a reader must know.
    pub notes: Vec<Note>,
    /// Data of pictures.
    pub figures: Vec<Figure>,
    /// What is read side by side.
    pub tables: Vec<Table>,
    /// The weight of each row under which the data meet a population, or why there are none.
    pub weights: Option<Result<Vec<f64>, Undefined>>,
}

impl Found {
    /// Adds what was found by another look at the same rows.
    pub fn add(&mut self, more: Found) {
        self.rows = more.rows;
        self.lines.extend(more.lines);
        self.rulings.extend(more.rulings);
        self.tests.extend(more.tests);
        self.notes.extend(more.notes);
        self.figures.extend(more.figures);
        self.tables.extend(more.tables);
        self.weights = more.weights.or(self.weights.take());
    }
}

impl Note {
    /// A note about `of`.
    pub fn new(name: &'static str, of: impl Into<String>, sentence: impl Into<String>) -> Note {
        Note { name: name.into(), of: of.into(), sentence: sentence.into() }
    }
}

impl Figure {
    /// Its heading.
    pub fn title(&self) -> &str {
        match self {
            Figure::Intervals { title, .. } | Figure::Counts { title, .. } => title,
            Figure::Curve { title, .. } | Figure::Mosaic { title, .. } => title,
        }
    }
}

impl Report {
    /// The report as JSON, the form in which it is kept.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The report that JSON holds, as [`Report::json`] wrote it.
    ///
    /// Errors: what is no report, or one of another form than [`FORM`].
    pub fn read(json: &[u8]) -> Result<Report, Error> {
        let whole: Value =
            serde_json::from_slice(json).map_err(|it| Error::input(format!("the file is no report in JSON: {it}")))?;
        match whole["form"].as_u64() {
            Some(form) if form == u64::from(FORM) => {}
            Some(form) => {
                return Err(Error::input(format!(
                    "the report has form {form}, and this program reads form {FORM}; open its file instead"
                )));
            }
            None => return Err(Error::input("the file is no report of a measurement; it names no form")),
        }
        serde_json::from_value(whole)
            .map_err(|it| Error::input(format!("the report cannot be read: {it}; open its file instead")))
    }

    /// The lines that the short forms show.
    pub fn shown(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|it| self.shown.as_ref().is_none_or(|shown| shown.contains(&it.metric)))
    }
}
