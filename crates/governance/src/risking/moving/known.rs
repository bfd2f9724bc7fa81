//! When an event became known, and when an assessment was entered: an event that lies before an assessment and came to light after it reopens it. Told by
//! days of the ledger, so that records that come in together know of each other. Serves ISO/IEC 42001 8.2.

use std::collections::HashMap;

use jiff::civil::Date;
use record::Id;
use store::{Condition, RecordRow, VersionRow};

use super::library::Sort;
use super::reach::Reached;
use super::silent::ASSESSED;
use crate::Error;
use crate::derived::{Snapshot, date, day};
use crate::history::since;

/// The fields that conditions ask for.
fn asked<'a>(conditions: &'a [Condition], found: &mut Vec<&'a str>) {
    for it in conditions {
        match it {
            Condition::Field { field, .. } => found.push(field),
            Condition::All(more) | Condition::Any(more) => asked(more, found),
            Condition::Not(one) => asked(std::slice::from_ref(one), found),
            _ => {}
        }
    }
}

/// Versions of these records, each from its first.
pub(super) fn versions(at: &Snapshot, ids: &[Id]) -> Result<HashMap<Id, Vec<VersionRow>>, Error> {
    let mut found: HashMap<Id, Vec<VersionRow>> = HashMap::new();
    if !ids.is_empty() {
        for it in at.read.histories(ids, at.place)? {
            found.entry(it.record.id.clone()).or_default().push(it);
        }
    }
    Ok(found)
}

/// The days from which on records have been the event that they are: in a state that counts, with what the library asks for, about the same.
pub(super) fn known(
    at: &Snapshot,
    sort: &Sort,
    wanted: &[Condition],
    rows: &[RecordRow],
) -> Result<HashMap<Id, Date>, Error> {
    let mut fields: Vec<&str> = sort.about.iter().flatten().map(String::as_str).collect();
    asked(wanted, &mut fields);
    let moved: Vec<Id> = rows.iter().filter(|it| day(it.changed) > day(it.created)).map(|it| it.id.clone()).collect();
    let counts = |it: &RecordRow| sort.states.is_empty() || sort.states.contains(&it.state);
    let same = |it: &RecordRow, of: &RecordRow| fields.iter().all(|at| it.document.get(*at) == of.document.get(*at));
    let mut found: HashMap<Id, Date> = rows.iter().map(|it| (it.id.clone(), day(it.created))).collect();
    for (id, all) in versions(at, &moved)? {
        found.extend(since(&all, |it, newest| counts(it) && same(it, newest)).map(|it| (id, day(it.record.changed))));
    }
    Ok(found)
}

/// Of events that came to light after risks were entered, those that lie before an assessment stay only where they did so after it was entered too.
pub(super) fn late(at: &Snapshot, risks: &[RecordRow], reached: &mut HashMap<Id, Vec<Reached>>) -> Result<(), Error> {
    let assessed: HashMap<&Id, Option<Date>> = risks.iter().map(|it| (&it.id, date(&it.document, ASSESSED))).collect();
    let of = |id: &Id| assessed.get(id).copied().flatten();
    let some = |(id, all): (&Id, &Vec<Reached>)| {
        all.iter().any(|it| of(id).is_some_and(|on| !it.event.comes_after(on))).then(|| id.clone())
    };
    let doubtful: Vec<Id> = reached.iter().filter_map(some).collect();
    let histories = versions(at, &doubtful)?;
    for id in doubtful {
        let (Some(on), Some(all)) = (of(&id), reached.get_mut(&id)) else { continue };
        let stored = histories.get(&id).map(Vec::as_slice).unwrap_or_default();
        let held = |it: &RecordRow| date(&it.document, ASSESSED) == Some(on);
        // An assessment that is about to be stored is entered today.
        let entered = since(stored, |it, newest| held(it) && held(newest));
        let entered = entered.map_or_else(|| day(at.time), |it| day(it.record.changed));
        for it in all.iter_mut().filter(|it| !it.event.comes_after(on)) {
            it.late = it.event.known > entered;
        }
        all.retain(|it| it.late || it.event.comes_after(on));
    }
    reached.retain(|_, all| !all.is_empty());
    Ok(())
}
