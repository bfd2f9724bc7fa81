//! `aims lineage`: where data come from, captured next to the data by digest, and shown again.

use std::path::{Path, PathBuf};
use std::process::Command;

use assess::asked::Reading;
use assess::data::Input;
use clap::{Args, Subcommand};
use governance::data::arrows::{Arrow, arrows, side};
use governance::data::capture::{Capture, Step};
use governance::data::chain::chain;
use governance::data::{VERSION, lineage};
use measure::summary::Sort;
use record::Id;
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};

/// Arguments of `aims lineage`.
#[derive(Debug, Args)]
pub struct Lineage {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Enter a version of a dataset from a file, with the step that made it; the same bytes are entered once
    Record(Record),
    /// Show from what a record was made and where it is used
    Show(Show),
    /// Write the datasheet of a dataset as a file
    Datasheet(Datasheet),
}

/// Arguments of `aims lineage datasheet`.
#[derive(Debug, Args)]
struct Datasheet {
    /// The dataset, such as `DST-1`
    id: String,
    /// File to write, ending in .pdf, .html, .xlsx or .json
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Arguments of `aims lineage record`.
#[derive(Debug, Args)]
struct Record {
    /// Dataset of which the file is a version, such as `DST-1`
    #[arg(long = "for", value_name = "DATASET")]
    about: String,
    /// The file that came in or was made
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A file that the step took in, recorded before; may be repeated
    #[arg(long = "in", value_name = "FILE")]
    inputs: Vec<PathBuf>,
    /// What was done [default: the name of the program that is run]
    #[arg(long, value_name = "WORDS")]
    step: Option<String>,
    /// Program and version [default: the name of the program that is run]
    #[arg(long, value_name = "WORDS")]
    tool: Option<String>,
    /// Settings of the step [default: the arguments of the program that is run]
    #[arg(long, value_name = "WORDS")]
    parameters: Option<String>,
    /// Part of the work that it serves, such as `train` or `test`
    #[arg(long, value_name = "WORD")]
    split: Option<String>,
    /// Program to run first, with its arguments; nothing is recorded when it fails
    #[arg(last = true, value_name = "PROGRAM")]
    program: Vec<String>,
}

/// Arguments of `aims lineage show`.
#[derive(Debug, Args)]
struct Show {
    /// A dataset, a version, a model version or an AI system, such as `DSV-3`
    id: String,
}

impl Lineage {
    /// Records or shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Record(it) => it.run(context).await,
            What::Show(it) => it.run(context).await,
            What::Datasheet(it) => it.run(context).await,
        }
    }
}

impl Datasheet {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("lineage datasheet")?;
        let ending = ending_of(&self.out);
        let bytes = context.open()?.datasheet(&context.actor(), &context::id(&self.id)?, &ending).await?;
        write_bytes(&self.out, &bytes)
    }
}

impl Record {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("lineage record")?;
        let dataset = context::id(&self.about)?;
        let aims = context.open()?;
        aims.record(&context.actor(), &dataset, &governance::Moment::Now).await?;
        let inputs = self.inputs.iter().map(|it| digested(it)).collect::<Result<Vec<_>, Failure>>()?;
        // What nobody knows is refused before anything is done.
        aims.inputs(&context.actor(), &inputs).await?;
        context::blocking(|| ran(&self.program))?;
        let (name, digest) = digested(&self.out)?;
        let (rows, columns) = context::blocking(|| shape(&self.out)).unzip();
        let columns = columns.unwrap_or_default();
        let capture =
            Capture { name, digest, rows, columns, split: self.split.clone(), step: self.step_made(), inputs };
        let found = aims.capture(&context.actor(), &dataset, capture).await?;
        if !context.output.json(&found) {
            let (id, out) = (&found.id, self.out.display());
            context.output.line(match found.made {
                true => format!("recorded {id}: {out}"),
                false => format!("{id} has these bytes already: {out}"),
            });
        }
        Ok(())
    }

    /// The step, where anything is said of one.
    fn step_made(&self) -> Option<Step> {
        let (program, arguments) =
            self.program.split_first().map_or((None, None), |it| (Some(it.0.clone()), Some(it.1.join(" "))));
        let arguments = arguments.filter(|it| !it.is_empty());
        let name = self.step.clone().or_else(|| program.clone());
        let name = name.or_else(|| (!self.inputs.is_empty()).then(|| "made".to_owned()))?;
        Some(Step { name, tool: self.tool.clone().or(program), parameters: self.parameters.clone().or(arguments) })
    }
}

