//! Whether data still are like their reference: every column as one family of tests, all columns together, and each group.

use measure::Verdict;
use measure::drift::compare::Named;
use measure::drift::joint::{JointDrift, joint_drift};
use measure::drift::segment::segments;
use measure::drift::{ColumnDrift, Margins, Options, columns, judge, summaries, with_reference};
use measure::estimate::Limit;
use measure::report::Line;
use measure::summary::Summary;
use read::{Source, each_column};

use super::data::{self, Input, said};
use super::number;
use super::report::{Cell, Figure, Found, Note, Ruling, Table, Test};
use super::run::Ask;
use super::verdict::ruling;
use crate::exit::Failure;

/// Words that a note names before it counts the rest.
const NAMED: usize = 5;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Failure> {
    let settings = ask.section("drift", &ask.plan.drift)?;
    let (level, seed) = (ask.draws.level, ask.draws.seed);
    let options = Options { level, bins: settings.bins, replicates: settings.replicates, seed };
    let reference = ask.needed_reference()?;
    let (shared, notes) = shared(ask.input(), reference)?;
    let drifts = compared(ask.input(), reference, &shared, ask.threads, &options)?;
    let mut found = Found { rows: rows(&drifts), notes, ..Found::default() };
    let mut drifts = vec![("".to_owned(), drifts)];
    if let (Input::Data(now), Input::Data(before)) = (ask.input(), reference) {
        if settings.joint {
            joint(&mut found, now, before, &shared, ask)?;
        }
        for by in &ask.columns.group {
            drifts.extend(by_group(now, before, &shared, by, ask, &options)?);
        }
    } else if let Some(by) = ask.columns.group.first() {
        return Err(Failure::input(format!(
            "groups by `{by}` need the rows on both sides; name the data as --reference"
        )));
    }
    told(&mut found, drifts, settings.margins.as_ref());
    Ok(found)
}

/// Columns that stand on both sides, and what stands on one only.
fn shared(now: &Input, before: &Input) -> Result<(Vec<String>, Vec<Note>), Failure> {
    let names = |input: &Input| -> Vec<String> {
        match input {
            Input::Data(source) => data::names(source).into_iter().map(str::to_owned).collect(),
            Input::Summary(summary, _) => summary.columns.iter().map(|it| it.name.clone()).collect(),
        }
    };
    let (now, before) = (names(now), names(before));
    let only = |some: &[String], others: &[String], where_: &str| -> Vec<Note> {
        let lone = some.iter().filter(|it| !others.contains(it));
        lone.map(|it| Note::new("only_once", it, format!("stands only in {where_}, so it is not compared"))).collect()
    };
    let notes = [only(&now, &before, "the data"), only(&before, &now, "the reference")].concat();
    let both: Vec<String> = before.into_iter().filter(|it| now.contains(it)).collect();
    match both.is_empty() {
        true => Err(Failure::input("data and reference have no column in common; name the same columns on both sides")),
        false => Ok((both, notes)),
    }
}

