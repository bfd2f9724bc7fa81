//! From when a figure of a resource plan stands out on a page; nothing is decided by it. Data: `data/library/resources.toml`.

use record::Catalog;
use serde::Deserialize;

use crate::libraries::{Libraries, Part};

/// From when figures stand out.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Share of the hours of a role that work takes.
    pub busy: f64,
    /// Days that work waits.
    pub wait: f64,
}

impl Part for Marks {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        if !(0.0..=1.0).contains(&self.busy) {
            faults.push(format!("`busy` is a share between 0 and 1, not {}", self.busy));
        }
        if !(self.wait > 0.0 && self.wait.is_finite()) {
            faults.push(format!("`wait` is a number of days above 0, not {}", self.wait));
        }
        faults
    }
}
