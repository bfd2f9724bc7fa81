//! How good predictions are: classes, probabilities or numbers, by what the label holds or by what somebody says it holds.

use measure::inference::Tested;
use measure::inference::weighted::Weighted;
use measure::performance::assess::{Assessment, Plan as Question, Task as Predicted, assess};
use measure::performance::calibration::{Binning, Calibration};
use measure::performance::classes::Classes;
use measure::performance::numeric::Residual;
use measure::performance::scoring::Corp;
use measure::report::Line;
use measure::roles::weights_of;
use measure::{Column, Measured, Undefined, Values, Verdict};

use super::columns::{Columns, Task, needed, single};
use super::data::{self, said, without_values};
use super::fairness::weighted;
use super::number;
use super::report::{Cell, Figure, Found, MosaicRow, Note, Ruling, Table, Test};
use super::run::Ask;
use super::verdict::ruling;
use crate::Error;

/// Classes that a picture can show side by side; the table holds more.
const DRAWN: usize = 12;

/// Distinct values that tell two classes.
const TWO: usize = 2;

/// Measures.
pub fn run(ask: &Ask<'_>) -> Result<Found, Error> {
    let (settings, columns) = (ask.section("performance", &ask.plan.performance)?, ask.columns);
    let label = needed(columns.label.as_ref(), "label", "the column of labels")?;
    let prediction = single(&columns.prediction, "prediction", "performance")?;
    let score = single(&columns.score, "score", "performance")?;
    if prediction.is_none() && score.is_none() {
        return Err(Error::input(
            "name the column of predictions with --prediction, or that of probabilities with --score",
        ));
    }
    let weight = columns.weight.as_deref();
    let names: Vec<&str> = [Some(label), prediction, score, weight].into_iter().flatten().collect();
    let table = data::table(ask.source()?, &names, ask.threads)?;
    let batch = data::batch(&table)?;
    let task = match columns.task {
        Some(task) => task,
        None => of_label(batch.column(label).map_err(said)?)?,
    };
    of_two_alone(task, columns)?;
    let question = Question {
        task: predicted(task),
        label,
        prediction,
        score,
        positive: columns.positive.as_deref(),
        weight,
        bins: settings.bins,
        draws: ask.draws,
    };
    let mut found = found(&assess(&batch, &question).map_err(said)?, task);
    let named = [("label", Some(label)), ("prediction", prediction), ("score", score)];
    found.rulings.extend(without_values(&batch, &named)?);
    found.rulings.extend(apart(&found, label));
    if let Some(weight) = weight {
        let all = Weighted::of(weights_of(&batch, weight).map_err(said)?.into_iter().map(|it| (it, true)));
        found.notes.push(weighted(all.n, all.kish()));
        found.tables.clear();
    }
    Ok(found)
}

/// The ruling that nothing can be assessed, where labels and predictions stand in other rows, so that no number could be measured.
fn apart(found: &Found, label: &str) -> Option<Ruling> {
    let nothing = found.rulings.is_empty() && found.lines.iter().all(|it| it.value.get().is_err());
    let why = format!("no row holds a prediction beside its `{label}`");
    let measured = Measured::from(Err(Undefined::because(why.clone())));
    let verdict = Verdict::NotAssessable { why: why.into() };
    nothing
        .then(|| ruling("label", label, None, &measured, &verdict, "a label and a prediction in some row".to_owned()))
}

/// Refuses what only means something of two classes where something else is predicted.
fn of_two_alone(task: Task, columns: &Columns) -> Result<(), Error> {
    let named = [("score", columns.score.first()), ("positive", columns.positive.as_ref())];
    match named.into_iter().find_map(|(part, it)| Some((part, it?))) {
        Some((part, name)) if task != Task::Binary => Err(Error::input(format!(
            "`--{part} {name}` is of two classes, and predictions are measured as {} here; leave it out, or say --task binary",
            words(task)
        ))),
        _ => Ok(()),
    }
}

fn words(task: Task) -> &'static str {
    match task {
        Task::Binary => "one of two classes",
        Task::Classes => "one of several classes",
        Task::Numbers => "numbers",
    }
}

