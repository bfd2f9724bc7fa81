//! What leads to what around a record: "from what?" against the arrows, "used where?" along them. Serves ISO/IEC 42001 A.7.5.

use std::collections::BTreeSet;

use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::lineage::Lineage;
use super::{DATASET, MODEL_VERSION, VERSION, tier};
use crate::surroundings::counts;

/// That one record led to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Arrow {
    /// What was before.
    pub from: Id,
    /// What came of it.
    pub to: Id,
    /// How, in a few words.
    pub means: String,
}

/// The arrows on the ways that lead to a record and on those that lead on from it.
pub fn arrows(lineage: &Lineage, of: &Id) -> Vec<Arrow> {
    let all = everything(lineage);
    let (before, after) = (reached(&all, of, false), reached(&all, of, true));
    let on = |side: &BTreeSet<Id>, it: &Arrow| side.contains(&it.from) && side.contains(&it.to);
    all.into_iter().filter(|it| on(&before, it) || on(&after, it)).collect()
}

/// The records that lie before a record, or after it; itself among them.
pub fn side(lineage: &Lineage, of: &Id, after: bool) -> BTreeSet<Id> {
    reached(&everything(lineage), of, after)
}

fn reached(all: &[Arrow], of: &Id, after: bool) -> BTreeSet<Id> {
    let mut found = BTreeSet::from([of.clone()]);
    loop {
        let end = |it: &Arrow| if after { (it.from.clone(), it.to.clone()) } else { (it.to.clone(), it.from.clone()) };
        let more: Vec<Id> =
            all.iter().map(end).filter(|it| found.contains(&it.0) && !found.contains(&it.1)).map(|it| it.1).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Every arrow of a lineage.
fn everything(lineage: &Lineage) -> Vec<Arrow> {
    let mut all: Vec<Arrow> = lineage
        .rows()
        .flat_map(|it| match it.kind.as_str() {
            DATASET => of_dataset(lineage, it),
            VERSION => of_version(lineage, it),
            MODEL_VERSION => of_model_version(lineage, it),
            _ => Vec::new(),
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

fn arrow(from: &RecordRow, to: &RecordRow, means: impl Into<String>) -> Arrow {
    Arrow { from: from.id.clone(), to: to.id.clone(), means: means.into() }
}

fn of_dataset(lineage: &Lineage, dataset: &RecordRow) -> Vec<Arrow> {
    let versions = lineage.versions(&dataset.id).into_iter().map(|it| arrow(dataset, it, "has the version"));
    // Where models stand between, the ways through them say more.
    let through = tier::through_models(lineage, dataset);
    let direct = |it: &&RecordRow| counts(it) && !through.iter().any(|known| known.id == it.id);
    let systems = lineage.to(dataset, "systems").into_iter().filter(direct);
    versions.chain(systems.map(|it| arrow(dataset, it, "is used by"))).collect()
}

fn of_version(lineage: &Lineage, version: &RecordRow) -> Vec<Arrow> {
    let text = |row: &Value| row["step"].as_str().unwrap_or_default().to_owned();
    let steps: Vec<String> = version.list("steps").map(text).collect();
    let means = if steps.is_empty() { "became".to_owned() } else { steps.join(", ") };
    let parents = lineage.to(version, "derived_from").into_iter().map(|it| arrow(it, version, means.clone()));
    let models = lineage.models(&version.id).into_iter().map(|it| {
        let means = match it.used_for.as_str() {
            "train" => "trained",
            "validate" => "validated",
            _ => "tested",
        };
        arrow(version, it.model, means)
    });
    parents.chain(models).collect()
}

fn of_model_version(lineage: &Lineage, version: &RecordRow) -> Vec<Arrow> {
    let built = lineage.to(version, "built_on").into_iter().map(|it| arrow(it, version, "was built into"));
    let systems = lineage.to(version, "model").into_iter().flat_map(|it| lineage.to(it, "systems"));
    built.chain(systems.filter(|it| counts(it)).map(|it| arrow(version, it, "works in"))).collect()
}
