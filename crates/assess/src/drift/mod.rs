//! Whether data still are like their reference: every column as one family of tests, all columns together, and each group.

mod told;

use measure::drift::joint::{JointDrift, METRIC, joint_drift};
use measure::drift::segment::{SegmentDrift, segments};
use measure::drift::{ColumnDrift, Options, columns, summaries, with_reference};
use measure::report::Line;
use measure::summary::Summary;
use measure::{Measured, Undefined, Verdict};
use read::{Source, each_column};

use super::data::{self, Input, said};
use super::report::{Cell, Found, Note, Table, Test};
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let settings = ask.section("drift", &ask.plan.drift)?;
    let (level, seed) = (ask.draws.level, ask.draws.seed);
    let options = Options { level, bins: settings.bins, replicates: settings.replicates, seed };
    let (now, before) = (ask.input(), ask.reference()?);
    let names = Names::of(now, before)?;
    let whole = compared(now, before, &names.shared, ask.threads, &options)?;
    let mut found = Found { rows: whole.first().map_or(0, |it| it.current_rows), ..Found::default() };
    let mut drifts = vec![(String::new(), whole)];
    match (now, before) {
        (Input::Data(now), Input::Data(before)) => {
            by_rows(&mut found, now, before, &drifts[0].1, &names.shared, ask)?;
            for by in &ask.columns.group {
                drifts.extend(by_group(now, before, &names.shared, by, ask, &options)?);
            }
        }
        _ => refuse_groups(&ask.columns.group)?,
    }
    names.told(&mut found, settings.margins.is_some());
    told::told(&mut found, drifts, settings.margins.as_ref());
    Ok(found)
}

/// Columns that stand on both sides, and what stands on one only.
struct Names {
    shared: Vec<String>,
    new: Vec<String>,
    lost: Vec<String>,
}

impl Names {
    fn of(now: &Input, before: &Input) -> Result<Names, Error> {
        let (now, before) = (now.names(), before.names());
        let (shared, lost): (Vec<String>, Vec<String>) = before.iter().cloned().partition(|it| now.contains(it));
        let new = now.into_iter().filter(|it| !before.contains(it)).collect();
        match shared.is_empty() {
            true => {
                Err(Error::input("data and reference have no column in common; name the same columns on both sides"))
            }
            false => Ok(Names { shared, new, lost }),
        }
    }

    /// A column that is gone cannot have stayed as it was, so nothing passes without it.
    fn told(&self, found: &mut Found, judged: bool) {
        let only = |it: &String, side: &str| {
            Note::new("only_once", it, format!("stands only in {side}, so it is not compared"))
        };
        found.notes.extend(self.new.iter().map(|it| only(it, "the data")));
        found.notes.extend(self.lost.iter().map(|it| only(it, "the reference")));
        let why = "the column stands only in the reference";
        let gone = |it: &String| {
            let verdict = Verdict::NotAssessable { why: why.into() };
            let measured = Measured::from(Err(Undefined::because(why)));
            ruling("column", it, None, &measured, &verdict, "a column as in the reference".to_owned())
        };
        found.rulings.extend(self.lost.iter().filter(|_| judged).map(gone));
    }
}

fn refuse_groups(groups: &[String]) -> Result<(), Error> {
    match groups.first() {
        None => Ok(()),
        Some(by) => {
            Err(Error::input(format!("groups by `{by}` need the rows on both sides; name the data as --reference")))
        }
    }
}

fn compared(
    now: &Input,
    before: &Input,
    shared: &[String],
    threads: usize,
    options: &Options,
) -> Result<Vec<ColumnDrift>, Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let drifts: Vec<Result<ColumnDrift, read::Error>> = match (now, before) {
        (Input::Data(now), Input::Data(before)) => each_column(&[before, now], &names, threads, |_, tables| {
            let (one, two) = (tables[0].batch()?, tables[1].batch()?);
            Ok(columns(&one.columns()[0], &two.columns()[0], options))
        }),
        (Input::Data(now), Input::Summary(before, _)) => each_column(&[now], &names, threads, |at, tables| {
            let batch = tables[0].batch()?;
            let lacking = || read::Error::Setting(format!("the summary lacks column `{}`", names[at]));
            Ok(with_reference(before.column(names[at]).ok_or_else(lacking)?, &batch.columns()[0], options))
        }),
        (Input::Summary(now, _), before) => {
            let before = before.summary(threads)?;
            return Ok(of_summaries(now, &before, &names, options));
        }
    }
    .map_err(said)?;
    drifts.into_iter().collect::<Result<_, _>>().map_err(said)
}

