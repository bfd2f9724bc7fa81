//! Which lane a request takes: the decision table with that purpose, evaluated. That of a record in force takes the place of the
//! shipped one.

use std::sync::Arc;

use rules::{Case, Table, Value, Verdict};
use serde::Serialize;

use crate::Error;
use crate::deciding::purpose::Purpose;
use crate::deciding::shipped::Ruled;
use crate::derived::Snapshot;

const SHIPPED: &str = include_str!("../../../../data/tables/review_path.toml");

/// The table of review paths.
pub(crate) static TABLE: Purpose = Purpose::new("review_path", SHIPPED);

/// The table that is asked.
///
/// Errors: none can be read.
pub(crate) fn in_force(at: &Snapshot) -> Result<Arc<Ruled>, Error> {
    let none = || Error::Outside("there is no table of review paths; put one in force".to_owned());
    TABLE.in_force(at)?.ok_or_else(none)
}

/// What the table is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The tier that counts.
    pub tier: String,
    /// What is asked.
    pub request: String,
    /// Checks of the fast lane that have not passed.
    pub unpassed: usize,
    /// Requests about the same system within the time that is looked back, this one among them.
    pub repeated: usize,
}

/// What the table says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// The lane.
    pub lane: String,
    /// The row that says so.
    pub row: String,
    /// Why, in words.
    pub says: String,
}

/// The lane by a table.
///
/// Errors: why the table decides nothing, in a sentence.
pub fn path(table: &Table, asked: &Asked) -> Result<Path, String> {
    let number = |it: usize| Value::whole(i64::try_from(it).unwrap_or(i64::MAX));
    let case = Case::default()
        .with("tier", Value::word(&asked.tier))
        .with("request", Value::word(&asked.request))
        .with("unpassed", number(asked.unpassed))
        .with("repeated", number(asked.repeated));
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let lane = outcome.value("lane").map(Value::bare).unwrap_or_default();
    match &outcome.verdict {
        Verdict::Decided { row, .. } => {
            let row = table.rows.get(*row);
            let (id, says) = row.map(|it| (it.id.clone(), it.says.clone())).unwrap_or_default();
            Ok(Path { lane, says: if says.is_empty() { format!("row `{id}` of the table") } else { says }, row: id })
        }
        Verdict::Nothing => Err("no row of the table of review paths decides".to_owned()),
        Verdict::Contradicted { .. } => Err("rows of the table of review paths contradict each other".to_owned()),
        Verdict::Undecided { needs } => Err(format!("the table of review paths must know {} first", needs.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Table {
        Table::parse_toml(SHIPPED).unwrap()
    }

    #[test]
    fn the_shipped_table_is_proved_to_decide() {
        let findings = rules::verify(&[&shipped()], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
    }

    /// Every case of the shipped table, so that nothing is sampled: more harm never takes a milder lane, and no failed check the fast one.
    #[test]
    fn more_harm_never_takes_a_milder_lane() {
        let table = shipped();
        let tiers = ["T4", "T3", "none", "T2", "T1", "unknown", "T0"];
        let requests = ["new_system", "release", "change", "tier", "purchase", "acceptance", "exception", "other"];
        let lanes = ["fast", "standard", "deep", "prohibited"];
        let rank = |tier: &str, request: &str, unpassed: usize, repeated: usize| {
            let asked = Asked { tier: tier.to_owned(), request: request.to_owned(), unpassed, repeated };
            let lane = path(&table, &asked).unwrap().lane;
            assert!(unpassed == 0 || lane != "fast", "{asked:?}");
            lanes.iter().position(|it| *it == lane).unwrap()
        };
        for request in requests {
            for (at, tier) in tiers.iter().enumerate() {
                for (unpassed, repeated) in (0..4).flat_map(|it| (1..7).map(move |other| (it, other))) {
                    let here = rank(tier, request, unpassed, repeated);
                    assert!(here <= rank(tier, request, unpassed + 1, repeated));
                    assert!(here <= rank(tier, request, unpassed, repeated + 1));
                    assert!(tiers.get(at + 1).is_none_or(|it| here <= rank(it, request, unpassed, repeated)));
                }
            }
        }
    }
}
