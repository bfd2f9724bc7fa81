//! `aims erm`: AI risks and controls beside a register of the enterprise: what is shared, a file brought in or compared, whose word
//! goes, and a file for the register.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use governance::integrating::bringing_in::{Asked, Goes};
use governance::integrating::reconcile::{Item, Missing};
use governance::integrating::whole::{Told, Wanted};

use crate::assignment::read_file;
use crate::context::{self, Context};
use crate::exit::{self, Failure};
use crate::output::write_bytes;
use crate::table::Table;

/// Arguments of `aims erm`.
#[derive(Debug, Args)]
pub struct Erm {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show what exists twice, what is reused and what it costs, risks by categories, and what both sides say
    Show(Show),
    /// Bring a file of a register in: what only it changed is taken over, what both changed is told
    Import(Import),
    /// Compare a file of a register with what stands here, and change nothing
    Reconcile(File),
    /// Let one side go before where both differ
    Settle(Settle),
    /// Write what a register should load
    Export(Export),
}

/// Arguments of `aims erm show`.
#[derive(Debug, Args)]
struct Show {
    /// The register [default: the first of `library/enterprise.toml`]
    #[arg(long)]
    register: Option<String>,
    /// The standard that was there first [default: the first that controls meet]
    #[arg(long)]
    first: Option<String>,
    /// The standard that came after it [default: the next]
    #[arg(long)]
    second: Option<String>,
}

/// A file of a register.
#[derive(Debug, Args)]
struct File {
    /// CSV or XLSX file
    file: PathBuf,
    /// The register that it comes from, by its name in `library/enterprise.toml`
    #[arg(long)]
    register: String,
    /// What it lists
    #[arg(long, value_enum, default_value_t = Kind::Risk)]
    kind: Kind,
}

/// Arguments of `aims erm import`.
#[derive(Debug, Args)]
struct Import {
    #[command(flatten)]
    file: File,
    /// Report what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `aims erm settle`.
#[derive(Debug, Args)]
struct Settle {
    /// The record, such as `RSK-7`
    number: String,
    /// The register
    #[arg(long)]
    register: String,
    /// Whose word goes
    #[arg(long, value_enum)]
    goes: Side,
}

/// Arguments of `aims erm export`.
#[derive(Debug, Args)]
struct Export {
    /// The file to write; `.json` for JSON, anything else for CSV
    file: PathBuf,
    /// The register that it is for
    #[arg(long)]
    register: String,
    /// What it lists
    #[arg(long, value_enum, default_value_t = Kind::Risk)]
    kind: Kind,
}

/// What registers hold.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Risk,
    Control,
}

/// One of two sides.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Side {
    Ours,
    Theirs,
}

impl Kind {
    fn of(self, register: &str) -> Asked {
        let kind = match self {
            Kind::Risk => governance::integrating::RISK,
            Kind::Control => governance::integrating::CONTROL,
        };
        Asked { register: register.to_owned(), kind: kind.to_owned() }
    }
}

impl Erm {
    /// Shows, brings in, compares, settles or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("erm")?;
        match self.what {
            What::Show(it) => it.run(context).await,
            What::Import(it) => it.run(context).await,
            What::Reconcile(it) => it.run(context).await,
            What::Settle(it) => it.run(context).await,
            What::Export(it) => it.run(context).await,
        }
    }
}

impl Show {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let wanted = Wanted { register: self.register, first: self.first, second: self.second };
        let told = context.open()?.enterprise(&context.actor(), &wanted).await?;
        if !context.output.json(&told) {
            print(context, &told);
        }
        Ok(())
    }
}

