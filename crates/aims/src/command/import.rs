//! `aims import`: records from a spreadsheet, or a whole store from JSON Lines.

use std::path::{Path, PathBuf};

use clap::Args;
use governance::import::Mapping;
use governance::importing::{ImportOptions, ImportReport, RowError};
use governance::{Actor, Aims, Options};

use crate::assignment::read_file;
use crate::context::{self, Context};
use crate::exit::{self, Failure};
use crate::folder::Folder;
use crate::progress::Progress;
use crate::table::{Table, shorten};

/// What stands in place of a kind for an organisation chart.
const CHART: &str = "org";

/// How many row errors the text report shows; JSON shows all.
const SHOWN: usize = 20;

/// Arguments of `aims import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Kind of the records, such as `ai_system`; `org` for an organisation chart, as a table or as users in SCIM 2.0 JSON
    #[arg(required_unless_present_any = ["undo", "whole"])]
    kind: Option<String>,
    /// CSV or XLSX file; JSON too for an organisation chart
    #[arg(required_unless_present_any = ["undo", "whole"])]
    file: Option<PathBuf>,
    /// Mapping from columns to fields [default: the program proposes one and uses it]
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Write the mapping that was used, to read, change and use again
    #[arg(long, value_name = "FILE")]
    write_mapping: Option<PathBuf>,
    /// Report what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Undo an import instead
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["mapping", "write_mapping", "dry_run"])]
    undo: Option<i64>,
    /// Read a whole store from JSON Lines, as `aims export --whole` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["mapping", "write_mapping", "undo"])]
    whole: Option<PathBuf>,
}

impl Import {
    /// Imports, reports, and fails only when a row is unaccounted for.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("import")?;
        if let Some(batch) = self.undo {
            return super::undo::undo(context, batch).await;
        }
        if let Some(file) = &self.whole {
            return whole(context, file).await;
        }
        let (Some(kind), Some(file)) = (&self.kind, &self.file) else {
            return Err(Failure::input("name the kind and the file; write `aims import KIND FILE`"));
        };
        let bytes = read_file(file)?;
        let trial = if self.dry_run && !context.home().exists() { Some(Folder::make()?) } else { None };
        let aims = match &trial {
            Some(folder) => context.create(Options::embedded(folder.path().join("trial")), super::init::ORIGIN)?,
            None => open_or_create(context)?,
        };
        let configuration = aims.configuration();
        let chart = kind == CHART;
        let kind = if chart { kind.clone() } else { context::kind(&configuration, kind)?.kind.clone() };
        let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let progress = Progress::start("importing", context.global.quiet);
        let mapping = self.mapping.as_deref().map(read_mapping).transpose()?;
        let options = ImportOptions { mapping, dry_run: self.dry_run, progress: Some(progress.reporter()) };
        let report = match chart {
            true => aims.import_chart(&context.actor(), &name, bytes, options).await?,
            false => aims.import(&context.actor(), &kind, &name, bytes, options).await?,
        };
        drop(progress);
        if let Some(path) = &self.write_mapping {
            crate::output::write_bytes(path, report.mapping.as_bytes())?;
            context.output.remark(format!("mapping written to `{}`", path.display()));
        }
        print(context, &report, self.dry_run);
        match report.ok() {
            true => Ok(()),
            false => Err(Failure::Code(exit::FAILED)),
        }
    }
}

/// Opens the store, creating it first when the folder is absent.
fn open_or_create(context: &Context) -> Result<Aims, Failure> {
    let home = context.home();
    if !home.exists() {
        context.output.remark(format!("creating `{}`", home.display()));
        return context.create(context.options()?, super::init::ORIGIN);
    }
    context.open()
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = String::from_utf8(read_file(path)?)
        .map_err(|_| Failure::input(format!("`{}` is not text in UTF-8; a mapping is a TOML file", path.display())))?;
    Mapping::from_toml(&path.display().to_string(), &text).map_err(|fault| {
        Failure::input(format!("the mapping cannot be read: {fault}; write one with --write-mapping and change that"))
    })
}

/// Prints what came of an import, or would.
pub(super) fn print(context: &Context, report: &ImportReport, dry_run: bool) {
    let output = &context.output;
    if output.json(report) {
        return;
    }
    let would = if dry_run { " (dry run, nothing was stored)" } else { "" };
    output.line(format!(
        "{} rows: {} created, {} updated, {} unchanged, {} rejected{would}",
        report.rows, report.created, report.updated, report.unchanged, report.rejected
    ));
    for (kind, count) in &report.linked {
        output.line(format!("  also created: {count} × {kind}"));
    }
    if !report.left.is_empty() {
        output.line(format!("  not in the chart any more, and marked as having left: {}", report.left.len()));
    }
    let count = |groups: &[Vec<u64>]| groups.iter().map(Vec::len).sum::<usize>();
    let (shared, copies) = (count(&report.duplicates.ambiguous), count(&report.duplicates.copies));
    if shared + copies > 0 {
        output
            .line(format!("{shared} rows share their key with another row and {copies} are copies; none were merged"));
    }
    if dry_run {
        print_notes(context, report);
    }
    print_errors(context, "rejected", &report.errors);
    print_errors(context, "left blank; the cells are kept", &report.notices);
    if let Some(batch) = report.batch {
        output.remark(format!("take it back with `aims undo {batch}`"));
    }
}

/// What was decided about each column, for the person who wants to change the mapping.
fn print_notes(context: &Context, report: &ImportReport) {
    let mut table = Table::new(["column", "header", "field", "why"]);
    for note in &report.notes {
        let field = note.field.clone().unwrap_or_default();
        table.row([note.column.to_string(), shorten(&note.header, 40), field, note.why.clone()]);
    }
    context.output.table(&table);
}

fn print_errors(context: &Context, what: &str, errors: &[RowError]) {
    if errors.is_empty() {
        return;
    }
    context.output.line(format!("\n{} values {what}", errors.len()));
    let mut table = Table::new(["line", "column", "header", "value", "reason", "next step"]);
    for error in errors.iter().take(SHOWN) {
        let value = shorten(&error.value, 40);
        let header = shorten(&error.header, 30);
        table.row([&error.line.to_string(), &error.column.to_string(), &header, &value, &error.reason, &error.next]);
    }
    context.output.table(&table);
    if errors.len() > SHOWN {
        context.output.remark(format!("{} more with --format json", errors.len() - SHOWN));
    }
}

async fn whole(context: &Context, file: &Path) -> Result<(), Failure> {
    let bytes = read_file(file)?;
    let aims = open_or_create(context)?;
    let _progress = Progress::start("importing a whole store", context.global.quiet);
    let actor: Actor = context.actor();
    let report = aims.import_whole(&actor, &bytes).await?;
    if !context.output.json(&report) {
        context.output.line(format!("{} records in", report.records));
    }
    Ok(())
}
