//! A decision table as a grid: what its text says cell by cell, and the text that an edited grid says. The columns and all that is
//! not in the grid stay as they are.

use governance::deciding::shipped::Ruled;
use toml::{Table, Value};

use crate::multipart::Posted;

/// A table as cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Grid {
    /// Names of the inputs.
    pub inputs: Vec<String>,
    /// Names of the outputs.
    pub outputs: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub id: String,
    /// One an input, blank where it asks nothing.
    pub when: Vec<String>,
    /// One an output, blank where it says nothing.
    pub then: Vec<String>,
    pub says: String,
}

/// What is done to the rows of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Add,
    Remove(usize),
    Up(usize),
}

impl Step {
    /// Reads `add`, `remove-3` or `up-3`.
    pub fn read(text: &str) -> Option<Step> {
        match text.split_once('-') {
            None => (text == "add").then_some(Step::Add),
            Some(("remove", row)) => row.parse().ok().map(Step::Remove),
            Some(("up", row)) => row.parse().ok().map(Step::Up),
            _ => None,
        }
    }
}

impl Grid {
    /// The grid of a text.
    pub fn of(text: &str) -> Result<Grid, String> {
        let table = parsed(text)?;
        let list = |key: &str| table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let names = |key: &str| list(key).iter().filter_map(|it| it.get("name")?.as_str().map(str::to_owned)).collect();
        let (inputs, outputs): (Vec<String>, Vec<String>) = (names("input"), names("output"));
        let row = |it: &Value| {
            let text = |key: &str| it.get(key).map(plain).unwrap_or_default();
            let cells = |part: &str, names: &[String]| {
                names
                    .iter()
                    .map(|name| it.get(part).and_then(|it| it.get(name)).map(plain).unwrap_or_default())
                    .collect()
            };
            Row { id: text("id"), when: cells("when", &inputs), then: cells("then", &outputs), says: text("says") }
        };
        let rows = list("row").iter().map(row).collect();
        Ok(Grid { rows, inputs, outputs })
    }

    /// The grid that a form holds, with the columns of this one.
    pub fn posted(&self, posted: &Posted) -> Grid {
        let count = posted.text("rows").and_then(|it| it.parse::<usize>().ok()).unwrap_or_default().min(ROWS);
        let text = |name: String| posted.text(&name).unwrap_or_default().trim().to_owned();
        let row = |row: usize| Row {
            id: text(format!("id.{row}")),
            when: (0..self.inputs.len()).map(|column| text(format!("when.{row}.{column}"))).collect(),
            then: (0..self.outputs.len()).map(|column| text(format!("then.{row}.{column}"))).collect(),
            says: text(format!("says.{row}")),
        };
        Grid { rows: (0..count).map(row).collect(), ..self.clone() }
    }

    /// The same with a row more, less or in another place.
    pub fn after(mut self, step: Step) -> Grid {
        match step {
            Step::Add => {
                let id = format!("row_{}", self.rows.len() + 1);
                let (when, then) = (vec![String::new(); self.inputs.len()], vec![String::new(); self.outputs.len()]);
                self.rows.push(Row { id, when, then, says: String::new() });
            }
            Step::Remove(row) if row < self.rows.len() => drop(self.rows.remove(row)),
            Step::Up(row) if row > 0 && row < self.rows.len() => self.rows.swap(row - 1, row),
            _ => {}
        }
        self
    }

    /// The text in which this grid stands, from the text before.
    pub fn text(&self, before: &str) -> Result<String, String> {
        let mut table = parsed(before)?;
        let old = table.get("row").and_then(Value::as_array).cloned().unwrap_or_default();
        let rows = self.rows.iter().map(|row| self.row(row, &old)).collect();
        table.insert("row".to_owned(), Value::Array(rows));
        toml::to_string(&table).map_err(|it| it.to_string())
    }

    fn row(&self, row: &Row, old: &[Value]) -> Value {
        let same = old.iter().find(|it| it.get("id").and_then(Value::as_str) == Some(&row.id));
        let mut whole = same.and_then(Value::as_table).cloned().unwrap_or_default();
        let cells = |names: &[String], cells: &[String]| {
            let filled = names.iter().zip(cells).filter(|it| !it.1.is_empty());
            Value::Table(filled.map(|(name, cell)| (name.clone(), Value::String(cell.clone()))).collect())
        };
        whole.insert("id".to_owned(), Value::String(row.id.clone()));
        whole.insert("when".to_owned(), cells(&self.inputs, &row.when));
        whole.insert("then".to_owned(), cells(&self.outputs, &row.then));
        whole.insert("says".to_owned(), Value::String(row.says.clone()));
        Value::Table(whole)
    }
}

/// Rows that a form may hold.
const ROWS: usize = 500;

fn parsed(text: &str) -> Result<Table, String> {
    Ruled::read(text, None).map_err(|it| it.to_string())?;
    text.parse::<Table>().map_err(|it| it.to_string())
}

/// A scalar as a cell writes it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "table = \"t\"\npolicy = \"first\"\n[[input]]\nname = \"exposure\"\n[[output]]\nname = \"tier\"\ntype = \"choice\"\nvalues = [\"A\", \"B\"]\n[[row]]\nid = \"one\"\nwhen.exposure = '\"public\"'\nthen.tier = \"A\"\nsource = \"kept\"\n[[row]]\nid = \"two\"\nthen.tier = \"B\"\n";

    #[test]
    fn a_grid_says_what_its_text_says_and_keeps_what_it_does_not_show() {
        let grid = Grid::of(TEXT).unwrap();
        assert_eq!(grid.rows[0].when, ["\"public\""]);
        let text = grid.text(TEXT).unwrap();
        assert_eq!(Grid::of(&text).unwrap(), grid);
        assert!(text.contains("kept"));
        let turned = grid.clone().after(Step::Up(1)).after(Step::Add);
        assert_eq!(turned.rows.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["two", "one", "row_3"]);
        assert_eq!(grid.after(Step::Remove(0)).rows.len(), 1);
        assert!(Grid::of("nothing").is_err());
    }
}
