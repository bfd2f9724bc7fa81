//! The management system as a whole, on both databases: the write path, permission, history, files, export, proof.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accepting;
mod access;
mod allocation;
mod appetite;
mod attention;
mod auditing;
mod bodies;
mod certifying;
mod challenging;
mod competence;
mod concerns;
mod configuring;
mod conflicts;
mod conforming;
mod consequences;
mod correcting;
mod crosswalking;
mod data;
mod documenting;
mod escalating;
mod following;
mod gaps;
mod house;
mod impacting;
mod importing;
mod integrating;
mod ledgering;
mod mapping;
mod modality;
mod monitoring;
mod obligations;
mod packing;
mod permission;
mod practising;
mod privacy;
mod reading;
mod reorganised;
mod resourcing;
mod responsibility;
mod resting;
mod retention;
mod reviewing;
mod rights;
mod scoping;
mod strategy;
mod supplier;
mod tampering;
mod telling;
mod tiering;
mod tiers;
mod treating;
mod withheld;
mod writing;
