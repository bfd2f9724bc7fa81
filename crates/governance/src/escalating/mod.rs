//! Ladders of escalation: who is told of something, how long they have, who comes next, and whether somebody who may stop a system is
//! reached in time.
//!
//! - [`calendar`]: working time. [`ladder`]: the steps that the decision table gives a case.
//! - [`reached`]: the people of a step, with those who stand in, and without those who are concerned; [`seated`]: those of a governance body.
//! - [`next`]: the step that comes now, and the moments of all of them. [`longest`]: the most time until somebody may stop a system.
//! - [`check`]: what is wrong with ladders and the organisation together. [`simulated`]: many events with absences, where nobody answers.
//! - `answers`: facts for policies. `climbing`: steps as due work, kept in the record. [`whole`]: what commands and pages ask.
//!
//! Who holds a role is known by [`crate::responsibility`], which table decides by [`crate::deciding`]. Serves ISO/IEC 42001 A.3.3, A.6.2.6
//! and 10.2.

pub(crate) mod answers;
pub mod calendar;
pub mod check;
pub(crate) mod climbing;
pub mod ladder;
pub mod longest;
pub mod next;
pub mod reached;
pub mod seated;
pub mod simulated;
pub mod whole;

/// The kind of escalations.
pub const KIND: &str = "escalation";
