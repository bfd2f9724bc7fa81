//! What the ledger must always hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod commitment;
mod entry;
mod note;
mod proof;
mod synthetic;
mod tree;
mod verify;
