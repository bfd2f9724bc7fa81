//! What tables say of facts: the outcome with the rows that fired, or what is missing. Undecided is never an outcome.

use rules::{Answer, Case, Explanation, Problem, Verdict as Said};
use serde::Serialize;

use super::facts::Fact;
use crate::deciding::in_force::Tables;

/// What tables say of facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The outcome, where it is decided.
    pub outcome: Option<String>,
    /// The rows that fired, in words, each with its table.
    pub reasons: Vec<String>,
    /// Facts without which nothing is decided.
    pub needs: Vec<String>,
    /// Why nothing can be decided, where it is not that facts are missing.
    pub problem: Option<String>,
}

impl Verdict {
    /// The reasons, or why there is no outcome, in one sentence.
    pub fn why(&self) -> String {
        match (&self.problem, self.needs.is_empty()) {
            (Some(problem), _) => problem.clone(),
            (None, false) => format!("it is not known: {}", self.needs.join(", ").replace('_', " ")),
            (None, true) => self.reasons.join("; "),
        }
    }
}

/// What tables say of facts.
pub fn verdict(tables: &Tables, facts: &[Fact]) -> Verdict {
    asked(tables, facts).unwrap_or_else(|it| Verdict { problem: Some(it.to_string()), ..Verdict::default() })
}

/// The facts as the tables take them; facts that no table asks for are left out.
pub fn case(tables: &Tables, facts: &[Fact]) -> Result<Case, Problem> {
    let texts = facts.iter().map(|it| (it.fact.as_str(), it.value.as_str()));
    let whole = Case::read(tables.all.iter().map(|it| &it.table), texts)?;
    // What a table yields is not for anybody to say.
    let yielded = |name: &str| tables.all.iter().any(|it| it.table.output(name).is_some());
    let mut case = Case::default();
    whole.iter().filter(|it| !yielded(it.0)).for_each(|(name, value)| case.set(name, value.clone()));
    Ok(case)
}

fn asked(tables: &Tables, facts: &[Fact]) -> Result<Verdict, Problem> {
    let graph = tables.graph()?;
    let case = case(tables, facts)?;
    let answer = graph.evaluate(&case)?;
    let outcome = answer.value(&tables.output).map(|it| it.bare());
    let (mut needs, mut problem, mut reasons) = (Vec::new(), None, Vec::new());
    match &outcome {
        Some(_) => told(tables, &graph.explain(&case)?, &tables.output, &mut reasons),
        None => {
            lacking(tables, &answer, &tables.output, &mut needs);
            // Explaining tries every completion of the case anew, so that it is asked for only where it says more.
            if needs.is_empty() {
                problem = Some(graph.explain(&case)?.iter().map(|it| it.says.clone()).next_back().unwrap_or_default());
            }
        }
    }
    needs.sort();
    needs.dedup();
    Ok(Verdict { outcome, reasons, needs, problem })
}

/// The rows that gave an output, then those that gave what these rows looked at.
fn told(tables: &Tables, explained: &[Explanation], output: &str, reasons: &mut Vec<String>) {
    let yields =
        |it: &&Explanation| tables.all.iter().any(|by| by.table.name == it.table && by.table.output(output).is_some());
    let Some(found) = explained.iter().find(yields) else { return };
    let by = tables.all.iter().find(|it| it.table.name == found.table);
    let name = by.map(|it| it.name()).unwrap_or_default();
    // Where a row stands in the law or the document from which it was taken.
    let cited = |id: &str| {
        let row = by.and_then(|it| it.table.rows.iter().find(|it| it.id == id));
        row.filter(|it| !it.section.is_empty())
            .map(|it| format!("{} {}; ", it.source, it.section).trim_start().to_owned())
    };
    let fired: Vec<_> =
        found.rows.iter().filter(|it| it.won && (!it.cells.is_empty() || found.rows.len() == 1)).collect();
    let whole = found.rows.iter().filter(|it| it.won).take(usize::from(fired.is_empty()));
    for row in fired.iter().copied().chain(whole) {
        let says = if row.says.is_empty() { format!("row `{}`", row.row) } else { row.says.clone() };
        reasons.push(format!("{says} ({}{name}, row `{}`)", cited(&row.row).unwrap_or_default(), row.row));
    }
    let looked: Vec<&str> = fired.iter().flat_map(|it| &it.cells).map(|it| it.input.as_str()).collect();
    // The last row of a table that asks in order looks at nothing and rests on all that was asked before.
    let looked = if looked.is_empty() { explained_inputs(found) } else { looked };
    looked.into_iter().filter(|it| *it != output).for_each(|it| told(tables, explained, it, reasons));
}

fn explained_inputs(of: &Explanation) -> Vec<&str> {
    let mut inputs: Vec<&str> = of.rows.iter().flat_map(|it| &it.cells).map(|it| it.input.as_str()).collect();
    inputs.sort_unstable();
    inputs.dedup();
    inputs
}

/// The facts behind an output that is not decided.
fn lacking(tables: &Tables, answer: &Answer, output: &str, needs: &mut Vec<String>) {
    let Some(by) = tables.all.iter().find(|it| it.table.output(output).is_some()) else {
        needs.push(output.to_owned());
        return;
    };
    let Some(step) = answer.steps.iter().find(|it| it.table == by.table.name) else { return };
    if let Said::Undecided { needs: names } = &step.outcome.verdict {
        names.iter().for_each(|it| lacking(tables, answer, it, needs));
    }
}
