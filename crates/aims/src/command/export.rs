//! `aims export`: records to a spreadsheet, or the whole store to JSON Lines.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use governance::Listing;
use governance::export::Format;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::progress::Progress;

/// Form of an export.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum To {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// Arguments of `aims export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Kind of the records
    #[arg(required_unless_present = "whole")]
    kind: Option<String>,
    /// Conditions and words, as for `aims list`
    filter: Vec<String>,
    /// Condition that must not hold; may be repeated
    #[arg(long, value_name = "CONDITION")]
    not: Vec<String>,
    /// File to write; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
    /// Form [default: from the ending of the file, else csv]
    #[arg(long, value_enum)]
    to: Option<To>,
    /// Export every record of every kind as JSON Lines
    #[arg(long, conflicts_with_all = ["kind", "filter", "to"])]
    whole: bool,
    /// Export retired records too
    #[arg(long)]
    retired: bool,
}

impl Export {
    /// Writes the export.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let aims = context.open()?;
        let _progress = Progress::start("exporting", context.global.quiet);
        let actor = context.actor();
        let bytes = match &self.kind {
            None => {
                context.only_now("export --whole")?;
                aims.export_whole(&actor).await?
            }
            Some(kind) => {
                let configuration = aims.configuration();
                let listing = Listing {
                    kind: Some(context::kind(&configuration, kind)?.kind.clone()),
                    filter: super::list::filter(&self.filter, &self.not),
                    retired: self.retired,
                    moment: context.moment()?,
                    ..Listing::default()
                };
                aims.export(&actor, &listing, self.format()).await?
            }
        };
        write_bytes(&self.out, &bytes)?;
        if self.out.as_os_str() != "-" {
            context.output.remark(format!("wrote `{}` ({} bytes)", self.out.display(), bytes.len()));
        }
        Ok(())
    }

    fn format(&self) -> Format {
        let ending = ending_of(&self.out);
        match (self.to, ending.as_str()) {
            (Some(To::Csv), _) => Format::Csv,
            (Some(To::Xlsx), _) | (None, "xlsx") => Format::Xlsx,
            (Some(To::Json), _) | (None, "json") => Format::Json,
            (Some(To::Jsonl), _) | (None, "jsonl") => Format::JsonLines,
            (None, _) => Format::Csv,
        }
    }
}
