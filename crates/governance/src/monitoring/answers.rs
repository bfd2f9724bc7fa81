//! What follows for monitors, as derived fields and as facts for policies.

use policy::Fact as Known;
use record::Id;
use serde_json::json;
use store::RecordRow;

use super::batches::{Batch, batches};
use super::settings::Settings;
use super::standing::{heard, standing};
use crate::Error;
use crate::derived::{Answer, Answers, Snapshot};

/// Answers of one look at each monitor, over one reading of all their batches.
fn each(at: &Snapshot, rows: &[RecordRow], look: impl Fn(&Settings, &[Batch]) -> Option<Answer>) -> Answers {
    let all = batches(at, &rows.iter().map(|it| &it.id).collect::<Vec<_>>())?;
    let none = Vec::new();
    Ok(rows.iter().map(|row| look(&Settings::of(row), all.get(&row.id).unwrap_or(&none))).collect())
}

/// How monitors stand.
pub(crate) fn standings(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |settings, batches| {
        let it = standing(settings, batches, at.time);
        Some((json!(it.word), it.why, it.until))
    })
}

/// The last days on which monitors may hear nothing.
pub(crate) fn expected(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(at, rows, |settings, batches| {
        let by = settings.expected_by(heard(batches)).filter(|_| settings.state == "active")?;
        let since =
            heard(batches).map_or_else(|| "nothing came yet".to_owned(), |it| format!("the last batch came on {it}"));
        Some((json!(by.to_string()), since, None))
    })
}

/// The state of the monitor to which a measurement belongs; empty where it belongs to none.
pub(crate) fn state_of_monitor(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let monitor = |row: &RecordRow| super::touched(row);
    let ids: Vec<Id> = rows.iter().filter_map(|it| monitor(it)).collect();
    let known = if ids.is_empty() { Vec::new() } else { at.read.headings(&ids)? };
    let state = |row: &RecordRow| {
        let id = monitor(row)?;
        known.iter().find(|it| it.id == id).map(|it| it.state.clone())
    };
    Ok(rows.iter().map(|it| Known::Text(state(it).unwrap_or_default())).collect())
}
