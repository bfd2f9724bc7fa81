//! Whether data are fit for use: characteristics that need no rule, rows that stand twice or nearly, and the rules of the plan.

mod current;
pub(crate) mod ruled;

use measure::quality::characteristics as of;
use measure::quality::duplicates::{DUPLICATES, Duplicates, NEAR_DUPLICATES, near};
use measure::quality::labels::{CONFLICTS, conflicts};
use measure::quality::leakage::{Known, LEAKAGE};
use measure::quality::suspects::suspects;
use measure::report::Line;
use measure::summary::Summary;
use measure::{Batch, Estimate, Fraction, Measured, Undefined};
use read::{Kind, Source};

use super::data::{self, said};
use super::differing::identifiers;
use super::number;
use super::plan::Quality;
use super::report::{Found, Note};
use super::run::Ask;
use crate::Error;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let (settings, source) = (ask.section("quality", &ask.plan.quality)?, ask.source()?);
    if settings.rules_alone {
        return alone(source, ask);
    }
    let summary = ask.input().summary(ask.threads)?;
    let label = ask.columns.label.as_deref();
    label.map(|it| source.position(it)).transpose().map_err(said)?;
    let mut found = Found { rows: summary.rows, ..Found::default() };
    found.lines = columns(&summary, label, ask.draws.level);
    let named = named(source, settings)?;
    found.lines.extend(of_rows(source, &named, ask.threads)?);
    found.lines.extend(current::lines(source, settings, ask)?);
    nearly(&mut found, source, &named, settings, ask.threads)?;
    if let Some(label) = label {
        conflicting(&mut found, source, &named, label, ask.threads)?;
    }
    if ask.other("reference").is_some() {
        leaking(&mut found, source, &named, label, ask)?;
    } else if ask.plan.limit.iter().any(|it| it.metric == LEAKAGE.id) {
        let why = "no training data were named in which rows could stand; name them with --reference";
        found.lines.push(Line::new(LEAKAGE.id, "", Err(Undefined::because(why))));
    }
    found.notes.extend(named_everywhere(&identifiers(ask.input(), &summary, ask.threads)?, &named));
    found.rulings = ruled::ruled(source, &ask.plan.rule, summary.rows, ask)?;
    let notes = summary.columns.iter().flat_map(suspects);
    found.notes.extend(notes.map(|it| Note::new(it.finding, it.column, it.sentence)));
    Ok(found)
}

/// The columns by which rows are told apart: all that the plan does not leave out.
fn named<'a>(source: &'a Source, settings: &Quality) -> Result<Vec<&'a str>, Error> {
    for name in &settings.leave_out {
        source.position(name).map_err(said)?;
    }
    let named: Vec<&str> =
        data::names(source).into_iter().filter(|it| !settings.leave_out.iter().any(|out| out == it)).collect();
    match named.is_empty() {
        true => Err(Error::input("the plan leaves out every column, so no two rows can be told apart; keep some")),
        false => Ok(named),
    }
}

/// Columns that tell every row apart, so that no row can repeat another, leak or conflict while they count.
fn named_everywhere(identifiers: &[&str], named: &[&str]) -> Option<Note> {
    let found: Vec<&str> = identifiers.iter().copied().filter(|it| named.contains(it)).collect();
    let listed = found.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
    let says = format!(
        "`{}` has another value in every row, so no row repeats, leaks or conflicts while it counts; to look at the others, write \
         `leave_out = [{listed}]` below `[quality]` of a plan",
        found.join("`, `")
    );
    (!found.is_empty()).then(|| Note::new("identifier", found.join(", "), says))
}

/// The rules of the plan and nothing else, for whoever has many rows and little time.
fn alone(source: &Source, ask: &Ask<'_>) -> Result<Found, Error> {
    if ask.plan.rule.is_empty() {
        return Err(Error::input(
            "the plan looks at its rules alone and has none; add a `[[rule]]`, or leave `rules_alone` out",
        ));
    }
    let rows = match source.rows() {
        Some(rows) => rows,
        None => ask.input().summary(ask.threads)?.rows,
    };
    Ok(Found { rows, rulings: ruled::ruled(source, &ask.plan.rule, rows, ask)?, ..Found::default() })
}

/// What summaries of columns tell.
fn columns(summary: &Summary, label: Option<&str>, level: f64) -> Vec<Line> {
    let mut lines = vec![
        Line::new(of::COMPLETENESS.id, "", of::value_completeness(&summary.columns)),
        Line::new(of::FEATURE_COMPLETENESS.id, "", of::feature_completeness(&summary.columns)),
        Line::new(of::EFFECTIVE_FEATURES.id, "", of::effective_features(&summary.columns)),
    ];
    if let Some(label) = label.and_then(|it| summary.column(it)) {
        lines.push(Line::new(of::LABEL_COMPLETENESS.id, &label.name, of::label_completeness(label)));
        lines.push(Line::new(of::LABEL_BALANCE.id, &label.name, of::label_balance(label)));
        lines.push(Line::new(of::LABEL_RICHNESS.id, &label.name, of::label_richness(label, level)));
    }
    lines
}

