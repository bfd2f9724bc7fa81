//! The command line as people type it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::command as run;
use crate::exit;

/// An AI management system: records, ledger, permission and evidence, in one program.
#[derive(Debug, Parser)]
#[command(name = "aims", version, after_help = crate::exit::HELP, max_term_width = 110, disable_help_subcommand = true)]
pub struct Cli {
    /// Where the data is and how answers are printed.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder with the organisation's data [default: ./aims-data, and ./aims-demo for `serve --demo`]
    #[arg(long, global = true, value_name = "DIR", env = "AIMS_DATA")]
    pub data: Option<PathBuf>,
    /// Database: a `postgres://` address, instead of the SQLite file in the data folder
    #[arg(long, global = true, value_name = "ADDRESS", env = "AIMS_STORE", hide_env_values = true)]
    pub store: Option<String>,
    /// Form of the answer
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
    /// Read as of a past moment: `2026-03-01`, `2026-03-01T09:00:00Z`, or a place in the ledger, `#1234`
    #[arg(long, global = true, value_name = "MOMENT")]
    pub as_of: Option<String>,
    /// Print the answer only, no remarks and no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For people.
    Text,
    /// For programs; its shape is stable.
    Json,
    /// One page with charts; reports of `measure` only.
    Html,
    /// For a pull request; reports of `measure` only.
    Markdown,
    /// For CI; reports of `measure` only.
    Junit,
    /// Data of a picture; `privacy front` only.
    Csv,
    /// A picture; `privacy front` only.
    Svg,
}

/// The exit code of a command line that cannot be read: `measure` and `rules` have codes of their own.
pub fn misread(arguments: &[OsString]) -> u8 {
    let lenient = Cli::command().ignore_errors(true).try_get_matches_from(arguments);
    match lenient.ok().and_then(|it| it.subcommand_name().map(|name| matches!(name, "measure" | "rules"))) {
        Some(true) => exit::verdict::ERROR,
        _ => exit::INPUT,
    }
}

