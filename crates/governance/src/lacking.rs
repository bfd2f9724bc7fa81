//! Something that is missing in what is told of risks, impacts or treatments; each of them lists its sorts with what is to be done about each.

use record::Id;
use serde::Serialize;

/// Sorts of gaps, each with what is to be done about it.
pub type Sorts = [(&'static str, &'static str)];

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    /// What sort: one of the list of whoever tells of it.
    pub sort: &'static str,
    /// What, in words.
    pub says: String,
    /// The records that it is about.
    pub records: Vec<Id>,
}

impl Gap {
    /// What is to be done about it; blank where its sort is none of these.
    pub fn next(&self, sorts: &Sorts) -> &'static str {
        sorts.iter().find(|it| it.0 == self.sort).map(|it| it.1).unwrap_or_default()
    }
}
