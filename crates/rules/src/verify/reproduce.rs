//! A fault shown again: its cases are evaluated, and what follows must be what it says.

use super::Fault;
use crate::evaluate::{Outcome, Verdict};
use crate::model::{Policy, Table};
use crate::value::Case;

impl Fault {
    /// Whether its cases, evaluated by these tables, show the fault. A fault that no case can show, such as tables that wait for
    /// each other, has none and counts as shown.
    pub fn reproduces(&self, tables: &[&Table]) -> bool {
        let named = |name: &str| tables.iter().copied().find(|it| it.name == name);
        let rows: Option<Vec<(&Table, usize)>> = self
            .rows
            .iter()
            .map(|it| {
                named(&it.table).and_then(|table| Some((table, table.rows.iter().position(|row| row.id == it.row)?)))
            })
            .collect();
        let Some(rows) = rows else { return false };
        let Some(case) = self.cases.first() else { return true };
        match self.fault {
            "gap" => {
                self.tables.iter().filter_map(|it| named(it)).all(|it| verdict(it, case) == Some(Verdict::Nothing))
            }
            "contradiction" if self.tables.len() > 1 => rows.iter().all(|it| speaks(it.0, it.1, case)),
            "contradiction" | "overlap" => {
                let clash = |it: &(&Table, usize)| matches!(verdict(it.0, case), Some(Verdict::Contradicted { .. }));
                rows.iter().all(|it| hits(it.0, it.1, case)) && rows.first().is_some_and(clash)
            }
            "shadowed" => {
                let own = |it: &(&Table, usize)| hits(it.0, it.1, case) && !speaks(it.0, it.1, case);
                rows.first().is_some_and(own)
            }
            "monotone" => match (rows.as_slice(), self.cases.get(1)) {
                ([strict, mild], Some(more)) => speaks(strict.0, strict.1, case) && speaks(mild.0, mild.1, more),
                _ => false,
            },
            "deadline" | "circular" => rows.iter().all(|it| speaks(it.0, it.1, case)),
            _ => rows.iter().take(2).all(|it| hits(it.0, it.1, case)) || self.fault == "unreachable",
        }
    }
}

fn asked(table: &Table, case: &Case) -> Option<Outcome> {
    table.evaluate(case).ok()
}

fn verdict(table: &Table, case: &Case) -> Option<Verdict> {
    asked(table, case).map(|it| it.verdict)
}

fn hits(table: &Table, row: usize, case: &Case) -> bool {
    asked(table, case).is_some_and(|it| it.hits.contains(&row))
}

/// Whether the outcome is that of a row: it wins, or is one of several that agree.
fn speaks(table: &Table, row: usize, case: &Case) -> bool {
    asked(table, case).is_some_and(|it| match it.verdict {
        Verdict::Decided { row: winner, .. } => {
            winner == row || (matches!(table.policy, Policy::Any | Policy::Collect(_)) && it.hits.contains(&row))
        }
        _ => false,
    })
}
