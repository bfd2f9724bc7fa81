//! What records say of the effect of training: whether people err, override or are written up less where they were trained, and whether those who
//! score higher in a quiz do. Computed from completions, attempts, findings, breaches and measurements that name a person; never a cause by itself.
//! Serves ISO/IEC 42001 7.2 and 7.3.
//!
//! - [`signs`]: what shows in somebody's work, as data, and how much of it there is of each person between two days.
//! - [`compared`]: two sides, with people as the unit. [`looks`]: which sides there are, and what too little means.
//! - [`whole`]: for those who ask, from the records that they may see. [`paper`]: the same as files.

pub mod compared;
pub mod looks;
pub mod paper;
pub mod signs;
pub mod whole;
