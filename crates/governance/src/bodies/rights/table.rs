//! The table of decision rights: that of a record in force with this purpose, otherwise the shipped one.

use rules::{Row, Table, Value, Verdict};
use serde::Serialize;

use crate::Error;
use crate::bodies::matter::Matter;
use crate::deciding::named::word;
use crate::deciding::purpose::Purpose;
use crate::deciding::shipped::Ruled;
use crate::derived::Snapshot;

const SHIPPED: &str = include_str!("../../../../../data/tables/decision_rights.toml");

/// The table of decision rights.
pub(crate) static TABLE: Purpose = Purpose::new("decision_right", SHIPPED);

/// What the table says of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Right {
    /// Roles of which one decides.
    pub deciders: Vec<String>,
    /// Roles that sign as well.
    pub cosigners: Vec<String>,
    /// What must be there.
    pub evidence: Vec<String>,
    /// How long the decision counts; without end where there is none.
    pub counts_for: Option<String>,
    /// Days for which the right may be passed on.
    pub delegate_days: i64,
    /// The table and its row, in words.
    pub by: String,
    /// Why, in the words of the row.
    pub says: String,
}

/// What a table says of a matter.
///
/// Errors: why it says nothing, in a sentence.
pub fn right(ruled: &Ruled, matter: &Matter, action: &str) -> Result<Right, String> {
    let outcome = ruled.table.evaluate(&matter.case(&ruled.table, action)).map_err(|it| it.to_string())?;
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => ruled.table.rows.get(*row),
        Verdict::Nothing => return Err(format!("{} says nothing about it, so nobody may decide", ruled.name())),
        Verdict::Contradicted { .. } => return Err(format!("{} contradicts itself about it", ruled.name())),
        Verdict::Undecided { needs } => return Err(format!("{} must know {} first", ruled.name(), needs.join(", "))),
    };
    let words = |name: &str| match outcome.value(name) {
        Some(Value::List(all)) => all.iter().map(Value::bare).collect(),
        Some(other) => vec![other.bare()],
        None => Vec::new(),
    };
    let text = |name: &str| outcome.value(name).map(Value::bare).unwrap_or_default();
    Ok(Right {
        deciders: words("decider"),
        cosigners: words("cosigner"),
        evidence: words("evidence"),
        counts_for: Some(text("counts_for")).filter(|it| !it.is_empty()),
        delegate_days: text("delegate_days").parse().unwrap_or_default(),
        by: format!("{}, row `{}`", ruled.name(), row.map_or("", |it| it.id.as_str())),
        says: row.map(|it| it.says.clone()).unwrap_or_default(),
    })
}

/// What a row says that nobody can count: how long a decision counts, or days for which a right is passed on.
pub(crate) fn unusable(_: &Snapshot, table: &Table) -> Result<Option<String>, Error> {
    let said = |row: &Row, output: &str| word(table, row, output);
    let wrong = |row: &Row| {
        let (span, days) = (said(row, "counts_for"), said(row, "delegate_days"));
        let counts = span.is_empty() || span.parse::<jiff::Span>().is_ok_and(|it| it.is_positive());
        let passed = days.is_empty() || days.parse::<u32>().is_ok();
        match (counts, passed) {
            (false, _) => Some(format!("row `{}` counts for `{span}`, which is no span of time, such as P1Y", row.id)),
            (_, false) => Some(format!("row `{}` passes on for `{days}` days; write a whole number", row.id)),
            _ => None,
        }
    };
    Ok(table.rows.iter().find_map(wrong))
}

/// The most days for which any right of a table is passed on; nothing of a role lasts longer by delegation.
pub(crate) fn longest(at: &Snapshot) -> Result<i64, Error> {
    let Some(ruled) = TABLE.in_force(at)? else { return Ok(0) };
    let Some(place) = ruled.table.outputs.iter().position(|it| it.name == "delegate_days") else { return Ok(0) };
    let days = ruled.table.rows.iter().filter_map(|it| it.then.get(place)?.bare().parse().ok());
    Ok(days.max().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deciding::shipped::shipped;

    #[test]
    fn the_shipped_table_decides_every_case_once_and_is_proved_to() {
        let ruled = Ruled::read(SHIPPED, None).unwrap();
        let findings = rules::verify(&[&ruled.table], &shipped().vocabulary);
        assert!(findings.clean(), "{:#?} {:#?}", findings.faults, findings.unsettled);
    }
}
