//! What a nonconformity lacks before it can be closed: its nature, the actions taken and their results, like cases looked at, and what follows
//! for risks and the management system. Serves ISO/IEC 42001 10.2.

use record::Id;
use store::{RecordRow, Visible};

use super::effect::{Effect, effect};
use super::extent::Like;
use super::{ACTION, MOST, VERIFIED};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Corrective actions of nonconformities, by number.
pub(super) fn actions(at: &Snapshot, of: &[Id]) -> Result<Vec<RecordRow>, Error> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let query = store::Query { limit: MOST, as_of: at.place, ..store::Query::of(ACTION, Visible::All) };
    let mut rows = at.read.list(&query)?;
    rows.retain(|it| targets(&it.document, "nonconformity").iter().any(|it| of.contains(it)));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}

/// What it lacks, each in a sentence that says what to do; nothing where it can be closed.
pub fn lacks(at: &Snapshot, row: &RecordRow, actions: &[RecordRow], like: &[Like]) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let blank = |field: &str| row.text(field).is_none_or(|it| it.trim().is_empty());
    for (field, says) in [
        ("nature", "its nature is not written down; say what is not as it must be"),
        ("cause", "its cause is not known; look for it and write it down"),
        ("extent", "where else it may be so was not looked for; say how you looked"),
    ] {
        found.extend(blank(field).then(|| says.to_owned()));
    }
    let done =
        |it: &serde_json::Value| ["who", "when"].iter().all(|name| it.get(*name).is_some_and(|it| !it.is_null()));
    if !row.list("correction").any(done) {
        found.push("no correction names who did it and when; complete a row of it".to_owned());
    }
    found.extend(of_actions(at, actions)?);
    for it in like.iter().filter(|it| it.answer.is_none()) {
        found.push(format!("{} may be a like case: {}; answer it under like cases", it.system, it.why.join("; ")));
    }
    let follows = ["risks_updated", "changes"].iter().any(|it| !targets(&row.document, it).is_empty());
    if !follows && blank("nothing_to_change") {
        let says = "nothing says what follows for risks and the management system; name risks or changes, or say why nothing changes";
        found.push(says.to_owned());
    }
    Ok(found)
}

fn of_actions(at: &Snapshot, actions: &[RecordRow]) -> Result<Vec<String>, Error> {
    let live: Vec<&RecordRow> = actions.iter().filter(|it| !it.retired).collect();
    if live.is_empty() {
        return Ok(vec!["no corrective action removes its cause; enter one".to_owned()]);
    }
    let mut found = Vec::new();
    for action in live {
        if action.state != VERIFIED {
            let word = action.state.replace('_', " ");
            found.push(format!(
                "{} is {word}; its effect must be judged by somebody who did not carry it out",
                action.id
            ));
            continue;
        }
        let told = effect(at, action, &Visible::All)?;
        if told.effect == Effect::Fails {
            found.push(format!("{} did not work: {}", action.id, told.why));
        }
    }
    Ok(found)
}
