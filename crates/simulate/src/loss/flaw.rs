//! What is wrong with a model that somebody wrote: the field, and what would be possible in it.

use serde::Serialize;

/// One mistake: the field as it is written, and a sentence that begins after its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{field}` {why}")]
pub struct Flaw {
    /// The field, with the risk or cause that it belongs to, such as `risk RSK-1.severity.mean`.
    pub field: String,
    /// What is wrong, and what is possible; lower case, without a full stop.
    pub why: String,
}

impl Flaw {
    /// A flaw of this field.
    pub fn of(field: impl Into<String>, why: impl Into<String>) -> Flaw {
        Flaw { field: field.into(), why: why.into() }
    }
}

/// The number, when it is finite and above 0.
pub(crate) fn above_zero(field: &str, value: f64) -> Result<f64, Flaw> {
    held(field, value, value > 0.0, "a number above 0")
}

/// The number, when it is finite and not below 0.
pub(crate) fn not_below_zero(field: &str, value: f64) -> Result<f64, Flaw> {
    held(field, value, value >= 0.0, "a number of 0 or more")
}

/// The number, when it is a probability.
pub(crate) fn probability(field: &str, value: f64) -> Result<f64, Flaw> {
    held(field, value, (0.0..=1.0).contains(&value), "a probability from 0 to 1")
}

/// The number, when it is a probability that is neither sure nor impossible.
pub(crate) fn between(field: &str, value: f64) -> Result<f64, Flaw> {
    held(field, value, value > 0.0 && value < 1.0, "a probability above 0 and below 1")
}

/// The number, when `holds`; else what it must be.
pub(crate) fn held(field: &str, value: f64, holds: bool, possible: &str) -> Result<f64, Flaw> {
    match holds && value.is_finite() {
        true => Ok(value),
        false => Err(Flaw::of(field, format!("is {}; it must be {possible}", short(value)))),
    }
}

/// A number with few signs, however large or small it is.
pub(crate) fn short(value: f64) -> String {
    match value == 0.0 || (1e-9..1e15).contains(&value.abs()) {
        true => format!("{value}"),
        false => format!("{value:e}"),
    }
}
