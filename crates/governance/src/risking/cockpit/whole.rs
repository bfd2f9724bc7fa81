//! The cockpit for those who ask: every part by one filter, of the risks that the reader may see and of no other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use policy::Action;
use record::Id;
use serde::Serialize;
use store::{Read, VersionRow};

use super::super::around::Around;
use super::super::level::{Basis, Risk, Verdict};
use super::super::moving::answered::Told as Moving;
use super::super::moving::feed::Moved;
use super::super::moving::proposing::AllShown;
use super::super::moving::whole::{changed, feed, since, told as moving};
use super::super::quantifying::whole::Told as Costs;
use super::super::steps::Standing;
use super::super::whole::{By as Brief, brief};
use super::arrows::{By, Flow, flows};
use super::asked::{Asked, Lie};
use super::ending::{Ending, When, ending};
use super::grid::{Map, Of, Place, map};
use super::todo::{Todo, todo};
use crate::accepting::ACCEPTANCE;
use crate::accepting::whole::Part as Accepting;
use crate::derived::{Snapshot, midnight};
use crate::hazards::spread::{OfSystem, spread};
use crate::responsibility::UNIT;
use crate::responsibility::whole::Names;
use crate::surroundings::{SYSTEM, counts};
use crate::{Actor, Aims, Error};

/// A type of consequence at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfType {
    /// The type.
    #[serde(rename = "type")]
    pub of: String,
    /// Risks that touch it.
    pub touched: usize,
    /// Risks in cells of its heat map.
    pub placed: usize,
    /// Of these, those beyond the line.
    pub beyond: usize,
}

/// A risk as a row of the heat map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The risk.
    pub risk: Id,
    /// Its AI systems.
    pub systems: Vec<Id>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Its cell.
    pub cell: Option<Place>,
    /// The level of risk that follows.
    pub level: Option<String>,
    /// The side of the line.
    pub side: Option<Verdict>,
    /// Why it is in no cell.
    pub why: Option<String>,
    /// When it is assessed again.
    pub due: Option<Date>,
}

/// Everything on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// The day since which is told what moved.
    pub since: Date,
    /// The criteria in force.
    pub by: Option<Brief>,
    /// How many risks the filter keeps that are not over.
    pub n: usize,
    /// Types of consequence, each with what its heat map holds.
    pub types: Vec<OfType>,
    /// The heat map.
    pub map: Map,
    /// The cell whose risks are asked for.
    pub cell: Option<Place>,
    /// The risks of the heat map, or of the cell that is asked for, a row each.
    pub rows: Vec<Row>,
    /// What came into cells and left them.
    pub flows: Vec<Flow>,
    /// Levels that moved, with who and why.
    pub moved: Vec<Moved>,
    /// Criteria that took the place of others since that day: from which, to which.
    pub replaced: Option<(Brief, Brief)>,
    /// What these risks cost together.
    pub losses: Option<Costs>,
    /// Hazards of AI systems.
    pub hazards: Vec<OfSystem>,
    /// Acceptances by when they end.
    pub ending: Ending,
    /// What those risks cost together that are kept by an acceptance that counts.
    pub accepted: Option<Costs>,
    /// What is to be assessed again.
    pub todo: Vec<Todo>,
    /// Names of records.
    pub names: Names,
}

impl Aims {
    /// The cockpit on a day.
    ///
    /// Errors: a record of another kind or that the reader may not see; a day that lies ahead, before the ledger begins, or before that since which is told; a type
    /// of consequence or a cell that there is not.
    pub async fn cockpit(&self, actor: &Actor, asked: Asked) -> Result<Told, Error> {
        let (this, who, on) = (self.clone(), actor.clone(), asked.on);
        let read = move |read: &Read| this.cockpit_in(read, &this.with_roles(read, &who)?, &asked);
        let mut told = self.0.store.read_async(read).await?;
        let own = told.rows_of_map.iter().cloned().collect();
        let kept = told.told.ending.kept.iter().cloned().collect();
        let mut costs = self.cost_of(actor, on, vec![own, kept]).await?;
        (told.told.accepted, told.told.losses) = (costs.pop(), costs.pop());
        for it in [&told.told.losses, &told.told.accepted].into_iter().flatten() {
            told.told.names.extend(it.names.clone());
        }
        Ok(told.told)
    }

