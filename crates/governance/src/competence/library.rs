//! What competence goes by (`data/library/competence.toml`).

use std::collections::BTreeSet;

use record::Catalog;
use serde::Deserialize;

use super::RECORD;
use super::effect::signs::Sign;
use crate::documents::DOCUMENT;
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
    /// The confidence of the intervals of questions and of the effect of training.
    pub level: f64,
    /// The key of the role whose demands are asked of those who audit.
    pub auditor: String,
    /// How the effect of training is told.
    pub effect: Effect,
    /// What people are to know.
    pub awareness: Vec<Topic>,
    /// Words of files.
    pub words: Words,
}

/// How the effect of training is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// How many days before the day are looked at.
    pub back_days: i64,
    /// How many days in the role somebody must have on a side, for signs that are counted over time.
    pub least_days: i64,
    /// How many people are needed on a side.
    pub least_people: u64,
    /// How much must have been seen on both sides together.
    pub least_counted: f64,
    /// What shows in somebody's work.
    pub sign: Vec<Sign>,
}

/// Something that people are to know, by the documents that say it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name.
    pub key: String,
    /// It in words.
    pub title: String,
    /// Sorts of documents that say it.
    #[serde(default)]
    pub forms: BTreeSet<String>,
    /// References that documents serve which say it.
    #[serde(default)]
    pub clauses: BTreeSet<String>,
}

impl Part for Competences {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        for (wrong, says) in [
            (self.expiring_days < 0, "`expiring_days` is 0 or more"),
            (!(0.0..=100.0).contains(&self.pass_mark), "`pass_mark` is a share in percent, such as 80"),
            (self.least_attempts < 4, "`least_attempts` is 4 or more, below which no interval can be told"),
            (!(self.level > 0.5 && self.level < 1.0), "`level` lies between 0.5 and 1, such as 0.95"),
            (self.auditor.is_empty(), "`auditor` is the key of a role, such as internal_auditor"),
            (choices(catalog, RECORD, "level").is_empty(), "proofs of competence have no levels"),
            (self.effect.back_days < 1 || self.effect.least_days < 1, "`back_days` and `least_days` are 1 or more"),
            (self.effect.least_people < 4, "`least_people` is 4 or more, below which no interval can be told"),
            (self.effect.least_counted < 1.0, "`least_counted` is 1 or more"),
        ] {
            found.extend(wrong.then(|| says.to_owned()));
        }
        let mut known = BTreeSet::new();
        let keys = self.effect.sign.iter().map(|it| &it.key).chain(self.awareness.iter().map(|it| &it.key));
        found.extend(keys.filter(|it| !known.insert(*it)).map(|it| format!("`{it}` stands twice; name each once")));
        found.extend(self.effect.sign.iter().flat_map(|it| it.faults(catalog)));
        found.extend(self.awareness.iter().flat_map(|it| it.faults(all, catalog)));
        found.extend(self.words.missing(&super::paper::words()));
        found.extend(self.words.missing(&super::effect::paper::words()));
        found
    }
}

impl Topic {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let forms = choices(catalog, DOCUMENT, "form");
        let mut found: Vec<String> = self
            .forms
            .iter()
            .filter(|it| !forms.contains(it))
            .map(|it| format!("topic `{}`: `{it}` is no sort of document", self.key))
            .collect();
        let unknown = self.clauses.iter().filter(|it| all.shelf().find(it).is_none());
        found.extend(unknown.map(|it| format!("topic `{}`: no library knows `{it}`", self.key)));
        if self.forms.is_empty() && self.clauses.is_empty() {
            found.push(format!("topic `{}` names no documents; give `forms` or `clauses`", self.key));
        }
        found
    }
}
