//! What treated data are still worth for a task, what the treatment did to groups, and what models tell of who was in them.

use measure::privacy::task::{Task, Worth, worth};
use measure::report::Line;
use measure::{Batch, Estimate};
use read::Source;

use crate::Error;
use crate::data::{self, said};
use crate::number;
use crate::plan::Privacy;
use crate::report::{Found, Note, Test};
use crate::run::Ask;

/// Learns the label from the treated rows and from the original ones, and judges both on the rows held out.
pub fn worth_of(
    found: &mut Found,
    label: &str,
    [original, held_out]: [&Source; 2],
    settings: &Privacy,
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let treated = ask.source()?;
    let [one, two, three] = [treated, original, held_out].map(|it| data::table(it, &data::names(it), ask.threads));
    let (one, two, three) = (one?, two?, three?);
    let batches: [Batch<'_>; 3] = [data::batch(&one)?, data::batch(&two)?, data::batch(&three)?];
    let groups: Vec<&str> = ask.columns.group.iter().map(String::as_str).collect();
    let task = Task {
        treated: &batches[0],
        original: &batches[1],
        held_out: &batches[2],
        label,
        positive: ask.columns.positive.as_deref(),
        groups: &groups,
        minimum: ask.minimum,
        few: settings.few,
    };
    found.rows = batches[0].rows() as u64;
    told(found, label, worth(&task, ask.draws).map_err(said)?);
    Ok(())
}

fn told(found: &mut Found, label: &str, it: Worth) {
    const MODELS: [&str; 2] = ["model of the original data", "model of the treated data"];
    let rows = found.rows;
    found.lines.push(Line::new("auc_loss", "", it.loss));
    for (model, area) in MODELS.iter().zip([it.original, it.treated]) {
        found.lines.push(Line::new("roc_auc", *model, area));
    }
    for (model, leak) in MODELS.iter().zip(it.leaks) {
        found.lines.push(Line::new("membership_inference_advantage", *model, leak));
    }
    for (group, change) in it.groups {
        found.lines.push(Line::new("selection_gap_change", group, change));
    }
    let sum: f64 = it.distances.iter().map(|it| it.1).sum();
    found.lines.push(Line::new("distribution_distance", "", Estimate::plain(sum / it.distances.len() as f64, rows)));
    for (column, distance) in it.distances {
        found.lines.push(Line::new("distribution_distance", column, Estimate::plain(distance, rows)));
    }
    let question = "may a model that learned from the treated data order the rows held out as well".to_owned();
    found.tests.extend(it.test.map(|tested| Test { question, tested, adjusted: None }));
    let sentence = format!(
        "a logistic regression learned `{label}` from every column that all three tables have; intervals speak of the rows held \
         out, not of another draw of the training data"
    );
    found.notes.push(Note::new("task", label, sentence));
    if it.uncovered > 0 {
        let cells = number::rows(it.uncovered);
        let sentence = format!("{cells} original cells hold a value that no treated word covers, and count as missing");
        found.notes.push(Note::new("uncovered", "", sentence));
    }
}
