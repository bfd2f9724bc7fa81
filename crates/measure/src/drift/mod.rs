//! Drift: whether current data still are like the reference, column by column, together, in segments, and over time.
//!
//! - [`compare`]: one column, exact or by summaries; [`dataset`]: all columns as one family of tests, judged by margins.
//! - [`kolmogorov`], [`cramer_von_mises`], [`anderson_darling`], [`wasserstein`], [`cliff`]: numbers.
//! - [`words`]: categories; [`bins`] with [`stability`] and [`shares`]: both.
//! - [`joint`]: all columns at once; [`segment`]: within groups.
//! - [`cause`]: changes that have a name; [`effect`]: what they mean for predictions.
//! - [`learn`]: margins from the reference itself; [`watch`], [`chart`]: batch after batch.
//! - [`evidently`]: another tool's numbers, for those who come from it.
//!
//! Drift means significant *and* beyond a margin; margins come from measurement plans. Serves ISO/IEC 42001 Annex B.6.2.6
//! (operation and monitoring) and B.7.4.

pub mod anderson_darling;
pub mod bins;
mod categories;
pub mod cause;
pub mod chart;
pub mod cliff;
pub mod compare;
pub mod cramer_von_mises;
pub mod dataset;
pub mod effect;
pub mod evidently;
pub mod joint;
pub mod kolmogorov;
pub mod learn;
pub mod segment;
pub mod shares;
pub mod stability;
mod walk;
pub mod wasserstein;
pub mod watch;
pub mod words;

use crate::metric::Metric;

pub use compare::{ColumnDrift, Options, columns, summaries, with_reference};
pub use dataset::{DatasetDrift, Margins, judge};

/// The metrics of drift.
pub const METRICS: &[Metric] = &[
    kolmogorov::METRIC,
    cramer_von_mises::METRIC,
    anderson_darling::METRIC,
    wasserstein::METRIC,
    wasserstein::ROBUST,
    cliff::METRIC,
    words::CONTINGENCY,
    words::CRAMER_V,
    stability::METRIC,
    shares::JENSEN_SHANNON,
    shares::HELLINGER,
    shares::L_INFINITY,
    compare::MISSING,
    joint::METRIC,
    effect::REALISED,
    effect::ESTIMATED,
];
