//! Why a table says what it says: every cell of every row, whether it held, which row won, and by which rule of the hit policy.

use serde::Serialize;

use crate::evaluate::{Outcome, Verdict};
use crate::model::{Policy, Table};
use crate::problem::Problem;
use crate::value::{Case, Value};
use crate::verify::outcomes;

/// Why a table says what it says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Name of the table.
    pub table: String,
    /// What it was asked, as far as it looks at it.
    pub case: Case,
    /// What it says.
    pub outcome: Outcome,
    /// Why, in one sentence.
    pub says: String,
    /// Every row with its cells.
    pub rows: Vec<RowExplained>,
}

/// Why a row hit or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowExplained {
    /// Identifier.
    pub row: String,
    /// Whether it hit; nothing where it depends on inputs that are not known.
    pub hit: Option<bool>,
    /// Whether its outcome is the table's.
    pub won: bool,
    /// The reason that the row gives.
    pub says: String,
    /// Cells that ask something.
    pub cells: Vec<CellExplained>,
}

/// Why a cell held or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellExplained {
    /// Name of the input.
    pub input: String,
    /// What the cell asks.
    pub asks: String,
    /// The value of the input, where it is known.
    pub value: Option<Value>,
    /// Whether it held; nothing where the input is not known.
    pub held: Option<bool>,
}

impl Table {
    /// Why the table says what it says of a case.
    pub fn explain(&self, case: &Case) -> Result<Explanation, Problem> {
        let outcome = self.evaluate(case)?;
        let winner = if let Verdict::Decided { row, .. } = outcome.verdict { Some(row) } else { None };
        let mut asked = Case::default();
        for (name, value) in case.iter().filter(|it| self.input(it.0).is_some()) {
            asked.set(name, value.clone());
        }
        let collected = matches!(self.policy, Policy::Collect(_));
        let rows = (0..self.rows.len()).map(|row| {
            let cells = self.cells_explained(row, case);
            let failed = cells.iter().any(|it| it.held == Some(false));
            let open = cells.iter().any(|it| it.held.is_none());
            let hit = if failed { Some(false) } else { (!open).then_some(true) };
            let won = winner == Some(row) || (collected && winner.is_some() && hit == Some(true));
            RowExplained { row: self.rows[row].id.clone(), hit, won, says: self.rows[row].says.clone(), cells }
        });
        let rows: Vec<RowExplained> = rows.collect();
        let open = outcome.hits.iter().any(|it| rows[*it].hit.is_none());
        let says = if open { self.whatever(&outcome) } else { self.why(&outcome) };
        Ok(Explanation { table: self.name.clone(), case: asked, says, outcome, rows })
    }

    fn cells_explained(&self, row: usize, case: &Case) -> Vec<CellExplained> {
        let engine = &self.engine;
        let cell = |axis: usize| {
            let (input, test) = (&self.inputs[axis], &self.rows[row].when[axis]);
            let known = case.get(&input.name).cloned().or(input.optional.then_some(Value::Missing));
            let place = known.as_ref().and_then(|it| engine.space.axes[axis].place(it).ok());
            let held = place.map(|it| engine.regions[row][axis].iter().any(|cell| cell == it));
            CellExplained { input: input.name.clone(), asks: test.to_string(), value: known, held }
        };
        let asks = |axis: &usize| self.rows[row].when[*axis] != crate::cell::Test::Any;
        (0..self.inputs.len()).filter(asks).map(cell).collect()
    }

    /// The reason for an outcome that does not depend on what is not known.
    fn whatever(&self, outcome: &Outcome) -> String {
        let Verdict::Decided { .. } = outcome.verdict else { return self.why(outcome) };
        let names: Vec<String> = outcome.hits.iter().map(|it| format!("`{}`", self.rows[*it].id)).collect();
        let said = crate::change::told(self, &outcome.verdict);
        format!("whatever else is true, {said}; rows {} hit or may hit", names.join(", "))
    }

    /// The reason for an outcome, in one sentence.
    fn why(&self, outcome: &Outcome) -> String {
        let name = |row: usize| format!("`{}`", self.rows[row].id);
        let names = |rows: &[usize]| rows.iter().map(|it| name(*it)).collect::<Vec<_>>().join(", ");
        match &outcome.verdict {
            Verdict::Nothing => "no row hits".to_owned(),
            Verdict::Contradicted { rows } => match self.policy {
                Policy::Unique => format!("rows {} hit, and the table is unique: only one may", names(rows)),
                _ => format!("rows {} hit and say different things, and any of them may be taken", names(rows)),
            },
            Verdict::Undecided { needs } => {
                let needs: Vec<String> = needs.iter().map(|it| format!("`{it}`")).collect();
                format!("it depends on {}, not known; rows {} may hit", needs.join(", "), names(&outcome.hits))
            }
            Verdict::Decided { row, .. } => {
                let said = outcomes(self, &self.rows[*row]);
                match (self.policy, outcome.hits.len()) {
                    (Policy::Collect(_), _) => format!("rows {} hit and count together", names(&outcome.hits)),
                    (_, 1) => format!("row {} alone hits: {said}", name(*row)),
                    (Policy::First, _) => {
                        format!("row {} is the first of {}: {said}", name(*row), names(&outcome.hits))
                    }
                    (Policy::Priority, _) => {
                        format!("row {} has the highest priority of {}: {said}", name(*row), names(&outcome.hits))
                    }
                    _ => format!("rows {} agree: {said}", names(&outcome.hits)),
                }
            }
        }
    }
}
