//! Where else the same gap or the same cause is: AI systems for which the requirement stands no better, by the coverage of requirements, and AI
//! systems that hang on the records in which the cause lies. Every one is a proposal that somebody answers. Serves ISO/IEC 42001 10.2 b.

use std::collections::{BTreeMap, BTreeSet};

use conformity::Status;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::proof::criteria;
use crate::Error;
use crate::conformity::kept::Covered;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::surroundings::SYSTEM;

/// A place at which the same may be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Like {
    /// The AI system.
    pub system: Id,
    /// Why it is proposed, each in a sentence.
    pub why: Vec<String>,
    /// What somebody answered; nothing while nobody has.
    pub answer: Option<String>,
}

/// Where the same may be, by number.
pub(crate) fn like_cases(at: &Snapshot, row: &RecordRow, covered: &Covered) -> Result<Vec<Like>, Error> {
    let own: BTreeSet<Id> = systems_of(at, targets(&row.document, "about"))?;
    let mut found: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    for (system, why) in same_gap(at, row, covered, &own).into_iter().chain(same_cause(at, row)?) {
        found.entry(system).or_default().push(why);
    }
    let answers = answers(row);
    let unknown = |id: &Id| !own.contains(id) && covered.matrix.system(&id.to_string()).is_some();
    let all = found.into_iter().filter(|it| unknown(&it.0));
    Ok(all.map(|(system, why)| Like { answer: answers.get(&system).cloned(), system, why }).collect())
}

/// What somebody answered about places that were proposed.
fn answers(row: &RecordRow) -> BTreeMap<Id, String> {
    let one = |it: &serde_json::Value| {
        let text = |name: &str| it.get(name).and_then(|it| it.as_str());
        Some((text("where")?.parse().ok()?, text("result")?.to_owned()))
    };
    row.list("like_cases").filter_map(one).collect()
}

fn systems_of(at: &Snapshot, ids: Vec<Id>) -> Result<BTreeSet<Id>, Error> {
    Ok(at.records(&ids)?.into_iter().filter(|it| it.kind == SYSTEM).map(|it| it.id).collect())
}

/// AI systems for which a requirement stands as low as for one of its own, or lower.
fn same_gap(at: &Snapshot, row: &RecordRow, covered: &Covered, own: &BTreeSet<Id>) -> Vec<(Id, String)> {
    let (matrix, mut found) = (&covered.matrix, Vec::new());
    for reference in criteria(at, row) {
        let Some(node) = matrix.plan.place(&reference) else { continue };
        let status = |it: &Id| Some(matrix.status(node, Some(matrix.system(&it.to_string())?)));
        let gap = |it: &Status| it.counts() && *it < Status::Operating;
        let Some(worst) = own.iter().filter_map(status).filter(gap).max() else { continue };
        for system in matrix.systems.iter().filter_map(|it| it.parse::<Id>().ok()).filter(|it| !own.contains(it)) {
            let Some(status) = status(&system).filter(|it| gap(it) && *it <= worst) else { continue };
            let word = status.name().replace('_', " ");
            found.push((system, format!("{reference} is {word} there too")));
        }
    }
    found
}

/// AI systems that hang on a record in which the cause lies, directly or over one record between them.
fn same_cause(at: &Snapshot, row: &RecordRow) -> Result<Vec<(Id, String)>, Error> {
    let causes = targets(&row.document, "cause_records");
    let mut found = Vec::new();
    let kinds: Vec<&str> = at.libraries.correcting.extent.kinds.iter().map(String::as_str).chain([SYSTEM]).collect();
    for cause in causes {
        let near = around(at, std::slice::from_ref(&cause), &kinds)?;
        let mut systems: BTreeMap<Id, Id> = BTreeMap::new();
        for it in near.iter().filter(|it| it.kind == SYSTEM) {
            systems.insert(it.id.clone(), cause.clone());
        }
        let between: Vec<RecordRow> = near.into_iter().filter(|it| it.kind != SYSTEM).collect();
        for it in &between {
            for far in around(at, std::slice::from_ref(&it.id), &[SYSTEM])? {
                systems.entry(far.id).or_insert_with(|| it.id.clone());
            }
        }
        found.extend(systems.into_iter().map(|(system, through)| match through == cause {
            true => (system, format!("it hangs on {cause}, in which the cause lies")),
            false => (system, format!("it hangs on {cause}, in which the cause lies, through {through}")),
        }));
    }
    Ok(found)
}

/// Records of these kinds that these name, or by which they are named.
fn around(at: &Snapshot, ids: &[Id], kinds: &[&str]) -> Result<Vec<RecordRow>, Error> {
    let mut near: BTreeSet<Id> = BTreeSet::new();
    for id in ids {
        near.extend(at.read.links_from(id, at.place)?.into_iter().map(|it| it.end.id));
        near.extend(at.read.links_to(id, at.place)?.into_iter().map(|it| it.end.id));
    }
    let rows = at.records(&near.into_iter().collect::<Vec<_>>())?;
    Ok(rows.into_iter().filter(|it| !it.retired && kinds.contains(&it.kind.as_str())).collect())
}
