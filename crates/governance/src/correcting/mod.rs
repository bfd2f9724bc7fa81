//! Findings, nonconformities and what is done about them: what comes first, what was found before, where else the same is, whether an action
//! had its effect, and what keeps a nonconformity from being closed. Serves ISO/IEC 42001 9.2 and 10.2.
//!
//! - [`library`]: grades, weights and windows, as data.
//! - [`effect`]: whether what an action promised is so, in records, when its time of watching is over.
//! - [`extent`]: where else the same gap or the same cause is. [`closing`]: what a nonconformity lacks.
//! - [`order`]: age, time limits and priority of findings. [`repeats`]: earlier ones of the same thing, and clusters by cause.
//! - [`proof`]: evidence that could not have shown the opposite.
//! - [`recurring`]: closed nonconformities whose effect is gone again. `answers`: facts for policies. [`whole`]: for those who ask.

pub(crate) mod answers;
pub mod closing;
pub mod effect;
pub mod extent;
pub mod library;
pub mod order;
pub mod proof;
pub mod recurring;
pub mod repeats;
pub mod whole;

/// The kind of findings.
pub const FINDING: &str = "finding";
/// The kind of nonconformities.
pub const NONCONFORMITY: &str = "nonconformity";
/// The kind of corrective actions.
pub const ACTION: &str = "corrective_action";
/// The state in which the effect of an action is watched.
pub const WATCHED: &str = "implemented";
/// The state in which somebody judged that an action worked.
pub const VERIFIED: &str = "verified";
/// The state in which a nonconformity is settled.
pub const CLOSED: &str = "closed";
/// Most records of a kind that are read.
pub(crate) const MOST: u32 = 20_000;
