//! What is impossible in the loss of a risk when it is entered: refused at its field, with the reason, by the checks of the engine alone.

use std::collections::BTreeMap;

use record::{Id, Problem};
use simulate::loss::{Cause, Frequency, Model};
use store::{Read, RecordRow};

use super::super::{CRITERIA, RISK};
use super::written::{FIELDS, Written};
use crate::Error;

/// Risks that are followed from cause to cause at most; the engine takes fewer.
const MOST: usize = 200;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let moved = |fields: &[&str]| {
        before.is_none_or(|it| fields.iter().any(|of| it.document.get(*of) != after.document.get(*of)))
    };
    match after.kind.as_str() {
        RISK if moved(FIELDS) => match Written::read(after) {
            Err(faults) => Ok(faults.into_iter().map(|it| Problem::of(it.field, it.says)).collect()),
            Ok(None) => Ok(Vec::new()),
            Ok(Some(written)) => Ok(circle(read, written)?.into_iter().collect()),
        },
        CRITERIA if moved(&["appetites"]) => Ok(super::position::appetites(after)
            .iter()
            .enumerate()
            .filter_map(|(at, it)| Some((at, it.appetite.checked("").err()?)))
            .map(|(at, flaw)| {
                let of = flaw.field.trim_start_matches('.');
                Problem::of("appetites", format!("hold `{of}` in row {}, which {}", at + 1, flaw.why))
            })
            .collect()),
        _ => Ok(Vec::new()),
    }
}

/// Causes that lead back to where they begin.
fn circle(read: &Read, written: Written) -> Result<Option<Problem>, Error> {
    let own = written.id.clone();
    let (mut seen, mut next) = (BTreeMap::<Id, Written>::new(), vec![written]);
    while let Some(it) = next.pop().filter(|_| seen.len() < MOST) {
        for (id, _) in it.struck.iter().filter(|of| of.0 != own && !seen.contains_key(&of.0)) {
            let Some(row) = read.record(id)? else { continue };
            next.extend(Written::read(&row).ok().flatten());
        }
        seen.insert(it.id.clone(), it);
    }
    let known = |it: &Written| {
        it.strikes().into_iter().filter(|of| of.cause.parse().is_ok_and(|id: Id| seen.contains_key(&id)))
    };
    let causes = seen.values().map(|it| Cause {
        id: it.id.to_string(),
        frequency: Some(Frequency::Poisson { mean: 0.0 }),
        causes: known(it).collect(),
    });
    let model = Model { risks: Vec::new(), causes: causes.collect() };
    Ok(model.checked().err().and_then(|it| it.into_iter().next()).map(|it| Problem::of("struck_by", it.why)))
}
