//! Summaries: one pass over columns, merged from parts, kept without the data, compared later.
//!
//! - [`moments`]: mean, variance, skewness, kurtosis.
//! - [`quantiles`]: ranks and quantiles, exact while few.
//! - [`counts`]: distinct and frequent values, exact while few.
//! - [`distinct`]: how far a sketch of distinct values may be off.
//! - [`mod@column`]: the summary of a column, made of these.
//! - [`parts`]: very many words by parts of all words.
//! - [`pairs`]: how columns go together; `dictionary` keeps their words.
//! - [`mod@file`]: the summary file, which can be merged with others and compared when the data are gone.
//!
//! Parts must be merged in the order of the data to give the same bytes; counts, extremes and exact values do not depend on
//! how data were cut, moments agree to rounding, sketched ranks within the error that they state.

pub mod column;
pub mod counts;
mod dictionary;
pub mod distinct;
pub mod file;
pub mod moments;
pub mod pairs;
pub mod parts;
pub mod quantiles;

pub(crate) use column::sort_of;
pub use column::{ColumnSummary, Sort};
pub use counts::Distinct;
pub use file::{Summary, SummaryError};
pub use moments::Moments;
pub use pairs::{Association, Contingency, Pairs};
pub use quantiles::{Quantiles, Ranked};
