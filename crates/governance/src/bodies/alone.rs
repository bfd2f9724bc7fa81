//! Decisions that persons took and no body: for whom they speak, and whether these had the right. Nobody decides in the name of another.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use store::RecordRow;

use super::around::is_of_body;
use super::rights::holders::Holders;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};

/// Those named as deciders for whom a decision speaks. What a body decided stands in its minutes, and what comes in from elsewhere or was
/// entered at the console has no person behind it; otherwise only whoever entered it.
pub(crate) fn speaks_for(decision: &RecordRow) -> Vec<Id> {
    let creator = &decision.makers.creator;
    let all = targets(&decision.document, "deciders").into_iter();
    let free = is_of_body(decision) || !creator.starts_with("PER-");
    all.filter(|it| free || *creator == it.to_string()).collect()
}

/// Why a decision was entered in the name of others; nothing where it was not.
pub(crate) fn in_anothers_name(decision: &RecordRow) -> Option<String> {
    let named = targets(&decision.document, "deciders");
    if named.is_empty() || !speaks_for(decision).is_empty() {
        return None;
    }
    let (who, by) = (words(&named), &decision.makers.creator);
    Some(format!(
        "it was entered by {by} in the name of {who}; whoever decides enters it, or a body decides in a meeting"
    ))
}

/// Why those for whom decisions speak had no right to take them; nothing for decisions of bodies, of which mandates speak. Each decision
/// stands with what it was about.
pub(crate) fn without_right(at: &Snapshot, taken: &[(&RecordRow, &RecordRow)]) -> Result<BTreeMap<Id, String>, Error> {
    let alone: Vec<&(&RecordRow, &RecordRow)> = taken.iter().filter(|it| !is_of_body(it.0)).collect();
    let act = |it: &RecordRow| Some(at.libraries.deciding.act_on(it)?.action.clone());
    let asked: Vec<(&RecordRow, String)> = alone.iter().filter_map(|it| Some((it.1, act(it.1)?))).collect();
    let told = at.rights(&asked)?;
    let keys: BTreeSet<String> =
        told.values().filter_map(|it| it.right.as_ref().ok()).flat_map(|it| it.deciders.clone()).collect();
    let holders = Holders::read(at, &keys)?;
    let problem = |(decision, subject): &(&RecordRow, &RecordRow)| {
        let told = told.get(&subject.id)?;
        let Ok(right) = &told.right else { return Some((decision.id.clone(), told.who())) };
        let asked = (&told.matter, at.libraries.deciding.act_on(subject)?.action.as_str());
        let on = date(&decision.document, "decided_on").unwrap_or_else(|| day(decision.created));
        // Whoever could decide when they did has decided, whatever they hold today.
        let able = |who: &Id| {
            told.able.iter().any(|it| it.person == *who)
                || right.deciders.iter().any(|key| holders.could(key, right, asked, on).contains(who))
        };
        let who = speaks_for(decision);
        let why = match who.is_empty() {
            true => format!("nobody is named who decided; {}", told.who()),
            false => format!("{} may not decide it; {}", words(&who), told.who()),
        };
        (!who.iter().any(able)).then(|| (decision.id.clone(), why))
    };
    Ok(alone.into_iter().filter_map(problem).collect())
}

fn words(people: &[Id]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
