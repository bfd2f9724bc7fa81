//! `aims rules test`: tables against cases whose outcomes somebody expects, in columns named like the outputs.

use std::path::PathBuf;

use clap::Args;
use rules::{Answer, Graph, Number, Period, Table, Value, Verdict};
use serde_json::json;

use super::files::{Beside, case, tables, texts};
use crate::context::Context;
use crate::exit::{Failure, verdict};

/// Arguments of `aims rules test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Tables: TOML, CSV or XLSX; several are asked one after the other
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// CSV or XLSX with a column for each input, and for each output that is expected; blank is not looked at
    #[arg(long, value_name = "FILE")]
    cases: PathBuf,
    #[command(flatten)]
    beside: Beside,
}

impl Test {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.read()?;
        let tables = tables(&self.files, &words)?;
        let graph = Graph::new(&tables.iter().collect::<Vec<_>>()).map_err(|it| Failure::input(it.to_string()))?;
        let cases = texts(&self.cases, &tables)?;
        let (mut looked, mut wrong) = (0, Vec::new());
        for texts in &cases {
            let asked = case(texts, graph.tables())?;
            let answer = graph.evaluate(&asked).map_err(|it| Failure::input(format!("line {}: {it}", texts.line)))?;
            let expected = texts.cells.iter().filter(|it| !it.1.trim().is_empty());
            for (output, expected) in expected.filter(|it| is_output(&tables, &it.0)) {
                looked += 1;
                let found = found(&tables, &answer, output);
                if !same(&found, expected.trim()) {
                    wrong.push(
                        json!({ "line": texts.line, "output": output, "expected": expected.trim(), "found": found }),
                    );
                }
            }
        }
        if looked == 0 {
            let path = self.cases.display();
            return Err(Failure::input(format!("`{path}` expects nothing; add a column named like an output")));
        }
        if !context
            .output
            .json(&json!({ "ok": wrong.is_empty(), "cases": cases.len(), "expected": looked, "wrong": wrong }))
        {
            for it in &wrong {
                let word = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
                let (output, expected, found) = (word("output"), word("expected"), word("found"));
                context.output.line(format!("line {}: {output} is {found}, expected {expected}", it["line"]));
            }
            let right = looked - wrong.len();
            context.output.line(format!("{right} of {looked} outcomes of {} cases are as expected", cases.len()));
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(Failure::Verdict(verdict::FAIL)),
        }
    }
}

fn is_output(tables: &[Table], name: &str) -> bool {
    tables.iter().any(|it| it.output(name).is_some())
}

/// The value of an output, or `nothing`, `contradicted` or `undecided` where the table that yields it says so.
fn found(tables: &[Table], answer: &Answer, output: &str) -> String {
    if let Some(value) = answer.value(output) {
        return value.bare();
    }
    let yields = |name: &str| tables.iter().any(|it| it.name == name && it.output(output).is_some());
    let step = answer.steps.iter().find(|it| yields(&it.table));
    match step.map(|it| &it.outcome.verdict) {
        Some(Verdict::Contradicted { .. }) => "contradicted".to_owned(),
        Some(Verdict::Undecided { needs }) => format!("undecided without {}", needs.join(", ")),
        _ => Value::word("nothing").bare(),
    }
}

/// Whether an outcome is the expected one: the same word, number or period.
fn same(found: &str, expected: &str) -> bool {
    let numbers = || Some(Number::parse(found).ok()? == Number::parse(expected).ok()?);
    let periods = || Some(Period::parse(found).ok()? == Period::parse(expected).ok()?);
    let undecided = expected == "undecided" && found.starts_with("undecided without ");
    found == expected || undecided || numbers().or_else(periods).unwrap_or(false)
}
