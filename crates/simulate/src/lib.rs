//! What will happen, as far as numbers can tell: people who have more work than hours, work that waits for people, and what risks cost.
//!
//! The crate is pure. Chance comes from a seed that the caller gives; intervals and seeded chance are those of `measure`. Where
//! a closed form is exact it is said so, where it is an approximation too, and a simulation stands beside it. What a class of
//! work is, who does it and what a wait or a loss means is left to the management system. Serves ISO/IEC 42001:7.1 (resources), its
//! Annex A.4.6, and 6.1.2 and 8.2 (risk assessment).
//!
//! - [`queue`]: classes of work with priorities before a pool of people: waits by theory and by simulation.
//! - [`capacity`]: hours that are needed, hours that are there, and what they cost.
//! - [`loss`]: what risks cost in a year, how sure that is, and what moves it.

pub mod capacity;
pub mod loss;
pub mod queue;
