//! Hazards that data show: what a model gave out comes back as training data, a column holds the label, predictions tip over when rows
//! hardly change, people follow wrong advice, and outputs come that are like none before.
//!
//! Proxies of protected attributes stand in [`crate::represent::proxy`], changes of whole distributions in [`crate::drift`]. From when a
//! number is a hazard is said by measurement plans; which hazards a system has, by the management system. Serves ISO/IEC 42001 6.1.2.

pub mod feedback;
pub mod flips;
pub mod leak;
pub mod outputs;
pub mod reliance;

use crate::metric::{Family, Metric};

const fn entry(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
    source: &'static str,
) -> Metric {
    Metric { id, title, family: Family::Hazard, definition, formula, reading, source }
}

/// Every metric of hazards.
pub const METRICS: &[Metric] = &[
    feedback::SHARE,
    feedback::SELECTION,
    leak::LEAKAGE,
    flips::RATE,
    flips::SIZE,
    reliance::FOLLOWED,
    reliance::OVERRULED,
    outputs::SHARE,
];
