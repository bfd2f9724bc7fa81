//! Whether models were made with the newest versions of their data, with older ones, or with data that must not be used.
//! Serves ISO/IEC 42001 A.6.2.3 and A.7.5.

use store::RecordRow;

use super::lineage::Lineage;
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
    if version.retired || OUT_OF_USE.contains(&version.state.as_str()) {
        let state = if version.retired { "retired" } else { version.state.as_str() };
        return Some((Behind::Withdrawn, format!("{} was made with {}, which is {state}", model.id, version.id)));
    }
    let newer = newer(lineage, version)?;
    Some((Behind::Older, format!("{} was made with {}, and {} is newer", model.id, version.id, newer.id)))
}

/// Versions behind a model version, or behind the model versions of a release, that must not be used.
pub fn withdrawn(lineage: &Lineage, user: &RecordRow) -> Vec<String> {
    let mut models = lineage.to(user, "bundle");
    models.extend(lineage.row(&user.id).filter(|it| it.kind == MODEL_VERSION));
    let used = models.iter().flat_map(|it| lineage.to(it, "data"));
    let bad = used.filter(|it| it.retired || OUT_OF_USE.contains(&it.state.as_str()));
    let mut found: Vec<String> = bad.map(|it| format!("{} `{}` ({})", it.id, it.title, it.state)).collect();
    found.sort();
    found.dedup();
    found
}
