//! What waits for a valid decision: a transition about which a chartered body decides, and a record that names a decision.
//!
//! Where no chartered body has a mandate for something, nothing waits here; persons decide by their rights.

use jiff::civil::Date;
use policy::Fact as Known;
use record::{Catalog, Id};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use store::{Query, RecordRow, Visible};

use super::answers::{invalid, of_decisions, words};
use super::around::{Around, Matter, is_of_body};
use super::charter::Body;
use super::ground::matter as mandated;
use super::{BODY, DECISION, about, matter, resting};
use crate::Error;
use crate::data::lineage::targets;
use crate::data::quality::in_effect;
use crate::derived::{Snapshot, day};
use crate::libraries::{Libraries, Part, Words};
use crate::released::{IntoUse, RELEASE};
use crate::surroundings::SYSTEM;

/// The type of a decision that says a plain yes.
pub(crate) const APPROVE: &str = "approve";
/// Bodies that are read; nobody keeps more.
const MOST: u32 = 500;

/// What is decided with a transition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Kind of the record.
    pub kind: String,
    /// Name of the transition.
    pub transition: String,
    /// The action by which tables speak of it.
    pub action: String,
    /// States of the record in which this is the question; every state when empty.
    #[serde(default)]
    pub states: Vec<String>,
    /// Values of fields where not every record of the kind waits for a decision.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
}

/// A field by which a record names a decision that it rests on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// Kind of the record.
    pub kind: String,
    /// The field.
    pub field: String,
}

/// What a table of decision rights can ask for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its name in tables.
    pub name: String,
    /// What it is, in words.
    pub says: String,
    /// Kind of the records.
    pub kind: String,
    /// The field by which they point to the AI system.
    pub field: String,
    /// States in which they count.
    pub states: Vec<String>,
    /// Whether they must be newer than what is decided about.
    #[serde(default)]
    pub since: bool,
}

/// Something that can be open about an AI system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// Kind of the records.
    pub kind: String,
    /// The field by which they point to the AI system.
    pub field: String,
    /// States in which they are open.
    pub states: Vec<String>,
    /// What they are then, in words behind their number.
    pub says: String,
}

/// Records that are proposed for the agenda of a body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waits {
    /// Kind.
    pub kind: String,
    /// States in which they wait.
    pub states: Vec<String>,
    /// What is asked.
    pub action: String,
}

/// What is known of decisions and transitions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    /// Transitions that are decisions.
    pub act: Vec<Act>,
    /// Fields that name decisions.
    pub names: Vec<Naming>,
    /// What tables can ask for.
    pub evidence: Vec<Evidence>,
    /// What keeps an AI system from ending.
    pub open: Vec<Open>,
    /// What is proposed beside transitions.
    pub waits: Vec<Waits>,
    /// Fields of an AI system that say what it is for: what was decided about its releases and uses rests on them.
    pub intended: Vec<String>,
    /// By what AI systems go into operation.
    pub into_use: IntoUse,
    /// Words of charters and minutes as files.
    pub words: Words,
}

impl Act {
    fn asked_in(&self, state: &str) -> bool {
        self.states.is_empty() || self.states.iter().any(|it| it == state)
    }
}

impl Deciding {
    /// What is decided with a transition of a kind; nothing where it is no decision.
    pub fn act(&self, kind: &str, transition: &str) -> Option<&Act> {
        self.act.iter().find(|it| it.kind == kind && it.transition == transition)
    }

    /// The action by which tables speak of a decision of some type about a record: what is decided about its kind, by that type or as a plain
    /// yes; nothing where nothing of its kind waits for such a decision.
    pub fn action(&self, row: &RecordRow, form: Option<&str>) -> Option<&str> {
        let fits = |it: &&Act| it.only.iter().all(|(field, value)| row.text(field) == Some(value));
        let own = self.act.iter().filter(|it| it.kind == row.kind).filter(fits);
        let by_form = own.map(|it| it.action.as_str()).find(|it| Some(*it) == form);
        let plain = || self.act_on(row).filter(|_| form.is_none_or(|it| it == APPROVE)).map(|it| it.action.as_str());
        by_form.or_else(plain)
    }

