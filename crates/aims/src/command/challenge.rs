//! `aims challenge`: what was challenged and what came of it, files of tools brought in, actions of what no monitor saw, likelihoods taken over, and
//! challenges as a file.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::challenging::gap::GAPS;
use governance::challenging::reading::{Given, Tool};
use governance::challenging::taken::TakenIn;
use governance::challenging::whole::{Part, Told, Waiting};
use jiff::civil::Date;
use record::Id;

use super::narrowed;
use crate::assignment::read_file;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Most attacks that are printed; the CSV file holds all.
const SHOWN: usize = 50;

/// Arguments of `aims challenge`.
#[derive(Debug, Args)]
pub struct ChallengeArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show each exercise: who challenged, how often attacks succeed, and how often monitors saw them
    Show(Of),
    /// Show assessed likelihoods beside what attacks and scenarios show
    Risks(Of),
    /// Show runs with what each moved of what was tried before
    Runs(Of),
    /// Show attacks that succeed still, to be replayed once they are fixed
    Queue(Of),
    /// Show attacks that no monitor saw, with the action of each
    Missed(Of),
    /// Show which top risks were tested, and which risks never were
    Coverage(Of),
    /// Show what is missing, with what to do about it
    Gaps(Of),
    /// Bring a file of attempts into an exercise: of garak, promptfoo, PyRIT, Inspect, or a plain table
    Import(Import),
    /// Make an action of every attack that no monitor saw, each once
    Act {
        /// The exercise, such as `EXR-1`
        exercise: Id,
    },
    /// Take a likelihood over to a risk that you answer for, as attacks or scenarios show it
    Take {
        /// The risk, such as `RSK-1`
        risk: Id,
    },
    /// Write challenges as PDF, HTML, XLSX or JSON, or every attack as CSV
    Export {
        #[command(flatten)]
        of: Of,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Of what, and on which day.
#[derive(Debug, Args)]
struct Of {
    /// An AI system, a risk or an exercise, such as `SYS-1` [default: all exercises]
    of: Option<Id>,
    /// On this day, as the ledger had it then [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

/// A file to bring in.
#[derive(Debug, Args)]
struct Import {
    /// The exercise, such as `EXR-1`
    exercise: Id,
    /// The file, as the tool wrote it
    file: PathBuf,
    /// What wrote it: garak, promptfoo, pyrit, inspect or table [default: found by looking at the file]
    #[arg(long, value_name = "TOOL")]
    tool: Option<String>,
    /// Which score of an Inspect log means that an attack succeeded, such as `match=C` or `harm>=0.5`
    #[arg(long, value_name = "SCORE")]
    success: Option<String>,
    /// Only say what would come of it
    #[arg(long)]
    dry_run: bool,
}

/// The prefix of what the command is about.
const EXERCISE: &str = "EXR";

impl Of {
    fn part(self) -> Part {
        let [system, risk, exercise] = narrowed(self.of, EXERCISE);
        Part { on: self.on, system, risk, exercise }
    }
}

impl ChallengeArguments {
    /// Shows, brings in, makes or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("challenge")?;
        match self.what {
            What::Show(of) => show(context, &told(context, of).await?),
            What::Risks(of) => risks(context, &told(context, of).await?),
            What::Runs(of) => runs(context, &told(context, of).await?),
            What::Queue(of) => queue(context, &told(context, of).await?),
            What::Missed(of) => missed(context, &told(context, of).await?),
            What::Coverage(of) => coverage(context, &told(context, of).await?),
            What::Gaps(of) => gaps(context, &told(context, of).await?),
            What::Import(it) => it.run(context).await?,
            What::Act { exercise } => act(context, &exercise).await?,
            What::Take { risk } => {
                let made = context.open()?.take_likelihood(&context.actor(), (&risk, None), None).await?;
                if !context.output.json(&made) {
                    context.output.line(format!("took the likelihood over to {} (version {})", made.id, made.version));
                }
            }
            What::Export { of, out } => {
                let ending = ending_of(&out);
                let bytes = context.open()?.challenge_file(&context.actor(), of.part(), &ending).await?;
                write_bytes(&out, &bytes)?;
            }
        }
        Ok(())
    }
}

impl Import {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let name = self.file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let tool = self.tool.as_deref().map(Tool::of).transpose()?;
        let given = Given { name, bytes: read_file(&self.file)?, tool, success: self.success };
        let taken = context.open()?.import_run(&context.actor(), &self.exercise, given, self.dry_run).await?;
        if !context.output.json(&taken) {
            came_in(context, &taken);
        }
        Ok(())
    }
}