/// One variant a command, in the order in which help shows them; `COMMANDS` says what each leaves in the ledger.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the data folder of an organisation
    Init(run::init::Init),
    /// Start the server
    Serve(run::serve::Serve),
    /// List records of a kind
    List(run::list::List),
    /// Show a record
    Show(run::show::Show),
    /// Add a record
    Add(run::add::Add),
    /// Change fields of a record
    Set(run::set::Set),
    /// Move a record to another state
    Move(run::movement::Move),
    /// Link two records, or remove a link
    Link(run::link::Link),
    /// Import records from CSV or XLSX, or a whole store from JSON Lines
    Import(run::import::Import),
    /// Export records to CSV, XLSX, JSON or JSON Lines, or the whole store
    Export(run::export::Export),
    /// Search in all records
    Search(run::search::Search),
    /// Show the versions of a record
    History(run::history::History),
    /// Compare two versions of a record
    Diff(run::diff::Diff),
    /// Retire a record; nothing is ever deleted
    Retire(run::retire::Retire),
    /// Take back the retirement of a record
    Unretire(run::retire::Unretire),
    /// Erase values of a record from every version, as data protection may demand
    Erase(run::erase::Erase),
    /// Undo an import, or list imports
    Undo(run::undo::Undo),
    /// Show who may do what
    Authority(run::authority::Authority),
    /// Check, apply or show the configuration
    Config(run::config::Config),
    /// Manage accounts
    Account(run::account::Account),
    /// Manage API tokens
    Token(run::token::Token),
    /// Write a backup
    Backup(run::backup::Backup),
    /// Restore a backup into an empty folder
    Restore(run::restore::Restore),
    /// Measure data and predictions: quality, drift, fairness, performance, privacy; needs no store
    Measure(run::measure::Measure),
    /// Capture where data come from, by digest, and show what became of them
    Lineage(run::lineage::Lineage),
    /// Who answers for what, what is wrong with it, what falls when somebody goes, and letters of appointment
    Duties(run::duties::Duties),
    /// What is due, held and contradictory by retention rules, and runs of disposal
    Retention(run::retention::Retention),
    /// Send a batch of live data to its monitor, and show how a monitor stands
    Monitor(run::monitor::Monitor),
    /// Show what was spent of a privacy budget, and how treatments of data compare
    Privacy(run::privacy::Privacy),
    /// Protect persons in a file: generalise until nobody stands alone, or add noise to counts
    Treat(run::treat::Treat),
    /// Check decision tables for gaps and contradictions, explain, test and compare them; needs no store
    Rules(run::rules::Rules),
    /// Show, check, compare and give on what standards and laws ask for; needs no store
    Library(run::library::Library),
    /// Show the hazards of an AI system and what shows them, or exclude one for a reason
    Hazard(run::hazard::Hazard),
    /// Show what an AI system does to people and society beside what can fail in it, what is missing, and what laws ask
    Impact(run::impact::ImpactArguments),
    /// What is done about risks, what is kept of them, and what was tried on them
    #[command(flatten)]
    AboutRisks(run::AboutRisks),
    /// Look at objectives beside the goals of the enterprise
    Strategy(run::strategy::Objectives),
    /// Compare AI risks and controls with a register of the enterprise, bring its files in, and export to it
    Erm(run::erm::Erm),
    /// Show who can see which data and why, open them for a purpose, bring logs in, and review grants
    Access(run::access::Access),
    /// Find what is wrong with ladders of escalation, simulate them, and show who is told next
    Escalation(run::escalation::Escalation),
    /// Find what is wrong with documents under control, and show who has acknowledged them
    Documents(run::documents::Documents),
    /// Show requirements with their status from evidence, and what counted for one of them
    Conformity(run::conformity::Conformity),
    /// Show gap assessments, enter ratings, open gaps as actions, and write reports
    Gap(run::gap::Gap),
    /// Show how ready the organisation is for an audit, ask an auditor's questions, and write an evidence pack
    Readiness(run::readiness::Readiness),
    /// Show what policies say beside what is done, hold event logs against allowed paths, ask people, and raise findings
    Practice(run::practice::Practice),
    /// Propose, show, compare and write statements of applicability
    Soa(run::soa::Soa),
    /// Plan audits, make checklists, draw and freeze samples, open them again, write reports
    Audit(run::audit::Audit),
    /// Show, write and issue the pack for those who direct, and the papers of a management review
    Report(run::report::Report),
    /// Show people, hours and money of a resource plan against the work of AI systems, and what if
    Resources(run::resources::Resources),
    /// Show tiers of AI systems and why, work them out by decision tables, and whom a table would move
    Tier(run::tier::Tier),
    /// Show lanes of review, answer by the fast lane, and replay other rules
    Reviews(run::reviews::Reviews),
    /// What belongs to the AI management system, and what follows where a unit moves
    Scope(run::scope::Scope),
    /// Find what is wrong with governance bodies and what they decided, and show how a meeting stands
    Bodies(run::bodies::Bodies),
    /// Show who takes which part in the components of an AI system, what crosses its boundary, and who answers for a harm
    Boundary(run::boundary::Boundary),
    /// Show which duties of laws and contracts apply to AI systems on a day, make records of them, and count deadlines
    Obligations(run::obligations::Obligations),
    /// Show breaches and what is missing for a measure, look for breaches, and compare how units are treated
    Breaches(run::breaches::Breaches),
    /// Show who has proof that counts of what their roles ask for, what people need next, and what somebody would lack in a role
    Competence(run::competence::Competence),
    /// Show how risks stand by the criteria in force, what the risk process lacks, what other criteria would move, and how far assessors agree
    Risk(run::risk::Risk),
    /// Show findings in their order, what nonconformities lack, and whether what was done about them worked
    Corrections(run::corrections::Corrections),
    /// Ask whether you may decide something about a record, and why not
    May(run::may::May),
    /// Verify the ledger, here or in a bundle
    Verify(run::verify::Verify),
    /// Write a bundle that anybody can verify offline
    Bundle(run::bundle::Bundle),
    /// Compare what is derived with its recomputation, and rebuild it
    Doctor(run::doctor::Doctor),
    /// Run the product against cases whose answers are known
    Selftest(run::selftest::Selftest),
    /// Show the kinds of records, or one kind with its fields and states
    Kinds(run::kinds::Kinds),
    /// Print completions for a shell
    Completions(run::completions::Completions),
}
