//! What policies say, held against what is done: statements as assertions over records, event logs against allowed paths, attestations beside
//! both, exceptions, trends, and statements that cannot both be kept. Serves ISO/IEC 42001 9.1, 9.2, A.2.3 and A.2.4.
//!
//! - [`library`]: from when a difference is told, as data. [`asserted`]: what a statement asserts, with every mistake named.
//! - [`comparing`]: two fields or moments of a record beside each other. [`tested`]: an assertion over the records of a moment.
//! - [`trend`]: recent records beside those before. [`clashing`]: statements that cannot both be kept.
//! - [`log`]: event logs, pure. [`logged`]: a file as a log, and a run that is kept.
//! - [`attesting`]: who is asked, by a draw that can be repeated. [`raising`]: a finding from a violation.
//! - `answers`: facts for policies. [`whole`]: the same for those who ask; [`paper`]: as files.

pub(crate) mod answers;
pub mod asserted;
pub mod attesting;
pub mod clashing;
pub mod comparing;
pub(crate) mod entered;
pub mod library;
pub mod log;
pub mod logged;
pub mod paper;
pub mod raising;
pub mod tested;
pub mod trend;
pub mod whole;

/// Most records of a kind that are read.
pub(crate) const MOST: u32 = 20_000;
