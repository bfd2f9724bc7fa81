//! How strictly data are looked at: the highest tier of the AI systems that use them, directly or through models.
//!
//! Which outcome of a classification is which tier is data (`data/library/data_tiers.toml`). Serves ISO/IEC 42001 A.5.2 and A.7.2.

use jiff::Timestamp;
use store::RecordRow;

use super::library::{Tier, Tiers};
use super::lineage::Lineage;
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::counting::counted;

/// A tier, why, and until when.
#[derive(Debug, Clone, Default)]
pub struct Tiered {
    /// How strict it is; the weakest is 0.
    pub rank: usize,
    /// The tier; none where there are no tiers at all.
    pub tier: Option<Tier>,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Tiered {
    /// Its name.
    pub fn name(&self) -> &str {
        self.tier.as_ref().map_or("", |it| it.name.as_str())
    }

    /// How long a measurement of such data counts.
    pub fn lasts(&self) -> Option<jiff::Span> {
        self.tier.as_ref().and_then(|it| it.lasts.parse().ok())
    }
}

impl Tiers {
    /// The tier of a rank, from what it follows, and until when.
    pub(crate) fn follows(&self, rank: usize, why: String, until: Option<Timestamp>) -> Tiered {
        Tiered { rank, tier: self.tier.get(rank).cloned(), why, until }
    }
}

/// The tier of a dataset.
pub fn tier(lineage: &Lineage, dataset: &RecordRow) -> Tiered {
    let tiers = &lineage.libraries.tiers;
    let mut best: Option<Tiered> = None;
    for system in systems(lineage, dataset) {
        let own = of_system(lineage, system);
        let until = [best.as_ref().and_then(|it| it.until), own.until].into_iter().flatten().min();
        let higher = best.as_ref().is_none_or(|it| own.rank > it.rank);
        best = best.filter(|_| !higher).or(Some(own)).map(|it| Tiered { until, ..it });
    }
    let unused = || tiers.follows(tiers.rank(&tiers.unused), "no AI system uses the data".to_owned(), None);
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
    let tiers = &lineage.libraries.tiers;
    let mut known: Vec<Tiered> = lineage
        .from(&system.id, "classification", "subject")
        .into_iter()
        .filter_map(|it| said(lineage, system, it))
        .collect();
    known.sort_by_key(|it| it.rank);
    let why = || format!("{} has no confirmed classification that is valid and names a tier", system.id);
    known.pop().unwrap_or_else(|| tiers.follows(tiers.rank(&tiers.unclassified), why(), None))
}

/// What a classification says of the tier, while it counts.
fn said(lineage: &Lineage, system: &RecordRow, row: &RecordRow) -> Option<Tiered> {
    let counted = counted(row, &lineage.classified, lineage.time)?;
    let outcome = counted.outcome?;
    let tiers = &lineage.libraries.tiers;
    let rank = tiers.of(row.text("scheme")?, &outcome)?;
    Some(tiers.follows(rank, format!("{} is `{outcome}` by {}", system.id, row.id), counted.until))
}
