//! The boundary of an AI system for those who ask: on a day, with other suppliers, for a harm, and one hand-off to print.
//!
//! What follows is computed from everything around the system; records that the reader may not see are not named.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::Read;

use super::around::{Around, TO_COMPONENTS};
use super::boundary::Boundary;
use super::check::{Finding, findings};
use super::crossing::{Crossing, crossings, hand_offs};
use super::difference::{Moved, difference};
use super::duties::{Duty, asked, relied_on};
use super::matrix::{Cell, cells};
use super::party::Party;
use super::walk::{Walk, walk};
use super::{COMPONENT, PARTY};
use crate::responsibility::organisation::Organisation;
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error, reached};

/// What is asked about a boundary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// The harm whose way is walked; every one of the library when it is not given.
    pub harm: Option<String>,
    /// Components with another supplier each: what if it came from that party.
    pub suppliers: Vec<(Id, Id)>,
}

/// A component as the boundary shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its type.
    pub form: String,
    /// Who has it in hand.
    pub holder: Option<Party>,
}

/// The boundary of an AI system.
#[derive(Debug, Serialize)]
pub struct Told {
    /// The AI system.
    pub system: Id,
    /// The day for which it is told.
    pub day: Date,
    /// Its tier then.
    pub tier: String,
    /// What is wrong, the gravest first.
    pub findings: Vec<Finding>,
    /// Its components, those that they need among them.
    pub components: Vec<Part>,
    /// Who takes which part.
    pub matrix: Vec<Cell>,
    /// Duties of parties outside that the tier asks for, and those that components rely on.
    pub duties: Vec<Duty>,
    /// Every hand-off between its components: from, to, and what is handed over.
    pub hand_offs: Vec<(Id, Id, Vec<String>)>,
    /// Hand-offs across a boundary.
    pub crossings: Vec<Crossing>,
    /// Who answers for each harm that was asked for.
    pub walks: Vec<Walk>,
    /// Cells that other suppliers move; empty where none are asked for.
    pub moved: Vec<Moved>,
    /// Names.
    pub names: Names,
}

impl Asked {
    /// From the words of a person: a day, a harm, and components with suppliers such as `CMP-2=PTY-7`.
    ///
    /// Errors: the name of what is not understood, and why.
    pub fn read(on: &str, harm: &str, suppliers: &[&str]) -> Result<Asked, (&'static str, String)> {
        let filled = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
        let day =
            |it: String| it.parse().map_err(|_| ("on", format!("`{it}` is no day; write one such as 2026-03-01")));
        let pair = |text: &str| -> Result<(Id, Id), (&'static str, String)> {
            let wrong = || ("supplier", format!("`{text}` names no component with a supplier; write CMP-2=PTY-7"));
            let (component, party) = text.split_once('=').ok_or_else(wrong)?;
            let (component, party) = (component.trim().parse(), party.trim().parse());
            Ok((component.map_err(|_| wrong())?, party.map_err(|_| wrong())?))
        };
        let pairs = suppliers.iter().flat_map(|it| it.split([',', ' '])).filter(|it| !it.trim().is_empty());
        Ok(Asked {
            on: filled(on).map(day).transpose()?,
            harm: filled(harm),
            suppliers: pairs.map(pair).collect::<Result<_, _>>()?,
        })
    }
}

impl Aims {
    /// The boundary of an AI system.
    ///
    /// Errors: no AI system, a harm that is not known, a component that is not one of its own, a supplier that is none.
    pub async fn boundary(&self, actor: &Actor, system: &Id, asked: Asked) -> Result<Told, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), system.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let harms = harms(&this, asked.harm.as_deref())?;
            let before = this.boundary_of(read, &who, &id, &asked)?;
            let after = before.with_suppliers(&replaced(&before, &asked)?);
            let moved = if asked.suppliers.is_empty() { Vec::new() } else { difference(&before, &after) };
            let mut told = told(&after, moved);
            told.walks = harms.iter().map(|it| walk(&after, it)).collect();
            told.names = this.names_of(read, &who, told.named())?;
            Ok::<_, Error>(told)
        };
        self.0.store.read_async(read).await
    }

    /// The boundary of an AI system as it is on a day.
    fn boundary_of(&self, read: &Read, who: &Actor, id: &Id, asked: &Asked) -> Result<Boundary, Error> {
        let row = self.readable(read, who, id, None)?;
        if row.kind != SYSTEM {
            return Err(Error::Missing(format!("`{id}` is no AI system; `aims list {SYSTEM}` shows them")));
        }
        let (at, on) = self.at_any_day(read, asked.on)?;
        let org = Organisation::read(&at, &self.visible(read, who)?, on, Some(id))?;
        let ids = reached::ids(read, std::slice::from_ref(&row), TO_COMPONENTS, at.place)?;
        let parties = asked.suppliers.iter().map(|it| it.1.clone());
        let seeds: BTreeSet<Id> = ids.into_iter().chain(parties).collect();
        let around = Around::read(&at, &at.records(&seeds.into_iter().collect::<Vec<_>>())?, on)?;
        Ok(Boundary::of(id.clone(), around, org))
    }
}

