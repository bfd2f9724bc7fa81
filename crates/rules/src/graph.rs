//! Several tables, of which one takes as an input what another yields: in which order they are asked, and what follows in all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::evaluate::{Outcome, Verdict};
use crate::explain::Explanation;
use crate::model::Table;
use crate::problem::Problem;
use crate::value::{Case, Value};

/// Tables in an order in which each is asked after those whose outcome it takes.
#[derive(Debug, Clone)]
pub struct Graph<'a> {
    tables: Vec<&'a Table>,
}

/// What a table of a graph says, with what it was asked.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Name of the table.
    pub table: String,
    /// What it was asked, with what others had yielded.
    pub case: Case,
    /// What it says.
    pub outcome: Outcome,
}

/// For each table its outcome, in the order in which they were asked.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// One a table.
    pub steps: Vec<Step>,
}

impl Answer {
    /// The value of an output, whichever table yields it.
    pub fn value(&self, output: &str) -> Option<&Value> {
        self.steps.iter().find_map(|it| it.outcome.value(output))
    }
}

impl<'a> Graph<'a> {
    /// Puts tables in order. Tables that wait for each other are refused with the path, and so are two that yield the same output
    /// when a third takes it.
    pub fn new(tables: &[&'a Table]) -> Result<Graph<'a>, Problem> {
        if let Some(path) = cycle(tables) {
            let names: Vec<String> = path.iter().map(|it| format!("`{}`", tables[*it].name)).collect();
            return Err(Problem::new(format!(
                "the tables wait for each other: {}; rename an output or an input",
                names.join(" → ")
            )));
        }
        if let Some((name, one, other)) = doubled(tables) {
            return Err(Problem::new(format!(
                "both `{one}` and `{other}` yield `{name}`, which another table takes; rename one of the outputs"
            )));
        }
        let mut ordered: Vec<usize> = Vec::new();
        while ordered.len() < tables.len() {
            let ready = |at: &usize| !ordered.contains(at) && sources(tables, *at).all(|it| ordered.contains(&it));
            match (0..tables.len()).find(ready) {
                Some(next) => ordered.push(next),
                None => break,
            }
        }
        Ok(Graph { tables: ordered.into_iter().map(|it| tables[it]).collect() })
    }

    /// The tables, in the order in which they are asked.
    pub fn tables(&self) -> &[&'a Table] {
        &self.tables
    }

    /// Asks every table. What a table does not decide is not known to those after it.
    pub fn evaluate(&self, case: &Case) -> Result<Answer, Problem> {
        let mut known = case.clone();
        let mut steps = Vec::with_capacity(self.tables.len());
        for table in &self.tables {
            let outcome = table.evaluate(&known)?;
            let asked = known.clone();
            if let Verdict::Decided { values, .. } = &outcome.verdict {
                let said = values.iter().filter(|it| it.1 != Value::Missing && !matches!(it.1, Value::List(_)));
                said.for_each(|(name, value)| known.set(name, value.clone()));
            }
            steps.push(Step { table: table.name.clone(), case: asked, outcome });
        }
        Ok(Answer { steps })
    }

    /// Why every table says what it says, in the order in which they are asked.
    pub fn explain(&self, case: &Case) -> Result<Vec<Explanation>, Problem> {
        let answer = self.evaluate(case)?;
        self.tables.iter().zip(&answer.steps).map(|(table, step)| table.explain(&step.case)).collect()
    }
}

/// Places of the tables whose outputs a table takes.
pub(crate) fn sources<'a>(tables: &'a [&Table], at: usize) -> impl Iterator<Item = usize> + use<'a> {
    let takes = move |from: &usize| tables[*from].outputs.iter().any(|it| tables[at].input(&it.name).is_some());
    (0..tables.len()).filter(takes)
}

/// Tables that wait for each other, from one back to itself.
pub(crate) fn cycle(tables: &[&Table]) -> Option<Vec<usize>> {
    // From every table along what it waits for; a table is left behind once nothing below it leads back.
    let mut done = vec![false; tables.len()];
    for start in 0..tables.len() {
        let mut path: Vec<(usize, Vec<usize>)> = vec![(start, sources(tables, start).collect())];
        while let Some((at, waiting)) = path.last_mut() {
            let Some(next) = waiting.pop() else {
                done[*at] = true;
                path.pop();
                continue;
            };
            if let Some(from) = path.iter().position(|it| it.0 == next) {
                let mut found: Vec<usize> = path[from..].iter().map(|it| it.0).collect();
                found.push(next);
                found.reverse();
                return Some(found);
            }
            if !done[next] {
                path.push((next, sources(tables, next).collect()));
            }
        }
    }
    None
}

/// An output that two tables yield and a third takes.
fn doubled(tables: &[&Table]) -> Option<(String, String, String)> {
    let taken = |name: &str| tables.iter().any(|it| it.input(name).is_some());
    let mut by: BTreeMap<&str, &str> = BTreeMap::new();
    for table in tables {
        for output in table.outputs.iter().filter(|it| taken(&it.name)) {
            if let Some(before) = by.insert(&output.name, &table.name) {
                return Some((output.name.clone(), before.to_owned(), table.name.clone()));
            }
        }
    }
    None
}
