//! One file a command: its arguments, and what it does with the management system.

pub mod acceptance;
pub mod access;
pub mod account;
pub mod add;
pub mod audit;
pub mod authority;
pub mod backup;
pub mod bodies;
pub mod boundary;
pub mod breaches;
pub mod bundle;
pub mod challenge;
pub mod competence;
pub mod completions;
pub mod config;
pub mod conformity;
pub mod corrections;
pub mod diff;
pub mod doctor;
pub mod documents;
pub mod duties;
pub mod erase;
pub mod erm;
pub mod escalation;
pub mod export;
pub mod gap;
pub mod hazard;
pub mod history;
pub mod impact;
pub mod import;
pub mod init;
pub mod kinds;
pub mod library;
pub mod lineage;
pub mod link;
pub mod list;
pub mod may;
pub mod measure;
pub mod monitor;
pub mod movement;
pub mod obligations;
pub mod practice;
pub mod privacy;
pub mod readiness;
pub mod report;
pub mod resources;
pub mod restore;
pub mod retention;
pub mod retire;
pub mod reviews;
pub mod risk;
pub mod rules;
pub mod scope;
pub mod search;
pub mod selftest;
pub mod serve;
pub mod set;
pub mod show;
pub mod soa;
pub mod strategy;
pub mod tier;
pub mod token;
pub mod treat;
pub mod treatment;
pub mod undo;
pub mod verify;

use crate::cli::Command;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Whether a command only looks at a ledger that may have been tampered with, and so must not sign what it sees.
pub fn looks_only(command: &Command) -> bool {
    matches!(command, Command::Verify(_) | Command::Doctor(_) | Command::Restore(_) | Command::Selftest(_))
}

/// Commands about what is done with risks.
#[derive(Debug, clap::Subcommand)]
pub enum AboutRisks {
    /// Show what is done about risks, what is left of them, and whether it worked
    Treatment(treatment::TreatmentArguments),
    /// Show which risks are kept, whether that counts now and why, who may keep them, and what is kept together
    Acceptance(acceptance::AcceptanceArguments),
    /// Show what red teams, scenarios and others outside say of risks, and bring their files in
    Challenge(challenge::ChallengeArguments),
}

/// What an argument asks for, told by its prefix: an AI system, a risk, or a record of the command's `own` kind, in this order.
fn narrowed(of: Option<record::Id>, own: &str) -> [Option<record::Id>; 3] {
    const RISK: &str = "RSK";
    match of {
        Some(it) if it.prefix == RISK => [None, Some(it), None],
        Some(it) if it.prefix == own => [None, None, Some(it)],
        it => [it, None, None],
    }
}

impl AboutRisks {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            AboutRisks::Treatment(it) => it.run(context).await,
            AboutRisks::Acceptance(it) => it.run(context).await,
            AboutRisks::Challenge(it) => it.run(context).await,
        }
    }
}

/// Runs the command that was typed.
pub async fn run(command: Command, context: &Context) -> Result<(), Failure> {
    match context.known_format(&command).map(|()| command)? {
        Command::Init(it) => it.run(context).await,
        Command::Serve(it) => it.run(context).await,
        Command::List(it) => it.run(context).await,
        Command::Show(it) => it.run(context).await,
        Command::Add(it) => it.run(context).await,
        Command::Set(it) => it.run(context).await,
        Command::Move(it) => it.run(context).await,
        Command::Link(it) => it.run(context).await,
        Command::Import(it) => it.run(context).await,
        Command::Export(it) => it.run(context).await,
        Command::Search(it) => it.run(context).await,
        Command::History(it) => it.run(context).await,
        Command::Diff(it) => it.run(context).await,
        Command::Retire(it) => it.run(context).await,
        Command::Unretire(it) => it.run(context).await,
        Command::Erase(it) => it.run(context).await,
        Command::Undo(it) => it.run(context).await,
        Command::Authority(it) => it.run(context),
        Command::Config(it) => it.run(context).await,
        Command::Account(it) => it.run(context).await,
        Command::Token(it) => it.run(context).await,
        Command::Backup(it) => it.run(context).await,
        Command::Restore(it) => it.run(context).await,
        Command::Measure(it) => it.run(context).await,
        Command::Lineage(it) => it.run(context).await,
        Command::Duties(it) => it.run(context).await,
        Command::Retention(it) => it.run(context).await,
        Command::Monitor(it) => it.run(context).await,
        Command::Privacy(it) => it.run(context).await,
        Command::Treat(it) => context::blocking(|| it.run(context)),
        Command::Rules(it) => it.run(context).await,
        Command::Library(it) => it.run(context).await,
        Command::Hazard(it) => it.run(context).await,
        Command::Impact(it) => it.run(context).await,
        Command::AboutRisks(it) => it.run(context).await,
        Command::Strategy(it) => it.run(context).await,
        Command::Erm(it) => it.run(context).await,
        Command::Access(it) => it.run(context).await,
        Command::Escalation(it) => it.run(context).await,
        Command::Report(it) => it.run(context).await,
        Command::Documents(it) => it.run(context).await,
        Command::Conformity(it) => it.run(context).await,
        Command::Gap(it) => it.run(context).await,
        Command::Readiness(it) => it.run(context).await,
        Command::Practice(it) => it.run(context).await,
        Command::Soa(it) => it.run(context).await,
        Command::Audit(it) => it.run(context).await,
        Command::Resources(it) => it.run(context).await,
        Command::Reviews(it) => it.run(context).await,
        Command::Scope(it) => it.run(context).await,
        Command::Tier(it) => it.run(context).await,
        Command::Bodies(it) => it.run(context).await,
        Command::Boundary(it) => it.run(context).await,
        Command::Obligations(it) => it.run(context).await,
        Command::Breaches(it) => it.run(context).await,
        Command::Competence(it) => it.run(context).await,
        Command::Risk(it) => it.run(context).await,
        Command::Corrections(it) => it.run(context).await,
        Command::May(it) => it.run(context).await,
        Command::Verify(it) => it.run(context).await,
        Command::Bundle(it) => it.run(context).await,
        Command::Doctor(it) => it.run(context).await,
        Command::Selftest(it) => it.run(context).await,
        Command::Kinds(it) => it.run(context),
        Command::Completions(it) => it.run(),
    }
}
