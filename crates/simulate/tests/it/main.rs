//! Waits and losses against published closed forms, and simulations against them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capacity;
mod loss;
mod queue;
