//! Whether data are fit for use: characteristics that need no rule, rows that stand twice or nearly, and the rules of the plan.

use std::collections::BTreeSet;

use measure::quality::characteristics as of;
use measure::quality::duplicates::{DUPLICATES, Duplicates, NEAR_DUPLICATES, near};
use measure::quality::labels::{CONFLICTS, conflicts};
use measure::quality::leakage::{Known, LEAKAGE};
use measure::quality::suspects::suspects;
use measure::quality::{Outcome, Rule, RuleFile, Table as Shape, Tally, groups, rules};
use measure::report::Line;
use measure::summary::Summary;
use measure::{Batch, Estimate, Fraction, Measured, Undefined};
use read::Source;

use super::data::{self, said};
use super::number;
use super::plan::Quality;
use super::report::{Found, Note, Ruling};
use super::run::Ask;
use crate::exit::Failure;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Failure> {
    let (settings, source) = (ask.section("quality", &ask.plan.quality)?, ask.source()?);
    let summary = ask.input().summary(ask.threads)?;
    let label = ask.columns.label.as_deref();
    label.map(|it| source.position(it)).transpose().map_err(said)?;
    let mut found = Found { rows: summary.rows, ..Found::default() };
    found.lines = columns(&summary, label);
    found.lines.extend(of_rows(source, ask.threads)?);
    nearly(&mut found, source, settings, ask.threads)?;
    if let Some(label) = label {
        conflicting(&mut found, source, label, ask.threads)?;
    }
    if ask.reference().is_some() {
        leaking(&mut found, source, label, ask)?;
    }
    found.rulings = ruled(source, &ask.plan.rule, summary.rows, ask)?;
    let notes = summary.columns.iter().flat_map(suspects);
    found.notes.extend(notes.map(|it| Note::new(it.finding, it.column, it.sentence)));
    Ok(found)
}

/// What summaries of columns tell.
fn columns(summary: &Summary, label: Option<&str>) -> Vec<Line> {
    let mut lines = vec![
        Line::new(of::COMPLETENESS.id, "", of::value_completeness(&summary.columns)),
        Line::new(of::FEATURE_COMPLETENESS.id, "", of::feature_completeness(&summary.columns)),
        Line::new(of::EFFECTIVE_FEATURES.id, "", of::effective_features(&summary.columns)),
    ];
    if let Some(label) = label.and_then(|it| summary.column(it)) {
        lines.push(Line::new(of::LABEL_COMPLETENESS.id, &label.name, of::label_completeness(label)));
        lines.push(Line::new(of::LABEL_BALANCE.id, &label.name, of::label_balance(label)));
        lines.push(Line::new(of::LABEL_RICHNESS.id, &label.name, of::label_richness(label)));
    }
    lines
}

