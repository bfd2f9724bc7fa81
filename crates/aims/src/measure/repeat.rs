//! `aims measure repeat`: a recorded measurement made again from the same data, and compared byte by byte.

use assess::plan::Plan;
use assess::{form, run};
use clap::{Args, Parser};
use governance::Moment;
use serde_json::{Value, json};

use super::arguments::{Chosen, Others};
use crate::cli::{Cli, Command};
use crate::context::{self, Context};
use crate::exit::{Failure, verdict::FAIL};

/// Arguments of `aims measure repeat`.
#[derive(Debug, Args)]
pub struct Repeat {
    /// Number of the measurement, such as `MSR-1`
    id: String,
    /// The data that were measured, as many files as then
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Data beside them.
    #[command(flatten)]
    others: Others,
    /// Threads that work; the answer is the same with any number [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Repeat {
    /// Measures again and tells whether the bytes are the same; others end with the exit code of a failure.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (kept, name) = kept(&self.id, context).await?;
        let before: Value = serde_json::from_slice(&kept).map_err(|_| damaged(&self.id))?;
        let plan: Plan = serde_json::from_value(before["plan"]["settings"].clone()).map_err(|_| damaged(&self.id))?;
        let (Chosen { family, mut given }, as_of) = chosen(&before).ok_or_else(|| damaged(&self.id))?;
        (given.files, given.others, given.threads) = (self.files, self.others, self.threads);
        let asked = given.asked(as_of);
        let report = context::blocking(|| run::measure(family, &asked, plan))?;
        let now = form::json(&report)?;
        if now.as_bytes() == kept {
            if !context.output.json(&json!({ "same": true, "report": name, "differs": [] })) {
                context.output.line(format!("the same bytes: {name}"));
            }
            return Ok(());
        }
        let after: Value = serde_json::from_str(&now).map_err(|_| damaged(&self.id))?;
        let differs = differing(&before, &after);
        if !context.output.json(&json!({ "same": false, "report": name, "differs": differs })) {
            context.output.line(format!("other bytes: the reports differ in {}", differs.join(", ")));
            context.output.line(reason(&before, &after));
        }
        Err(Failure::Verdict(FAIL))
    }
}

/// The report that a measurement carries, and its digest.
async fn kept(id: &str, context: &Context) -> Result<(Vec<u8>, String), Failure> {
    let id = context::id(id)?;
    let (aims, actor) = (context.open()?, context.actor());
    let record = aims.record(&actor, &id, &Moment::Now).await?;
    let digest = record.document.get("report").and_then(|it| it["digest"].as_str());
    let digest = digest.ok_or_else(|| Failure::input(format!("`{id}` carries no report, so it cannot be repeated")))?;
    let (_, bytes) = aims.get_file(&actor, digest).await?;
    Ok((bytes, digest.to_owned()))
}

fn damaged(id: &str) -> Failure {
    Failure::input(format!("the report of `{id}` is of another form than this program writes; measure anew"))
}

/// What was typed then, from the command that the report tells.
fn chosen(report: &Value) -> Option<(Chosen, Option<String>)> {
    let words: Vec<&str> = report["repeat"].as_array()?.iter().filter_map(Value::as_str).collect();
    let typed = Cli::try_parse_from(words).ok()?;
    match typed.command {
        Command::Measure(measure) => Some((measure.family()?, typed.global.as_of)),
        _ => None,
    }
}

/// Keys whose values differ.
fn differing(before: &Value, after: &Value) -> Vec<String> {
    let keys = before.as_object().into_iter().flat_map(|it| it.keys());
    keys.filter(|key| before[key.as_str()] != after[key.as_str()]).map(|key| format!("`{key}`")).collect()
}

/// The likeliest reason, the plainest first.
fn reason(before: &Value, after: &Value) -> String {
    match () {
        () if before["data"] != after["data"] => {
            "these are other data, or files of another name; give those that were measured".to_owned()
        }
        () if before["engine"] != after["engine"] => {
            format!("it was measured by {} and now by {}; use the same version", before["engine"], after["engine"])
        }
        () => "data, plan and version are the same, so the report was made in another way; look at what differs"
            .to_owned(),
    }
}
