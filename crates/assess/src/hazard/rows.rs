//! Rows that show a hazard: outputs that came back, predictions that flip, wrong advice that was followed, outputs like none before.

use measure::hazard::feedback::{SELECTION, SHARE as FEEDBACK, feedback as came_back};
use measure::hazard::flips::{RATE, SIZE, flip_rate, size};
use measure::hazard::outputs::{SHARE as OUTPUTS, outputs as unlike};
use measure::hazard::reliance::{FOLLOWED, OVERRULED, reliance as followed};
use measure::inference::Tested;
use measure::roles::binary_of;
use measure::{Batch, Coded, Undefined};
use read::{Kind, Source};

use super::super::columns::{needed, single};
use super::super::data::{self, said};
use super::super::report::{Found, Note, Test};
use super::super::run::Ask;
use super::{or_why, told};
use crate::Error;

/// The most classes of predictions, labels and decisions.
const CLASSES: usize = 10_000;

/// How much of later training data the model had accepted.
pub(super) fn feedback(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let (own, later) = (ask.source()?, ask.reference()?.source("hazard")?);
    let prediction = prediction(ask)?;
    let shared = shared(own, later, ask, &[Some(prediction), ask.columns.label.as_deref()])?;
    let decided = data::table(own, &with(&shared, prediction), ask.threads)?;
    let decided = data::batch(&decided)?;
    let training = data::table(later, &shared, ask.threads)?;
    let decisions = binary_of(&decided, prediction, ask.columns.positive.as_deref()).map_err(said)?.classes;
    let back = came_back(&decided, &decisions, &data::batch(&training)?, &shared, ask.draws.level).map_err(said)?;
    found.rows = decided.rows() as u64;
    told(found, FEEDBACK.id, "", back.share, settings.feedback);
    told(found, SELECTION.id, "", back.selection, settings.selection);
    found.notes.extend(first("feedback", "rows of the training data that the model had accepted are", &back.first));
    Ok(())
}

/// How many predictions change with a small perturbation.
pub(super) fn flips(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let lacking = || Error::input("name the rows before the perturbation with --original");
    let (own, before) = (ask.source()?, ask.other_rows("original")?.ok_or_else(lacking)?);
    let prediction = prediction(ask)?;
    let shared = shared(own, before, ask, &[Some(prediction), ask.columns.label.as_deref()])?;
    let number =
        |name: &&str| [own, before].iter().all(|it| matches!(kind(it, name), Some(Kind::Integer | Kind::Number)));
    let numbers: Vec<&str> = shared.into_iter().filter(number).collect();
    let read = |from: &Source| data::table(from, &with(&numbers, prediction), ask.threads);
    let (after, before) = (read(own)?, read(before)?);
    let (after, before) = (data::batch(&after)?, data::batch(&before)?);
    if after.rows() != before.rows() {
        let rows = (after.rows(), before.rows());
        return Err(Error::input(format!(
            "the data have {} rows and the original {}; give the same rows in the same order",
            rows.0, rows.1
        )));
    }
    found.rows = after.rows() as u64;
    let values = |of: &Batch<'_>| numbers.iter().map(|it| column(of, it)).collect::<Result<Vec<_>, Error>>();
    let (old, new) = (values(&before)?, values(&after)?);
    let pairs: Vec<(&[f64], &[f64])> = old.iter().zip(&new).map(|it| (it.0.as_slice(), it.1.as_slice())).collect();
    let size = or_why(size(&pairs, ask.draws.level));
    let wide = size.value().filter(|it| settings.small.is_some_and(|small| *it > small));
    let rate = match wide {
        None => flip_rate(&flat(&before, prediction)?, &flat(&after, prediction)?, ask.draws.level),
        Some(wide) => Err(Undefined::because(format!(
            "rows were moved by {wide:.3} standard deviations, which the plan does not count as small"
        ))),
    };
    told(found, RATE.id, "", or_why(rate), settings.flips);
    told(found, SIZE.id, "", size, None);
    Ok(())
}

/// How much wrong advice people followed.
pub(super) fn reliance(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let advice = prediction(ask)?;
    let right = needed(ask.columns.label.as_ref(), "label", "the column of what is right")?;
    let table = data::table(ask.source()?, &data::names(ask.source()?), ask.threads)?;
    let batch = data::batch(&table)?;
    found.rows = batch.rows() as u64;
    for person in &ask.columns.rater {
        let [wrong, good] =
            followed(&flat(&batch, advice)?, &flat(&batch, right)?, &flat(&batch, person)?, ask.draws.level);
        told(found, FOLLOWED.id, person, or_why(wrong), settings.reliance);
        told(found, OVERRULED.id, person, or_why(good), None);
    }
    Ok(())
}

