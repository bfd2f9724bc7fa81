//! `aims measure …` as people type it: one sub-command a family, made from the list of families.
//!
//! All families share their options; those that a family does nothing with are hidden from its help and refused.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::columns::Columns;
use super::{FAMILIES, Family};
use crate::exit::Failure;

/// What is measured, how, and where the answer goes.
#[derive(Debug, Clone, Args)]
pub struct Given {
    /// Files, folders, patterns or addresses of data: CSV, JSON Lines, Parquet or Arrow, plain or packed
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Plan with limits and settings: a file, or the name of a shipped one [default: the one named like the family]
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// Data beside those that are measured.
    #[command(flatten)]
    pub others: Others,
    /// Where the answer is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    pub out: PathBuf,
    /// Record that this measures, such as `SYS-3`; keeps the result in the store as a measurement with its evidence
    #[arg(long = "for", value_name = "RECORD")]
    pub about: Option<String>,
    /// Seed of every random draw [default: that of the plan]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Threads that work; the answer is the same with any number [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Which column plays which part.
    #[command(flatten)]
    pub columns: Columns,
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
    /// The data before they were treated, row by row; tells what the treatment cost
    #[arg(long, value_name = "FILE")]
    pub original: Vec<String>,
    /// The data from which synthetic data were made
    #[arg(long, value_name = "FILE", requires = "held_out")]
    pub training: Vec<String>,
    /// Data of the same kind that had no part in making synthetic data
    #[arg(long, value_name = "FILE", requires = "training")]
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
            store: Vec::new(),
        }
    }

    /// The options as words of a command line.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut say = |name: &str, value: String| words.extend([format!("--{name}"), value]);
        self.delimiter.iter().for_each(|it| say("delimiter", it.to_string()));
        self.decimal.iter().for_each(|it| say("decimal", it.to_string()));
        self.encoding.iter().for_each(|it| say("encoding", it.clone()));
        self.nulls.iter().for_each(|it| say("null", it.clone()));
        self.text.iter().for_each(|it| say("text", it.clone()));
        words.extend(self.day_first.then(|| "--day-first".to_owned()));
        words.extend(self.month_first.then(|| "--month-first".to_owned()));
        words
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

impl Chosen {
    /// Refuses what the family does nothing with.
    pub fn check(&self) -> Result<(), Failure> {
        let Family { name, takes, .. } = self.family;
        self.given.columns.only(name, takes)?;
        let strange = |(part, files): &(&'static str, &[String])| !files.is_empty() && !takes.contains(part);
        match self.given.others.parts().into_iter().find(strange) {
            None => Ok(()),
            Some((part, files)) => {
                let option = part.replace('_', "-");
                Err(Failure::input(format!(
                    "`{name}` does nothing with `--{option} {}`; leave it out",
                    files.join(" ")
                )))
            }
        }
    }
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
    let (columns, others) = (Columns::default(), Others::default());
    let parts = columns.parts().map(|it| it.0).into_iter().chain(others.parts().map(|it| it.0));
    let unused = parts.filter(|it| !family.takes.contains(it));
    let command = Given::augment_args(Command::new(family.name)).about(family.summary).long_about(family.about);
    unused.fold(command, |command, part| command.mut_arg(part, |it| it.hide(true)))
}
