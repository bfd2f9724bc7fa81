//! What is never answered with yes: a request whose lane refuses, by the rules of today or by those when it was taken up, and one that
//! whoever asked would answer.

use std::collections::BTreeMap;

use record::Id;
use store::RecordRow;

use super::REQUEST;
use super::around::Around;
use super::lane::{laned, taken};
use crate::Error;
use crate::bodies::says_yes;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Why the decision of each request may not be a yes; empty where it may, or is none.
pub(crate) fn no_yes(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<String>, Error> {
    let of = |row: &RecordRow| targets(&row.document, "decision");
    let decisions: Vec<Id> = rows.iter().filter(|it| it.kind == REQUEST).flat_map(|it| of(it)).collect();
    let decisions: BTreeMap<Id, RecordRow> =
        at.records(&decisions)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let yes = |id: &Id| decisions.get(id).is_some_and(says_yes);
    let asked: Vec<&RecordRow> = rows.iter().copied().filter(|it| of(it).iter().any(yes)).collect();
    if asked.is_empty() {
        return Ok(vec![String::new(); rows.len()]);
    }
    let around = Around::read(at, &asked)?;
    let why = |row: &&RecordRow| {
        if !asked.iter().any(|it| it.id == row.id) {
            return String::new();
        }
        // A yes that whoever asked gave themselves answers nothing.
        let own = |it: &RecordRow| {
            let mut deciders = targets(&it.document, "deciders").into_iter();
            deciders.find(|who| row.makers.creator == who.to_string()).map(|who| (it.id.clone(), who))
        };
        let own = of(row).iter().filter_map(|it| decisions.get(it)).find_map(own);
        if let Some((decision, who)) = own {
            return format!("{decision} was taken by {who}, who asked; somebody else decides");
        }
        let refuses = |name: &str| around.libraries.reviews.lane(name).filter(|it| it.refuses);
        let today = laned(&around, row).path;
        let now = today.filter(|it| refuses(&it.lane).is_some()).map(|it| it.says);
        let then = || taken(row).and_then(refuses).map(|it| format!("it was taken up in the lane `{}`", it.label));
        now.or_else(then).unwrap_or_default()
    };
    Ok(rows.iter().map(why).collect())
}
