//! What belongs to the AI management system: each use of AI, AI system and unit in, out or an interface, by decision tables over facts from
//! records, each with its reasons; what contradicts the boundary; and what follows where it moves. Serves ISO/IEC 42001 4.1 to 4.4 and A.9.4.
//!
//! - [`library`]: words, parts and contradictions as data. [`boundary`]: a scope as its record says it, and where units lie to it.
//! - `gathered`: what is around a scope, read as sets. [`facts`]: what is known of a use or an AI system, each with its source.
//! - [`verdict`]: what the tables make of that. [`check`]: contradictions, one visible list.
//! - [`statement`]: the scope in words, made from records. [`effect`]: what follows where a unit moves, a difference of two.
//! - [`whole`]: the same for those who ask. [`paper`]: as files. `entered`, `answers`: what is refused, and what policies may know.
//!
//! Nothing is stored. While no scope is in force, all AI systems are inside. Whether something is an AI system at all is a classification like
//! any other: its scheme is [`DEFINITION`].

pub(crate) mod answers;
pub mod boundary;
pub mod check;
pub mod effect;
pub(crate) mod entered;
pub mod facts;
pub(crate) mod gathered;
pub mod library;
pub mod paper;
pub mod statement;
pub(crate) mod taking_over;
pub mod verdict;
pub mod whole;

use std::collections::BTreeSet;

use store::{Condition, RecordRow};

use crate::Error;
use crate::derived::{Snapshot, day};
use crate::responsibility::UNIT;
use crate::surroundings::SYSTEM;
use crate::tiering::CLASSIFICATION;
use gathered::Around;
use verdict::{OUT, judged};

/// The kind of scopes.
pub const SCOPE: &str = "aims_scope";
/// The kind of uses of AI.
pub const USE: &str = "use_case";
/// The kind of matters that bear on the management system.
pub const ISSUE: &str = "context_issue";
/// The kind of what interested parties require.
pub const REQUIREMENT: &str = "interested_party_requirement";
/// The scheme that says whether something is an AI system.
pub const DEFINITION: &str = "ai_definition";
/// The state in which a scope counts.
pub const IN_FORCE: &str = "in_force";

/// Kinds on which it hangs what belongs to the management system.
pub(crate) const KINDS: &[&str] = &[
    SCOPE,
    USE,
    SYSTEM,
    UNIT,
    REQUIREMENT,
    CLASSIFICATION,
    crate::conformity::OBLIGATION,
    crate::deciding::KIND,
    crate::bodies::DECISION,
];

/// The scope in force at a moment; of several, which one transaction never leaves, the latest.
pub(crate) fn in_force(at: &Snapshot) -> Result<Option<RecordRow>, Error> {
    let rows = at.list(SCOPE, vec![Condition::State(vec![IN_FORCE.to_owned()])])?;
    Ok(rows.into_iter().max_by_key(|it| it.id.number))
}

/// AI systems that the scope in force leaves out, by number; none while no scope is in force.
pub(crate) fn left_out(at: &Snapshot) -> Result<BTreeSet<String>, Error> {
    let Some(row) = in_force(at)? else { return Ok(BTreeSet::new()) };
    let around = Around::of_verdicts(at, day(at.time))?;
    let judged = judged(&around, &boundary::Scope::read(&row));
    Ok(judged.systems.iter().filter(|it| it.verdict == OUT).map(|it| it.id.to_string()).collect())
}
