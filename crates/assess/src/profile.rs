//! What the columns look like, from their summaries; how they go together, where the rows are there.

use measure::Measured;
use measure::profile::{ColumnProfile, profile};
use measure::report::Line;
use measure::spelling::spelled;
use measure::summary::{Pairs, Sort, Summary};

use super::data::{self, Input};
use super::differing::differing;
use super::report::{Cell, Figure, Found, Note, Table};
use super::run::Ask;
use crate::Error;

/// Pairs of columns that the table of associations holds, the strongest first.
const STRONGEST: usize = 20;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let limits = ask.section("profile", &ask.plan.profile)?;
    let summary = ask.input().summary(ask.threads)?;
    let differs = differing(ask.input(), &summary, ask.threads)?;
    let of = |it| profile(it, limits, ask.draws.level, differs.get(&it.name).copied().flatten());
    let profiles: Vec<ColumnProfile> = summary.columns.iter().map(of).collect();
    let mut tables = vec![overview(&profiles), moments(&profiles), quantiles(&profiles), commonest(&profiles)];
    tables.extend(associations(ask, summary.pairs.as_ref())?);
    Ok(Found {
        rows: summary.rows,
        lines: profiles.iter().flat_map(lines).collect(),
        notes: profiles.iter().flat_map(notes).chain(gone(ask.input(), &summary)).collect(),
        figures: profiles.iter().filter_map(shape).collect(),
        tables: tables.into_iter().filter(|it| !it.rows.is_empty()).collect(),
        ..Found::default()
    })
}

fn lines(it: &ColumnProfile) -> Vec<Line> {
    it.measures.iter().map(|named| Line::new(named.metric, &it.column, named.value.clone())).collect()
}

fn notes(it: &ColumnProfile) -> Vec<Note> {
    let findings = it.findings.iter().map(|said| Note::new("finding", &it.column, said));
    findings.chain(it.suspects.iter().map(|found| Note::new(found.finding, &it.column, &found.sentence))).collect()
}

/// What a summary cannot tell.
fn gone(input: &Input, summary: &Summary) -> Option<Note> {
    let pairs = match summary.pairs {
        Some(_) => "",
        None => "; how columns go together is not in all of its parts: summarise the data again to see it",
    };
    let sentence = format!("a summary of {} data sets{pairs}", summary.data.len());
    matches!(input, Input::Summary(..)).then(|| Note::new("from_summary", "", sentence))
}

fn overview(profiles: &[ColumnProfile]) -> Table {
    let columns = ["column", "holds", "rows", "missing", "distinct", "lowest", "median", "highest", "shape"];
    let mut table = Table::new("Columns", &columns);
    for it in profiles {
        let at = |place: f64| it.quantiles.iter().find(|it| it.0 == place).map(|it| it.1);
        let shape = super::number::sparkline(&counts(it));
        table.rows.push(vec![
            it.column.clone().into(),
            it.sort.map_or("nothing", noun).into(),
            it.rows.into(),
            (it.nulls + it.nan).into(),
            distinct(it),
            time(it, at(0.0)),
            time(it, at(0.5)),
            time(it, at(1.0)),
            shape.into(),
        ]);
    }
    table
}

/// How many distinct values, and between which numbers they are where they are estimated.
fn distinct(it: &ColumnProfile) -> Cell {
    match it.distinct.interval {
        None => it.distinct.value.into(),
        Some(_) => Measured::Estimate(it.distinct).into(),
    }
}

/// A value of a column as people write it: days and moments as such.
fn time(it: &ColumnProfile, value: Option<f64>) -> Cell {
    // A quantile may lie between two of them; seconds are enough to read.
    let whole = match it.sort {
        Some(Sort::Date) => value.map(f64::floor),
        Some(Sort::Moment) => value.map(|it| (it / 1e6).floor() * 1e6),
        _ => return value.into(),
    };
    whole.map_or(Cell::Blank(()), |whole| spelled(whole, it.sort).into())
}

