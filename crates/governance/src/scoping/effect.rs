//! What follows where a unit moves out of a scope or into it, with all below it: the difference of two computations. Nothing is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use conformity::Status;
use conformity::plan::About;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::boundary::Scope;
use super::check::{CHECKS, Sight};
use super::verdict::{All, Judged, OUT, judged, lies_below};
use super::whole::{Asked, Found, Inventory, Named, inventory, named};
use crate::auditing::checklist::checklist;
use crate::auditing::gathered as audits;
use crate::auditing::{AUDIT, planning};
use crate::certifying::whole::{Moved as Certified, Now};
use crate::conformity::kept::{Covered, covered_without};
use crate::conformity::statement::read_statement;
use crate::conformity::{CONTROL, EVIDENCE, STATEMENT};
use crate::contradictions::{Clash, clashes};
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::{Actor, Aims, Error};

/// Where a unit moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum To {
    /// Out of the scope.
    Out,
    /// Into it.
    In,
}

impl FromStr for To {
    type Err = Error;

    fn from_str(text: &str) -> Result<To, Error> {
        match text {
            "out" => Ok(To::Out),
            "in" => Ok(To::In),
            _ => Err(Error::problem("to", format!("`{text}` is no way to move; say `out` or `in`"))),
        }
    }
}

/// A use or an AI system whose verdict is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The verdict as it stands.
    pub before: String,
    /// The verdict after the move.
    pub after: String,
    /// Why.
    pub why: String,
}

/// A requirement whose status is another, or that is asked of fewer or more AI systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its reference.
    pub reference: String,
    /// Its status as it stands.
    pub before: Status,
    /// Its status after the move.
    pub after: Status,
    /// AI systems of which it is no longer asked, or asked anew.
    pub systems: Vec<Id>,
    /// The statement of applicability with an entry for it.
    pub statement: Option<Id>,
}

/// An audit whose lines are others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// How many lines follow as it stands.
    pub lines: usize,
    /// Keys of lines that follow no longer.
    pub gone: Vec<String>,
    /// Keys of lines that come anew.
    pub new: Vec<String>,
    /// What the audit names itself that is then outside.
    pub names: Vec<Id>,
}

/// A control whose evidence all lies in the unit or in AI systems that leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The evidence.
    pub evidence: Vec<Id>,
}

/// What follows from a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The scope that is moved.
    pub scope: Named,
    /// The unit.
    pub unit: Id,
    /// Where it moves.
    pub to: To,
    /// The day.
    pub on: Date,
    /// Uses whose verdict is another.
    pub uses: Vec<Moved>,
    /// AI systems whose verdict is another.
    pub systems: Vec<Moved>,
    /// Figures of the inventory as they stand, and after the move.
    pub inventory: (Inventory, Inventory),
    /// Requirements that move.
    pub requirements: Vec<Requirement>,
    /// Audits that are not over and move.
    pub audits: Vec<Audit>,
    /// Controls that lose all their evidence.
    pub controls: Vec<Alone>,
    /// Certificates whose body would have to be told.
    pub certificates: Vec<Certified>,
    /// Contradictions that come anew.
    pub new_clashes: Vec<Clash>,
    /// Contradictions that go.
    pub gone_clashes: Vec<Clash>,
    /// What moves and may not be seen.
    pub hidden: usize,
    /// Titles of records, as far as they may be seen.
    pub titles: BTreeMap<String, String>,
}

/// One side of the difference.
struct Side {
    all: All,
    clashes: Vec<Clash>,
    covered: Covered,
}

impl Aims {
    /// What follows where a unit moves out of a scope, or into it.
    pub async fn scope_effect(&self, actor: &Actor, asked: &Asked, unit: &Id, to: To) -> Result<Effect, Error> {
        let (this, who, asked, unit) = (self.clone(), actor.clone(), asked.clone(), unit.clone());
        self.0.store.read_async(move |read| this.effect_in(read, &who, &asked, (&unit, to))).await
    }

    fn effect_in(&self, read: &Read, actor: &Actor, asked: &Asked, (unit, to): (&Id, To)) -> Result<Effect, Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, on) = self.at_day(read, asked.on)?;
        let none = || {
            let says = "no scope is in force, so that nothing can leave it; name a draft, or bring one in force";
            Error::problem("scope", says)
        };
        let found = self.scope_asked(&at, &actor, asked, on)?.ok_or_else(none)?;
        self.readable(read, &actor, &found.row.id, None)?;
        if !found.around.units.contains_key(unit) {
            return Err(Error::problem("unit", format!("`{unit}` is no organisation unit; name one, such as `ORG-2`")));
        }
        self.readable(read, &actor, unit, None)?;
        let digest = self.configuration().digest.clone();
        let before = side(&at, &found, on, &digest)?;
        let stands = found.scope.clone();
        let moved = Found {
            scope: found.scope.moved(unit, to == To::In, &found.around.above),
            row: found.row.clone(),
            around: found.around,
        };
        let after = side(&at, &moved, on, &digest)?;
        let mut effect = difference(&moved, (unit, to), on, (&before, &after));
        let of = |scope: &Scope, side: &Side| Now::of(&moved.row.id, scope, &moved.around, side.all.clone());
        effect.certificates = self.certificates_moved(&at, &of(&stands, &before), &of(&moved.scope, &after))?;
        effect.audits = changed_audits(&at, (&before, &after))?;
        effect.controls = if to == To::Out { alone(&moved, unit, (&before, &after)) } else { Vec::new() };
        let titles = self.names_of(read, &actor, effect.named())?;
        effect.hide(titles);
        Ok(effect)
    }
}

