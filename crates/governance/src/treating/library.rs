//! What treatment plans go by, as data (`data/library/treating.toml`).

use record::Catalog;
use serde::Deserialize;

use crate::libraries::{Libraries, Part, Words};

/// What treatment plans go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treating {
    /// Years over which what a plan costs once is spread.
    pub years: f64,
    /// Words of files.
    pub words: Words,
}

impl Part for Treating {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        if !self.years.is_finite() || self.years <= 0.0 {
            found.push("`years` is a number above 0; write how long what a plan costs once is spread".to_owned());
        }
        found
    }
}
