//! Self-test of permission: attempts that must be refused by a named policy, and permitted twins that differ in one thing.

use std::path::Path;

use governance::{Error, Moment};
use record::Change;
use serde::Deserialize;

use super::{Folder, Outcome, enter, key};
use crate::demo::{Entered, Files};
use crate::exit::Failure;

/// The answer key of a folder with attempts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    attempt: Vec<Attempt>,
}

/// Something that somebody tries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attempt {
    /// What is tried, in words.
    what: String,
    /// Who tries it, by the name in `setup.toml`.
    by: String,
    /// Record, by the name in `setup.toml`.
    record: Option<String>,
    /// `create`, `edit`, `read`, `retire`, `erase`, or the name of a move.
    act: String,
    /// Kind of a record that is to be created.
    kind: Option<String>,
    #[serde(default)]
    set: toml::Table,
    /// Why, for moves that ask for it.
    why: Option<String>,
    /// Policy that must refuse; `permission` when nothing permits, `hidden` when the record must not be seen.
    refused_by: Option<String>,
    /// Words that the refusal must hold.
    #[serde(default)]
    says: Vec<String>,
}

/// Tries everything and compares the answers with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let home = Folder::make()?;
    let (entered, _) = enter(folder, &home, jiff::Timestamp::now(), Files::Embedded).await?;
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let key: Key = key(&folder.join(side))?;
        outcome.origin.clone_from(&key.origin);
        for attempt in &key.attempt {
            let answer = attempt_it(&entered, attempt).await?;
            judge(attempt, answer, &mut outcome);
        }
    }
    Ok(outcome)
}

/// Tries it; nothing is kept.
pub(super) async fn attempt_it(entered: &Entered, attempt: &Attempt) -> Result<Result<(), Error>, Failure> {
    let actor = entered.actor(&attempt.by)?;
    let id = attempt.record.as_deref().map(|name| entered.id(&format!("@{name}"))).transpose()?;
    let set = entered.document(&actor, &attempt.set).await?;
    let why = attempt.why.clone();
    let change = match (attempt.act.as_str(), id, &attempt.kind) {
        ("create", _, Some(kind)) => Change::Create { kind: kind.clone(), state: None, document: set },
        ("read", Some(id), _) => return Ok(entered.aims.record(&actor, &id, &Moment::Now).await.map(|_| ())),
        ("erase", Some(id), _) => {
            let fields: Vec<String> = set.keys().cloned().collect();
            return Ok(entered.aims.erase(&actor, &id, &fields, "asked by the person").await.map(|_| ()));
        }
        ("edit", Some(id), _) => Change::Edit { id, base: None, set, why },
        ("retire", Some(id), _) => Change::Retire { id, base: None, why: why.unwrap_or_default() },
        (transition, Some(id), _) => Change::Move { id, base: None, transition: transition.to_owned(), set, why },
        _ => return Err(Failure::input(format!("the attempt `{}` names no record and no kind", attempt.what))),
    };
    Ok(entered.aims.preview(&actor, change).await.map(|_| ()))
}

/// Compares an answer with what the key expects.
pub(super) fn judge(attempt: &Attempt, answer: Result<(), Error>, outcome: &mut Outcome) {
    let what = &attempt.what;
    match (&attempt.refused_by, answer) {
        (None, Ok(())) => outcome.clean += 1,
        (None, Err(error)) => outcome.false_alarms.push(format!("{what}: {error}")),
        (Some(policy), Err(Error::Refused(refusals))) if refused(attempt, policy, &refusals) => outcome.found += 1,
        (Some(policy), Err(Error::Missing(_))) if policy == "hidden" => outcome.found += 1,
        (Some(policy), Err(error)) => outcome.missed.push(format!("{what}: expected `{policy}`, it said: {error}")),
        (Some(policy), Ok(())) => outcome.missed.push(format!("{what}: expected `{policy}`, it was permitted")),
    }
}

/// Whether the policy refused, in words that hold what the key asks.
fn refused(attempt: &Attempt, policy: &str, refusals: &[policy::Refusal]) -> bool {
    let says = |message: &str| attempt.says.iter().all(|it| message.contains(it.as_str()));
    refusals.iter().any(|it| it.policy == policy && says(&it.message))
}
