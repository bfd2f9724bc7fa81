//! Tests of crate `rules`: equality with brute force, witnesses that reproduce, round trips, and what is written badly.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod brute;
mod brute_between;
mod brute_clocks;
mod brute_sums;
mod brute_unknown;
mod random;
mod tables;
