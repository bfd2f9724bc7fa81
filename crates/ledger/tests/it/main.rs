//! What the ledger must always hold.

mod commitment;
mod entry;
mod note;
mod proof;
mod synthetic;
mod tree;
mod verify;
