//! `aims rules explain`: what tables decide of a case, through all of them, and which cell of which row is why.

use std::path::PathBuf;

use clap::Args;
use rules::{Case, Explanation, Graph, RowExplained, Table};

use super::files::{Beside, Texts, case, tables, texts, typed};
use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table as Lines;

/// Arguments of `aims rules explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Tables: TOML, CSV or XLSX; several are asked one after the other
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A case, such as `people=2000,unit=HR`; what is not named is not known
    #[arg(long, value_name = "INPUT=VALUE,…", required_unless_present = "cases")]
    case: Vec<String>,
    /// Cases from CSV or XLSX, one a row
    #[arg(long, value_name = "FILE", conflicts_with = "case")]
    cases: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
}

impl Explain {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.read()?;
        let tables = tables(&self.files, &words)?;
        let graph = Graph::new(&tables.iter().collect::<Vec<_>>()).map_err(|it| Failure::input(it.to_string()))?;
        let texts = match &self.cases {
            Some(path) => texts(path, &tables)?,
            None => vec![typed(&self.case, &tables)?],
        };
        let mut all: Vec<Vec<Explanation>> = Vec::new();
        for it in &texts {
            let asked: Case = case(it, graph.tables())?;
            all.push(graph.explain(&asked).map_err(|it| Failure::input(it.to_string()))?);
        }
        let told = match &self.cases {
            Some(_) => context.output.json(&texts.iter().zip(&all).map(Told::of).collect::<Vec<_>>()),
            None => context.output.json(&all),
        };
        if told {
            return Ok(());
        }
        for (texts, explanations) in texts.iter().zip(&all) {
            if texts.line > 0 {
                context.output.line(format!("line {}", texts.line));
            }
            for (table, it) in graph.tables().iter().zip(explanations) {
                print(context, table, it);
            }
        }
        Ok(())
    }
}

/// What the tables say of one case of a file.
#[derive(serde::Serialize)]
struct Told<'a> {
    line: u64,
    /// The case by which its column `id` or `case` knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a str>,
    tables: &'a [Explanation],
}

impl<'a> Told<'a> {
    fn of((texts, tables): (&'a Texts, &'a Vec<Explanation>)) -> Told<'a> {
        let named = |name: &str| texts.cells.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.as_str());
        Told { line: texts.line, case: named("id").or_else(|| named("case")), tables }
    }
}

fn print(context: &Context, table: &Table, it: &Explanation) {
    context.output.line(format!("{}: {}", it.table, it.says));
    if let Some(reason) = it.rows.iter().filter(|it| it.won).find(|it| !it.says.is_empty()) {
        context.output.line(format!("because {}", reason.says));
    }
    let mut lines = Lines::new(["row", "", "input", "asks", "is", ""]);
    for row in &it.rows {
        let hit = match (row.won, row.hit) {
            (true, _) => "wins",
            (_, Some(true)) => "hits",
            (_, Some(false)) => "",
            (_, None) => "may hit",
        };
        told(&mut lines, row, hit);
    }
    if table.inputs.is_empty() {
        return;
    }
    context.output.table(&lines);
}

fn told(lines: &mut Lines, row: &RowExplained, hit: &str) {
    if row.cells.is_empty() {
        lines.row([row.row.as_str(), hit, "", "-", "", "holds"]);
    }
    for (at, cell) in row.cells.iter().enumerate() {
        let held = match cell.held {
            Some(true) => "holds",
            Some(false) => "fails",
            None => "not known",
        };
        let value = cell.value.as_ref().map(rules::Value::bare).unwrap_or_default();
        let (name, hit) = if at == 0 { (row.row.as_str(), hit) } else { ("", "") };
        lines.row([name, hit, cell.input.as_str(), cell.asks.as_str(), value.as_str(), held]);
    }
}
