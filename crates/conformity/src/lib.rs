//! What an organisation has of requirements: the status of each node of a framework for the organisation and for each AI system, from
//! controls, proofs, machine checks and the day; and what a statement of applicability must say and does not.
//!
//! Everything is pure over a [`Ground`], which others read from records, over a [`Shelf`](library::Shelf) and a day. No status is typed:
//! proof that expires lowers every requirement that it serves. Reading, rights, pages and files are left to others.
//! Serves ISO/IEC 42001 6.1.3, 8.1 and 9.1.
//!
//! - [`mod@reference`]: what a person writes, as the reference of a node.
//! - [`plan`]: nodes in order, and from which others proof passes on to each.
//! - [`ground`]: controls, proofs, judgements, exclusions and AI systems.
//! - [`status`]: the status of one node for one subject.
//! - `asked`: whether a node is asked of an AI system, and why not. `weigh`: what bears on a node, by which ways.
//! - [`matrix`]: all statuses, renewed where something changed.
//! - [`explain`]: what counted for one of them, and why not more.
//! - [`soa`]: entries of a statement of applicability, proposed, checked and compared.

mod asked;
pub mod explain;
pub mod ground;
pub mod matrix;
pub mod plan;
pub mod reference;
pub mod soa;
pub mod status;
mod weigh;

pub use ground::{Control, Exclusion, Form, Ground, Judgement, Proof, Rules, Stage, System, Verdict};
pub use matrix::{Change, Column, Matrix};
pub use plan::Plan;
pub use status::Status;
