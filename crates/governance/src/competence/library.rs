//! What competence goes by (`data/library/competence.toml`).

use record::Catalog;
use serde::Deserialize;

use super::RECORD;
use crate::libraries::{Libraries, Part, choices};

/// Thresholds, and the role that audits.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competences {
    /// How many days before its end a proof is expiring.
    pub expiring_days: i64,
    /// The key of the role whose demands are asked of those who audit.
    pub auditor: String,
}

impl Part for Competences {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        for (wrong, says) in [
            (self.expiring_days < 0, "`expiring_days` is 0 or more"),
            (self.auditor.is_empty(), "`auditor` is the key of a role, such as internal_auditor"),
            (choices(catalog, RECORD, "level").is_empty(), "proofs of competence have no levels"),
        ] {
            found.extend(wrong.then(|| says.to_owned()));
        }
        found
    }
}
