//! `aims measure metrics`: what can be measured, each with definition, formula, reading and source.

use clap::Args;
use measure::metric::{Metric, find, metrics};
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims measure metrics`.
#[derive(Debug, Args)]
pub struct Metrics {
    /// Metric, such as `disparate_impact` [default: the list of all]
    id: Option<String>,
}

impl Metrics {
    /// Prints one metric in words, or all of them in a line each.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        match &self.id {
            None => all(context),
            Some(id) => one(context, id)?,
        }
        Ok(())
    }
}

fn all(context: &Context) {
    if context.output.json(&json!({ "metrics": metrics().collect::<Vec<_>>() })) {
        return;
    }
    let mut table = Table::new(["metric", "family", "title"]);
    for it in metrics() {
        table.row([it.id.to_owned(), family(it), it.title.to_owned()]);
    }
    context.output.table(&table);
}

fn one(context: &Context, id: &str) -> Result<(), Failure> {
    let near = || metrics().min_by_key(|it| strsim::osa_distance(it.id, id)).map_or("", |it| it.id);
    let metric = find(id).ok_or_else(|| {
        Failure::missing(format!(
            "there is no metric `{id}`; did you mean `{}`? `aims measure metrics` lists them all",
            near()
        ))
    })?;
    if !context.output.json(metric) {
        context.output.line(format!("{} ({}, {})", metric.title, metric.id, family(metric)));
        context.output.line(metric.definition);
        for (name, words) in [("formula", metric.formula), ("reading", metric.reading), ("source", metric.source)] {
            context.output.line(format!("  {name:<8} {words}"));
        }
    }
    Ok(())
}

/// The family as plans and JSON write it.
fn family(metric: &Metric) -> String {
    serde_json::to_value(metric.family).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}
