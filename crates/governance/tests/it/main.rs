//! The management system as a whole, on both databases: the write path, permission, history, files, export, proof.

mod house;
mod importing;
mod ledgering;
mod mapping;
mod permission;
mod reading;
mod writing;
