//! The store on both databases: every test of `both!` runs once on SQLite and once on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
mod bed;

mod accounts;
mod batches;
mod due;
mod encrypted;
mod erasure;
mod kept;
mod ledger_rows;
mod links;
mod lists;
mod opening;
mod past;
mod reach;
mod records;
mod search;
mod writer;
