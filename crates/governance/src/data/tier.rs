//! How strictly data are looked at: the highest tier of the AI systems that use them, directly or through models.
//!
//! Which outcome of a classification is which tier is data (`data/library/data_tiers.toml`). Serves ISO/IEC 42001 A.5.2 and A.7.2.

use jiff::Timestamp;
use store::RecordRow;

use super::library::{Tier, library};
use super::lineage::Lineage;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::counting::counted;

/// A tier, why, and until when.
#[derive(Debug, Clone)]
pub struct Tiered {
    /// How strict it is; the weakest is 0.
    pub rank: usize,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Tiered {
    /// The tier.
    pub fn tier(&self) -> Option<&'static Tier> {
        library().tiers.tier.get(self.rank)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.tier().map_or("", |it| it.name.as_str())
    }
}

/// The tier of a dataset.
pub fn tier(lineage: &Lineage, dataset: &RecordRow) -> Tiered {
    let tiers = &library().tiers;
    let mut best: Option<Tiered> = None;
    for system in systems(lineage, dataset) {
        let own = of_system(lineage, system);
        let until = [best.as_ref().and_then(|it| it.until), own.until].into_iter().flatten().min();
        let higher = best.as_ref().is_none_or(|it| own.rank > it.rank);
        best = best.filter(|_| !higher).or(Some(own)).map(|it| Tiered { until, ..it });
    }
    let unused =
        || Tiered { rank: tiers.rank(&tiers.unused), why: "no AI system uses the data".to_owned(), until: None };
    best.unwrap_or_else(unused)
}

/// The AI systems that use a dataset: those it names, and those of models that were made with its versions or with what was
/// made from them.
pub fn systems<'a>(lineage: &'a Lineage, dataset: &'a RecordRow) -> Vec<&'a RecordRow> {
    let mut found: Vec<&RecordRow> = lineage.to(dataset, "systems");
    found.extend(through_models(lineage, dataset));
    for version in lineage.made_from(&dataset.id) {
        found.extend(lineage.dataset(version).into_iter().flat_map(|it| lineage.to(it, "systems")));
    }
    found.retain(|it| it.kind == SYSTEM && counts(it));
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found.dedup_by(|one, other| one.id == other.id);
    found
}

/// The AI systems of models that were made with versions of a dataset or with what was made from them.
pub fn through_models<'a>(lineage: &'a Lineage, dataset: &'a RecordRow) -> Vec<&'a RecordRow> {
    let mut found = Vec::new();
    for version in lineage.made_from(&dataset.id) {
        for made in lineage.models(&version.id) {
            let models = lineage.built_upon(made.model).into_iter().flat_map(|it| lineage.to(it, "model"));
            found.extend(models.flat_map(|it| lineage.to(it, "systems")));
        }
    }
    found
}

/// The tier of an AI system by its confirmed classifications that are still valid; the highest counts.
pub(crate) fn of_system(lineage: &Lineage, system: &RecordRow) -> Tiered {
    let tiers = &library().tiers;
    let mut known: Vec<Tiered> = lineage
        .from(&system.id, "classification", "subject")
        .into_iter()
        .filter_map(|it| said(lineage, system, it))
        .collect();
    known.sort_by_key(|it| it.rank);
    let why = || format!("{} has no confirmed classification that is valid and names a tier", system.id);
    known.pop().unwrap_or_else(|| Tiered { rank: tiers.rank(&tiers.unclassified), why: why(), until: None })
}

/// What a classification says of the tier, while it counts.
fn said(lineage: &Lineage, system: &RecordRow, row: &RecordRow) -> Option<Tiered> {
    let counted = counted(row, &lineage.classified, lineage.time)?;
    let outcome = counted.outcome?;
    let rank = library().tiers.of(row.text("scheme")?, &outcome)?;
    Some(Tiered { rank, why: format!("{} is `{outcome}` by {}", system.id, row.id), until: counted.until })
}
