//! What policies may know of a change of a risk assessment: that somebody agrees for others, or takes away an assessor who has scored. Pure over the
//! assessment as it was and would be. Serves ISO/IEC 42001 6.1.2.

use std::collections::BTreeSet;

use policy::Fact;
use record::{Change, Document, Id};
use store::RecordRow;

use super::ASSESSMENT;
use super::agreeing::{Key, Settled, settled_in};
use super::answers::sheets;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::{Actor, Error};

/// The fact that is told with a change.
const FACT: &str = "spoken_for";
/// The field with what assessors agreed on.
const RECONCILED: &str = "reconciled";
/// The field with who assesses.
const ASSESSORS: &str = "assessors";

/// For whom a change of an assessment would speak beside whoever makes it; nothing where it speaks for nobody else.
pub(crate) fn told(
    at: &Snapshot,
    actor: &Actor,
    change: &Change,
    before: Option<&RecordRow>,
) -> Result<Option<(&'static str, Fact)>, Error> {
    let set = match (change, before) {
        (Change::Create { kind, document, .. }, _) if kind == ASSESSMENT => document,
        (Change::Edit { set, .. } | Change::Move { set, .. }, Some(row)) if row.kind == ASSESSMENT => set,
        _ => return Ok(None),
    };
    let own = actor.person.as_ref();
    let agreed = agreed_for(own, before.map(|it| &it.document), set);
    let says = match (agreed, before) {
        (Some(says), _) => Some(says),
        (None, Some(row)) => left_out(at, row, set)?,
        (None, None) => None,
    };
    Ok(says.map(|it| (FACT, Fact::Text(it))))
}

/// The first assessor who would agree by the hand of somebody else: on a level on which they did not agree before.
fn agreed_for(own: Option<&Id>, before: Option<&Document>, set: &Document) -> Option<String> {
    if !set.contains_key(RECONCILED) {
        return None;
    }
    let then = before.map(settled_in).unwrap_or_default();
    let had = |key: &Key, now: &Settled, who: &Id| {
        then.get(key).is_some_and(|it| it.level == now.level && it.agreed.contains(who))
    };
    let now = settled_in(set);
    let new = now.iter().flat_map(|(key, it)| it.agreed.iter().map(move |who| (key, it, who)));
    let mut others = new.filter(|(key, it, who)| Some(*who) != own && !had(key, it, who));
    others.next().map(|(key, it, who)| {
        format!(
            "{who} would agree on level {} of {} by the hand of somebody else; let them enter it themself",
            it.level, key.0
        )
    })
}

/// The first assessor who has handed in a sheet and would be none any more.
fn left_out(at: &Snapshot, row: &RecordRow, set: &Document) -> Result<Option<String>, Error> {
    if !set.contains_key(ASSESSORS) {
        return Ok(None);
    }
    let stay: BTreeSet<Id> = targets(set, ASSESSORS).into_iter().collect();
    let gone: Vec<Id> = targets(&row.document, ASSESSORS).into_iter().filter(|it| !stay.contains(it)).collect();
    if gone.is_empty() {
        return Ok(None);
    }
    let sheets = sheets(at, &row.id)?;
    let handed = gone.iter().find(|it| sheets.iter().any(|of| of.handed_in && of.by == it.to_string()));
    Ok(handed.map(|it| format!("{it} has handed in a score sheet and stays an assessor; reconcile what differs")))
}
