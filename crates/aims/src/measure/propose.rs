//! `aims measure plan`: a plan to start from, with what the data themselves suggest.

use std::path::PathBuf;

use clap::Args;

use super::arguments::Reading;
use crate::context::Context;
use crate::exit::Failure;
use crate::measure::spare;
use crate::output::write_bytes;

/// Arguments of `aims measure plan`.
#[derive(Debug, Args)]
pub struct Propose {
    /// Family of the plan, such as `quality`
    family: String,
    /// Good data from which the plan is made; each file or summary is one delivery, the latest last
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Where the plan is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
    /// How text is read.
    #[command(flatten)]
    reading: Reading,
}

impl Propose {
    /// Writes the plan.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        spare(&self.out, &self.files)?;
        let family = assess::family(&self.family)?;
        let plan = assess::propose::propose(family, &self.files, &self.reading.options())?;
        let text = toml::to_string_pretty(&plan)
            .map_err(|it| Failure::failed(format!("the plan cannot be written ({it})")))?;
        write_bytes(&self.out, text.as_bytes())?;
        let (rules, name) = (plan.rule.len(), family.name);
        context
            .output
            .remark(format!("a plan for `{name}` with {rules} rules; read it, change it, and use it with --plan"));
        Ok(())
    }
}
