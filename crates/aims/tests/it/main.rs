//! Tests that cross crates: the house rules, the program as people run it, and what must always hold of a whole store.

mod architecture;
mod authority;
mod commands;
mod inventory;
mod kill;
mod program;
mod roundtrip;
mod selftest;
mod support;
mod typed_badly;
