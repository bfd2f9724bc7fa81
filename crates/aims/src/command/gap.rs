//! `aims gap`: assessments with what evidence shows beside what assessors say, ratings entered together, gaps as actions, and files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::gaps::paper::{kappa, percent};
use governance::gaps::saying::Said;
use governance::gaps::whole::Told;
use record::Id;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims gap`.
#[derive(Debug, Args)]
pub struct Gap {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show an assessment: figures, what is claimed above evidence, and gaps in the order in which they can be closed
    Show {
        /// The assessment, such as `ASM-1`
        assessment: String,
        /// Every rating too
        #[arg(long)]
        all: bool,
    },
    /// Enter ratings of an assessor from a file of JSON, or confirm everything that evidence can tell and they have not rated
    Rate {
        /// The assessment, such as `ASM-1`
        assessment: String,
        /// The assessor, such as `PER-1`
        #[arg(long, value_name = "PERSON")]
        by: String,
        /// A file with a list of ratings: `[{"requirement": "6.1.2", "level": "P", "reason": "…"}]`
        #[arg(long, value_name = "FILE", conflicts_with = "confirm")]
        file: Option<PathBuf>,
        /// Confirm what evidence shows wherever the assessor has said nothing
        #[arg(long)]
        confirm: bool,
    },
    /// Open an action for each gap, in the order in which they can be closed; one that is open already stays the one
    Act {
        /// The assessment, such as `ASM-1`
        assessment: String,
        /// Only for the first so many
        #[arg(long, value_name = "COUNT")]
        first: Option<usize>,
        /// Only for one requirement, such as `6.1.2`
        #[arg(long, value_name = "REFERENCE")]
        requirement: Option<String>,
    },
    /// Write an assessment as PDF, HTML, XLSX or JSON; a concluded one gives the same bytes whenever it is asked for
    Export {
        /// The assessment, such as `ASM-1`
        assessment: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

impl Gap {
    /// Shows, rates, opens actions or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Show { assessment, all } => {
                let told = aims.gaps(&actor, &context::id(&assessment)?, &context.moment()?).await?;
                if !context.output.json(&told) {
                    show(context, &told, all);
                }
                Ok(())
            }
            What::Rate { assessment, by, file, confirm } => {
                context.only_now("gap rate")?;
                let (id, by) = (context::id(&assessment)?, context::id(&by)?);
                let said = match (file, confirm) {
                    (Some(file), _) => read(&file)?,
                    (None, true) => {
                        let told = aims.gaps(&actor, &id, &governance::Moment::Now).await?;
                        unsaid(&told, &by)
                    }
                    (None, false) => {
                        return Err(Failure::input(
                            "nothing is rated; name a file with --file, or confirm with --confirm",
                        ));
                    }
                };
                let count = said.len();
                let made = aims.rate(&actor, &id, Some(&by), said).await?;
                if !context.output.json(&made) {
                    context.output.line(format!("{count} ratings in {}", made.id));
                }
                Ok(())
            }
            What::Act { assessment, first, requirement } => {
                context.only_now("gap act")?;
                let opened = aims.open_gaps(&actor, &context::id(&assessment)?, first, requirement.as_deref()).await?;
                if !context.output.json(&opened) {
                    let (opened, there) = (named(&opened.opened), named(&opened.there));
                    context.output.line(format!("opened {opened}; open already {there}"));
                }
                Ok(())
            }
            What::Export { assessment, out } => {
                let ending = ending_of(&out);
                let bytes = aims.gaps_file(&actor, &context::id(&assessment)?, &context.moment()?, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
                Ok(())
            }
        }
    }
}

fn named(all: &[Id]) -> String {
    match all.is_empty() {
        true => "none".to_owned(),
        false => all.iter().map(Id::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// Ratings of a file.
fn read(file: &std::path::Path) -> Result<Vec<Said>, Failure> {
    let bytes = crate::assignment::read_file(file)?;
    let shown = file.display();
    serde_json::from_slice(&bytes).map_err(|it| Failure::input(format!("`{shown}` cannot be understood: {it}")))
}

/// Confirmations of what evidence shows, where an assessor has said nothing.
fn unsaid(told: &Told, by: &Id) -> Vec<Said> {
    let by = by.to_string();
    let open = told.cells.iter().filter(|it| it.cell.evidenced.is_some() && !it.claims.iter().any(|it| it.by == by));
    let said = |it: &governance::gaps::claim::Rated| Said {
        requirement: it.cell.reference.clone(),
        subject: it.cell.subject.clone(),
        seen: told.step(it.cell.evidenced).to_owned(),
        ..Said::default()
    };
    open.map(said).collect()
}

fn show(context: &Context, told: &Told, all: bool) {
    let column = |it: &str| told.column(it, "organisation", "hidden").to_owned();
    let mut table = Table::new(["step", "by evidence", "claimed", "rated"]);
    for (level, it) in told.scale.level.iter().zip(&told.distribution.steps) {
        let name = format!("{} {}", level.name, level.label);
        table.row([name, it.evidenced.to_string(), it.claimed.to_string(), it.rated.to_string()]);
    }
    context.output.table(&table);
    figures(context, told);
    for it in told.cells.iter().filter(|it| it.above) {
        let highest = it.claims.iter().map(|it| it.level).max();
        context.output.line(format!(
            "claimed above evidence: {} of {}: {} claimed, {} shown",
            it.cell.id,
            column(&it.cell.subject),
            told.step(highest),
            told.step(it.cell.evidenced)
        ));
    }
    for it in told.cells.iter().filter(|it| !it.alone.is_empty()) {
        let who = it.alone.join(", ");
        context.output.line(format!(
            "rated only by who answers for it: {} of {}: {who}",
            it.cell.id,
            column(&it.cell.subject)
        ));
    }
    let mut table = Table::new(["requirement", "stands at", "why", "after"]);
    for it in &told.order {
        let columns = it.columns.iter().map(|(subject, level)| format!("{}: {level}", column(subject)));
        let (title, columns) = (format!("{} {}", it.item.id, it.item.title), columns.collect::<Vec<_>>().join(", "));
        table.row([title, columns, it.item.why.clone(), it.item.after.join(", ")]);
    }
    context.output.table(&table);
    if all {
        let mut table = Table::new(["requirement", "column", "status", "by evidence", "claimed", "rated"]);
        for it in &told.cells {
            let status = it.cell.status.name().replace('_', " ");
            let steps = [it.cell.evidenced, it.claimed, it.rated].map(|it| told.step(it).to_owned());
            let [evidenced, claimed, rated] = steps;
            table.row([it.cell.id.clone(), column(&it.cell.subject), status, evidenced, claimed, rated]);
        }
        context.output.table(&table);
    }
}

fn figures(context: &Context, told: &Told) {
    let gap = |it: &governance::gaps::figures::Gap| percent(it.share).unwrap_or_else(|| "not assessable".to_owned());
    let out = &told.distribution;
    context.output.line(format!(
        "weighted gap as of {}: {} by evidence ({} cells), {} as rated ({} cells); {} not asked, {} cannot be told, {} not rated",
        told.on,
        gap(&told.by_evidence),
        told.by_evidence.cells,
        gap(&told.by_ratings),
        told.by_ratings.cells,
        out.out,
        out.untold,
        out.unrated
    ));
    for it in &told.agreement {
        context.output.line(format!("agreement of {} and {}: {}", it.one, it.other, kappa(it)));
    }
    let hours = told.effort.hours.map_or_else(|| "not assessable".to_owned(), |it| format!("{it:.1} hours"));
    let why = told.effort.why.as_ref().map(|it| format!("; {it}")).unwrap_or_default();
    context
        .output
        .line(format!("effort to close: {hours}, known of {} of {} gaps{why}", told.effort.known, told.effort.gaps));
    if let Some(it) = &told.trend {
        let moved = it.moved.map(|it| format!("{:+.1} points", it * 100.0));
        let moved = moved.or_else(|| it.why.clone()).unwrap_or_default();
        context.output.line(format!(
            "since {}: {moved}, {} rose, {} fell",
            it.earlier,
            it.risen.len(),
            it.fallen.len()
        ));
    }
}
