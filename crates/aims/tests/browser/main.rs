//! The face as people meet it: a real Chromium on the real program with the demonstration's records.
//!
//! Needs Chromium and axe-core, which `scripts/install` brings; without them these tests fail and say so.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// Pictures are taken by `scripts/pictures` alone.
#[allow(dead_code)]
mod chromium;
mod errors;
mod faults;
mod findings;
mod first_minutes;
mod house;
mod keyboard;
mod keys;
mod look;
mod pages;
mod places;
mod tables;
mod visitor;
mod without_script;
