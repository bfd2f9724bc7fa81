//! How good predictions are, and whether scores mean what they say.
//!
//! - [`binary`], [`classes`], [`numeric`]: two classes, several classes, numbers.
//! - [`against`]: two systems on the same rows. [`assess`]: everything at once.
//! - [`ranking`]: what scores are worth as an order. [`calibration`], [`scoring`], [`recalibration`]: what they are worth as
//!   probabilities.
//! - [`weighted`]: what can be had where rows count by a weight.
//!
//! Which measure and which limit matter is left to measurement plans. Serves ISO/IEC TS 4213 and ISO/IEC 42001 Annex A.6.2.4.

pub mod against;
pub mod assess;
pub mod binary;
pub mod calibration;
pub mod classes;
pub mod numeric;
pub mod ranking;
pub mod recalibration;
pub mod scoring;
pub mod weighted;
