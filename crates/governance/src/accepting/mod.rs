//! Acceptances of risks: who may keep a risk, for how long and under which conditions; whether an acceptance counts now, as the clock and records tell and
//! never as people say; what is kept together; and how often something was kept in a row.
//!
//! - [`library`]: what acceptances go by, as data. [`acceptance`]: an acceptance as its record holds it, with the moments at which it begins and ends.
//! - [`standing`]: whether it counts, and why not. [`borne`]: the level that a risk has now. [`alike`]: risks that are one in parts. [`weighed`]: what is
//!   kept together. [`renewals`]: how often in a row. [`authority`]: which rung of the ladder is asked, and by which row of the table. [`ladder`]: the same
//!   without a record. [`unaccepted`]: risks that were
//!   kept and are not any more.
//! - [`gap`]: what is missing. `around`: what is read. [`whole`]: everything for those who ask. `answers`: facts for policies; `derivable`: fields that
//!   follow from the record and the clock; `entered`: what is refused when it is entered; `kept`: what the program writes with a grant; `alerting`: who
//!   is told of what lapsed; `mine`: days of review in the inbox; `paper`: the same as files, also as a
//!   calendar.
//!
//! Conditions are looked at by `predicate`, levels follow from `risking::level`, who holds a role from `bodies::rights`, which the ladder narrows.
//! Serves ISO/IEC 42001 6.1.3 and 8.3.

pub mod acceptance;
mod alerting;
pub mod alike;
pub(crate) mod answers;
pub(crate) mod around;
pub mod authority;
pub mod borne;
pub(crate) mod derivable;
pub(crate) mod entered;
pub mod gap;
pub(crate) mod kept;
pub mod ladder;
pub mod library;
mod mine;
pub mod paper;
pub mod renewals;
mod shown;
pub mod standing;
pub mod unaccepted;
pub mod weighed;
pub mod whole;

/// The kind of acceptances.
pub const ACCEPTANCE: &str = "risk_acceptance";
/// The action by which tables speak of accepting.
pub const ACCEPT: &str = "accept_risk";
/// The state of an acceptance that waits for somebody who may grant it.
pub const REQUESTED: &str = "requested";
/// The state of an acceptance that was granted.
pub const GRANTED: &str = "granted";
/// The state of one that somebody stopped by hand.
pub const SUSPENDED: &str = "suspended";
/// The state of one that somebody ended.
pub const ENDED: &str = "ended";
