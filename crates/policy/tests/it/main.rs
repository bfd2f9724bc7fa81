//! Policies asked about small kinds of the tests' own, and the shipped policies asked about the shipped kinds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod cases;
mod invariants;
mod loading;
mod overlays;
mod shipped;
mod table;
mod world;
