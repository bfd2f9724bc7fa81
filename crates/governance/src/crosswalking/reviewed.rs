//! Mappings of requirements as decisions about relations, and the relations that follow from them and from crosswalks.

use library::{Links, Relation, Reviewed, Step};
use store::{Condition, RecordRow};

use crate::Error;
use crate::derived::Snapshot;
use crate::integrating::{MAPPING, REVIEWED};

/// The state of a mapping that does not hold.
pub const REJECTED: &str = "rejected";
/// The state of a mapping that waits for somebody else.
pub const PROPOSED: &str = "proposed";

/// Relations as mappings name them.
const WORDS: &[(&str, Relation)] = &[
    ("equal", Relation::EqualTo),
    ("equivalent", Relation::EquivalentTo),
    ("subset", Relation::SubsetOf),
    ("superset", Relation::SupersetOf),
    ("intersects", Relation::IntersectsWith),
    ("none", Relation::NoRelationship),
];

/// The relation of a word.
pub fn relation(word: &str) -> Option<Relation> {
    WORDS.iter().find(|it| it.0 == word).map(|it| it.1)
}

/// The word of a relation.
pub fn word(of: Relation) -> &'static str {
    WORDS.iter().find(|it| it.1 == of).map_or("none", |it| it.0)
}

/// Every word of a relation.
pub fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|it| it.0)
}

/// What a mapping says of two requirements; nothing where it is about records, or half filled in.
pub(super) fn said(row: &RecordRow) -> Option<Reviewed> {
    let text = |field: &str| row.text(field).map(str::trim).filter(|it| !it.is_empty());
    let stated = relation(row.text("relation")?)?;
    let strength = row.document.get("strength").and_then(serde_json::Value::as_u64).unwrap_or_default();
    let step = Step {
        from: text("from_requirement")?.to_owned(),
        to: text("to_requirement")?.to_owned(),
        relation: if row.state == REJECTED { Relation::NoRelationship } else { stated },
        strength: u8::try_from(strength).unwrap_or(10),
        rationale: row.text("rationale").unwrap_or_default().to_owned(),
        reviewer: Some(row.text("reviewed_by").unwrap_or(&row.makers.editor).to_owned()),
    };
    Some(Reviewed { step, proposed: row.text("proposed").and_then(relation) })
}

/// Whether the state of a mapping is a decision.
pub(super) fn decided(row: &RecordRow) -> bool {
    [REVIEWED, REJECTED].contains(&row.state.as_str()) && !row.retired
}

/// Mappings of requirements at a moment, in the order in which they came to be as they are.
pub(super) fn mappings(at: &Snapshot, states: &[&str]) -> Result<Vec<RecordRow>, Error> {
    let states = states.iter().map(|it| (*it).to_owned()).collect();
    let mut rows = at.list(MAPPING, vec![Condition::State(states)])?;
    rows.retain(|it| it.text("from_requirement").is_some());
    rows.sort_by_key(|it| it.place);
    Ok(rows)
}

/// What people decided about relations between requirements, the latest last.
pub(crate) fn reviewed(at: &Snapshot) -> Result<Vec<Reviewed>, Error> {
    Ok(mappings(at, &[REVIEWED, REJECTED])?.iter().filter_map(said).collect())
}

/// The relations between requirements at a moment.
pub(crate) fn links(at: &Snapshot) -> Result<Links, Error> {
    Ok(Links::of(at.libraries.shelf(), &reviewed(at)?))
}
