//! `aims audit`: how often what is audited, checklists, samples, frozen evidence opened again, reports, and sheets that come back.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use governance::auditing::entering::Asked;
use governance::auditing::paper::Paper;
use governance::auditing::planning::Programme;
use governance::auditing::taking::Taken;
use governance::auditing::whole::Told;

use crate::assignment::read_file;
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims audit`.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how often what is audited and why, and what a programme does not cover
    Plan {
        /// The programme, such as `APR-1`
        programme: String,
    },
    /// Show the lines that follow from the scope of an audit, those that are open, and the team
    Show {
        /// The audit, such as `AUD-1`
        audit: String,
    },
    /// Enter the lines of a checklist that are not there yet
    Checklist {
        /// The audit, such as `AUD-1`
        audit: String,
    },
    /// Write a checklist as XLSX, PDF, HTML or JSON, to fill in without the program
    Sheet {
        /// The audit, such as `AUD-1`
        audit: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Draw the sample of a line, by chance from the seed of its audit or as you choose
    Sample {
        /// The line, such as `AUI-1`
        line: String,
        /// Kind of the records; that of the line where none stands
        #[arg(long, default_value = "")]
        kind: String,
        /// Filter of their list
        #[arg(long, default_value = "")]
        filter: String,
        /// Confidence as a share, such as 0.95
        #[arg(long)]
        confidence: Option<f64>,
        /// Tolerable rate of exceptions as a share, such as 0.05
        #[arg(long)]
        tolerable: Option<f64>,
        /// A record chosen by judgement; again for more
        #[arg(long = "choose", value_name = "RECORD")]
        chosen: Vec<String>,
        /// Why these were chosen
        #[arg(long, default_value = "")]
        because: String,
    },
    /// Freeze the sample of a line: its records are kept under their digests
    Freeze {
        /// The line, such as `AUI-1`
        line: String,
    },
    /// Open frozen evidence again, and find what is not the same any more
    Verify {
        /// The line or the audit, such as `AUI-1` or `AUD-1`
        number: String,
    },
    /// Write the report of an audit as PDF, HTML or JSON
    Report {
        /// The audit, such as `AUD-1`
        audit: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Issue the report of an audit, so that its files are kept and the audit names it
    Issue {
        /// The audit, such as `AUD-1`
        audit: String,
    },
    /// Bring back the answers of a sheet
    Import {
        /// The audit, such as `AUD-1`
        audit: String,
        /// The sheet as XLSX or CSV
        file: PathBuf,
    },
}

impl Audit {
    /// Plans, lists, draws, freezes, opens again, writes or takes back.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("audit")?;
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Plan { programme } => {
                let told = aims.audit_programme(&actor, &context::id(&programme)?).await?;
                if !context.output.json(&told) {
                    plan(context, &told);
                }
            }
            What::Show { audit } => {
                let told = aims.audit(&actor, &context::id(&audit)?).await?;
                if !context.output.json(&told) {
                    show(context, &told);
                }
            }
            What::Checklist { audit } => {
                let entered = aims.make_lines(&actor, &context::id(&audit)?).await?;
                if !context.output.json(&entered) {
                    let (made, kept, gone) = (entered.made.len(), entered.kept, entered.gone.len());
                    context.output.line(format!("entered {made} lines; {kept} were there, {gone} follow no longer"));
                }
            }
            What::Sheet { audit, out } => file(context, &audit, Paper::Checklist, &out).await?,
            What::Report { audit, out } => file(context, &audit, Paper::Report, &out).await?,
            What::Sample { line, kind, filter, confidence, tolerable, chosen, because } => {
                let chosen = chosen.iter().map(|it| context::id(it)).collect::<Result<_, _>>()?;
                let asked = Asked { kind, filter, confidence, tolerable, chosen, because };
                let made = aims.draw_sample(&actor, &context::id(&line)?, &asked).await?;
                if !context.output.json(&made) {
                    sampled(context, &made.document);
                }
            }
            What::Freeze { line } => {
                let made = aims.freeze_sample(&actor, &context::id(&line)?).await?;
                if !context.output.json(&made) {
                    context.output.line(format!("froze the sample of {}", made.id));
                }
            }
            What::Verify { number } => verify(context, &number).await?,
            What::Issue { audit } => {
                let made = aims.issue_audit_report(&actor, &context::id(&audit)?).await?;
                if !context.output.json(&made) {
                    context.output.line(format!("issued {}", made.id));
                }
            }
            What::Import { audit, file } => {
                let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
                let bytes = read_file(&file)?;
                let taken = aims.take_answers(&actor, &context::id(&audit)?, &name, bytes).await?;
                if !context.output.json(&taken) {
                    self::taken(context, &taken);
                }
                if !taken.refused.is_empty() {
                    return Err(Failure::failed(format!(
                        "{} rows were not taken; put them right and bring the sheet again",
                        taken.refused.len()
                    )));
                }
            }
        }
        Ok(())
    }
}

async fn file(context: &Context, audit: &str, paper: Paper, out: &Path) -> Result<(), Failure> {
    let ending = ending_of(out);
    let bytes = context.open()?.audit_file(&context.actor(), &context::id(audit)?, paper, &ending).await?;
    write_bytes(out, &bytes)?;
    context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
    Ok(())
}

fn plan(context: &Context, told: &Programme) {
    let mut table = Table::new(["requirement", "points", "months", "last", "due", "next", "what is wrong"]);
    let dated = |it: &Option<(jiff::civil::Date, String)>| {
        it.as_ref().map(|(day, audit)| format!("{day} {audit}")).unwrap_or_default()
    };
    for it in told.rows.iter().chain(&told.records).chain(&told.units) {
        table.row([
            format!("{} {}", it.reference, it.title),
            it.points.to_string(),
            it.months.to_string(),
            dated(&it.last),
            it.due.to_string(),
            dated(&it.next),
            it.wrong.join("; "),
        ]);
    }
    context.output.table(&table);
    let (from, until) = told.cycle;
    let says = format!("{} of {} are covered from {from} until {until}", told.covered, told.rows.len());
    context.output.remark(format!("{says}; {} controls are left out", told.left_out.len()));
    for (what, rows) in [("statements of policies and duties", &told.records), ("units inside the scope", &told.units)]
    {
        let covered = rows.iter().filter(|it| it.covered).count();
        context.output.remark(format!("{covered} of {} {what} are covered", rows.len()));
    }
    context.output.remark(format!("{} statements, duties and units not seen", told.hidden));
}

fn show(context: &Context, told: &Told) {
    let mut table = Table::new(["line", "state", "criterion", "of", "question", "method", "records say"]);
    let entered = |key: &str| told.items.iter().find(|it| it.key == key);
    for it in &told.checklist.lines {
        let item = entered(&it.key);
        table.row([
            item.map(|it| it.id.to_string()).unwrap_or_default(),
            item.map_or_else(|| "not entered".to_owned(), |it| it.state.clone()),
            it.criterion.clone(),
            it.subject.clone().unwrap_or_default(),
            it.question.clone(),
            it.method.clone(),
            it.live.as_ref().map(|it| it.status.replace('_', " ")).unwrap_or_default(),
        ]);
    }
    context.output.table(&table);
    for (name, why) in &told.checklist.left_out {
        context.output.line(format!("no line: {name} {why}"));
    }
    for it in told.conflicts.iter().chain(&told.lacks).chain(&told.not_assessable) {
        context.output.line(format!("team: {it}"));
    }
    if let Some(it) = &told.combined {
        let apart: Vec<String> = it.apart.iter().map(|(name, minutes)| format!("{name} {minutes}")).collect();
        let (saved, days, proposed) = (it.saved, it.days_saved, it.proposed);
        context.output.line(format!(
            "minutes apart: {}; together {saved} minutes ({days} days) less, and {proposed} more once proposed relations are confirmed",
            apart.join(", ")
        ));
    }
    let made = &told.checklist;
    let says = format!("{} lines, {} answered by records, {} minutes", made.lines.len(), made.answered, made.minutes);
    context.output.remark(format!("{says}, {} days needed, {} not entered", told.days_needed, told.missing.len()));
}

fn sampled(context: &Context, document: &record::Document) {
    let mut table = Table::new(["record", "version", "place", "digest"]);
    for it in document.get("sample").and_then(|it| it.as_array()).into_iter().flatten() {
        let text = |name: &str| it.get(name).map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
        table.row(["record", "version", "place", "digest"].map(|name| text(name).unwrap_or_default()));
    }
    context.output.table(&table);
    let of = document.get("population_size").map(ToString::to_string).unwrap_or_default();
    context.output.remark(format!("drawn from {of} records"));
}

async fn verify(context: &Context, number: &str) -> Result<(), Failure> {
    let opened = context.open()?.reopen(&context.actor(), &context::id(number)?).await?;
    let wrong = opened.iter().filter(|it| !it.same).count();
    if !context.output.json(&opened) {
        let mut table = Table::new(["line", "record", "version", "what"]);
        for line in &opened {
            for it in &line.records {
                let what = if it.same { "the same".to_owned() } else { it.why.clone() };
                table.row([line.item.to_string(), it.frozen.record.clone(), it.frozen.version.to_string(), what]);
            }
            if !line.file.is_empty() {
                table.row([line.item.to_string(), "the frozen file".to_owned(), String::new(), line.file.clone()]);
            }
        }
        context.output.table(&table);
    }
    match wrong {
        0 => Ok(()),
        _ => Err(Failure::failed(format!("the frozen evidence of {wrong} lines is not the same any more"))),
    }
}

fn taken(context: &Context, taken: &Taken) {
    let mut table = Table::new(["line", "column", "value", "reason"]);
    for it in &taken.refused {
        table.row([it.line.to_string(), it.column.clone(), it.value.clone(), it.reason.clone()]);
    }
    if !table.is_empty() {
        context.output.table(&table);
    }
    let (new, same) = (taken.taken.len(), taken.unchanged);
    context.output.line(format!("took {new} answers; {same} stood here already, {} rows are blank", taken.blank));
}
