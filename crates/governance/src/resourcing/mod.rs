//! People, hours and money against the work that AI systems ask for by their tiers: a resource plan told for today.
//!
//! - [`plan`]: the plan as its record holds it. [`fault`]: what is wrong with it.
//! - [`scenario`]: what if there were more systems, another cadence, other people, or a delay.
//! - [`demand`]: lines of work with the systems that are counted. [`money`]: what a tier costs, and budget against actual.
//! - [`waiting`]: how long work waits, by formula and by simulation. [`assessed`]: all of it for every role.
//! - [`whole`]: what is read, and how a scenario differs from the plan; `answers`: a fact for policies; [`marks`]: from when figures stand out.
//!
//! Queues and closed forms are known by crate `simulate`, tiers by [`crate::tiering`]. Serves ISO/IEC 42001 7.1, A.4.6 and 5.1.

pub(crate) mod answers;
pub mod assessed;
pub mod demand;
pub mod fault;
pub mod marks;
pub mod money;
pub mod plan;
pub mod scenario;
pub mod waiting;
pub mod whole;

/// The kind of resource plans.
pub const KIND: &str = "resource_plan";
