//! What a decision rests on besides its subject: what the AI system is for of which a release or a use is decided about, and what a release
//! is made of. Where that is written otherwise since, the decision spoke of something else, and somebody decides anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::Id;
use store::{Read, RecordRow, Way};

use super::DECISION;
use super::binding::digest;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::released::RELEASE;
use crate::surroundings::SYSTEM;
use crate::{Error, reached};

/// Kinds about which it is decided for an AI system, with the field that names it.
const FOR: &[(&str, &str)] = &[("release", "system"), ("use_case", "system")];
/// From AI systems and parts of releases to the decisions that rest on them.
const MOVED: &[Way] = &[
    Way::against(FOR[0].0, FOR[0].1, SYSTEM),
    Way::against(FOR[1].0, FOR[1].1, SYSTEM),
    Way::against(RELEASE.0, RELEASE.1, "model_version"),
    Way::against(RELEASE.0, RELEASE.1, "component"),
    Way::against(DECISION, "subject", FOR[0].0),
    Way::against(DECISION, "subject", FOR[1].0),
];

/// Those of these decisions since which an AI system is for something else or a part is another, each with the sentence for it.
pub(super) fn moved(at: &Snapshot, decisions: &[RecordRow]) -> Result<HashMap<Id, String>, Error> {
    let subjects: BTreeSet<Id> = decisions.iter().flat_map(|it| targets(&it.document, "subject")).collect();
    let subjects = at.records(&subjects.into_iter().collect::<Vec<_>>())?;
    let subjects: BTreeMap<Id, RecordRow> =
        subjects.into_iter().filter(|it| FOR.iter().any(|of| of.0 == it.kind)).map(|it| (it.id.clone(), it)).collect();
    let system = |row: &RecordRow| targets(&row.document, FOR.iter().find(|it| it.0 == row.kind)?.1).pop();
    let parts = |row: &RecordRow| -> Vec<Id> {
        let rows = row.list(if row.kind == RELEASE.0 { RELEASE.1 } else { "" });
        let named = rows.filter_map(|it| it.as_object()).flat_map(|it| it.values().filter_map(|it| it.as_str()));
        named.filter_map(|it| it.parse().ok()).collect()
    };
    let ids: BTreeSet<Id> = subjects.values().flat_map(|it| parts(it).into_iter().chain(system(it))).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut past: BTreeMap<Id, Vec<RecordRow>> = BTreeMap::new();
    for it in at.read.histories(&ids.into_iter().collect::<Vec<_>>(), at.place)? {
        past.entry(it.record.id.clone()).or_default().push(it.record);
    }
    let one = |decision: &RecordRow| {
        let subject = targets(&decision.document, "subject").iter().find_map(|it| subjects.get(it))?;
        let intended = || {
            let (then, now) = since(past.get(&system(subject)?)?, decision)?;
            let other = |it: &&String| then.document.get(*it) != now.document.get(*it);
            let field = at.libraries.deciding.intended.iter().find(other)?;
            Some(format!(
                "{} is for something else since: `{field}` was changed after version {}",
                now.id, then.version
            ))
        };
        let made_of = || {
            parts(subject).iter().find_map(|part| {
                let (then, now) = since(past.get(part)?, decision)?;
                let other = digest(&then.document) != digest(&now.document);
                other.then(|| format!("{part} is part of it and was changed after version {}", then.version))
            })
        };
        Some((decision.id.clone(), intended().or_else(made_of)?))
    };
    Ok(decisions.iter().filter_map(one).collect())
}

/// A record as it stood when a decision was entered, and as it stands.
fn since<'a>(versions: &'a [RecordRow], decision: &RecordRow) -> Option<(&'a RecordRow, &'a RecordRow)> {
    let then = versions.iter().rev().find(|it| it.changed <= decision.created).or(versions.first())?;
    Some((then, versions.last()?))
}

/// The decisions whose answers may differ once this record is stored.
pub(super) fn touched(read: &Read, row: &RecordRow) -> Result<Vec<Id>, Error> {
    let behind = [SYSTEM, "model_version", "component"].contains(&row.kind.as_str());
    let mut found = if behind { reached::from_new(read, row, MOVED)? } else { Vec::new() };
    found.retain(|it| it.prefix == "DEC");
    Ok(found)
}
