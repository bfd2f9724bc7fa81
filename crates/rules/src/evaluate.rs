//! Which outcome a case has: decided, nothing, contradicted, or undecided as long as inputs are not known.

use std::collections::{BTreeMap, BTreeSet};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// Completions of a case that are compared; beyond, an answer that depends on all of them is not given.
const COMPLETIONS: usize = 65_536;

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

    fn narrow(&self, active: &mut [u64], axis: usize, cell: u32) {
        let from = cell as usize * self.engine.words;
        let bits = &self.engine.bits[axis][from..from + self.engine.words];
        active.iter_mut().zip(bits).for_each(|(rows, bits)| *rows &= bits);
    }

    fn judged(&self, hits: Vec<usize>) -> Outcome {
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

    /// What all completions of a case agree on, or the inputs on which it depends.
    fn completed(&self, active: &[u64], unknown: &[usize]) -> Outcome {
        let may = hits(active);
        let needs = |axes: &[usize]| axes.iter().map(|it| self.inputs[*it].name.clone()).collect();
        let undecided =
            |axes: &[usize]| Outcome { verdict: Verdict::Undecided { needs: needs(axes) }, hits: may.clone() };
        let open = |axis: &usize| {
            let full = self.engine.space.axes[*axis].full();
            may.iter().any(|row| self.engine.regions[*row][*axis] != full)
        };
        let unknown: Vec<usize> = unknown.iter().copied().filter(open).collect();
        if unknown.is_empty() {
            return self.judged(may);
        }
        let choices: Vec<Vec<u32>> = unknown.iter().map(|axis| self.told_apart(*axis, active)).collect();
        let count = choices.iter().try_fold(1usize, |all, it| all.checked_mul(it.len())).unwrap_or(usize::MAX);
        if count > COMPLETIONS {
            return undecided(&unknown);
        }
        let mut found: BTreeMap<Vec<u32>, (Verdict, Vec<usize>)> = BTreeMap::new();
        let mut at = vec![0; choices.len()];
        loop {
            let mut rows = active.to_vec();
            for (place, axis) in unknown.iter().enumerate() {
                self.narrow(&mut rows, *axis, choices[place][at[place] as usize]);
            }
            let hits = hits(&rows);
            found.insert(at.clone(), (self.said(self.judge(&hits)), hits));
            let Some(place) = (0..at.len()).find(|it| (at[*it] as usize) + 1 < choices[*it].len()) else { break };
            at[place] += 1;
            at[..place].fill(0);
        }
        let agreed: BTreeSet<&[usize]> = found.values().map(|it| it.1.as_slice()).collect();
        let (verdict, hits) = &found[&at];
        if found.values().all(|it| it.0 == *verdict) {
            let sure =
                may.iter().copied().filter(|row| found.values().all(|it| it.1.contains(row))).collect::<Vec<_>>();
            let verdict = self.judge_again(verdict, &sure, &may);
            let hits = if agreed.len() == 1 { hits.clone() } else { may };
            return Outcome { verdict, hits };
        }
        undecided(&needed(&found, &unknown))
    }

    /// A verdict without the row that it comes from, since completions may agree by different rows.
    fn said(&self, verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Decided { values, .. } => Verdict::Decided { row: 0, values },
            other => other,
        }
    }

    /// The row behind a verdict on which all completions agree: the first that says it and surely hits, or else may hit.
    fn judge_again(&self, verdict: &Verdict, sure: &[usize], may: &[usize]) -> Verdict {
        let Verdict::Decided { values, .. } = verdict else { return verdict.clone() };
        let may = || sure.iter().chain(may);
        let says = |row: &&usize| self.rows[**row].then.iter().zip(values).all(|(said, it)| *said == it.1);
        let row = may().find(says).or(may().next()).copied().unwrap_or(0);
        Verdict::Decided { row, values: values.clone() }
    }

    /// One cell for each way in which the rows that are left judge an input.
    fn told_apart(&self, axis: usize, active: &[u64]) -> Vec<u32> {
        let mut seen = BTreeSet::new();
        let judged = |cell: u32| {
            let mut rows = active.to_vec();
            self.narrow(&mut rows, axis, cell);
            rows
        };
        (0..self.engine.space.axes[axis].count).filter(|cell| seen.insert(judged(*cell))).collect()
    }
}

/// The inputs of which alone an outcome depends somewhere.
fn needed(found: &BTreeMap<Vec<u32>, (Verdict, Vec<usize>)>, unknown: &[usize]) -> Vec<usize> {
    let matters = |place: usize| {
        found.iter().any(|(at, (verdict, _))| {
            let mut first = at.clone();
            first[place] = 0;
            found[&first].0 != *verdict
        })
    };
    (0..unknown.len()).filter(|it| matters(*it)).map(|it| unknown[it]).collect()
}

/// Places of the bits that are set.
fn hits(bits: &[u64]) -> Vec<usize> {
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