fn of_summaries(now: &Summary, before: &Summary, names: &[&str], options: &Options) -> Vec<ColumnDrift> {
    names.iter().filter_map(|name| Some(summaries(before.column(name)?, now.column(name)?, options))).collect()
}

/// What only rows can tell: all columns together, and another tool's numbers.
fn by_rows(
    found: &mut Found,
    now: &Source,
    before: &Source,
    drifts: &[ColumnDrift],
    shared: &[String],
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let settings = ask.section("drift", &ask.plan.drift)?;
    let rows = drifts.first().map_or(0, |it| it.reference_rows.max(it.current_rows));
    if rows.saturating_mul(shared.len() as u64) > settings.joint_cells {
        let why = format!("all columns together are looked at among at most {} cells", settings.joint_cells);
        found.lines.push(Line::new(METRIC.id, "", Err(Undefined::because(why))));
    } else {
        joint(found, now, before, shared, ask)?;
    }
    if settings.evidently {
        found.tables.push(evidently(now, before, shared, ask.threads)?);
    }
    Ok(())
}

fn joint(found: &mut Found, now: &Source, before: &Source, shared: &[String], ask: &Ask<'_>) -> Result<(), Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let (one, two) = (data::batch(&one)?, data::batch(&two)?);
    let JointDrift { area, test, telling } = joint_drift(&one, &two, ask.draws.level, ask.draws.seed).map_err(said)?;
    found.lines.push(Line::new(METRIC.id, "", area));
    let question = "can a classifier tell data and reference apart by all columns together".to_owned();
    found.tests.extend(test.map(|tested| Test { question, tested, adjusted: None }));
    let mut table = Table::new("What tells data and reference apart together", &["feature", "weight"]);
    table.rows = telling.into_iter().map(|it| vec![it.0.into(), it.1.into()]).collect();
    found.tables.extend((!table.rows.is_empty()).then_some(table));
    Ok(())
}

/// What another tool reports for the same columns, for those who must explain a difference; nothing is judged by it.
fn evidently(now: &Source, before: &Source, shared: &[String], threads: usize) -> Result<Table, Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let rows = each_column(&[before, now], &names, threads, |at, tables| {
        let (one, two) = (tables[0].batch()?, tables[1].batch()?);
        let cells = match measure::drift::evidently::drift(&one.columns()[0], &two.columns()[0]) {
            Ok(it) => [
                format!("{:?}", it.way).to_lowercase().into(),
                it.score.into(),
                it.threshold.into(),
                if it.drifted { "drift" } else { "no drift" }.into(),
            ],
            Err(none) => [none.to_string().into(), Cell::Blank(()), Cell::Blank(()), Cell::Blank(())],
        };
        Ok::<_, read::Error>([names[at].into()].into_iter().chain(cells).collect())
    });
    let mut table =
        Table::new("What Evidently 0.7.23 reports", &["column", "test", "score", "threshold", "its verdict"]);
    table.rows = rows.map_err(said)?.into_iter().collect::<Result<_, _>>().map_err(said)?;
    Ok(table)
}

/// The drift within each word of a column.
fn by_group(
    now: &Source,
    before: &Source,
    shared: &[String],
    by: &str,
    ask: &Ask<'_>,
    options: &Options,
) -> Result<Vec<(String, Vec<ColumnDrift>)>, Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).chain([by]).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let found = segments(&data::batch(&one)?, &data::batch(&two)?, by, options).map_err(said)?;
    let enough = |it: &&SegmentDrift| it.reference_rows.min(it.current_rows) >= ask.minimum;
    let kept = found.iter().filter(enough).filter(|it| !it.columns.is_empty());
    Ok(kept.map(|it| (format!("{by} = {}", it.segment.as_deref().unwrap_or("no value")), it.columns.clone())).collect())
}
