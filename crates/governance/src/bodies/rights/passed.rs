//! The tree of delegations: who holds a role by appointment, to whom it was passed on, and whether that counts today.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow, Visible};

use super::holders::{broken, passed_until};
use super::table::longest;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, holds};
use crate::responsibility::organisation::works;
use crate::responsibility::{ASSIGNMENT, ROLE};
use crate::{Actor, Aims, Error};

/// The field that names what is passed on.
const SOURCE: &str = "on_behalf_of";
/// Most assignments that are looked at.
const MOST: u32 = 10_000;

/// An assignment and what was passed on of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// The assignment.
    pub assignment: Id,
    /// Who holds it.
    pub person: Id,
    /// The person's name, as far as it may be seen.
    pub name: String,
    /// The key of its role.
    pub role: String,
    /// Its last day.
    pub until: Option<String>,
    /// Why it does not count today; nothing where it does.
    pub why: Option<String>,
    /// What was passed on of it.
    pub passed: Vec<Branch>,
}

/// Who holds what is passed on by these assignments, as policies may know it.
pub(crate) fn givers(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Fact>, Error> {
    let sources: Vec<Id> = rows.iter().filter_map(|it| it.link(SOURCE)).collect();
    let held: BTreeMap<Id, String> = at
        .records(&sources)?
        .into_iter()
        .filter_map(|it| Some((it.id.clone(), it.text("person")?.to_owned())))
        .collect();
    let of = |row: &&RecordRow| row.link(SOURCE).and_then(|it| held.get(&it).cloned()).into_iter().collect();
    Ok(rows.iter().map(|it| Fact::Texts(of(it))).collect())
}

impl Aims {
    /// Assignments of which something was passed on, each with what was; those that this person may see.
    pub async fn delegations(&self, actor: &Actor) -> Result<Vec<Branch>, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let visible = this.visible(read, &who)?;
            let list = |kind: &str, seen: &Visible| read.list(&Query { limit: MOST, ..Query::of(kind, seen.clone()) });
            let rows = list(ASSIGNMENT, &visible)?;
            let roles = list(ROLE, &Visible::All)?;
            let key = |it: &RecordRow| Some((it.id.clone(), it.text("key")?.to_owned()));
            let roles: BTreeMap<Id, String> = roles.iter().filter_map(key).collect();
            let people: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, "person")).collect();
            let now = this.clock();
            let away = read.records(&people)?.into_iter().filter(|it| !works(it, now)).map(|it| it.id);
            let away: BTreeSet<Id> = away.collect();
            let names = this.names_of(read, &who, people)?;
            let longest = longest(&this.snapshot(read, None))?;
            Ok::<_, Error>(tree(&Known { rows: &rows, roles: &roles, names: &names, away: &away, now, longest }))
        };
        self.0.store.read_async(look).await
    }
}

/// What a tree is made from.
struct Known<'a> {
    rows: &'a [RecordRow],
    roles: &'a BTreeMap<Id, String>,
    names: &'a BTreeMap<String, String>,
    /// People who do not work here today.
    away: &'a BTreeSet<Id>,
    now: jiff::Timestamp,
    /// The most days for which anything is passed on.
    longest: i64,
}

fn one(row: &RecordRow, field: &str) -> Option<Id> {
    targets(&row.document, field).pop()
}

/// Roots are assignments that were not passed on themselves, or of which the source is not there.
fn tree(known: &Known) -> Vec<Branch> {
    let there = |id: &Id| known.rows.iter().any(|it| it.id == *id);
    let root = |it: &&RecordRow| one(it, "on_behalf_of").is_none_or(|it| !there(&it));
    let all = known.rows.iter().filter(root).filter_map(|it| branch(known, it, None, 0));
    all.filter(|it| !it.passed.is_empty()).collect()
}

/// A branch; one of a circle is cut after as many steps as there are assignments.
fn branch(known: &Known, row: &RecordRow, source: Option<&RecordRow>, depth: usize) -> Option<Branch> {
    let person = one(row, "person")?;
    let below =
        known.rows.iter().filter(|it| depth < known.rows.len() && one(it, "on_behalf_of").as_ref() == Some(&row.id));
    Some(Branch {
        assignment: row.id.clone(),
        name: known.names.get(&person.to_string()).cloned().unwrap_or_else(|| person.to_string()),
        role: one(row, "role").and_then(|it| known.roles.get(&it).cloned()).unwrap_or_default(),
        until: row.text("until").map(str::to_owned),
        why: why(known, row, source),
        passed: below.filter_map(|it| branch(known, it, Some(row), depth + 1)).collect(),
        person,
    })
}

/// Why an assignment does not count today.
fn why(known: &Known, row: &RecordRow, source: Option<&RecordRow>) -> Option<String> {
    if !holds(row, known.now) {
        return Some("does not hold today".to_owned());
    }
    let away = |it: &RecordRow| one(it, "person").is_some_and(|it| known.away.contains(&it));
    if away(row) {
        return Some("its holder does not work here today".to_owned());
    }
    let source = source?;
    broken(row, source, &|it| holds(it, known.now))
        .or_else(|| {
            let ended = passed_until(row, known.longest).is_some_and(|it| it <= known.now);
            ended.then(|| format!("was passed on for {} days at most", known.longest))
        })
        .or_else(|| away(source).then(|| format!("whoever holds {} does not work here today", source.id)))
}