fn side(at: &Snapshot, found: &Found, on: Date, digest: &str) -> Result<Side, Error> {
    let all = judged(&found.around, &found.scope);
    let out = all.systems.iter().filter(|it| it.verdict == OUT).map(|it| it.id.to_string()).collect();
    let clashes = clashes(CHECKS, &Sight { around: &found.around, scope: &found.scope, all: &all });
    Ok(Side { clashes, covered: covered_without(at, out, true, (digest.to_owned(), on, 0))?, all })
}

fn difference(found: &Found, (unit, to): (&Id, To), on: Date, (before, after): (&Side, &Side)) -> Effect {
    let not_in = |of: &[Clash], all: &[Clash]| of.iter().filter(|it| !all.contains(it)).cloned().collect();
    Effect {
        scope: named(&found.row),
        unit: unit.clone(),
        to,
        on,
        uses: moved(&before.all.uses, &after.all.uses),
        systems: moved(&before.all.systems, &after.all.systems),
        inventory: (inventory(&found.around, Some(&before.all)), inventory(&found.around, Some(&after.all))),
        requirements: requirements(before, after),
        audits: Vec::new(),
        controls: Vec::new(),
        certificates: Vec::new(),
        new_clashes: not_in(&after.clashes, &before.clashes),
        gone_clashes: not_in(&before.clashes, &after.clashes),
        hidden: 0,
        titles: BTreeMap::new(),
    }
}

fn moved(before: &[Judged], after: &[Judged]) -> Vec<Moved> {
    let pairs = before.iter().zip(after).filter(|(one, other)| one.verdict != other.verdict);
    let told = |(one, other): (&Judged, &Judged)| Moved {
        id: one.id.clone(),
        title: one.title.clone(),
        before: one.verdict.clone(),
        after: other.verdict.clone(),
        why: other.why(),
    };
    pairs.map(told).collect()
}

/// Requirements whose status moves, or that are asked of other AI systems, with the statement in force that has an entry for each.
fn requirements(before: &Side, after: &Side) -> Vec<Requirement> {
    let (old, new) = (&before.covered.matrix, &after.covered.matrix);
    let entries = entries(&before.covered);
    let mut found = Vec::new();
    for (node, line) in old.plan.lines.iter().enumerate() {
        let one = |of: &conformity::Matrix, name: &String| {
            of.system(name).map(|it| of.status(node, Some(it))).filter(|it| *it != Status::NotApplicable)
        };
        let names: BTreeSet<&String> = old.systems.iter().chain(&new.systems).collect();
        let moves =
            |it: &&&String| line.about != About::Organisation && one(old, it).is_some() != one(new, it).is_some();
        let systems: Vec<Id> = names.iter().filter(moves).filter_map(|it| it.parse().ok()).collect();
        let (was, is) = (old.status(node, None), new.status(node, None));
        if was != is || !systems.is_empty() {
            let reference = line.reference.clone();
            let statement = entries.get(&reference).cloned();
            found.push(Requirement { reference, before: was, after: is, systems, statement });
        }
    }
    found
}

/// The statement of applicability in force that has an entry for each control.
fn entries(covered: &Covered) -> BTreeMap<String, Id> {
    let in_force = covered.of_kind(STATEMENT).filter(|it| it.state == super::IN_FORCE);
    let of = |row: &RecordRow| {
        let all = read_statement(&row.document).entries.into_iter();
        all.map(|it| (it.control, row.id.clone())).collect::<Vec<_>>()
    };
    in_force.flat_map(of).collect()
}

/// Audits that are neither over nor cancelled and whose lines move, or that name what moves.
fn changed_audits(at: &Snapshot, (before, after): (&Side, &Side)) -> Result<Vec<Audit>, Error> {
    let rules = &at.libraries.auditing;
    let moved: BTreeSet<&Id> = moved_ids(before, after);
    let mut found = Vec::new();
    for row in at.list(AUDIT, Vec::new())?.iter().filter(|it| planning::is_open(it)) {
        let keys = |covered: &Covered| -> Result<BTreeSet<String>, Error> {
            let around = audits::around(at, &at.catalog, row, covered)?;
            Ok(checklist(at.libraries.shelf(), rules, &around).lines.into_iter().map(|it| it.key).collect())
        };
        let (old, new) = (keys(&before.covered)?, keys(&after.covered)?);
        let named = ["systems", "units"].into_iter().flat_map(|field| targets(&row.document, field));
        let audit = Audit {
            id: row.id.clone(),
            title: row.title.clone(),
            lines: old.len(),
            gone: old.difference(&new).cloned().collect(),
            new: new.difference(&old).cloned().collect(),
            names: named.filter(|it| moved.contains(it)).collect(),
        };
        if !(audit.gone.is_empty() && audit.new.is_empty() && audit.names.is_empty()) {
            found.push(audit);
        }
    }
    Ok(found)
}

