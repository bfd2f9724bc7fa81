//! `aims list`: records of a kind as a table.

use clap::Args;
use governance::listing::Row;
use governance::{Listing, Page};
use record::Kind;
use serde_json::{Value, json};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims list`.
#[derive(Debug, Args)]
pub struct List {
    /// Kind of the records, such as `risk`
    kind: String,
    /// Conditions and words: `state:open`, `likelihood>=3`, `credit`
    filter: Vec<String>,
    /// Condition that must not hold, such as `state:closed`; may be repeated
    #[arg(long, value_name = "CONDITION")]
    not: Vec<String>,
    /// Field to sort by, `-field` for the highest first; may be repeated
    #[arg(long, allow_hyphen_values = true)]
    sort: Vec<String>,
    /// Fields to show, separated by commas
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// How many records at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// Continue after the page whose answer gave this cursor
    #[arg(long)]
    after: Option<String>,
    /// Show retired records too
    #[arg(long)]
    retired: bool,
}

impl List {
    /// Prints one page.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let aims = context.open()?;
        let configuration = aims.configuration();
        let kind = context::kind(&configuration, &self.kind)?;
        let columns = self.columns(kind)?;
        let listing = Listing {
            kind: Some(kind.kind.clone()),
            filter: filter(&self.filter, &self.not),
            sort: self.sort.clone(),
            limit: self.limit,
            after: self.after.clone(),
            retired: self.retired,
            moment: context.moment()?,
            ..Listing::default()
        };
        let page = aims.list(&context.actor(), &listing).await?;
        if !context.output.json(&as_json(&page)) {
            context.output.table(&table(kind, &columns, &page));
            context.output.remark(remark(&page));
        }
        Ok(())
    }

    fn columns(&self, kind: &Kind) -> Result<Vec<String>, Failure> {
        if self.columns.is_empty() {
            return Ok(kind.columns.clone());
        }
        let known =
            |name: &String| kind.field(name).is_some() || matches!(name.as_str(), "state" | "changed" | "version");
        match self.columns.iter().find(|name| !known(name)) {
            Some(name) => Err(Failure::input(format!(
                "`{name}` is no column of `{}`; `aims kinds {}` lists its fields",
                kind.kind, kind.kind
            ))),
            None => Ok(self.columns.clone()),
        }
    }
}

/// Conditions as the filter language writes them.
pub fn filter(hold: &[String], not: &[String]) -> String {
    let not = not.iter().map(|it| format!("-{it}"));
    hold.iter().cloned().chain(not).collect::<Vec<_>>().join(" ")
}

fn remark(page: &Page) -> String {
    match &page.next {
        None => format!("{} of {}", page.rows.len(), page.total),
        Some(next) => format!("{} of {}; more with --after {next}", page.rows.len(), page.total),
    }
}

fn as_json(page: &Page) -> Value {
    let row = |it: &Row| {
        json!({
            "id": it.id, "kind": it.kind, "version": it.version, "title": it.title, "state": it.state, "retired": it.retired,
            "changed": it.changed, "document": it.document, "standing": it.standing,
        })
    };
    json!({ "records": page.rows.iter().map(row).collect::<Vec<_>>(), "total": page.total, "next": page.next })
}

fn table(kind: &Kind, columns: &[String], page: &Page) -> Table {
    let label = |name: &String| kind.field(name).map_or_else(|| name.clone(), |field| field.label.clone());
    let mut table = Table::new(["number".to_owned()].into_iter().chain(columns.iter().map(label)));
    for row in &page.rows {
        let cells = columns.iter().map(|name| cell(kind, name, row, page));
        table.row([row.id.to_string()].into_iter().chain(cells));
    }
    table
}

fn cell(kind: &Kind, name: &str, row: &Row, page: &Page) -> String {
    match name {
        "state" if row.retired => format!("{} (retired)", row.state),
        "state" => row.state.clone(),
        "changed" => row.changed.to_string(),
        "version" => row.version.to_string(),
        _ => match (kind.field(name), row.document.get(name)) {
            (Some(field), Some(value)) => super::show::shown(field, value, &page.titles),
            (Some(field), None) => standing(row, &field.name),
            _ => String::new(),
        },
    }
}

fn standing(row: &Row, name: &str) -> String {
    let found = row.standing.iter().find(|it| it.name == name);
    found.map(|it| super::show::plain(&it.value)).unwrap_or_default()
}
