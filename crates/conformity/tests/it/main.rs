//! What must hold of coverage and of statements, on small frameworks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod coverage;
mod shelf;
mod statement;
mod words;