fn print(context: &Context, told: &Told) {
    let output = &context.output;
    let hours = |it: Option<f64>| it.map_or_else(|| "not assessable".to_owned(), |it| format!("{it} h a year"));
    let reuse = &told.reuse;
    output.line(format!(
        "{} of {} own controls are covered; saved: {}",
        reuse.reused.len(),
        reuse.own,
        hours(reuse.hours)
    ));
    if let Some(it) = &told.burden {
        output.line(format!(
            "{}: {} h a year; then {}: {} h instead of {} h, {} h are shared",
            it.first, it.first_hours, it.second, it.second_hours, it.alone, it.shared
        ));
    }
    let mut table = Table::new(["use", "instead of", "agrees", "differs"]);
    for it in &told.duplicates.pairs {
        let named = |id: &record::Id, title: &str| format!("{id} {title}");
        let agrees = it.keys.iter().chain(&it.agree).cloned().collect::<Vec<_>>().join(", ");
        table.row([named(&it.keep, &it.keep_title), named(&it.other, &it.other_title), agrees, it.differ.join(", ")]);
    }
    if !table.is_empty() {
        output.table(&table);
    }
    let mut table = Table::new(["category", "risks", "by level"]);
    for (name, it) in &told.categories.categories {
        let levels: Vec<String> = it.levels.iter().map(|(level, count)| format!("{level} {count}")).collect();
        table.row([name.clone(), it.risks.len().to_string(), levels.join(", ")]);
    }
    output.table(&table);
    told.items.iter().filter(|it| !it.1.is_empty()).for_each(|(_, items)| output.table(&differences(items)));
}

fn differences(items: &[Item]) -> Table {
    let mut table = Table::new(["record", "key", "what", "here", "there", "why"]);
    for it in items {
        let number = it.id.as_ref().map(ToString::to_string).unwrap_or_default();
        let missing = it.missing.map(|it| match it {
            Missing::Here => "missing here",
            Missing::There => "missing there",
        });
        if let Some(says) = missing.map(str::to_owned).or_else(|| it.crosses.clone()) {
            table.row([number.clone(), it.key.clone(), it.title.clone(), String::new(), String::new(), says]);
        }
        for differs in &it.differences {
            let verdict = differs.verdict.name().replace('_', " ");
            table.row([
                number.clone(),
                it.key.clone(),
                differs.attribute.to_owned(),
                differs.ours.clone(),
                differs.theirs.clone(),
                verdict,
            ]);
        }
    }
    table
}

impl File {
    fn read(&self) -> Result<(Asked, String, Vec<u8>), Failure> {
        let name = self.file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((self.kind.of(&self.register), name, read_file(&self.file)?))
    }

    async fn run(self, context: &Context) -> Result<(), Failure> {
        let (asked, name, bytes) = self.read()?;
        let items = context.open()?.reconcile_register(&context.actor(), &asked, &name, bytes).await?;
        if !context.output.json(&items) && !items.is_empty() {
            context.output.table(&differences(&items));
        }
        match items.len() {
            0 => {
                context.output.remark("both sides agree");
                Ok(())
            }
            many => Err(Failure::failed(format!("{many} things differ or are missing"))),
        }
    }
}

impl Import {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let (asked, name, bytes) = self.file.read()?;
        let report = context.open()?.import_register(&context.actor(), &asked, &name, bytes, self.dry_run).await?;
        super::import::print(context, &report, self.dry_run);
        match report.ok() {
            true => Ok(()),
            false => Err(Failure::Code(exit::FAILED)),
        }
    }
}

impl Settle {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.number)?;
        let aims = context.open()?;
        let configuration = aims.configuration();
        let kind = configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone()).unwrap_or_default();
        let goes = match self.goes {
            Side::Ours => Goes::Ours,
            Side::Theirs => Goes::Theirs,
        };
        let asked = Asked { register: self.register, kind };
        let made = aims.settle_entry(&context.actor(), &asked, &id, goes).await?;
        if !context.output.json(&made) {
            context.output.line(format!("{} is version {} now", made.id, made.version));
        }
        Ok(())
    }
}

impl Export {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let csv = self.file.extension().is_none_or(|it| !it.eq_ignore_ascii_case("json"));
        let asked = self.kind.of(&self.register);
        let bytes = context.open()?.export_register(&context.actor(), &asked, csv).await?;
        write_bytes(&self.file, &bytes)?;
        context.output.remark(format!("written to `{}`", self.file.display()));
        Ok(())
    }
}
