//! Three systems or more on the same rows: all of them at once by Cochran's Q, then each against each earlier one.
//!
//! Tests of all pairs are one family, corrected as the plan says. Intervals hold for all pairs of a measure together (Bonferroni), and
//! only the first system, the one in use, is a yardstick for the margin.

use measure::Batch;
use measure::fairness::gap::each;
use measure::inference::multiple::{Correction, adjust};
use measure::inference::paired::cochran_q;
use measure::performance::against::{Plan as Question, against};
use measure::report::Line;
use measure::roles::{UNKNOWN, binary_of};

use super::{not_worse, of_label_or_said, parts};
use crate::Error;
use crate::columns::Task;
use crate::data::{said, without_values};
use crate::number;
use crate::plan::Compare;
use crate::report::{Figure, Found, Note, Table, Test};
use crate::run::Ask;

/// What is measured of each pair of systems that one part names.
pub(super) fn found(batch: &Batch<'_>, label: &str, settings: &Compare, ask: &Ask<'_>) -> Result<Found, Error> {
    let task = of_label_or_said(batch, label, ask)?;
    let mut all = Found { rows: batch.rows() as u64, ..Found::default() };
    for (part, named) in [("prediction", &ask.columns.prediction), ("score", &ask.columns.score)] {
        let count = named.len() * named.len().saturating_sub(1) / 2;
        let mut tests = Vec::new();
        for (at, new) in named.iter().enumerate() {
            for (first, old) in named.iter().take(at).enumerate() {
                let pair = Some([old.as_str(), new.as_str()]);
                let question = Question {
                    label,
                    predictions: pair.filter(|_| part == "prediction" && task != Task::Numbers),
                    scores: pair.filter(|_| part == "score"),
                    numbers: pair.filter(|_| part == "prediction" && task == Task::Numbers),
                    positive: ask.columns.positive.as_deref(),
                    margin: settings.margin.unwrap_or(0.0),
                    level: each(ask.draws.level, count),
                };
                let of = format!("{new} less {old}");
                for it in against(batch, &question).map_err(said)? {
                    all.lines.push(Line { of: of.clone(), ..Line::from(&it) });
                    let question = format!("may `{old}` and `{new}` be the same by {}", it.metric);
                    tests.extend(it.same.map(|tested| Test { question, tested, adjusted: None }));
                    all.rulings.extend(settings.margin.filter(|_| first == 0).map(|by| not_worse(&it, &of, by)));
                }
            }
        }
        corrected(&mut tests, settings.correction);
        if part == "prediction" && task != Task::Numbers && named.len() > 1 {
            together(&mut all, batch, label, named, ask)?;
        }
        all.tests.extend(tests);
    }
    let [predictions, scores] = [&ask.columns.prediction, &ask.columns.score].map(|it| it.iter().map(String::as_str));
    all.rulings.extend(without_values(batch, &parts(label, predictions, scores))?);
    let title = "The later system less the earlier one; above 0 the later one is better".to_owned();
    all.figures.push(Figure::Intervals { title, beside: Some(0.0), rows: all.lines.clone() });
    all.notes.push(Note::new("pairs", "", told(settings.correction)));
    Ok(all)
}

/// Corrects the p-values of a family.
fn corrected(tests: &mut [Test], by: Correction) {
    let adjusted = adjust(&tests.iter().map(|it| it.tested.p).collect::<Vec<_>>(), by);
    tests.iter_mut().zip(adjusted).for_each(|(test, p)| test.adjusted = Some(p));
}

fn told(by: Correction) -> String {
    let name = match by {
        Correction::Holm => "Holm, so that the chance of any false claim is kept",
        Correction::BenjaminiHochberg => "Benjamini and Hochberg, so that the share of false claims is kept",
        Correction::BenjaminiYekutieli => {
            "Benjamini and Yekutieli, so that the share of false claims is kept whatever the dependence"
        }
    };
    format!("the tests of all pairs are corrected by {name}; intervals hold for all pairs of a measure together")
}

/// All systems at once, on the rows for which each of them and the label is known.
fn together(found: &mut Found, batch: &Batch<'_>, label: &str, systems: &[String], ask: &Ask<'_>) -> Result<(), Error> {
    let classes =
        |name: &str| Ok::<_, Error>(binary_of(batch, name, ask.columns.positive.as_deref()).map_err(said)?.classes);
    let labels = classes(label)?;
    let predicted: Vec<Vec<u8>> = systems.iter().map(|it| classes(it)).collect::<Result<_, _>>()?;
    let is_known = |row: &usize| labels[*row] != UNKNOWN && predicted.iter().all(|it| it[*row] != UNKNOWN);
    let known: Vec<usize> = (0..labels.len()).filter(is_known).collect();
    let left_out = labels.len() - known.len();
    if left_out > 0 {
        let rows = number::rows(left_out as u64);
        let sentence = format!(
            "{rows} rows lack a label or a prediction of some system; the test of all systems leaves them out, each pair those that it lacks itself"
        );
        found.notes.push(Note::new("left_out", "", sentence));
    }
    let hits: Vec<Vec<bool>> =
        predicted.iter().map(|it| known.iter().map(|&row| it[row] == labels[row]).collect()).collect();
    let mut table = Table::new("Systems on the rows that all of them judged", &["system", "rows", "right"]);
    for (name, hits) in systems.iter().zip(&hits) {
        let right = hits.iter().filter(|it| **it).count() as u64;
        table.rows.push(vec![name.as_str().into(), (hits.len() as u64).into(), right.into()]);
    }
    found.tables.push(table);
    let question = "may all systems be right equally often".to_owned();
    match cochran_q(&hits.iter().map(Vec::as_slice).collect::<Vec<_>>()) {
        Ok(tested) => found.tests.push(Test { question, tested, adjusted: None }),
        Err(none) => found.notes.push(Note::new("cochran_q", "", format!("{question} is not assessable: {none}"))),
    }
    Ok(())
}
