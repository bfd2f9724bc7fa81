//! What a nonconformity lacks before it can be closed: its nature, the actions taken and their results, like cases looked at, and what follows
//! for risks and the management system. Serves ISO/IEC 42001 10.2.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use store::{RecordRow, Visible};

use super::effect::{Effect, effect};
use super::extent::Like;
use super::{ACTION, NONCONFORMITY, VERIFIED};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Corrective actions that were not retired, by nonconformity and number; two statements for any number.
pub(super) fn actions(at: &Snapshot, of: &[Id]) -> Result<BTreeMap<Id, Vec<RecordRow>>, Error> {
    let links = at.read.links_to_any(of, &[ACTION])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == NONCONFORMITY).map(|it| it.1.end.id).collect();
    let mut found: BTreeMap<Id, Vec<RecordRow>> = BTreeMap::new();
    for row in at.records(&ids.into_iter().collect::<Vec<_>>())?.into_iter().filter(|it| !it.retired) {
        for id in targets(&row.document, NONCONFORMITY) {
            found.entry(id).or_default().push(row.clone());
        }
    }
    found.values_mut().for_each(|it| it.sort_by_key(|it| it.id.number));
    Ok(found)
}

/// Something that a nonconformity lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The record at which it lies, where it lies at another one.
    pub at: Option<Id>,
    /// What is missing, in a sentence that says what to do.
    pub says: String,
}

impl Lack {
    fn own(says: &str) -> Lack {
        Lack { at: None, says: says.to_owned() }
    }
}

/// What it lacks; nothing where it can be closed.
pub fn lacks(at: &Snapshot, row: &RecordRow, actions: &[RecordRow], like: &[Like]) -> Result<Vec<Lack>, Error> {
    let mut found = Vec::new();
    let blank = |field: &str| row.text(field).is_none_or(|it| it.trim().is_empty());
    for (field, says) in [
        ("nature", "its nature is not written down; say what is not as it must be"),
        ("cause", "its cause is not known; look for it and write it down"),
        ("extent", "where else it may be so was not looked for; say how you looked"),
    ] {
        found.extend(blank(field).then(|| Lack::own(says)));
    }
    let done =
        |it: &serde_json::Value| ["who", "when"].iter().all(|name| it.get(*name).is_some_and(|it| !it.is_null()));
    if !row.list("correction").any(done) {
        found.push(Lack::own("no correction names who did it and when; complete a row of it"));
    }
    found.extend(of_actions(at, actions)?);
    for it in like.iter().filter(|it| it.answer.is_none()) {
        let why = it.why.join("; ");
        let says = format!("{} may be a like case: {why}; answer it under like cases", it.system);
        found.push(Lack { at: Some(it.system.clone()), says });
    }
    let follows = ["risks_updated", "changes"].iter().any(|it| !targets(&row.document, it).is_empty());
    if !follows && blank("nothing_to_change") {
        let says = "nothing says what follows for risks and the management system; name risks or changes, or say why nothing changes";
        found.push(Lack::own(says));
    }
    Ok(found)
}

fn of_actions(at: &Snapshot, actions: &[RecordRow]) -> Result<Vec<Lack>, Error> {
    if actions.is_empty() {
        return Ok(vec![Lack::own("no corrective action removes its cause; enter one")]);
    }
    let mut found = Vec::new();
    for action in actions {
        let says = match action.state == VERIFIED {
            false => {
                let word = action.state.replace('_', " ");
                let judged = "its effect must be judged by somebody who did not carry it out";
                Some(format!("{} is {word}; {judged}", action.id))
            }
            true => {
                let told = effect(at, action, &Visible::All)?;
                (told.effect == Effect::Fails).then(|| format!("{} did not work: {}", action.id, told.why))
            }
        };
        found.extend(says.map(|says| Lack { at: Some(action.id.clone()), says }));
    }
    Ok(found)
}
