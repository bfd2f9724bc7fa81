//! Whether data stand for a population: shares of categories, thin combinations, and what weights that repair them would cost.

mod groups;
mod labels;

use std::collections::BTreeMap;

use measure::inference::raking::{Margin, rake};
use measure::inference::resample::Draws;
use measure::report::Line;
use measure::represent::proxy::coarse;
use measure::represent::{Representation, Wanted, represent, thin_cells, weighted};
use measure::roles::weights_of;
use measure::{Batch, Coded, Undefined};
use read::Source;

use super::data::{self, said};
use super::number;
use super::plan::Represent;
use super::report::{Cell, Figure, Found, Note, Table, Test};
use super::run::Ask;
use crate::Error;

/// The most categories of a column.
const MOST_WORDS: usize = 1000;

/// Columns of a table of shares.
const SHARES: [&str; 3] = ["column", "category", "share"];

/// Shares of a population, by column.
type Population = BTreeMap<String, Vec<(String, f64)>>;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let settings = ask.section("represent", &ask.plan.represent)?;
    let names: Vec<&str> = ask.columns.group.iter().map(String::as_str).collect();
    if names.is_empty() {
        return Err(Error::input("name the column of categories with --group COLUMN; it may be repeated"));
    }
    let reference = ask.reference()?.source("represent")?;
    let population = population(reference, &names, settings.depth, ask.threads)?;
    let weight = ask.columns.weight.as_deref();
    let quasi: Vec<&str> = ask.columns.quasi.iter().map(String::as_str).collect();
    let label = ask.columns.label.as_deref();
    let read: Vec<&str> = names.iter().copied().chain(weight).chain(label).chain(quasi.iter().copied()).collect();
    let table = data::table(ask.source()?, &read, ask.threads)?;
    let batch = data::batch(&table)?;
    let mut found = Found { rows: batch.rows() as u64, ..Found::default() };
    found.notes.extend((data::names(reference) != SHARES).then(as_population));
    let mut coded = Vec::new();
    for name in &names {
        let column = batch.column(name).and_then(|it| it.coded(MOST_WORDS)).map_err(said)?;
        let wanted = Wanted { half: settings.half_width, draws: ask.draws };
        let shares = population.get(*name).map(Vec::as_slice).unwrap_or_default();
        match represent(&column, shares, wanted) {
            Ok(it) => told(&mut found, &it),
            Err(none) => found.lines.push(Line::new("representation_distance", *name, Err(none))),
        }
        coded.push(column);
    }
    groups::judged(&mut found, &coded, &population, settings, ask);
    if let Some(label) = label {
        labels::judged(&mut found, (&batch, label), &coded, settings, ask)?;
    }
    let [attributes, quasi] = [&names, &quasi].map(|it| banded(&batch, it, settings.bins));
    groups::proxies(&mut found, &attributes?, &quasi?, ask.draws);
    thin(&mut found, &coded, settings, ask)?;
    weighed(&mut found, &coded, &population, settings);
    if let Some(weight) = weight {
        let weights = weights_of(&batch, weight).map_err(said)?;
        given_weights(&mut found, &coded, &population, (weight, &weights), ask.draws);
    }
    Ok(found)
}

/// Columns as they are held against each other, numbers in bins, so that what noise tells of a group is nothing.
fn banded<'a>(batch: &Batch<'a>, names: &[&str], bins: usize) -> Result<Vec<Coded<'a>>, Error> {
    names.iter().map(|it| batch.column(it).and_then(|it| coarse(it, bins)).map_err(said)).collect()
}

/// The shares of each column: from a table of shares, or counted in rows of the population.
fn population(source: &Source, names: &[&str], depth: usize, threads: usize) -> Result<Population, Error> {
    match data::names(source) == SHARES {
        true => listed(source, names, threads),
        false => counted(source, names, depth, threads),
    }
}

