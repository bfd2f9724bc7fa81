//! Spans and lengths of the cockpit, as data (`data/library/risk_cockpit.toml`).

use record::Catalog;
use serde::Deserialize;

use crate::libraries::{Libraries, Part, Words, lengths};

/// What the cockpit goes by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cockpit {
    /// Within which time an acceptance ends soon.
    pub soon: String,
    /// Most rows of a list on a page or on paper.
    pub most_listed: usize,
    /// Most arrows that are drawn over the heat map, of those that most risks go along.
    pub most_arrows: usize,
    /// Words of files.
    pub words: Words,
}

impl Part for Cockpit {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        found.extend(lengths([&self.soon]));
        if self.most_listed == 0 {
            found.push("`most_listed` is at least 1".to_owned());
        }
        found
    }
}
