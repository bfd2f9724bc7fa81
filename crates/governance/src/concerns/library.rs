//! What the channel for concerns goes by, as data: `data/library/concerns.toml`.

use record::Catalog;
use serde::Deserialize;

use crate::libraries::{Libraries, Part, lengths};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concerns {
    /// How long reporters are watched over, from the day on which the concern came in.
    pub watched: String,
    /// Letters of one message, at most.
    pub letters: usize,
    /// Concerns and messages that the channel takes within an hour.
    pub an_hour: u32,
    /// Codes that may be wrong within an hour.
    pub wrong_codes: u32,
    /// Messages of one concern, at most.
    pub messages: usize,
    /// How grave a concern counts for its ladder until somebody has looked.
    pub severity: String,
}

impl Part for Concerns {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = lengths([&self.watched]);
        if self.letters == 0 || self.an_hour == 0 || self.wrong_codes == 0 || self.messages == 0 {
            faults.push("`letters`, `an_hour`, `wrong_codes` and `messages` must be above 0".to_owned());
        }
        let known = crate::libraries::choices(catalog, "escalation", "severity");
        if !known.contains(&self.severity) {
            faults.push(format!("`{}` is no severity; use one of {}", self.severity, known.join(", ")));
        }
        faults
    }
}
