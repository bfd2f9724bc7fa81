//! Event logs held against the paths that a policy allows: what deviates, which ways cases take, and which of them are frequent and documented
//! nowhere. Pure.
//!
//! - [`model`]: allowed activities, what may follow what, and rules between them, read from TOML with every mistake named.
//! - [`events`]: the rows of a log as cases in order; what tells no order is told and not guessed.
//! - [`replay`]: one case held against the model. [`told`]: all of them.

pub mod events;
pub mod model;
pub mod replay;
pub mod told;
