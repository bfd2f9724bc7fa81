//! Tiered review: which lane a request takes and why, what is missing, who decides what the program may not, and how fast and how
//! rightly each lane works. Serves ISO/IEC 42001 6.1.2, 8.1, A.6.1.3 and A.9.2.
//!
//! - `library`: what lanes need, as data; `path`: the table that says which lane, evaluated.
//! - `entered`: what is refused when a request is entered.
//! - `around`: requests with the AI systems that they are about, their looks and tiers, read as sets.
//! - `together`: requests of one group, and the tier that they come to together.
//! - `lane`: the lane of a request with its reasons, what is missing, and by when it is answered; `eyes`: what a reader may see of it.
//! - `keeping`: what is kept with a request when it is taken up; `settling`: the fast lane, and the sample that people look at
//!   afterwards; `refusing`: what is never answered with yes.
//! - `reviewers`: who does reviews and how long that takes; `board`: figures of each lane, with what an
//!   answer [`cost`]s; `replay`: what other rules would have done with the same requests.
//!
//! Nothing here decides for people: outside of the fast lane a decision is a record of its own.

pub mod around;
pub mod board;
pub mod cost;
pub(crate) mod entered;
mod eyes;
pub(crate) mod keeping;
pub mod lane;
pub mod library;
pub mod path;
pub(crate) mod refusing;
pub mod replay;
pub mod reviewers;
pub(crate) mod settling;
pub mod together;

/// The kind of requests.
pub const REQUEST: &str = "review_request";
/// The state of a request that waits for somebody.
pub const SUBMITTED: &str = "submitted";
/// The state of a request that is answered.
pub const DECIDED: &str = "decided";
/// The state of a request that came back.
pub const RETURNED: &str = "returned";
/// The lane that the program decides by itself.
pub const FAST: &str = "fast";
