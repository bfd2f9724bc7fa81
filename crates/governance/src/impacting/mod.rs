//! AI system impact assessment: what AI systems do to people, groups, society and the environment, beside what can fail in the technology.
//!
//! - [`library`]: what assessments go by, as data. [`lane`]: where a statement belongs, by rules and by a reviewer. [`impact`]: the impacts of
//!   assessments. [`group`]: who is affected, and who of them was looked at. [`profile`]: who gains and who loses. [`hearing`]: who must be
//!   heard. [`cause`]: what in the technology brings a harm about. [`work`]: work that is exposed. [`considered`]: whether the risk assessment
//!   took the result up. [`law`]: the same answers as laws ask for them. [`gap`]: what is missing. [`whole`]: everything for those who ask.
//!
//! The technical and the societal lane stand side by side and are never made into one number ([`lanes`]). Nothing here is stored: records hold
//! what people found and decided. How likely and how grave a risk is belongs to `risking`, which hazards there are to `hazards`. Serves
//! ISO/IEC 42001 6.1.4, 8.4 and A.5.2 to A.5.5.

pub mod answers;
pub mod around;
pub mod cause;
pub mod considered;
pub(crate) mod entered;
pub mod gap;
pub mod group;
pub mod hearing;
pub mod impact;
pub mod lane;
pub mod lanes;
pub mod law;
pub mod library;
mod paper;
pub mod profile;
mod shown;
pub mod whole;
pub mod work;

/// The kind of assessments.
pub const ASSESSMENT: &str = "impact_assessment";
/// States in which the result of an assessment stands.
pub const STANDS: [&str; 2] = ["approved", "in_force"];
/// States in which somebody is at work on an assessment.
pub const IN_WORK: [&str; 2] = ["draft", "in_review"];

/// A name as it is compared: without case and doubled spaces.
pub(crate) fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
