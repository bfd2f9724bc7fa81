//! Files of tables, vocabularies and cases: TOML, CSV and XLSX.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use governance::deciding::spreadsheet::read_table;
use rules::{Case, Problem, Table, Vocabulary};
use sheet::Limits;

use crate::exit::Failure;

/// What all sub-commands read beside tables.
#[derive(Debug, Args)]
pub(super) struct Beside {
    /// TOML with words that tables share: inputs, units, decisions that must be complete, fixed approvals
    #[arg(long, alias = "units", value_name = "FILE")]
    vocabulary: Option<PathBuf>,
}

impl Beside {
    pub fn read(&self) -> Result<Vocabulary, Failure> {
        Ok(self.given()?.unwrap_or_default())
    }

    /// The vocabulary that was named; nothing where none was.
    pub fn given(&self) -> Result<Option<Vocabulary>, Failure> {
        let Some(path) = &self.vocabulary else { return Ok(None) };
        Vocabulary::parse_toml(&text(path)?).map(Some).map_err(|it| told(path, &it))
    }
}

/// A problem with the file in which it stands.
pub(super) fn told(path: &Path, problem: &Problem) -> Failure {
    Failure::input(format!("`{}`: {problem}", path.display()))
}

fn text(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(crate::assignment::read_file(path)?);
    text.map_err(|_| Failure::input(format!("`{}` is not text in UTF-8; save it as UTF-8 and repeat", path.display())))
}

/// A table from TOML, or from the cells of CSV or XLSX.
pub(super) fn table(path: &Path, words: &Vocabulary) -> Result<Table, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    Ok(read_table(&bytes, &path.display().to_string(), words)?)
}

/// Tables, each with a name of its own.
pub(super) fn tables(paths: &[PathBuf], words: &Vocabulary) -> Result<Vec<Table>, Failure> {
    let tables = paths.iter().map(|it| table(it, words)).collect::<Result<Vec<_>, _>>()?;
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for (table, path) in tables.iter().zip(paths) {
        if let Some(before) = seen.insert(&table.name, path) {
            let (before, path) = (before.display(), path.display());
            let name = &table.name;
            return Err(Failure::input(format!(
                "`{before}` and `{path}` are both called `{name}`; rename one of them"
            )));
        }
    }
    Ok(tables)
}

fn cells(path: &Path) -> Result<sheet::Table, Failure> {
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = crate::assignment::read_file(path)?;
    let table = sheet::read(&bytes, &name, &Limits::default()).map_err(|it| Failure::input(it.to_string()))?;
    Ok(table.unguarded())
}

/// Cases as texts: a line of the file, or 0, and a text for each column.
pub(super) struct Texts {
    pub line: u64,
    pub cells: Vec<(String, String)>,
}

/// The cases of a CSV or XLSX file; every column must be known to a table.
pub(super) fn texts(path: &Path, tables: &[Table]) -> Result<Vec<Texts>, Failure> {
    let cells = cells(path)?;
    if let Some(row) = cells.ragged().next() {
        let name = path.display();
        return Err(Failure::input(format!("`{name}`, line {}: the row has other columns than the head", row.line)));
    }
    let heads: Vec<String> = cells.headers.iter().map(|it| it.text.trim().to_owned()).collect();
    heads.iter().filter(|it| !is_note(it)).try_for_each(|it| known(it, tables))?;
    let row = |row: sheet::Row| Texts { line: row.line, cells: heads.iter().cloned().zip(row.cells).collect() };
    Ok(cells.rows.into_iter().map(row).collect())
}

/// Columns that name or describe a case and are no part of it.
pub(super) fn is_note(head: &str) -> bool {
    matches!(head, "" | "id" | "case" | "note")
}

fn known(name: &str, tables: &[Table]) -> Result<(), Failure> {
    if tables.iter().any(|it| it.input(name).is_some() || it.output(name).is_some()) {
        return Ok(());
    }
    let names: Vec<String> = tables.iter().flat_map(|it| it.inputs.iter().map(|it| format!("`{}`", it.name))).collect();
    Err(Failure::input(format!("there is no input `{name}`; there are {}", names.join(", "))))
}

/// A case that is typed as `people=2000,unit=HR`; a part without `=` belongs to the value before it.
pub(super) fn typed(parts: &[String], tables: &[Table]) -> Result<Texts, Failure> {
    let mut cells: Vec<(String, String)> = Vec::new();
    for part in parts.iter().flat_map(|it| it.split(',')) {
        match (part.split_once('='), cells.last_mut()) {
            (Some((name, value)), _) => cells.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, Some(last)) => last.1 = format!("{},{part}", last.1),
            (None, None) => {
                return Err(Failure::input(format!("`{part}` is no part of a case; write `input=value`")));
            }
        }
    }
    cells.iter().try_for_each(|it| known(&it.0, tables))?;
    Ok(Texts { line: 0, cells })
}

/// The case that texts describe, with values as each table reads them; outputs that no table takes are left out.
pub(super) fn case(texts: &Texts, tables: &[&Table]) -> Result<Case, Failure> {
    let cells = texts.cells.iter().filter(|it| !is_note(&it.0)).map(|(name, text)| (name.as_str(), text.as_str()));
    Case::read(tables.iter().copied(), cells).map_err(|it| match texts.line {
        0 => Failure::input(it.to_string()),
        line => Failure::input(format!("line {line}: {it}")),
    })
}
