//! Tiers that follow from decision tables: what of an AI system is known, what the tables make of it, and what counts.
//!
//! - [`library`]: which field answers which fact, what overrides need, what each tier asks for.
//! - [`facts`]: the facts that the record of a system knows. [`verdict`]: what tables say of facts, and why.
//! - [`around`]: the tables and decisions behind classifications, read as sets; all below is pure over it.
//! - [`overriding`]: whether an override holds. [`counting`]: what a classification says, the one reading of a system's tier.
//! - [`worked`]: a classification worked out and kept. [`portfolio`]: all systems by tier, and whom another table would move.
//! - `answers`: the same as derived fields and as facts for policies; `freezing`: tables are kept with what they decided.
//!
//! Which tables decide is known by [`crate::deciding`]. Serves ISO/IEC 42001 6.1.1, 6.1.2 and A.5.2.

pub(crate) mod answers;
pub mod around;
pub mod counting;
pub mod facts;
pub(crate) mod freezing;
pub mod library;
pub mod overriding;
pub mod portfolio;
pub mod verdict;
pub mod worked;

use crate::Error;
use crate::deciding::in_force::{Tables, of_records};
use crate::deciding::shipped::scheme;
use crate::derived::Snapshot;

/// The kind of verdicts about systems.
pub const CLASSIFICATION: &str = "classification";
/// The state in which a classification counts.
pub const CONFIRMED: &str = "confirmed";
/// The organisation's own scheme.
pub const OWN_TIER: &str = "own_tier";
/// What stands where facts are missing; it is no tier itself.
pub const UNDECIDED: &str = "undecided";
/// What stands where no classification counts; it is no tier either.
pub const UNCLASSIFIED: &str = "unclassified";

/// The tiers of the organisation's own tables in force, from the strictest.
pub(crate) fn in_force(at: &Snapshot) -> Result<Vec<String>, Error> {
    let records = of_records(at)?;
    let tables = scheme(OWN_TIER).map(|it| Tables::choose(&records, it)).unwrap_or_default();
    Ok(tables.outcomes().into_iter().map(str::to_owned).collect())
}
