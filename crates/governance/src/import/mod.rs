//! Tables into records, the pure half: which column becomes which field, and what each row then says.
//!
//! `propose` looks at a table and writes a mapping that a person can read and change; `convert` applies a mapping and
//! gives, for each row, a document or every reason why there is none. Nothing is guessed: a value that fits no choice
//! is listed, and either rejects its row or is left out with a notice, as the mapping says. Resolving links, writing
//! records and undoing an import are left to others.

pub(crate) mod chart;
mod choose;
mod dates;
mod headers;
mod keys;
mod links;
mod mapping;
mod matching;
mod normalise;
mod own;
mod propose;
mod reading;
mod rows;
mod spellings;
mod words;

pub use choose::{Wanted, choose};
pub use dates::{DateFormat, FORMATS};
pub use keys::{Duplicates, RowKey, duplicates, keys, propose_key};
pub use mapping::{Column, ColumnRef, FileShape, How, KeyColumns, LinkBy, Mapping, Unmapped};
pub use propose::{Note, Proposal, propose};
pub use rows::{FieldLinks, Finding, LinkRef, ReadyRow, RejectedRow, RowOutcome, convert};
