//! What moves risks between assessments: events and how they reach risks along links, the queue of those that must be assessed again, likelihoods that
//! incidents and indicators propose, levels that move only for a cause, and what moved since a day. Serves ISO/IEC 42001 4.1, 6.3, 8.2 and A.6.2.6.
//!
//! - [`library`]: events, ways and settings, as data. [`happened`]: events as they are read; `known`: when they came to light. [`reach`]: how they reach risks.
//! - [`learning`]: how often something happens after incidents, or as an indicator tells, and the level that follows. [`proposing`]: the same for risks of
//!   records. [`taking`]: whoever answers for a risk takes it over. `silent`: what policies may know of a level that moves.
//! - [`feed`]: levels that moved, with who and why. [`whole`]: everything for those who ask, as [`answered`] shapes it; `mine`: what somebody keeps of it.
//!   [`paper`]: the same as files.
//!
//! Nothing of it is stored: which risks must be assessed again follows from records, links and the clock.

pub mod answered;
pub mod feed;
pub mod happened;
mod known;
pub mod learning;
pub mod library;
mod mine;
pub mod paper;
pub mod proposing;
pub mod reach;
pub(crate) mod silent;
pub mod taking;
pub mod whole;
