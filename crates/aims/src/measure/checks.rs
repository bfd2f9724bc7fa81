//! `aims measure checks`: what a `[[rule]]` of a plan of quality can check, and the keys that each check takes.

use clap::Args;
use measure::quality::CHECKS;
use serde_json::{Value, json};

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims measure checks`.
#[derive(Debug, Args)]
pub struct Checks {
    /// Check, such as `unique_together` [default: the list of all]
    name: Option<String>,
}

impl Checks {
    /// Prints one check, or all of them in a line each.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let chosen: Vec<_> = CHECKS.iter().filter(|it| self.name.as_deref().is_none_or(|name| it.0 == name)).collect();
        if let (Some(name), true) = (&self.name, chosen.is_empty()) {
            let near = CHECKS.iter().min_by_key(|it| strsim::osa_distance(it.0, name)).map_or("", |it| it.0);
            let message =
                format!("there is no check `{name}`; did you mean `{near}`? `aims measure checks` lists them all");
            return Err(Failure::missing(message));
        }
        let told: Vec<Value> = chosen
            .iter()
            .map(|(name, needs, may, complies)| json!({ "check": name, "needs": needs, "may_have": may, "complies": complies }))
            .collect();
        if context.output.json(&json!({ "checks": told })) {
            return Ok(());
        }
        let mut table = Table::new(["check", "needs", "may have", "complies"]);
        for (name, needs, may, complies) in chosen {
            table.row([(*name).to_owned(), needs.join(", "), may.join(", "), (*complies).to_owned()]);
        }
        context.output.table(&table);
        Ok(())
    }
}
