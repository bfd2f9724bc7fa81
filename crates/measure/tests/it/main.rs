//! Tests of crate `measure`: golden values of reference packages, closed forms, and what must always hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod always;
mod assess;
mod control;
mod distribution;
mod drift;
mod fair_samples;
mod fairness;
mod foundation;
mod hazard;
mod inference;
mod many_words;
mod metrics;
mod performance;
mod privacy;
mod profile;
mod quality;
mod represent;
mod streams;
mod summary;
mod support;
mod treatment;
mod weighted;