    /// The deciding transition of a record where it stands, with the action that it stands for; nothing where it comes about without a
    /// decision.
    pub fn act_on(&self, row: &RecordRow) -> Option<&Act> {
        let mut own = self.act.iter().filter(|it| it.kind == row.kind && it.asked_in(&row.state));
        own.find(|act| act.only.iter().all(|(field, value)| row.text(field) == Some(value)))
    }
}

impl Part for Deciding {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        for (place, act) in self.act.iter().enumerate() {
            let known = catalog.kind(&act.kind).is_some_and(|it| it.transition(&act.transition).is_some());
            if !known {
                found.push(format!("`{}` has no transition `{}`", act.kind, act.transition));
            }
            let shared = |other: &Act| act.states.is_empty() || act.states.iter().any(|it| other.asked_in(it));
            if self.act[..place].iter().any(|other| other.kind == act.kind && shared(other)) {
                found.push(format!("`{}` has two transitions that are decisions in one state; keep one", act.kind));
            }
            let states = catalog.kind(&act.kind).map(|it| it.states()).unwrap_or_default();
            let strange = act.states.iter().filter(|it| !states.contains(&it.as_str()));
            found.extend(strange.map(|it| format!("`{}` has no state `{it}`", act.kind)));
        }
        let named = self.names.iter().map(|it| (&it.kind, &it.field));
        let asked = self.evidence.iter().map(|it| (&it.kind, &it.field));
        let only = self.act.iter().flat_map(|it| it.only.keys().map(move |field| (&it.kind, field)));
        let open = self.open.iter().map(|it| (&it.kind, &it.field));
        for (kind, field) in named.chain(asked).chain(open).chain(only) {
            if catalog.kind(kind).is_none_or(|it| it.field(field).is_none()) {
                found.push(format!("`{kind}` has no field `{field}`"));
            }
        }
        let strange =
            self.intended.iter().filter(|it| catalog.kind(SYSTEM).is_none_or(|kind| kind.field(it).is_none()));
        found.extend(strange.map(|it| format!("`{SYSTEM}` has no field `{it}`")));
        let states = catalog.kind(RELEASE.0).map(|it| it.states()).unwrap_or_default();
        let strange = self.into_use.states.iter().filter(|it| !states.contains(&it.as_str()));
        found.extend(strange.map(|it| format!("`{}` has no state `{it}`", RELEASE.0)));
        found.extend(self.words.missing(&super::paper::words()));
        found
    }
}

/// Bodies that are chartered at a moment, with their seats and mandates.
pub(crate) fn chartered(at: &Snapshot) -> Result<Around, Error> {
    around(at, |it| it.state == "chartered")
}

/// All bodies at a moment, with their seats and mandates.
pub(crate) fn every(at: &Snapshot) -> Result<Around, Error> {
    around(at, |_| true)
}

fn around(at: &Snapshot, which: impl Fn(&RecordRow) -> bool) -> Result<Around, Error> {
    let query = Query { limit: MOST, as_of: at.place, ..Query::of(BODY, Visible::All) };
    let rows: Vec<RecordRow> = at.read.list(&query)?.into_iter().filter(which).collect();
    if rows.is_empty() {
        return Ok(Around::default());
    }
    Around::of_bodies(at, &rows, &[])
}

/// The bodies whose mandates cover a matter on a day, by the charters that they had then; where several do, none goes past another.
pub fn deciding<'a>(bodies: &'a Around, about: &Matter, action: &str, on: Date) -> Vec<&'a Body> {
    let then = bodies.bodies.keys().filter_map(|it| bodies.body_on(it, on));
    let open = then.filter(|it| it.state == "chartered" && it.silent(on).is_none());
    open.filter(|it| mandated(bodies, it, about, action, on).is_ok()).collect()
}

/// The first of the bodies whose mandates cover a matter on a day.
pub fn decides<'a>(bodies: &'a Around, about: &Matter, action: &str, on: Date) -> Option<&'a Body> {
    deciding(bodies, about, action, on).into_iter().next()
}

