//! What a file gives away about persons, and what protecting them cost.
//!
//! - [`classes`]: rows that look alike by their quasi-identifiers, which everything else rests on.
//! - [`k_anonymity`], [`l_diversity`], [`t_closeness`], [`disclosure`]: models of anonymity. [`risk`]: chances of being found.
//! - [`membership`], [`synthetic`]: attacks on models and on synthetic data. [`utility`]: what the treatment cost.
//! - [`task`]: what can still be learned from treated data. [`federated`]: what can be learned without moving rows.
//!
//! - [`generalise`], [`full_domain`], [`noise`]: treatments, so that there is something to weigh without another tool.
//!
//! A given file is measured as it is; choosing a treatment is left to others, and so is which columns are quasi-identifiers.
//! Serves ISO/IEC 20889, ISO/IEC 27559 and ISO/IEC 42001 Annex A.7.

pub mod assess;
pub mod classes;
pub mod disclosure;
pub mod federated;
pub mod full_domain;
pub mod generalise;
pub mod k_anonymity;
pub mod l_diversity;
pub mod membership;
pub mod noise;
pub mod risk;
mod space;
pub mod synthetic;
pub mod t_closeness;
pub mod task;
pub mod utility;
mod words;

use crate::metric::{Family, Metric};

/// An entry of this family.
const fn entry(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
    source: &'static str,
) -> Metric {
    Metric { id, title, family: Family::Privacy, definition, formula, reading, source }
}
