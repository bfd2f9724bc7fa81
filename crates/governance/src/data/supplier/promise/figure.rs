//! The promise of a figure, such as the share of complete rows: what was measured last of each delivery, against its limit.

use serde_json::Value;
use store::RecordRow;

use super::{Asked, Delivery, Judged};

/// Ways to write a limit; whether the figure must be at least it.
const BOUNDS: &[(&str, bool)] = &[(">=", true), ("at least", true), ("<=", false), ("at most", false)];

/// Whether each delivery kept the figure.
pub(super) fn kept(asked: &Asked, deliveries: &[Delivery]) -> Judged {
    let Some((least, bound)) = bound(asked.limit) else {
        let example = "write `at least 0.98` or `at most 0.02`";
        return asked.unknown(format!("`{}` is no limit of `{}`; {example}", asked.limit, asked.metric));
    };
    let mut judged = Judged::default();
    for it in deliveries {
        let Some((value, measured)) = newest(asked, it) else {
            let why = format!("`{}` of {} was never measured", asked.metric, it.row.id);
            judged = judged.and(asked.unknown(why));
            continue;
        };
        match if least { value >= bound } else { value <= bound } {
            true => judged.kept += 1,
            false => {
                let promised = format!("`{}` {} {bound}", asked.metric, if least { "at least" } else { "at most" });
                let came = format!("{} found {value}", measured.id);
                // Ten decimals are more than any measure tells apart, and hide what is due to binary fractions.
                let gap = ((value - bound).abs() * 1e10).round() / 1e10;
                judged.breaches.push(asked.breach(Some(it), promised, came, format!("{gap} beyond it")));
            }
        }
    }
    judged
}

fn bound(limit: &str) -> Option<(bool, f64)> {
    let found = BOUNDS.iter().find_map(|(word, least)| Some((*least, limit.strip_prefix(word)?)))?;
    let number: f64 = found.1.trim().parse().ok()?;
    number.is_finite().then_some((found.0, number))
}

/// The metric of the whole as it was measured last of a delivery.
fn newest<'a>(asked: &'a Asked, delivery: &Delivery) -> Option<(f64, &'a RecordRow)> {
    let mut measured = asked.around.lineage.from(&delivery.row.id, "measurement", "of");
    measured.retain(|it| it.state == "recorded");
    measured.sort_by_key(|it| (it.text("measured_on").unwrap_or_default(), it.id.number));
    measured.into_iter().rev().find_map(|it| Some((value(it, asked.metric)?, it)))
}

fn value(measured: &RecordRow, metric: &str) -> Option<f64> {
    let rows = measured.document.get("values").and_then(Value::as_array)?;
    let whole = |it: &&Value| it["metric"] == metric && it["of"].as_str().unwrap_or_default().is_empty();
    rows.iter().find(whole)?["value"].as_f64()
}
