//! Files to columns: CSV, JSON Lines, Parquet and Arrow IPC, plain or packed, on this machine or in an object store.
//!
//! A [`Source`] is opened by looking at all of it: formats, encodings, spellings of numbers, dates and "no value" are found
//! and reported as [`Notice`]s, and what can be read in two ways is not guessed. It is then read as often as needed, in
//! pieces of bounded size lent as columns of crate `measure`, on several threads and with the same result on any number
//! of them. The SHA-256 digest of what was read is known, and a file that changes meanwhile is refused.
//!
//! What the columns mean and what is computed from them is left to `measure`. Serves ISO/IEC 42001 Annex B.7.4 and B.7.5.

mod column;
mod csv;
mod error;
mod exact;
mod format;
mod ipc;
mod json;
mod notice;
mod object;
mod options;
mod parquet;
mod place;
mod remote;
mod repeated;
mod scan;
mod source;
mod stamp;
mod stream;
mod table;
mod text;

pub use column::{Field, Kind};
pub use error::Error;
pub use format::{Format, Packing, unpacks_within};
pub use notice::Notice;
pub use options::Options;
pub use place::base;
pub use scan::{ROWS, each_column};
pub use source::{FileRead, Source};
pub use stamp::{digest_of, together};
pub use table::Table;
