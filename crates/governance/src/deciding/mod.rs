//! Rules of the house as decision tables: which of them decide, what ships with the program, and whether they are sound.
//!
//! - [`shipped`]: schemes, shared words and the tables that decide as long as no record does.
//! - [`in_force`]: the tables that decide at a moment, of records and of the program together.
//! - `purpose`: a table that is asked by its purpose, that of a record in force or the shipped one.
//! - [`verified`]: what the verifier says of a record's table, as a derived field and as a fact; `entered` refuses what cannot be read.
//! - `harm`: which way harm goes in tables of a scheme. `named`: what tables name beyond themselves, and what of that there is not.
//! - [`spreadsheet`]: tables as CSV and XLSX, out of records and back.
//! - `taking_over`: a table that comes into force supersedes the one that it replaces.
//!
//! How tables are read, asked and proved is known by crate `rules`. Serves ISO/IEC 42001 5.3, 6.1.1 and 8.1.

pub(crate) mod entered;
pub(crate) mod harm;
pub mod in_force;
pub(crate) mod named;
pub(crate) mod purpose;
pub mod shipped;
pub mod spreadsheet;
pub(crate) mod taking_over;
pub mod verified;

/// The kind of records that hold a table.
pub const KIND: &str = "decision_table";
/// The state in which a table decides.
pub const IN_FORCE: &str = "in_force";
/// The field that holds the table.
pub const RULES: &str = "rules";
