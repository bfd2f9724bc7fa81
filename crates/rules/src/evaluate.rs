//! Which outcome a case has: decided, nothing, contradicted, or undecided as long as inputs are not known.

use serde::Serialize;

use crate::model::{Collect, Policy, Table};
use crate::number::Number;
use crate::problem::Problem;
use crate::value::{Case, Value};

/// What a table says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What follows.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Places of the rows that hit; of an undecided case those that may hit.
    pub hits: Vec<usize>,
}

/// What follows from the rows that hit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase", tag = "verdict")]
pub enum Verdict {
    /// The outputs with their values; missing where the row says nothing.
    Decided {
        /// Place of the row that won; the first of those that agree or count.
        row: usize,
        /// Name and value of each output.
        values: Vec<(String, Value)>,
    },
    /// No row hits.
    Nothing,
    /// Rows that may not hit together do.
    Contradicted {
        /// Their places.
        rows: Vec<usize>,
    },
    /// It depends on inputs that are not known.
    Undecided {
        /// Their names.
        needs: Vec<String>,
    },
}

impl Outcome {
    /// The value of an output, where it is decided and said.
    pub fn value(&self, output: &str) -> Option<&Value> {
        let Verdict::Decided { values, .. } = &self.verdict else { return None };
        values.iter().find(|it| it.0 == output).map(|it| &it.1).filter(|it| **it != Value::Missing)
    }
}

impl Table {
    /// What the table says of a case. Inputs that the case does not name are not known, or missing where they are optional;
    /// a value that an input cannot have is a problem.
    pub fn evaluate(&self, case: &Case) -> Result<Outcome, Problem> {
        let engine = &self.engine;
        let mut active = self.all_rows();
        let mut unknown = Vec::new();
        for (axis, input) in self.inputs.iter().enumerate() {
            let cell = match (case.get(&input.name), engine.space.axes[axis].missing()) {
                (Some(value), _) => {
                    let placed = engine.space.axes[axis].place(value);
                    placed.map_err(|it| it.column(&input.name).table(&self.name))?
                }
                (None, Some(missing)) => missing,
                (None, None) => {
                    unknown.push(axis);
                    continue;
                }
            };
            self.narrow(&mut active, axis, cell);
        }
        Ok(match unknown.is_empty() {
            true => self.judged(hits(&active)),
            false => self.completed(&active, &unknown),
        })
    }

    fn all_rows(&self) -> Vec<u64> {
        let mut rows = vec![u64::MAX; self.engine.words];
        if let (Some(last), left @ 1..) = (rows.last_mut(), self.rows.len() % 64) {
            *last = (1 << left) - 1;
        }
        rows
    }

    /// Of these rows those that hold in a cell.
    pub(crate) fn narrow(&self, active: &mut [u64], axis: usize, cell: u32) {
        let from = cell as usize * self.engine.words;
        let bits = &self.engine.bits[axis][from..from + self.engine.words];
        active.iter_mut().zip(bits).for_each(|(rows, bits)| *rows &= bits);
    }

    pub(crate) fn judged(&self, hits: Vec<usize>) -> Outcome {
        Outcome { verdict: self.judge(&hits), hits }
    }

    /// What follows from the rows that hit, by the hit policy.
    pub(crate) fn judge(&self, hits: &[usize]) -> Verdict {
        let Some(&first) = hits.first() else { return Verdict::Nothing };
        let row = match self.policy {
            Policy::Unique if hits.len() > 1 => return Verdict::Contradicted { rows: hits.to_vec() },
            Policy::Any if hits.iter().any(|it| self.rows[*it].then != self.rows[first].then) => {
                return Verdict::Contradicted { rows: hits.to_vec() };
            }
            Policy::Priority => self.engine.order.iter().copied().find(|it| hits.contains(it)).unwrap_or(first),
            Policy::Collect(how) => return Verdict::Decided { row: first, values: self.collected(how, hits) },
            _ => first,
        };
        let values = self.outputs.iter().zip(&self.rows[row].then);
        Verdict::Decided { row, values: values.map(|(output, value)| (output.name.clone(), value.clone())).collect() }
    }

    /// What rows that hit make together, for each output.
    pub(crate) fn collected(&self, how: Collect, hits: &[usize]) -> Vec<(String, Value)> {
        let values = |at: usize| {
            let said: Vec<Value> = hits.iter().map(|row| self.rows[*row].then[at].clone()).collect();
            let numbers = || said.iter().filter_map(|it| if let Value::Number(it) = it { Some(*it) } else { None });
            let number = |it: Option<Number>| it.map_or(Value::Missing, Value::Number);
            match how {
                Collect::List => Value::List(said.into_iter().filter(|it| *it != Value::Missing).collect()),
                Collect::Sum => number(Some(Number(numbers().map(|it| it.0).sum()))),
                Collect::Min => number(numbers().min()),
                Collect::Max => number(numbers().max()),
                Collect::Count => Value::whole(hits.len() as i64),
            }
        };
        self.outputs.iter().enumerate().map(|(at, output)| (output.name.clone(), values(at))).collect()
    }
}

/// Places of the bits that are set.
pub(crate) fn hits(bits: &[u64]) -> Vec<usize> {
    let mut hits = Vec::new();
    for (word, bits) in bits.iter().enumerate() {
        let mut left = *bits;
        while left != 0 {
            hits.push(word * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
    hits
}
