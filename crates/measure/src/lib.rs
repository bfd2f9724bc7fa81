//! Columns in, numbers out: what the data of an AI system and its predictions show, each number with n and an interval.
//!
//! The crate is pure. It sees slices, validity and dictionary codes, never a file, Arrow, a record or a clock; chance comes
//! from a seed that the caller gives, and the same columns, seed and version give the same bytes on any number of threads.
//! Thresholds belong to measurement plans, what a number means for a record to the management system.
//!
//! - [`column`]: what is measured: a [`Batch`] of [`Column`]s, borrowed from whoever read them.
//! - [`estimate`]: what comes out: [`Estimate`], [`Undefined`] with the reason, [`Verdict`] against a [`Limit`].
//! - [`metric`]: [`METRICS`], the one list of what can be measured, with definition, formula, reading and source.
//! - [`chance`]: seeded random numbers.
//! - [`inference`]: intervals, tests, power, corrections, monitoring over time.
//!
//! A metric is one file in a fixed order: definition, formula, what 0 or 1 means, source (all in its [`Metric`]), then the
//! function, then golden values whose origin is named. A value that cannot be computed is [`Undefined`], never NaN.
//! Serves ISO/IEC 42001:9.1 (monitoring, measurement, analysis and evaluation) and its Annex B.7.4 and B.6.2.4.

pub mod chance;
pub mod column;
pub mod estimate;
pub mod fairness;
pub mod inference;
pub mod metric;
pub mod performance;
pub mod privacy;
pub mod roles;

pub use chance::Chance;
pub use column::{Batch, Bits, Coded, Column, ColumnError, Values};
pub use estimate::{Estimate, Fraction, Interval, Limit, Measured, Method, Undefined, Verdict};
pub use metric::{Family, METRICS, Metric};