fn compared(
    now: &Input,
    before: &Input,
    shared: &[String],
    threads: usize,
    options: &Options,
) -> Result<Vec<ColumnDrift>, Failure> {
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

fn rows(drifts: &[ColumnDrift]) -> u64 {
    drifts.first().map_or(0, |it| it.current_rows)
}

fn joint(found: &mut Found, now: &Source, before: &Source, shared: &[String], ask: &Ask<'_>) -> Result<(), Failure> {
    let names: Vec<&str> = shared.iter().map(String::as_str).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let (one, two) = (data::batch(&one)?, data::batch(&two)?);
    let JointDrift { area, test, telling } = joint_drift(&one, &two, ask.draws.level, ask.draws.seed).map_err(said)?;
    found.lines.push(Line::new(measure::drift::joint::METRIC.id, "", area));
    let question = "can a classifier tell data and reference apart by all columns together".to_owned();
    found.tests.extend(test.map(|tested| Test { question, tested, adjusted: None }));
    let mut table = Table::new("What tells data and reference apart together", &["feature", "weight"]);
    table.rows = telling.into_iter().map(|it| vec![it.0.into(), it.1.into()]).collect();
    found.tables.extend((!table.rows.is_empty()).then_some(table));
    Ok(())
}

/// The drift within each word of a column.
fn by_group(
    now: &Source,
    before: &Source,
    shared: &[String],
    by: &str,
    ask: &Ask<'_>,
    options: &Options,
) -> Result<Vec<(String, Vec<ColumnDrift>)>, Failure> {
    let names: Vec<&str> = shared.iter().map(String::as_str).chain([by]).collect();
    let (one, two) = (data::table(before, &names, ask.threads)?, data::table(now, &names, ask.threads)?);
    let found = segments(&data::batch(&one)?, &data::batch(&two)?, by, options).map_err(said)?;
    let enough = |it: &&measure::drift::segment::SegmentDrift| it.reference_rows.min(it.current_rows) >= ask.minimum;
    let kept = found.iter().filter(enough).filter(|it| !it.columns.is_empty());
    Ok(kept.map(|it| (format!("{by} = {}", it.segment.as_deref().unwrap_or("no value")), it.columns.clone())).collect())
}

/// All columns of all groups as one family of tests, told as lines, tests, rulings, figures and tables.
fn told(found: &mut Found, drifts: Vec<(String, Vec<ColumnDrift>)>, margins: Option<&Margins>) {
    let groups: Vec<String> = drifts.iter().flat_map(|it| it.1.iter().map(|_| it.0.clone())).collect();
    let all: Vec<ColumnDrift> = drifts.into_iter().flat_map(|it| it.1).collect();
    let judged = match margins {
        Some(margins) => judge(all, margins.clone()).columns,
        None => all,
    };
    let mut table = Table::new(
        "Columns, the most changed first",
        &["column", "verdict", "change", "interval", "by", "p", "missing", "before", "now"],
    );
    for (group, it) in groups.iter().zip(&judged) {
        let of = if group.is_empty() { it.column.clone() } else { format!("{} where {group}", it.column) };
        found.lines.extend(lines(it, &of));
        found.tests.extend(tests(it, &of));
        found.rulings.extend(margins.iter().flat_map(|margins| rulings(it, &of, margins)));
        found.notes.extend(unseen(it, &of));
        found.figures.extend(shape(it, &of));
        table.rows.push(row(it, &of, margins.is_some()));
    }
    let size = |row: &Vec<Cell>| match &row[2] {
        Cell::Number(value) => value.abs(),
        _ => -1.0,
    };
    table.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found.tables.insert(0, table);
}

fn lines(it: &ColumnDrift, of: &str) -> Vec<Line> {
    let named = [&it.effect, &it.missing].into_iter().chain(&it.measures);
    let known = |it: &&Named| !it.metric.is_empty();
    named.filter(known).map(|it| Line::new(it.metric, of, it.value.clone())).collect()
}

fn tests(it: &ColumnDrift, of: &str) -> Vec<Test> {
    let values = format!("may `{of}` be spread as before");
    let missing = format!("may as much of `{of}` be missing as before");
    let first = it.test.map(|tested| Test { question: values.clone(), tested, adjusted: it.adjusted_p });
    let second = it.missing_test.map(|tested| Test { question: missing, tested, adjusted: it.missing_adjusted_p });
    let others = it.tests.iter().map(|&tested| Test { question: values.clone(), tested, adjusted: None });
    first.into_iter().chain(second).chain(others).collect()
}

fn rulings(it: &ColumnDrift, of: &str, margins: &Margins) -> [Ruling; 2] {
    let words = it.effect.metric == measure::drift::words::CRAMER_V.id;
    let usual = if words { margins.words } else { margins.numbers };
    let margin = margins.columns.get(&it.column).copied().unwrap_or(usual);
    let one = |named: &Named, verdict: &Verdict, margin: f64| {
        let wanted = format!("a change of at most {}", number::number(margin));
        ruling(named.metric, of, Some(Limit::Within(-margin, margin)), &named.value, verdict, wanted)
    };
    [one(&it.effect, &it.verdict, margin), one(&it.missing, &it.missing_verdict, margins.missing)]
}

fn unseen(it: &ColumnDrift, of: &str) -> Option<Note> {
    let named: Vec<String> =
        it.unseen.iter().take(NAMED).map(|it| format!("`{}` in {} rows", it.0, number::rows(it.1))).collect();
    let more = it.unseen.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    let sentence = format!("the reference never held {}{rest}", named.join(", "));
    (!it.unseen.is_empty()).then(|| Note::new("unseen", of, sentence))
}

fn shape(it: &ColumnDrift, of: &str) -> Option<Figure> {
    let series =
        vec![("reference".to_owned(), it.reference_counts.clone()), ("data".to_owned(), it.current_counts.clone())];
    (!it.labels.is_empty()).then(|| Figure::Counts { title: of.to_owned(), labels: it.labels.clone(), series })
}

fn row(it: &ColumnDrift, of: &str, judged: bool) -> Vec<Cell> {
    let verdict = match (judged, &it.verdict, &it.missing_verdict) {
        (false, ..) => "–",
        (true, Verdict::Fail, _) | (true, _, Verdict::Fail) => "drifted",
        (true, Verdict::Pass, Verdict::Pass) => "as before",
        _ => "not clear",
    };
    vec![
        of.into(),
        verdict.into(),
        it.effect.value.value().into(),
        number::interval(&it.effect.value).into(),
        it.effect.metric.into(),
        it.adjusted_p.or(it.test.map(|it| it.p)).map_or(Cell::Blank(()), |it| number::p_value(it).into()),
        it.missing.value.value().into(),
        number::sparkline(&it.reference_counts).into(),
        number::sparkline(&it.current_counts).into(),
    ]
}
