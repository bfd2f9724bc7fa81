//! Tests of the requirement libraries: what ships, what is wrong with mutated ones, what proofs reach, editions, schemas and OSCAL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod editions;
mod faults;
mod key;
mod made;
mod oscal;
mod reach;
mod schemas;
mod shipped;