/// What a column of labels asks to be predicted; what could be two things is asked for.
pub fn of_label(label: &Column<'_>) -> Result<Task, Error> {
    let few = label.coded(TWO).is_ok_and(|it| it.words.len() <= TWO);
    match label.values {
        _ if few => Ok(Task::Binary),
        Values::Coded { .. } | Values::Flag(_) => Ok(Task::Classes),
        Values::Number(_) => Ok(Task::Numbers),
        Values::Integer(_) => Err(Error::input(format!(
            "column `{}` holds whole numbers, which may be classes or amounts; say --task classes or --task numbers",
            label.name
        ))),
        Values::Date(_) | Values::Moment(_) => Err(Error::input(format!(
            "column `{}` holds {}, which nobody predicts here; name another label",
            label.name,
            label.values.noun()
        ))),
    }
}

fn predicted(task: Task) -> Predicted {
    match task {
        Task::Binary => Predicted::Binary,
        Task::Classes => Predicted::Classes,
        Task::Numbers => Predicted::Numbers,
    }
}

fn found(it: &Assessment, task: Task) -> Found {
    let sentence = format!("predictions are measured as {}", words(task));
    let mut notes = vec![Note::new("task", "", sentence)];
    if it.left_out > 0 {
        let sentence =
            format!("{} rows have no label, prediction or score and are left out", number::rows(it.left_out));
        notes.push(Note::new("left_out", "", sentence));
    }
    Found {
        rows: it.rows,
        lines: it.lines.clone(),
        notes,
        tests: it.calibrated.iter().map(|it| calibrated(*it)).collect(),
        figures: figures(it),
        tables: tables(it),
        ..Found::default()
    }
}

fn calibrated(tested: Tested) -> Test {
    Test { question: "probabilities come true as often as they say".to_owned(), tested, adjusted: None }
}

fn figures(it: &Assessment) -> Vec<Figure> {
    let mut figures = Vec::new();
    if !it.points.is_empty() {
        let roc = it.points.iter().map(|it| [it.false_positive_rate, it.true_positive_rate]).collect();
        figures.push(curve("ROC curve", "false positive rate", "true positive rate", "scores", roc, Some("chance")));
        let recall = it.points.iter().map(|it| [it.true_positive_rate, it.precision]).collect();
        figures.push(curve("Precision over recall", "recall", "precision", "scores", recall, None));
    }
    if let Some(bins) = it.calibration.last() {
        let points = bins.bins.iter().map(|it| [it.said, it.seen]).collect();
        figures.push(curve(
            "Reliability",
            "mean probability",
            "how often it came true",
            "scores",
            points,
            Some("calibrated"),
        ));
    }
    if !it.gains.is_empty() {
        let points = it.gains.iter().map(|it| [it.part, it.gain]).collect();
        figures.push(curve(
            "Gain",
            "part of rows, highest scores first",
            "part of positives found",
            "scores",
            points,
            Some("chance"),
        ));
    }
    figures.extend(it.classes.as_ref().filter(|it| it.names.len() <= DRAWN).map(predicted_by_label));
    if !it.residuals.is_empty() {
        let line = |it: &Residual| Line::new("mean_error", part(it), it.error.clone());
        let title = "Mean error by tenth of the predictions; above 0 they are too high".to_owned();
        let rows = it.residuals.iter().map(line).collect();
        figures.push(Figure::Intervals { title, beside: Some(0.0), rows });
    }
    figures
}

/// The predictions of each label as boxes.
fn predicted_by_label(it: &Classes) -> Figure {
    let row = |(name, counts): (&String, &[u64])| MosaicRow {
        group: name.clone(),
        counts: counts.to_vec(),
        enough: counts.iter().any(|it| *it > 0),
    };
    let rows = it.names.iter().zip(it.table.chunks_exact(it.names.len())).map(row).collect();
    Figure::Mosaic {
        title: "Predictions of each label".to_owned(),
        of: "label".to_owned(),
        labels: it.names.clone(),
        rows,
    }
}

/// The predictions of a part, from the lowest to the highest.
fn part(it: &Residual) -> String {
    let [low, high] = it.between;
    format!("{} to {}", number::number(low), number::number(high))
}

