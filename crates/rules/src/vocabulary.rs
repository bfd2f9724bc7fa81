//! Words that several tables share: inputs with their types, units, decisions that must be complete, and fixed relations.

use std::sync::Arc;

use serde::Deserialize;

use crate::draft::{DraftInput, DraftUnit, input_of};
use crate::model::Input;
use crate::problem::Problem;
use crate::units::Units;

/// Words that several tables share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Inputs with their types; a table that names one without a type takes it from here.
    pub inputs: Vec<Input>,
    /// The hierarchy of units.
    pub units: Arc<Units>,
    /// Decisions that all tables of that decision together must take for every case.
    pub complete: Vec<String>,
    /// Pairs of which the first always needs the approval of the second.
    pub approvals: Vec<(String, String)>,
}

/// A vocabulary as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyFile {
    #[serde(default, rename = "input")]
    inputs: Vec<DraftInput>,
    #[serde(default, rename = "unit")]
    units: Vec<DraftUnit>,
    #[serde(default)]
    complete: Vec<String>,
    #[serde(default, rename = "approval")]
    approvals: Vec<DraftNeed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftNeed {
    by: String,
    needs: String,
}

impl Vocabulary {
    /// Reads `[[input]]`, `[[unit]]`, `complete = […]` and `[[approval]]`.
    pub fn parse_toml(text: &str) -> Result<Vocabulary, Problem> {
        let file: VocabularyFile = toml::from_str(text).map_err(|it| crate::text::problem(text, &it))?;
        let pairs: Vec<_> = file.units.into_iter().map(|it| (it.name, it.under)).collect();
        let units = Arc::new(Units::new(&pairs)?);
        let inputs = file.inputs.iter().map(|it| input_of(it, &units)).collect::<Result<Vec<_>, _>>()?;
        let approvals = file.approvals.into_iter().map(|it| (it.by, it.needs)).collect();
        Ok(Vocabulary { inputs, units, complete: file.complete, approvals })
    }

    /// An input by its name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|it| it.name == name)
    }
}
