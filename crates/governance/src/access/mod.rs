//! Access to data for a purpose: who may open what and why, what is opened here, and what logs of other places show.
//! Serves ISO/IEC 42001 A.7.2 and 7.5.3.
//!
//! - [`limits`]: what access is held against, as data.
//! - [`around`]: the records around grants, read once; [`grant`] is pure over them: in force, dormant, excessive.
//! - `answers`: the same as derived fields and as facts for policies.
//! - [`open`]: opening the data that are held here, under a grant and into the ledger; [`held`] reads and hides columns, `paper` sets pages.
//! - [`trail`]: what was opened and refused. [`matrix`]: who can see what, and by which grant.
//! - [`subject`]: what is held about a person, and who saw it. [`review`]: campaigns that look at every grant again.
//! - [`log`]: logs of warehouses, brought in and held against the grants.
//!
//! Whether something may be opened is decided by `data/policies/access.cedar`.

pub(crate) mod answers;
pub mod around;
pub mod grant;
pub mod held;
pub mod limits;
pub mod log;
pub mod matrix;
pub mod open;
mod paper;
pub mod review;
pub mod subject;
pub mod trail;

/// Access that somebody was given.
pub const GRANT: &str = "access_grant";
/// A log of access that was brought in.
pub const LOG: &str = "access_log";

/// Whether two names mean the same purpose, field or column: spaces around them and capitals make no difference.
pub fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
