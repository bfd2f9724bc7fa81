//! Conflicts between what mandates, policies and procedures of the house decide: found by the verifier over all tables in force that speak
//! of the same, kept as records by their fingerprint, and resolved by decisions.
//!
//! - [`clash`]: which tables stand beside each other, and what clashes between them, with a case that shows it.
//! - [`precedence`]: which of the tables goes before, as data proposes it; nothing is applied.
//! - [`recording`]: clashes become records, and records whose clash is back come back.
//! - [`board`]: everything about every conflict that somebody may see.
//! - [`pasted`]: the text of a procedure as a proposed table; `grammar`: how its lines are read.
//! - `answers`: whether a conflict is still there, for any moment.
//!
//! What a table means and how faults are proved is known by crate `rules`. Serves ISO/IEC 42001 4.1, 5.1 and A.2.3.

pub(crate) mod answers;
pub mod board;
pub mod clash;
mod grammar;
pub mod pasted;
pub mod precedence;
pub mod recording;

/// The kind of records of conflicts.
pub const KIND: &str = "conflict";
/// The field that tells one conflict from all others.
pub(crate) const FINGERPRINT: &str = "fingerprint";
/// The field with the tables that clash.
pub(crate) const TABLES: &str = "tables";
/// Conflicts that are read; more than this nobody decides about.
pub(crate) const MOST: u32 = 5_000;
