//! Objectives beside the goals of the enterprise: what serves what, who pulls against whom, and how much is attained. Everything is computed from
//! objectives, indicators, measurements and records when it is asked for; nothing is typed.
//!
//! - [`map`]: objectives as a signed graph: what no objective serves, what serves nothing, opposite pulls with their paths, circles.
//! - [`indicator`]: the value of an indicator from a measurement or from counts of records, with interval, trend and freshness.
//! - [`attainment`]: how much of an objective is attained, rolled up by weights, and what cannot be told.
//! - [`budget`]: what is spent for which goal.
//! - [`starting`]: indicators to start with. `entered`: what is refused when an indicator is to be gone by.
//! - [`whole`]: all of it for the page, the command and the interface.
//!
//! Serves ISO/IEC 42001 5.1, 6.2 and 9.1.

pub mod attainment;
pub mod budget;
pub(crate) mod entered;
pub mod indicator;
pub mod map;
pub mod starting;
pub mod whole;

/// The kind of objectives.
pub const OBJECTIVE: &str = "objective";
/// The kind of indicators.
pub const INDICATOR: &str = "indicator";
/// The level of goals of the enterprise.
pub const ENTERPRISE: &str = "enterprise";
