//! Records from data: kinds, their catalog, documents, and what may be done to them.
//!
//! A record kind is one TOML file. This crate reads those files, checks documents against them, applies changes, and
//! derives everything that the rest of the program shows: samples, JSON Schema, differences.
//! It knows no kind by name, reads no clock and touches no file or network.

mod apply;
mod arbitrary;
mod catalog;
mod change;
mod check;
mod difference;
mod extension;
mod fault;
mod field;
mod field_file;
mod form;
mod id;
mod kind;
mod levels;
mod normal;
mod overlay;
mod reading;
mod samples;
mod scale;
mod schema;
mod soundness;
mod states;
mod text;
mod tightening;
mod valid;
mod value;
mod words;

pub use apply::apply;
pub use arbitrary::arbitrary;
pub use catalog::{Catalog, Source};
pub use change::{Act, Applied, Change};
pub use check::{Problem, ahead, check, incomplete};
pub use difference::{Difference, difference};
pub use fault::Fault;
pub use field::{Field, FieldType, Target};
pub use id::Id;
pub use kind::{DRAFT, Kind, Lifecycle, READERS, Transition};
pub use samples::samples;
pub use scale::{Level, Matrix, Scale};
pub use schema::json_schema;
pub use text::{parse_text, show};
pub use value::{canonical, is_blank};

/// A record's fields and their values, in JSON; a field without a value is absent.
pub type Document = serde_json::Map<String, serde_json::Value>;
