//! Decision tables as spreadsheets: out of a record into CSV or XLSX, and back. What comes back is read as it would be from its text, with
//! row and column of what cannot be read, so that a table is written where its authors write tables. Serves ISO/IEC 42001 7.5.2.

use record::{Change, Document, Id};
use rules::{Table, Vocabulary};
use serde_json::json;
use sheet::Limits;

use super::shipped::{Ruled, shipped};
use super::{KIND, RULES};
use crate::aims::Committed;
use crate::event::Event;
use crate::{Actor, Aims, Error, Moment};

/// Files in which a table leaves, by their ending, with the media type; the form that records hold comes first.
pub const FORMS: &[(&str, &str)] = &[
    ("toml", "application/toml"),
    ("csv", "text/csv; charset=utf-8"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// Reads a table from a file: TOML by its ending, else the cells of CSV or XLSX; the problem names row and column.
pub fn read_table(bytes: &[u8], name: &str, words: &Vocabulary) -> Result<Table, Error> {
    let told = |it: rules::Problem| Error::input(format!("`{name}`: {it}"));
    if name.to_lowercase().ends_with(".toml") {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Error::input(format!("`{name}` is not text in UTF-8; save it as UTF-8 and repeat")))?;
        return Table::parse_toml_with(text, words).map_err(told);
    }
    let cells = sheet::read(bytes, name, &Limits::default()).map_err(Error::input)?.unguarded();
    let heads = cells.headers.into_iter().map(|it| it.text).collect();
    let grid: Vec<Vec<String>> = [heads].into_iter().chain(cells.rows.into_iter().map(|it| it.cells)).collect();
    Table::parse_grid(&grid, words).map_err(told)
}

/// Writes a table as a file of one of [`FORMS`]; it says of each column what it is, also where shared words knew it.
pub fn write_table(table: &Table, ending: &str) -> Result<Vec<u8>, Error> {
    let cells = || {
        let mut rows = table.to_grid().into_iter();
        (rows.next().unwrap_or_default(), rows.collect::<Vec<_>>())
    };
    match ending {
        "toml" => Ok(table.to_toml().into_bytes()),
        "csv" => {
            let (head, rows) = cells();
            Ok(sheet::write_csv(&head, &rows))
        }
        "xlsx" => {
            let (head, rows) = cells();
            sheet::write_xlsx(&table.name, &head, &rows).map_err(Error::input)
        }
        other => {
            let known: Vec<&str> = FORMS.iter().map(|it| it.0).collect();
            Err(Error::Missing(format!("`{other}` is no form of a table; the forms are {}", known.join(", "))))
        }
    }
}

impl Aims {
    /// The table of a record as a file of one of [`FORMS`], with its media type; that it left is entered in the ledger.
    pub async fn table_file(&self, actor: &Actor, id: &Id, ending: &str) -> Result<(&'static str, Vec<u8>), Error> {
        let record = self.record(actor, id, &Moment::Now).await?;
        let none = || Error::Missing(format!("`{id}` is no decision table; name one, such as `DTB-4`"));
        let text = record.document.get(RULES).and_then(|it| it.as_str()).filter(|_| record.kind == KIND);
        let ruled = Ruled::read(text.ok_or_else(none)?, None).map_err(|it| Error::problem(RULES, it.to_string()))?;
        let bytes = write_table(&ruled.table, ending)?;
        self.enter(actor, Event::new("export").with("kind", KIND).with("rows", ruled.table.rows.len())).await?;
        let media = FORMS.iter().find(|it| it.0 == ending).map_or("application/octet-stream", |it| it.1);
        Ok((media, bytes))
    }

    /// Writes the table of a file into a record, as a change of its rules; `base` is the version that the file came from.
    pub async fn take_table(
        &self,
        actor: &Actor,
        id: &Id,
        base: Option<i64>,
        (name, bytes): (&str, &[u8]),
        key: Option<&str>,
    ) -> Result<Committed, Error> {
        let table =
            read_table(bytes, name, &shipped().vocabulary).map_err(|it| Error::problem("file", it.to_string()))?;
        let set: Document = [(RULES.to_owned(), json!(table.to_toml()))].into_iter().collect();
        self.commit(actor, Change::Edit { id: id.clone(), base, set, why: None }, key).await
    }
}