/// What came of a file.
fn came_in(context: &Context, it: &TakenIn) {
    let version = it.version.as_deref().map(|it| format!(" {it}")).unwrap_or_default();
    let what = format!("{}{version}, {} attempts, {} attacks", it.tool, it.attempts, it.attacks);
    let done = match (&it.id, it.made) {
        (Some(id), true) => format!("brought in {id}: {what}"),
        (Some(id), false) => format!("{id} has this file already; nothing was brought in"),
        (None, _) => format!("would bring in: {what}"),
    };
    context.output.line(done);
    if it.id.is_some() && !it.made {
        return;
    }
    context.output.line(format!("succeeded: {}", it.success.says()));
    if it.detection.n > 0 {
        context.output.line(format!("seen by monitors: {}", it.detection.says()));
    }
    if let Some(replay) = &it.replay {
        let of = &it.moved;
        context.output.line(format!(
            "replayed {}: {} fixed, {} still succeed, {} regressed, {} held again, {} not repeated; McNemar p {:.4}",
            replay.n,
            of.fixed.len(),
            of.still.len(),
            of.regressed.len(),
            of.held,
            of.not_repeated.len(),
            replay.p
        ));
    }
    it.notes.iter().for_each(|note| context.output.remark(note));
}

async fn told(context: &Context, of: Of) -> Result<Told, Failure> {
    Ok(context.open()?.challenges(&context.actor(), of.part()).await?)
}

async fn act(context: &Context, exercise: &Id) -> Result<(), Failure> {
    let made = context.open()?.act_on_missed(&context.actor(), exercise).await?;
    if context.output.json(&made) {
        return Ok(());
    }
    let (new, known) = (made.made.len(), made.known.len());
    context.output.line(format!("made {new} actions: {}; {known} were there already", list(&made.made)));
    if made.left > 0 {
        context.output.remark(format!("{} attacks are left; ask again for the next", made.left));
    }
    Ok(())
}

fn show(context: &Context, told: &Told) {
    if context.output.json(told) {
        return;
    }
    let head = ["exercise", "type", "state", "independent", "attacks", "succeeded at first", "succeed now", "seen"];
    let mut table = Table::new(head);
    for it in &told.exercises {
        let independent = it.dependences.first().map_or("yes".to_owned(), |why| format!("no: {}", why.says));
        let first = [format!("{} {}", it.id, it.title), spaced(&it.form), spaced(&it.state), independent];
        let last = [it.attacks.to_string(), it.all.first.says(), it.all.now.says(), it.all.detection.says()];
        table.row(first.into_iter().chain(last).collect::<Vec<String>>());
    }
    context.output.table(&table);
    left_out(context, told);
}

fn risks(context: &Context, told: &Told) {
    if context.output.json(&(&told.besides, &told.proposals)) {
        return;
    }
    let mut table = Table::new(["risk", "assessed", "fits from", "fits up to", "verdict", "why"]);
    let level = |it: &Option<(usize, String)>| it.as_ref().map(|it| it.1.clone()).unwrap_or_default();
    for it in &told.besides {
        let first = [it.risk.to_string(), level(&it.assessed), level(&it.least), level(&it.most)];
        table.row(first.into_iter().chain([spaced(it.verdict.name()), it.says.clone()]).collect::<Vec<String>>());
    }
    context.output.table(&table);
    for it in &told.proposals {
        let who = it.owner.as_ref().map_or("whoever is to answer for it".to_owned(), ToString::to_string);
        context
            .output
            .line(format!("{}: {} is proposed in the place of {}; {who} takes it over", it.risk, it.to.1, it.from.1));
    }
    left_out(context, told);
}

