//! The summary file: JSON with a published schema (`summary.schema.json` beside this file).

use serde::{Deserialize, Serialize};

use super::column::ColumnSummary;
use super::pairs::Pairs;

/// The form of the file; another number means another form.
const FORM: u32 = 1;

/// The JSON Schema of the file, draft 2020-12.
pub const SCHEMA: &str = include_str!("summary.schema.json");

/// What is known of a set of rows without the rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The form of the file.
    pub form: u32,
    /// Digests of the data that were read, in order.
    pub data: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// One summary a column, in the order of the file.
    pub columns: Vec<ColumnSummary>,
    /// How columns go together; none where nobody asked, or where parts do not tell of the same columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Pairs>,
}

/// Why summaries do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SummaryError {
    /// Other columns.
    #[error("the summaries have other columns: `{0}` stands in one of them only; summarise the same columns")]
    Columns(String),
    /// Other values.
    #[error("column `{0}` holds values of another sort in the other summary; read it in the same way")]
    Sort(String),
    /// A form that is not known.
    #[error("the summary has form {0}, and form 1 is known; summarise the data again")]
    Form(u32),
    /// Pairs of other columns.
    #[error("how columns go together is not told of the columns of the summary; summarise the data again")]
    Pairs,
}

impl Summary {
    /// A summary of columns that were read from the data of these digests.
    pub fn new(data: Vec<String>, mut columns: Vec<ColumnSummary>) -> Summary {
        columns.iter_mut().for_each(ColumnSummary::finish);
        Summary { form: FORM, data, rows: columns.first().map_or(0, |it| it.rows), columns, pairs: None }
    }

    /// The same with how its columns go together.
    pub fn with_pairs(self, pairs: Pairs) -> Summary {
        Summary { pairs: Some(pairs), ..self }
    }

    /// The summary of a column.
    pub fn column(&self, name: &str) -> Option<&ColumnSummary> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// Whether the file is of the known form, and what it holds fits together.
    pub fn check(&self) -> Result<(), SummaryError> {
        match &self.pairs {
            _ if self.form != FORM => Err(SummaryError::Form(self.form)),
            Some(pairs) if !pairs.are_of(&self.columns) => Err(SummaryError::Pairs),
            _ => Ok(()),
        }
    }

    /// Adds the summary of further rows of the same columns.
    pub fn merge(&mut self, other: Summary) -> Result<(), SummaryError> {
        other.check()?;
        let strange = self.columns.iter().map(|it| &it.name).zip(other.columns.iter().map(|it| &it.name));
        if let Some((own, _)) = strange.clone().find(|(own, other)| own != other) {
            return Err(SummaryError::Columns(own.clone()));
        }
        if let Some(alone) = self.columns.get(other.columns.len()).or_else(|| other.columns.get(self.columns.len())) {
            return Err(SummaryError::Columns(alone.name.clone()));
        }
        let sorts = self.columns.iter().zip(&other.columns);
        if let Some((own, _)) = sorts.clone().find(|(own, other)| own.is_numeric() != other.is_numeric()) {
            return Err(SummaryError::Sort(own.name.clone()));
        }
        self.rows += other.rows;
        self.data.extend(other.data);
        self.columns.iter_mut().zip(other.columns).for_each(|(own, more)| own.merge(more));
        self.columns.iter_mut().for_each(ColumnSummary::finish);
        self.pairs = match (self.pairs.take(), other.pairs) {
            (Some(mut own), Some(more)) if own.go_with(&more) => {
                own.merge(more);
                Some(own)
            }
            _ => None,
        };
        Ok(())
    }
}
