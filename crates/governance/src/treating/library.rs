//! What treatment plans go by, as data (`data/library/treating.toml`).

use record::Catalog;
use serde::Deserialize;

use crate::correcting::library::Again;
use crate::libraries::{Libraries, Part, Words};

/// What treatment plans go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treating {
    /// Years over which what a plan costs once is spread.
    pub years: f64,
    /// What is raised when a treatment that was closed is open again.
    pub again: Again,
    /// Words of files.
    pub words: Words,
}

impl Part for Treating {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        found.extend(self.again.faults(catalog));
        if !self.years.is_finite() || self.years <= 0.0 {
            found.push("`years` is a number above 0; write how long what a plan costs once is spread".to_owned());
        }
        found
    }
}
