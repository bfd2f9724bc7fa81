//! What a fact is that policies may know of a record.

use policy::{Fact as Known, FactShape, FactType};
use store::RecordRow;

use crate::Error;
use crate::derived::Snapshot;

/// One thing that policies may know about a record.
pub struct Fact {
    /// Name in a policy's `context`.
    pub name: &'static str,
    /// What it holds.
    pub ty: FactType,
    /// Kinds for which it is computed; every kind when empty.
    pub kinds: &'static [&'static str],
    /// What it says, for the author of a policy.
    pub summary: &'static str,
    /// Answers for a set of records, in their order.
    pub answer: fn(&Snapshot, &[&RecordRow]) -> Result<Vec<Known>, Error>,
}

impl Fact {
    /// What a policy's author needs to know of it.
    pub fn shape(&self) -> FactShape {
        FactShape {
            name: self.name.to_owned(),
            ty: self.ty,
            kinds: (!self.kinds.is_empty()).then(|| self.kinds.iter().map(|it| (*it).to_owned()).collect()),
            summary: self.summary.to_owned(),
        }
    }
}
