//! The store: SQL only. Records and their versions, links, terms, search, the ledger's rows, and the few tables beside.
//!
//! The same statements run on SQLite and PostgreSQL; [`dialect`](crate) holds what differs. One thread writes
//! ([`Store::write`]), everybody else reads snapshots ([`Store::read`]). It knows no kind by name, judges nothing and
//! derives nothing: what may be stored, and what makes a record findable, is told by the caller.

mod accounts;
mod backup;
mod batches;
mod connection;
mod counting;
mod dialect;
mod due;
mod error;
mod expected;
mod kept;
mod ledger_rows;
mod list;
mod migrations;
mod near;
mod other_rows;
mod past;
mod place;
mod postgres;
mod query;
mod reach;
mod read;
mod rebuild;
mod rows;
mod sets;
mod statement;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tls;
mod value;
mod words;
mod write;
mod writer;

pub use error::StoreError;
pub use expected::Expected;
pub use other_rows::{
    AccountRow, BatchRow, BlobRow, DueRow, IdempotencyRow, NewDue, OriginRow, PersonalRow, SessionRow, StandingRow,
    TokenRow,
};
pub use past::fits;
pub use place::{Clock, Place};
pub use query::{Condition, Direction, Facet, Key, Op, Query, Scalar, Stage, Visible};
pub use reach::Way;
pub use read::Read;
pub use rebuild::{Derivable, Rebuilt};
pub use rows::{
    Class, Derive, Derived, EntryRow, Head, Heading, Hit, LinkRow, Made, Makers, RecordRow, Term, VersionRow,
};
pub use sets::Backlinks;
pub use store::Store;
pub use write::Write;