/// How many outputs are like none of the earlier ones.
pub(super) fn outputs(ask: &Ask<'_>, found: &mut Found) -> Result<(), Error> {
    let settings = ask.section("hazard", &ask.plan.hazard)?;
    let names: Vec<&str> = ask.columns.feature.iter().map(String::as_str).collect();
    if names.is_empty() {
        return Err(Error::input(
            "name the numbers by which outputs are near or far with --feature COLUMN; it may be repeated",
        ));
    }
    let read = |from: &Source| {
        let table = data::table(from, &names, ask.threads)?;
        let batch = data::batch(&table)?;
        names.iter().map(|it| column(&batch, it)).collect::<Result<Vec<Vec<f64>>, Error>>()
    };
    let (now, before) = (read(ask.source()?)?, read(ask.reference()?.source("hazard")?)?);
    found.rows = now.first().map_or(0, Vec::len) as u64;
    let seen = match unlike(&before, &now, settings.quantile, ask.draws.seed, ask.draws.level) {
        Ok(seen) => seen,
        Err(none) => {
            told(found, OUTPUTS.id, "", or_why(Err(none)), settings.outputs);
            return Ok(());
        }
    };
    told(found, OUTPUTS.id, "", or_why(Ok(seen.share)), settings.outputs);
    by_chance(found, seen.chance);
    let says = format!(
        "{:.3} of outputs are expected to lie beyond {:.3} standard deviations from the nearest earlier one while nothing has changed",
        seen.expected, seen.distance
    );
    found.notes.push(Note::new("expected_share", "", says));
    found.notes.extend(first("new_outputs", "outputs that are like none before are", &seen.first));
    Ok(())
}

/// The test of the share, also beside the ruling about it.
fn by_chance(found: &mut Found, tested: Tested) {
    let question = "may as many outputs lie beyond the distance by chance".to_owned();
    found.tests.push(Test { question, tested, adjusted: None });
    if let Some(ruling) = found.rulings.last_mut() {
        ruling.p = Some(tested.p);
    }
}

fn prediction<'a>(ask: &Ask<'a>) -> Result<&'a str, Error> {
    let one = single(&ask.columns.prediction, "prediction", "hazard")?;
    one.ok_or_else(|| Error::input("name the column of predictions with --prediction COLUMN"))
}

/// Columns that stand in both under one name and hold the same sort of values, without those set apart; those named as features alone.
fn shared<'a>(own: &'a Source, other: &Source, ask: &Ask<'_>, apart: &[Option<&str>]) -> Result<Vec<&'a str>, Error> {
    let features = &ask.columns.feature;
    let named = |name: &str| features.is_empty() || features.iter().any(|it| it == name);
    let both = |name: &&str| kind(other, name).is_some() && !apart.contains(&Some(name)) && named(name);
    let found: Vec<&str> = data::names(own).into_iter().filter(both).collect();
    if let Some(alone) = features.iter().find(|it| !found.contains(&it.as_str())) {
        return Err(Error::input(format!("`{alone}` does not stand in both files; name columns that do")));
    }
    match found.is_empty() {
        true => Err(Error::input("both files have no column in common, so no row can be found again")),
        false => Ok(found),
    }
}

fn kind(of: &Source, name: &str) -> Option<Kind> {
    of.fields().iter().find(|it| it.name == name).map(|it| it.kind)
}

fn with<'a>(names: &[&'a str], one: &'a str) -> Vec<&'a str> {
    names.iter().copied().chain([one]).collect()
}

fn flat<'a>(batch: &Batch<'a>, name: &str) -> Result<Coded<'a>, Error> {
    batch.column(name).and_then(|it| it.coded(CLASSES)).map_err(said)
}

fn column(batch: &Batch<'_>, name: &str) -> Result<Vec<f64>, Error> {
    Ok(batch.column(name).and_then(|it| it.numbers()).map_err(said)?.into_owned())
}

/// The first rows that show it.
fn first(name: &'static str, what: &str, rows: &[usize]) -> Option<Note> {
    let first: Vec<String> = rows.iter().take(5).map(|it| (it + 1).to_string()).collect();
    (!rows.is_empty()).then(|| Note::new(name, "", format!("{what}, first, {}", first.join(", "))))
}
