//! Tables as a grid of cells, in DMN's vocabulary: what CSV and XLSX hold.
//!
//! The first cell of a row says what the row holds: `table`, `version`, `decides`, `hit policy`, `partial`, `approval` and `unit` come first, then
//! `column` (input, output or annotation), `name`, `type`, `values`, `details` and `words` head the columns, then come the rules, each behind its identifier.

use std::collections::BTreeMap;

use crate::draft::{COLUMNS, Draft, DraftApproval, DraftInput, DraftOutput, DraftRow, DraftUnit, text};
use crate::model::{Clock, Harm, Table};
use crate::problem::{Problem, listed, short};
use crate::vocabulary::Vocabulary;

mod heads;

use heads::Heads;

/// Rows before the rules, by the word in their first cell.
const HEADS: &[&str] = &["column", "name", "type", "values", "details", "words"];
/// Rows about the table itself.
const FACTS: &[&str] = &["table", "version", "decides", "hit policy", "partial", "approval", "unit"];
/// Columns behind the outputs.
const ANNOTATIONS: &[&str] = &["says", "note", "source", "section"];

impl Table {
    /// Reads a table from rows of cells. A rule's row is named by its identifier, other rows by their number from 1.
    pub fn parse_grid(rows: &[Vec<String>], vocabulary: &Vocabulary) -> Result<Table, Problem> {
        let mut draft = Draft::default();
        let mut heads: BTreeMap<&str, &[String]> = BTreeMap::new();
        let mut rules = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let numbered = |it: Problem| it.row(&(place + 1).to_string());
            let word = row.first().map_or("", |it| it.trim());
            let named = heads.contains_key("name");
            if row.len() > COLUMNS + ANNOTATIONS.len() + 1 {
                let says = format!("{} columns are too many; a table has at most {COLUMNS}", row.len());
                return Err(numbered(Problem::new(says)));
            }
            if row.iter().all(|it| it.trim().is_empty()) {
                continue;
            }
            if let Some(head) = HEADS.iter().find(|it| **it == word && rules.is_empty()) {
                heads.insert(head, row);
            } else if FACTS.contains(&word) && !named {
                fact(&mut draft, word, row).map_err(numbered)?;
            } else if named {
                rules.push(row);
            } else {
                let known: Vec<&str> = FACTS.iter().chain(HEADS).copied().collect();
                let says = format!("`{}` heads no row; before the rules come {}", short(word), listed(&known));
                return Err(numbered(Problem::new(says)));
            }
        }
        let heads = Heads::of(&heads)?;
        heads.columns(&mut draft)?;
        draft.rows = rules.into_iter().map(|row| heads.rule(row)).collect::<Result<_, _>>()?;
        draft.check(vocabulary)
    }

    /// Writes the table as rows of cells that read as the same.
    pub fn to_grid(&self) -> Vec<Vec<String>> {
        let draft = Draft::of(self);
        let mut grid: Vec<Vec<String>> = Vec::new();
        let mut fact = |words: &[&str]| grid.push(words.iter().map(|it| (*it).to_owned()).collect());
        fact(&["table", &draft.table]);
        fact(&["version", &draft.version]);
        fact(&["decides", &draft.decision]);
        fact(&["hit policy", &draft.policy]);
        fact(&["partial", if draft.partial { "true" } else { "false" }]);
        if let Some(it) = &draft.approval {
            fact(&["approval", &it.by, &it.needs]);
        }
        draft.units.iter().for_each(|it| fact(&["unit", &it.name, it.under.as_deref().unwrap_or_default()]));
        grid.extend(heads::written(&draft));
        grid.extend(draft.rows.iter().map(|row| rule_written(&draft, row)));
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        grid.iter_mut().for_each(|row| row.resize(width, String::new()));
        grid
    }
}

/// Takes in a row about the table itself.
fn fact(draft: &mut Draft, word: &str, row: &[String]) -> Result<(), Problem> {
    let cell = |at: usize| row.get(at).map(|it| it.trim().to_owned()).unwrap_or_default();
    match word {
        "table" => draft.table = cell(1),
        "version" => draft.version = cell(1),
        "decides" => draft.decision = cell(1),
        "hit policy" => draft.policy = cell(1),
        "approval" => draft.approval = Some(DraftApproval { by: cell(1), needs: cell(2) }),
        "unit" => draft.units.push(DraftUnit { name: cell(1), under: Some(cell(2)).filter(|it| !it.is_empty()) }),
        _ => match cell(1).to_lowercase().as_str() {
            "" | "false" => {}
            "true" => draft.partial = true,
            other => return Err(Problem::new(format!("`{}` is neither `true` nor `false`", short(other)))),
        },
    }
    Ok(())
}

/// A rule as a row of cells.
fn rule_written(draft: &Draft, row: &DraftRow) -> Vec<String> {
    let cell = |it: Option<&toml::Value>| it.and_then(|it| text(it).ok()).unwrap_or_default();
    let mut cells = vec![row.id.clone()];
    cells.extend(draft.inputs.iter().map(|it| cell(row.when.get(&it.name))));
    cells.extend(draft.outputs.iter().map(|it| cell(row.then.get(&it.name))));
    cells.extend([&row.says, &row.note, &row.source, &row.section].map(Clone::clone));
    cells
}