    fn cockpit_in(&self, read: &Read, who: &Actor, asked: &Asked) -> Result<Within, Error> {
        for (id, kind) in [(&asked.system, SYSTEM), (&asked.unit, UNIT), (&asked.owner, "person")] {
            let Some(id) = id else { continue };
            if self.readable(read, who, id, None)?.kind != kind {
                return Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " "))));
            }
        }
        let (at, on) = self.at_day(read, asked.on)?;
        let since = since(&at, asked.since, on)?;
        let (around, versions, lie) = self.kept(read, who, &at, asked, since)?;
        let moving = self.queued(read, who, (&at, &around, &versions), since)?;
        let (what, types) = chosen(&around, asked)?;
        let what = Of {
            of: &what,
            basis: asked.basis.unwrap_or(Basis::Current),
            opportunities: asked.opportunities == Some(true),
        };
        let pairs = || around.risks.iter().map(|it| (&it.risk, it.judged.as_slice()));
        let map = map(pairs(), around.by(), what);
        let by = By { criteria: around.by(), versions: &around.versions, of: what };
        let flows = midnight(since).map(|from| flows(&versions, by, &moving.feed, from)).unwrap_or_default();
        let ending = self.ending(read, who, (&at, &around), asked)?;
        let hazards = self.spread(read, who, (&at, &lie), asked)?;
        let rows_of_map = around.risks.iter().map(|it| it.risk.id.clone()).collect();
        let mut told = Told {
            on,
            since,
            by: around.by().map(brief),
            n: around.risks.len(),
            types,
            rows: rows(&around, &map, asked.cell)?,
            map,
            cell: asked.cell,
            flows,
            moved: moving.feed,
            replaced: moving.replaced.map(|it| (it.from, it.to)),
            losses: None,
            hazards,
            ending,
            accepted: None,
            todo: todo(moving.queue, who.person.as_ref()),
            names: moving.names,
        };
        told.names.extend(self.names_of(read, who, told.named())?);
        let names = &told.names;
        told.rows.iter_mut().for_each(|it| it.systems.retain(|it| names.contains_key(&it.to_string())));
        Ok(Within { told, rows_of_map })
    }

    /// The risks that the filter keeps and the reader may see, and all versions of those that changed since a day; with what units hold.
    fn kept(
        &self,
        read: &Read,
        who: &Actor,
        at: &Snapshot,
        asked: &Asked,
        since: Date,
    ) -> Result<(Around, Vec<VersionRow>, Lie), Error> {
        let mut around = Around::read(at, None)?;
        around.keep(&self.names_of(read, who, around.events())?);
        let mut versions = changed(at, |_| true, since)?;
        // Each as it is now, also where it is over.
        let latest: BTreeMap<Id, Risk> =
            versions.iter().map(|it| (it.record.id.clone(), Risk::of(&it.record))).collect();
        let all = || around.risks.iter().map(|it| &it.risk).chain(latest.values());
        let lie = Lie::read(at, asked, &all().flat_map(|it| it.systems.iter().cloned()).collect())?;
        let seen = self.names_of(read, who, all().map(|it| it.id.clone()).collect())?;
        let keeps = |it: &Risk| seen.contains_key(&it.id.to_string()) && asked.keeps(it, &lie);
        let moved: BTreeSet<Id> = latest.values().filter(|it| keeps(it)).map(|it| it.id.clone()).collect();
        around.risks.retain(|it| keeps(&it.risk));
        versions.retain(|it| moved.contains(&it.record.id));
        Ok((around, versions, lie))
    }

    /// The queue and the feed of these risks, as `/risks/moved` tells them.
    fn queued(
        &self,
        read: &Read,
        who: &Actor,
        (at, around, versions): (&Snapshot, &Around, &[VersionRow]),
        since: Date,
    ) -> Result<Moving, Error> {
        let mut told = moving(at, around, since, AllShown::default())?;
        told.feed = feed(around, versions, since);
        let names = self.names_of(read, who, told.named())?;
        told.shown(names).by_name(read)
    }

    /// Acceptances of these risks, as `/acceptances` tells them, each that waits with whether the reader may grant it.
    fn ending(
        &self,
        read: &Read,
        who: &Actor,
        (at, around): (&Snapshot, &Around),
        asked: &Asked,
    ) -> Result<Ending, Error> {
        let told = self.acceptances_in(read, who, &Accepting { on: asked.on, ..Accepting::default() })?;
        let names = self.names_of(read, who, told.named())?;
        let mut told = told.shown(names);
        let own: BTreeSet<&Id> = around.risks.iter().map(|it| &it.risk.id).collect();
        told.register.retain(|it| it.risk.as_ref().is_some_and(|it| own.contains(it)));
        let soon = at.libraries.cockpit.soon.parse().unwrap_or_default();
        let mut ending = ending(&told.register, told.sums, told.on, soon);
        // What is decided is decided now, so nothing is offered on a day that is over.
        let waits: BTreeSet<Id> = match at.place {
            Some(_) => BTreeSet::new(),
            None => ending.of(When::Waits).map(|it| it.id.clone()).collect(),
        };
        let rows: Vec<_> = told.register.iter().map(|it| &it.row).filter(|it| waits.contains(&it.id)).collect();
        let attention = &at.libraries.attention;
        let asked =
            rows.iter().filter_map(|row| Some((*row, Action::Move(attention.awaited(ACCEPTANCE, &row.state)?))));
        let asked: Vec<_> = asked.collect();
        for ((row, _), verdict) in asked.iter().zip(self.verdicts(read, who, &asked)?) {
            let own = ending.acceptances.iter_mut().filter(|it| it.id == row.id);
            own.for_each(|it| it.may = verdict.is_permitted());
        }
        Ok(ending)
    }

    /// Hazards of the AI systems that the filter keeps and the reader may see.
    fn spread(
        &self,
        read: &Read,
        who: &Actor,
        (at, lie): (&Snapshot, &Lie),
        asked: &Asked,
    ) -> Result<Vec<OfSystem>, Error> {
        let mut systems = at.list(SYSTEM, Vec::new())?;
        systems.retain(|it| counts(it) && asked.keeps_system(it, lie));
        let seen = self.names_of(read, who, systems.iter().map(|it| it.id.clone()).collect())?;
        systems.retain(|it| seen.contains_key(&it.id.to_string()));
        spread(at, &systems)
    }
}

