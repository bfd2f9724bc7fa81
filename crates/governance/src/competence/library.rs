//! What competence goes by (`data/library/competence.toml`).

use record::Catalog;
use serde::Deserialize;

use super::RECORD;
use crate::libraries::{Libraries, Part, Words, choices};

/// Thresholds, and the role that audits.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competences {
    /// How many days before its end a proof is expiring.
    pub expiring_days: i64,
    /// The share of questions, in percent, that must be right where a quiz names none.
    pub pass_mark: f64,
    /// How many attempts are needed before something is said of a question.
    pub least_attempts: u64,
    /// The confidence of the intervals of questions.
    pub level: f64,
    /// The key of the role whose demands are asked of those who audit.
    pub auditor: String,
    /// Words of files.
    pub words: Words,
}

impl Part for Competences {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        for (wrong, says) in [
            (self.expiring_days < 0, "`expiring_days` is 0 or more"),
            (!(0.0..=100.0).contains(&self.pass_mark), "`pass_mark` is a share in percent, such as 80"),
            (self.least_attempts < 4, "`least_attempts` is 4 or more, below which no interval can be told"),
            (!(self.level > 0.5 && self.level < 1.0), "`level` lies between 0.5 and 1, such as 0.95"),
            (self.auditor.is_empty(), "`auditor` is the key of a role, such as internal_auditor"),
            (choices(catalog, RECORD, "level").is_empty(), "proofs of competence have no levels"),
        ] {
            found.extend(wrong.then(|| says.to_owned()));
        }
        found.extend(self.words.missing(&super::paper::words()));
        found
    }
}
