//! A scope told for the page, the command and the interface, as far as somebody may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::boundary::Scope;
use super::check::{CHECKS, Sight};
use super::gathered::Around;
use super::statement::{Statement, statement};
use super::verdict::{All, IN, INTERFACE, Judged, OPEN, OUT, judged};
use super::{SCOPE, in_force};
use crate::contradictions::{self, Clash, Sort, clashes};
use crate::derived::{Snapshot, day};
use crate::{Actor, Aims, Error};

/// What is asked for; what is blank leaves everything as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A scope; the one in force where none is named.
    pub scope: Option<Id>,
    /// The day; today where none stands.
    pub on: Option<Date>,
}

/// A scope by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Its state.
    pub state: String,
    /// Its version.
    pub version: i64,
}

/// The uses of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Function {
    /// Its name; blank for uses that name none.
    pub name: String,
    /// Its uses by verdict.
    pub cells: BTreeMap<String, Vec<Id>>,
}

/// Figures of the inventory: AI systems that are not left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// How many there are.
    pub known: usize,
    /// Of these, taken on by somebody rather than only found.
    pub registered: usize,
    /// Of these, with a person who answers.
    pub owned: usize,
    /// Of these, that belong to a unit.
    pub housed: usize,
}

/// A scope with all that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The scope; nothing while none is in force, so that everything is inside.
    pub scope: Option<Named>,
    /// Scopes that can be asked for, the latest first.
    pub scopes: Vec<Named>,
    /// The day.
    pub on: Date,
    /// Verdicts.
    pub all: All,
    /// How many uses of each verdict.
    pub counts: BTreeMap<String, usize>,
    /// Functions with their uses.
    pub functions: Vec<Function>,
    /// Contradictions, each with what to do.
    pub clashes: Vec<(Sort, Clash)>,
    /// Contradictions, uses and AI systems that may not be seen.
    pub hidden: usize,
    /// The scope in words.
    pub statement: Option<Statement>,
    /// AI systems that are not left out.
    pub inventory: Inventory,
    /// The tables that decided.
    pub tables: Vec<String>,
    /// Titles of records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// The scope that is asked for, with what is around it.
pub(super) struct Found {
    pub row: RecordRow,
    pub scope: Scope,
    pub around: Around,
}

impl Aims {
    /// A scope with all that follows: the one that is named, else the one in force.
    pub async fn scope(&self, actor: &Actor, asked: &Asked) -> Result<Told, Error> {
        let (this, who, asked) = (self.clone(), actor.clone(), asked.clone());
        self.0.store.read_async(move |read| this.scope_in(read, &who, &asked)).await
    }

    /// What the scope in force says of a use, an AI system or a unit; nothing while none is in force, or where it says nothing.
    pub async fn scope_of(&self, actor: &Actor, id: &Id) -> Result<Option<(Named, Judged)>, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.clone());
        let told = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let at = this.snapshot(read, None);
            let Some(scope) = in_force(&at)? else { return Ok(None) };
            let row = this.readable(read, &who, &id, None)?;
            let around = Around::near(&at, day(at.time), &row)?;
            let all = judged(&around, &Scope::read(&scope));
            let Some(mut judged) = all.of(&id).cloned() else { return Ok(None) };
            let mut ids: Vec<Id> = around.uses.iter().map(|it| it.id.clone()).collect();
            ids.extend(judged.facts.iter().filter_map(|it| it.source.parse().ok()));
            ids.push(scope.id.clone());
            let titles = this.names_of(read, &who, ids)?;
            judged.hide(&titles);
            Ok(titles.contains_key(&scope.id.to_string()).then(|| (named(&scope), judged)))
        };
        self.0.store.read_async(told).await
    }

    /// The scope that is asked for, as far as this person may read it.
    pub(super) fn scope_asked(
        &self,
        at: &Snapshot,
        actor: &Actor,
        asked: &Asked,
        on: Date,
    ) -> Result<Option<Found>, Error> {
        let row = match &asked.scope {
            None => in_force(at)?,
            Some(id) => {
                self.readable(at.read, actor, id, None)?;
                let row = at.records(std::slice::from_ref(id))?.pop().filter(|it| it.kind == SCOPE);
                let says = || Error::Missing(format!("`{id}` is no scope on {on}; `aims list {SCOPE}` shows them"));
                Some(row.ok_or_else(says)?)
            }
        };
        let Some(row) = row else { return Ok(None) };
        let scope = Scope::read(&row);
        Ok(Some(Found { around: Around::read(at, on, &scope)?, scope, row }))
    }

    fn scope_in(&self, read: &Read, actor: &Actor, asked: &Asked) -> Result<Told, Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, on) = self.at_day(read, asked.on)?;
        let found = self.scope_asked(&at, &actor, asked, on)?;
        let mut all = at.list(SCOPE, Vec::new())?;
        all.sort_by_key(|it| std::cmp::Reverse(it.id.number));
        let Some(found) = found else {
            let around = Around::of_verdicts(&at, on)?;
            let titles = self.names_of(read, &actor, all.iter().map(|it| it.id.clone()).collect())?;
            return Ok(without(&all, on, &around, titles));
        };
        let verdicts = judged(&found.around, &found.scope);
        let clashed = clashes(CHECKS, &Sight { around: &found.around, scope: &found.scope, all: &verdicts });
        let mut ids: BTreeSet<Id> = all.iter().map(|it| it.id.clone()).collect();
        ids.extend(verdicts.uses.iter().chain(&verdicts.systems).chain(&verdicts.units).map(|it| it.id.clone()));
        ids.extend(clashed.iter().flat_map(|it| it.records.iter().cloned()));
        ids.extend(named_in(&found.scope));
        let titles = self.names_of(read, &actor, ids.into_iter().collect())?;
        if !titles.contains_key(&found.row.id.to_string()) {
            // What follows from a scope that somebody may not read is not told either.
            return Ok(without(&all, on, &found.around, titles));
        }
        Ok(told(&found, &all, on, (verdicts, clashed), titles))
    }
}

