//! What can go wrong in the ledger, as sentences.

/// Why something of the ledger cannot be read, written or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The stored right edge does not belong to a tree of the stored size.
    #[error("level {level} of the ledger's right edge holds {found} hashes where {expected} belong; restore a backup")]
    Edge {
        /// Level of the tile, from 0 at the leaves.
        level: usize,
        /// Hashes that a tree of this size has there.
        expected: usize,
        /// Hashes that were found.
        found: usize,
    },
    /// A tile that a proof needs is absent or too short.
    #[error("tile {index} of level {level} is missing or too short; run `aims doctor`")]
    TileMissing {
        /// Level of the tile, from 0 at the leaves.
        level: u8,
        /// Index of the tile within its level, from 0.
        index: u64,
    },
    /// A place or size that the log does not have.
    #[error("the ledger has {size} entries, so `{asked}` is outside it")]
    Outside {
        /// What was asked for.
        asked: u64,
        /// Entries in the log.
        size: u64,
    },
    /// A proof that proves nothing.
    #[error("the {0} proof does not fit the given roots")]
    Proof(&'static str),
    /// Text that is not a signed note, key or checkpoint.
    #[error("{0}")]
    Note(String),
    /// No known key signed the note.
    #[error("no signature of a known key fits the note; pass the key of this ledger")]
    Unsigned,
    /// Something that cannot become or be an entry.
    #[error("{0}")]
    Entry(String),
    /// An opening or its document that cannot be used.
    #[error("{0}")]
    Opening(String),
    /// A member of a bundle that cannot be read.
    #[error("{0}")]
    Bundle(String),
}
