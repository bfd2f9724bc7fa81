//! Gap assessment: for each requirement of a framework and each column (the organisation, units, AI systems) the rating that evidence shows,
//! what assessors say beside it, and what follows: distribution, weighted gap, agreement, effort, trend, and an order in which gaps can be closed.
//!
//! What evidence shows is computed whenever it is asked for and never kept; an assessor confirms it or says otherwise with a reason. A claim
//! never lifts a rating above what evidence shows, it is listed. A concluded assessment is told from the versions, the day and the
//! configuration by which it was concluded, so that it says the same ever after.
//!
//! - [`library`]: scales, what follows from evidence, weights, as data.
//! - [`cell`]: what evidence shows of each requirement and column.
//! - [`claim`]: what assessors say, and what the rating is.
//! - [`figures`]: what is computed of all cells.
//! - [`trend`]: what moved since an earlier assessment.
//! - `around`: an assessment with what it is told from, as it stood.
//! - [`whole`]: an assessment for the page, the command and the interface.
//! - [`saying`]: ratings of an assessor, entered together.
//! - [`acting`]: gaps as actions, each once.
//! - [`paper`]: an assessment as a document, sheets and data.
//! - `answers`: what policies may know.
//!
//! Serves ISO/IEC 42001 4.4, 6.1.3, 9.1 and 10.1.

pub mod acting;
pub(crate) mod answers;
pub(crate) mod around;
pub mod cell;
pub mod claim;
pub mod figures;
pub mod library;
pub mod paper;
pub mod saying;
pub mod trend;
pub mod whole;

/// The kind of assessments.
pub const ASSESSMENT: &str = "assessment";
/// The kind of rating sheets.
pub const RATING: &str = "rating";
