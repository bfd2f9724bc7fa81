//! Two systems or more on the same rows: side by side in one file, or row by row in two.

mod several;

use measure::estimate::Limit;
use measure::inference::paired::cochran_q;
use measure::inference::resample::paired;
use measure::performance::against::{Compared, Plan as Question, against};
use measure::report::Line;
use measure::roles::{UNKNOWN, binary_of};
use measure::{Batch, Column};

use super::columns::{Task, needed};
use super::data::{self, said};
use super::number;
use super::performance::of_label;
use super::report::{Figure, Found, Note, Ruling, Test};
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Distinct values of a label that are compared row by row.
const MOST_VALUES: usize = 10_000_000;

/// The name of the old system's column when it comes from another file.
const OLD: &str = "\u{1f}old";

/// What is compared: columns by name, the old system first.
#[derive(Default)]
struct Pairs<'a> {
    predictions: Option<[&'a str; 2]>,
    scores: Option<[&'a str; 2]>,
}

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let (predictions, scores) = (&ask.columns.prediction, &ask.columns.score);
    let label = needed(ask.columns.label.as_ref(), "label", "the column of labels")?;
    if predictions.is_empty() && scores.is_empty() {
        return Err(Error::input(
            "name what is compared: --prediction OLD --prediction NEW, or --score OLD --score NEW",
        ));
    }
    let names: Vec<&str> = predictions.iter().chain(scores).map(String::as_str).chain([label]).collect();
    let table = data::table(ask.source()?, &names, ask.threads)?;
    let batch = data::batch(&table)?;
    if let Some(old) = ask.other_rows("reference")? {
        let old = data::table(old, &names, ask.threads)?;
        return row_by_row(&batch, &data::batch(&old)?, label, ask);
    }
    if predictions.len() > 2 || scores.len() > 2 {
        let lone = [("prediction", predictions), ("score", scores)].into_iter().filter(|it| it.1.len() == 1);
        lone.map(|(part, named)| side_by_side(part, named)).collect::<Result<Vec<_>, _>>()?;
        return several::found(&batch, label, ask.section("compare", &ask.plan.compare)?, ask);
    }
    let pairs = Pairs { predictions: side_by_side("prediction", predictions)?, scores: side_by_side("score", scores)? };
    found(&batch, label, &pairs, ask)
}

/// The old system's columns stand in another file under the same names.
fn row_by_row(new: &Batch<'_>, old: &Batch<'_>, label: &str, ask: &Ask<'_>) -> Result<Found, Error> {
    same_rows(new.column(label).map_err(said)?, old.column(label).map_err(said)?)?;
    let mut all = Found::default();
    for (part, named) in [("prediction", &ask.columns.prediction), ("score", &ask.columns.score)] {
        let Some(name) = alone(part, named)? else { continue };
        let earlier = Column { name: OLD, ..*old.column(name).map_err(said)? };
        let both = Batch::new(new.columns().iter().copied().chain([earlier]).collect()).map_err(said)?;
        let pair = Some([OLD, name]);
        let pairs = match part {
            "score" => Pairs { scores: pair, ..Pairs::default() },
            _ => Pairs { predictions: pair, ..Pairs::default() },
        };
        all.add(found(&both, label, &pairs, ask)?);
    }
    Ok(all)
}

/// Two columns of one file, the old system first; more of them are compared by [`several`].
fn side_by_side<'a>(part: &str, named: &'a [String]) -> Result<Option<[&'a str; 2]>, Error> {
    match named {
        [] => Ok(None),
        [old, new] => Ok(Some([old, new])),
        [one] => Err(Error::input(format!(
            "`{one}` is one system; name a second column with --{part}, or a file of the old system with --reference"
        ))),
        _ => Ok(None),
    }
}

/// The column that stands under one name in both files.
fn alone<'a>(part: &str, named: &'a [String]) -> Result<Option<&'a str>, Error> {
    match named {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => {
            Err(Error::input(format!("with --reference name one --{part}, which stands under this name in both files")))
        }
    }
}

/// Refuses files that do not hold the same rows in the same order, as far as the label tells.
fn same_rows(new: &Column<'_>, old: &Column<'_>) -> Result<(), Error> {
    if new.len() != old.len() {
        let (new, old) = (number::rows(new.len() as u64), number::rows(old.len() as u64));
        return Err(Error::input(format!(
            "the data have {new} rows and the reference {old}; give the same rows in the same order"
        )));
    }
    let (one, two) = (new.coded(MOST_VALUES).map_err(said)?, old.coded(MOST_VALUES).map_err(said)?);
    let word = |it: &measure::Coded<'_>, row: usize| it.words.get(it.codes[row] as usize).cloned();
    match (0..new.len()).find(|&row| word(&one, row) != word(&two, row)) {
        None => Ok(()),
        Some(row) => Err(Error::input(format!(
            "row {} has another `{}` in the reference; give the same rows in the same order",
            row + 1,
            new.name
        ))),
    }
}

