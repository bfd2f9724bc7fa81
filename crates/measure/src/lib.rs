//! Columns in, numbers out: what the data of an AI system and its predictions show, each number with n and an interval.
//!
//! The crate is pure. It sees slices, validity and dictionary codes, never a file, Arrow, a record or a clock; chance comes
//! from a seed that the caller gives, and the same columns, seed and version give the same bytes on any number of threads.
//! Thresholds belong to measurement plans, what a number means for a record to the management system.
//!
//! - [`mod@column`]: what is measured: a [`Batch`] of [`Column`]s, borrowed from whoever read them. [`roles`]: which column is what.
//! - [`estimate`]: what comes out: [`Estimate`], [`Undefined`] with the reason, [`Verdict`] against a [`Limit`].
//! - [`metric`]: [`METRICS`], the one list of what can be measured, with definition, formula, reading and source.
//! - [`report`]: every number of an assessment as one list, held against the limits of a plan.
//! - [`inference`]: intervals, tests, power, corrections, monitoring over time. [`chance`]: seeded random numbers.
//! - [`fairness`], [`performance`], [`privacy`]: whole assessments in `assess`, their parts beside it; [`represent`].
//! - [`summary`]: one mergeable pass over columns, kept without the data.
//! - [`profile`], [`quality`]: what the data look like, and whether they are fit for use.
//! - [`drift`]: whether current data still are like the reference. [`hazard`]: what of a model or its use can do harm.
//!
//! A metric is one file in a fixed order: definition, formula, what 0 or 1 means, source (all in its [`Metric`]), then the
//! function; golden values and the scripts that made them stand in `tests/golden`. A value that cannot be computed is
//! [`Undefined`], never NaN. Serves ISO/IEC 42001:9.1 (monitoring, measurement, analysis and evaluation) and its Annex A.6.2.
//!
//! ```
//! use measure::inference::share::wilson;
//! let interval = wilson(9, 10, 0.95);
//! assert!(interval.low < 0.60 && interval.high > 0.98); // nine of ten proves little
//! ```

pub mod chance;
pub mod column;
pub mod drift;
pub mod estimate;
pub mod fairness;
pub mod hazard;
pub mod inference;
mod logistic;
pub mod metric;
pub mod performance;
pub mod privacy;
pub mod profile;
pub mod quality;
pub mod report;
pub mod represent;
pub mod roles;
pub mod select;
pub mod spelling;
pub mod summary;

pub use chance::Chance;
pub use column::{Batch, Bits, Coded, Column, ColumnError, Values};
pub use estimate::{Estimate, Fraction, Interval, Limit, Measured, Method, Undefined, Verdict};
pub use metric::{Family, METRICS, Metric};
