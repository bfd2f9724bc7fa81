//! Which hazards facts suggest: the decision table with that purpose, every row that hits. What is not known excludes nothing.

use rules::{Case, Table, Test};
use serde::Serialize;

use crate::deciding::purpose::Purpose;
use crate::tiering::facts::Fact;

const SHIPPED: &str = include_str!("../../../../data/tables/hazards.toml");

/// The table of hazards.
pub(crate) static TABLE: Purpose = Purpose::new("hazard", SHIPPED);

/// The output that names the hazard.
const OUTPUT: &str = "hazard";

/// Why a hazard is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The hazard.
    pub hazard: String,
    /// The row that says so.
    pub row: String,
    /// Why, in words.
    pub says: String,
    /// Facts that the row asks and nobody knows; the hazard may bear on the system as long as there are some.
    pub unknown: Vec<String>,
}

/// Every reason for a hazard that facts give, in the order of the table.
///
/// Errors: a fact that the table cannot read, in a sentence.
pub fn reasons(table: &Table, facts: &[Fact]) -> Result<Vec<Reason>, String> {
    let texts = facts.iter().map(|it| (it.fact.as_str(), it.value.as_str()));
    let case = Case::read([table], texts).map_err(|it| it.to_string())?;
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let output = table.output(OUTPUT).ok_or_else(|| format!("the table has no output `{OUTPUT}`"))?;
    let reason = |place: &usize| {
        let row = table.rows.get(*place)?;
        let unknown = asked(table, *place).into_iter().filter(|it| case.get(it).is_none());
        Some(Reason {
            hazard: row.then.get(output)?.bare(),
            row: row.id.clone(),
            says: row.says.clone(),
            unknown: unknown.map(str::to_owned).collect(),
        })
    };
    Ok(outcome.hits.iter().filter_map(reason).collect())
}

/// The facts that rows for a hazard ask.
pub fn facts_of<'a>(table: &'a Table, hazard: &str) -> Vec<&'a str> {
    let Some(output) = table.output(OUTPUT) else { return Vec::new() };
    let mine =
        (0..table.rows.len()).filter(|it| table.rows[*it].then.get(output).is_some_and(|it| it.bare() == hazard));
    let mut found: Vec<&str> = mine.flat_map(|it| asked(table, it)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The inputs of which a row asks something.
fn asked(table: &Table, place: usize) -> Vec<&str> {
    let Some(row) = table.rows.get(place) else { return Vec::new() };
    let inputs = table.inputs.iter().zip(&row.when).filter(|it| !matches!(it.1, Test::Any));
    inputs.map(|it| it.0.name.as_str()).collect()
}
