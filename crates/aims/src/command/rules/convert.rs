//! `aims rules convert`: a table of a file or of a record in another form, so that it goes into a spreadsheet and comes back.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use governance::Moment;
use governance::deciding::shipped::shipped;
use governance::deciding::spreadsheet::write_table;
use rules::{Table, Vocabulary};

use super::files::{Beside, table};
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::write_bytes;

/// A form in which a table is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    /// As records hold it.
    Toml,
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// Arguments of `aims rules convert`.
#[derive(Debug, Args)]
pub(super) struct Convert {
    /// A file with a table (TOML, CSV or XLSX), or the number of a decision table, such as `DTB-4`
    #[arg(value_name = "TABLE")]
    table: String,
    /// The form
    #[arg(long, value_enum)]
    to: To,
    /// Where it is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    beside: Beside,
}

impl Convert {
    /// Writes the table, which says of each column what it is, also where the vocabulary knew it.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.given()?.unwrap_or_else(|| shipped().vocabulary.clone());
        let path = PathBuf::from(&self.table);
        let table = match context::id(&self.table) {
            Ok(id) if !path.exists() => of_record(context, &id, &words).await?,
            _ => table(&path, &words)?,
        };
        let ending = match self.to {
            To::Toml => "toml",
            To::Csv => "csv",
            To::Xlsx => "xlsx",
        };
        write_bytes(&self.out, &write_table(&table, ending)?)?;
        Ok(())
    }
}

/// The table that a record holds.
async fn of_record(context: &Context, id: &record::Id, words: &Vocabulary) -> Result<Table, Failure> {
    let record = context.open()?.record(&context.actor(), id, &Moment::Now).await?;
    let text = record.document.get("rules").and_then(|it| it.as_str());
    let text = text.ok_or_else(|| Failure::input(format!("`{id}` is no decision table; name one, such as `DTB-4`")))?;
    Table::parse_toml_with(text, words).map_err(|it| Failure::input(format!("`{id}`: {it}")))
}