/// Runs a program to its end.
fn ran(program: &[String]) -> Result<(), Failure> {
    let Some((name, arguments)) = program.split_first() else { return Ok(()) };
    let status = Command::new(name).args(arguments).status();
    let status =
        status.map_err(|cause| Failure::input(format!("`{name}` cannot be run ({cause}); nothing is recorded")))?;
    match status.success() {
        true => Ok(()),
        false => Err(Failure::failed(format!("`{name}` ended with {status}; nothing is recorded"))),
    }
}

/// Name and digest of a file.
fn digested(path: &Path) -> Result<(String, String), Failure> {
    let hex = read::digest_of(path).map_err(|it| Failure::input(it.to_string()))?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, format!("sha256:{hex}")))
}

/// How many rows a file has, and its columns with what their values are, where it is one that can be measured.
fn shape(path: &Path) -> Option<(u64, Vec<(String, String)>)> {
    let input = Input::open("data", &[path.display().to_string()], &Reading::default()).ok()?;
    let summary = input.summary(assess::run::cores()).ok()?;
    let sort = |sort: Option<Sort>| match sort {
        // Whether a column of numbers has fractions may differ from one delivery to the next.
        Some(Sort::Number | Sort::Integer) => "number",
        Some(Sort::Flag) => "flag",
        Some(Sort::Words) => "text",
        Some(Sort::Date) => "date",
        Some(Sort::Moment) => "moment",
        None => "",
    };
    let columns = summary.columns.iter().map(|it| (it.name.clone(), sort(it.sort).to_owned()));
    Some((summary.rows, columns.collect()))
}

impl Show {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.id)?;
        let (row, around) = context.open()?.lineage(&context.actor(), &id).await?;
        let arrows = arrows(&around, &id);
        let chain = (row.kind == VERSION).then(|| chain(&around, &row));
        let said = chain.as_ref().map(|(link, why)| json!({ "chain": link.word(), "why": why }));
        let records: Vec<_> = named(&around, &arrows, &id)
            .into_iter()
            .map(|it| json!({ "id": it.id.to_string(), "kind": it.kind, "title": it.title, "state": it.state }))
            .collect();
        if context.output.json(&json!({ "of": id.to_string(), "chain": said, "records": records, "arrows": arrows })) {
            return Ok(());
        }
        context.output.line(format!("{id}  {}", row.title));
        if let Some((link, why)) = chain {
            context.output.line(format!("chain of digests: {}, {why}", link.word()));
        }
        for (heading, after) in [("from what", false), ("used where", true)] {
            let side = side(&around, &id, after);
            let lines = arrows.iter().filter(|it| side.contains(&it.from) && side.contains(&it.to));
            let lines: Vec<String> = lines.map(|it| told(&around, it)).collect();
            context.output.line(if lines.is_empty() { format!("{heading}: nothing") } else { format!("{heading}:") });
            lines.into_iter().for_each(|it| context.output.line(it));
        }
        Ok(())
    }
}

/// The records of the arrows, and the one in question.
fn named<'a>(around: &'a lineage::Lineage, arrows: &[Arrow], id: &Id) -> Vec<&'a store::RecordRow> {
    let on =
        |it: &&store::RecordRow| it.id == *id || arrows.iter().any(|arrow| arrow.from == it.id || arrow.to == it.id);
    around.rows().filter(on).collect()
}

fn told(around: &lineage::Lineage, arrow: &Arrow) -> String {
    let title = |id: &Id| around.row(id).map_or(String::new(), |it| format!(" {}", it.title));
    format!("  {}{} -> {} -> {}{}", arrow.from, title(&arrow.from), arrow.means, arrow.to, title(&arrow.to))
}
