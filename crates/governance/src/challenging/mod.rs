//! Challenges of what is assumed about risks: exercises with scope, rules and hypotheses; attempts as tools wrote them; what they come to, beside the
//! likelihood that was assessed, and beside what monitors saw; and attacks that are replayed after a fix.
//!
//! - [`library`]: what challenges go by, as data. [`exercise`]: an exercise and its runs as their records hold them.
//! - [`attempt`]: an attack as it was tried. [`reading`]: from a file of a tool to attempts. [`pool`]: attacks over all runs, each once, and what a replay
//!   moved. [`rate`]: shares with their intervals.
//! - [`likelihood`]: which level of likelihood fits, by a decision table. [`independence`]: who may challenge, by the organisation of the day.
//!   [`coverage`]: which top risks were tested.
//! - [`gap`]: what is missing. `around`: what is read. [`whole`]: everything for those who ask. `shown`: what somebody sees of it. [`taken`]: a file becomes a
//!   run. [`acting`]: what no monitor saw becomes actions. [`proposing`]: a likelihood is taken over by whoever answers for the risk. `answers`: facts for
//!   policies; `alerting`: who is told of what is contradicted; `paper`: the same as files.
//!
//! Nothing that is computed can be typed: files are kept, a run holds what was counted, and everything else is told when somebody asks.
//! Serves ISO/IEC 42001 8.2, 9.1 and A.6.2.4.

pub mod acting;
mod alerting;
pub(crate) mod answers;
pub(crate) mod around;
pub mod attempt;
pub mod coverage;
pub(crate) mod entered;
pub mod exercise;
pub mod gap;
pub mod independence;
pub mod library;
pub mod likelihood;
pub mod paper;
pub mod pool;
pub mod proposing;
pub mod rate;
pub mod reading;
mod shown;
pub mod taken;
pub mod whole;

/// The kind of exercises.
pub const EXERCISE: &str = "exercise";
/// The kind of runs.
pub const RUN: &str = "exercise_run";
/// States of an exercise into which runs are brought.
pub const OPEN: [&str; 2] = ["running", "reported"];
/// States of an exercise that was held, so that what it shows counts.
pub const HELD: [&str; 3] = ["running", "reported", "closed"];
/// The state of a run that counts.
pub const RECORDED: &str = "recorded";
