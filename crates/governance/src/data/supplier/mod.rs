//! Data and services of others: what a contract must speak of, what suppliers promised and what came, and what their liability
//! leaves open. Serves ISO/IEC 42001 A.7.3, A.10.2 and A.10.3.
//!
//! - `around`: contracts with their obligations, the data that are supplied under them, and every delivery.
//! - [`promise`]: promises held against deliveries; each breach with its clause, what was promised, what came and by how much.
//! - [`clause`]: topics that the tier of a contract asks for, as data. [`liability`]: expected loss less what the other side pays.
//! - [`concentration`]: on whom AI systems hang, by tier. [`whole`]: everything about one contract, and the organisation's dependence.
//! - `answers`: the same as derived fields and as a fact for policies.
//!
//! Whether a contract may be signed is left to policies, what people decide about a breach to records of their own.

pub(crate) mod answers;
pub mod around;
pub mod clause;
pub mod concentration;
pub mod liability;
pub mod promise;
pub mod whole;

/// Agreements with external parties.
pub const CONTRACT: &str = "contract";
/// Duties, of which those owed to the organisation are promises.
pub const OBLIGATION: &str = "obligation";