fn listed(source: &Source, names: &[&str], threads: usize) -> Result<Population, Error> {
    let table = data::table(source, &SHARES, threads)?;
    let batch = data::batch(&table)?;
    let coded = |name: &str| batch.column(name).and_then(|it| it.coded(MOST_WORDS * MOST_WORDS)).map_err(said);
    let (columns, categories) = (coded(SHARES[0])?, coded(SHARES[1])?);
    let shares = batch.column(SHARES[2]).and_then(|it| it.numbers()).map_err(said)?;
    let word = |it: &Coded<'_>, row: usize| it.words.get(it.codes[row] as usize).cloned();
    let mut all = Population::new();
    for (row, share) in shares.iter().enumerate() {
        let lacking = || {
            Error::input(format!("row {} of the population lacks a column, a category or a share; fill it in", row + 1))
        };
        let (column, category) = word(&columns, row).zip(word(&categories, row)).ok_or_else(lacking)?;
        if share.is_nan() {
            return Err(lacking());
        }
        if !(0.0..f64::INFINITY).contains(share) {
            return Err(Error::input(format!(
                "row {} of the population has a share of {share}; give a share between 0 and 1, or a number of people",
                row + 1
            )));
        }
        let shares = all.entry(column.clone()).or_default();
        if shares.iter().any(|it| it.0 == category) {
            let place = format!("row {} of the population", row + 1);
            return Err(Error::input(format!(
                "{place} names `{category}` of `{column}` once more; leave one share of it"
            )));
        }
        shares.push((category, *share));
    }
    match names.iter().find(|it| !all.contains_key(**it)) {
        None => whole(all),
        Some(name) => {
            let known: Vec<String> = all.keys().map(|it| format!("`{it}`")).collect();
            Err(Error::input(format!(
                "the population has no shares for `{name}`; it has them for {}",
                known.join(", ")
            )))
        }
    }
}

/// How far listed shares may be from 1 together, since people round them.
const ROUNDED: f64 = 0.01;

/// Shares that add up to 1, or numbers of people; anything else was mistyped, and scaling it would hide that.
fn whole(all: Population) -> Result<Population, Error> {
    for (column, shares) in &all {
        let sum: f64 = shares.iter().map(|it| it.1).sum();
        let people = sum > 1.5 && shares.iter().all(|it| it.1.fract() == 0.0);
        if (sum - 1.0).abs() > ROUNDED && !people {
            let sum = number::number(sum);
            return Err(Error::input(format!(
                "the shares of `{column}` in the population add up to {sum}; make them add up to 1, or give numbers of people"
            )));
        }
    }
    Ok(all)
}

fn counted(source: &Source, names: &[&str], depth: usize, threads: usize) -> Result<Population, Error> {
    let table = data::table(source, names, threads)?;
    let batch: Batch<'_> = data::batch(&table)?;
    let coded = |name: &&str| batch.column(name).and_then(|it| it.coded(MOST_WORDS)).map_err(said);
    let columns: Vec<Coded<'_>> = names.iter().map(coded).collect::<Result<_, _>>()?;
    let shares = |subset: &Vec<&Coded<'_>>| {
        let counts = groups::tally(subset).into_iter().map(|(words, rows)| (words, rows as f64));
        (groups::name(subset), counts.collect())
    };
    Ok(groups::subsets(&columns, depth).iter().map(shares).collect())
}

/// Rows are taken for everybody there is, which tests of fit need to be true.
fn as_population() -> Note {
    let sentence = "its rows are taken for the whole population; where they are a sample of it, compare by `drift`";
    Note::new("population", "the reference", sentence)
}

fn told(found: &mut Found, it: &Representation) {
    found.lines.extend(it.lines());
    let fit = format!("may `{}` be a random sample of the population", it.column);
    found.tests.extend(it.fit.map(|tested| Test { question: fit, tested, adjusted: None }));
    let title = format!("Shares of {}", it.column);
    let columns = ["category", "expected", "share", "ratio", "p", "corrected p", "rows needed"];
    let mut table = Table::new(title.clone(), &columns);
    for row in &it.categories {
        table.rows.push(vec![
            row.category.clone().into(),
            row.expected.into(),
            row.share.clone().into(),
            row.ratio.clone().into(),
            Cell::Words(number::p_value(row.chance.p)),
            Cell::Words(number::p_value(row.adjusted)),
            row.wanted.into(),
        ]);
        let question = format!("may `{}` = `{}` be as common as in the population", it.column, row.category);
        found.tests.push(Test { question, tested: row.chance, adjusted: Some(row.adjusted) });
    }
    let ratio = |it: &measure::represent::Category| Line::new("representation_ratio", &it.category, it.ratio.clone());
    let title = format!("Share over expected share by {}", it.column);
    found.figures.push(Figure::Intervals { title, beside: Some(1.0), rows: it.categories.iter().map(ratio).collect() });
    found.tables.push(table);
    if it.missing > 0 {
        found.notes.push(Note::new(
            "missing",
            &it.column,
            format!("{} rows have no value and are left out", number::rows(it.missing)),
        ));
    }
    if it.strangers > 0 {
        let sentence =
            format!("{} rows are in categories that the population does not know", number::rows(it.strangers));
        found.notes.push(Note::new("strangers", &it.column, sentence));
    }
}

