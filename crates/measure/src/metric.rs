//! The one list of what can be measured, each with its definition in words.
//!
//! Thresholds are data of measurement plans and stand nowhere here.

use serde::Serialize;

use crate::{drift, fairness, hazard, inference, performance, privacy, profile, quality, represent};

/// What a metric is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// What the data look like.
    Profile,
    /// Whether the data are fit for use.
    Quality,
    /// Whether the data changed.
    Drift,
    /// Whether groups are treated alike.
    Fairness,
    /// How good and how well calibrated predictions are.
    Performance,
    /// What the data give away about persons.
    Privacy,
    /// How far people or models agree.
    Agreement,
    /// What of a model or its use can do harm.
    Hazard,
}

/// A metric in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Metric {
    /// The name by which plans, reports and the command line know it.
    pub id: &'static str,
    /// A short title.
    pub title: &'static str,
    /// What it is about.
    pub family: Family,
    /// One or two sentences that a reader without formulas understands.
    pub definition: &'static str,
    /// The formula in plain text.
    pub formula: &'static str,
    /// What 0 means, what 1 means, which way is better.
    pub reading: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
}

/// Every metric, one list a topic.
pub const METRICS: &[&[Metric]] = &[
    fairness::confusion::METRICS,
    fairness::gap::METRICS,
    fairness::parity::METRICS,
    fairness::conditional::METRICS,
    &[fairness::adjusted::METRIC],
    fairness::individual::METRICS,
    fairness::similar::METRICS,
    fairness::curves::METRICS,
    fairness::label_bias::METRICS,
    fairness::hiring::METRICS,
    fairness::numeric::METRICS,
    performance::against::METRICS,
    performance::binary::METRICS,
    performance::classes::METRICS,
    performance::numeric::METRICS,
    performance::ranking::METRICS,
    performance::scoring::METRICS,
    performance::calibration::METRICS,
    performance::recalibration::METRICS,
    privacy::k_anonymity::METRICS,
    privacy::l_diversity::METRICS,
    privacy::t_closeness::METRICS,
    privacy::disclosure::METRICS,
    privacy::risk::METRICS,
    privacy::membership::METRICS,
    privacy::synthetic::METRICS,
    privacy::utility::METRICS,
    privacy::task::METRICS,
    privacy::federated::METRICS,
    represent::METRICS,
    inference::agreement::METRICS,
    profile::METRICS,
    quality::METRICS,
    drift::METRICS,
    hazard::METRICS,
];

/// Every metric in the order of [`METRICS`].
pub fn metrics() -> impl Iterator<Item = &'static Metric> {
    METRICS.iter().flat_map(|family| family.iter())
}

/// The metric of that id.
pub fn find(id: &str) -> Option<&'static Metric> {
    metrics().find(|it| it.id == id)
}
