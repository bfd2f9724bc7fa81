//! `aims measure …` as people type it: one sub-command a family, made from the list of families.
//!
//! All families share their options; those that a family does nothing with are hidden from its help and refused.

use std::path::PathBuf;

use assess::asked::{Asked, BESIDE};
use assess::columns::{Columns, PARTS, Part, TASKS};
use assess::{FAMILIES, Family};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};

/// What is measured, how, and where the answer goes.
#[derive(Debug, Clone, Args)]
pub struct Given {
    /// Files, folders, patterns or addresses of data: CSV, JSON Lines, Parquet or Arrow, plain or packed
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Plan with limits and settings: a file, a record such as `MPL-1`, or a shipped one [default: the one named like the family]
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// Plan of quality, named as a plan is; data that fail it get no verdict
    #[arg(long, value_name = "PLAN")]
    pub quality_plan: Option<String>,
    /// Data beside those that are measured.
    #[command(flatten)]
    pub others: Others,
    /// Where the answer is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    pub out: PathBuf,
    /// Record that this measures, such as `SYS-3`; keeps the result in the store as a measurement with its evidence
    #[arg(long = "for", value_name = "RECORD")]
    pub about: Option<String>,
    /// Where the weight of each row is written under which the data meet the reference, as CSV
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Seed of every random draw [default: that of the plan]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Threads that work; the answer is the same with any number [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Which column plays which part.
    #[command(flatten)]
    pub columns: Named,
    /// How text is read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Data beside those that are measured, by the part that they play.
#[derive(Debug, Clone, Default, Args)]
pub struct Others {
    /// Data to compare with: files, or a summary that `aims measure summarise` wrote
    #[arg(long, value_name = "FILE")]
    pub reference: Vec<String>,
    /// The data before they were treated; tells what the treatment cost, row by row where they are the same rows
    #[arg(long, value_name = "FILE")]
    pub original: Vec<String>,
    /// The data from which synthetic data were made
    #[arg(long, value_name = "FILE", requires = "held_out")]
    pub training: Vec<String>,
    /// Data of the same kind that had no part in making synthetic data or in learning
    #[arg(long, value_name = "FILE")]
    pub held_out: Vec<String>,
}

impl Others {
    /// Every part with the files that play it, in the order of the options.
    pub fn parts(&self) -> [(&'static str, &[String]); 4] {
        [
            ("reference", &self.reference),
            ("original", &self.original),
            ("training", &self.training),
            ("held_out", &self.held_out),
        ]
    }
}

/// What somebody may settle about the reading of text, where it should not be found by looking.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reading of text")]
pub struct Reading {
    /// Tell columns of one name apart by a number: the second `Name` becomes `Name (2)`
    #[arg(long)]
    pub number_repeated: bool,
    /// Character between the cells of CSV
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<char>,
    /// Character before the fraction of a number: `.` or `,`
    #[arg(long, value_name = "CHARACTER")]
    pub decimal: Option<char>,
    /// Encoding, such as `windows-1252`
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Word that means "no value"; may be repeated
    #[arg(long = "null", value_name = "WORD")]
    pub nulls: Vec<String>,
    /// Read `03/04/2026` as the third of April
    #[arg(long, conflicts_with = "month_first")]
    pub day_first: bool,
    /// Read `03/04/2026` as the fourth of March
    #[arg(long)]
    pub month_first: bool,
    /// Column that stays text whatever it looks like; may be repeated
    #[arg(long, value_name = "COLUMN")]
    pub text: Vec<String>,
}

impl Reading {
    /// The settings of the reader.
    pub fn options(&self) -> read::Options {
        read::Options {
            delimiter: self.delimiter,
            decimal: self.decimal,
            encoding: self.encoding.clone(),
            nulls: self.nulls.clone(),
            day_first: (self.day_first || self.month_first).then_some(self.day_first),
            text: self.text.clone(),
            number_repeated: self.number_repeated,
            store: store(),
        }
    }
}

/// Keys and regions of object stores, as their own tools read them from the environment: `AWS_REGION` and the like.
fn store() -> Vec<(String, String)> {
    let known = |name: &str| ["AWS_", "GOOGLE_", "AZURE_"].iter().any(|it| name.starts_with(it));
    std::env::vars().filter(|it| known(&it.0)).map(|(name, value)| (name.to_lowercase(), value)).collect()
}

/// Columns as they are typed: one option a part.
#[derive(Debug, Clone, Default)]
pub struct Named(pub Columns);

impl Args for Named {
    fn augment_args(command: Command) -> Command {
        PARTS.iter().map(option).fold(command, Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Named::augment_args(command)
    }
}

/// The option of a part.
fn option(part: &Part) -> Arg {
    let arg = Arg::new(part.name).long(part.name).value_name(part.value).help(part.help).help_heading("Columns");
    let arg = arg.action(if part.several { ArgAction::Append } else { ArgAction::Set });
    match part.value {
        "WORD" => arg.value_parser(PossibleValuesParser::new(TASKS.iter().map(|it| it.0))),
        _ => arg,
    }
}

impl FromArgMatches for Named {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Named, clap::Error> {
        let mut columns = Columns::default();
        for part in PARTS {
            let typed = matches.get_many::<String>(part.name).into_iter().flatten().cloned();
            let strange = |it: assess::Error| clap::Error::raw(clap::error::ErrorKind::InvalidValue, it);
            columns.set(part.name, typed).map_err(strange)?;
        }
        Ok(Named(columns))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Named::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Given {
    /// What is asked with these words.
    pub fn asked(&self, as_of: Option<String>) -> Asked {
        Asked {
            files: self.files.clone(),
            others: self.others.parts().map(|(part, files)| (part, files.to_vec())).into(),
            plan: self.plan.clone(),
            quality_plan: self.quality_plan.clone(),
            columns: self.columns.0.clone(),
            seed: self.seed,
            threads: self.threads.map(usize::from),
            as_of,
            most: None,
            reading: self.reading.options(),
        }
    }
}

/// A family and what was typed for it.
#[derive(Debug)]
pub struct Chosen {
    /// The family.
    pub family: &'static Family,
    /// What was typed.
    pub given: Box<Given>,
}

impl FromArgMatches for Chosen {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Chosen, clap::Error> {
        let lacking = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, below) = matches.subcommand().ok_or_else(lacking)?;
        let family = FAMILIES.iter().find(|it| it.name == name).ok_or_else(lacking)?;
        Ok(Chosen { family, given: Box::new(Given::from_arg_matches(below)?) })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Chosen::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for Chosen {
    fn augment_subcommands(command: Command) -> Command {
        command.subcommands(FAMILIES.iter().map(of_family))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Chosen::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        FAMILIES.iter().any(|it| it.name == name)
    }
}

/// The sub-command of a family, whose help shows only what it takes.
fn of_family(family: &'static Family) -> Command {
    let parts = PARTS.iter().map(|it| it.name).chain(BESIDE.iter().copied()).chain(["quality_plan", "weights"]);
    let unused = parts.filter(|it| !family.takes.contains(it));
    let command = Given::augment_args(Command::new(family.name)).about(family.summary).long_about(family.about);
    unused.fold(command, |command, part| command.mut_arg(part, |it| it.hide(true)))
}
