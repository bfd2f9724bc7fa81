//! Which party answers for, runs, supplies and changes each component of an AI system, where work crosses the boundary of the
//! organisation, and whether what a party outside must do stands in a clause in force. Serves ISO/IEC 42001 5.3, A.3.2, A.10.2 and A.10.3.
//!
//! - [`library`]: what a supplied component must be backed by, and which harms are asked about, as data.
//! - [`around`]: components, parties, contracts and obligations of a day, read once; [`boundary`]: those of one AI system with its people.
//! - [`party`]: the parts that somebody can take in a component. [`backing`]: whether a clause backs a duty, and why not.
//! - [`matrix`]: every part of every component. [`duties`]: every duty that is asked for. [`crossing`]: hand-offs across the boundary.
//! - [`check`]: what is wrong, a visible list. [`walk`]: from a harm to one person and one clause.
//! - [`difference`]: which cells another supplier, or another day, opens and closes.
//! - [`whole`]: the same for those who ask. `answers`: what follows for components as derived fields.

pub(crate) mod answers;
pub mod around;
pub mod backing;
pub mod boundary;
pub mod check;
pub mod crossing;
pub mod difference;
pub mod duties;
pub mod library;
pub mod matrix;
pub mod party;
pub mod walk;
pub mod whole;

/// The kind of components.
pub const COMPONENT: &str = "component";
/// The kind of contracts.
pub const CONTRACT: &str = "contract";
/// The kind of duties.
pub const OBLIGATION: &str = "obligation";
/// The kind of parties outside.
pub const PARTY: &str = "external_party";
