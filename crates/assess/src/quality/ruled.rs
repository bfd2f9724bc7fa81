//! The rules of a plan, counted in one pass and told with what each asks.

use std::collections::BTreeSet;

use measure::Batch;
use measure::quality::{Bound, Outcome, Rule, RuleFile, Table as Shape, Tally, groups, rules};
use read::Source;

use crate::Error;
use crate::data::{self, said};
use crate::number;
use crate::report::Ruling;
use crate::run::Ask;

/// The rules of the plan, with what became of each.
pub fn ruled(source: &Source, files: &[RuleFile], rows: u64, ask: &Ask<'_>) -> Result<Vec<Ruling>, Error> {
    let rules = rules(files.to_vec()).map_err(said)?;
    let shape = Shape { rows, now: ask.moment, reference: reference(&rules, ask)?, ..Shape::default() };
    let outcomes = outcomes(source, &rules, shape, ask.threads)?;
    Ok(rules.iter().zip(outcomes).map(|(rule, outcome)| ruling(rule, outcome)).collect())
}

/// Rows of the reference, where one was named and a rule asks for them.
fn reference(rules: &[Rule], ask: &Ask<'_>) -> Result<Option<u64>, Error> {
    let asks = rules.iter().any(|it| it.check() == "rows_to_reference");
    match ask.other("reference").filter(|_| asks) {
        Some(_) => Ok(Some(ask.reference()?.summary(ask.threads)?.rows)),
        None => Ok(None),
    }
}

/// What became of rules about data of this shape, each counted in one pass with those that read the same columns; the columns of the
/// shape are those of the source.
pub fn outcomes(source: &Source, rules: &[Rule], shape: Shape, threads: usize) -> Result<Vec<Outcome>, Error> {
    let shape = Shape { columns: data::names(source).into_iter().map(str::to_owned).collect(), ..shape };
    let known: BTreeSet<&str> = data::names(source).into_iter().collect();
    let readable =
        |it: &(Vec<String>, Vec<usize>)| !it.0.is_empty() && it.0.iter().all(|name| known.contains(name.as_str()));
    let together: Vec<_> = groups(rules).into_iter().filter(readable).collect();
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
    let counted = source.scan(&places, threads, start, step, merge).map_err(said)?;
    let mut tallies: Vec<Tally> = rules.iter().map(Tally::new).collect();
    for (group, own) in counted {
        together[group].1.iter().zip(own).for_each(|(&at, tally)| tallies[at] = tally);
    }
    Ok(rules.iter().zip(tallies).map(|(rule, tally)| tally.outcome(rule, &shape)).collect())
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
        p: None,
        adjusted_p: None,
    }
}

/// What a rule asks, in the words of its check, with its bounds.
fn wanted(rule: &Rule) -> String {
    let (check, file) = (rule.wanted(), rule.file());
    let bound = |it: &Bound| match it {
        Bound::Number(number) => number::number(*number),
        Bound::Time(time) => time.clone(),
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
