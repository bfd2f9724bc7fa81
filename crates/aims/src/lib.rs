//! The program: commands, configuration file, wiring, the demonstration and the self-test.
//!
//! Environment, process and exit codes are known here and nowhere else. What the commands do is done by `governance`;
//! what the server shows is made by `web`. This is a library so that tests and load generators can use the same parts.

pub mod assignment;
pub mod cli;
pub mod command;
pub mod commands;
pub mod context;
pub mod demo;
pub mod exit;
pub mod first;
pub mod folder;
pub mod measure;
pub mod output;
pub mod progress;
pub mod selftest;
pub mod settings;
pub mod table;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::context::Context;
use crate::exit::Failure;

/// Reads the command line, runs the command and gives its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(refused) => {
            let _ = refused.print();
            return ExitCode::from(if refused.use_stderr() { cli::misread(&arguments) } else { exit::DONE });
        }
    };
    let measures = matches!(cli.command, cli::Command::Measure(_) | cli::Command::Rules(_));
    let json = cli.global.format == cli::OutputFormat::Json;
    std::panic::set_hook(Box::new(|broken| {
        let place = broken.location().map(ToString::to_string).unwrap_or_default();
        output::complain(&format!(
            "error: the program has a fault at {place}; nothing was half done, please report this line"
        ));
    }));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(cli)));
    match ended.unwrap_or(Err(Failure::Code(exit::FAILED))) {
        Ok(()) => ExitCode::from(exit::DONE),
        Err(failure) => {
            let failure = if measures { failure.measuring() } else { failure };
            failure.report(json);
            ExitCode::from(failure.code())
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|cause| {
        Failure::failed(format!("no threads could be started ({cause}); free some memory and repeat"))
    })?;
    let context = Context::new(cli.global);
    let looks_only = command::looks_only(&cli.command);
    let done = runtime.block_on(async {
        command::run(cli.command, &context).await?;
        if looks_only { Ok(()) } else { context.sign().await }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    done
}