/// A curve beside the diagonal.
fn curve(title: &str, across: &str, up: &str, name: &str, points: Vec<[f64; 2]>, diagonal: Option<&str>) -> Figure {
    let line = diagonal.map(|it| (it.to_owned(), vec![[0.0, 0.0], [1.0, 1.0]]));
    let series = [(name.to_owned(), points)].into_iter().chain(line).collect();
    Figure::Curve { title: title.to_owned(), across: across.to_owned(), up: up.to_owned(), series }
}

fn tables(it: &Assessment) -> Vec<Table> {
    let mut tables = Vec::new();
    if let Some(counts) = it.counts {
        let mut table = Table::new("Labels and predictions", &["label", "predicted negative", "predicted positive"]);
        table.rows.push(vec!["negative".into(), counts.true_negative.into(), counts.false_positive.into()]);
        table.rows.push(vec!["positive".into(), counts.false_negative.into(), counts.true_positive.into()]);
        tables.push(table);
    }
    if let Some(classes) = &it.classes {
        tables.push(confusion(classes));
        let mut table = Table::new("Classes", &["class", "rows", "precision", "recall", "F1", "false positive rate"]);
        for it in &classes.by_class {
            let measures = [&it.precision, &it.recall, &it.f1, &it.false_positive_rate].map(|it| it.clone().into());
            table.rows.push([it.class.clone().into(), it.labels.into()].into_iter().chain(measures).collect());
        }
        tables.push(table);
    }
    if !it.residuals.is_empty() {
        let columns = ["predictions", "rows", "mean prediction", "mean label", "mean error", "mean absolute error"];
        let mut table = Table::new("Errors by tenth of the predictions", &columns);
        for it in &it.residuals {
            let errors = [&it.error, &it.absolute_error].map(|it| it.clone().into());
            let means = [part(it).into(), it.n.into(), it.prediction.into(), it.label.into()];
            table.rows.push(means.into_iter().chain(errors).collect());
        }
        tables.push(table);
    }
    tables.extend(it.corp.map(|corp| brier_parts(corp, &it.calibration)));
    tables.extend(it.calibration.iter().map(reliability));
    tables
}

/// What the Brier score is made of: what is lost by miscalibration, less what is won by telling rows apart, and what nobody could know.
fn brier_parts(corp: Corp, calibration: &[Calibration]) -> Table {
    let columns = ["way", "miscalibration", "discrimination", "uncertainty", "within bins"];
    let mut table = Table::new("Parts of the Brier score: first - second + third + fourth", &columns);
    let row = |way: &str, parts: [f64; 4]| [way.into()].into_iter().chain(parts.map(Cell::from)).collect();
    table.rows.push(row("isotonic (CORP)", [corp.miscalibration, corp.discrimination, corp.uncertainty, 0.0]));
    for it in calibration {
        let way = match it.binning {
            Binning::Uniform => "bins of equal width (Murphy)",
            Binning::Quantile => "bins of equally many rows (Murphy)",
        };
        let parts = [it.murphy.reliability, it.murphy.resolution, it.murphy.uncertainty, it.murphy.within];
        table.rows.push(row(way, parts));
    }
    table
}

/// Rows of each label by prediction.
fn confusion(it: &Classes) -> Table {
    let headings: Vec<String> = it.names.iter().map(|it| format!("predicted {it}")).collect();
    let columns: Vec<&str> = ["label"].into_iter().chain(headings.iter().map(String::as_str)).collect();
    let mut table = Table::new("Labels and predictions", &columns);
    for (name, counts) in it.names.iter().zip(it.table.chunks_exact(it.names.len())) {
        let cells = counts.iter().map(|it| Cell::from(*it));
        table.rows.push([Cell::from(name.clone())].into_iter().chain(cells).collect());
    }
    table
}

fn reliability(it: &Calibration) -> Table {
    let title = format!(
        "Reliability in bins of equal {}; calibrated scores would show an error of {} by chance",
        match it.binning {
            measure::performance::calibration::Binning::Uniform => "width",
            measure::performance::calibration::Binning::Quantile => "numbers of rows",
        },
        number::number(it.noise)
    );
    let mut table = Table::new(title, &["up to", "rows", "mean probability", "came true"]);
    table.rows = it.bins.iter().map(|it| vec![it.upto.into(), it.n.into(), it.said.into(), it.seen.into()]).collect();
    table
}
