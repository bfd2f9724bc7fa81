//! How long what is kept: schedules and holds, what they say of each record on a day, rules that contradict each other, and runs of
//! disposal with their proof. Serves ISO/IEC 42001 7.5, A.4.3 and A.7.2.
//!
//! - [`library`]: what disposal knows of each kind of record, as data.
//! - [`rule`]: a schedule or a hold, and what it covers. [`judge`]: what the rules together say of one record on a day.
//! - [`conflict`]: two rules that cannot both be kept, with a case that shows it.
//! - `around`: the rules in force and the records that decide which of them cover what, read as sets.
//! - [`survey`]: what is due, held and in conflict, for the page and the command. `days`: by when what must go, for calendars. [`decide`]: models
//!   that were made with what is gone. `run`: planning, carrying out and certifying.

pub(crate) mod around;
pub mod conflict;
mod days;
pub mod decide;
pub mod judge;
pub mod library;
pub mod rule;
pub mod run;
pub mod survey;

/// Schedules and holds.
pub const RULE: &str = "retention_rule";
/// Runs of disposal.
pub const DISPOSAL: &str = "disposition";
/// The state in which a rule counts.
pub(crate) const IN_FORCE: &str = "in_force";
