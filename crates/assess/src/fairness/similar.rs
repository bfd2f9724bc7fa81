//! Persons one by one: are those who are alike treated alike, and does a prediction hang on the protected attribute alone?
//!
//! Both need columns of their own; without them the lines say which.

use measure::fairness::similar::{Flips, consistency, flips};
use measure::report::Line;
use measure::roles::{UNKNOWN, binary_of};
use measure::{Batch, Undefined};

use crate::Error;
use crate::data::said;
use crate::number;
use crate::plan::Fairness;
use crate::report::{Found, Note, Test};
use crate::run::Ask;

/// Adds consistency and flip rate to what was found.
pub(super) fn measured(
    found: &mut Found,
    batch: &Batch<'_>,
    prediction: &str,
    settings: &Fairness,
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let classes =
        |name: &str| Ok::<_, Error>(binary_of(batch, name, ask.columns.positive.as_deref()).map_err(said)?.classes);
    let predictions = classes(prediction)?;
    let weighted = ask.columns.weight.is_some();
    if weighted {
        let none = || Err(measure::inference::weighted::not_assessable());
        found.lines.extend(["consistency", "flip_rate"].map(|id| Line::new(id, "", none())));
        return Ok(());
    }
    let like = alike(found, batch, &predictions, settings, ask)?;
    found.lines.push(Line::new("consistency", "", like));
    let flipped = match &ask.columns.flipped {
        None => Err(Undefined::because(
            "name the column with what would have been predicted under another protected attribute with --flipped",
        )),
        Some(name) => flips(&predictions, &classes(name)?, ask.draws.level),
    };
    found.lines.push(Line::new("flip_rate", "", flipped.clone().map(|it| it.rate)));
    found.tests.extend(flipped.as_ref().ok().map(leaning));
    found.notes.extend(flipped.ok().as_ref().map(told));
    Ok(())
}

/// Whether changes lean to one side.
fn leaning(it: &Flips) -> Test {
    let question = "may as many persons gain as lose the positive prediction by another protected attribute".to_owned();
    Test { question, tested: it.lean, adjusted: None }
}

fn told(it: &Flips) -> Note {
    let (gained, lost) = (number::rows(it.gained), number::rows(it.lost));
    let sentence = format!(
        "under another protected attribute {gained} persons would get the positive prediction who do not get it, and {lost} would lose it"
    );
    Note::new("flips", "", sentence)
}

/// Consistency over the columns of `--feature`, each divided by its standard deviation so that none outweighs the others by its unit.
fn alike(
    found: &mut Found,
    batch: &Batch<'_>,
    predictions: &[u8],
    settings: &Fairness,
    ask: &Ask<'_>,
) -> Result<Result<measure::Estimate, Undefined>, Error> {
    let names = &ask.columns.feature;
    if names.is_empty() {
        return Ok(Err(Undefined::because("name the columns of numbers by which persons are alike with --feature")));
    }
    let columns = names.iter().map(|it| batch.column(it).and_then(|it| it.numbers()).map_err(said));
    let columns = columns.collect::<Result<Vec<_>, Error>>()?;
    let is_known = |row: &usize| predictions[*row] != UNKNOWN && columns.iter().all(|it| it[*row].is_finite());
    let known: Vec<usize> = (0..predictions.len()).filter(is_known).collect();
    let left_out = (predictions.len() - known.len()) as u64;
    if left_out > 0 {
        let sentence = format!("{} rows lack a feature or a prediction and are left out", number::rows(left_out));
        found.notes.push(Note::new("left_out", "consistency", sentence));
    }
    let scaled: Vec<Vec<f64>> = columns.iter().map(|it| scaled(known.iter().map(|&row| it[row]).collect())).collect();
    let treated: Vec<f64> = known.iter().map(|&row| f64::from(predictions[row])).collect();
    let features: Vec<&[f64]> = scaled.iter().map(Vec::as_slice).collect();
    Ok(consistency(&features, &treated, settings.neighbours, ask.draws.level))
}

/// Numbers divided by their standard deviation; such as never vary tell nobody apart and stay.
fn scaled(values: Vec<f64>) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let deviation = (values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / n).sqrt();
    match deviation > 0.0 {
        true => values.into_iter().map(|it| it / deviation).collect(),
        false => values,
    }
}
