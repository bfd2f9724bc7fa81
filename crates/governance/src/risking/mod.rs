//! The risk process along the life cycle: by which criteria risks are scored, what level follows for each that bears a consequence and on which side of the
//! line it lies, which steps are done in which stage, when a risk is assessed again, and how far assessors agree. Serves ISO/IEC 42001 6.1.1 to
//! 6.1.3 and 8.2.
//!
//! - [`library`]: stages, steps and what is asked before an AI system moves on, as data.
//! - [`criteria`]: criteria as they are read, and what is wrong with them. [`level`]: what follows for a risk by them.
//! - [`beside`]: on which side of the line a risk lies, also as derived fields. [`taking`]: what assessors agreed on, taken over to risks.
//! - `taking_over`: criteria that replace those in force, and what holds where none are any more.
//! - [`steps`]: what a stage lacks of the process. [`due`]: when a risk is assessed again, and why.
//! - `entered`: what is refused when criteria and causes are entered. `ending`: what a risk lacks to be closed or retired by whoever asks.
//! - [`replay`]: other criteria against the same risks. [`agreeing`]: what assessors scored, each alone. `speaking`: that nobody agrees for others.
//! - [`around`]: criteria, assessments, risks and what happened, read as sets. `answers`: facts for policies.
//! - [`moving`]: events that reach risks, the queue of those that must be assessed again, what they propose, and what moved.
//! - [`quantifying`]: what risks cost in numbers, and the place in the matrix that follows.
//! - [`cockpit`]: all of it brought together by one filter, with hazards and acceptances.
//! - [`whole`]: for those who ask. [`paper`]: the same as files.

pub mod agreeing;
pub(crate) mod answers;
pub mod around;
pub mod beside;
pub mod cockpit;
pub mod criteria;
pub mod due;
pub(crate) mod ending;
pub(crate) mod entered;
pub mod level;
pub mod library;
pub mod moving;
pub mod paper;
pub mod quantifying;
pub mod replay;
pub(crate) mod speaking;
pub mod steps;
pub mod taking;
pub(crate) mod taking_over;
pub mod whole;

/// The kind of criteria.
pub const CRITERIA: &str = "risk_criteria";
/// The kind of assessments.
pub const ASSESSMENT: &str = "risk_assessment";
/// The kind of risks.
pub const RISK: &str = "risk";
/// The kind of sheets in which each assessor scores alone.
pub const SHEET: &str = "score_sheet";
/// The state of a risk that is over.
pub(crate) const OVER: &str = "closed";
/// The state of criteria that are gone by.
pub(crate) const IN_FORCE: &str = "in_force";
/// States of assessments that came to an end.
pub(crate) const CONCLUDED: [&str; 2] = ["concluded", "approved"];
/// States of criteria that are or were gone by.
pub(crate) const DECIDED: [&str; 2] = [IN_FORCE, "superseded"];
