//! Fairness of predictions: every group against every other, with what drives a gap and what cannot hold at once.

mod similar;
mod told;

pub(crate) use told::weighted;

use measure::Batch;
use measure::fairness::assess::{Plan as Question, assess, by_scores_alone};
use measure::fairness::cells::MOST_WORDS;
use measure::fairness::compare::Setting;
use measure::fairness::numeric::{NumericGroup, compare_numbers};

use super::columns::{Task, needed, single};
use super::data::{self, said, without_values};
use super::plan::Fairness;
use super::report::{Cell, Found, Table, Test};
use super::run::Ask;
use crate::Error;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let (settings, columns) = (ask.section("fairness", &ask.plan.fairness)?, ask.columns);
    let score = single(&columns.score, "score", "fairness")?;
    if columns.group.is_empty() {
        return Err(Error::input("name the column of groups with --group COLUMN; it may be repeated"));
    }
    let groups: Vec<&str> = columns.group.iter().map(String::as_str).collect();
    if let (None, Some(score), Some(aside)) = (columns.prediction.first(), score, settings.aside) {
        return scores_alone(score, &groups, aside, settings, ask);
    }
    let prediction = needed(columns.prediction.first(), "prediction", "the column of predictions")?;
    single(&columns.prediction, "prediction", "fairness")?;
    let weight = columns.weight.as_deref();
    let named = [Some(prediction), score, columns.label.as_deref(), columns.strata.as_deref(), weight];
    let adjust: Vec<&str> = columns.adjust.iter().map(String::as_str).collect();
    let alike = columns.flipped.iter().chain(&columns.feature).chain(&columns.adjust).map(String::as_str);
    let names: Vec<&str> = named.into_iter().flatten().chain(alike).chain(groups.iter().copied()).collect();
    let table = data::table(ask.source()?, &names, ask.threads)?;
    let batch = data::batch(&table)?;
    if columns.task == Some(Task::Numbers) {
        if let Some(weight) = weight {
            let sentence =
                format!("predicted numbers by group are not assessable with weights; leave out `--weight {weight}`");
            return Err(Error::input(sentence));
        }
        return of_numbers(&batch, prediction, &groups, ask);
    }
    let question = Question {
        label: columns.label.as_deref(),
        prediction,
        score,
        positive: columns.positive.as_deref(),
        groups: &groups,
        strata: columns.strata.as_deref(),
        adjust: &adjust,
        weight,
        depth: settings.depth,
        bins: settings.bins,
        aside: settings.aside,
        tolerance: settings.tolerance,
        setting: setting(ask, settings),
    };
    let assessment = assess(&batch, &question).map_err(said)?;
    let mut found = told::found(&assessment, ask);
    similar::measured(&mut found, &batch, prediction, settings, ask)?;
    let named = [("label", columns.label.as_deref()), ("prediction", Some(prediction)), ("score", score)];
    found.rulings.extend(without_values(&batch, &named)?);
    Ok(found)
}

fn setting(ask: &Ask<'_>, settings: &Fairness) -> Setting {
    Setting {
        minimum: ask.minimum,
        draws: ask.draws,
        method: settings.interval.method(),
        difference: settings.difference_interval.method(),
        references: settings.references.clone(),
        four_fifths: settings.four_fifths,
    }
}

/// Scores of persons of whom nobody was selected yet: how many of each category lie above the median.
fn scores_alone(score: &str, groups: &[&str], aside: f64, settings: &Fairness, ask: &Ask<'_>) -> Result<Found, Error> {
    let names: Vec<&str> = [score].into_iter().chain(groups.iter().copied()).collect();
    let table = data::table(ask.source()?, &names, ask.threads)?;
    let batch = data::batch(&table)?;
    let setting = setting(ask, settings);
    let tables = by_scores_alone(&batch, score, groups, settings.depth, aside, &setting).map_err(said)?;
    let mut found = told::scored(&tables, batch.rows() as u64);
    found.rulings.extend(without_values(&batch, &[("score", Some(score))])?);
    Ok(found)
}

/// Predicted numbers by each attribute.
fn of_numbers(batch: &Batch<'_>, prediction: &str, groups: &[&str], ask: &Ask<'_>) -> Result<Found, Error> {
    let label = needed(ask.columns.label.as_ref(), "label", "the column of labels")?;
    let numbers = |name: &str| batch.column(name).and_then(|it| it.numbers()).map_err(said);
    let (labels, predictions) = (numbers(label)?, numbers(prediction)?);
    let mut found = Found { rows: batch.rows() as u64, ..Found::default() };
    found.rulings = without_values(batch, &[("label", Some(label)), ("prediction", Some(prediction))])?;
    for name in groups {
        let attribute = batch.column(name).and_then(|it| it.coded(MOST_WORDS)).map_err(said)?;
        let compared = compare_numbers(&attribute, &labels, &predictions, ask.minimum, ask.draws.level);
        found.lines.extend(compared.lines());
        found.notes.extend(told::small(&compared.by, &compared.small, ask.minimum));
        for gap in &compared.gaps {
            let question = format!("may {} be the same in all groups of `{}`", gap.metric, compared.by);
            found.tests.extend(gap.alike.map(|tested| Test { question, tested, adjusted: None }));
        }
        let mut table = Table::new(
            format!("Predicted numbers by {}", compared.by),
            &["group", "rows", "mean prediction", "mean error", "mean absolute error"],
        );
        let row = |it: &NumericGroup| -> Vec<Cell> {
            let means = it.means.iter().map(|it| it.clone().into());
            [it.group.clone().into(), it.n.into()].into_iter().chain(means).collect()
        };
        table.rows = compared.groups.iter().map(row).collect();
        found.tables.push(table);
    }
    Ok(found)
}