/// Complete rows and repeated rows, in one pass.
fn of_rows(source: &Source, threads: usize) -> Result<[Line; 2], Failure> {
    let all = vec![(0..source.fields().len()).collect()];
    let start = |_| (Duplicates::default(), (0, 0));
    let step = |(seen, (complete, rows)): &mut (Duplicates, (u64, u64)), batch: &Batch<'_>| {
        let (more, of) = of::complete_rows(batch);
        seen.add(batch);
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

fn nearly(found: &mut Found, source: &Source, settings: &Quality, threads: usize) -> Result<(), Failure> {
    let Some(threshold) = settings.near else { return Ok(()) };
    if found.rows > settings.near_rows {
        let why = format!("near duplicates are sought among at most {} rows", number::rows(settings.near_rows));
        found.lines.push(Line::new(NEAR_DUPLICATES.id, "", Err(Undefined::because(why))));
        return Ok(());
    }
    let table = data::table(source, &data::names(source), threads)?;
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

fn conflicting(found: &mut Found, source: &Source, label: &str, threads: usize) -> Result<(), Failure> {
    let table = data::table(source, &data::names(source), threads)?;
    let (share, rows) = conflicts(&data::batch(&table)?, label).map_err(said)?;
    found.lines.push(Line::new(CONFLICTS.id, label, share));
    found.notes.extend(first_rows("conflicting_labels", label, "equal rows have other labels", &rows));
    Ok(())
}

/// Rows that also stand in the training data, by everything but the label.
fn leaking(found: &mut Found, source: &Source, label: Option<&str>, ask: &Ask<'_>) -> Result<(), Failure> {
    let training = ask.needed_reference()?.source("quality")?;
    let names: Vec<&str> = data::names(source).into_iter().filter(|it| Some(*it) != label).collect();
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

fn first_rows(name: &'static str, of: &str, what: &str, rows: &[usize]) -> Option<Note> {
    let first: Vec<String> = rows.iter().take(5).map(|it| (it + 1).to_string()).collect();
    (!rows.is_empty()).then(|| Note::new(name, of, format!("{what}, first in rows {}", first.join(", "))))
}

/// The rules of the plan, each counted in one pass with those that read the same columns.
fn ruled(source: &Source, files: &[RuleFile], rows: u64, ask: &Ask<'_>) -> Result<Vec<Ruling>, Failure> {
    let rules = rules(files.to_vec()).map_err(said)?;
    let shape = Shape { columns: data::names(source).into_iter().map(str::to_owned).collect(), rows, now: ask.moment };
    let known: BTreeSet<&str> = data::names(source).into_iter().collect();
    let readable =
        |it: &(Vec<String>, Vec<usize>)| !it.0.is_empty() && it.0.iter().all(|name| known.contains(name.as_str()));
    let together: Vec<_> = groups(&rules).into_iter().filter(readable).collect();
    let places = together.iter().map(|it| it.0.iter().map(|name| source.position(name)).collect());
    let places: Vec<Vec<usize>> = places.collect::<Result<_, _>>().map_err(said)?;
    let start = |group: usize| (group, together[group].1.iter().map(|&at| Tally::new(&rules[at])).collect::<Vec<_>>());
    let step = |(group, tallies): &mut (usize, Vec<Tally>), batch: &Batch<'_>| {
        together[*group].1.iter().zip(tallies).for_each(|(&at, tally)| tally.add(&rules[at], batch));
    };
    let merge = |(group, all): &mut (usize, Vec<Tally>), (_, more): (usize, Vec<Tally>)| {
        let own = together[*group].1.iter().zip(all).zip(more);
        own.for_each(|((&at, all), more)| all.merge(&rules[at], more));
    };
    let counted = source.scan(&places, ask.threads, start, step, merge).map_err(said)?;
    let mut tallies: Vec<Tally> = rules.iter().map(Tally::new).collect();
    for (group, own) in counted {
        together[group].1.iter().zip(own).for_each(|(&at, tally)| tallies[at] = tally);
    }
    Ok(rules.iter().zip(tallies).map(|(rule, tally)| ruling(rule, tally.outcome(rule, &shape))).collect())
}

fn ruling(rule: &Rule, outcome: Outcome) -> Ruling {
    let shown = |(row, value): &(u64, String)| format!("row {}: {value}", row + 1);
    Ruling {
        rule: outcome.rule,
        of: rule.columns().join(", "),
        wanted: wanted(rule),
        limit: None,
        found: outcome.value,
        verdict: outcome.verdict,
        between: None,
        examples: outcome.examples.iter().map(shown).chain(outcome.found).collect(),
    }
}

/// What a rule asks, in the words of its check, with its bounds.
fn wanted(rule: &Rule) -> String {
    let check = measure::quality::CHECKS.iter().find(|it| it.0 == rule.check()).map_or("", |it| it.3);
    let file = rule.file();
    let bound = |it: &measure::quality::Bound| match it {
        measure::quality::Bound::Number(number) => number::number(*number),
        measure::quality::Bound::Time(time) => time.clone(),
    };
    let bounds = match (file.low.as_ref().map(bound), file.high.as_ref().map(bound)) {
        (Some(low), Some(high)) => format!(" ({low} to {high})"),
        (Some(low), None) => format!(" (at least {low})"),
        (None, Some(high)) => format!(" (at most {high})"),
        (None, None) => String::new(),
    };
    let mostly = file.mostly.map_or_else(String::new, |it| format!(", in {} of rows", number::number(it)));
    format!("{check}{bounds}{mostly}")
}
