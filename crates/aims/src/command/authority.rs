//! `aims authority`: who may do what, as a table.

use clap::Args;
use serde_json::{Value, json};

use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims authority`.
#[derive(Debug, Args)]
pub struct Authority {
    /// Print it as CSV
    #[arg(long)]
    csv: bool,
}

impl Authority {
    /// Prints the table; needs no data folder, and reads the overlay of one that is there.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = super::config::load(context)?;
        let table = policy::authority(&configuration.catalog, &configuration.policies);
        if context.output.json(&as_json(&table)) {
            return Ok(());
        }
        let text = if self.csv { table.to_csv() } else { table.to_text() };
        crate::output::print(text.trim_end());
        Ok(())
    }
}

fn as_json(table: &policy::Authority) -> Value {
    let row = |row: &policy::Row| {
        let cells = table.roles.iter().zip(&row.cells).map(|(role, cell)| (role.clone(), json!(cell.show())));
        json!({ "kind": row.kind, "act": row.act, "roles": cells.collect::<serde_json::Map<_, _>>() })
    };
    json!({ "rows": table.rows.iter().map(row).collect::<Vec<_>>() })
}
