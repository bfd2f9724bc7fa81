//! `aims rules`: decision tables in files, checked, explained, tested and compared, which needs no store; and conflicts between the tables in
//! force of a store.
//!
//! What a table means is known in crate `rules`; here files become tables, and findings become lines, JSON and exit codes.

mod change;
mod check;
mod conflicts;
mod convert;
mod explain;
mod files;
mod held;

use clap::{Args, Subcommand};

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims rules`.
#[derive(Debug, Args)]
#[command(after_help = crate::exit::RULES_HELP)]
pub struct Rules {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Look for gaps, contradictions and other faults of tables, alone and together, each with a case
    Check(check::Check),
    /// Say what tables decide of a case, and why
    Explain(explain::Explain),
    /// Hold tables against cases whose outcomes are expected
    Test(held::Test),
    /// Tell which cases another version of a table decides differently
    Diff(change::Diff),
    /// Tell which of given cases another version of a table moves
    Replay(change::Replay),
    /// Write a table of a file or a record as TOML, CSV or XLSX
    Convert(convert::Convert),
    /// Tell what clashes among the tables in force of a store, or keep it with `--record`
    Conflicts(conflicts::Conflicts),
    /// Read the text of a procedure as a proposed table, and say which lines could not be read
    Paste(conflicts::Paste),
}

impl Rules {
    /// Checks, explains, tests, compares, looks or reads.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("rules")?;
        match self.what {
            What::Check(it) => context::blocking(|| it.run(context)),
            What::Explain(it) => context::blocking(|| it.run(context)),
            What::Test(it) => context::blocking(|| it.run(context)),
            What::Diff(it) => context::blocking(|| it.run(context)),
            What::Replay(it) => context::blocking(|| it.run(context)),
            What::Convert(it) => it.run(context).await,
            What::Conflicts(it) => it.run(context).await,
            What::Paste(it) => it.run(context).await,
        }
    }
}
