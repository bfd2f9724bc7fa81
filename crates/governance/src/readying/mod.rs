//! Whether the organisation is ready for an audit from outside: what stands behind every requirement, what keeps a stage from being passed,
//! where records contradict each other, and an evidence pack that proves itself offline. Serves ISO/IEC 42001 7.5, 9.2 and 9.3, and what
//! ISO/IEC 17021-1 and 42006 have certification bodies ask for.
//!
//! - [`library`]: stages, contradictions and drills as data. [`room`]: each requirement with its freshest proof.
//! - `gathered`: the records that are held against each other. [`clash`]: the contradictions among them, one visible list; `certified`: those
//!   about what is certified; `excluded`: what a statement excludes and is in use; `known`: what people were taught and have confirmed.
//! - [`drill`]: questions of an auditor drawn by a seed, each with what answers it. [`requests`]: what auditors asked for, and how long it took.
//! - [`whole`]: the same for those who ask. [`paper`]: as files. [`pack`]: room, files and ledger in one archive.
//!
//! Nothing is stored: readiness follows from records, the shelf and a day.

mod certified;
pub mod clash;
pub mod drill;
mod excluded;
pub(crate) mod gathered;
mod known;
pub mod library;
pub mod pack;
pub mod paper;
pub mod requests;
pub mod room;
pub mod whole;