/// Records that a scope names.
fn named_in(scope: &Scope) -> Vec<Id> {
    let links = scope.interfaces.iter().flat_map(|it| [&it.with, &it.about, &it.owner]).flatten();
    let excluded = scope.exclusions.iter().flat_map(|it| [&it.what, &it.because]).flatten();
    links.chain(excluded).chain(&scope.units).chain(&scope.uses).chain(&scope.considered).cloned().collect()
}

/// A scope by its number.
pub(super) fn named(row: &RecordRow) -> Named {
    Named {
        id: row.id.clone(),
        title: row.title.clone(),
        edition: row.text("edition").unwrap_or_default().to_owned(),
        state: row.state.clone(),
        version: row.version,
    }
}

fn listed(all: &[RecordRow], titles: &BTreeMap<String, String>) -> Vec<Named> {
    all.iter().filter(|it| titles.contains_key(&it.id.to_string())).map(named).collect()
}

/// No scope: everything is inside.
fn without(all: &[RecordRow], on: Date, around: &Around, titles: BTreeMap<String, String>) -> Told {
    Told {
        scope: None,
        scopes: listed(all, &titles),
        on,
        all: All::default(),
        counts: BTreeMap::new(),
        functions: Vec::new(),
        clashes: Vec::new(),
        hidden: 0,
        statement: None,
        inventory: inventory(around, None),
        tables: Vec::new(),
        titles,
    }
}

fn told(
    found: &Found,
    all: &[RecordRow],
    on: Date,
    (mut verdicts, clashed): (All, Vec<Clash>),
    titles: BTreeMap<String, String>,
) -> Told {
    let library = &found.around.libraries.scoping;
    let inventory = inventory(&found.around, Some(&verdicts));
    let seen = |it: &Id| titles.contains_key(&it.to_string());
    let (clashes, before) = (clashed.len(), verdicts.uses.len() + verdicts.systems.len());
    let clashed = contradictions::seen(&library.check, clashed, seen);
    let statement = statement(&found.around, &found.scope, &verdicts, &titles);
    verdicts.uses.retain(|it| seen(&it.id));
    verdicts.systems.retain(|it| seen(&it.id));
    verdicts.units.retain(|it| seen(&it.id));
    for it in verdicts.uses.iter_mut().chain(&mut verdicts.systems) {
        it.hide(&titles);
    }
    let hidden = clashes - clashed.len() + before - verdicts.uses.len() - verdicts.systems.len();
    let mut counts: BTreeMap<String, usize> = [IN, INTERFACE, OUT, OPEN].map(|it| (it.to_owned(), 0)).into();
    verdicts.uses.iter().for_each(|it| *counts.entry(it.verdict.clone()).or_default() += 1);
    Told {
        scope: Some(named(&found.row)),
        scopes: listed(all, &titles),
        on,
        functions: functions(&found.around, &verdicts),
        counts,
        clashes: clashed,
        hidden,
        statement: Some(statement),
        inventory,
        tables: found.around.tables.all.iter().map(|it| it.name()).collect(),
        all: verdicts,
        titles,
    }
}

impl Judged {
    /// Leaves out the sources of facts that may not be seen, and reasons that name such records.
    fn hide(&mut self, titles: &BTreeMap<String, String>) {
        let unseen = |it: &str| it.parse::<Id>().is_ok() && !titles.contains_key(it);
        self.facts.iter_mut().filter(|it| unseen(&it.source)).for_each(|it| it.source.clear());
        self.reasons.retain(|it| !unseen(it.split(' ').next().unwrap_or_default()));
    }
}

/// The grid: each function with its uses, those without one last.
fn functions(around: &Around, all: &All) -> Vec<Function> {
    let mut by: BTreeMap<String, Function> = BTreeMap::new();
    let names: BTreeMap<&Id, &str> =
        around.uses.iter().map(|it| (&it.id, it.text("function").unwrap_or_default())).collect();
    for it in &all.uses {
        let name = names.get(&it.id).copied().unwrap_or_default().trim();
        let key = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let of = by.entry(key).or_insert_with(|| Function { name: name.to_owned(), cells: BTreeMap::new() });
        of.cells.entry(it.verdict.clone()).or_default().push(it.id.clone());
    }
    let unnamed = by.remove("");
    by.into_values().chain(unnamed).collect()
}

/// Figures of the AI systems that are not left out.
pub(super) fn inventory(around: &Around, all: Option<&All>) -> Inventory {
    let out: BTreeSet<&Id> =
        all.into_iter().flat_map(|it| &it.systems).filter(|it| it.verdict == OUT).map(|it| &it.id).collect();
    let mut found = Inventory::default();
    for row in around.systems.values().filter(|it| !out.contains(&it.id)) {
        found.known += 1;
        found.registered += usize::from(row.state != "discovered");
        found.owned += usize::from(row.owner.is_some());
        found.housed += usize::from(row.unit.is_some());
    }
    found
}