/// Why decisions do not open these records: one that they name and that does not count, or one that a body must take and has not.
pub(crate) fn problems(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let named = named(at, rows)?;
    let asked = rows.iter().filter_map(|it| Some((*it, at.libraries.deciding.act_on(it)?.action.as_str())));
    let missing = undecided(at, &asked.collect::<Vec<_>>())?;
    let say = |row: &&RecordRow| named.get(&row.id).or_else(|| missing.get(&row.id)).cloned().unwrap_or_default();
    Ok(rows.iter().map(|it| Known::Text(say(it))).collect())
}

/// Records that name a decision that does not count.
fn named(at: &Snapshot, rows: &[&RecordRow]) -> Result<BTreeMap<Id, String>, Error> {
    let of = |row: &RecordRow| -> Vec<Id> {
        let fields = at.libraries.deciding.names.iter().filter(|it| it.kind == row.kind);
        fields.flat_map(|it| targets(&row.document, &it.field)).collect()
    };
    let ids: Vec<Id> = rows.iter().flat_map(|it| of(it)).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let decisions = at.records(&ids)?;
    let invalid = invalid(at, &decisions.iter().collect::<Vec<_>>())?;
    let fault = |id: &Id| Some(format!("{id} is not valid: {}", invalid.get(id)?));
    Ok(rows.iter().filter_map(|row| Some((row.id.clone(), of(row).iter().find_map(fault)?))).collect())
}

/// Records about which a body decides, each asked by an action, and has not by a decision that counts.
pub(crate) fn undecided(at: &Snapshot, asked: &[(&RecordRow, &str)]) -> Result<BTreeMap<Id, String>, Error> {
    let bodies = chartered(at)?;
    if bodies.bodies.is_empty() || asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let decided: Vec<&RecordRow> = asked.iter().map(|it| it.0).collect();
    let matters = matter::read(at, &decided, true)?;
    let taken = taken(at, &decided)?;
    let (_, found) = of_decisions(at, &taken.iter().collect::<Vec<_>>())?;
    let mut moved = resting::moved(at, &taken)?;
    moved.extend(super::overtaken::overtaken(at, &taken)?);
    let mut lacking = BTreeMap::new();
    for (row, action) in asked {
        let Some(about) = matters.get(&row.id) else { continue };
        let of = |body: &Body| -> Vec<&RecordRow> {
            let own = |it: &&RecordRow| {
                targets(&it.document, "subject").contains(&row.id)
                    && it.text("form") == Some(action)
                    && it.text("body").is_none_or(|it| it == body.id.to_string())
            };
            taken.iter().filter(own).collect()
        };
        let counts = |it: &&RecordRow| {
            found.get(&it.id).is_some_and(Vec::is_empty) && in_effect(it, at.time) && !moved.contains_key(&it.id)
        };
        let by = deciding(&bodies, about, action, day(at.time));
        let Some(body) = by.into_iter().find(|it| !of(it).iter().any(counts)) else { continue };
        lacking.insert(row.id.clone(), lacks(body, action, &of(body), (&found, &moved)));
    }
    Ok(lacking)
}

/// What is said of a body that has not decided.
fn lacks(
    body: &Body,
    action: &str,
    own: &[&RecordRow],
    (found, moved): (&BTreeMap<Id, Vec<super::ground::Reason>>, &HashMap<Id, String>),
) -> String {
    let who = format!("{} ({}) decides about this ({})", body.title, body.id, action.replace('_', " "));
    // A decision that a body took says more than what somebody decided alone since.
    let last = own.iter().rev().find(|it| found.contains_key(&it.id)).or(own.last());
    let Some(last) = last else { return format!("{who} and has not yet") };
    let why = match found.get(&last.id) {
        Some(reasons) if !reasons.is_empty() => words(reasons),
        Some(_) => moved.get(&last.id).cloned().unwrap_or_else(|| "it is no yes that is in effect".to_owned()),
        None => "no body took it".to_owned(),
    };
    format!("{who}, and {} does not count: {why}", last.id)
}

/// Decisions about these records that were taken.
fn taken(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<RecordRow>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut rows = at.records(&about(at.read, &ids)?)?;
    rows.retain(|it| it.state == "taken" && !it.retired && (is_of_body(it) || it.kind == DECISION));
    rows.sort_by_key(|it| it.id.number);
    Ok(rows)
}
