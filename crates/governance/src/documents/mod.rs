//! Documents under control: one edition of a line in force, approved by somebody who did not write it, at hand of those who need it and
//! acknowledged by them; and policies as statements that can be looked at one by one. Serves ISO/IEC 42001 5.2, 7.3 and 7.5.
//!
//! - [`library`]: what an AI policy must say, as data. `readers`: who must have a document at hand.
//! - `asking`: what the program does when a document comes into force, and when somebody acknowledges it.
//! - [`share`]: how many have acknowledged it, by unit. [`check`]: what is wrong, a visible list.
//! - [`whole`]: the same for those who ask; `answers`: as a derived field and a fact for policies.

pub(crate) mod answers;
pub(crate) mod asking;
pub mod check;
pub mod library;
pub(crate) mod readers;
pub mod share;
pub mod whole;

/// The kind of documents.
pub const DOCUMENT: &str = "document";
/// The kind of statements of policies.
pub const STATEMENT: &str = "policy_statement";
/// The kind of acknowledgements.
pub const ACKNOWLEDGEMENT: &str = "acknowledgement";
/// The type of documents that are policies.
pub const POLICY: &str = "policy";