fn moments(profiles: &[ColumnProfile]) -> Table {
    let numeric = || profiles.iter().filter(|it| is_number(it));
    let mut table = Table::new("Moments", &["column"]);
    table.columns.extend(numeric().next().iter().flat_map(|it| &it.measures).map(|it| it.metric.replace('_', " ")));
    let row = |it: &ColumnProfile| -> Vec<Cell> {
        let values = it.measures.iter().map(|it| Cell::from(it.value.value()));
        [Cell::from(it.column.clone())].into_iter().chain(values).collect()
    };
    table.rows = numeric().map(row).collect();
    table
}

fn quantiles(profiles: &[ColumnProfile]) -> Table {
    let numeric = || profiles.iter().filter(|it| !it.quantiles.is_empty() && is_number(it));
    let places: Vec<f64> = numeric().next().map(|it| it.quantiles.iter().map(|it| it.0).collect()).unwrap_or_default();
    let mut table = Table::new("Quantiles", &["column"]);
    table.columns.extend(places.iter().map(|it| super::number::number(*it)));
    table.columns.push("standard error of ranks".to_owned());
    let row = |it: &ColumnProfile| -> Vec<Cell> {
        let values = it.quantiles.iter().map(|it| Cell::Number(it.1));
        [Cell::from(it.column.clone())].into_iter().chain(values).chain([it.rank_error.into()]).collect()
    };
    table.rows = numeric().map(row).collect();
    table
}

fn commonest(profiles: &[ColumnProfile]) -> Table {
    let mut table = Table::new("Commonest values", &["column", "value", "rows", "may be too high by"]);
    for it in profiles.iter().filter(|it| !is_number(it)) {
        let row = |(value, rows): &(String, u64)| {
            vec![it.column.clone().into(), value.clone().into(), (*rows).into(), it.common_error.into()]
        };
        table.rows.extend(it.common.iter().map(row));
    }
    table
}

fn is_number(it: &ColumnProfile) -> bool {
    matches!(it.sort, Some(Sort::Number | Sort::Integer))
}

/// How columns go together, the strongest pairs.
fn associations(ask: &Ask<'_>, kept: Option<&Pairs>) -> Result<Option<Table>, Error> {
    let counted = match ask.input() {
        Input::Data(source) => Some(data::pairs(source, ask.threads)?),
        Input::Summary(..) => None,
    };
    let Some(pairs) = counted.as_ref().or(kept) else { return Ok(None) };
    let mut all = pairs.associations();
    let strength = |it: &measure::summary::Association| it.value.value().map_or(-1.0, f64::abs);
    all.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let mut table = Table::new("How columns go together, the strongest pairs", &["column", "with", "measure", "value"]);
    for it in all.into_iter().filter(|it| it.value.value().is_some()).take(STRONGEST) {
        table.rows.push(vec![it.one.into(), it.other.into(), it.measure.into(), it.value.into()]);
    }
    Ok(Some(table))
}

/// The shape of a column: a histogram of numbers, or counts of words.
fn shape(it: &ColumnProfile) -> Option<Figure> {
    let counts = counts(it);
    let labels = match it.edges.is_empty() {
        true => it.common.iter().take(counts.len()).map(|it| it.0.clone()).collect(),
        false => {
            let end = |at: f64| time(it, Some(at)).words();
            it.edges.windows(2).map(|ends| format!("{} to {}", end(ends[0]), end(ends[1]))).collect()
        }
    };
    (!counts.is_empty()).then(|| Figure::Counts {
        title: it.column.clone(),
        labels,
        series: vec![("rows".to_owned(), counts)],
    })
}

fn counts(it: &ColumnProfile) -> Vec<u64> {
    match it.edges.is_empty() {
        true => it.common.iter().map(|it| it.1).collect(),
        false => it.counts.clone(),
    }
}

/// The noun of a sort of values.
pub fn noun(sort: Sort) -> &'static str {
    match sort {
        Sort::Number => "numbers",
        Sort::Integer => "whole numbers",
        Sort::Flag => "flags",
        Sort::Words => "words",
        Sort::Date => "days",
        Sort::Moment => "moments",
    }
}
