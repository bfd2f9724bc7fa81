//! `aims conformity`: requirements with their status from evidence, and what counted for one of them.

use clap::Args;
use conformity::Status;
use governance::conformity::whole::{Asked, Coverage, Requirement};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims conformity`.
#[derive(Debug, Args)]
pub struct Conformity {
    /// One requirement, such as `ISO/IEC 42001:6.1.3`: what counted for it, and why not more
    reference: Option<String>,
    /// Framework, as references to it begin
    #[arg(long, default_value = "")]
    framework: String,
    /// AI system, such as `SYS-1`
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// Unit of AI systems, with those below it
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Status that is shown, such as `stale`
    #[arg(long)]
    status: Option<String>,
    /// The day; today, where none stands
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// An earlier day with which it is compared
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
}

impl Conformity {
    /// Shows the matrix or one requirement.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("conformity")?;
        let (aims, actor) = (context.open()?, context.actor());
        let id = |it: &Option<String>| it.as_deref().map(context::id).transpose();
        let (system, on) = (id(&self.system)?, day(&self.on)?);
        if let Some(reference) = &self.reference {
            let told = aims.requirement(&actor, reference, system.as_ref(), on).await?;
            if !context.output.json(&told) {
                one(context, &told);
            }
            return Ok(());
        }
        let asked = Asked {
            framework: self.framework.clone(),
            system,
            unit: id(&self.unit)?,
            status: status(&self.status)?,
            on,
            since: day(&self.since)?,
            ..Asked::default()
        };
        let told = aims.conformity(&actor, &asked).await?;
        if !context.output.json(&told) {
            all(context, &told);
        }
        Ok(())
    }
}

fn day(text: &Option<String>) -> Result<Option<jiff::civil::Date>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let wrong = || Failure::input(format!("`{text}` is no day; write one such as `2026-03-31`"));
    text.parse().map(Some).map_err(|_| wrong())
}

fn status(text: &Option<String>) -> Result<Option<Status>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let known = || Status::ALL.map(Status::name).join(", ");
    let found = Status::ALL.into_iter().find(|it| it.name() == text);
    found.map(Some).ok_or_else(|| Failure::input(format!("`{text}` is no status; there are {}", known())))
}

fn all(context: &Context, told: &Coverage) {
    let mut table = Table::new(["requirement", "status", "before", "AI systems", "falls on"]);
    for it in &told.rows {
        let systems = it.systems.iter().map(|(name, count)| format!("{count} {}", name.replace('_', " ")));
        table.row([
            format!("{} {}", it.id, it.title),
            it.status.name().replace('_', " "),
            it.was.map(|it| it.name().replace('_', " ")).unwrap_or_default(),
            systems.collect::<Vec<_>>().join(", "),
            it.falls_on.map(|it| it.to_string()).unwrap_or_default(),
        ]);
    }
    context.output.table(&table);
    let counts = told.counts.iter().map(|(name, count)| format!("{count} {}", name.replace('_', " ")));
    context.output.remark(format!("{} as of {}: {}", told.framework, told.on, counts.collect::<Vec<_>>().join(", ")));
}

fn one(context: &Context, told: &Requirement) {
    context.output.line(format!(
        "{} {}: {}, since {}",
        told.reference,
        told.title,
        told.status.name().replace('_', " "),
        told.why
    ));
    for it in &told.lacks {
        context.output.line(format!("lacks: {it}"));
    }
    let mut table = Table::new(["control or proof", "counts", "why"]);
    for it in &told.weighed {
        let name = it
            .record
            .as_ref()
            .map_or_else(|| "a record that you may not see".to_owned(), |id| format!("{id} {}", it.title));
        table.row([name, if it.counts { "yes" } else { "no" }.to_owned(), it.why.clone()]);
    }
    context.output.table(&table);
    for it in &told.reusable {
        context.output.line(format!("reusable, to confirm: {} ({})", it.reference, it.why));
    }
}
