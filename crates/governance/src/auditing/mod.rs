//! Internal audits: checklists that follow from scope, statement of applicability, tiers, earlier findings and risks; programmes, teams, samples,
//! frozen evidence and reports. What records say is proposed, and an auditor concludes.
//!
//! - [`library`]: how lines are made, minutes, sampling, frequency, words, as data.
//! - [`checklist`]: lines from a scope. [`combined`]: what an audit of several frameworks saves. [`sampling`]: sizes, draws and intervals. [`frozen`]: digests of what was drawn. [`programme`]: how
//!   often what. [`team`]: who is impartial. All of this is pure.
//! - `gathered`: what is read for them from records.
//! - [`whole`]: an audit told. [`planning`]: a programme told.
//! - [`entering`]: lines, samples, frozen evidence and findings as records. [`taking`]: a sheet that comes back.
//! - [`reopening`]: whether frozen evidence is the same.
//! - [`paper`]: checklists and reports as files, and reports that are issued.
//! - `answers`: what policies may know.
//!
//! Serves ISO/IEC 42001 9.2.

pub(crate) mod answers;
pub mod checklist;
pub mod combined;
pub mod entering;
pub mod frozen;
pub(crate) mod gathered;
pub mod library;
pub mod paper;
pub mod planning;
pub mod programme;
pub(crate) mod recorded;
pub mod reopening;
pub mod sampling;
pub mod taking;
pub mod team;
pub mod whole;

/// The kind of audits.
pub const AUDIT: &str = "audit";
/// The kind of lines of checklists.
pub const ITEM: &str = "audit_item";
/// The kind of audit programmes.
pub const PROGRAMME: &str = "audit_programme";
/// The kind of findings.
pub const FINDING: &str = "finding";
/// The kind of nonconformities.
pub const NONCONFORMITY: &str = "nonconformity";
