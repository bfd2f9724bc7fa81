//! `aims corrections`: findings in their order, what nonconformities lack, where else the same may be, and whether what was done worked.

use clap::Args;
use governance::correcting::whole::{Board, Case};
use governance::correcting::{ACTION, FINDING};
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims corrections`.
#[derive(Debug, Args)]
pub struct Corrections {
    /// A nonconformity, a finding or a corrective action; everything that is open where none stands
    id: Option<Id>,
}

impl Corrections {
    /// Shows everything, or one record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("corrections")?;
        match self.id {
            None => board(context).await,
            Some(id) => one(context, &id).await,
        }
    }
}

async fn board(context: &Context) -> Result<(), Failure> {
    let board = context.open()?.corrections(&context.actor()).await?;
    if context.output.json(&board) {
        return Ok(());
    }
    context.output.table(&findings(&board));
    board.cases.iter().flat_map(said).for_each(|it| context.output.line(it));
    for it in &board.clusters {
        let all: Vec<String> = it.findings.iter().map(ToString::to_string).collect();
        context.output.line(format!("one cause ({}): {}", it.cause.replace('_', " "), all.join(", ")));
    }
    Ok(())
}

fn findings(board: &Board) -> Table {
    let mut table = Table::new(["finding", "state", "grade", "age", "due", "late", "priority", "repeats"]);
    for it in &board.findings {
        let word = |it: &str| it.replace('_', " ");
        let due = it.placed.answer_by.or(it.placed.close_by).map(|it| it.to_string()).unwrap_or_default();
        let late = it.placed.late.map_or("", |_| "yes").to_owned();
        let priority = it.placed.priority.map(|it| format!("{:.1}", it.value)).unwrap_or_default();
        let age = it.placed.age.map(|it| it.to_string()).unwrap_or_default();
        let named = format!("{} {}", it.placed.id, it.title);
        table.row([named, word(&it.state), word(&it.grade), age, due, late, priority, it.repeated.to_string()]);
    }
    table
}

/// What is to be said of a nonconformity, in sentences.
fn said(case: &Case) -> Vec<String> {
    let mut all = vec![format!("{} {}: {}", case.id, case.title, case.state.replace('_', " "))];
    all.extend(case.lacks.iter().map(|it| format!("  {it}")));
    let answer = |it: &Option<String>| it.as_ref().map_or("not answered".to_owned(), |it| it.replace('_', " "));
    all.extend(case.like.iter().map(|it| format!("  {}: {} ({})", it.system, it.why.join("; "), answer(&it.answer))));
    let effect =
        |it: &governance::correcting::effect::Told| format!("{}: {}", it.effect.name().replace('_', " "), it.why);
    all.extend(case.actions.iter().map(|it| format!("  {} {}: {}", it.id, it.title, effect(&it.effect))));
    all
}

async fn one(context: &Context, id: &Id) -> Result<(), Failure> {
    let (aims, actor) = (context.open()?, context.actor());
    let configuration = aims.configuration();
    let kind = configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.as_str()).unwrap_or_default();
    match kind {
        FINDING => {
            let (told, _) = aims.finding_told(&actor, id).await?;
            if !context.output.json(&told) {
                told.repeats.iter().for_each(|it| context.output.line(format!("{}: {}", it.id, it.why())));
                told.proven.weak.iter().for_each(|it| context.output.line(format!("{} {}", it.id, it.why)));
                context.output.remark(format!("{} earlier findings of the same thing", told.repeated));
            }
        }
        ACTION => {
            let told = aims.effect_of(&actor, id).await?;
            if !context.output.json(&told) {
                context.output.line(format!("{}: {}", told.effect.name().replace('_', " "), told.why));
            }
        }
        _ => {
            let (case, _) = aims.correction(&actor, id).await?;
            if !context.output.json(&case) {
                said(&case).into_iter().for_each(|it| context.output.line(it));
            }
        }
    }
    Ok(())
}