/// Combinations with too few rows or none.
fn thin(found: &mut Found, columns: &[Coded<'_>], settings: &Represent, ask: &Ask<'_>) -> Result<(), Error> {
    let cells = thin_cells(columns, settings.depth, ask.minimum, settings.most).map_err(said)?;
    let mut table =
        Table::new(format!("Combinations with fewer than {} rows", ask.minimum), &["columns", "combination", "rows"]);
    table.rows = cells.into_iter().map(|it| vec![it.by.join(" x ").into(), it.cell.into(), it.rows.into()]).collect();
    found.tables.extend((!table.rows.is_empty()).then_some(table));
    Ok(())
}

/// Weights that meet all shares, and what they would cost.
fn weighed(found: &mut Found, columns: &[Coded<'_>], population: &Population, settings: &Represent) {
    let share = |column: &Coded<'_>, word: &String| {
        population.get(column.name).and_then(|it| it.iter().find(|it| it.0 == *word)).map_or(0.0, |it| it.1)
    };
    let margin =
        |column| Margin { column, shares: Coded::clone(column).words.iter().map(|word| share(column, word)).collect() };
    let margins: Vec<Margin<'_>> = columns.iter().map(margin).collect();
    let unmet = columns.iter().find_map(|it| unmet(it, population.get(it.name).map(Vec::as_slice).unwrap_or_default()));
    let raked = unmet.map_or_else(|| rake(&margins, settings.tolerance), Err);
    let sentence = match &raked {
        Ok(it) => {
            let rows = columns.first().map_or(0, |it| it.codes.len()) as f64;
            format!(
                "weights that meet the population have a design effect of {}, so the rows are worth {} of {}",
                number::number(it.design_effect),
                number::number((rows / it.design_effect).round()),
                number::rows(rows as u64)
            )
        }
        Err(Undefined { why }) => format!("no weights meet the population: {why}"),
    };
    found.notes.push(Note::new("raking", "", sentence));
    found.weights = Some(raked.map(|it| it.weights));
}

/// Why no weights of these rows give the shares of the population: a category that only one of them holds.
fn unmet(column: &Coded<'_>, shares: &[(String, f64)]) -> Option<Undefined> {
    let rows = groups::tally(&[column]);
    let lacking = shares.iter().find(|it| it.1 > 0.0 && !rows.contains_key(&it.0));
    let strange = rows.keys().find(|it| !shares.iter().any(|known| known.0 == **it && known.1 > 0.0));
    let name = column.name;
    match (lacking, strange) {
        (Some((word, _)), _) => Some(format!("no row of `{name}` is `{word}`, which the population holds")),
        (_, Some(word)) => Some(format!("rows of `{name}` are `{word}`, of which the population has none")),
        (None, None) => None,
    }
    .map(Undefined::because)
}

/// How far the shares lie from the population when rows count by the weights that were given, and what these cost.
fn given_weights(
    found: &mut Found,
    columns: &[Coded<'_>],
    population: &Population,
    (weight, weights): (&str, &[f64]),
    draws: Draws,
) {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |it, weight| (it.0 + weight, it.1 + weight * weight));
    for column in columns {
        let shares = population.get(column.name).map(Vec::as_slice).unwrap_or_default();
        let distance = weighted::distance(column, weights, shares, draws);
        found.lines.push(Line::new("representation_distance", format!("{} by `{weight}`", column.name), distance));
    }
    let effect = weights.len() as f64 * squares / (sum * sum);
    let sentence = format!("these weights have a design effect of {}", number::number(effect));
    found.notes.push(Note::new("weights", weight, sentence));
}
