//! Waits against published closed forms, and the simulation against them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capacity;
mod queue;