/// Complete rows and repeated rows, in one pass.
fn of_rows(source: &Source, named: &[&str], threads: usize) -> Result<[Line; 2], Error> {
    let all = vec![(0..source.fields().len()).collect()];
    let start = |_| (Duplicates::default(), (0, 0));
    let step = |(seen, (complete, rows)): &mut (Duplicates, (u64, u64)), batch: &Batch<'_>| {
        let (more, of) = of::complete_rows(batch);
        let columns: Vec<_> = batch.columns().iter().filter(|it| named.contains(&it.name)).copied().collect();
        // Columns of one batch have equally many rows.
        if let Ok(batch) = Batch::new(columns) {
            seen.add(&batch);
        }
        (*complete, *rows) = (*complete + more, *rows + of);
    };
    let merge = |(seen, sums): &mut (Duplicates, (u64, u64)), (more, other): (Duplicates, (u64, u64))| {
        seen.merge(more);
        *sums = (sums.0 + other.0, sums.1 + other.1);
    };
    let found = source.scan(&all, threads, start, step, merge).map_err(said)?;
    let (seen, sums) = found.into_iter().next().unwrap_or_default();
    Ok([
        Line::new(of::RECORD_COMPLETENESS.id, "", of::record_completeness(sums)),
        Line::new(DUPLICATES.id, "", seen.share()),
    ])
}

fn nearly(found: &mut Found, source: &Source, named: &[&str], settings: &Quality, threads: usize) -> Result<(), Error> {
    let Some(threshold) = settings.near else { return Ok(()) };
    if found.rows > settings.near_rows {
        let why = format!("near duplicates are sought among at most {} rows", number::rows(settings.near_rows));
        found.lines.push(Line::new(NEAR_DUPLICATES.id, "", Err(Undefined::because(why))));
        return Ok(());
    }
    let table = data::table(source, named, threads)?;
    let rows = near(&data::batch(&table)?, threshold);
    found.lines.push(Line::new(NEAR_DUPLICATES.id, "", share(rows.len() as u64, found.rows)));
    let first = rows.iter().take(3).map(|it| format!("{} like {}", it.row + 1, it.like + 1));
    let sentence = format!("rows that nearly repeat an earlier one: {}", first.collect::<Vec<_>>().join(", "));
    found.notes.extend((!rows.is_empty()).then(|| Note::new("near_duplicates", "", sentence)));
    Ok(())
}

/// A share of rows of the file itself.
fn share(numerator: u64, denominator: u64) -> Measured {
    let fraction = Some(Fraction { numerator, denominator });
    let plain = Estimate::plain(numerator as f64 / denominator as f64, denominator);
    plain.map(|it| Estimate { fraction, ..it }).into()
}

fn conflicting(found: &mut Found, source: &Source, named: &[&str], label: &str, threads: usize) -> Result<(), Error> {
    let beside: Vec<&str> = named.iter().copied().filter(|it| *it != label).chain([label]).collect();
    let table = data::table(source, &beside, threads)?;
    let (share, rows) = conflicts(&data::batch(&table)?, label).map_err(said)?;
    found.lines.push(Line::new(CONFLICTS.id, label, share));
    found.notes.extend(first_rows("conflicting_labels", label, "equal rows have other labels", &rows));
    Ok(())
}

/// Rows that also stand in the training data, by everything but the label.
fn leaking(
    found: &mut Found,
    source: &Source,
    named: &[&str],
    label: Option<&str>,
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let training = ask.reference()?.source("quality")?;
    let known = data::names(training);
    let (names, alone): (Vec<&str>, Vec<&str>) =
        named.iter().copied().filter(|it| Some(*it) != label).partition(|it| known.contains(it));
    let lost = known.iter().copied().filter(|it| Some(*it) != label && !data::names(source).contains(it));
    found
        .notes
        .extend(alone.iter().map(|it| one_sided(it, "the data")).chain(lost.map(|it| one_sided(it, "the reference"))));
    if names.is_empty() {
        let why = "data and reference have no column in common, so no row can be found again";
        found.lines.push(Line::new(LEAKAGE.id, "", Err(Undefined::because(why))));
        return Ok(());
    }
    if let Some(name) = names.iter().find(|it| !alike(source, training, it)) {
        let why = format!(
            "column `{name}` holds another sort of values in the reference, so no row can be found again; read it as words in both \
                     (`--text {name}`), or name it in `leave_out`"
        );
        found.lines.push(Line::new(LEAKAGE.id, "", Err(Undefined::because(why))));
        return Ok(());
    }
    let places = names.iter().map(|it| training.position(it)).collect::<Result<Vec<usize>, _>>().map_err(said)?;
    let step = |known: &mut Known, batch: &Batch<'_>| {
        // the columns of the batch are those that were asked for
        let _ = known.add(batch, &names);
    };
    let known = training.scan(&[places], ask.threads, |_| Known::default(), step, Known::merge).map_err(said)?;
    let table = data::table(source, &names, ask.threads)?;
    let (share, rows) =
        known.into_iter().next().unwrap_or_default().share(&data::batch(&table)?, &names).map_err(said)?;
    found.lines.push(Line::new(LEAKAGE.id, "", share));
    found.notes.extend(first_rows("leakage", "", "these rows also stand in the reference", &rows));
    Ok(())
}

/// A column by which no row can be found again.
fn one_sided(name: &str, side: &str) -> Note {
    Note::new("column_of_one_side", name, format!("stands only in {side}, so rows are found again without it"))
}

/// Whether a column holds the same sort of values in both, whole numbers being numbers.
fn alike(one: &Source, two: &Source, name: &str) -> bool {
    let kind = |it: &Source| it.fields().iter().find(|it| it.name == name).map(|it| it.kind);
    let number = |it: Option<Kind>| matches!(it, Some(Kind::Integer | Kind::Number));
    let (one, two) = (kind(one), kind(two));
    two.is_none() || one == two || (number(one) && number(two))
}

fn first_rows(name: &'static str, of: &str, what: &str, rows: &[usize]) -> Option<Note> {
    let first: Vec<String> = rows.iter().take(5).map(|it| (it + 1).to_string()).collect();
    (!rows.is_empty()).then(|| Note::new(name, of, format!("{what}, first in rows {}", first.join(", "))))
}
