//! What those who direct are told: a pack of figures with denominators, intervals and causes, and the review that top management holds.
//!
//! A pack is pure over the records of two moments: the day of which it tells, and the day before its period. So it can be told of any past
//! day, the same day gives the same bytes, and every figure carries the records that it counts.
//!
//! - [`library`]: audiences, sections, figures and words, as data. [`period`]: which days are asked for.
//! - [`figure`]: a number with denominator, interval and reason; `valued`: one that counts by the value of a field. [`cause`]: what entered it, what left it, and why.
//! - `gathered`: what is read. [`pack`]: all of it. [`asks`], [`indicators`], [`capacity`]: sections that are no figures.
//! - [`agenda`]: what meetings leave to be decided; `asking`: who is asked for what, read.
//! - [`paper`]: the pack as a document; `front`: its first page; [`picture`]: its shares drawn; `tables`: a table as a sheet and on paper. [`issue`]: a pack that is frozen and kept.
//! - [`review`]: the inputs of a management review, and what it lacks. `answers`: the same as derived fields and facts.
//!
//! Serves ISO/IEC 42001 5.1, 9.1 and 9.3.

pub mod agenda;
pub(crate) mod answers;
mod asking;
pub mod asks;
pub mod capacity;
pub mod cause;
pub mod figure;
pub(crate) mod front;
pub(crate) mod gathered;
pub mod indicators;
pub mod issue;
pub mod library;
pub mod pack;
pub mod paper;
pub mod period;
pub mod picture;
pub mod review;
pub(crate) mod tables;
mod valued;

/// The kind of what is issued.
pub const REPORT: &str = "report";
/// The kind of reviews that top management holds.
pub const REVIEW: &str = "management_review";