/// What is told, and all risks that the filter keeps.
struct Within {
    told: Told,
    rows_of_map: Vec<Id>,
}

/// The type of the heat map, and all types at a glance: that which is asked for, else that which most risks touch.
///
/// Errors: a type that neither the criteria nor any risk knows.
fn chosen(around: &Around, asked: &Asked) -> Result<(String, Vec<OfType>), Error> {
    let opportunities = asked.opportunities == Some(true);
    let own = || around.risks.iter().filter(|it| it.risk.opportunity == opportunities);
    let scales = around.by().into_iter().flat_map(|it| it.consequences.keys().cloned());
    let names: BTreeSet<String> = scales.chain(own().flat_map(|it| it.risk.touches.iter().cloned())).collect();
    let basis = asked.basis.unwrap_or(Basis::Current);
    let of_type = |of: &String| {
        let map = map(own().map(|it| (&it.risk, it.judged.as_slice())), around.by(), Of { of, basis, opportunities });
        let touched = own().filter(|it| it.risk.touches.contains(of)).count();
        OfType { of: of.clone(), touched, placed: map.placed(), beyond: map.beyond() }
    };
    let types: Vec<OfType> = names.iter().map(of_type).collect();
    let most = || types.iter().rev().max_by_key(|it| it.touched).map(|it| it.of.clone()).unwrap_or_default();
    match &asked.of {
        Some(of) if !names.contains(of) => {
            let known = names.into_iter().collect::<Vec<_>>().join(", ");
            let says = format!("`{of}` is no type of consequence of these criteria or risks; there are: {known}");
            Err(Error::problem("type", says))
        }
        Some(of) => Ok((of.clone(), types)),
        None => Ok((most(), types)),
    }
}

/// Rows of the heat map, or of one of its cells.
///
/// Errors: a cell that there is not.
fn rows(around: &Around, map: &Map, cell: Option<Place>) -> Result<Vec<Row>, Error> {
    if let Some(at) = cell.filter(|it| map.cell(*it).is_none()) {
        let says = format!("the heat map of {} has no cell `{}.{}`; name one that it shows", map.of, at.0, at.1);
        return Err(Error::problem("cell", says));
    }
    let inside = map.cells.iter().flat_map(|it| it.risks.iter().map(move |of| (of, it)));
    let inside: BTreeMap<&Id, _> = inside.collect();
    let outside: BTreeMap<&Id, &str> = map.not_placed.iter().map(|it| (&it.risk, it.why.as_str())).collect();
    let row = |it: &Standing| {
        let own = inside.get(&it.risk.id);
        Row {
            risk: it.risk.id.clone(),
            systems: it.risk.systems.clone(),
            owner: it.risk.owner.as_ref().and_then(|it| it.parse().ok()),
            cell: own.map(|it| it.place()),
            level: own.and_then(|it| it.level.clone()),
            side: own.map(|it| it.side),
            why: outside.get(&it.risk.id).map(|it| (*it).to_owned()),
            due: it.dues.first().map(|it| it.on),
        }
    };
    let wanted = |it: &&Standing| match cell {
        Some(at) => inside.get(&it.risk.id).is_some_and(|it| it.place() == at),
        None => true,
    };
    Ok(around.risks.iter().filter(wanted).map(row).collect())
}

impl Told {
    /// Everything that it names beside what has its names already.
    fn named(&self) -> Vec<Id> {
        let rows = self.rows.iter().flat_map(|it| it.systems.iter().chain(&it.owner).chain([&it.risk]));
        let ending = self.ending.acceptances.iter().flat_map(|it| [&it.id, &it.risk]);
        let sums = self.ending.sums.iter().flat_map(|it| it.acceptances.iter().cloned().chain(it.of.parse()));
        let flows = self.flows.iter().flat_map(|it| it.causes.iter().chain(&it.risks));
        let all = rows.chain(ending).chain(flows).chain(self.hazards.iter().map(|it| &it.system));
        let by = self.by.iter().map(|it| it.id.clone());
        let map = self.map.not_placed.iter().map(|it| it.risk.clone());
        let todo = self.todo.iter().flat_map(|it| it.witnesses.clone());
        all.cloned().chain(sums).chain(by).chain(map).chain(todo).collect()
    }
}
