//! `aims measure`: what is typed, what a terminal shows, and what is kept; the measuring itself is crate `assess`.
//!
//! - [`arguments`]: one sub-command a family. [`text`]: the report for a terminal.
//! - [`summarise`], [`metrics`], [`checks`], [`propose`]: summary files, definitions, what rules can check, plans to start from.
//! - [`power`], [`series`]: how many rows are needed, and what became of one series of numbers. [`weights`]: weights written to a file.
//! - [`planned`]: the plan that was named. [`repeat`]: a recorded measurement made again.
//!
//! Serves ISO/IEC 42001 9.1 and A.6.2.4.

pub mod arguments;
pub mod checks;
pub mod metrics;
pub mod planned;
pub mod power;
pub mod propose;
pub mod repeat;
pub mod series;
pub mod summarise;
pub mod text;
pub mod weights;

use std::path::Path;

use assess::form;
use assess::report::Report;

use crate::cli::OutputFormat;
use crate::exit::Failure;

/// Refuses to write over a file that is read: what was measured would be gone.
pub fn spare<'a>(out: &Path, read: impl IntoIterator<Item = &'a String>) -> Result<(), Failure> {
    let Ok(own) = out.canonicalize() else { return Ok(()) };
    match read.into_iter().find(|it| Path::new(it).canonicalize().is_ok_and(|it| it == own)) {
        None => Ok(()),
        Some(name) => Err(Failure::input(format!("`{name}` is read, and would be written over; name another file"))),
    }
}

/// The report in that form; the flag says whether a terminal reads it.
pub fn written(report: &Report, format: OutputFormat, terminal: bool) -> Result<String, Failure> {
    let name = match format {
        OutputFormat::Text => return Ok(text::write(report, terminal)),
        OutputFormat::Json => "json",
        OutputFormat::Html => "html",
        OutputFormat::Markdown => "markdown",
        OutputFormat::Junit => "junit",
        OutputFormat::Csv => "csv",
        OutputFormat::Svg => "svg",
    };
    Ok((form::form(name)?.write)(report)?)
}
