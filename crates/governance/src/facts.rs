//! What policies may know beyond the record: facts are computed here, decisions are Cedar's.

use std::collections::BTreeMap;

use policy::{Fact as Known, FactShape, FactType};
use record::Id;
use store::{Read, RecordRow};

use crate::Error;

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
    pub answer: fn(&Read, &[&RecordRow]) -> Result<Vec<Known>, Error>,
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

/// Every fact.
pub const FACTS: &[Fact] = &[
    Fact {
        name: "last_editor",
        ty: FactType::Person,
        kinds: &[],
        summary: "who made the version that stands, as a person's number or an account",
        answer: |_, rows| Ok(texts(rows, |row| &row.makers.editor)),
    },
    Fact {
        name: "submitted_by",
        ty: FactType::Person,
        kinds: &[],
        summary: "who brought the record into the state in which it is",
        answer: |_, rows| Ok(texts(rows, |row| &row.makers.mover)),
    },
    Fact {
        name: "open_high_risks",
        ty: FactType::Long,
        kinds: &["release"],
        summary: "high and critical risks of the release's AI system that are not closed",
        answer: open_high_risks,
    },
];

/// The facts of one record for a question to the policies.
pub fn facts(read: &Read, kind: &str, row: &RecordRow) -> Result<BTreeMap<&'static str, Known>, Error> {
    let mut known = BTreeMap::new();
    for fact in FACTS.iter().filter(|it| it.kinds.is_empty() || it.kinds.contains(&kind)) {
        known.extend((fact.answer)(read, &[row])?.into_iter().map(|value| (fact.name, value)));
    }
    Ok(known)
}

fn texts(rows: &[&RecordRow], text: impl Fn(&RecordRow) -> &String) -> Vec<Known> {
    rows.iter().map(|row| Known::Text(text(row).clone())).collect()
}

fn open_high_risks(read: &Read, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let count = |row: &&RecordRow| {
        let Some(system) = row.document.get("system").and_then(|it| it.as_str()) else { return Ok(Known::Long(0)) };
        let Ok(system) = system.parse() else { return Ok(Known::Long(0)) };
        let linked: Vec<Id> =
            read.links_to(&system, None)?.into_iter().filter(|it| it.end.kind == "risk").map(|it| it.end.id).collect();
        let grave = |risk: &RecordRow| {
            let level = risk.document.get("level").and_then(|it| it.as_str()).unwrap_or_default();
            !risk.retired && risk.state != "closed" && ["high", "critical"].contains(&level)
        };
        Ok(Known::Long(read.records(&linked)?.iter().filter(|it| grave(it)).count() as i64))
    };
    rows.iter().map(count).collect()
}
