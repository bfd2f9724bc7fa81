//! What follows when a rule of the house is not kept: a proposal that is the same for the same facts, a hearing before a measure, a decision by the
//! entitled, an appeal, and whether units are treated alike. Serves ISO/IEC 42001 7.3, 10.2, A.2.2 and A.3.2.
//!
//! - [`library`]: windows, limits, weights and measures, as data. [`table`]: the table of consequences, evaluated.
//! - [`around`]: breaches with the records behind them, read as sets. [`repeat`]: earlier ones of the type, and until when a measure can be set.
//! - [`hearing`]: what must have happened before a measure. [`measure`]: whether the decision sets it, and whether it may be carried out.
//! - [`detected`]: breaches that the program sees by itself, a visible list. [`compare`]: units and people who decide, compared.
//! - `entered`: what is refused when a breach is entered.
//! - `answers`: derived fields and facts for policies. [`whole`]: the same for those who ask.

pub(crate) mod answers;
pub mod around;
pub mod compare;
pub mod detected;
pub(crate) mod entered;
pub mod hearing;
pub mod library;
pub mod measure;
pub mod repeat;
pub mod table;
pub mod whole;

/// The kind of breaches.
pub const BREACH: &str = "breach";
/// States of breaches that were found to be some.
pub const HELD: &[&str] = &["confirmed", "measure_set", "closed"];
/// The state in which a measure holds.
pub const SET: &str = "measure_set";
/// States in which a measure was set.
pub const DECIDED: &[&str] = &[SET, "closed"];
