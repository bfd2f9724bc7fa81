//! Requirement libraries as data: frameworks, and crosswalks between them, in the format `aims.library/v1`.
//!
//! A framework is a tree of nodes named by the identifiers of its source, each with an intent in words of our own; no sentence of a
//! standard stands in it. A crosswalk says how nodes of two frameworks stand to each other. This crate reads them, says everything that
//! is wrong with them, answers what a reference means and what a proof for one node shows of others, holds editions against each other and
//! writes them for others in OSCAL. What an organisation has of it is left to others. Serves ISO/IEC 42001 4.4 and 6.1.3.

mod crosswalk;
mod day;
mod edition;
mod faults;
mod framework;
mod lenient;
mod links;
mod needs;
pub mod oscal;
mod reach;
pub mod schema;
mod shelf;

pub use crosswalk::{Crosswalk, Map, Relation};
pub use edition::{Changed, Differing, Moved, differing};
pub use faults::{FAULTS, Fault};
pub use framework::{
    Applies, Check, Edition, Expected, Form, Framework, Holds, Method, Modality, Node, Outcome, Part, Period,
    Provenance, Question, Review, Rights, Seen, Standing,
};
pub use links::{Links, Reviewed, Step};
pub use reach::{Gaps, Passing, Reached, Side, gaps, nearest};
pub use shelf::{Found, Shelf, Unread};

/// The format that files name in their key `schema`.
pub const SCHEMA: &str = "aims.library/v1";