/// AI systems and units whose verdict is another.
fn moved_ids<'a>(before: &'a Side, after: &'a Side) -> BTreeSet<&'a Id> {
    let pairs = before.all.systems.iter().zip(&after.all.systems);
    let units = before.all.units.iter().zip(&after.all.units);
    pairs.chain(units).filter(|it| it.0.verdict != it.1.verdict).map(|it| &it.0.id).collect()
}

/// Controls of which every piece of evidence that counts belongs to the unit, or is about AI systems that leave alone.
fn alone(found: &Found, unit: &Id, (before, after): (&Side, &Side)) -> Vec<Alone> {
    let left: BTreeSet<&String> = after.covered.out.iter().filter(|it| !before.covered.out.contains(*it)).collect();
    let leaves = |it: &RecordRow| {
        let about: Vec<String> = targets(&it.document, "about").iter().map(ToString::to_string).collect();
        let home: Option<Id> = it.unit.as_deref().and_then(|it| it.parse().ok());
        let own = !about.is_empty() && about.iter().all(|it| left.contains(it) || before.covered.out.contains(it));
        own || (about.is_empty() && lies_below(&found.around, home.as_ref(), unit))
    };
    let ground = &before.covered.matrix.ground;
    let fresh = before.covered.matrix.plan.rules.fresh();
    let counts = |id: &Id| {
        ground.proofs.get(&id.to_string()).is_some_and(|it| {
            let ends = it.expires.or_else(|| it.until.checked_add(fresh).ok());
            it.refused.is_none() && it.from <= ground.today && ends.is_none_or(|day| ground.today <= day)
        })
    };
    let mut serving: BTreeMap<Id, Vec<&RecordRow>> = BTreeMap::new();
    for row in before.covered.of_kind(EVIDENCE).filter(|it| counts(&it.id)) {
        targets(&row.document, "serves").into_iter().for_each(|it| serving.entry(it).or_default().push(row));
    }
    let told = |row: &RecordRow| {
        let own = serving.get(&row.id)?;
        let evidence: Vec<Id> = own.iter().map(|it| it.id.clone()).collect();
        let lost = own.iter().all(|it| leaves(it));
        lost.then(|| Alone { id: row.id.clone(), title: row.title.clone(), evidence })
    };
    before.covered.of_kind(CONTROL).filter_map(told).collect()
}

impl Effect {
    /// Records that it names.
    fn named(&self) -> Vec<Id> {
        let mut ids = vec![self.unit.clone(), self.scope.id.clone()];
        ids.extend(self.uses.iter().chain(&self.systems).map(|it| it.id.clone()));
        ids.extend(self.requirements.iter().flat_map(|it| it.systems.iter().chain(&it.statement).cloned()));
        ids.extend(self.audits.iter().flat_map(|it| it.names.iter().cloned().chain([it.id.clone()])));
        ids.extend(self.controls.iter().flat_map(|it| it.evidence.iter().cloned().chain([it.id.clone()])));
        ids.extend(
            self.certificates
                .iter()
                .flat_map(|it| it.changes.iter().map(|it| it.record.clone()).chain([it.id.clone()])),
        );
        ids.extend(self.new_clashes.iter().chain(&self.gone_clashes).flat_map(|it| it.records.iter().cloned()));
        ids
    }

    /// Leaves out what may not be seen, and counts it.
    fn hide(&mut self, titles: BTreeMap<String, String>) {
        let seen = |it: &Id| titles.contains_key(&it.to_string());
        let count = |it: &Effect| {
            let clashes = it.new_clashes.len() + it.gone_clashes.len();
            let certificates: usize = it.certificates.iter().map(|it| 1 + it.changes.len()).sum();
            it.uses.len() + it.systems.len() + it.audits.len() + it.controls.len() + certificates + clashes
        };
        let before = count(self);
        self.uses.retain(|it| seen(&it.id));
        self.systems.retain(|it| seen(&it.id));
        self.audits.retain(|it| seen(&it.id));
        self.controls.retain(|it| seen(&it.id));
        self.certificates.retain(|it| seen(&it.id));
        self.certificates.iter_mut().for_each(|it| it.changes.retain(|it| seen(&it.record)));
        self.new_clashes.retain(|it| it.records.iter().all(seen));
        self.gone_clashes.retain(|it| it.records.iter().all(seen));
        for it in &mut self.requirements {
            it.systems.retain(seen);
            it.statement = it.statement.take().filter(seen);
        }
        for it in &mut self.audits {
            it.names.retain(seen);
            let key_seen = |key: &String| key.split(' ').filter_map(|it| it.parse::<Id>().ok()).all(|it| seen(&it));
            it.gone.retain(key_seen);
            it.new.retain(key_seen);
        }
        self.controls.iter_mut().for_each(|it| it.evidence.retain(seen));
        self.hidden = before - count(self);
        self.titles = titles;
    }
}
