//! What will happen, as far as numbers can tell: people who have more work than hours, and work that waits for people.
//!
//! The crate is pure. Chance comes from a seed that the caller gives; intervals and seeded chance are those of `measure`. Where
//! a closed form is exact it is said so, where it is an approximation too, and a simulation stands beside it. What a class of
//! work is, who does it and what a wait means is left to the management system. Serves ISO/IEC 42001:7.1 (resources) and its
//! Annex A.4.6.
//!
//! - [`queue`]: classes of work with priorities before a pool of people: waits by theory and by simulation.
//! - [`capacity`]: hours that are needed, hours that are there, and what they cost.

pub mod capacity;
pub mod queue;
