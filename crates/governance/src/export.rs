//! Records on their way out: CSV, XLSX, JSON and JSON Lines of any list, with its filter respected. Serves ISO/IEC 42001 7.5.3.

use record::{Field, Kind, show};
use serde_json::{Value, json};
use store::RecordRow;

use crate::event::Event;
use crate::{Actor, Aims, Error, Listing, Page};

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, UTF-8 with a byte order mark for spreadsheets.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Format, Error> {
        match text {
            "csv" => Ok(Format::Csv),
            "xlsx" => Ok(Format::Xlsx),
            "json" => Ok(Format::Json),
            "jsonl" => Ok(Format::JsonLines),
            other => {
                Err(Error::input(format!("`{other}` is not an export format; the formats are csv, xlsx, json, jsonl")))
            }
        }
    }
}

/// Columns before the fields of the kind.
const LEADING: [&str; 4] = ["id", "state", "version", "retired"];

impl Aims {
    /// Every row of a list in a form; entered in the ledger with the number of rows.
    pub async fn export(&self, actor: &Actor, listing: &Listing, format: Format) -> Result<Vec<u8>, Error> {
        self.require(actor, "export").await?;
        let name = listing.kind.clone().ok_or_else(|| Error::input("an export names one kind"))?;
        let configuration = self.configuration();
        let kind = configuration.kind(&name)?;
        let (this, who, asked) = (self.clone(), actor.clone(), Listing { limit: 1, ..listing.clone() });
        let rows = self
            .0
            .store
            .read_async(move |read| {
                let who = this.with_roles(read, &who)?;
                let query = store::Query { limit: u32::MAX, ..this.query(read, &who, &asked)? };
                Ok::<_, Error>(read.list(&query)?)
            })
            .await?;
        let bytes = match format {
            Format::Csv => sheet::write_csv(&headers(kind), cells(kind, &rows)),
            Format::Xlsx => {
                sheet::write_xlsx(&kind.plural, &headers(kind), cells(kind, &rows)).map_err(Error::input)?
            }
            Format::Json => {
                serde_json::to_vec_pretty(&rows.iter().map(as_json).collect::<Vec<_>>()).map_err(Error::input)?
            }
            Format::JsonLines => rows.iter().flat_map(|it| format!("{}\n", as_json(it)).into_bytes()).collect(),
        };
        self.enter(actor, Event::new("export").with("kind", &name).with("rows", rows.len())).await?;
        Ok(bytes)
    }

    /// Every row of a list, page by page.
    pub async fn list_all(&self, actor: &Actor, listing: &Listing) -> Result<Page, Error> {
        let mut all = Page::default();
        let mut listing = Listing { limit: crate::listing::PAGE_LIMIT, after: None, ..listing.clone() };
        loop {
            let page = self.list(actor, &listing).await?;
            all.rows.extend(page.rows);
            all.titles.extend(page.titles);
            all.total = page.total;
            match page.next {
                Some(next) => listing.after = Some(next),
                None => return Ok(all),
            }
        }
    }
}

/// Fields that people fill in, which are those that an import can bring back.
fn columns(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields.iter().filter(|it| it.is_input())
}

fn headers(kind: &Kind) -> Vec<String> {
    LEADING.iter().map(|it| (*it).to_owned()).chain(columns(kind).map(|it| it.name.clone())).collect()
}

fn cells(kind: &Kind, rows: &[RecordRow]) -> Vec<Vec<String>> {
    let line = |row: &RecordRow| {
        let leading = [row.id.to_string(), row.state.clone(), row.version.to_string(), row.retired.to_string()];
        let fields =
            columns(kind).map(|it| row.document.get(&it.name).map(|value| show(it, value)).unwrap_or_default());
        leading.into_iter().chain(fields).collect()
    };
    rows.iter().map(line).collect()
}

/// A record as JSON exports carry it.
pub(crate) fn as_json(row: &RecordRow) -> Value {
    json!({ "id": row.id, "kind": row.kind, "state": row.state, "retired": row.retired, "version": row.version, "document": row.document })
}
