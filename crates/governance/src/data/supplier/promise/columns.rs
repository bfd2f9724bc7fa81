//! The promise that the columns of deliveries stay as they are: as stated, else as the first delivery that was accepted had them.

use std::collections::BTreeMap;

use serde_json::Value;
use store::RecordRow;

use super::{Asked, Delivery, Judged};
use crate::data::ACCEPTED;

/// Columns by name, each with its type where it is said.
type Columns = BTreeMap<String, String>;

/// Whether each delivery has the columns that were promised.
pub(super) fn kept(asked: &Asked, deliveries: &[Delivery]) -> Judged {
    let known: Vec<(&Delivery, Columns)> =
        deliveries.iter().map(|it| (it, found(it.row))).filter(|it| !it.1.is_empty()).collect();
    let mut judged = Judged::default();
    if known.len() < deliveries.len() {
        let blank = deliveries.iter().find(|it| found(it.row).is_empty()).map(|it| it.row.id.to_string());
        judged = asked.unknown(format!("nobody knows the columns of {}", blank.unwrap_or_default()));
    }
    let stated = stated(asked.limit);
    let first = known.iter().find(|it| it.0.row.state == ACCEPTED).or(known.first());
    let (promised, name) = match (stated.is_empty(), first) {
        (false, _) => (stated, "the columns that it states".to_owned()),
        (true, Some((first, columns))) => (columns.clone(), format!("the columns of {}", first.row.id)),
        (true, None) => return judged,
    };
    for (it, columns) in &known {
        let differs = differences(&promised, columns);
        match differs.is_empty() {
            true => judged.kept += 1,
            false => {
                let came = format!("came on {} with other columns", it.day);
                judged.breaches.push(asked.breach(Some(it), name.clone(), came, differs.join(", ")));
            }
        }
    }
    judged
}

/// The columns that a version says it has.
fn found(version: &RecordRow) -> Columns {
    let rows = version.list("schema");
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    rows.map(|it| (text(it, "column"), text(it, "type"))).collect()
}

/// The columns that a promise states, such as `site, day:date`; none where it says `same`.
fn stated(limit: &str) -> Columns {
    let words = limit.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != "same");
    words
        .map(|it| it.split_once(':').unwrap_or((it, "")))
        .map(|it| (it.0.trim().to_owned(), it.1.trim().to_owned()))
        .collect()
}

fn differences(promised: &Columns, came: &Columns) -> Vec<String> {
    let gone = promised.keys().filter(|it| !came.contains_key(*it)).map(|it| format!("`{it}` is gone"));
    let new = came.keys().filter(|it| !promised.contains_key(*it)).map(|it| format!("`{it}` is new"));
    let other = promised.iter().filter_map(|(name, ty)| {
        let now = came.get(name).filter(|now| !ty.is_empty() && !now.is_empty() && *now != ty)?;
        Some(format!("`{name}` is {now} and was {ty}"))
    });
    gone.chain(new).chain(other).collect()
}
