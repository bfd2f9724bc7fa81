//! Risk treatment plans: what is done about risks, by whom, until when and at what cost; what will be left of each risk; whether it can be carried
//! out; and whether it worked, as records show it and never as people say it.
//!
//! - [`library`]: what plans go by, as data. [`plan`]: a treatment as its record holds it. [`task`]: its tasks, their order, how far they are, and
//!   how they burnt down. [`load`]: the hours of those who do them. [`cost`]: what it costs, and what a unit of risk less costs.
//! - [`residual`]: what is left of risks by the criteria. [`agreed`]: whether the plan is the one that was approved. [`stated`]: how the statement of
//!   applicability holds its controls. [`success`]: whether it worked.
//! - [`gap`]: what is missing. `around`: what is read. [`whole`]: everything for those who ask. `answers`: facts for policies; `entered`: what is
//!   refused when it is entered; `kept`: what the program writes with a transition; `alerting`: who is told of
//!   what is open again; `paper`: the same as files.
//!
//! A predicate is looked at by `predicate`, which corrective actions and acceptances use too; levels follow from `risking::level`, losses from
//! `risking::quantifying`, hours from `resourcing`. Serves ISO/IEC 42001 6.1.3 and 8.3.

pub mod agreed;
mod alerting;
pub(crate) mod answers;
pub(crate) mod around;
pub mod cost;
pub(crate) mod entered;
pub mod gap;
pub(crate) mod kept;
pub mod library;
pub mod load;
mod paper;
pub mod plan;
pub mod residual;
mod shown;
pub mod stated;
pub mod success;
pub mod task;
pub mod whole;

/// The kind of treatments.
pub const TREATMENT: &str = crate::conformity::TREATMENT;
/// The kind of tasks.
pub const TASK: &str = "action";
/// States in which a treatment was approved and is not over.
pub const APPROVED: [&str; 3] = ["approved", "implementing", "implemented"];
/// The state in which a treatment is in place.
pub const IN_PLACE: &str = "implemented";
/// The state of a treatment that is over.
pub const CLOSED: &str = "closed";
