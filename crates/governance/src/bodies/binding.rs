//! What a decision was about, kept when it is entered: the digest of its subject, its tier, how far a change reaches, and who made or
//! owns it. Whatever the subject says differently later is not what was decided.

use record::{Document, Id};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Read, RecordRow};

use super::{DECISION, matter};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Fields that say nothing of what is decided about: who looks after a record, where it is filed, and what a decision itself fills in.
const BESIDE: &[&str] = &[
    "owner",
    "unit",
    "access",
    "tags",
    "external_ids",
    "files",
    "decision",
    "approval",
    "override_decision",
    "tables",
    "retired_on",
    "in_service_on",
];
/// Fields that are kept with a decision.
const KEPT: &[&str] = &["digest", "tier", "change_class", "concerned"];

/// SHA-256 of what a record says, whatever the order of its fields.
pub fn digest(document: &Document) -> String {
    let said: std::collections::BTreeMap<&str, &Value> =
        document.iter().map(|it| (it.0.as_str(), it.1)).filter(|it| !BESIDE.contains(&it.0)).collect();
    let text = serde_json::to_string(&said).unwrap_or_default();
    format!("sha256:{}", ledger::to_hex(&Sha256::digest(text)))
}

/// Fills what is kept with a decision: of the version that it names, else of today's. What is kept already stays as long as the
/// decision is about the same; what somebody wrote there is not kept. What comes in with a file, with a whole store or at the console stays as it is; of
/// a body, it does not count without a digest.
pub(crate) fn bind(
    at: &Snapshot,
    kind: &str,
    before: Option<&Document>,
    after: &mut Document,
    brought: bool,
) -> Result<(), Error> {
    let held = |it: &Document| it.get("digest").and_then(Value::as_str).is_some_and(|it| !it.is_empty());
    if kind != DECISION || brought {
        return Ok(());
    }
    let named = |it: &Document| (it.get("subject").cloned(), it.get("subject_version").cloned());
    let same = before.filter(|it| held(it) && named(it) == named(after)).cloned();
    KEPT.iter().for_each(|it| drop(after.remove(*it)));
    let kept = match same {
        Some(before) => before,
        None => of_subject(at, after)?,
    };
    after.extend(KEPT.iter().filter_map(|it| Some(((*it).to_owned(), kept.get(*it)?.clone()))));
    Ok(())
}

/// What is kept of the subject of a decision.
fn of_subject(at: &Snapshot, decision: &Document) -> Result<Document, Error> {
    let Some(subject) = targets(decision, "subject").pop() else { return Ok(Document::new()) };
    let Some(row) = version(at.read, subject, decision.get("subject_version").and_then(Value::as_i64))? else {
        return Ok(Document::new());
    };
    let matter = matter::read(at, &[&row], true)?.remove(&row.id).unwrap_or_default();
    let people = concerned(&row, &matter);
    let mut kept = Document::new();
    kept.insert("digest".to_owned(), digest(&row.document).into());
    kept.insert("tier".to_owned(), matter.tier.into());
    kept.insert("change_class".to_owned(), matter.change_class.into());
    if !people.is_empty() {
        kept.insert("concerned".to_owned(), json!(people));
    }
    Ok(kept)
}

fn version(read: &Read, subject: Id, version: Option<i64>) -> Result<Option<RecordRow>, Error> {
    match version {
        Some(version) => Ok(read.versions(&[(subject, version)])?.pop().map(|it| it.record)),
        None => Ok(read.record(&subject)?),
    }
}

/// Who made or owns a record or one of its AI systems, each once.
pub(crate) fn concerned(row: &RecordRow, matter: &matter::Matter) -> Vec<Id> {
    let own = [row.owner.as_deref(), Some(row.makers.creator.as_str())];
    let own = own.into_iter().flatten().filter(|it| it.starts_with("PER-")).filter_map(|it| it.parse().ok());
    let mut all: Vec<Id> = own.chain(matter.owners.iter().map(|it| it.1.clone())).collect();
    all.sort();
    all.dedup();
    all
}
