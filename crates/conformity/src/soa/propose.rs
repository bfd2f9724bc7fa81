//! Entries as the records say them. Nothing is made up: where no risk, obligation or objective asks for a control, the entry says neither yes
//! nor no, and is missing until somebody decides and says why.

use std::collections::{BTreeMap, BTreeSet};

use super::{Around, Entry, Exception, Statement};

/// The entries that follow from what is there; what people decided in `before` stays where no record speaks.
pub fn propose(framework: &str, around: &Around, before: Option<&Statement>) -> Statement {
    let mut because: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut realised: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, own) in around.controls.iter().filter(|it| !it.1.ended) {
        for entry in around.entries_of(name) {
            realised.entry(entry.clone()).or_default().insert(name.clone());
            let objectives = own.objectives.iter().filter(|it| around.objectives.contains(*it)).cloned();
            because.entry(entry).or_default().extend(objectives);
        }
    }
    let treated = around.approved().flat_map(|(_, it)| it.controls.iter().map(move |control| (control, &it.risks)));
    let kept = around.duties.iter().flat_map(|(name, it)| it.controls.iter().map(move |control| (control, name)));
    for (control, risks) in treated {
        let own = around.entries_of(control);
        own.into_iter().for_each(|it| because.entry(it).or_default().extend(risks.iter().cloned()));
    }
    for (control, duty) in kept {
        for entry in around.entries_of(control) {
            because.entry(entry).or_default().insert(duty.clone());
        }
    }
    let own: Vec<String> = realised.keys().filter(|it| around.controls.contains_key(*it)).cloned().collect();
    let all = around.wanted.iter().map(|it| it.reference.clone()).chain(own);
    let entries = all.map(|control| {
        let reasons = because.remove(&control).unwrap_or_default();
        let carried = realised.remove(&control).unwrap_or_default();
        entry(control, reasons, carried, before)
    });
    Statement {
        framework: framework.to_owned(),
        entries: entries.collect(),
        exceptions: before.map(|it| exceptions(it, around)).unwrap_or_default(),
    }
}

fn entry(
    control: String,
    because: BTreeSet<String>,
    realised_by: BTreeSet<String>,
    before: Option<&Statement>,
) -> Entry {
    let old = before.and_then(|it| it.entries.iter().find(|it| it.control == control));
    let why = old.map(|it| it.why.clone()).unwrap_or_default();
    let decided = old.and_then(|it| it.necessary);
    let necessary = match (because.is_empty(), decided) {
        (false, _) => Some(true),
        (true, it) => it,
    };
    // A justification of the opposite justifies nothing.
    let why = if decided.is_some() && decided != necessary { String::new() } else { why };
    Entry { control, necessary, why, because, realised_by }
}

/// Exceptions for AI systems that are still there.
fn exceptions(before: &Statement, around: &Around) -> Vec<Exception> {
    before.exceptions.iter().filter(|it| around.systems.contains(&it.system)).cloned().collect()
}
