//! The ledger: entries in an RFC 6962 Merkle tree, proofs, signed checkpoints, commitments to documents, and verification.
//!
//! Everything here is pure: no clock, no randomness, no network, no files. The store keeps what this crate computes; the
//! program signs, exports and asks for verification. Formats are those of C2SP (tlog-tiles, tlog-checkpoint, tlog-proof,
//! signed-note), so that other people's verifiers accept what is written here.

pub mod bundle;
mod canonical;
mod checkpoint;
mod commitment;
mod entry;
mod error;
mod hex;
mod merkle;
pub mod note;
mod proof;
mod tree;
pub mod verify;

pub use canonical::canonical;
pub use checkpoint::Checkpoint;
pub use commitment::{Opening, REASON, commit, content};
pub use entry::{BlobRef, ENTRY_CAP, Entry, FIELDS, Fact, entry_time};
pub use error::LedgerError;
pub use hex::{hash_from_hex, to_hex};
pub use merkle::{Hash, empty_root, leaf_hash, node_hash, root_of};
pub use note::{Note, SignerKey, VerifierKey};
pub use proof::{
    check_consistency, check_inclusion, check_proof_text, consistency_proof, consistency_to_json, inclusion_proof,
    proof_from_text, proof_to_text, root_from_tiles,
};
pub use tree::{TILE_WIDTH, Tile, Tree};
