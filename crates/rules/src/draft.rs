//! A table as it is written, before it is checked: what TOML and grids are read into and written from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cell;
use crate::model::{Approval, Clock, Domain, Form, Harm, Input, Output, Policy, Row, Table};
use crate::number::Number;
use crate::problem::{Problem, listed, short};
use crate::value::Value;

mod check;
mod column;

pub(crate) use column::input_of;

/// Columns of a table that are read.
pub const COLUMNS: usize = 100;
/// Rows of a table that are read.
pub const ROWS: usize = 10_000;
/// Values of a closed list that are read.
pub const VALUES: usize = 1_000;

/// A table as it is written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    pub table: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    #[serde(default)]
    pub policy: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<DraftApproval>,
    #[serde(default, rename = "input")]
    pub inputs: Vec<DraftInput>,
    #[serde(default, rename = "output")]
    pub outputs: Vec<DraftOutput>,
    #[serde(default, rename = "unit", skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<DraftUnit>,
    #[serde(default, rename = "row")]
    pub rows: Vec<DraftRow>,
}

/// Two outputs of which the first waits for the second.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftApproval {
    pub by: String,
    pub needs: String,
}

/// A column of conditions as it is written; without a type it is one of the vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftInput {
    pub name: String,
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub sort: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<toml::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<toml::Value>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<Harm>,
}

/// A column of conclusions as it is written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftOutput {
    pub name: String,
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub sort: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<Harm>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clock: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Clock>,
}

/// A unit and the one above it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftUnit {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
}

/// A rule as it is written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftRow {
    pub id: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub when: BTreeMap<String, toml::Value>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub then: BTreeMap<String, toml::Value>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
}

/// A scalar of TOML as a cell writes it.
pub(crate) fn text(value: &toml::Value) -> Result<String, Problem> {
    Ok(match value {
        toml::Value::String(it) => it.clone(),
        toml::Value::Integer(it) => it.to_string(),
        toml::Value::Float(it) => it.to_string(),
        toml::Value::Boolean(it) => it.to_string(),
        toml::Value::Datetime(it) => it.to_string(),
        toml::Value::Array(several) => {
            let word = |it: &toml::Value| match it {
                toml::Value::String(it) => Ok(crate::value::quoted(it)),
                other => text(other),
            };
            several.iter().map(word).collect::<Result<Vec<_>, _>>()?.join(", ")
        }
        toml::Value::Table(_) => {
            return Err(Problem::new("a table stands where a cell is expected; write the cell as text"));
        }
    })
}

impl Draft {
    /// The same table as it would be written.
    pub fn of(table: &Table) -> Draft {
        let string = |it: String| toml::Value::String(it);
        let row = |row: &Row| DraftRow {
            id: row.id.clone(),
            when: (table.inputs.iter().zip(&row.when))
                .filter(|it| *it.1 != cell::Test::Any)
                .map(|(input, test)| (input.name.clone(), string(test.to_string())))
                .collect(),
            then: (table.outputs.iter().zip(&row.then))
                .filter(|it| *it.1 != Value::Missing)
                .map(|(output, value)| (output.name.clone(), string(written(value))))
                .collect(),
            says: row.says.clone(),
            note: row.note.clone(),
            source: row.source.clone(),
            section: row.section.clone(),
        };
        Draft {
            table: table.name.clone(),
            version: table.version.clone(),
            decision: table.decision.clone(),
            policy: table.policy.name().to_owned(),
            partial: table.partial,
            approval: table.approval.as_ref().map(|it| DraftApproval { by: it.by.clone(), needs: it.needs.clone() }),
            inputs: table.inputs.iter().map(column::input_written).collect(),
            outputs: table.outputs.iter().map(column::output_written).collect(),
            units: units_written(table),
            rows: table.rows.iter().map(row).collect(),
        }
    }
}

/// An outcome as a cell writes it: words of a list in quotes, everything else bare.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::List(_) => value.to_string(),
        other => other.bare(),
    }
}

/// The hierarchy that the inputs of a table share.
fn units_written(table: &Table) -> Vec<DraftUnit> {
    let units =
        table.inputs.iter().find_map(|it| if let Domain::Unit(units) = &it.domain { Some(units) } else { None });
    let pairs = units.map(|it| it.pairs()).unwrap_or_default();
    pairs.into_iter().map(|(name, under)| DraftUnit { name, under }).collect()
}