/// The harms that are asked for.
fn harms(aims: &Aims, name: Option<&str>) -> Result<Vec<super::library::Harm>, Error> {
    let known = &aims.configuration().libraries.allocation;
    let Some(name) = name else { return Ok(known.harm.clone()) };
    let names = || known.harm.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
    let unknown =
        || Error::problem("harm", format!("`{name}` is no harm that can be asked about; there are {}", names()));
    Ok(vec![known.harm(name).cloned().ok_or_else(unknown)?])
}

/// The components with other suppliers, where both are what they should be.
fn replaced(boundary: &Boundary, asked: &Asked) -> Result<Vec<(Id, Id)>, Error> {
    for (component, party) in &asked.suppliers {
        if !boundary.has(component) {
            let says = format!("`{component}` is no {COMPONENT} of {}", boundary.system);
            return Err(Error::problem("supplier", says));
        }
        if boundary.around.rows.get(party).is_none_or(|it| it.kind != PARTY) {
            let says = format!("`{party}` is no external party; `aims list {PARTY}` shows them");
            return Err(Error::problem("supplier", says));
        }
    }
    Ok(asked.suppliers.clone())
}

fn told(boundary: &Boundary, moved: Vec<Moved>) -> Told {
    let own = |it: &Crossing| boundary.has(&it.from) || boundary.has(&it.to);
    let part = |it: &super::around::Component| Part {
        id: it.id.clone(),
        title: it.title.clone(),
        form: it.form.clone(),
        holder: it.holder().cloned(),
    };
    let hands = hand_offs(&boundary.around).into_iter().map(|((from, to), what)| (from, to, what));
    Told {
        system: boundary.system.clone(),
        day: boundary.around.day,
        tier: boundary.tier().to_owned(),
        findings: findings(boundary),
        components: boundary.components().map(part).collect(),
        matrix: cells(boundary),
        duties: asked(boundary).into_iter().chain(relied_on(boundary)).collect(),
        hand_offs: hands.filter(|it| boundary.has(&it.0) && boundary.has(&it.1)).collect(),
        crossings: crossings(&boundary.around).into_iter().filter(own).collect(),
        walks: Vec::new(),
        moved,
        names: BTreeMap::new(),
    }
}

impl Told {
    /// The records that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = [self.system.clone()].into();
        all.extend(self.components.iter().map(|it| it.id.clone()));
        all.extend(self.components.iter().filter_map(|it| it.holder.as_ref()).map(|it| it.id().clone()));
        for it in &self.matrix {
            all.extend(it.party.iter().map(|it| it.id().clone()).chain(it.contract.clone()).chain(it.near.clone()));
            all.extend(it.people.iter().map(|it| it.person.clone()));
        }
        for it in &self.duties {
            all.extend(it.clause.iter().flat_map(|it| [it.obligation.clone(), it.contract.clone()]));
            all.extend(it.near.iter().cloned().chain([it.party.clone()]));
        }
        for it in &self.crossings {
            all.extend([it.from.clone(), it.to.clone()].into_iter().chain(it.giver.clone()).chain(it.taker.clone()));
        }
        for it in &self.walks {
            all.extend(it.person.iter().map(|it| it.person.clone()));
            let legs =
                it.legs.iter().flat_map(|it| it.person.iter().map(|it| it.person.clone()).chain(it.party.clone()));
            all.extend(legs);
            all.extend(it.legs.iter().filter_map(|it| it.clause.as_ref()).map(|it| it.obligation.clone()));
        }
        all.into_iter().collect()
    }

    /// The cells of one component.
    pub fn cells_of<'a>(&'a self, component: &'a Id) -> impl Iterator<Item = &'a Cell> {
        self.matrix.iter().filter(move |it| it.component == *component)
    }
}
