//! Whether data still are like their reference: every column as one family of tests, all columns together, and each group.

mod effect;
mod season;
mod told;

use measure::drift::joint::{JointDrift, METRIC, joint_drift};
use measure::drift::segment::{SegmentDrift, segments};
use measure::drift::{ColumnDrift, Options, columns, summaries, with_reference};
use measure::inference::Tested;
use measure::report::Line;
use measure::select::{Owned, rows_of};
use measure::summary::Summary;
use measure::{Batch, ColumnError, Limit, Measured, Undefined, Verdict};
use read::{Source, each_column};

use super::data::{self, Input, said};
use super::plan::Drift as Settings;
use super::report::{Cell, Found, Note, Ruling, Table, Test};
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Most replicates of a permutation test, so that a wide file does not keep anybody waiting.
const MOST_REPLICATES: usize = 100_000;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let settings = ask.section("drift", &ask.plan.drift)?;
    let (level, seed) = (ask.draws.level, ask.draws.seed);
    let (now, before) = (ask.input(), ask.reference()?);
    stands(ask.columns.label.as_deref(), now, before)?;
    let names = Names::of(now, before, &left_out(settings))?;
    let replicates = settings.replicates.max(enough(settings, names.shared.len()));
    let options = Options { level, bins: settings.bins, replicates, seed };
    let season = in_season(before, settings, ask)?;
    let kept = season.as_ref().map(|it| it.0.as_slice());
    let whole = compared(now, before, kept, &names.shared, ask.threads, &options)?;
    let mut found = Found { rows: whole.first().map_or(0, |it| it.current_rows), ..Found::default() };
    found.lines = effect::lines(now, before, &settings.awaited, ask)?;
    let mut drifts = vec![(String::new(), whole)];
    match (now, before) {
        (Input::Data(now), Input::Data(before)) => {
            by_rows(&mut found, (now, before, kept), &drifts[0].1, &names.shared, ask)?;
            for by in &ask.columns.group {
                drifts.extend(by_group((now, before, kept), &names.shared, by, ask, &options)?);
            }
        }
        _ => {
            refuse_groups(&ask.columns.group)?;
            let why = "all columns together are looked at by the rows of both sides, and a summary holds none";
            found.lines.push(Line::new(METRIC.id, "", Err(Undefined::because(why))));
        }
    }
    names.told(&mut found, settings.margins.as_ref());
    told::told(&mut found, drifts, settings.margins.as_ref());
    found.notes.extend(season.map(|it| it.1));
    Ok(found)
}

/// Refuses a label that neither side has; one side alone may still await it.
fn stands(label: Option<&str>, now: &Input, before: &Input) -> Result<(), Error> {
    let known = now.names();
    match label.filter(|it| !known.iter().chain(&before.names()).any(|known| known == it)) {
        None => Ok(()),
        Some(label) => {
            let known = format!("`{}`", known.join("`, `"));
            Err(said(ColumnError::Unknown { name: label.to_owned(), known }))
        }
    }
}

/// Columns that are not compared: those that the plan leaves out or awaits, and the one that only tells the season.
fn left_out(settings: &Settings) -> Vec<String> {
    let named = settings.leave_out.iter().chain(&settings.awaited);
    named.chain(settings.season.as_ref().map(|it| &it.column)).cloned().collect()
}

/// Replicates without which no permutation test could speak at the level that a watch leaves to one batch.
fn enough(settings: &Settings, columns: usize) -> usize {
    let watched = settings.margins.as_ref().filter(|it| settings.watch.is_some() && it.alpha > 0.0);
    watched.map_or(0, |it| ((4 * columns.max(1)) as f64 / it.alpha).ceil() as usize).min(MOST_REPLICATES)
}

/// The rows of the reference in the season of the data, where the plan names one.
fn in_season(before: &Input, settings: &Settings, ask: &Ask<'_>) -> Result<Option<(Vec<usize>, Note)>, Error> {
    match before {
        Input::Data(source) => season::rows(settings.season.as_ref(), source, ask),
        Input::Summary(..) if settings.season.is_some() => {
            Err(Error::input("the plan compares within a season, which needs the rows of the reference, not a summary"))
        }
        Input::Summary(..) => Ok(None),
    }
}

/// Both sides with rows, and those rows of the reference that count; all of them without a list.
type Sides<'a> = (&'a Source, &'a Source, Option<&'a [usize]>);

/// The columns of some rows; of all of them without a list.
fn narrowed(batch: &Batch<'_>, rows: Option<&[usize]>) -> Option<Vec<Owned>> {
    rows.map(|rows| batch.columns().iter().map(|it| rows_of(it, rows)).collect())
}

/// The columns lent again under their names, or the whole batch where all rows count.
fn lent<'a>(batch: &Batch<'a>, some: Option<&'a Vec<Owned>>) -> Result<Batch<'a>, Error> {
    let columns = match some {
        Some(some) => batch.columns().iter().zip(some).map(|(it, own)| own.lend(it.name)).collect(),
        None => batch.columns().to_vec(),
    };
    Batch::new(columns).map_err(said)
}

/// Columns that stand on both sides, and what stands on one only.
struct Names {
    shared: Vec<String>,
    new: Vec<String>,
    lost: Vec<String>,
}

