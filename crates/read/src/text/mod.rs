//! What CSV and JSON Lines share: characters from bytes, sorts from cells, columns from cells.

pub(crate) mod build;
pub(crate) mod cell;
pub(crate) mod decode;
pub(crate) mod look;
