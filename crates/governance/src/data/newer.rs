//! Whether models were made with the newest versions of their data, with older ones, or with data that must not be used.
//! Serves ISO/IEC 42001 A.6.2.3 and A.7.5.

use record::Id;
use store::RecordRow;

use super::lineage::Lineage;
use super::retention::DISPOSAL;
use super::{MODEL_VERSION, OUT_OF_USE};

/// How the data behind a model stand, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// No newer version of any of them is known.
    Newest,
    /// A newer version exists.
    Older,
    /// Nobody has said with which data it was made.
    Unknown,
    /// Some of them were destroyed, and nobody has decided whether the model stays.
    Destroyed,
    /// Some of them must not be used any more.
    Withdrawn,
}

impl Behind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Behind::Newest => "newest",
            Behind::Older => "older",
            Behind::Unknown => "unknown",
            Behind::Destroyed => "destroyed",
            Behind::Withdrawn => "withdrawn",
        }
    }
}

/// How the data behind a model version stand, and why.
pub fn behind(lineage: &Lineage, model: &RecordRow) -> (Behind, String) {
    let used = lineage.to(model, "data");
    if used.is_empty() {
        return (Behind::Unknown, format!("nobody has said with which data {} was made", model.id));
    }
    let mut found: Vec<(Behind, String)> = used.iter().filter_map(|it| of_version(lineage, model, it)).collect();
    found.sort_by_key(|it| it.0);
    let newest = || (Behind::Newest, format!("{} was made with the newest versions of its data", model.id));
    found.pop().unwrap_or_else(newest)
}

/// How the data behind a model stand: by its newest version that is approved, or the newest at all.
pub fn behind_model(lineage: &Lineage, model: &RecordRow) -> Option<(Behind, String)> {
    let mut versions = lineage.from(&model.id, MODEL_VERSION, "model");
    versions.retain(|it| it.state != "withdrawn" && !it.retired);
    versions.sort_by_key(|it| (it.state == "approved", it.id.number));
    versions.pop().map(|it| behind(lineage, it))
}

/// The newest version of the same data and for the same part of the work, where this is not it.
pub fn newer<'a>(lineage: &'a Lineage, version: &RecordRow) -> Option<&'a RecordRow> {
    let age = |row: &RecordRow| (row.text("produced_on").unwrap_or_default().to_owned(), row.id.number);
    let dataset = lineage.dataset(version)?;
    let alike = |it: &&RecordRow| {
        let usable = !it.retired && !OUT_OF_USE.contains(&it.state.as_str());
        usable
            && it.text("split").unwrap_or_default() == version.text("split").unwrap_or_default()
            && age(it) > age(version)
    };
    lineage.versions(&dataset.id).into_iter().filter(alike).max_by_key(|it| age(it))
}

fn of_version(lineage: &Lineage, model: &RecordRow, version: &RecordRow) -> Option<(Behind, String)> {
    if let Some((run, day)) = destroyed(lineage, version) {
        let gone = format!("{} was made with {}, which was destroyed on {day} by {run}", model.id, version.id);
        return match stays(lineage, model) {
            Some(_) => None,
            None => Some((Behind::Destroyed, format!("{gone}; a decision is needed whether it stays"))),
        };
    }
    if version.retired || OUT_OF_USE.contains(&version.state.as_str()) {
        let state = if version.retired { "retired" } else { version.state.as_str() };
        return Some((Behind::Withdrawn, format!("{} was made with {}, which is {state}", model.id, version.id)));
    }
    let newer = newer(lineage, version).filter(|_| !only_tested(model, version))?;
    Some((Behind::Older, format!("{} was made with {}, and {} is newer", model.id, version.id, newer.id)))
}

/// Whether a model learned nothing from a version: newer data to test it leave the model as new as it was.
fn only_tested(model: &RecordRow, version: &RecordRow) -> bool {
    let id = version.id.to_string();
    let uses: Vec<_> = model.list("data").filter(|it| it["dataset_version"] == id.as_str()).collect();
    !uses.is_empty() && uses.iter().all(|it| it["used_for"] == "test")
}

/// The run by which a version was destroyed on schedule, and the day.
pub fn destroyed<'a>(lineage: &'a Lineage, version: &RecordRow) -> Option<(&'a Id, &'a str)> {
    let runs = lineage.from(&version.id, DISPOSAL, "items");
    let item = version.id.to_string();
    let went = |run: &&RecordRow| {
        let rows = run.list("manifest");
        rows.into_iter().any(|it| it["item"] == item.as_str() && it["outcome"] != "kept")
    };
    let run = runs.into_iter().filter(|_| version.state == "disposed").find(went)?;
    Some((&run.id, run.text("performed_on").unwrap_or_default()))
}

/// The decision by which a model stays although data behind it were destroyed.
pub fn stays<'a>(lineage: &'a Lineage, model: &RecordRow) -> Option<&'a RecordRow> {
    let decided = lineage.from(&model.id, "decision", "subject").into_iter();
    decided.filter(|it| lineage.opens(it)).find(|it| {
        let form = it.text("form").unwrap_or_default();
        lineage.libraries.retention.model_stays.iter().any(|known| known == form)
    })
}

/// Versions behind a model version, or behind the model versions of a release, that must not be used.
pub fn withdrawn(lineage: &Lineage, user: &RecordRow) -> Vec<String> {
    let mut models = lineage.to(user, "bundle");
    models.extend(lineage.row(&user.id).filter(|it| it.kind == MODEL_VERSION));
    let used = models.iter().flat_map(|it| lineage.to(it, "data"));
    let stay = !models.is_empty() && models.iter().all(|it| stays(lineage, it).is_some());
    let bad = used.filter(|it| it.retired || OUT_OF_USE.contains(&it.state.as_str()));
    let bad = bad.filter(|it| !stay || destroyed(lineage, it).is_none());
    let mut found: Vec<String> = bad.map(|it| format!("{} `{}` ({})", it.id, it.title, it.state)).collect();
    found.sort();
    found.dedup();
    found
}
