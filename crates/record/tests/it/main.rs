//! What the crate promises, from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod changes;
mod checks;
mod fixture;
mod laws;
mod loading;
mod overlays;
mod shipped;
mod texts;
