//! `aims breaches`: what is alleged and what keeps a measure from being set, breaches that the program sees, and whether units are treated alike.

use clap::{Args, Subcommand};
use governance::consequences::compare::{Compared, Group};
use governance::consequences::whole::Line;
use governance::responsibility::whole::Names;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims breaches`.
#[derive(Debug, Args)]
pub struct Breaches {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show every breach with what is proposed, what is missing and until when a measure can be set
    Check,
    /// Look for breaches in what is recorded, and enter those that are new as alleged
    Detect,
    /// Compare what was set with what is proposed, and with what others set without names, by unit and type
    Consistency,
}

impl Breaches {
    /// Shows, looks or compares.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("breaches")?;
        match self.what {
            What::Check => check(context).await,
            What::Detect => detect(context).await,
            What::Consistency => consistency(context).await,
        }
    }
}

async fn check(context: &Context) -> Result<(), Failure> {
    let docket = context.open()?.docket(&context.actor()).await?;
    if context.output.json(&docket) {
        return Ok(());
    }
    let mut table = Table::new(["breach", "state", "type", "severity", "proposed", "measure", "limited until"]);
    for it in &docket.lines {
        let proposed = it.proposal.as_ref().map_or_else(|_| "-".to_owned(), |it| it.measure.replace('_', " "));
        let until = it.limitation.map(|it| it.to_string()).unwrap_or_default();
        let word = |it: &str| it.replace('_', " ");
        let named = format!("{} {}", it.id, it.title);
        table.row([named, word(&it.state), word(&it.form), it.severity.clone(), proposed, word(&it.measure), until]);
    }
    context.output.table(&table);
    docket.lines.iter().flat_map(said).for_each(|it| context.output.line(it));
    Ok(())
}

/// What follows for one breach, in sentences.
fn said(it: &Line) -> Vec<String> {
    let why = it.proposal.as_ref().map_or_else(|why| why.clone(), |it| format!("row `{}`: {}", it.row, it.says));
    let mut all = vec![format!("{}: {why}", it.id)];
    all.extend(it.lacks.iter().map(|why| format!("{}: {why}", it.id)));
    if it.state == "measure_set" {
        let word = if it.executable.0 { "may be carried out" } else { "may not be carried out" };
        all.push(format!("{}: the measure {word}: {}", it.id, it.executable.1));
    }
    all
}

async fn detect(context: &Context) -> Result<(), Failure> {
    let detected = context.open()?.detect_breaches(&context.actor()).await?;
    if !context.output.json(&detected) {
        detected.made.iter().for_each(|it| context.output.line(format!("{it} is alleged")));
        context.output.line(format!("{} new, {} known already", detected.made.len(), detected.known));
    }
    Ok(())
}

async fn consistency(context: &Context) -> Result<(), Failure> {
    let (compared, names) = context.open()?.consistency(&context.actor()).await?;
    if context.output.json(&compared) {
        return Ok(());
    }
    for (of, groups) in [("unit", &compared.units), ("type", &compared.types)] {
        let mut table = Table::new([
            of, "cases", "milder", "stricter", "p", "stands", "again", "milder", "stricter", "p", "stands",
        ]);
        for it in groups {
            table.row(row(it, &names));
        }
        context.output.table(&table);
    }
    context.output.remark(format!("groups with fewer than {} cases are not assessable", compared.least));
    Ok(())
}

fn row(it: &Group, names: &Names) -> Vec<String> {
    let name = names.get(&it.name).map_or_else(|| it.name.replace('_', " "), |name| format!("{} {name}", it.name));
    let cells = |of: &Compared| {
        let p = of.p.map(|it| format!("{it:.4}")).unwrap_or_default();
        let stands = format!("{:?}", of.verdict).to_lowercase();
        [of.n.to_string(), of.milder.to_string(), of.stricter.to_string(), p, stands]
    };
    std::iter::once(name).chain(cells(&it.proposed)).chain(cells(&it.blind)).collect()
}
