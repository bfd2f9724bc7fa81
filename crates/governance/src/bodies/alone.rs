//! Decisions that persons took and no body: for whom they speak, and whether these had the right. Nobody decides in the name of another.

use std::collections::BTreeMap;

use record::Id;
use store::RecordRow;

use super::around::is_of_body;
use super::matter::{self, Matter};
use super::rights::holders::Holders;
use super::rights::table::{TABLE, right};
use super::rights::told::Told;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

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
    let of = |it: &(&RecordRow, &RecordRow)| {
        let action = at.libraries.deciding.action(it.1, it.0.text("form"))?.to_owned();
        (!is_of_body(it.0)).then_some((it.0.clone(), it.1.id.clone(), action))
    };
    let alone: Vec<(RecordRow, Id, String)> = taken.iter().filter_map(of).collect();
    let Some(table) = TABLE.in_force(at)?.filter(|_| !alone.is_empty()) else { return Ok(BTreeMap::new()) };
    let matters = matter::read(at, &taken.iter().map(|it| it.1).collect::<Vec<_>>(), true)?;
    let asked = alone.into_iter().filter_map(|(decision, subject, action)| {
        let matter = then(&decision, matters.get(&subject)?);
        let right = right(&table, &matter, &action);
        Some((decision, action, Told { matter, right, ..Told::default() }))
    });
    let asked: Vec<(RecordRow, String, Told)> = asked.collect();
    let rights = asked.iter().filter_map(|it| it.2.right.as_ref().ok());
    let holders = Holders::read(at, &rights.flat_map(|it| it.deciders.clone()).collect())?;
    let problem = |(decision, action, told): (RecordRow, String, Told)| {
        let why = unentitled(&decision, &action, told, &holders)?;
        Some((decision.id, why))
    };
    Ok(asked.into_iter().filter_map(problem).collect())
}

/// What is asked about the subject of a decision, by the tier and the class of change that were kept with it.
fn then(decision: &RecordRow, now: &Matter) -> Matter {
    let kept = |field: &str, now: &str| decision.text(field).unwrap_or(now).to_owned();
    Matter { tier: kept("tier", &now.tier), change_class: kept("change_class", &now.change_class), ..now.clone() }
}

/// Why nobody for whom a decision speaks had the right to it; `told` is what the table says of it.
fn unentitled(decision: &RecordRow, action: &str, mut told: Told, holders: &Holders) -> Option<String> {
    let Ok(right) = told.right.clone() else { return Some(told.who()) };
    (told.able, told.barred) = holders.entitled(&right, &told.matter, action);
    // Whoever could decide when they did has decided, whatever they hold today.
    let could = |who: &Id| {
        right.deciders.iter().any(|key| holders.could(key, &right, (&told.matter, action), decision).contains(who))
    };
    let who = speaks_for(decision);
    if who.iter().any(|who| told.able.iter().any(|it| it.person == *who) || could(who)) {
        return None;
    }
    Some(match who.is_empty() {
        true => format!("nobody is named who decided; {}", told.who()),
        false => format!("{} may not decide it; {}", words(&who), told.who()),
    })
}

fn words(people: &[Id]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
