//! A change of decision rights before it is made: a proposed table against the one in force. Which cases would go to somebody else, which decisions of the
//! past would have, and which conflicts would come or go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use record::Id;
use serde::Serialize;
use store::{Condition, Query, Read, RecordRow};

use super::table::{TABLE, right};
use crate::bodies::DECISION;
use crate::bodies::matter::{self, Matter};
use crate::bodies::whole::words_of;
use crate::conflicts::clash::clashes;
use crate::deciding::in_force::{deciding, of_records};
use crate::deciding::shipped::Ruled;
use crate::{Actor, Aims, Error};

/// Decisions of the past that are looked at, the newest.
const MOST: u32 = 5_000;

/// A case that would go to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The action.
    pub action: String,
    /// The tier.
    pub tier: String,
    /// How far the change reaches.
    pub change_class: String,
    /// Who decides now, in words.
    pub before: String,
    /// Who would decide.
    pub after: String,
}

/// A decision that would have gone to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Past {
    /// The decision.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// The case that it was.
    pub case: Moved,
}

/// What a proposed table would change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Simulated {
    /// The proposed table, by name.
    pub proposed: String,
    /// The table in force, by name.
    pub in_force: String,
    /// Cases that were compared: every action at every tier for every class of change.
    pub cases: usize,
    /// Those that would go to somebody else.
    pub moved: Vec<Moved>,
    /// Decisions of the past that were compared.
    pub decisions: usize,
    /// Those that would have gone to somebody else.
    pub past: Vec<Past>,
    /// Conflicts that would come, each in a sentence with a case.
    pub come: Vec<String>,
    /// Conflicts that would go.
    pub go: Vec<String>,
    /// What is not settled.
    pub unsettled: Vec<String>,
}

impl Aims {
    /// What a proposed table of decision rights would change.
    ///
    /// Errors: the record is no table of decision rights, cannot be read as one, or cannot be seen.
    pub async fn simulate_rights(&self, actor: &Actor, proposed: &Id) -> Result<Simulated, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), proposed.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            let fits = row.kind == crate::deciding::KIND && row.text("purpose") == Some(TABLE.name);
            let Some(own) = Some(&row).filter(|_| fits).and_then(deciding) else {
                return Err(Error::problem("table", format!("`{id}` is no table of decision rights that can be read")));
            };
            let query = Query { limit: MOST, ..Query::of(DECISION, this.visible(read, &who)?) };
            let taken = vec![Condition::State(vec!["taken".to_owned()])];
            let decisions = read.list(&Query { conditions: taken, ..query })?;
            let at = this.snapshot(read, None);
            let Some(now) = TABLE.in_force(&at)? else { return Ok(Simulated::default()) };
            let mut told = compared(&now, &own.ruled);
            told.decisions = decisions.len();
            told.past = replayed(&at, &decisions, &now, &own.ruled)?;
            // What comes into force takes the place of what is in force for the same.
            let before = of_records(&at)?;
            let mut after = before.clone();
            after.retain(|it| {
                (&it.purpose, &it.scheme, &it.ruled.table.name) != (&own.purpose, &own.scheme, &own.ruled.table.name)
            });
            after.push(own);
            let (before, after) = (clashes(&before), clashes(&after));
            let prints = |all: &[crate::conflicts::clash::Clash]| {
                all.iter().map(|it| it.fingerprint.clone()).collect::<BTreeSet<_>>()
            };
            let (old, new) = (prints(&before.clashes), prints(&after.clashes));
            let says = |it: &crate::conflicts::clash::Clash| {
                it.cases
                    .first()
                    .map_or_else(|| it.says.clone(), |case| format!("{}, for example where {case}", it.says))
            };
            told.come = after.clashes.iter().filter(|it| !old.contains(&it.fingerprint)).map(says).collect();
            told.go = before.clashes.iter().filter(|it| !new.contains(&it.fingerprint)).map(says).collect();
            told.unsettled = after.unsettled;
            Ok(told)
        };
        self.0.store.read_async(look).await
    }
}

/// Who decides a matter by a table, in words.
fn deciders(ruled: &Arc<Ruled>, matter: &Matter, action: &str) -> String {
    match right(ruled, matter, action) {
        Ok(it) if it.cosigners.is_empty() => it.deciders.join(" or "),
        Ok(it) => format!("{} with {}", it.deciders.join(" or "), it.cosigners.join(", ")),
        Err(why) => why,
    }
}

/// A matter by both tables, where they differ.
fn moved(now: &Arc<Ruled>, then: &Arc<Ruled>, matter: &Matter, action: &str) -> Option<Moved> {
    let (before, after) = (deciders(now, matter, action), deciders(then, matter, action));
    let (tier, change_class) = (matter.tier.clone(), matter.change_class.clone());
    (before != after).then(|| Moved { action: action.to_owned(), tier, change_class, before, after })
}

/// Every action at every tier for every class of change.
fn compared(now: &Arc<Ruled>, then: &Arc<Ruled>) -> Simulated {
    let mut told = Simulated { proposed: then.name(), in_force: now.name(), ..Simulated::default() };
    let (tiers, classes) = (words_of("tier"), words_of("change_class"));
    for action in words_of("action") {
        for tier in &tiers {
            for change_class in &classes {
                let matter = Matter { tier: tier.clone(), change_class: change_class.clone(), ..Matter::default() };
                told.cases += 1;
                told.moved.extend(moved(now, then, &matter, &action));
            }
        }
    }
    told
}

/// Decisions of the past, each with the tier and the class that were kept with it.
fn replayed(
    at: &crate::derived::Snapshot,
    decisions: &[RecordRow],
    now: &Arc<Ruled>,
    then: &Arc<Ruled>,
) -> Result<Vec<Past>, Error> {
    let actions = words_of("action");
    let rows: Vec<&RecordRow> = decisions.iter().collect();
    let matters: BTreeMap<Id, Matter> = matter::read(at, &rows, false)?;
    let past = |row: &&RecordRow| {
        let action = row.text("form").filter(|it| actions.iter().any(|known| known == it))?;
        let kept = |field: &str, otherwise: &str| row.text(field).unwrap_or(otherwise).to_owned();
        let (tier, change_class) = (kept("tier", "unknown"), kept("change_class", "none"));
        let matter = Matter { tier, change_class, ..matters.get(&row.id).cloned().unwrap_or_default() };
        let case = moved(now, then, &matter, action)?;
        Some(Past { id: row.id.clone(), title: row.title.clone(), case })
    };
    Ok(rows.iter().filter_map(past).collect())
}
