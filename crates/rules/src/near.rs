//! What a case would have to say otherwise for another outcome: single changes, and pairs of changes where no single one does.
//!
//! Exact: each input is tried at each elementary cell that the tables make of it, and within a cell no test tells two values apart.
//! Work is bounded; beyond, the answer is a problem and never a list that may be short.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cells::Cells;
use crate::engine::Space;
use crate::graph::Graph;
use crate::problem::Problem;
use crate::value::{Case, Value};

/// Cases that are asked, at most.
const ASKED: usize = 50_000;

/// An input that would have to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Name of the input.
    pub input: String,
    /// What it would have to be, as a cell writes it.
    pub to: String,
    /// A value that is so.
    pub value: Value,
}

/// Changes that lead to another outcome together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// One, or two of which neither suffices.
    pub changes: Vec<Change>,
    /// The outcome.
    pub outcome: Value,
}

/// An input that is no output of a table, with its place in the space.
struct Open<'a> {
    name: &'a str,
    axis: usize,
}

impl Graph<'_> {
    /// The changes of a case that lead to an outcome that is wanted: single ones, else pairs.
    pub fn near(&self, case: &Case, output: &str, wanted: impl Fn(&Value) -> bool) -> Result<Vec<Near>, Problem> {
        let tables: Vec<_> = self.tables().iter().map(|it| (it.inputs.as_slice(), it.rows.as_slice())).collect();
        let space = Space::of(&tables);
        let yielded = |name: &str| self.tables().iter().any(|it| it.output(name).is_some());
        let names = space.names.iter().enumerate();
        let open: Vec<Open> = names.filter(|it| !yielded(it.1)).map(|(axis, name)| Open { name, axis }).collect();
        let look = Look { graph: self, space: &space, output, wanted: &wanted };
        let cells: usize = open.iter().map(|it| space.axes[it.axis].count as usize).sum();
        let singles = look.singles(case, &open, &[])?;
        if !singles.is_empty() || cells.saturating_mul(cells) / 2 > ASKED {
            return match singles.is_empty() {
                false => Ok(singles),
                true => Err(Problem::new("no single change does it, and there are too many pairs to try them all")),
            };
        }
        look.pairs(case, &open)
    }
}

/// What is being looked for.
struct Look<'a, W> {
    graph: &'a Graph<'a>,
    space: &'a Space,
    output: &'a str,
    wanted: &'a W,
}

impl<W: Fn(&Value) -> bool> Look<'_, W> {
    /// Single changes of a case, those of one input and outcome as one; `before` are changes that were made already.
    fn singles(&self, case: &Case, open: &[Open<'_>], before: &[Change]) -> Result<Vec<Near>, Problem> {
        let mut found = Vec::new();
        for input in open {
            let axis = &self.space.axes[input.axis];
            let now = case.get(input.name).and_then(|it| axis.place(it).ok());
            let mut by: BTreeMap<Value, Vec<(u32, u32)>> = BTreeMap::new();
            for cell in (0..axis.count).filter(|it| Some(*it) != now) {
                let changed = case.clone().with(input.name, axis.sample(cell));
                let answer = self.graph.evaluate(&changed)?;
                if let Some(outcome) = answer.value(self.output).filter(|it| (self.wanted)(it)) {
                    by.entry(outcome.clone()).or_default().push((cell, cell));
                }
            }
            for (outcome, ranges) in by {
                let cells = Cells::of(ranges);
                let change =
                    Change { input: input.name.to_owned(), to: axis.told(&cells), value: axis.sample(cells.first()) };
                found.push(Near { changes: before.iter().cloned().chain([change]).collect(), outcome });
            }
        }
        Ok(found)
    }

    /// Pairs of changes; the cells of the first one by one, those of the second together.
    fn pairs(&self, case: &Case, open: &[Open<'_>]) -> Result<Vec<Near>, Problem> {
        let mut found = Vec::new();
        for (place, input) in open.iter().enumerate() {
            let axis = &self.space.axes[input.axis];
            let now = case.get(input.name).and_then(|it| axis.place(it).ok());
            for cell in (0..axis.count).filter(|it| Some(*it) != now) {
                let value = axis.sample(cell);
                let to = axis.told(&Cells::range(cell, cell));
                let first = Change { input: input.name.to_owned(), to, value: value.clone() };
                let changed = case.clone().with(input.name, value);
                found.extend(self.singles(&changed, &open[place + 1..], &[first])?);
            }
        }
        Ok(found)
    }
}
