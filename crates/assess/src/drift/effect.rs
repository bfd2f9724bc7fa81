//! What drift means for predictions: their accuracy now and before where labels are there, else what the scores promise.
//!
//! It is measured only where somebody names the columns; what cannot be told is told as such.

use measure::drift::effect::{ESTIMATED, REALISED, estimated, realised};
use measure::inference::difference::Side;
use measure::report::Line;
use measure::{Batch, Undefined};
use read::Source;

use crate::Error;
use crate::columns::single;
use crate::data::{self, Input, said};
use crate::run::Ask;

/// Distinct words among which labels and predictions are compared.
const WORDS: usize = 1000;

/// The lines about predictions; none where no column of predictions or scores is named. What is `awaited` in the data is not read.
pub fn lines(now: &Input, before: &Input, awaited: &[String], ask: &Ask<'_>) -> Result<Vec<Line>, Error> {
    let (label, columns) = (ask.columns.label.as_deref(), ask.columns);
    let (prediction, score) =
        (single(&columns.prediction, "prediction", "drift")?, single(&columns.score, "score", "drift")?);
    if prediction.is_none() && score.is_none() {
        return Ok(Vec::new());
    }
    let (Input::Data(now), Input::Data(before)) = (now, before) else {
        let why = Undefined::because("what predictions are worth needs the rows on both sides, and one is a summary");
        return Ok(vec![Line::new(ESTIMATED.id, "", Err(why))]);
    };
    let asked = Asked { label, prediction, score, positive: columns.positive.as_deref() };
    asked.known(now, before)?;
    let known = Asked { label: label.filter(|it| !awaited.iter().any(|name| name == it)), ..asked };
    let (now, before) = (Looked::at(now, &known, ask.threads)?, Looked::at(before, &asked, ask.threads)?);
    let mut lines = Vec::new();
    if let (Some(now), Some(before)) = (now.right, before.right) {
        lines.push(Line::new(REALISED.id, "", realised(now, before, ask.draws.level)));
    }
    if let (Some(scores), Some(known)) = (&now.scores, &before.scores) {
        lines.push(Line::new(ESTIMATED.id, "", estimated(scores, known, before.right, ask.draws.level)));
    }
    if lines.is_empty() {
        let why = "neither labels nor scores stand in both, so nothing tells how good predictions are";
        lines.push(Line::new(ESTIMATED.id, "", Err(Undefined::because(why))));
    }
    Ok(lines)
}

#[derive(Clone, Copy)]
struct Asked<'a> {
    label: Option<&'a str>,
    prediction: Option<&'a str>,
    score: Option<&'a str>,
    positive: Option<&'a str>,
}

impl Asked<'_> {
    /// Refuses a name that stands on neither side.
    fn known(&self, now: &Source, before: &Source) -> Result<(), Error> {
        for name in [self.label, self.prediction, self.score].into_iter().flatten() {
            now.position(name).or_else(|_| before.position(name)).map_err(said)?;
        }
        Ok(())
    }
}

/// What one side tells.
struct Looked {
    /// Predictions that came true, among those with a label.
    right: Option<Side>,
    /// Every score.
    scores: Option<Vec<f64>>,
}

impl Looked {
    fn at(source: &Source, asked: &Asked<'_>, threads: usize) -> Result<Looked, Error> {
        let [label, prediction, score] =
            [asked.label, asked.prediction, asked.score].map(|it| it.filter(|it| source.position(it).is_ok()));
        let names: Vec<&str> = [label, prediction, score].into_iter().flatten().collect();
        let table = data::table(source, &names, threads)?;
        let batch = data::batch(&table)?;
        let scores = score.map(|it| valid_numbers(&batch, it)).transpose()?.filter(|it| it.len() > 1);
        let right = match (label, prediction, score) {
            (Some(label), Some(prediction), _) => Some(agreeing(&batch, label, prediction)?),
            (Some(label), None, Some(score)) => came_true(&batch, label, score, asked.positive)?,
            _ => None,
        };
        Ok(Looked { right: right.filter(|it| it.n > 0), scores })
    }
}

fn valid_numbers(batch: &Batch<'_>, name: &str) -> Result<Vec<f64>, Error> {
    let column = batch.column(name).map_err(said)?;
    let numbers = column.numbers().map_err(said)?;
    Ok(numbers.iter().enumerate().filter(|(row, it)| column.is_valid(*row) && it.is_finite()).map(|it| *it.1).collect())
}

/// The words of a column, row by row; none where a row has no value.
fn words(batch: &Batch<'_>, name: &str) -> Result<Vec<Option<String>>, Error> {
    let coded = batch.column(name).map_err(said)?.coded(WORDS).map_err(said)?;
    Ok(coded.codes.iter().map(|code| coded.words.get(*code as usize).cloned()).collect())
}

fn agreeing(batch: &Batch<'_>, label: &str, prediction: &str) -> Result<Side, Error> {
    let (labels, predictions) = (words(batch, label)?, words(batch, prediction)?);
    let both: Vec<bool> =
        labels.iter().zip(&predictions).filter_map(|(one, two)| Some(one.as_ref()? == two.as_ref()?)).collect();
    Ok(Side::new(both.iter().filter(|it| **it).count() as u64, both.len() as u64))
}

/// Scores of at least one half whose label is positive, and those below whose label is not.
fn came_true(batch: &Batch<'_>, label: &str, score: &str, positive: Option<&str>) -> Result<Option<Side>, Error> {
    let labels = words(batch, label)?;
    let column = batch.column(score).map_err(said)?;
    let scores = column.numbers().map_err(said)?;
    let known: Vec<&String> = labels.iter().flatten().collect();
    let positives = ["1", "true", "1.0"];
    let is = |it: &str| positive.map_or_else(|| positives.contains(&it), |positive| positive == it);
    if !known.iter().any(|it| is(it)) {
        return Ok(None);
    }
    let right = |row: usize| Some(column.is_valid(row).then_some(scores[row] >= 0.5)? == is(labels[row].as_ref()?));
    let all: Vec<bool> = (0..labels.len()).filter_map(right).collect();
    Ok(Some(Side::new(all.iter().filter(|it| **it).count() as u64, all.len() as u64)))
}
