//! AI risks and controls beside those of the enterprise: scales in both directions, controls that exist twice, risks by the categories of the
//! enterprise, what a second standard costs, and what two registers say of the same thing. Computed when it is asked for; nothing is typed.
//!
//! - [`library`]: the registers of the enterprise as data, and what is wrong with them.
//! - [`scale`]: from one scale to another by the ranges of their levels, which never crosses appetite silently.
//! - [`duplicates`]: controls with the same objective, population and test.
//! - [`sharing`]: reviewed mappings, what they make one, and what is reused.
//! - [`burden`]: what one standard costs, and the next after it.
//! - [`categories`]: risks by the categories of the enterprise, each counted once.
//! - [`said`]: what an entry says, attribute by attribute.
//! - [`reconcile`]: what the register says against ours, by what both said when they agreed last.
//! - [`mod@file`]: files of the register, read and written.
//! - [`bringing_in`]: a file becomes an import like every other.
//! - [`whole`]: all of it for the page, the command and the interface.
//!
//! Serves ISO/IEC 42001 5.1, 6.1.1 and A.2.3.

pub(crate) mod answers;
pub mod bringing_in;
pub mod burden;
pub mod categories;
pub mod duplicates;
pub mod file;
pub mod library;
pub mod reconcile;
pub mod said;
pub mod scale;
pub mod sharing;
pub mod whole;

/// The kind of controls.
pub const CONTROL: &str = "control";
/// The kind of risks.
pub const RISK: &str = "risk";
/// The kind of mappings.
pub const MAPPING: &str = "mapping";
/// The field that names entries in other registers.
pub const ENTRIES: &str = "external_ids";
/// The state of a mapping that counts.
pub const REVIEWED: &str = "reviewed";
