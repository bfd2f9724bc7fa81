//! The effective whole of kinds, scales and matrices: what the program ships with an organisation's overlay laid over it.
//!
//! Loading reports every fault of every file at once. `reading` turns files into values, `overlay` lays one folder over
//! the other, `soundness` checks the result; here stands what the rest of the program asks.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::reading::Draft;
use crate::{Fault, Field, FieldType, Kind, Matrix, Scale, canonical, overlay, soundness};

/// One configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path below `data/` or below the overlay's folder, such as `kinds/risk.toml`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// The file `text` at `path`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        Source { path: path.into(), text: text.into() }
    }
}

/// All kinds, scales and matrices in force, checked.
#[derive(Debug, Clone)]
pub struct Catalog {
    kinds: Vec<Kind>,
    by_name: BTreeMap<String, usize>,
    by_prefix: BTreeMap<String, usize>,
    scales: BTreeMap<String, Scale>,
    matrices: BTreeMap<String, Matrix>,
    digest: String,
}

impl Catalog {
    /// Reads `base`, lays `overlay` over it and checks the whole; sources outside `kinds/` and `scales/` are ignored.
    ///
    /// Errors: every fault found, sorted by file and line.
    pub fn load(base: &[Source], overlay: &[Source]) -> Result<Catalog, Vec<Fault>> {
        let mut draft = Draft::read(base);
        overlay::lay(&mut draft, overlay);
        soundness::examine(&mut draft);
        if draft.faults.is_empty() {
            return Ok(Catalog::of(draft));
        }
        let mut faults = draft.faults;
        faults.sort_by(|a, b| (&a.file, a.line, a.column, &a.message).cmp(&(&b.file, b.line, b.column, &b.message)));
        faults.dedup();
        Err(faults)
    }

    fn of(draft: Draft) -> Catalog {
        let mut kinds: Vec<Kind> = draft.kinds.into_values().map(|it| it.value).collect();
        kinds.sort_by(|a, b| (&a.area, &a.kind).cmp(&(&b.area, &b.kind)));
        let scales: BTreeMap<_, _> = draft.scales.into_iter().map(|(name, it)| (name, it.value)).collect();
        let matrices: BTreeMap<_, _> = draft.matrices.into_iter().map(|(name, it)| (name, it.value)).collect();
        Catalog {
            by_name: kinds.iter().enumerate().map(|(index, it)| (it.kind.clone(), index)).collect(),
            by_prefix: kinds.iter().enumerate().map(|(index, it)| (it.prefix.clone(), index)).collect(),
            digest: digest(&kinds, &scales, &matrices),
            kinds,
            scales,
            matrices,
        }
    }

    /// The kind of this name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.by_name.get(name).and_then(|index| self.kinds.get(*index))
    }

    /// Every kind, by area and then by name.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// The kind whose records' numbers begin with `prefix`.
    pub fn kind_of_prefix(&self, prefix: &str) -> Option<&Kind> {
        self.by_prefix.get(prefix).and_then(|index| self.kinds.get(*index))
    }

    /// The scale of this name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scales.get(name)
    }

    /// Every scale, by name.
    pub fn scales(&self) -> impl Iterator<Item = &Scale> {
        self.scales.values()
    }

    /// The matrix of this name.
    pub fn matrix(&self, name: &str) -> Option<&Matrix> {
        self.matrices.get(name)
    }

    /// Every matrix, by name.
    pub fn matrices(&self) -> impl Iterator<Item = &Matrix> {
        self.matrices.values()
    }

    /// The link fields that may point to records of `kind` and name the list to be shown there, in the order of `kinds`.
    pub fn inverses(&self, kind: &str) -> Vec<(&Kind, &Field)> {
        let links_here = |field: &&Field| match &field.ty {
            FieldType::Link { to } | FieldType::Links { to } => field.inverse.is_some() && to.allows(kind),
            _ => false,
        };
        self.kinds
            .iter()
            .flat_map(|source| source.fields.iter().filter(links_here).map(move |it| (source, it)))
            .collect()
    }

    /// `sha256:…` over the canonical form of all kinds, scales and matrices, so that two nodes can tell whether they agree.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }
}

fn digest(kinds: &[Kind], scales: &BTreeMap<String, Scale>, matrices: &BTreeMap<String, Matrix>) -> String {
    let whole = serde_json::json!({ "kinds": kinds, "scales": scales, "matrices": matrices });
    let hash = Sha256::digest(canonical(&whole).as_bytes());
    hash.iter().fold("sha256:".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}
