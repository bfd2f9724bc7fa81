//! `aims measure`: data and predictions measured from files, without a server.

use assess::{form, kept, report, run, verdict};
use clap::{Args, Subcommand};
use governance::Moment;
use governance::data::quality::other_bytes;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::exit::verdict::{PASS, code};
use crate::measure::arguments::Chosen;
use crate::measure::checks::Checks;
use crate::measure::metrics::Metrics;
use crate::measure::planned::planned;
use crate::measure::power::Power;
use crate::measure::propose::Propose;
use crate::measure::repeat::Repeat;
use crate::measure::series::Series;
use crate::measure::summarise::Summarise;
use crate::measure::{spare, weights, written};
use crate::output;
use crate::progress::Progress;

/// Arguments of `aims measure`.
#[derive(Debug, Args)]
#[command(after_help = crate::exit::verdict::HELP)]
pub struct Measure {
    #[command(subcommand)]
    what: What,
}

/// What is measured, or shown about measuring.
#[derive(Debug, Subcommand)]
enum What {
    #[command(flatten)]
    Family(Chosen),
    /// Tell how many rows show a difference of shares, or what the rows at hand can show
    Power(Power),
    /// Look at a series of numbers: control chart, CUSUM, evidence at every look, change points
    Series(Series),
    /// Write a summary of data that can be merged, and compared when the data are gone
    Summarise(Summarise),
    /// Show what can be measured, or one metric in words
    Metrics(Metrics),
    /// Show what a rule of a plan can check, with its keys, or one check
    Checks(Checks),
    /// Propose a plan from data, as a place to start
    Plan(Propose),
    /// Measure again what was recorded, and compare the bytes
    Repeat(Repeat),
    /// Print the JSON Schema of reports
    Schema,
}

impl Measure {
    /// Measures and reports; the exit code is the verdict.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Family(chosen) => family(chosen, context).await,
            What::Summarise(it) => context::blocking(|| it.run(context)),
            What::Power(it) => it.run(context),
            What::Series(it) => context::blocking(|| it.run(context)),
            What::Metrics(it) => it.run(context),
            What::Checks(it) => it.run(context),
            What::Plan(it) => context::blocking(|| it.run(context)),
            What::Repeat(it) => it.run(context).await,
            What::Schema => {
                output::print(report::SCHEMA.trim_end());
                Ok(())
            }
        }
    }

    /// Whether the answer is a report, which has more forms than text and JSON.
    pub fn reports(&self) -> bool {
        matches!(self.what, What::Family(_) | What::Repeat(_))
    }

    /// The family that was chosen, where one was.
    pub fn family(self) -> Option<Chosen> {
        match self.what {
            What::Family(chosen) => Some(chosen),
            _ => None,
        }
    }
}

async fn family(chosen: Chosen, context: &Context) -> Result<(), Failure> {
    let about = match chosen.given.about.as_deref().map(context::id).transpose()? {
        // Refuses early when there is no such record, or nobody may see it.
        Some(id) => Some(context.open()?.record(&context.actor(), &id, &Moment::Now).await?),
        None => None,
    };
    let asked = chosen.given.asked(context.global.as_of.clone());
    asked.check(chosen.family)?;
    weights::only(chosen.family, chosen.given.weights.as_deref())?;
    let others = asked.others.iter().flat_map(|it| &it.1);
    let read: Vec<&String> = asked.files.iter().chain(others).chain(&asked.plan).chain(&asked.quality_plan).collect();
    for out in [Some(&chosen.given.out), chosen.given.weights.as_ref()].into_iter().flatten() {
        spare(out, read.iter().copied())?;
    }
    let (plan, carried) = planned(context, chosen.family, asked.plan.as_deref()).await?;
    let quality = match &asked.quality_plan {
        Some(named) => Some(planned(context, assess::family("quality")?, Some(named)).await?.0),
        None => None,
    };
    // Measures share the threads of the process.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(asked.threads.unwrap_or_else(run::cores)).build_global();
    let progress = Progress::start("measuring", context.global.quiet);
    let report = context::blocking(|| run::by(chosen.family, &asked, plan, quality))?;
    drop(progress);
    let terminal = chosen.given.out.as_os_str() == "-" && output::width().is_some();
    let text = written(&report, context.global.format, terminal)?;
    output::write_bytes(&chosen.given.out, text.as_bytes())?;
    if chosen.given.out.as_os_str() != "-" {
        context.output.remark(verdict::sentence(report.overall.as_ref(), &report.rulings));
    }
    if let Some(file) = &chosen.given.weights {
        weights::write(context, file, report.weights.as_ref())?;
    }
    if let Some(about) = &about {
        let (whole, fields) = (form::json(&report)?.into_bytes(), kept::fields(&report));
        let other = other_bytes(about, &fields);
        let (actor, id) = (context.actor(), &about.id);
        let recorded = context.open()?.keep_measurement(&actor, id, carried.as_ref(), fields, whole, None).await?;
        if !context.global.quiet {
            output::complain(&format!("recorded as {} of {id}", recorded.id));
        }
        other.iter().for_each(|it| output::complain(it));
    }
    match code(report.overall.as_ref()) {
        PASS => Ok(()),
        code => Err(Failure::Verdict(code)),
    }
}
