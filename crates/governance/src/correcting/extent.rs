//! Where else the same gap or the same cause is: AI systems for which the requirement stands no better, by the coverage of requirements, and AI
//! systems that hang on the records in which the cause lies. Every one is a proposal that somebody answers. Serves ISO/IEC 42001 10.2 b.

use std::collections::{BTreeMap, BTreeSet};

use conformity::Status;
use record::Id;
use serde::Serialize;
use store::{Heading, RecordRow};

use super::proof::criteria;
use crate::Error;
use crate::conformity::kept::Covered;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::surroundings::SYSTEM;
use crate::writing::links;

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

/// The field of the records in which a cause lies.
const CAUSES: &str = "cause_records";

/// AI systems by the record in which a cause lies, each with the record through which it hangs on it.
type Hanging = BTreeMap<Id, BTreeMap<Id, Id>>;

/// Where the same may be, by nonconformity; a fixed number of statements for any number of them.
pub(crate) fn like_cases(
    at: &Snapshot,
    rows: &[RecordRow],
    covered: &Covered,
) -> Result<BTreeMap<Id, Vec<Like>>, Error> {
    let causes = rows.iter().flat_map(|it| targets(&it.document, CAUSES)).collect();
    let hanging = hanging(at, &causes)?;
    Ok(rows.iter().map(|it| (it.id.clone(), like(at, it, covered, &hanging))).collect())
}

fn like(at: &Snapshot, row: &RecordRow, covered: &Covered, hanging: &Hanging) -> Vec<Like> {
    let counts = |id: &Id| covered.matrix.system(&id.to_string()).is_some();
    let own: BTreeSet<Id> = targets(&row.document, "about").into_iter().filter(counts).collect();
    let mut found: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    for (system, why) in same_gap(at, row, covered, &own).into_iter().chain(same_cause(row, hanging)) {
        found.entry(system).or_default().push(why);
    }
    let answers = answers(row);
    let all = found.into_iter().filter(|it| !own.contains(&it.0) && counts(&it.0));
    all.map(|(system, why)| Like { answer: answers.get(&system).cloned(), system, why }).collect()
}

/// What somebody answered about places that were proposed.
fn answers(row: &RecordRow) -> BTreeMap<Id, String> {
    let one = |it: &serde_json::Value| {
        let text = |name: &str| it.get(name).and_then(|it| it.as_str());
        Some((text("where")?.parse().ok()?, text("result")?.to_owned()))
    };
    row.list("like_cases").filter_map(one).collect()
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

/// AI systems that hang on a record in which the cause lies.
fn same_cause(row: &RecordRow, hanging: &Hanging) -> Vec<(Id, String)> {
    let of = |cause: Id| {
        let systems = hanging.get(&cause).into_iter().flatten();
        let told = systems.map(|(system, through)| match *through == cause {
            true => (system.clone(), format!("it hangs on {cause}, in which the cause lies")),
            false => (system.clone(), format!("it hangs on {cause}, in which the cause lies, through {through}")),
        });
        told.collect::<Vec<_>>()
    };
    targets(&row.document, CAUSES).into_iter().flat_map(of).collect()
}

/// AI systems that hang on these records, directly or over one record between them.
fn hanging(at: &Snapshot, causes: &BTreeSet<Id>) -> Result<Hanging, Error> {
    let kinds: Vec<&str> = at.libraries.correcting.extent.kinds.iter().map(String::as_str).chain([SYSTEM]).collect();
    let near = near(at, causes, &kinds)?;
    let is_system = |it: &&Heading| it.kind == SYSTEM;
    let between = near.values().flatten().filter(|it| it.kind != SYSTEM).map(|it| it.id.clone()).collect();
    let far = self::near(at, &between, &[SYSTEM])?;
    let mut found = Hanging::new();
    for (cause, all) in near {
        let systems = found.entry(cause.clone()).or_default();
        systems.extend(all.iter().filter(is_system).map(|it| (it.id.clone(), cause.clone())));
        for through in all.iter().filter(|it| it.kind != SYSTEM) {
            for system in far.get(&through.id).into_iter().flatten() {
                systems.entry(system.id.clone()).or_insert_with(|| through.id.clone());
            }
        }
    }
    Ok(found)
}

/// Records of these kinds that each of these names, or by which it is named.
fn near(at: &Snapshot, of: &BTreeSet<Id>, kinds: &[&str]) -> Result<BTreeMap<Id, Vec<Heading>>, Error> {
    let ids: Vec<Id> = of.iter().cloned().collect();
    let mut found: BTreeMap<Id, BTreeMap<Id, Heading>> = BTreeMap::new();
    for (target, link) in at.read.links_to_any(&ids, kinds)? {
        found.entry(target).or_default().insert(link.end.id.clone(), link.end);
    }
    let links = |row: &RecordRow| at.catalog.kind(&row.kind).map(|kind| links(kind, &row.document)).unwrap_or_default();
    let named: Vec<(Id, Id)> =
        at.records(&ids)?.iter().flat_map(|row| links(row).into_iter().map(|it| (row.id.clone(), it.1))).collect();
    let ends: BTreeSet<Id> = named.iter().map(|it| it.1.clone()).collect();
    let headings = at.read.headings(&ends.into_iter().collect::<Vec<_>>())?;
    let headings: BTreeMap<Id, Heading> = headings.into_iter().map(|it| (it.id.clone(), it)).collect();
    for (from, to) in named {
        if let Some(heading) = headings.get(&to) {
            found.entry(from).or_default().insert(to, heading.clone());
        }
    }
    let fits = |it: &Heading| !it.retired && kinds.contains(&it.kind.as_str());
    Ok(found.into_iter().map(|(id, all)| (id, all.into_values().filter(|it| fits(it)).collect())).collect())
}