fn found(batch: &Batch<'_>, label: &str, pairs: &Pairs<'_>, ask: &Ask<'_>) -> Result<Found, Error> {
    let settings = ask.section("compare", &ask.plan.compare)?;
    let task = of_label_or_said(batch, label, ask)?;
    let numbers = pairs.predictions.filter(|_| task == Task::Numbers);
    let question = Question {
        label,
        predictions: pairs.predictions.filter(|_| task != Task::Numbers),
        scores: pairs.scores,
        numbers,
        positive: ask.columns.positive.as_deref(),
        margin: settings.margin.unwrap_or(0.0),
        level: ask.draws.level,
    };
    let compared = against(batch, &question).map_err(said)?;
    let [predictions, scores] = [pairs.predictions, pairs.scores].map(|it| it.into_iter().flatten());
    let lacking = data::without_values(batch, &parts(label, predictions, scores))?;
    let mut found = Found { rows: batch.rows() as u64, ..Found::default() };
    found.lines = compared.iter().map(Line::from).collect();
    found.tests = compared.iter().filter_map(same).collect();
    if let Some(margin) = settings.margin {
        found.rulings = compared.iter().map(|it| not_worse(it, "", margin)).collect();
    }
    found.rulings.extend(lacking);
    if let Some(names) = question.predictions {
        resampled(&mut found, batch, label, names, ask)?;
    }
    let title = "The new system less the old one; above 0 the new one is better".to_owned();
    found.figures.push(Figure::Intervals { title, beside: Some(0.0), rows: found.lines.clone() });
    Ok(found)
}

/// The columns of a comparison by the part that they play.
fn parts<'a>(
    label: &'a str,
    predictions: impl Iterator<Item = &'a str>,
    scores: impl Iterator<Item = &'a str>,
) -> Vec<(&'static str, Option<&'a str>)> {
    let predictions = predictions.map(|it| ("prediction", Some(it)));
    let scores = scores.map(|it| ("score", Some(it)));
    [("label", Some(label))].into_iter().chain(predictions).chain(scores).collect()
}

/// What is predicted, as somebody said or as the label tells.
fn of_label_or_said(batch: &Batch<'_>, label: &str, ask: &Ask<'_>) -> Result<Task, Error> {
    ask.columns.task.map_or_else(|| of_label(batch.column(label).map_err(said)?), Ok)
}

/// Whether the new system is not worse than the old one by more than the margin.
fn not_worse(it: &Compared, of: &str, margin: f64) -> Ruling {
    let wanted = format!("not worse by more than {}", number::number(margin));
    ruling(it.metric, of, Some(Limit::AtLeast(-margin)), &it.difference, &it.not_inferior, wanted)
}

fn same(it: &Compared) -> Option<Test> {
    let question = format!("may both systems be the same by {}", it.metric);
    it.same.map(|tested| Test { question, tested, adjusted: None })
}

/// The difference of accuracy by resampling rows, beside the score interval, and the test of Cochran.
fn resampled(found: &mut Found, batch: &Batch<'_>, label: &str, names: [&str; 2], ask: &Ask<'_>) -> Result<(), Error> {
    let classes =
        |name: &str| Ok::<_, Error>(binary_of(batch, name, ask.columns.positive.as_deref()).map_err(said)?.classes);
    let (labels, old, new) = (classes(label)?, classes(names[0])?, classes(names[1])?);
    let known: Vec<usize> =
        (0..labels.len()).filter(|&row| [labels[row], old[row], new[row]].iter().all(|it| *it != UNKNOWN)).collect();
    let left_out = labels.len() - known.len();
    if left_out > 0 {
        let sentence = format!("{} rows lack a label or a prediction and are left out", number::rows(left_out as u64));
        found.notes.push(Note::new("left_out", "", sentence));
    }
    let hits = |of: &[u8]| -> Vec<bool> { known.iter().map(|&row| of[row] == labels[row]).collect() };
    let as_numbers = |it: &[bool]| -> Vec<f64> { it.iter().map(|&hit| f64::from(u8::from(hit))).collect() };
    let (old, new) = (hits(&old), hits(&new));
    let drawn = paired(&as_numbers(&new), &as_numbers(&old), ask.draws);
    found.lines.push(Line::new("paired_accuracy_difference", "by paired bootstrap", drawn));
    let question = "may both systems be right equally often".to_owned();
    found.tests.extend(cochran_q(&[&old, &new]).ok().map(|tested| Test { question, tested, adjusted: None }));
    Ok(())
}
