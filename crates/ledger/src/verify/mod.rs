//! Verification of a whole ledger, whether it comes from a bundle or from a running store.
//!
//! The root is always recomputed from the bytes of the entries. What is read comes in streams, so that memory grows with
//! the number of records, not of entries. Where the streams come from is left to others.

mod beside;
mod chain;
mod evidence;
mod finding;
mod marks;
mod members;
mod parallel;
mod tiles;
mod versions;
mod walk;

pub use beside::Beside;
pub use evidence::ContentReader;
pub use finding::{CODES, Code, Finding, Report};
pub use members::{Members, source_of_members};
pub use tiles::TileReader;
pub use versions::Lines;

use crate::error::LedgerError;
use crate::merkle::Hash;
use crate::note::VerifierKey;
use walk::Walk;

/// Entries with their places, in order.
pub type Entries<'a> = Box<dyn Iterator<Item = Result<(u64, Vec<u8>), LedgerError>> + 'a>;

/// Everything that verification reads.
pub struct Source<'a> {
    /// The signed checkpoint; `None` when a running store has signed nothing yet.
    pub checkpoint: Option<String>,
    /// Keys that may sign it.
    pub keys: Vec<VerifierKey>,
    /// Whether the keys came to the reader by another way than the ledger.
    pub pinned: bool,
    /// An earlier checkpoint that the reader kept.
    pub since: Option<String>,
    /// Size and root that a running store keeps; entries after the checkpoint are then expected up to there.
    pub head: Option<(u64, Hash)>,
    /// All entries.
    pub entries: Entries<'a>,
    /// Lines of record versions, in the order of their places (see [`crate::bundle::VersionLine`]).
    pub versions: Lines<'a>,
    /// Lines of records as they stand (see [`crate::bundle::RecordLine`]).
    pub records: Lines<'a>,
    /// Lines of evidence (see [`crate::bundle::BlobLine`]).
    pub blobs: Lines<'a>,
    /// Reads a stored tile; it may return more hashes than asked for.
    pub tile: TileReader<'a>,
    /// Reads evidence.
    pub content: ContentReader<'a>,
    /// What may go along with a bundle; nothing for a running store.
    pub beside: Option<Beside<'a>>,
}

/// Verifies everything and reports what was found.
pub fn verify(mut source: Source<'_>) -> Report {
    let mut report = Report::default();
    let marks = marks::collect(&source, &mut report);
    if report.has(Code::NoteMalformed) && source.head.is_none() {
        return report; // without a size there is nothing to measure the entries against
    }
    let end = marks.iter().filter(|it| it.code != Code::Consistency).map(|it| it.size).max().unwrap_or(0);
    let lines = std::mem::replace(&mut source.versions, Box::new(std::iter::empty()));
    let mut walk = Walk::new(end, marks, report, lines);
    walk.roots();
    walk.entries(&mut source);
    let mut report = walk.finish(&mut source);
    report.verified = report.ok();
    report
}
