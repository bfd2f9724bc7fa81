//! `aims measure summarise`: what is known of rows without the rows, in a file that can be merged and compared later.

use std::path::PathBuf;

use assess::data::Input;
use clap::Args;

use super::arguments::Reading;
use crate::context::Context;
use crate::exit::Failure;
use crate::measure::spare;
use crate::output::write_bytes;

/// Arguments of `aims measure summarise`.
#[derive(Debug, Args)]
pub struct Summarise {
    /// Files of data to summarise, or summaries to merge
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Where the summary is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
    /// Threads that work; the summary is the same with any number [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How text is read.
    #[command(flatten)]
    reading: Reading,
}

impl Summarise {
    /// Writes the summary.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        spare(&self.out, &self.files)?;
        let input = Input::open("data", &self.files, &self.reading.options())?;
        let threads = self.threads.map_or_else(assess::run::cores, usize::from);
        let summary = input.summarised(threads)?;
        let text = serde_json::to_string(&summary)
            .map_err(|it| Failure::failed(format!("the summary cannot be written as JSON ({it})")))?;
        write_bytes(&self.out, format!("{text}\n").as_bytes())?;
        input
            .notes("data")
            .iter()
            .for_each(|it| context.output.remark(format!("{} {}", it.of, it.sentence).trim_start()));
        for name in assess::differing::identifiers(&input, &summary, threads)? {
            let whole =
                summary.column(name).is_some_and(|it| it.known_words().is_some() || it.number_counts().is_some());
            let stand = if whole { "they stand" } else { "some of them stand" };
            let next = format!("{stand} in the summary; give data without it where nobody may see them");
            context.output.remark(format!("{name} has another value in every row, as an identifier has, and {next}"));
        }
        if self.out.as_os_str() != "-" {
            let (rows, columns) = (summary.rows, summary.columns.len());
            context.output.remark(format!("wrote `{}`: {rows} rows, {columns} columns", self.out.display()));
        }
        Ok(())
    }
}
