//! Tests that cross crates: the house rules, the program as people run it, and what must always hold of a whole store.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acceptance;
mod access;
mod architecture;
mod authority;
mod beside;
mod challenge;
mod commands;
mod competence;
mod conflicts;
mod escalation;
mod findings;
mod impact;
mod inventory;
mod kill;
mod library;
mod lineage;
mod measure;
mod monitor;
mod privacy;
mod program;
mod readiness;
mod resources;
mod retention;
mod risk;
mod roundtrip;
mod rules;
mod scope;
mod selftest;
mod statements;
mod support;
mod tier;
mod treatment;
mod typed_badly;
