//! Requirement libraries as data: frameworks, and crosswalks between them, in the format `aims.library/v1`.
//!
//! A framework is a tree of nodes named by the identifiers of its source, each with an intent in words of our own; no sentence of a
//! standard stands in it. A crosswalk says how nodes of two frameworks stand to each other. This crate reads them, says everything that
//! is wrong with them, and answers what a reference means. What an organisation has of it is left to others. Serves
//! ISO/IEC 42001 4.4 and 6.1.3.

mod crosswalk;
mod day;
mod framework;
mod shelf;

pub use crosswalk::{Crosswalk, Map, Relation};
pub use framework::{
    Applies, Check, Edition, Expected, Form, Framework, Holds, Method, Modality, Node, Part, Period, Provenance,
    Question, Review, Rights, Seen, Standing,
};
pub use shelf::{Found, Shelf, Unread};

/// The format that files name in their key `schema`.
pub const SCHEMA: &str = "aims.library/v1";
