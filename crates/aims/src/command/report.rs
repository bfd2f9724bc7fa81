//! `aims report`: the pack for those who direct, as of a day, and the papers of a management review.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use governance::packing::figure::Figure;
use governance::packing::issue::Form;
use governance::packing::pack::Pack;
use governance::packing::period::Asked;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the pack for those who direct, or write it as PDF, HTML or JSON
    Board {
        #[command(flatten)]
        days: Days,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Freeze the pack: its files are kept under their digests with a record that nobody changes any more
    Issue {
        #[command(flatten)]
        days: Days,
    },
    /// Show which inputs a management review has and lacks, or write its papers as PDF, HTML or JSON
    Review {
        /// The review, such as `MRV-1`
        review: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// For whom, and of which days.
#[derive(Debug, Args)]
struct Days {
    /// Who is told, such as `board`, `executive` or `risk`
    #[arg(long, default_value = "")]
    audience: String,
    /// First day of the period
    #[arg(long, value_name = "DAY", default_value = "")]
    from: String,
    /// Last day of the period
    #[arg(long, value_name = "DAY", default_value = "")]
    until: String,
}

impl Days {
    fn asked(&self, context: &Context) -> Result<Asked, Failure> {
        // The day as of which it is told is that of `--as-of`, which every command knows.
        let as_of = context.global.as_of.as_deref().unwrap_or_default();
        Ok(Asked::read(&self.audience, &self.from, &self.until, as_of)?)
    }
}

impl Report {
    /// Shows, writes or issues.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Board { days, out: Some(out) } => {
                let bytes = aims.pack_file(&actor, &days.asked(context)?, form(&out)?).await?;
                written(context, &out, &bytes)
            }
            What::Board { days, out: None } => {
                let pack = aims.pack(&actor, &days.asked(context)?).await?;
                show(context, &pack);
                Ok(())
            }
            What::Issue { days } => {
                let issued = aims.issue_pack(&actor, &days.asked(context)?).await?;
                if !context.output.json(&issued) {
                    context.output.line(format!("issued {}", issued.id));
                }
                Ok(())
            }
            What::Review { review, out: Some(out) } => {
                let bytes = aims.review_file(&actor, &context::id(&review)?, form(&out)?).await?;
                written(context, &out, &bytes)
            }
            What::Review { review, out: None } => {
                let told = aims.management_review(&actor, &context::id(&review)?).await?;
                if context.output.json(&told) {
                    return Ok(());
                }
                let mut table = Table::new(["input", "must be there", "what it shows, or what to do"]);
                for it in &told.inputs {
                    let says = if it.summary.is_empty() { format!("missing: {}", it.next) } else { it.summary.clone() };
                    table.row([it.title.clone(), if it.required { "yes" } else { "no" }.to_owned(), says]);
                }
                context.output.table(&table);
                Ok(())
            }
        }
    }
}

/// The form that the ending of a file names.
fn form(out: &Path) -> Result<Form, Failure> {
    let ending = ending_of(out);
    Ok(ending.parse()?)
}

fn written(context: &Context, out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_bytes(out, bytes)?;
    context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
    Ok(())
}

fn show(context: &Context, pack: &Pack) {
    if context.output.json(pack) {
        return;
    }
    let period = pack.period;
    context.output.line(format!("{} as of {}, {} to {}", pack.audience.title, period.as_of, period.from, period.until));
    let mut table = Table::new(["figure", "value", "interval", "before", "trend"]);
    for it in &pack.figures {
        table.row([it.title.clone(), value(it), interval(it), before(it), it.trend.to_owned()]);
    }
    context.output.table(&table);
    let mut asks = Table::new(["asked", "of", "record", "title", "by", "why now", "if it is not decided"]);
    for it in &pack.asks.shown {
        let due = it.due.map(|it| it.to_string()).unwrap_or_default();
        let why: Vec<&str> = it.why.iter().map(|it| it.says.as_str()).collect();
        let (of, id, otherwise) = (it.of.name.clone(), it.id.to_string(), it.otherwise.join("; "));
        asks.row([it.asked.clone(), of, id, it.title.clone(), due, why.join("; "), otherwise]);
    }
    context.output.table(&asks);
}

fn value(it: &Figure) -> String {
    match &it.value {
        None => format!("not assessable, because {}", it.why),
        Some(value) => match value.exposure {
            Some(_) => format!("{} a year", assess::number::number(value.value)),
            None => format!("{} of {}", value.count, value.n),
        },
    }
}

fn interval(it: &Figure) -> String {
    let ends = |it: (f64, f64)| format!("[{}, {}]", assess::number::number(it.0), assess::number::number(it.1));
    it.value.as_ref().map(|it| ends(it.interval)).unwrap_or_default()
}

fn before(it: &Figure) -> String {
    it.before.as_ref().map_or_else(|| it.before_why.clone(), |it| it.count.to_string())
}