impl Names {
    fn of(now: &Input, before: &Input, left_out: &[String]) -> Result<Names, Error> {
        let (mut now, mut before) = (now.names(), before.names());
        now.retain(|it| !left_out.contains(it));
        before.retain(|it| !left_out.contains(it));
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
    fn told(&self, found: &mut Found, margins: Option<&measure::drift::Margins>) {
        let only = |name: &'static str, it: &String, side: &str| {
            Note::new(name, it, format!("stands only in {side}, so it is not compared"))
        };
        found.notes.extend(self.new.iter().map(|it| only("column_new", it, "the data")));
        found.notes.extend(self.lost.iter().map(|it| only("column_lost", it, "the reference")));
        let gone = |it: &String, why: &'static str| {
            let verdict = Verdict::NotAssessable { why: why.into() };
            let measured = Measured::from(Err(Undefined::because(why)));
            ruling("column", it, None, &measured, &verdict, "a column as in the reference".to_owned())
        };
        let lost = self.lost.iter().filter(|_| margins.is_some());
        found.rulings.extend(lost.map(|it| gone(it, "the column stands only in the reference")));
        let named = margins.iter().flat_map(|it| it.columns.keys());
        let strange = named.filter(|it| !self.shared.contains(it) && !self.lost.contains(it));
        found.rulings.extend(strange.map(|it| gone(it, "the plan has a margin for it, and it is not compared")));
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
    kept: Option<&[usize]>,
    shared: &[String],
    threads: usize,
    options: &Options,
) -> Result<Vec<ColumnDrift>, Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let drifts: Vec<Result<ColumnDrift, read::Error>> = match (now, before) {
        (Input::Data(now), Input::Data(before)) => each_column(&[before, now], &names, threads, |at, tables| {
            let (one, two) = (tables[0].batch()?, tables[1].batch()?);
            let some = kept.map(|rows| rows_of(&one.columns()[0], rows));
            let reference = some.as_ref().map_or(one.columns()[0], |it| it.lend(names[at]));
            Ok(columns(&reference, &two.columns()[0], options))
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
    sides: Sides<'_>,
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
        joint(found, sides, shared, ask)?;
    }
    if settings.evidently {
        found.tables.push(evidently(sides.0, sides.1, shared, ask.threads)?);
    }
    Ok(())
}

fn joint(found: &mut Found, (now, before, kept): Sides<'_>, shared: &[String], ask: &Ask<'_>) -> Result<(), Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let (one, two) = (data::batch(&one)?, data::batch(&two)?);
    let some = narrowed(&one, kept);
    let one = lent(&one, some.as_ref())?;
    let settings = ask.section("drift", &ask.plan.drift)?;
    let level = settings.joint_level.unwrap_or(ask.draws.level);
    let JointDrift { area, test, telling } = joint_drift(&one, &two, level, ask.draws.seed).map_err(said)?;
    let judged = settings.joint_margin.zip(settings.margins.as_ref().map(|it| it.alpha));
    found.rulings.extend(judged.and_then(|(margin, alpha)| together(&area, test.as_ref(), margin, alpha)));
    found.lines.push(Line::new(METRIC.id, "", area));
    let question = "can a classifier tell data and reference apart by all columns together".to_owned();
    found.tests.extend(test.map(|tested| Test { question, tested, adjusted: None }));
    let mut table = Table::new("What tells data and reference apart together", &["feature", "weight"]);
    table.rows = telling.into_iter().map(|it| vec![it.0.into(), it.1.into()]).collect();
    found.tables.extend((!table.rows.is_empty()).then_some(table));
    Ok(())
}

/// The verdict of all columns together, as of one column: significant, and further from one half than does not matter. Where too few rows say
/// nothing together, each column has been judged all the same.
fn together(area: &Measured, test: Option<&Tested>, margin: f64, alpha: f64) -> Option<Ruling> {
    let it = area.get().ok()?;
    let significant = test.is_some_and(|it| it.p <= alpha);
    let verdict = match it.interval {
        _ if significant && it.value - 0.5 > margin => Verdict::Fail,
        Some(within) if within.high - 0.5 <= margin => Verdict::Pass,
        _ => Verdict::Inconclusive,
    };
    let wanted = format!("an area of at most {}", crate::number::number(0.5 + margin));
    let own = ruling(METRIC.id, "", Some(Limit::AtMost(0.5 + margin)), area, &verdict, wanted);
    Some(Ruling { p: test.map(|it| it.p), ..own })
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
    (now, before, kept): Sides<'_>,
    shared: &[String],
    by: &str,
    ask: &Ask<'_>,
    options: &Options,
) -> Result<Vec<(String, Vec<ColumnDrift>)>, Error> {
    let names: Vec<&str> = shared.iter().map(String::as_str).chain([by]).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let (one, two) = (data::batch(&one)?, data::batch(&two)?);
    let some = narrowed(&one, kept);
    let found = segments(&lent(&one, some.as_ref())?, &two, by, options).map_err(said)?;
    let enough = |it: &&SegmentDrift| it.reference_rows.min(it.current_rows) >= ask.minimum;
    let kept = found.iter().filter(enough).filter(|it| !it.columns.is_empty());
    Ok(kept.map(|it| (format!("{by} = {}", it.segment.as_deref().unwrap_or("no value")), it.columns.clone())).collect())
}