fn runs(context: &Context, told: &Told) {
    let all: Vec<_> = told.exercises.iter().map(|it| (&it.id, &it.runs)).collect();
    if context.output.json(&all) {
        return;
    }
    let head = ["run", "exercise", "tool", "day", "attacks", "new", "fixed", "still", "regressed", "not repeated", "p"];
    let mut table = Table::new(head);
    for (exercise, it) in told.exercises.iter().flat_map(|it| it.runs.iter().map(move |of| (&it.id, of))) {
        let (of, p) = (&it.moved, it.replay.as_ref().map(|it| format!("{:.4}", it.p)).unwrap_or_default());
        let tool = format!("{} {}", it.tool, it.version.as_deref().unwrap_or_default());
        let first = [it.id.to_string(), exercise.to_string(), tool.trim_end().to_owned(), it.on.to_string()];
        let counts =
            [of.fixed.len(), of.still.len(), of.regressed.len(), of.not_repeated.len()].map(|it| it.to_string());
        let middle = [it.attacks.to_string(), of.new.to_string()];
        table.row(first.into_iter().chain(middle).chain(counts).chain([p]).collect::<Vec<String>>());
    }
    context.output.table(&table);
    left_out(context, told);
}

fn queue(context: &Context, told: &Told) {
    if context.output.json(&told.queue) {
        return;
    }
    let next = |it: &Waiting| if it.ready() { "replay it" } else { "fix it, then replay it" }.to_owned();
    attacks(context, (&told.queue, "next"), next);
    left_out(context, told);
}

fn missed(context: &Context, told: &Told) {
    if context.output.json(&told.missed) {
        return;
    }
    let action = |it: &Waiting| it.action.as_ref().map_or("none".to_owned(), ToString::to_string);
    attacks(context, (&told.missed, "action"), action);
    left_out(context, told);
}

fn attacks(context: &Context, (all, last): (&[Waiting], &str), cell: impl Fn(&Waiting) -> String) {
    let mut table = Table::new(["exercise", "attack", "technique", "what", "severity", "risk", last]);
    for it in all.iter().take(SHOWN) {
        let of = &it.attack;
        let risk = of.risk.as_ref().map(ToString::to_string).unwrap_or_default();
        let first = [it.exercise.to_string(), of.attack.clone(), of.technique.clone(), of.says.clone()];
        let rest = [of.severity.clone().unwrap_or_default(), risk, cell(it)];
        table.row(first.into_iter().chain(rest).collect::<Vec<String>>());
    }
    context.output.table(&table);
    if all.len() > SHOWN {
        context
            .output
            .remark(format!("{SHOWN} of {} are shown; `aims challenge export --out attacks.csv` holds all", all.len()));
    }
}

fn coverage(context: &Context, told: &Told) {
    if context.output.json(&told.coverage) {
        return;
    }
    let of = &told.coverage;
    let since = of.since.map(|it| format!(" since {it}")).unwrap_or_default();
    context.output.line(format!("{} of {} top risks were tested{since}", of.top.k, of.top.n));
    context.output.line(format!("{} of {} risks of AI systems were tested{since}", of.all.k, of.all.n));
    if !of.never.is_empty() {
        context.output.line(format!("never tested: {}", list(&of.never)));
    }
    left_out(context, told);
}

fn gaps(context: &Context, told: &Told) {
    if context.output.json(&told.gaps) {
        return;
    }
    context.output.table(&Table::of_gaps(&told.gaps, GAPS));
    left_out(context, told);
}

fn left_out(context: &Context, told: &Told) {
    if told.hidden > 0 {
        let says = format!("{} exercises and comparisons are left out, since you may not see all of them", told.hidden);
        context.output.remark(says);
    }
}

fn list(ids: &[Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
