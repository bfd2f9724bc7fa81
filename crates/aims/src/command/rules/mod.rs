//! `aims rules`: decision tables in files, checked, explained, tested and compared; needs no store.
//!
//! What a table means is known in crate `rules`; here files become tables, and findings become lines, JSON and exit codes.

mod change;
mod check;
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
}

impl Rules {
    /// Checks, explains, tests or compares.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("rules")?;
        context::blocking(|| match self.what {
            What::Check(it) => it.run(context),
            What::Explain(it) => it.run(context),
            What::Test(it) => it.run(context),
            What::Diff(it) => it.run(context),
            What::Replay(it) => it.run(context),
        })
    }
}
